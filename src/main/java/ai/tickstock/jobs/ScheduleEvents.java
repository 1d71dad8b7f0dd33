package ai.tickstock.jobs;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Notices;
import ai.tickstock.notify.Outbox;
import ai.tickstock.notify.ScheduleMoved;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What people should hear of schedules, posted in the transaction that makes it true.
final class ScheduleEvents {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.US);

  private ScheduleEvents() {}

  /// A firing is not when it was: a closure or other hours were decided, or somebody changed the
  /// rule.
  ///
  /// @param at when that was found out
  /// @param now empty: the session is not worked for
  static void moved(
      Handle transaction,
      Schedule schedule,
      LocalDate session,
      Instant before,
      Optional<Instant> now,
      String reason,
      Instant at) {
    post(transaction, schedule, session, "moved", before, now, reason, at);
  }

  /// A firing is not when it usually is, and was never due at another time: told on the day before
  /// an early close. Programs get the same event.
  ///
  /// @param usually when it would be due after a regular close
  /// @param at when that was found out
  static void earlyClose(
      Handle transaction,
      Schedule schedule,
      Firing firing,
      Instant usually,
      String reason,
      Instant at) {
    post(
        transaction,
        schedule,
        firing.session(),
        ScheduleMoved.EARLY_CLOSE,
        usually,
        Optional.of(firing.due()),
        reason,
        at);
  }

  private static void post(
      Handle transaction,
      Schedule schedule,
      LocalDate session,
      String adjustment,
      Instant before,
      Optional<Instant> now,
      String reason,
      Instant at) {
    var zone = TradingCalendar.of(schedule.exchange()).zone();
    var payload = payload(schedule);
    payload.put("type", "schedule_adjustment");
    payload.put("adjustment_type", now.isPresent() ? "moved" : "cancelled");
    payload.put("affected_date", session.toString());
    payload.put("original_schedule", shown(before, zone));
    payload.put("adjusted_schedule", now.map(time -> shown(time, zone)).orElse("does not run"));
    payload.put("old_time", before.toString());
    now.ifPresent(time -> payload.put("new_time", time.toString()));
    payload.put("reason", reason);
    payload.put("priority", "normal");
    Outbox.post(transaction, "schedule.moved", schedule.name(), payload);
    Notices.post(
        transaction,
        new ScheduleMoved(
            schedule.exchange().code(),
            session,
            adjustment,
            schedule.name() + " at " + shown(before, zone),
            now.map(time -> schedule.name() + " at " + shown(time, zone))
                .orElse(schedule.name() + " does not run"),
            reason,
            "the exchange's calendar and the schedule's rule"),
        at);
  }

  private static String shown(Instant time, ZoneId zone) {
    return SHOWN.format(time.atZone(zone));
  }

  /// Sessions that are too long ago to be caught up.
  static void missed(Handle transaction, Schedule schedule, Firing firing, String reason) {
    var payload = payload(schedule);
    payload.put("session", firing.session().toString());
    payload.put("old_time", firing.due().toString());
    payload.put("reason", reason);
    Outbox.post(transaction, "schedule.missed", schedule.name(), payload);
  }

  /// A firing that failed for the last time.
  static void failed(Handle transaction, JobRunTable.Begun run, String message) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("schedule", run.schedule());
    payload.put("job", run.job());
    payload.put("exchange", run.exchange().code());
    payload.put("session", run.session().toString());
    payload.put("attempts", run.attempt());
    payload.put("error", message);
    Outbox.post(transaction, "schedule.failed", run.schedule(), payload);
  }

  private static Map<String, Object> payload(Schedule schedule) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("schedule", schedule.name());
    payload.put("job", schedule.job());
    payload.put("exchange", schedule.exchange().code());
    return payload;
  }
}
