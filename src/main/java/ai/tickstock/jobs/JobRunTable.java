package ai.tickstock.jobs;

import static ai.tickstock.jobs.ScheduleTable.utc;

import ai.tickstock.market.Mic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Rows of `job_run` in one session's hands.
final class JobRunTable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String COLUMNS =
      """
      SELECT id, schedule, job, exchange, session, due, state, attempt, failures, started_at,
             finished_at, again_at, message, facts::text AS facts, process
      FROM job_run
      """;

  private static final String OPEN =
      COLUMNS
          + """
          WHERE schedule = :schedule
            AND (again_at IS NOT NULL
              OR state = 'running' AND NOT EXISTS (
                SELECT FROM job_process p WHERE p.id = job_run.process_id))
          ORDER BY session, due, id
          """;

  private static final String RUNNING =
      COLUMNS
          + """
          WHERE job = :job AND exchange = :exchange AND state = 'running'
            AND EXISTS (SELECT FROM job_process p WHERE p.id = job_run.process_id)
          ORDER BY id
          LIMIT 1
          """;

  private static final String HISTORY =
      COLUMNS
          + """
          WHERE (CAST(:schedule AS text) IS NULL OR schedule = :schedule) AND started_at >= :since
          ORDER BY started_at DESC, id DESC
          LIMIT :most
          """;

  private static final String LAST =
      COLUMNS
          + """
          WHERE schedule = :schedule
          ORDER BY started_at DESC, id DESC
          LIMIT 1
          """;

  /// A firing that is there already is somebody else's, unless nobody has it in hand any more.
  private static final String BEGIN =
      """
      INSERT INTO job_run (schedule, job, exchange, session, due, state, started_at, process_id, process)
      VALUES (:schedule, :job, :exchange, :session, :due, 'running', :now, :process_id, :process)
      ON CONFLICT (job, exchange, session, due) DO UPDATE SET
        state = 'running', attempt = job_run.attempt + 1, started_at = excluded.started_at,
        finished_at = NULL, again_at = NULL,
        failures = job_run.failures + CASE WHEN job_run.state = 'running' THEN 1 ELSE 0 END,
        process_id = excluded.process_id, process = excluded.process
      WHERE job_run.again_at <= :now
        OR job_run.state = 'running' AND NOT EXISTS (
          SELECT FROM job_process p WHERE p.id = job_run.process_id)
      RETURNING id, attempt, failures
      """;

  private static final String NOTE =
      """
      INSERT INTO job_run (schedule, job, exchange, session, due, state, started_at, finished_at,
                           message, process)
      VALUES (:schedule, :job, :exchange, :session, :due, :state, :now, :now, :message, :process)
      ON CONFLICT (job, exchange, session, due) DO NOTHING
      """;

  private static final String END =
      """
      UPDATE job_run
      SET state = :state, finished_at = :now, again_at = :again, message = :message,
          facts = CAST(:facts AS jsonb), failures = failures + :failed
      WHERE id = :id AND attempt = :attempt AND state = 'running'
      """;

  private JobRunTable() {}

  /// A firing in hand.
  ///
  /// @param failures of attempts before this one
  /// @param isFiring whether the rule asked for it, as opposed to a person
  record Begun(
      long id,
      int attempt,
      int failures,
      String schedule,
      String job,
      Mic exchange,
      LocalDate session,
      Instant due,
      boolean isFiring) {}

  /// To be tried again, or left by a process that is gone; in the order of their sessions.
  static List<JobRun> open(Handle h, String schedule) {
    return h.createQuery(OPEN).bind("schedule", schedule).map((row, context) -> run(row)).list();
  }

  /// A run of the job for the exchange that a living process has in hand.
  static Optional<JobRun> running(Handle h, String job, Mic exchange) {
    return h.createQuery(RUNNING)
        .bind("job", job)
        .bind("exchange", exchange.code())
        .map((row, context) -> run(row))
        .findOne();
  }

  static List<JobRun> history(Handle h, Optional<String> schedule, Instant since, int most) {
    return h.createQuery(HISTORY)
        .bind("schedule", schedule.orElse(null))
        .bind("since", utc(since))
        .bind("most", most)
        .map((row, context) -> run(row))
        .list();
  }

  static Optional<JobRun> last(Handle h, String schedule) {
    return h.createQuery(LAST).bind("schedule", schedule).map((row, context) -> run(row)).findOne();
  }

  /// @return empty when somebody else has it, or it has ended for good
  static Optional<Begun> begin(
      Handle h,
      Schedule schedule,
      LocalDate session,
      Instant due,
      boolean isFiring,
      Instant now,
      JobProcess process) {
    return h.createQuery(BEGIN)
        .bind("schedule", schedule.name())
        .bind("job", schedule.job())
        .bind("exchange", schedule.exchange().code())
        .bind("session", session)
        .bind("due", utc(due))
        .bind("now", utc(now))
        .bind("process_id", process.id())
        .bind("process", process.name())
        .map((row, context) ->
            new Begun(
                row.getLong("id"),
                row.getInt("attempt"),
                row.getInt("failures"),
                schedule.name(),
                schedule.job(),
                schedule.exchange(),
                session,
                due,
                isFiring))
        .findOne();
  }

  /// A firing for which nothing is run.
  static void note(
      Handle h,
      Schedule schedule,
      Firing firing,
      JobRun.State state,
      String message,
      Instant now,
      JobProcess process) {
    h.createUpdate(NOTE)
        .bind("schedule", schedule.name())
        .bind("job", schedule.job())
        .bind("exchange", schedule.exchange().code())
        .bind("session", firing.session())
        .bind("due", utc(firing.due()))
        .bind("state", state.word())
        .bind("now", utc(now))
        .bind("message", message)
        .bind("process", process.name())
        .execute();
  }

  /// @return whether it counts: false when somebody else took it over meanwhile
  static boolean end(
      Handle h,
      Begun begun,
      JobRun.State state,
      String message,
      Map<String, ?> facts,
      Optional<Instant> again,
      Instant now) {
    return h.createUpdate(END)
            .bind("id", begun.id())
            .bind("attempt", begun.attempt())
            .bind("state", state.word())
            .bind("now", utc(now))
            .bind("again", again.map(ScheduleTable::utc).orElse(null))
            .bind("message", message)
            .bind("facts", JSON.writeValueAsString(facts))
            .bind("failed", state == JobRun.State.FAILED ? 1 : 0)
            .execute()
        > 0;
  }

  private static JobRun run(ResultSet row) throws SQLException {
    return new JobRun(
        row.getLong("id"),
        row.getString("schedule"),
        row.getString("job"),
        new Mic(row.getString("exchange")),
        row.getObject("session", LocalDate.class),
        row.getObject("due", OffsetDateTime.class).toInstant(),
        JobRun.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("attempt"),
        row.getInt("failures"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        instant(row, "finished_at"),
        instant(row, "again_at"),
        row.getString("message"),
        row.getString("facts"),
        row.getString("process"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
