package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `schedule` in one session's hands.
final class ScheduleTable {
  private static final String COLUMNS =
      """
      SELECT name, job, exchange, rule, catch_up, paused, source, handled_session, handled_until,
             next_session, next_due, told_session, changed_at, changed_by
      FROM schedule
      """;

  private static final String ALL = COLUMNS + "ORDER BY name";

  private static final String ONE = COLUMNS + "WHERE name = :name";

  private static final String LOCKED = ONE + " FOR UPDATE";

  private static final String PUT =
      """
      INSERT INTO schedule (name, job, exchange, rule, catch_up, paused, source, handled_session,
                            handled_until, next_session, next_due, changed_at, changed_by)
      VALUES (:name, :job, :exchange, :rule, :catch_up, :paused, :source, :handled_session,
              :handled_until, :next_session, :next_due, :changed_at, :changed_by)
      ON CONFLICT (name) DO UPDATE SET
        job = excluded.job, exchange = excluded.exchange, rule = excluded.rule,
        catch_up = excluded.catch_up, paused = excluded.paused, source = excluded.source,
        handled_session = excluded.handled_session, handled_until = excluded.handled_until,
        next_session = excluded.next_session, next_due = excluded.next_due,
        changed_at = excluded.changed_at, changed_by = excluded.changed_by
      """;

  /// Never back: a clock that is put back fires nothing a second time.
  private static final String HANDLED =
      """
      UPDATE schedule
      SET handled_session = greatest(handled_session, :session),
          handled_until = greatest(handled_until, :due)
      WHERE name = :name
      """;

  private static final String PENDING =
      """
      UPDATE schedule SET next_session = :session, next_due = :due WHERE name = :name
      """;

  private static final String TOLD =
      """
      UPDATE schedule SET told_session = :session WHERE name = :name
      """;

  private static final String REMOVE = "DELETE FROM schedule WHERE name = :name";

  private ScheduleTable() {}

  static List<Schedule> all(Handle h) {
    return h.createQuery(ALL).map((row, context) -> schedule(row)).list();
  }

  static Optional<Schedule> find(Handle h, String name) {
    return h.createQuery(ONE).bind("name", name).map((row, context) -> schedule(row)).findOne();
  }

  /// The row, held until the transaction ends: one process at a time decides about a schedule.
  static Optional<Schedule> locked(Handle h, String name) {
    return h.createQuery(LOCKED).bind("name", name).map((row, context) -> schedule(row)).findOne();
  }

  static void put(Handle h, Schedule schedule) {
    h.createUpdate(PUT)
        .bind("name", schedule.name())
        .bind("job", schedule.job())
        .bind("exchange", schedule.exchange().code())
        .bind("rule", schedule.rule())
        .bind("catch_up", schedule.catchUp().word())
        .bind("paused", schedule.paused())
        .bind("source", schedule.source().word())
        .bind("handled_session", schedule.handledSession())
        .bind("handled_until", utc(schedule.handledUntil()))
        .bind("next_session", schedule.pending().map(Schedule.Pending::session).orElse(null))
        .bind("next_due", schedule.pending().map(p -> utc(p.due())).orElse(null))
        .bind("changed_at", utc(schedule.changedAt()))
        .bind("changed_by", schedule.changedBy())
        .execute();
  }

  static void handled(Handle h, String name, LocalDate session, Instant due) {
    h.createUpdate(HANDLED)
        .bind("name", name)
        .bind("session", session)
        .bind("due", utc(due))
        .execute();
  }

  static void pending(Handle h, String name, Optional<Firing> firing) {
    h.createUpdate(PENDING)
        .bind("name", name)
        .bind("session", firing.map(Firing::session).orElse(null))
        .bind("due", firing.map(f -> utc(f.due())).orElse(null))
        .execute();
  }

  static void told(Handle h, String name, LocalDate session) {
    h.createUpdate(TOLD).bind("name", name).bind("session", session).execute();
  }

  static void remove(Handle h, String name) {
    h.createUpdate(REMOVE).bind("name", name).execute();
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Schedule schedule(ResultSet row) throws SQLException {
    var nextDue = Optional.ofNullable(row.getObject("next_due", OffsetDateTime.class));
    var nextSession = Optional.ofNullable(row.getObject("next_session", LocalDate.class));
    return new Schedule(
        row.getString("name"),
        row.getString("job"),
        new Mic(row.getString("exchange")),
        row.getString("rule"),
        Schedule.CatchUp.valueOf(row.getString("catch_up").toUpperCase(Locale.ROOT)),
        row.getBoolean("paused"),
        Schedule.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        row.getObject("handled_session", LocalDate.class),
        row.getObject("handled_until", OffsetDateTime.class).toInstant(),
        nextDue.map(due -> new Schedule.Pending(nextSession.orElseThrow(), due.toInstant())),
        Optional.ofNullable(row.getObject("told_session", LocalDate.class)),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getString("changed_by"));
  }
}
