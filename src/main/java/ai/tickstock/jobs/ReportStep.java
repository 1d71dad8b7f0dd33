package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.notify.EndOfDayDone;
import ai.tickstock.notify.GapFound;
import ai.tickstock.notify.NewNotice;
import ai.tickstock.notify.Notices;
import ai.tickstock.notify.PlainNotice;
import ai.tickstock.notify.Severity;
import ai.tickstock.universe.UniverseMembers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the end of day came to, measured from what is stored, and told to whoever listens.
final class ReportStep implements EndOfDayStep {
  private static final double GOAL_PERCENT = 95;
  private static final LocalTime GOAL = LocalTime.of(18, 0);
  private static final int NAMED = 20;
  private static final int GAPS_TOLD = 100;

  private final EndOfDayParts parts;

  ReportStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return EndOfDayReport.REPORT;
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return PlannedCalls.NONE;
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var now = parts.clock().instant();
    var stands =
        EndOfDayHistory.postgres(parts.database()).held(parts.calendar().exchange(), session, 0);
    var others = stands.withoutReport().steps();
    var coverage = TrackedCoverage.measure(parts, session);
    var holes =
        TrackedCoverage.gaps(parts, coverage.missing(), session).stream()
            .collect(Collectors.partitioningBy(TrackedCoverage.Gap::wasAskedFor));
    var gaps = holes.getOrDefault(true, List.of());
    var neverAskedFor = holes.getOrDefault(false, List.of());
    var state = stands.with(coverage);
    var status = status(state);
    var events = new ArrayList<StepOutcome.Event>();
    events.add(
        EndOfDayEvents.completion(
            session,
            status,
            minutes(others, now),
            coverage.expected(),
            coverage.rate(),
            validation(others),
            now));
    if (!gaps.isEmpty()) {
      events.add(
          EndOfDayEvents.gaps(
              session, gaps.stream().map(TrackedCoverage.Gap::symbol).toList(), now));
    }
    var smallest =
        parts
            .database()
            .read(h ->
                UniverseMembers.smallest(
                    h, gaps.stream().map(gap -> gap.instrument().id()).toList(), session));
    var found =
        gaps.stream()
            .map(gap ->
                gapFound(
                    gap,
                    coverage.dollars(),
                    Optional.ofNullable(smallest.get(gap.instrument().id()))))
            .toList();
    endGapsNotAmong(found, session, now);
    var notices = new ArrayList<NewNotice>(notices(found, session));
    neverAskedFor(neverAskedFor, session).ifPresent(notices::add);
    notices.add(
        new EndOfDayDone(
            session,
            state.word().replace('_', ' '),
            coverage.expected(),
            coverage.complete(),
            coverage.missing().stream().map(one -> one.symbol().ticker()).toList(),
            duration(others, now),
            validation(others).toLowerCase(Locale.ROOT).replace('_', ' ')));
    if (parts.isOfTheUs()) {
      notices.add(DailyReportPages.notice(kept(session, coverage)));
    }
    var facts = facts(coverage, gaps, status, others, session, now);
    facts.put("never_asked_for", neverAskedFor.size());
    return outcome(state, coverage, stands.withoutReport(), facts).with(events, notices);
  }

  /// Steps that all did their work are no whole session: it may have names that they did not know,
  /// and names that no answer had.
  private static StepOutcome outcome(
      EndOfDayReport.State state,
      TrackedCoverage coverage,
      EndOfDayReport stands,
      Map<String, Object> facts) {
    if (coverage.missing().isEmpty()) {
      return StepOutcome.done(facts);
    }
    var part = StepOutcome.of(StepState.PART, open(coverage, stands.session()), facts);
    return stands
        .again()
        .filter(_ -> state == EndOfDayReport.State.WAITING)
        .map(at -> part.waiting(howMany(coverage) + ": they are due " + at, at))
        .orElse(part);
  }

  private static String howMany(TrackedCoverage coverage) {
    int open = coverage.missing().size();
    return String.format(
        Locale.ROOT,
        "%,d of %,d tracked symbols %s open",
        open,
        coverage.expected(),
        open == 1 ? "is" : "are");
  }

  /// For a load of them: a database of a few names is not to be given the whole market for one.
  private static String whoIsOpen(TrackedCoverage coverage) {
    return coverage.missing().size() > NAMED
        ? "--all"
        : coverage.missing().stream()
            .map(one -> one.symbol().ticker())
            .collect(Collectors.joining(",", "--symbols ", ""));
  }

  private static String open(TrackedCoverage coverage, LocalDate session) {
    return String.format(
        Locale.ROOT,
        "%1$s (%2$.2f %% are complete, %3$s the goal of %4$.0f %%): 'tickstock coverage --from %5$s --to %5$s --explain'"
            + " tells why, 'tickstock load %6$s --from %5$s --to %5$s' asks again, then 'tickstock eod run --session %5$s'"
            + " does this report again",
        howMany(coverage),
        coverage.percent(),
        coverage.percent() < GOAL_PERCENT ? "below" : "above",
        GOAL_PERCENT,
        session,
        whoIsOpen(coverage));
  }

  private DailyReport kept(LocalDate session, TrackedCoverage coverage) {
    var report =
        new DailyReports(parts.database(), parts.finality(), parts.clock()).make(session, coverage);
    parts.database().useTransaction(h -> DailyReports.store(h, parts.calendar(), report));
    return report;
  }

  private void endGapsNotAmong(List<GapFound> gaps, LocalDate session, Instant now) {
    var looked =
        TrackedInstruments.on(parts.database(), parts.calendar().exchange(), session)
            .values()
            .stream()
            .map(one -> one.symbol().ticker())
            .toList();
    parts.database().useTransaction(h -> Notices.gapsClosed(h, looked, gaps, session, now));
  }

  /// @param dollars that usually change hands in all tracked names
  private static GapFound gapFound(
      TrackedCoverage.Gap gap, double dollars, Optional<UniverseMembers.Sized> smallest) {
    return new GapFound(
        gap.symbol().ticker(),
        gap.instrument().name().orElse(""),
        gap.range().first(),
        gap.range().last(),
        gap.sessions(),
        gap.dollars(),
        dollars > 0 ? gap.dollars() / dollars : 0,
        "what changes hands in all tracked names",
        smallest.map(one -> new GapFound.Membership(one.key(), one.members())));
  }

  /// One for each gap; they are told in one message. Of very many the largest, and how many more.
  private static List<NewNotice> notices(List<GapFound> gaps, LocalDate session) {
    var notices = new ArrayList<NewNotice>();
    gaps.stream()
        .sorted(Comparator.comparingDouble(GapFound::dollarsADay).reversed())
        .limit(GAPS_TOLD)
        .forEach(notices::add);
    if (gaps.size() > GAPS_TOLD) {
      notices.add(
          new PlainNotice(
              Severity.HIGH,
              "gaps_beyond " + session,
              "Gaps of " + (gaps.size() - GAPS_TOLD) + " more names",
              "More names than can be told one by one have no bar for more than one session.",
              Map.of("Command", "tickstock coverage --explain --to " + session)));
    }
    return notices;
  }

  /// One for all: that is loaded with one command.
  private static Optional<NewNotice> neverAskedFor(
      List<TrackedCoverage.Gap> gaps, LocalDate session) {
    return gaps.stream()
        .map(gap -> gap.range().first())
        .min(LocalDate::compareTo)
        .map(first ->
            new PlainNotice(
                Severity.NORMAL,
                "never_asked_for " + session,
                "Never asked for: more than one session of "
                    + (gaps.size() == 1
                        ? gaps.getFirst().symbol()
                        : "%,d names".formatted(gaps.size())),
                "They became known after their bars were asked for, or were never loaded. Nothing was lost.",
                Map.of(
                    "Command",
                    "tickstock load --all --from %s --to %s".formatted(first, session))));
  }

  /// As programs hear it: they know no word for steps that are still to be done.
  private static String status(EndOfDayReport.State state) {
    return switch (state) {
      case COMPLETE, PARTIAL, WAITING, ERROR -> state.name();
      case RUNNING, BROKEN_OFF -> EndOfDayReport.State.PARTIAL.name();
    };
  }

  private static double minutes(List<StepReport> steps, Instant now) {
    return Math.rint(duration(steps, now).toMillis() / 600.0) / 100;
  }

  private static Duration duration(List<StepReport> steps, Instant now) {
    var began = steps.stream().map(StepReport::started).min(Instant::compareTo).orElse(now);
    return Duration.between(began, now);
  }

  private static String validation(List<StepReport> steps) {
    return steps.stream()
        .filter(step -> step.step().equals("live"))
        .map(step ->
            switch (step.state()) {
              case DONE ->
                  step.number("symbols") == 0
                      ? "NOTHING_TO_VALIDATE"
                      : step.number("corrected") + step.number("withdrawn") == 0
                          ? "VALIDATED"
                          : "CORRECTED";
              case WAITING -> "WAITING";
              default -> "NOT_VALIDATED";
            })
        .findFirst()
        .orElse("NOTHING_TO_VALIDATE");
  }

  private Map<String, Object> facts(
      TrackedCoverage coverage,
      List<TrackedCoverage.Gap> gaps,
      String status,
      List<StepReport> steps,
      LocalDate session,
      Instant now) {
    var facts = new TreeMap<String, Object>();
    facts.put("calls", 0);
    facts.put("status", status);
    facts.put("calls_of_all_steps", steps.stream().mapToLong(s -> s.number("calls")).sum());
    var calls = new TreeMap<String, Object>();
    steps.forEach(step -> calls.put(step.step(), step.number("calls")));
    facts.put("calls_by_step", calls);
    facts.put("expected", coverage.expected());
    facts.put("complete", coverage.complete());
    facts.put("symbols_percent", coverage.percent());
    facts.put("dollar_volume_percent", coverage.dollarPercent());
    facts.put("classes", coverage.classFacts());
    facts.put("states", new TreeMap<>(coverage.states()));
    facts.put("provisional", coverage.of(CellState.PROVISIONAL));
    facts.put("missing", coverage.missing().stream().limit(NAMED).map(ReportStep::words).toList());
    facts.put(EndOfDayReport.OPEN, coverage.missing().size());
    facts.put("gaps", gaps.size());
    reached(coverage, steps, now)
        .ifPresent(at -> {
          facts.put("reached_95_percent_at", at.truncatedTo(ChronoUnit.SECONDS).toString());
          facts.put("reached_by_18_00", !at.isAfter(goal(session)));
        });
    return facts;
  }

  private static String words(TrackedCoverage.Missing one) {
    var state = one.state().name().toLowerCase(Locale.ROOT);
    return one.symbol() + " " + state + (one.why().isEmpty() ? "" : " (" + one.why() + ")");
  }

  /// When most tracked symbols were whole, as far as it was measured: after the bars, or now.
  private static Optional<Instant> reached(
      TrackedCoverage coverage, List<StepReport> steps, Instant now) {
    var afterBars =
        steps.stream()
            .filter(step -> step.step().equals("bars"))
            .filter(
                step -> step.fraction("symbols_percent").filter(p -> p >= GOAL_PERCENT).isPresent())
            .flatMap(step -> step.finished().stream())
            .findFirst();
    return afterBars.isPresent() || coverage.percent() < GOAL_PERCENT
        ? afterBars
        : Optional.of(now);
  }

  private Instant goal(LocalDate session) {
    return session.atTime(GOAL).atZone(parts.calendar().zone()).toInstant();
  }
}
