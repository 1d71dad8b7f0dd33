package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
import ai.tickstock.load.AnswerOfTheMarket;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.RunTask;
import ai.tickstock.load.Runs;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The daily bars of the session: those of the whole market in one call, and by symbol what that
/// leaves out and is worth a call.
final class BarsStep implements EndOfDayStep {
  private static final double WHOLE = 0.95;

  private final EndOfDayParts parts;

  BarsStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "bars";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    if (parts.isOfTheUs()) {
      return new PlannedCalls(
          1,
          2 + parts.rules().symbolAsks(),
          "the whole market; more by symbol where it leaves names out");
    }
    int names =
        TrackedInstruments.on(parts.database(), parts.calendar().exchange(), session).size();
    return new PlannedCalls(names, names, "each symbol: the vendor has no answer for the market");
  }

  static LoadRequest request(LocalDate session, int asks) {
    return new LoadRequest(
        (asks == 0 ? "revisions of " : "end of day of ") + session,
        new LoadRequest.Target.EndOfDay(asks),
        BarInterval.DAY,
        DateRange.of(session),
        LoadRequest.Priority.CRITICAL,
        Optional.empty(),
        false);
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) throws InterruptedException {
    var result =
        parts.loader().load(request(session, Math.max(1, parts.rules().symbolAsks())), observer);
    var outcome = LoadFacts.outcome(result);
    var coverage = TrackedCoverage.measure(parts, session);
    var facts = new HashMap<String, Object>(outcome.facts());
    facts.put("symbols_percent", coverage.percent());
    facts.put("dollar_volume_percent", coverage.dollarPercent());
    facts.put("measured_at", parts.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
    coverage.usual().ifPresent(usual -> facts.put("usual_rows", usual));
    facts.put("comparable_sessions", coverage.comparable());
    if (facts.get("run") instanceof Integer run) {
      bySymbol(run, facts);
    }
    var measured = StepOutcome.of(outcome.state(), message(outcome, coverage, facts), facts);
    var due = parts.finality().finalAfter(session);
    boolean isDueLater =
        coverage.of(CellState.REFUSED) > 0 && parts.clock().instant().isBefore(due);
    return isDueLater && outcome.state() == StepState.PART
        ? measured.waiting(
            coverage.of(CellState.REFUSED) + " refused by the vendor's plan, due " + due, due)
        : measured;
  }

  private void bySymbol(int run, Map<String, Object> facts) {
    var tasks =
        Runs.postgres(parts.database()).tasks(run).stream()
            .filter(task -> task.kind().equals("aggregates"))
            .toList();
    facts.put("asked_by_symbol", tasks.size());
    facts.put("empty_by_symbol", tasks.stream().filter(BarsStep::isEmpty).count());
    facts.put("failed_by_symbol", tasks.stream().filter(RunTask::hasFailed).count());
  }

  private static boolean isEmpty(RunTask task) {
    return task.state().equals("done") && task.rows() == 0;
  }

  private String message(StepOutcome outcome, TrackedCoverage coverage, Map<String, Object> facts) {
    if (!parts.isOfTheUs() || coverage.stored() == 0) {
      return outcome.message();
    }
    if (coverage.usual().isEmpty()) {
      var why = tooFew(coverage.comparable());
      facts.put("plausible", "unknown");
      facts.put("plausible_why", why);
      return "plausible unknown: "
          + why
          + (outcome.message().isEmpty() ? "" : " (" + outcome.message() + ")");
    }
    long usual = coverage.usual().getAsLong();
    boolean isHalf = outcome.state() == StepState.PART && coverage.stored() < WHOLE * usual;
    facts.put("plausible", !isHalf);
    return isHalf
        ? String.format(
            Locale.ROOT,
            "the vendor's answer is not believed: %,d bars, the median of the sessions before is"
                + " %,d; nothing was concluded from it (%s)",
            coverage.stored(),
            usual,
            outcome.message())
        : outcome.message();
  }

  private static String tooFew(int comparable) {
    return "too few sessions to compare the answer with ("
        + comparable
        + " of the 20 before have about as many bars, it takes "
        + AnswerOfTheMarket.ENOUGH_SESSIONS
        + "); its bars are stored, and what it leaves out is not confirmed empty";
  }
}
