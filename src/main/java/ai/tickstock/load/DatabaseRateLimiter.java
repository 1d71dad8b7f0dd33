package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.provider.LimitWait;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One pace for all threads of all processes on the same database, by the database's clock.
///
/// A call is entered when it may start: who is killed while waiting takes nothing along, and a
/// refusal that any process met holds back everybody who still waits. In a process, those who wait
/// stand in a queue, and whoever is first asks the database for all of them in one short
/// transaction; so a fast limit costs far less than one transaction a call. Of a limit of thousands
/// of calls some are entered for those who come next, too: half as many again as were taken the
/// last time, at most one in a thousand. What was entered for one who left the queue meanwhile, or
/// for nobody, is lost: a call that starts much later than entered would break the limit. Between
/// processes the order is up to chance.
///
/// The limit given by the process that started last holds for all.
public final class DatabaseRateLimiter implements RateLimiter {
  /// Most calls that one transaction enters.
  private static final int LARGEST_BATCH = 50;

  /// Of a limit of so many calls one may be lost each time without loss.
  private static final int WORTH_LOSING = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  private final SharedPacing shared;
  private final Sleeper sleeper;
  private final CallBudget budget;

  /// Of work in the background: what it leaves to others.
  private final Optional<Reserve> reserve;

  private final ReentrantLock turn = new ReentrantLock(true);

  /// Calls that were entered for those next in the queue, and when; guarded by the turn.
  private int entered;

  private long enteredAt;
  private Duration enteredFor = Duration.ZERO;

  /// How many of the calls that were entered last were made; guarded by the turn.
  private int taken;

  /// What the one whose turn it is sleeps for.
  private volatile Optional<LimitWait> sleeps = Optional.empty();

  private volatile long sleepsUntil;

  /// Counts failures, so that who waited during one need not wait for the next; written by the
  /// holder of the turn only.
  private final AtomicInteger failures = new AtomicInteger();

  private @Nullable RuntimeException lastFailure;

  private final AtomicInteger acceptedHere = new AtomicInteger();

  /// As seen last; while the pace is full, accepted calls need not be counted.
  private volatile boolean isLowered;

  DatabaseRateLimiter(
      SharedPacing shared, Sleeper sleeper, CallBudget budget, Optional<Reserve> reserve) {
    this.shared = shared;
    this.sleeper = sleeper;
    this.budget = budget;
    this.reserve = reserve;
  }

  /// @param vendor whose limit it is; limiters of the same vendor share it
  /// @param budget its limit holds for all; other wishes hold for who asks through this limiter, by
  ///   the calls of all
  public static DatabaseRateLimiter shared(Database database, String vendor, CallBudget budget) {
    return new DatabaseRateLimiter(
        new SharedPacing(database, vendor, budget.limit(), PATIENCE),
        Sleeper.REAL,
        budget,
        Optional.empty());
  }

  /// The same limit for work in the background, which leaves a part of it to others. Its calls
  /// stand in a queue of their own.
  public DatabaseRateLimiter inBackground(Reserve left) {
    return new DatabaseRateLimiter(shared, sleeper, budget, Optional.of(left));
  }

  /// @throws ai.tickstock.database.DatabaseUnavailable when the database does not answer within 30
  ///   s
  @Override
  public void acquire() throws InterruptedException {
    int failuresBefore = failures.get();
    turn.lockInterruptibly();
    try {
      if (failures.get() != failuresBefore && lastFailure != null) {
        throw lastFailure;
      }
      if (takeEntered()) {
        return;
      }
      for (var grant = ask(); grant.calls() == 0; grant = ask()) {
        var wait = grant.pause().orElseThrow();
        sleepsUntil = System.nanoTime() + wait.left().toNanos();
        sleeps = wait.left().compareTo(WORTH_TELLING) > 0 ? Optional.of(wait) : Optional.empty();
        sleeper.sleep(wait.left());
      }
    } finally {
      sleeps = Optional.empty();
      turn.unlock();
    }
  }

  @Override
  public Optional<LimitWait> waitsFor() {
    return sleeps.map(wait ->
        new LimitWait(
            Duration.ofNanos(Math.max(0, sleepsUntil - System.nanoTime())), wait.reason()));
  }

  /// Takes one of the calls entered by somebody before us in the queue, unless they are too old.
  private boolean takeEntered() {
    if (entered > 0 && System.nanoTime() - enteredAt <= enteredFor.toNanos()) {
      entered--;
      taken++;
      return true;
    }
    entered = 0;
    return false;
  }

  /// Enters a call for us, one for each who waits behind us, and those for who comes next, as many
  /// as may start now.
  private Grant ask() throws InterruptedException {
    try {
      var grant = enter(Math.min(LARGEST_BATCH, 1 + turn.getQueueLength() + ahead()));
      entered = Math.max(0, grant.calls() - 1);
      taken = Math.min(1, grant.calls());
      enteredAt = System.nanoTime();
      enteredFor = grant.lasting();
      return grant;
    } catch (RuntimeException e) {
      lastFailure = e;
      failures.incrementAndGet();
      throw e;
    }
  }

  /// None where each call is counted: of a wish, or in the background.
  private int ahead() {
    boolean isCounted = budget.aSecond() > 0 || budget.aDay() > 0 || reserve.isPresent();
    return isCounted || isLowered
        ? 0
        : Math.min(taken + taken / 2 + 1, budget.limit().calls() / WORTH_LOSING);
  }

  /// @param calls that may start now, 0 or more
  /// @param pause until the next one may; empty when none was refused
  /// @param lasting how much later than entered a call may start: half the margin of the pacing
  private record Grant(int calls, Optional<LimitWait> pause, Duration lasting) {}

  private Grant enter(int wanted) throws InterruptedException {
    int accepted = acceptedHere.getAndSet(0);
    return shared.change((seen, now) -> {
      var calls = seen.with(seen.pacing().accepted(accepted));
      int granted = 0;
      var wait = wait(calls, now);
      while (granted < wanted && wait.isEmpty()) {
        calls = calls.calling(now, reserve.isPresent());
        granted++;
        wait = wait(calls, now);
      }
      isLowered = calls.pacing().isLowered();
      return new SharedPacing.Change<>(
          calls,
          new Grant(
              granted,
              granted == wanted ? Optional.empty() : wait,
              calls.pacing().margin().dividedBy(2)));
    });
  }

  private Optional<LimitWait> wait(SharedCalls calls, Instant now) {
    return reserve
        .map(left -> calls.waitInBackground(now, budget, left.at(now)))
        .orElseGet(() -> calls.waitAt(now, budget));
  }

  @Override
  public void refused(Optional<Duration> retryAfter) {
    acceptedHere.set(0);
    isLowered = true;
    shared.changeUninterruptibly((seen, now) ->
        new SharedPacing.Change<>(seen.with(seen.pacing().refused(now, retryAfter)), true));
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
        (seen, _) -> new SharedPacing.Change<>(seen, seen.pacing().current()));
  }
}
