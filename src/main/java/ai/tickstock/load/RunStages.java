package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CellStates;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// What a run does after the first asking: it looks a second way at what answers left out, asks
/// again where that look found a bar, and judges what is left.
final class RunStages {
  private static final int LONG_GAP_SESSIONS = 3;

  private final LoadLedger ledger;
  private final Instruments instruments;
  private final Coverage coverage;
  private final Finality finality;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final CallCost cost;

  RunStages(
      LoadLedger ledger,
      Instruments instruments,
      Coverage coverage,
      Finality finality,
      LoadPolicy policy,
      InstantSource clock,
      CallCost cost) {
    this.ledger = ledger;
    this.instruments = instruments;
    this.coverage = coverage;
    this.finality = finality;
    this.policy = policy;
    this.clock = clock;
    this.cost = cost;
  }

  /// One instrument of a run as it stands.
  record Standing(
      Instrument instrument,
      Symbol symbol,
      CellStates cells,
      Coverage.Known known,
      Optional<Coverage.Trading> trading) {

    SessionSet missing() {
      return cells.in(CellState.UNEXPLAINED);
    }
  }

  /// How each instrument of the run stands, measured from what is stored.
  List<Standing> standings(Handle handle, int runId) {
    var run = ledger.run(handle, runId);
    return standings(
        handle,
        run.range(),
        run.everything(),
        ledger.instruments(handle, runId),
        failedCells(handle, runId));
  }

  List<Standing> standings(
      Handle handle,
      DateRange range,
      boolean everything,
      Map<InstrumentId, Symbol> asked,
      FailedCells failed) {
    return new Standings(instruments, coverage, finality, clock)
        .of(handle, range, everything, asked, failed);
  }

  // ---- second look

