package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.load.Finality;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.Correlations;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Computes the correlations of ETFs anew, over what is stored.
///
/// @param finality by the calendar as decided by now
public record CorrelationsJob(Database database, Supplier<Finality> finality, InstantSource clock)
    implements Job {
  @Override
  public String name() {
    return "correlations";
  }

  @Override
  public JobOutcome run(JobCall call) {
    var by = finality.get();
    var correlations = new Correlations(database, by.calendar());
    var session = correlations.lastSession(by.lastFinal(clock.instant()));
    if (session.isEmpty()) {
      return JobOutcome.skipped(
          "no session is stored on which "
              + Correlations.BENCHMARKS.stream()
                  .map(Symbol::ticker)
                  .collect(Collectors.joining(", "))
              + " all have a bar");
    }
    var done = correlations.refresh(session.get());
    var facts =
        Map.of(
            "as_of", done.asOf().toString(),
            "funds", done.instruments(),
            "correlations", done.pairs().numbers(),
            "too_few_sessions", done.pairs().tooFew(),
            "rows_added", done.rows().added(),
            "rows_changed", done.rows().changed());
    var message =
        done.instruments()
            + " funds as of "
            + done.asOf()
            + ", "
            + done.pairs().numbers()
            + " correlations";
    return done.missing().isEmpty()
        ? JobOutcome.done(message, facts)
        : JobOutcome.part(
            message
                + "; "
                + done.missing().entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue())
                    .sorted()
                    .collect(Collectors.joining(", ")),
            facts);
  }
}
