package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.Sleeper;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One pace for all threads of all processes on the same database, by the database's clock.
///
/// A call is entered at the moment it may start, never ahead of it: who is killed while waiting
/// takes nothing along, and a refusal that any process met holds back everybody who still waits. In
/// a process, those who wait stand in a queue, and whoever is first asks the database for all of
/// them in one short transaction; so a fast limit costs far less than one transaction a call, and
/// nothing is reserved that nobody uses. Between processes the order is up to chance.
///
/// The limit given by the process that started last holds for all.
public final class DatabaseRateLimiter implements RateLimiter {
  /// Most calls that one transaction enters.
  private static final int LARGEST_BATCH = 50;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// One who waits. Its fields are read and written by the holder of the turn only.
  private static final class Seat {
    boolean mayGo;
    @Nullable RuntimeException failure;
  }

  private final SharedPacing shared;
  private final Sleeper sleeper;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ConcurrentLinkedQueue<Seat> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acceptedHere = new AtomicInteger();

  /// As seen last; while the pace is full, accepted calls need not be counted.
  private volatile boolean isLowered;

  DatabaseRateLimiter(SharedPacing shared, Sleeper sleeper) {
    this.shared = shared;
    this.sleeper = sleeper;
  }

  /// @param vendor whose limit it is; limiters of the same vendor share it
  /// @param configured most calls in any stretch of that length
  public static DatabaseRateLimiter shared(Database database, String vendor, RateLimit configured) {
    return new DatabaseRateLimiter(
        new SharedPacing(database, vendor, configured, PATIENCE), Sleeper.REAL);
  }

  /// @throws ai.tickstock.database.DatabaseUnavailable when the database does not answer within 30
  ///   s
  @Override
  public void acquire() throws InterruptedException {
    var seat = new Seat();
    queue.add(seat);
    try {
      turn.lockInterruptibly();
      try {
        while (!seat.mayGo) {
          if (seat.failure != null) {
            throw seat.failure;
          }
          sleeper.sleep(serveQueue());
        }
      } finally {
        turn.unlock();
      }
    } finally {
      queue.remove(seat);
    }
  }

  /// Lets the first of the queue go, as many as may start now.
  ///
  /// @return how long to wait before more may
  private Duration serveQueue() throws InterruptedException {
    var first = queue.stream().limit(LARGEST_BATCH).toList();
    try {
      var grant = enter(first.size());
      for (var seat : first.subList(0, grant.calls())) {
        seat.mayGo = true;
        queue.remove(seat);
      }
      return grant.pause();
    } catch (RuntimeException e) {
      // Everybody who waits would meet the same, one after the other.
      queue.forEach(seat -> seat.failure = e);
      throw e;
    }
  }

  /// @param calls that may start now, 0 or more
  /// @param pause until the next one may; zero when nobody was left over
  private record Grant(int calls, Duration pause) {}

  private Grant enter(int wanted) throws InterruptedException {
    int accepted = acceptedHere.getAndSet(0);
    return shared.change((seen, now) -> {
      var pacing = seen.accepted(accepted);
      int granted = 0;
      while (granted < wanted && !pacing.earliest(now).isAfter(now)) {
        pacing = pacing.calling(now);
        granted++;
      }
      isLowered = pacing.isLowered();
      var pause = granted == wanted ? Duration.ZERO : Duration.between(now, pacing.earliest(now));
      return new SharedPacing.Change<>(pacing, new Grant(granted, pause));
    });
  }

  @Override
  public void refused(Optional<Duration> retryAfter) {
    acceptedHere.set(0);
    isLowered = true;
    shared.changeUninterruptibly(
        (seen, now) -> new SharedPacing.Change<>(seen.refused(now, retryAfter), true));
  }

  @Override
  public void accepted() {
    if (isLowered) {
      acceptedHere.incrementAndGet();
    }
  }

  @Override
  public RateLimit current() {
    return shared.changeUninterruptibly(
        (seen, _) -> new SharedPacing.Change<>(seen, seen.current()));
  }
}
