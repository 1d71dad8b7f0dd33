package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.RateLimiterContract;
import ai.tickstock.provider.Sleeper;
import ai.tickstock.provider.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseRateLimiterTest implements RateLimiterContract {
  private static final String VENDOR = "massive";

  private final DatabaseAddress address = TestPostgres.address();
  private final Database database = Database.connect(address, 4);
  private final Database other = Database.connect(address, 4);

  @BeforeEach
  void createTable() {
    database.useTransaction(handle -> {
      handle.execute("CREATE SCHEMA IF NOT EXISTS tickstock");
      handle.execute(
          """
          CREATE TABLE IF NOT EXISTS tickstock.rate_limit (
            vendor text PRIMARY KEY,
            configured_calls integer NOT NULL,
            configured_per interval NOT NULL,
            current_calls integer NOT NULL,
            paused_until timestamptz,
            accepted_since_change integer NOT NULL DEFAULT 0,
            recent timestamptz[] NOT NULL DEFAULT '{}',
            background timestamptz[] NOT NULL DEFAULT '{}',
            day date,
            day_calls integer NOT NULL DEFAULT 0,
            changed_at timestamptz NOT NULL DEFAULT now())
          """);
    });
  }

  @AfterEach
  void closeBoth() {
    database.close();
    other.close();
  }

  @Override
  public RateLimiter limiter(RateLimit configured) {
    return DatabaseRateLimiter.shared(database, VENDOR, CallBudget.of(configured));
  }

  @Override
  public List<Instant> starts() {
    return database.read(handle ->
        handle
            .createQuery("SELECT unnest(recent) AS start FROM tickstock.rate_limit ORDER BY 1")
            .mapTo(OffsetDateTime.class)
            .map(OffsetDateTime::toInstant)
            .list());
  }

  @Override
  public Instant now() {
    return database.read(handle ->
        handle
            .createQuery("SELECT clock_timestamp()")
            .mapTo(OffsetDateTime.class)
            .one()
            .toInstant());
  }

  /// Writes down every start that is ever stored, since the table keeps only the latest.
  private void keepEveryStart() {
    database.useTransaction(handle -> {
      handle.execute("CREATE TABLE tickstock.kept (start timestamptz)");
      handle.execute(
          """
          CREATE FUNCTION tickstock.keep() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO tickstock.kept
            SELECT start FROM unnest(NEW.recent) AS start
            WHERE start > coalesce((SELECT max(s) FROM unnest(OLD.recent) AS s), '-infinity');
            RETURN NULL;
          END $$
          """);
      handle.execute(
          """
          CREATE TRIGGER keep AFTER UPDATE ON tickstock.rate_limit
          FOR EACH ROW EXECUTE FUNCTION tickstock.keep()
          """);
    });
  }

  @Test
  void ofALargeLimitSomeCallsAreEnteredForWhoComesNext() throws InterruptedException {
    var limiter = limiter(RateLimit.perMinute(10_000));

    limiter.acquire();
    assertThat(starts()).hasSize(2);

    for (int call = 1; call < 20; call++) {
      limiter.acquire();
    }
    // Those of which nobody came in time are lost: never are fewer entered than calls began.
    assertThat(starts()).hasSizeBetween(20, 20 * 11);
  }

  @Test
  void whereCallsOfADayAreCountedNoneIsEnteredForWhoComesNext() throws InterruptedException {
    var limiter =
        DatabaseRateLimiter.shared(
            database, VENDOR, new CallBudget(RateLimit.perMinute(10_000), 0, 500));

    limiter.acquire();

    assertThat(starts()).hasSize(1);
  }

  @Test
  void twoProcessesTogetherNeverExceedTheLimitInAnyWindow() throws InterruptedException {
    keepEveryStart();
    var limit = new RateLimit(10, Duration.ofMillis(200));
    var limiters =
        List.of(
            DatabaseRateLimiter.shared(database, VENDOR, CallBudget.of(limit)),
            DatabaseRateLimiter.shared(other, VENDOR, CallBudget.of(limit)));
    var gone = new ConcurrentLinkedQueue<Integer>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 16; i++) {
      var limiter = limiters.get(i % 2);
      int side = i % 2;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int call = 0; call < 5; call++) {
                    limiter.acquire();
                    gone.add(side);
                  }
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }

    var starts =
        database.read(handle ->
            handle
                .createQuery("SELECT start FROM tickstock.kept")
                .mapTo(OffsetDateTime.class)
                .map(OffsetDateTime::toInstant)
                .list());
    assertThat(gone).hasSize(80);
    // More when one was entered for a waiter who came too late for it.
    assertThat(starts).hasSizeGreaterThanOrEqualTo(80);
    Windows.assertHeld(limit, starts);
  }

  @Test
  void aRefusalInOneProcessHoldsBackTheOther() throws InterruptedException {
    var one = DatabaseRateLimiter.shared(database, VENDOR, CallBudget.of(RateLimit.perSecond(40)));
    var two = DatabaseRateLimiter.shared(other, VENDOR, CallBudget.of(RateLimit.perSecond(40)));
    two.acquire();
    var before = now();

    one.refused(Optional.of(Duration.ofMillis(200)));
    two.acquire();

    assertThat(two.current()).isEqualTo(RateLimit.perSecond(20));
    assertThat(starts().getLast()).isAfterOrEqualTo(before.plusMillis(200));
  }

  @Test
  void theLimitOfTheOneWhoStartedLastHoldsForAll() throws InterruptedException {
    var one = DatabaseRateLimiter.shared(database, VENDOR, CallBudget.of(RateLimit.perSecond(40)));
    one.acquire();
    var two = DatabaseRateLimiter.shared(other, VENDOR, CallBudget.of(RateLimit.perMinute(500)));
    two.acquire();

    assertThat(one.current()).isEqualTo(RateLimit.perMinute(500));
    assertThat(starts()).hasSize(2);
  }

  @Test
  void limitsOfDifferentVendorsDoNotTouchEachOther() {
    var one = DatabaseRateLimiter.shared(database, VENDOR, CallBudget.of(RateLimit.perSecond(40)));
    var two =
        DatabaseRateLimiter.shared(database, "simulator", CallBudget.of(RateLimit.perSecond(40)));

    one.refused(Optional.of(Duration.ofMinutes(1)));

    assertThat(two.current()).isEqualTo(RateLimit.perSecond(40));
  }

  @Test
  void anInterruptedWaiterTakesNothingAlong() throws InterruptedException {
    var sleeping = new CountDownLatch(1);
    Sleeper noting =
        wait -> {
          if (wait.isPositive()) {
            sleeping.countDown();
          }
          Thread.sleep(wait);
        };
    var limiter =
        new DatabaseRateLimiter(
            new SharedPacing(database, VENDOR, RateLimit.perMinute(1), Duration.ofSeconds(30)),
            noting,
            CallBudget.of(RateLimit.perMinute(1)),
            Optional.empty());
    limiter.acquire();
    var interrupted = new CountDownLatch(1);
    var waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                limiter.acquire();
              } catch (InterruptedException _) {
                interrupted.countDown();
              }
            });
    sleeping.await();

    waiting.interrupt();
    waiting.join();

    assertThat(interrupted.getCount()).isZero();
    assertThat(starts()).hasSize(1);
  }

  @Test
  void saysThatTheDatabaseIsGoneAfterItsOwnPatience() {
    var limiter =
        new DatabaseRateLimiter(
            new SharedPacing(database, VENDOR, RateLimit.perSecond(40), Duration.ofMillis(300)),
            Sleeper.REAL,
            CallBudget.of(RateLimit.perSecond(40)),
            Optional.empty());
    other.useTransaction(handle -> {
      handle.execute("LOCK TABLE tickstock.rate_limit IN ACCESS EXCLUSIVE MODE");

      assertThatThrownBy(limiter::acquire)
          .isInstanceOf(DatabaseUnavailable.class)
          .hasMessageContaining("rate limit of massive")
          .hasMessageContaining("300 ms");
      assertThatThrownBy(() -> limiter.refused(Optional.empty()))
          .isInstanceOf(DatabaseUnavailable.class);
    });
  }

  @Test
  void failsAllWhoWaitedTogetherWhenTheDatabaseIsGone() {
    var limiter =
        new DatabaseRateLimiter(
            new SharedPacing(database, VENDOR, RateLimit.perSecond(40), Duration.ofSeconds(2)),
            Sleeper.REAL,
            CallBudget.of(RateLimit.perSecond(40)),
            Optional.empty());
    var failures = new ConcurrentLinkedQueue<Throwable>();
    other.useTransaction(handle -> {
      handle.execute("LOCK TABLE tickstock.rate_limit IN ACCESS EXCLUSIVE MODE");
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 40; i++) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    limiter.acquire();
                  } catch (InterruptedException | DatabaseUnavailable e) {
                    failures.add(e);
                  }
                }));
      }
      for (var thread : threads) {
        joined(thread);
      }
    });

    assertThat(failures).hasSize(40).hasOnlyElementsOfType(DatabaseUnavailable.class);
    // One after the other they would have got an exception each.
    assertThat(new HashSet<>(failures)).hasSizeLessThan(10);
  }

  @Test
  void whoMayGoDoesNotWaitForThoseBehind() throws InterruptedException {
    var limiter =
        DatabaseRateLimiter.shared(database, VENDOR, CallBudget.of(RateLimit.perMinute(3)));
    var gone = new CountDownLatch(3);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  limiter.acquire();
                  gone.countDown();
                  limiter.acquire();
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              }));
    }

    assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    for (var thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void goesOnAfterTheServerEndedItsConnections() throws InterruptedException {
    var limiter =
        DatabaseRateLimiter.shared(database, VENDOR, CallBudget.of(RateLimit.perSecond(40)));
    limiter.acquire();
    other.useTransaction(handle ->
        handle.execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """));

    limiter.acquire();

    assertThat(starts()).hasSize(2);
  }

  @Test
  void showsAMistakeOfOursAsWhatItIs() {
    database.useTransaction(handle -> handle.execute("DROP TABLE tickstock.rate_limit"));

    assertThatThrownBy(limiter(RateLimit.perSecond(40))::acquire)
        .isNotInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("rate_limit");
  }
}
