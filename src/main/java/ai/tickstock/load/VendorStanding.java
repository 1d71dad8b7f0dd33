package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.provider.RateLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// How a vendor is asked by all processes on a database: calls against its limit, and what came of
/// those of loads.
///
/// @param pace empty where no process that shares its limit has asked yet
/// @param days of loads that ended in the period or go on, the newest first
/// @param failures of tasks of these loads, the most frequent first
/// @param waits where the time of these loads went, the longest first
public record VendorStanding(
    Optional<Pace> pace, List<Day> days, List<Failure> failures, List<Wait> waits) {
  private static final String PACE =
      """
      SELECT configured_calls, extract(epoch FROM configured_per)::double precision AS per_seconds, current_calls,
             CASE WHEN paused_until > clock_timestamp() THEN paused_until END AS paused_until,
             (SELECT count(*) FROM unnest(recent) AS start WHERE start > clock_timestamp() - interval '1 second') AS second,
             (SELECT count(*) FROM unnest(recent) AS start WHERE start > clock_timestamp() - configured_per) AS within,
             (SELECT count(*) FROM unnest(background) AS start WHERE start > clock_timestamp() - configured_per) AS background,
             (SELECT max(start) FROM unnest(recent) AS start) AS latest,
             CASE WHEN day = (clock_timestamp() AT TIME ZONE 'America/New_York')::date THEN day_calls ELSE 0 END AS today
      FROM tickstock.rate_limit
      WHERE vendor = :vendor
      """;

  /// The loads of the period, so that not all tasks that there ever were are read.
  private static final String LATELY =
      """
      WITH lately AS (
        SELECT id FROM tickstock.load_run
        WHERE source = :vendor AND (finished_at IS NULL OR finished_at > clock_timestamp() - :days * interval '1 day'))
      """;

  private static final String DAYS =
      LATELY
          + """
          SELECT (t.finished_at AT TIME ZONE 'America/New_York')::date AS day,
                 sum(t.calls) AS calls, sum(t.failed_calls) AS failed_calls,
                 count(*) FILTER (WHERE t.state IN ('failed', 'refused')) AS unresolved
          FROM lately r JOIN tickstock.load_task t ON t.run_id = r.id
          WHERE t.finished_at IS NOT NULL
          GROUP BY 1 ORDER BY 1 DESC LIMIT :days
          """;

  private static final String FAILURES =
      LATELY
          + """
          SELECT t.failure, count(*) AS tasks, count(*) FILTER (WHERE t.state IN ('failed', 'refused')) AS unresolved,
                 max(t.finished_at) AS latest, (array_agg(t.failure_detail ORDER BY t.id DESC))[1] AS detail
          FROM lately r JOIN tickstock.load_task t ON t.run_id = r.id
          WHERE t.failure <> ''
          GROUP BY t.failure ORDER BY tasks DESC, t.failure
          """;

  private static final String WAITS =
      LATELY
          + """
          SELECT w.kind, sum(w.seconds) AS seconds
          FROM lately r JOIN tickstock.load_run_wait w ON w.run_id = r.id
          GROUP BY w.kind ORDER BY seconds DESC, w.kind
          """;

  public VendorStanding {
    days = List.copyOf(days);
    failures = List.copyOf(failures);
    waits = List.copyOf(waits);
  }

  /// @param configured the limit
  /// @param current the pace at present, lower for a while after the vendor said 429
  /// @param pausedUntil nobody calls before
  /// @param inLastSecond calls of all processes
  /// @param inLastWindow calls in the length of the limit before now
  /// @param inBackground those of them that work in the background made
  /// @param latest when the last call began
  /// @param today calls on the present date in New York
  public record Pace(
      RateLimit configured,
      RateLimit current,
      Optional<Instant> pausedUntil,
      int inLastSecond,
      int inLastWindow,
      int inBackground,
      Optional<Instant> latest,
      int today) {
    public boolean isLowered() {
      return current.calls() < configured.calls();
    }
  }

  /// Calls that tasks of loads made which ended on a date in New York.
  ///
  /// @param failedCalls those that brought no answer and were made again or given up
  /// @param unresolved tasks without an answer in the end
  public record Day(LocalDate day, long calls, long failedCalls, long unresolved) {}

  /// @param kind e.g. `RATE_LIMITED`
  /// @param tasks that met it last
  /// @param unresolved those of them without an answer in the end
  /// @param detail of the latest one
  public record Failure(
      String kind, long tasks, long unresolved, Optional<Instant> latest, String detail) {}

  /// @param kind `limit`, `vendor`, `throttle`, `database` or `checks`
  /// @param time tasks that waited at once count each
  public record Wait(String kind, Duration time) {}

  /// @param vendor as runs name it
  /// @param days length of the period
  public static VendorStanding of(Database database, String vendor, int days) {
    return database.read(h ->
        new VendorStanding(
            h.createQuery(PACE).bind("vendor", vendor).map((row, _) -> pace(row)).findOne(),
            lately(h, DAYS, vendor, days).map((row, _) -> day(row)).list(),
            lately(h, FAILURES, vendor, days).map((row, _) -> failure(row)).list(),
            lately(h, WAITS, vendor, days)
                .map((row, _) ->
                    new Wait(
                        row.getString("kind"),
                        Duration.ofMillis(Math.round(1000 * row.getDouble("seconds")))))
                .list()));
  }

  private static Query lately(Handle h, String query, String vendor, int days) {
    return h.createQuery(query).bind("vendor", vendor).bind("days", days);
  }

  private static Pace pace(ResultSet row) throws SQLException {
    var per = Duration.ofMillis(Math.round(1000 * row.getDouble("per_seconds")));
    return new Pace(
        new RateLimit(row.getInt("configured_calls"), per),
        new RateLimit(row.getInt("current_calls"), per),
        instant(row, "paused_until"),
        row.getInt("second"),
        row.getInt("within"),
        row.getInt("background"),
        instant(row, "latest"),
        row.getInt("today"));
  }

  private static Day day(ResultSet row) throws SQLException {
    return new Day(
        row.getObject("day", LocalDate.class),
        row.getLong("calls"),
        row.getLong("failed_calls"),
        row.getLong("unresolved"));
  }

  private static Failure failure(ResultSet row) throws SQLException {
    return new Failure(
        row.getString("failure"),
        row.getLong("tasks"),
        row.getLong("unresolved"),
        instant(row, "latest"),
        Optional.ofNullable(row.getString("detail")).orElse(""));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
