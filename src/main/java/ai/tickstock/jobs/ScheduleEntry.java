package ai.tickstock.jobs;

import ai.tickstock.audit.Audit;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Enters schedules: sees that they can be, and where they begin.
///
/// @param calendars of exchanges as decided by now
/// @param jobs by name
record ScheduleEntry(
    Function<Mic, TradingCalendar> calendars, Map<String, Job> jobs, InstantSource clock) {
  static final String PROGRAM = "tickstock";

  /// What a schedule is to be.
  record Wanted(
      String name,
      String job,
      Mic exchange,
      String rule,
      Schedule.CatchUp catchUp,
      boolean paused,
      Schedule.Source source) {}

  /// Writes it down, with what it waits for, and tells a firing that moves.
  ///
  /// @throws ScheduleRefused if it cannot be
  void put(Handle h, Optional<Schedule> before, Wanted wanted, String by) {
    requireKnown(wanted);
    var text = new RuleText(wanted.rule());
    var rule = text.rule();
    var calendar = calendars.apply(wanted.exchange());
    var now = clock.instant();
    boolean goesOn =
        before
            .filter(b -> b.exchange().equals(wanted.exchange()))
            .filter(b -> rule.isOfSessions())
            .filter(b -> ScheduleRule.of(b.rule()).isOfSessions())
            .isPresent();
    var after =
        new Schedule(
            wanted.name(),
            wanted.job(),
            wanted.exchange(),
            text.spelled(),
            wanted.catchUp(),
            wanted.paused(),
            wanted.source(),
            goesOn ? before.get().handledSession() : lastBefore(rule, calendar, now),
            now,
            Optional.empty(),
            Optional.empty(),
            now,
            by);
    var next = new PendingWork(after, calendar, List.of(), now).next();
    if (next.isEmpty()) {
      throw new ScheduleRefused(
          "the rule \""
              + wanted.rule()
              + "\" never fires on "
              + wanted.exchange()
              + " up to "
              + calendar.known().last()
              + ", where its calendar ends");
    }
    ScheduleTable.put(h, after);
    ScheduleTable.pending(h, after.name(), next);
    before
        .flatMap(Schedule::pending)
        .filter(pending -> !pending.due().equals(next.get().due()))
        .ifPresent(pending ->
            ScheduleEvents.moved(
                h,
                after,
                pending.session(),
                pending.due(),
                Optional.of(next.get().due()),
                "the rule is now \"" + after.rule() + "\", by " + by,
                now));
    if (!by.equals(PROGRAM)) {
      Audit.note(
          h,
          by,
          "schedules set",
          after.name(),
          before.map(b -> b.rule() + " -> ").orElse("") + after.rule());
    }
  }

  private void requireKnown(Wanted wanted) {
    if (!wanted.name().matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw new ScheduleRefused(
          "'" + wanted.name() + "' is no name of a schedule: 1 to 40 of a-z, 0-9 and -");
    }
    if (!jobs.containsKey(wanted.job())) {
      throw new ScheduleRefused(
          "there is no job '"
              + wanted.job()
              + "'; there are "
              + jobs.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    var exchanges = Set.copyOf(TradingCalendar.exchanges());
    if (!exchanges.contains(wanted.exchange())) {
      throw new ScheduleRefused(
          "there is no calendar of "
              + wanted.exchange()
              + "; there are "
              + TradingCalendar.exchanges().stream()
                  .map(Mic::code)
                  .collect(Collectors.joining(", ")));
    }
  }

  /// The last session that was due under the rule: what came before nobody had asked for.
  private static LocalDate lastBefore(ScheduleRule rule, TradingCalendar calendar, Instant now) {
    var today = LocalDate.ofInstant(now, calendar.zone());
    if (!rule.isOfSessions()) {
      return today;
    }
    return rule.firings(calendar, today.minusDays(10), Instant.MIN)
        .takeWhile(firing -> !firing.due().isAfter(now))
        .reduce((earlier, later) -> later)
        .map(Firing::session)
        .orElse(today.minusDays(10));
  }

  /// Enters a schedule that the program brings along, unless it stands there as it should.
  ///
  /// @param setting the rule of the settings, or `off`
  void seed(Handle h, DefaultSchedules one, Optional<String> setting) {
    var before = ScheduleTable.locked(h, one.name());
    boolean off = setting.filter("off"::equals).isPresent();
    var rule = setting.filter(text -> !off).orElse(one.rule());
    var source = setting.isPresent() ? Schedule.Source.SETTINGS : Schedule.Source.PROGRAM;
    boolean stays =
        before.isPresent()
            && (setting.isEmpty() && before.get().source() == Schedule.Source.OPERATOR
                || before.get().source() == source
                    && before.get().rule().equals(spelled(rule))
                    && (setting.isEmpty() || before.get().paused() == off));
    if (!stays) {
      boolean paused = setting.isPresent() ? off : before.map(Schedule::paused).orElse(false);
      var exchange = before.map(Schedule::exchange).orElse(one.exchange());
      put(
          h,
          before,
          new Wanted(one.name(), one.name(), exchange, rule, one.catchUp(), paused, source),
          setting.isPresent() ? "the settings" : PROGRAM);
    }
  }

  private static String spelled(String rule) {
    var text = new RuleText(rule);
    text.rule();
    return text.spelled();
  }
}
