package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.Correlations;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;

/// How funds move with the benchmarks, up to the last session of which these have closes.
final class CorrelationsStep implements EndOfDayStep {
  private final EndOfDayParts parts;

  CorrelationsStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "correlations";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return PlannedCalls.NONE;
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var correlations = new Correlations(parts.database(), parts.calendar());
    var last = correlations.lastSession(session);
    if (last.isEmpty()) {
      return StepOutcome.skipped("no benchmark (SPY, QQQ, IWM, DIA) has bars here");
    }
    var refreshed = correlations.refresh(last.get());
    return StepOutcome.of(
        StepState.DONE,
        refreshed.missing().isEmpty() ? "" : "not compared with all: " + words(refreshed.missing()),
        Map.of(
            "calls",
            0,
            "as_of",
            refreshed.asOf().toString(),
            "symbols",
            refreshed.instruments(),
            "rows",
            refreshed.rows().added() + refreshed.rows().changed()));
  }

  private static String words(Map<Symbol, String> missing) {
    return missing.entrySet().stream()
        .map(one -> one.getKey() + " " + one.getValue())
        .collect(Collectors.joining("; "));
  }
}