  /// Tasks that look another way at sessions which answers left out; also notes what whole-market
  /// answers left out.
  List<NewTask> secondLook(Handle handle, int runId) {
    var run = ledger.run(handle, runId);
    boolean fromFiles = run.source().startsWith(Loader.FILES);
    var asked = ledger.ended(handle, runId, "done");
    var wholeMarket = new HashSet<LocalDate>();
    asked.stream()
        .filter(t -> t.kind() == NewTask.Kind.GROUPED || t.kind() == NewTask.Kind.DAY_FILE)
        .forEach(t -> wholeMarket.add(t.range().first()));
    boolean groupedRefused =
        ledger.ended(handle, runId, "refused").stream()
            .anyMatch(t -> t.failure().equals("NOT_ENTITLED_ENDPOINT"));

    var notes = new ArrayList<Omission>();
    var life = new ArrayList<NewTask>();
    var bySymbol = new ArrayList<NewTask>();
    var sessions = new HashMap<LocalDate, Integer>();
    for (var standing : standings(handle, runId)) {
      var missing = standing.missing();
      if (missing.isEmpty()) {
        continue;
      }
      if (run.everything()) {
        notes.addAll(leftOutOfWholeMarket(standing, wholeMarket, fromFiles));
      }
      if (fromFiles) {
        continue;
      }
      var gaps = Gaps.of(standing);
      gaps.outer()
          .forEach(range ->
              life.add(
                  new NewTask(
                      NewTask.Kind.LISTING_LIFE,
                      Optional.of(standing.instrument().id()),
                      standing.symbol().ticker(),
                      range)));
      for (var session : gaps.lookAt()) {
        if (wholeMarket.contains(session)) {
          bySymbol.addAll(bySymbol(standing, SessionSet.of(missing.range(), List.of(session))));
        } else {
          sessions.merge(session, 1, Integer::sum);
        }
      }
    }
    coverage.noteOmissions(handle, runId, notes);
    int budget = cost.affordable(asked.size());
    var tasks = new ArrayList<NewTask>();
    life.stream().limit(budget).forEach(tasks::add);
    merged(bySymbol).stream().limit(Math.max(0, budget - tasks.size())).forEach(tasks::add);
    if (!groupedRefused) {
      sessions.entrySet().stream()
          .sorted(
              Map.Entry.<LocalDate, Integer>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(Math.max(0, budget - tasks.size()))
          .map(entry -> CheapestPath.grouped(NewTask.Kind.SECOND_LOOK, entry.getKey()))
          .forEach(tasks::add);
    }
    return tasks;
  }

  private List<Omission> leftOutOfWholeMarket(
      Standing standing, Set<LocalDate> sessions, boolean fromFiles) {
    var missing = standing.missing();
    var seen = missing.and(SessionSet.of(missing.range(), sessions));
    var path = fromFiles ? Omission.AnswerPath.FILE : Omission.AnswerPath.GROUPED;
    var now = clock.instant();
    return seen.ranges(standing.cells().expected()).stream()
        .map(range -> new Omission(standing.instrument().id(), range, path, now))
        .toList();
  }

  /// One task for each instrument and ticker over all its sessions.
  private static List<NewTask> merged(List<NewTask> tasks) {
    var merged = new LinkedHashMap<String, NewTask>();
    for (var task : tasks) {
      merged.merge(
          task.instrument() + " " + task.address(),
          task,
          (a, b) ->
              new NewTask(
                  a.kind(),
                  a.instrument(),
                  a.address(),
                  new DateRange(
                      a.range().first().isBefore(b.range().first())
                          ? a.range().first()
                          : b.range().first(),
                      a.range().last().isAfter(b.range().last())
                          ? a.range().last()
                          : b.range().last())));
    }
    return List.copyOf(merged.values());
  }

  private List<NewTask> bySymbol(Standing standing, SessionSet due) {
    return CheapestPath.byInstrument(
        new CheapestPath.Owed(
            standing.instrument().id(), spans(standing.instrument(), standing.symbol()), due));
  }

  /// The tickers under which an instrument is asked for, with their dates.
  List<CheapestPath.Span> spans(Instrument instrument, Symbol asked) {
    var spans =
        instruments.symbols(instrument.id()).stream()
            .map(span ->
                new CheapestPath.Span(
                    span.symbol(),
                    new DateRange(
                        span.from().orElse(LocalDate.of(1900, 1, 1)),
                        span.to().orElse(LocalDate.of(2999, 12, 31)))))
            .toList();
    return spans.isEmpty()
        ? List.of(
            new CheapestPath.Span(
                asked, new DateRange(LocalDate.of(1900, 1, 1), LocalDate.of(2999, 12, 31))))
        : spans;
  }

  /// Where the holes of an instrument lie.
  ///
  /// @param outer ranges before its first or after its last bar, or all of it: was it listed then?
  /// @param lookAt sessions at which to look a second way
  record Gaps(List<DateRange> outer, List<LocalDate> lookAt) {
    static Gaps of(Standing standing) {
      var missing = standing.missing();
      var outer = new ArrayList<DateRange>();
      var lookAt = new ArrayList<LocalDate>();
      if (standing.trading().isEmpty()) {
        var all = missing.toList();
        outer.add(new DateRange(all.getFirst(), all.getLast()));
        return new Gaps(outer, List.of(all.getLast()));
      }
      var trading = standing.trading().get();
      var leading = missing.stream().filter(s -> s.isBefore(trading.firstBar())).toList();
      var trailing = missing.stream().filter(s -> s.isAfter(trading.lastBar())).toList();
      if (!leading.isEmpty()) {
        outer.add(new DateRange(leading.getFirst(), leading.getLast()));
        lookAt.add(leading.getLast());
      }
      if (trailing.size() >= LONG_GAP_SESSIONS) {
        outer.add(new DateRange(trailing.getFirst(), trailing.getLast()));
        lookAt.add(trailing.getFirst());
      } else {
        lookAt.addAll(trailing);
      }
      missing.stream()
          .filter(s -> !s.isBefore(trading.firstBar()) && !s.isAfter(trading.lastBar()))
          .forEach(lookAt::add);
      return new Gaps(outer, lookAt);
    }
  }

  // ---- asking again

  /// Tasks for instruments whose bars are still missing although the second look found one that the
  /// first answer had left out: that answer was wrong, so it is asked for again.
  List<NewTask> askAgain(Handle handle, int runId) {
    var looked = new HashSet<LocalDate>();
    ledger.ended(handle, runId, "done").stream()
        .filter(t -> t.kind() == NewTask.Kind.SECOND_LOOK)
        .forEach(t -> looked.add(t.range().first()));
    if (looked.isEmpty()) {
      return List.of();
    }
    var tasks = new ArrayList<NewTask>();
    for (var standing : standings(handle, runId)) {
      var missing = standing.missing();
      boolean proven =
          standing.known().omissions().stream()
              .filter(o -> o.path() == Omission.AnswerPath.AGGREGATES)
              .anyMatch(o ->
                  looked.stream()
                      .anyMatch(
                          s -> o.sessions().contains(s) && standing.known().stored().contains(s)));
      if (!missing.isEmpty() && proven) {
        tasks.addAll(bySymbol(standing, missing));
      }
    }
    return tasks;
  }

  // ---- judging

  /// Explains the cells for which there is evidence that no bar exists.
  void judge(Handle handle, int runId) {
    var judge = new EmptyCells(policy.secondAskAfter());
    var recheck = Optional.of(clock.instant().plus(policy.emptyRecheckAfter()));
    var explained = new ArrayList<ExplainedRange>();
    var open = standings(handle, runId).stream().filter(s -> !s.missing().isEmpty()).toList();
    var around = tradingAround(handle, open);
    for (var standing : open) {
      var id = standing.instrument().id();
      var evidence = new TreeMap<LocalDate, String>();
      standing.missing().stream()
          .forEach(session -> {
            var omissions =
                standing.known().omissions().stream()
                    .filter(o -> o.sessions().contains(session))
                    .toList();
            var trading = Optional.ofNullable(around.get(quarter(session))).map(q -> q.get(id));
            judge
                .evidence(session, omissions, trading)
                .ifPresent(words -> evidence.put(session, words));
          });
      var empty = SessionSet.of(standing.missing().range(), evidence.keySet());
      for (var range : empty.ranges(standing.cells().expected())) {
        explained.add(
            new ExplainedRange(
                id,
                range,
                ExplainedRange.State.CONFIRMED_EMPTY,
                "no_trade",
                evidence.getOrDefault(range.first(), ""),
                recheck));
      }
    }
    coverage.explain(handle, runId, explained);
  }

  /// How the instruments with holes trade in each quarter that has holes, from one month before to
  /// one month after it.
  private Map<LocalDate, Map<InstrumentId, Coverage.Trading>> tradingAround(
      Handle handle, List<Standing> open) {
    var byQuarter = new TreeMap<LocalDate, Set<InstrumentId>>();
    for (var standing : open) {
      standing.missing().stream()
          .forEach(session ->
              byQuarter
                  .computeIfAbsent(quarter(session), q -> new HashSet<>())
                  .add(standing.instrument().id()));
    }
    var around = new HashMap<LocalDate, Map<InstrumentId, Coverage.Trading>>();
    byQuarter.forEach((first, ids) ->
        around.put(
            first,
            coverage.trading(
                handle, ids, new DateRange(first.minusMonths(1), first.plusMonths(4)))));
    return around;
  }

  private static LocalDate quarter(LocalDate date) {
    return LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1);
  }

