package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.LoadSummary;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a load did, as the outcome of a step.
final class LoadFacts {
  private LoadFacts() {}

  static StepOutcome outcome(LoadResult result) {
    return switch (result) {
      case LoadResult.Finished(var summary) -> finished(summary);
      case LoadResult.Queued queued ->
          StepOutcome.failed("run " + queued.runId() + " waits for a process that takes it", 0);
      case LoadResult.Stopped(var run, var state, var message, var soFar) ->
          StepOutcome.of(
              StepState.FAILED, "run " + run + " is " + state + ": " + message, of(soFar));
      case LoadResult.Misunderstood(var problems) ->
          StepOutcome.failed(String.join("; ", problems), 0);
      case LoadResult.NotStarted(var message) -> StepOutcome.failed(message, 0);
    };
  }

  private static StepOutcome finished(LoadSummary summary) {
    var total = summary.total();
    int open =
        total.of(CellState.UNEXPLAINED)
            + total.of(CellState.REJECTED)
            + total.of(CellState.PARTIAL)
            + total.of(CellState.REFUSED)
            + summary.notLoaded().size();
    if (total.of(CellState.FAILED) > 0) {
      return StepOutcome.of(StepState.FAILED, String.join("; ", summary.failures()), of(summary));
    }
    return StepOutcome.of(
        open == 0 ? StepState.DONE : StepState.PART,
        open == 0 ? "" : missing(summary),
        of(summary));
  }

  private static String missing(LoadSummary summary) {
    var words = new StringBuilder();
    var total = summary.total();
    for (var state :
        new CellState[] {
          CellState.UNEXPLAINED, CellState.REJECTED, CellState.PARTIAL, CellState.REFUSED
        }) {
      if (total.of(state) > 0) {
        words
            .append(words.isEmpty() ? "" : ", ")
            .append(total.of(state))
            .append(' ')
            .append(state.name().toLowerCase(Locale.ROOT));
      }
    }
    if (!summary.notLoaded().isEmpty()) {
      words
          .append(words.isEmpty() ? "" : ", ")
          .append(summary.notLoaded().size())
          .append(" not loaded: ")
          .append(summary.notLoaded().getFirst());
    }
    return words.toString();
  }

  static Map<String, Object> of(LoadSummary summary) {
    var facts = new TreeMap<String, Object>();
    var total = summary.total();
    summary.runId().ifPresent(run -> facts.put("run", run));
    facts.put("calls", summary.cost().calls());
    facts.put("rows", summary.cost().rows());
    facts.put("expected", total.expected());
    total
        .cells()
        .forEach((state, cells) -> {
          if (cells > 0) {
            facts.put(state.name().toLowerCase(Locale.ROOT), cells);
          }
        });
    if (!summary.untracked().isEmpty()) {
      facts.put(
          "not_stored", summary.untracked().values().stream().mapToLong(Long::longValue).sum());
      facts.put("not_stored_by_type", new TreeMap<>(summary.untracked()));
    }
    if (summary.quarantined() > 0) {
      facts.put("quarantined", summary.quarantined());
    }
    return facts;
  }
}
