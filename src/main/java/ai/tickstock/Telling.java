package ai.tickstock;

import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.notify.Delivery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends events and notices while the program serves: what is committed is on its way within
/// seconds.
final class Telling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Delivery delivery;
  private final InstantSource clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  private Telling(Delivery delivery, InstantSource clock) {
    this.delivery = delivery;
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("telling").start(this::tell);
  }

  /// @param delivery is closed with this
  static Telling begin(Delivery delivery, InstantSource clock) {
    return new Telling(delivery, clock);
  }

  private void tell() {
    try {
      do {
        try {
          delivery.deliverDue(clock.instant());
        } catch (DatabaseUnavailable away) {
          LOG.warn("nothing told error=\"{}\"", away.getMessage());
        } catch (RuntimeException e) {
          // What is due stays due; nothing that fails here may end the telling.
          LOG.error("nothing told", e);
        }
      } while (!ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is being sent is sent; a lease frees what is not.
  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delivery.close();
  }
}
