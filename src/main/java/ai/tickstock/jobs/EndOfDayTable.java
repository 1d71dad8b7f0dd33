package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Rows of `eod_step` in one session's hands.
final class EndOfDayTable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<LinkedHashMap<String, Object>> FACTS =
      new TypeReference<>() {};

  private static final String BEGIN =
      """
      INSERT INTO eod_step (exchange, session, step, attempt, state, started, started_by)
      SELECT :exchange, :session, :step, coalesce(max(e.attempt), 0) + 1, 'running', :at, :by
      FROM eod_step e
      WHERE e.exchange = :exchange AND e.session = :session AND e.step = :step
      RETURNING attempt
      """;

  private static final String END =
      """
      UPDATE eod_step
      SET state = :state, finished = :at, again = :again, facts = CAST(:facts AS jsonb), message = :message
      WHERE exchange = :exchange AND session = :session AND step = :step AND attempt = :attempt
      """;

  private static final String LATEST =
      """
      SELECT DISTINCT ON (step) step, attempt, state, started, finished, again, started_by, facts::text AS facts, message
      FROM eod_step
      WHERE exchange = :exchange AND session = :session
      ORDER BY step, attempt DESC
      """;

  private static final String SESSIONS =
      """
      SELECT DISTINCT session FROM eod_step WHERE exchange = :exchange ORDER BY session DESC LIMIT :most
      """;

  private static final String FIRST_STARTED =
      """
      SELECT min(started) AS started FROM eod_step
      WHERE exchange = :exchange AND session = :session AND step = :step
      """;

  private static final String BEGUN_SINCE_DONE =
      """
      SELECT min(started) AS started FROM eod_step e
      WHERE e.exchange = :exchange AND e.session = :session AND e.step = :step
        AND e.attempt > (SELECT coalesce(max(d.attempt), 0) FROM eod_step d
          WHERE d.exchange = :exchange AND d.session = :session AND d.step = :step
            AND d.state IN ('done', 'part'))
      """;

  private static final String CALLS =
      """
      SELECT coalesce(sum(CAST(facts ->> 'calls' AS bigint)), 0)
      FROM eod_step WHERE exchange = :exchange AND session = :session
      """;

  private EndOfDayTable() {}

  /// Calls of all attempts at all steps of a session.
  static long calls(Handle handle, Mic exchange, LocalDate session) {
    return handle
        .createQuery(CALLS)
        .bind("exchange", exchange.code())
        .bind("session", session)
        .mapTo(Long.class)
        .one();
  }

  /// @return the number of the attempt
  static int begin(
      Handle transaction, Mic exchange, LocalDate session, String step, Instant at, String by) {
    return transaction
        .createQuery(BEGIN)
        .bind("exchange", exchange.code())
        .bind("session", session)
        .bind("step", step)
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .bind("by", by)
        .mapTo(Integer.class)
        .one();
  }

  static void end(
      Handle transaction,
      Mic exchange,
      LocalDate session,
      String step,
      int attempt,
      StepOutcome outcome,
      Instant at) {
    transaction
        .createUpdate(END)
        .bind("exchange", exchange.code())
        .bind("session", session)
        .bind("step", step)
        .bind("attempt", attempt)
        .bind("state", outcome.state().word())
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .bindByType(
            "again",
            outcome.again().map(again -> again.atOffset(ZoneOffset.UTC)).orElse(null),
            OffsetDateTime.class)
        .bind("facts", JSON.writeValueAsString(outcome.facts()))
        .bind("message", outcome.message())
        .execute();
  }

  /// When a step was begun for the first time; empty when it never was.
  static Optional<Instant> firstStarted(
      Handle handle, Mic exchange, LocalDate session, String step) {
    return started(handle, FIRST_STARTED, exchange, session, step);
  }

  /// When the first attempt at a step was begun that came after the last one that ended well.
  static Optional<Instant> begunSinceDone(
      Handle handle, Mic exchange, LocalDate session, String step) {
    return started(handle, BEGUN_SINCE_DONE, exchange, session, step);
  }

  private static Optional<Instant> started(
      Handle handle, String query, Mic exchange, LocalDate session, String step) {
    return handle
        .createQuery(query)
        .bind("exchange", exchange.code())
        .bind("session", session)
        .bind("step", step)
        .map((row, context) -> instant(row, "started"))
        .one();
  }

  /// The last attempt at each step, by step.
  static Map<String, StepReport> latest(Handle handle, Mic exchange, LocalDate session) {
    var latest = new LinkedHashMap<String, StepReport>();
    handle
        .createQuery(LATEST)
        .bind("exchange", exchange.code())
        .bind("session", session)
        .map((row, context) -> report(row))
        .forEach(report -> latest.put(report.step(), report));
    return latest;
  }

  /// The latest sessions of which a step was begun, newest first.
  static List<LocalDate> sessions(Handle handle, Mic exchange, int most) {
    return handle
        .createQuery(SESSIONS)
        .bind("exchange", exchange.code())
        .bind("most", most)
        .mapTo(LocalDate.class)
        .list();
  }

  private static StepReport report(ResultSet row) throws SQLException {
    return new StepReport(
        row.getString("step"),
        row.getInt("attempt"),
        StepState.of(row.getString("state")),
        row.getObject("started", OffsetDateTime.class).toInstant(),
        instant(row, "finished"),
        instant(row, "again"),
        row.getString("started_by"),
        JSON.readValue(row.getString("facts"), FACTS),
        row.getString("message"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
