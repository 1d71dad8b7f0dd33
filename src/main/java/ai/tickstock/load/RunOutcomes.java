package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.provider.flatfile.DataFolder;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// How runs ended: sums them up, and once more when the calendar says something else.
record RunOutcomes(Database database, LoadLedger ledger, Targets targets, LoadSummaries summaries) {
  /// Ends a run whose tasks have all ended.
  LoadResult finish(RunTable.RunRow run, long began) {
    if (run.source().startsWith(Loader.FILES + ":")) {
      targets.actionsFromFolder(
          DataFolder.open(Path.of(run.source().substring(Loader.FILES.length() + 1))));
    }
    var summary = summary(run, began, run.everything());
    database.useTransaction(handle ->
        ledger
            .runs()
            .finish(handle, run.id(), stateOf(summary), LoadSummaries.outcomeJson(summary)));
    return new LoadResult.Finished(summary);
  }

  /// Sums the finished runs up anew whose range holds a day about which the calendar says something
  /// else now.
  ///
  /// @return those that ended in another way than they would now, ascending
  List<Loader.Reexplained> reexplain(LocalDate day) {
    var changed = new ArrayList<Loader.Reexplained>();
    for (int runId : ledger.runs().finishedOver(day)) {
      var run = ledger.runs().run(runId);
      var summary = summary(run, System.nanoTime());
      var after = stateOf(summary);
      database.useTransaction(handle ->
          ledger.runs().reexplain(handle, runId, after, LoadSummaries.outcomeJson(summary)));
      if (!after.equals(run.state())) {
        changed.add(new Loader.Reexplained(runId, run.state(), after));
      }
    }
    return changed;
  }

  private static String stateOf(LoadSummary summary) {
    return summary.isWhole()
        ? "complete"
        : summary.total().stored() == 0 && !summary.failures().isEmpty() ? "failed" : "partial";
  }

  /// What is stored of a run by now.
  LoadSummary summary(RunTable.RunRow run, long began) {
    return summary(run, began, false);
  }

  private LoadSummary summary(RunTable.RunRow run, long began, boolean countsNeverSeen) {
    var plan = ledger.runs().plan(run.id());
    var asked = database.read(handle -> ledger.runs().instruments(handle, run.id()));
    return summaries.of(
        OptionalInt.of(run.id()),
        run.interval(),
        run.range(),
        run.everything(),
        asked,
        plan.leftOut(),
        plan.reference(),
        began,
        countsNeverSeen);
  }

  /// Where a run stands that goes on no more in this process.
  LoadResult soFar(RunTable.RunRow run, long began) {
    var summary = summary(run, began);
    return switch (run.state()) {
      case "paused", "cancelled", "running" ->
          new LoadResult.Stopped(run.id(), run.state(), run.message(), summary);
      default -> new LoadResult.Finished(summary);
    };
  }
}
