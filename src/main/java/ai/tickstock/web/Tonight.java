package ai.tickstock.web;

import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.EndOfDayHistory;
import ai.tickstock.jobs.EndOfDayJob;
import ai.tickstock.jobs.EndOfDayReport;
import ai.tickstock.jobs.EndOfDayTimes;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.StepReport;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the end of day of a session of New York stands.
///
/// @param early whether the session closes early
/// @param possibleFrom when its end of day may run
/// @param line 18:00 at the exchange, by which 95 % should be there
/// @param whyNotToday why there is no session today; empty when there is one
/// @param state `not begun`, or that of the end of day
/// @param beginsAfter the schedule and the first session for which it runs, where that is a later
///   one and nothing was run for this one: no schedule will
/// @param reached when 95 % were reached
/// @param blocks what is missing and why, the first step first
/// @param missing names, the largest turnover first
/// @param next session after this one
record Tonight(
    Instant now,
    LocalDate session,
    Instant close,
    boolean early,
    Instant possibleFrom,
    Instant line,
    Optional<String> whyNotToday,
    String state,
    Optional<Beginning> beginsAfter,
    Optional<Instant> again,
    Optional<Double> symbolsPercent,
    Optional<Double> dollarVolumePercent,
    List<ClassPart> classes,
    Optional<Instant> reached,
    boolean reachedInTime,
    long calls,
    List<Stage> stages,
    List<Block> blocks,
    List<String> missing,
    long missingCount,
    Upcoming next,
    List<Due> schedules,
    List<Past> past) {
  private static final LocalTime GOAL = LocalTime.of(18, 0);
  private static final int PAST_SHOWN = 10;
  private static final int RUNS_LOOKED_AT = 1_000;

  /// Stocks, ETFs or others.
  record ClassPart(String name, long complete, long expected, double percent) {}

  /// @param state `to do` where it was not begun
  record Stage(
      String name,
      String state,
      int attempts,
      Optional<Instant> started,
      Optional<Instant> finished,
      long calls,
      long rows,
      String message) {}

  record Beginning(String schedule, LocalDate session) {}

  record Block(String stage, String state, String message, Optional<Instant> again) {}

  record Upcoming(LocalDate session, Instant close, boolean early, Instant possibleFrom) {}

  /// @param closed why the exchange is closed at the firing before that
  record Due(
      String schedule,
      boolean paused,
      Optional<Instant> due,
      Optional<LocalDate> session,
      Optional<String> closed) {}

  record Past(
      LocalDate session,
      String state,
      Optional<Double> symbolsPercent,
      Optional<Double> dollarVolumePercent,
      long missing) {}

  /// @param asked empty: the session that closed last or is about to close
  static Tonight of(ConsoleProgram program, Optional<LocalDate> asked) {
    var now = program.clock().instant();
    var calendar = program.calendars().of(Mic.XNYS);
    var times = new EndOfDayTimes(calendar, program.endOfDay());
    var today = LocalDate.ofInstant(now, calendar.zone());
    var date = asked.orElse(today);
    if (!calendar.known().contains(date)) {
      throw Misasked.wrong("session: the calendar knows " + calendar.known() + ", not " + date);
    }
    if (asked.isPresent() && !calendar.isSession(date)) {
      throw Misasked.wrong(
          "session: "
              + date
              + " is no session ("
              + calendar.reason(date).orElse("a weekend")
              + ")");
    }
    var session = calendar.session(date).orElseGet(() -> calendar.previous(date));
    var next = calendar.next(session.date());
    var history = EndOfDayHistory.postgres(program.database());
    var report = history.of(Mic.XNYS, session.date());
    var measured = report.flatMap(Tonight::measured);
    var summary = report.flatMap(one -> one.step("report"));
    var schedules = program.schedules().list();
    return new Tonight(
        now,
        session.date(),
        session.close(),
        session.early(),
        times.possibleFrom(session),
        session.date().atTime(GOAL).atZone(calendar.zone()).toInstant(),
        calendar.isSession(today)
            ? Optional.empty()
            : Optional.of(calendar.reason(today).orElse("a weekend")),
        report.map(one -> one.state().word().replace('_', ' ')).orElse("not begun"),
        report.isPresent() ? Optional.empty() : beginsAfter(program, schedules, session),
        report.flatMap(EndOfDayReport::again),
        measured.flatMap(step -> step.fraction("symbols_percent")),
        measured.flatMap(step -> step.fraction("dollar_volume_percent")),
        summary.map(Tonight::classes).orElse(List.of()),
        summary.flatMap(step -> instant(step, "reached_95_percent_at")),
        summary.map(step -> step.facts().get("reached_by_18_00")).equals(Optional.of(true)),
        report.map(EndOfDayReport::calls).orElse(0L),
        stages(report),
        report.map(Tonight::blocks).orElse(List.of()),
        summary.map(Tonight::missing).orElse(List.of()),
        summary.map(step -> step.number("missing_count")).orElse(0L),
        new Upcoming(next.date(), next.close(), next.early(), times.possibleFrom(next)),
        schedules.stream().map(Tonight::due).sorted(FIRST_DUE).toList(),
        past(history));
  }

  /// A new schedule runs nothing for what lies before it.
  private static Optional<Beginning> beginsAfter(
      ConsoleProgram program, List<Schedules.Shown> schedules, Session session) {
    var ours =
        schedules.stream()
            .filter(shown ->
                shown.schedule().job().equals(EndOfDayJob.NAME)
                    && shown.schedule().exchange().equals(Mic.XNYS))
            .toList();
    boolean isOver =
        ours.stream()
            .allMatch(shown ->
                !shown.schedule().handledSession().isBefore(session.date())
                    && program
                        .schedules()
                        .history(
                            Optional.of(shown.schedule().name()), session.close(), RUNS_LOOKED_AT)
                        .stream()
                        .noneMatch(run -> run.session().equals(session.date())));
    return isOver
        ? ours.stream()
            .flatMap(shown ->
                shown
                    .next()
                    .map(one -> new Beginning(shown.schedule().name(), one.session()))
                    .stream())
            .min(Comparator.comparing(Beginning::session))
        : Optional.empty();
  }

  private static final Comparator<Due> FIRST_DUE =
      Comparator.comparing((Due due) -> due.due().orElse(Instant.MAX)).thenComparing(Due::schedule);

  private static Due due(Schedules.Shown shown) {
    return new Due(
        shown.schedule().name(),
        shown.schedule().paused(),
        shown.next().map(next -> next.due()),
        shown.next().map(next -> next.session()),
        shown.closed());
  }

  /// The report, or the first measure after the bars.
  private static Optional<StepReport> measured(EndOfDayReport report) {
    return report
        .step("report")
        .filter(step -> step.fraction("symbols_percent").isPresent())
        .or(() -> report.step("bars"));
  }

  private static Optional<Instant> instant(StepReport step, String fact) {
    return step.facts().get(fact) instanceof String text
        ? Optional.of(Instant.parse(text))
        : Optional.empty();
  }

  private static List<ClassPart> classes(StepReport step) {
    var parts = new ArrayList<ClassPart>();
    if (step.facts().get("classes") instanceof Map<?, ?> classes) {
      classes.forEach((name, counts) -> {
        if (counts instanceof Map<?, ?> of
            && of.get("complete") instanceof Number complete
            && of.get("expected") instanceof Number expected
            && of.get("percent") instanceof Number percent) {
          parts.add(
              new ClassPart(
                  String.valueOf(name),
                  complete.longValue(),
                  expected.longValue(),
                  percent.doubleValue()));
        }
      });
    }
    return parts;
  }

  private static List<Stage> stages(Optional<EndOfDayReport> report) {
    return EndOfDay.steps(Mic.XNYS).stream()
        .map(name ->
            report
                .flatMap(one -> one.step(name))
                .map(step ->
                    new Stage(
                        name,
                        step.state().word(),
                        step.attempt(),
                        Optional.of(step.started()),
                        step.finished(),
                        step.number("calls"),
                        step.number("rows"),
                        step.message()))
                .orElse(new Stage(name, "to do", 0, Optional.empty(), Optional.empty(), 0, 0, "")))
        .toList();
  }

  private static List<Block> blocks(EndOfDayReport report) {
    return report.steps().stream()
        .filter(step ->
            switch (step.state()) {
              case FAILED, PART, WAITING, KILLED -> true;
              case RUNNING, DONE, SKIPPED -> false;
            })
        .map(step -> new Block(step.step(), step.state().word(), step.message(), step.again()))
        .toList();
  }

  private static List<String> missing(StepReport step) {
    return step.facts().get("missing") instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static List<Past> past(EndOfDayHistory history) {
    return history.sessions(Mic.XNYS, PAST_SHOWN).stream()
        .flatMap(date -> history.of(Mic.XNYS, date).stream())
        .map(report -> {
          var step = measured(report);
          return new Past(
              report.session(),
              report.state().word().replace('_', ' '),
              step.flatMap(one -> one.fraction("symbols_percent")),
              step.flatMap(one -> one.fraction("dollar_volume_percent")),
              report.step("report").map(one -> one.number("missing_count")).orElse(0L));
        })
        .toList();
  }

  /// What is waited for now: the close, the time when the end of day may run, its next part, or the
  /// next session's.
  Awaited awaited() {
    if (now.isBefore(close)) {
      return new Awaited("until the " + (early ? "early " : "") + "close", close);
    }
    if (now.isBefore(possibleFrom)) {
      return new Awaited("until the end of day may run", possibleFrom);
    }
    return again
        .filter(now::isBefore)
        .map(at -> new Awaited("until the rest can be had", at))
        .orElseGet(() -> new Awaited("until the close of " + next.session(), next.close()));
  }

  record Awaited(String what, Instant at) {
    String left(Instant now) {
      return Words.time(Duration.between(now, at));
    }
  }
}
