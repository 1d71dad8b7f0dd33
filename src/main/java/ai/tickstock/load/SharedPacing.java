package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.provider.Pacing;
import ai.tickstock.provider.RateLimit;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/// The pacing of one vendor in table `rate_limit`, changed by one process at a time.
final class SharedPacing {
  private static final String ENTER =
      """
      INSERT INTO tickstock.rate_limit (vendor, configured_calls, configured_per, current_calls)
      VALUES (:vendor, :calls, make_interval(secs => :seconds), :calls)
      ON CONFLICT (vendor) DO NOTHING
      """;

  /// The time is told when the lock is held: what is materialized comes first.
  private static final String LOCK =
      """
      WITH held AS MATERIALIZED (
        SELECT configured_calls, configured_per, current_calls, paused_until,
               accepted_since_change, recent, background, day, day_calls
        FROM tickstock.rate_limit
        WHERE vendor = :vendor
        FOR UPDATE)
      SELECT configured_calls, extract(epoch FROM configured_per) AS configured_seconds,
             current_calls, paused_until, accepted_since_change, recent, background, day, day_calls,
             clock_timestamp() AS at
      FROM held
      """;

  private static final String STORE =
      """
      UPDATE tickstock.rate_limit
      SET configured_calls = :calls,
          configured_per = make_interval(secs => :seconds),
          current_calls = :current,
          paused_until = CAST(:paused AS timestamptz),
          accepted_since_change = :accepted,
          recent = CAST(CAST(:recent AS text[]) AS timestamptz[]),
          background = CAST(CAST(:background AS text[]) AS timestamptz[]),
          day = :day,
          day_calls = :dayCalls,
          changed_at = clock_timestamp()
      WHERE vendor = :vendor
      """;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final Database database;
  private final String vendor;
  private final RateLimit configured;
  private final Duration patience;

  /// Whether our own limit was compared with the stored one already.
  private volatile boolean isConfigured;

  /// @param patience how long a change may take in all before the database counts as gone
  SharedPacing(Database database, String vendor, RateLimit configured, Duration patience) {
    this.database = database;
    this.vendor = vendor;
    this.configured = configured;
    this.patience = patience;
  }

  /// A new state, and what the one who changed it wants to know.
  record Change<T>(SharedCalls calls, T result) {}

  /// Changes the state in a transaction of its own.
  ///
  /// @param change gets the state and the database's time; may be called again when the first
  ///   transaction failed
  /// @throws DatabaseUnavailable when that does not succeed within the patience
  <T> T change(BiFunction<SharedCalls, Instant, Change<T>> change) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      var task = started(change);
      try {
        var result = task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        isConfigured = true;
        return result;
      } catch (TimeoutException e) {
        task.cancel(true);
        throw unavailable(e);
      } catch (InterruptedException e) {
        task.cancel(true);
        throw e;
      } catch (ExecutionException e) {
        if (!isGone(e)) {
          throw e.getCause() instanceof RuntimeException unchecked
              ? unchecked
              : new IllegalStateException("the rate limit could not be changed", e);
        }
        if (System.nanoTime() - deadline > 0) {
          throw unavailable(e);
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    }
  }

  /// As `change`; an interrupt is kept for later.
  <T> T changeUninterruptibly(BiFunction<SharedCalls, Instant, Change<T>> change) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return change(change);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// On a thread of its own, so that neither the pool's nor the network's patience is ours.
  private <T> FutureTask<T> started(BiFunction<SharedCalls, Instant, Change<T>> change) {
    var task = new FutureTask<>(() -> database.inTransaction(handle -> changed(handle, change)));
    Thread.ofVirtual().name("rate-limit").start(task);
    return task;
  }

  /// The state of which nobody else can make another one, and when that was so.
  private record Held(SharedCalls calls, Instant at) {}

  private <T> T changed(Handle handle, BiFunction<SharedCalls, Instant, Change<T>> change) {
    boolean first = !isConfigured;
    if (first) {
      handle
          .createUpdate(ENTER)
          .bind("vendor", vendor)
          .bind("calls", configured.calls())
          .bind("seconds", seconds(configured.per()))
          .execute();
    }
    var held =
        handle
            .createQuery(LOCK)
            .bind("vendor", vendor)
            .map((row, _) -> new Held(calls(row), row.getTimestamp("at").toInstant()))
            .one();
    var stored = held.calls();
    var now = held.at();
    var seen =
        first && !stored.pacing().configured().equals(configured)
            ? stored.with(stored.pacing().under(configured))
            : stored;
    var changed = change.apply(seen.seenAt(now), now);
    if (!changed.calls().equals(stored)) {
      store(handle, changed.calls());
    }
    return changed.result();
  }

  private void store(Handle handle, SharedCalls calls) {
    var pacing = calls.pacing();
    handle
        .createUpdate(STORE)
        .bind("vendor", vendor)
        .bind("calls", pacing.configured().calls())
        .bind("seconds", seconds(pacing.configured().per()))
        .bind("current", pacing.currentCalls())
        .bind("paused", pacing.pausedUntil().map(Instant::toString).orElse(null))
        .bind("accepted", pacing.acceptedSinceChange())
        .bind("recent", texts(pacing.recent()))
        .bind("background", texts(calls.background()))
        .bind("day", calls.day())
        .bind("dayCalls", calls.onDay())
        .execute();
  }

  private static String[] texts(List<Instant> starts) {
    return starts.stream().map(Instant::toString).toArray(String[]::new);
  }

  private static SharedCalls calls(ResultSet row) throws SQLException {
    return new SharedCalls(
        pacing(row),
        starts(row.getArray("background")),
        Optional.ofNullable(row.getObject("day", LocalDate.class)),
        row.getInt("day_calls"));
  }

  private static List<Instant> starts(Array times) throws SQLException {
    return Arrays.stream((Timestamp[]) times.getArray()).map(Timestamp::toInstant).toList();
  }

  private static Pacing pacing(ResultSet row) throws SQLException {
    var limit =
        new RateLimit(
            row.getInt("configured_calls"), duration(row.getBigDecimal("configured_seconds")));
    return new Pacing(
        limit,
        Math.clamp(row.getInt("current_calls"), 1, limit.calls()),
        Optional.ofNullable(row.getTimestamp("paused_until")).map(Timestamp::toInstant),
        row.getInt("accepted_since_change"),
        starts(row.getArray("recent")));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static Duration duration(BigDecimal seconds) {
    return Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  /// Whether the server is not there for us at present, as opposed to a mistake of ours.
  private static boolean isGone(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DatabaseUnavailable) {
        return true;
      }
      if (cause instanceof SQLException sql) {
        var state = sql.getSQLState() == null ? "08000" : sql.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P") || state.equals("53300")) {
          return true;
        }
      }
    }
    return false;
  }

  private DatabaseUnavailable unavailable(Exception e) {
    return new DatabaseUnavailable(
        DatabaseUnavailable.Kind.UNREACHABLE,
        "the shared rate limit of "
            + vendor
            + " cannot be read: the database did not answer within "
            + patience.toMillis()
            + " ms; check that it runs, then start again",
        e);
  }
}