  // ---- failed cells

  /// Cells whose tasks failed or were refused without an explanation.
  FailedCells failedCells(Handle handle, int runId) {
    var byInstrument = new HashMap<InstrumentId, List<DateRange>>();
    var forAll = new ArrayList<DateRange>();
    for (var task : ledger.ended(handle, runId, "failed", "refused")) {
      switch (task.kind()) {
        case AGGREGATES, TICKER_FILE ->
            task.instrument()
                .ifPresent(id ->
                    byInstrument.computeIfAbsent(id, i -> new ArrayList<>()).add(task.range()));
        case GROUPED, DAY_FILE -> forAll.add(task.range());
        case SECOND_LOOK, LISTING_LIFE -> {
          // Looks that failed leave the cell unexplained.
        }
      }
    }
    return new FailedCells(byInstrument, forAll);
  }

  record FailedCells(
      Map<InstrumentId, List<DateRange>> byInstrument, Collection<DateRange> forAll) {
    static final FailedCells NONE = new FailedCells(Map.of(), List.of());

    SessionSet of(InstrumentId instrument, DateRange range) {
      var dates = new HashSet<LocalDate>();
      var ranges = new ArrayList<>(forAll);
      ranges.addAll(byInstrument.getOrDefault(instrument, List.of()));
      for (var failed : ranges) {
        ExpectedSessions.overlap(failed, range)
            .ifPresent(
                common -> common.first().datesUntil(common.last().plusDays(1)).forEach(dates::add));
      }
      return SessionSet.of(range, dates);
    }
  }

  Instant now() {
    return clock.instant();
  }
}
