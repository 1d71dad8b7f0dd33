package ai.tickstock.jobs;

import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that a firing is not when it was, or not when it usually is, and tells it once.
final class ScheduleMoves {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleMoves.class);

  /// On the day before an early close, at the exchange.
  private static final LocalTime TOLD_FROM = LocalTime.of(9, 0);

  private ScheduleMoves() {}

  /// Compares what was waited for with what is to be waited for by now, and keeps the latter.
  static void note(
      Handle h, Schedule schedule, TradingCalendar calendar, PendingWork work, Instant now) {
    var next = work.next();
    boolean told = schedule.pending().isPresent() && moved(h, schedule, calendar, work, now);
    next.filter(firing -> !told && isEarlyTomorrow(firing, schedule, calendar, now))
        .ifPresent(firing -> {
          var reason = calendar.reason(firing.session()).orElse("early close");
          if (!schedule.paused()) {
            ScheduleEvents.earlyClose(h, schedule, firing, firing.usually(), reason, now);
          }
          told(h, schedule, firing, firing.usually(), Optional.of(firing.due()), reason);
        });
    if (!next.map(f -> new Schedule.Pending(f.session(), f.due())).equals(schedule.pending())) {
      ScheduleTable.pending(h, schedule.name(), next);
    }
  }

  private static boolean moved(
      Handle h, Schedule schedule, TradingCalendar calendar, PendingWork work, Instant now) {
    var before = schedule.pending().orElseThrow();
    var rule = ScheduleRule.of(schedule.rule());
    if (!rule.isOfSessions() || !before.session().isAfter(schedule.handledSession())) {
      return false;
    }
    var same =
        rule.firings(calendar, before.session().minusDays(1), Instant.MIN)
            .findFirst()
            .filter(firing -> firing.session().equals(before.session()));
    var firing = same.filter(f -> f.noWork().isEmpty());
    if (firing.isPresent() && firing.get().due().equals(before.due())) {
      return false;
    }
    var reason = calendar.reason(before.session());
    if (firing.isPresent()) {
      tell(
          h,
          now,
          schedule,
          firing.get(),
          before.due(),
          Optional.of(firing.get().due()),
          reason.orElse("the calendar of " + schedule.exchange() + " was changed"));
    } else {
      tell(
          h,
          now,
          schedule,
          new Firing(before.session(), before.due(), reason, before.due()),
          before.due(),
          work.next().map(Firing::due),
          schedule.exchange()
              + " is closed on "
              + before.session()
              + reason.map(name -> ": " + name).orElse(""));
    }
    return true;
  }

  private static boolean isEarlyTomorrow(
      Firing firing, Schedule schedule, TradingCalendar calendar, Instant now) {
    var from = firing.session().minusDays(1).atTime(TOLD_FROM).atZone(calendar.zone()).toInstant();
    return !firing.due().equals(firing.usually())
        && schedule.toldSession().filter(told -> !told.isBefore(firing.session())).isEmpty()
        && !now.isBefore(from)
        && now.isBefore(firing.due());
  }

  private static void tell(
      Handle h,
      Instant now,
      Schedule schedule,
      Firing firing,
      Instant before,
      Optional<Instant> after,
      String reason) {
    if (!schedule.paused()) {
      ScheduleEvents.moved(h, schedule, firing.session(), before, after, reason, now);
    }
    told(h, schedule, firing, before, after, reason);
  }

  private static void told(
      Handle h,
      Schedule schedule,
      Firing firing,
      Instant before,
      Optional<Instant> after,
      String reason) {
    ScheduleTable.told(h, schedule.name(), firing.session());
    LOG.info(
        "moved schedule={} session={} from={} to={} reason=\"{}\"",
        schedule.name(),
        firing.session(),
        before,
        after.map(Instant::toString).orElse("never"),
        reason);
  }
}
