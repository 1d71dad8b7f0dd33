package ai.tickstock;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.jobs.JobProcess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the others on the database that this process lives, until it ends or is expelled, and
/// expels those of whom nothing was heard for a lease.
final class SignOfLife implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignOfLife.class);
  private static final int IN_A_LEASE = 4;

  private final Database database;
  private final InstantSource clock;
  private final Duration lease;
  private final Duration pause;
  private final JobProcess process;
  private final Runnable expelled;
  private final CountDownLatch ended = new CountDownLatch(1);

  private SignOfLife(
      Database database, String name, InstantSource clock, Duration lease, Runnable expelled) {
    this.database = database;
    this.clock = clock;
    this.lease = lease;
    this.pause = lease.dividedBy(IN_A_LEASE);
    this.process = JobProcess.register(database, name, clock);
    this.expelled = expelled;
    var _ = Thread.ofPlatform().daemon().name("sign-of-life").start(this::beat);
  }

  /// @param database not behind the fence
  /// @param name host and process, for people
  /// @param clock the database's
  static SignOfLife begin(Database database, String name, InstantSource clock, Duration lease) {
    return begin(database, name, clock, lease, () -> {});
  }

  /// @param expelled is called once when others have taken over the work of this process
  static SignOfLife begin(
      Database database, String name, InstantSource clock, Duration lease, Runnable expelled) {
    return new SignOfLife(database, name, clock, lease, expelled);
  }

  JobProcess process() {
    return process;
  }

  private void beat() {
    var contact = new UnbrokenContact(lease);
    try {
      while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          if (!process.seen(database, clock)) {
            LOG.warn("expelled process={} name=\"{}\"", process.id(), process.name());
            expelled.run();
            return;
          }
          if (contact.lasts(clock.instant())) {
            var _ = process.expelSilent(database, lease, clock);
          }
        } catch (DatabaseUnavailable away) {
          LOG.warn("no sign of life given error=\"{}\"", away.getMessage());
        } catch (JdbiException e) {
          LOG.warn("cannot look for silent processes", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Signs off.
  @Override
  public void close() {
    ended.countDown();
    try {
      process.leave(database);
    } catch (DatabaseUnavailable away) {
      LOG.warn("not signed off error=\"{}\"", away.getMessage());
    }
  }
}
