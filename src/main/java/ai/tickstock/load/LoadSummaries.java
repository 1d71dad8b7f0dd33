package ai.tickstock.load;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.CellState;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Counts how a load ended, from what is stored.
final class LoadSummaries {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int WEAKER_KEPT = 100;

  private final Database database;
  private final LoadLedger ledger;
  private final BarStore bars;
  private final EquityTypes types;
  private final RunStages stages;

  LoadSummaries(Database database, LoadLedger ledger, EquityTypes types, RunStages stages) {
    this.database = database;
    this.ledger = ledger;
    bars = BarStore.postgres(database);
    this.types = types;
    this.stages = stages;
  }

  /// @param runId empty when nothing was due
  /// @param countsNeverSeen whether it is told how many have no bar at all
  LoadSummary of(
      OptionalInt runId,
      BarInterval interval,
      DateRange range,
      boolean everything,
      Map<InstrumentId, Symbol> asked,
      List<String> leftOut,
      Answer.Cost reference,
      long began,
      boolean countsNeverSeen) {
    return database.read(handle -> {
      var failedCells =
          runId.isPresent() ? stages.failedCells(handle, runId.getAsInt()) : FailedCells.NONE;
      var classes = new EnumMap<EquityCategory, LoadSummary.ClassCount>(EquityCategory.class);
      var incomplete = new ArrayList<LoadSummary.SymbolOutcome>();
      var processing = types.now();
      int neverSeen = 0;
      for (var standing :
          stages.standings(handle, runId, interval, range, everything, asked, failedCells)) {
        neverSeen += countsNeverSeen && standing.life().isEmpty() ? 1 : 0;
        var count = standing.cells().count();
        if (everything && count.expected() == 0) {
          continue;
        }
        var category = processing.category(standing.instrument());
        classes.merge(
            category,
            new LoadSummary.ClassCount(1, count),
            (a, b) ->
                new LoadSummary.ClassCount(
                    a.instruments() + b.instruments(), a.sessions().plus(b.sessions())));
        var open =
            standing
                .missing()
                .plus(standing.cells().in(CellState.FAILED))
                .plus(standing.cells().in(CellState.REJECTED))
                .plus(standing.cells().in(CellState.REFUSED))
                .plus(standing.cells().in(CellState.PARTIAL));
        if (!open.isEmpty()) {
          incomplete.add(
              new LoadSummary.SymbolOutcome(
                  standing.symbol(),
                  category,
                  count,
                  open.ranges(standing.cells().expected()),
                  standing.life().isPresent()));
        }
      }
      incomplete.sort(Comparator.comparing(LoadSummary.SymbolOutcome::symbol));
      var paid =
          runId.isPresent()
              ? ledger.account().standing(handle, runId.getAsInt())
              : RunAccount.Standing.NONE;
      var failures =
          runId.isPresent()
              ? failureLines(ledger.account().ended(handle, runId.getAsInt(), "failed", "refused"))
              : List.<String>of();
      return new LoadSummary(
          runId,
          interval,
          range,
          classes,
          incomplete,
          leftOut,
          failures,
          new LoadSummary.Cost(
              paid.calls() + reference.calls(),
              paid.bytes() + reference.bytes(),
              paid.rows(),
              Duration.ofNanos(System.nanoTime() - began)),
          runId.isPresent() ? bars.sourceAdjustedRows(handle, runId.getAsInt()) : 0,
          paid.quarantined(),
          paid.quarantined() > 0
              ? Quarantine.refusals(handle, runId.orElseThrow())
              : List.<Quarantine.Refusal>of(),
          paid.repeats(),
          runId.isPresent()
              && ledger.runs().run(handle, runId.getAsInt()).source().startsWith(Loader.FILES),
          runId.isPresent()
              ? ledger.account().untracked(handle, runId.getAsInt())
              : Map.<String, Long>of(),
          paid.live(),
          neverSeen,
          runId.isPresent() ? ledger.account().errors(handle, runId.getAsInt()) : LoadErrors.NONE);
    });
  }

  private static List<String> failureLines(List<RunAccount.EndedTask> failed) {
    var byKind = new TreeMap<String, List<RunAccount.EndedTask>>();
    failed.stream()
        .filter(task ->
            task.kind() != NewTask.Kind.SECOND_LOOK && task.kind() != NewTask.Kind.LISTING_LIFE)
        .filter(task -> !RunStages.isEntitlement(task))
        .forEach(task -> byKind.computeIfAbsent(task.failure(), f -> new ArrayList<>()).add(task));
    return byKind.entrySet().stream()
        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
        .map(entry ->
            entry.getKey()
                + " "
                + entry.getValue().size()
                + (entry.getValue().size() == 1 ? " task: " : " tasks, the first: ")
                + entry.getValue().getFirst().detail())
        .toList();
  }

  /// For the run's row.
  static String outcomeJson(LoadSummary summary) {
    var total = summary.total();
    var states = new TreeMap<String, Integer>();
    total
        .cells()
        .forEach((state, cells) -> states.put(state.name().toLowerCase(Locale.ROOT), cells));
    var classes = new TreeMap<String, Object>();
    summary
        .classes()
        .forEach((category, count) ->
            classes.put(
                category.name().toLowerCase(Locale.ROOT),
                Map.of(
                    "instruments", count.instruments(),
                    "expected", count.sessions().expected(),
                    "stored", count.sessions().stored(),
                    "confirmed_empty", count.sessions().of(CellState.CONFIRMED_EMPTY),
                    "unexplained", count.sessions().of(CellState.UNEXPLAINED))));
    var outcome = new TreeMap<String, Object>();
    outcome.put("expected", total.expected());
    outcome.put("cells", states);
    outcome.put("classes", classes);
    outcome.put("incomplete", summary.incomplete().size());
    outcome.put("weaker", summary.weaker().stream().limit(WEAKER_KEPT).toList());
    outcome.put("calls", summary.cost().calls());
    outcome.put("bytes", summary.cost().bytes());
    outcome.put("rows", summary.cost().rows());
    outcome.put("seconds", summary.cost().took().toMillis() / 1000.0);
    return JSON.writeValueAsString(outcome);
  }
}
