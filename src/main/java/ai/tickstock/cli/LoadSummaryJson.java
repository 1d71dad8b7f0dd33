package ai.tickstock.cli;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.bars.LiveCheck;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.load.LoadErrors;
import ai.tickstock.load.LoadSummary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// How a load ended, for programs.
final class LoadSummaryJson {
  private LoadSummaryJson() {}

  /// @param state the run's, in a word
  /// @param message why it stands still; empty when there is nothing to say
  static Map<String, Object> of(LoadSummary summary, String state, String message) {
    var object = new LinkedHashMap<String, Object>();
    object.put("run", summary.runId().orElse(0));
    object.put("state", state);
    object.put("whole", summary.isWhole() && state.equals("complete"));
    object.put("message", message);
    object.put("interval", summary.interval().word());
    object.put("from", summary.range().first().toString());
    object.put("to", summary.range().last().toString());
    var classes = new LinkedHashMap<String, Object>();
    int instruments = 0;
    for (var entry : summary.classes().entrySet()) {
      var count = entry.getValue();
      instruments += count.instruments();
      classes.put(Words.of(entry.getKey()), counts(count.instruments(), count.sessions()));
    }
    object.put("classes", classes);
    object.put("total", counts(instruments, summary.total()));
    object.put("calls", summary.cost().calls());
    object.put("calls_for_bars", summary.errors().calls());
    object.put("bytes", summary.cost().bytes());
    object.put("rows", summary.cost().rows());
    object.put("seconds", summary.cost().took().toMillis() / 1000.0);
    object.put("errors", errors(summary.errors()));
    object.put("source_adjusted_rows", summary.sourceAdjustedRows());
    object.put("quarantined_rows", summary.quarantined());
    object.put(
        "quarantined_by_reason",
        summary.refusals().stream()
            .collect(
                Collectors.toMap(
                    one -> one.reason().code(),
                    Quarantine.Refusal::rows,
                    Long::sum,
                    LinkedHashMap::new)));
    object.put("quarantined_again", summary.refusedAgain());
    object.put("repeated_rows", summary.repeats());
    object.put("skipped_rows", LoadSummaryPrinter.untracked(summary));
    object.put("skipped_by_type", summary.untracked());
    object.put("live_minutes", live(summary.live()));
    object.put("never_seen", summary.neverSeen());
    object.put("incomplete", summary.incomplete().stream().map(LoadSummaryJson::outcome).toList());
    object.put("not_loaded", summary.notLoaded());
    object.put("failures", summary.failures());
    return object;
  }

  private static Map<String, Object> errors(LoadErrors errors) {
    var object = new LinkedHashMap<String, Object>();
    object.put("calls", errors.calls());
    object.put("failed_calls", errors.failedCalls());
    object.put("failed_calls_percent", errors.failedPercent());
    object.put("requests", errors.requests());
    object.put("unresolved_requests", errors.unresolved());
    object.put("unresolved_requests_percent", errors.unresolvedPercent());
    object.put("recovered_requests_percent", errors.recoveredPercent());
    return object;
  }

  private static Map<String, Object> live(LiveCheck live) {
    var object = new LinkedHashMap<String, Object>();
    object.put("validated", live.confirmed());
    object.put("corrected", live.corrected());
    object.put("added", live.added());
    object.put("withdrawn", live.withdrawn());
    return object;
  }

  private static Map<String, Object> outcome(LoadSummary.SymbolOutcome outcome) {
    var object = new LinkedHashMap<String, Object>();
    object.put("symbol", outcome.symbol().ticker());
    object.put("class", Words.of(outcome.category()));
    object.putAll(counts(outcome.sessions()));
    object.put(
        "open",
        outcome.open().stream()
            .map(
                range -> Map.of("first", range.first().toString(), "last", range.last().toString()))
            .toList());
    object.put("has_bars", outcome.hasBars());
    return object;
  }

  private static Map<String, Object> counts(int instruments, CoverageCount count) {
    var object = new LinkedHashMap<String, Object>();
    object.put("instruments", instruments);
    object.putAll(counts(count));
    return object;
  }

  private static Map<String, Object> counts(CoverageCount count) {
    var object = new LinkedHashMap<String, Object>();
    object.put("expected", count.expected());
    object.put("stored", count.stored());
    for (var state : CellState.values()) {
      object.put(Words.of(state), count.of(state));
    }
    return object;
  }
}
