package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// What a run does after the first asking: it looks a second way at what answers left out, asks
/// again where that look found a bar, asks whether an instrument was listed at the ends of its
/// range, and judges what is left.
final class RunStages {
  /// A hole that is worth the question whether the ticker was another one's then.
  private static final int LONG_HOLE_SESSIONS = 5;

  /// Its share at least of all that is missing between two bars: one that trades on some days only
  /// has many holes.
  private static final double LARGE_SHARE = 0.5;

  /// Calls that this question takes: an empty list is asked for twice.
  static final int CALLS_A_HOLE = 2;

  private final LoadLedger ledger;
  private final Instruments instruments;
  private final Coverage coverage;
  private final Finality finality;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final CallCost cost;
  private final PlanReach reach;
  private final Standings standings;

  /// Runs in which the second look found no open cell: nothing is left for the stages after it.
  private final Set<Integer> runsWithoutOpenCells = ConcurrentHashMap.newKeySet();

  /// By run, the instruments of which no later stage changes a cell, until the run is summed up:
  /// those that a look at all found whole, and in the end those of which the judgement explained
  /// nothing. They are not read again.
  private final Map<Integer, Map<InstrumentId, Standing>> settled = new ConcurrentHashMap<>();

  /// By run, the instruments of which it turned out between two stages that they had another ticker
  /// for a while.
  private final Map<Integer, Set<InstrumentId>> renamed = new ConcurrentHashMap<>();

  RunStages(
      LoadSetup setup, LoadLedger ledger, Instruments instruments, CallCost cost, PlanReach reach) {
    this.ledger = ledger;
    this.instruments = instruments;
    coverage = Coverage.postgres();
    finality = setup.finality();
    policy = setup.policy();
    clock = setup.clock();
    this.cost = cost;
    this.reach = reach;
    this.standings = new Standings(instruments, coverage, finality, clock);
  }

  /// How each instrument of the run stands, measured from what is stored.
  List<Standing> standings(Handle handle, int runId) {
    var run = ledger.runs().run(handle, runId);
    return noted(
        runId,
        standings.of(
            handle,
            run.interval(),
            run.range(),
            run.everything(),
            ledger.runs().instruments(handle, runId),
            failedCells(handle, runId)));
  }

  /// As above, of those that are not settled.
  List<Standing> standingsOfTheRest(Handle handle, int runId) {
    var run = ledger.runs().run(handle, runId);
    return standings.of(
        handle,
        run.interval(),
        run.range(),
        run.everything(),
        without(
            ledger.runs().instruments(handle, runId),
            settled.getOrDefault(runId, Map.of()).keySet()),
        failedCells(handle, runId));
  }

  private List<Standing> noted(int runId, List<Standing> some) {
    settle(runId, some, Standing::isWhole);
    return some;
  }

  private void settle(int runId, List<Standing> some, Predicate<Standing> isSettled) {
    var found = new HashMap<>(settled.getOrDefault(runId, Map.of()));
    for (var standing : some) {
      if (isSettled.test(standing)) {
        found.put(standing.instrument().id(), standing);
      } else {
        found.remove(standing.instrument().id());
      }
    }
    settled.put(runId, found);
  }

  private record Looked(Standing standing, SessionSet open) {}

  /// Those that are not settled, with their open cells. Notes which of them are whole, and whether
  /// the run has no open cell left.
  private List<Looked> looked(Handle handle, int runId, Instant now) {
    var looked =
        noted(runId, standingsOfTheRest(handle, runId)).stream()
            .map(standing -> new Looked(standing, standing.open(now)))
            .toList();
    if (looked.stream().allMatch(one -> one.open().isEmpty())) {
      runsWithoutOpenCells.add(runId);
    }
    return looked;
  }

  /// Those that have a daily bar of a session.
  Map<InstrumentId, Symbol> stored(
      Handle handle, Map<InstrumentId, Symbol> some, LocalDate session) {
    var stored = new LinkedHashMap<InstrumentId, Symbol>();
    var known = coverage.read(handle, BarInterval.DAY, some.keySet(), DateRange.of(session));
    some.forEach((id, symbol) -> {
      var ours = known.get(id);
      if (ours != null && ours.stored().contains(session)) {
        stored.put(id, symbol);
      }
    });
    return stored;
  }

  private static Map<InstrumentId, Symbol> without(
      Map<InstrumentId, Symbol> asked, Set<InstrumentId> others) {
    var rest = new LinkedHashMap<>(asked);
    rest.keySet().removeAll(others);
    return rest;
  }

  /// Forgets what was noted of a run for its later stages.
  void forget(int runId) {
    runsWithoutOpenCells.remove(runId);
    settled.remove(runId);
    renamed.remove(runId);
  }

  /// How these instruments stand, in the order of `asked`; for the end of a run.
  ///
  /// @param runId empty where there was no run
  List<Standing> standings(
      Handle handle,
      OptionalInt runId,
      BarInterval interval,
      DateRange range,
      boolean everything,
      Map<InstrumentId, Symbol> asked,
      FailedCells failed) {
    Map<InstrumentId, Standing> known =
        runId.isPresent()
            ? Optional.ofNullable(settled.remove(runId.getAsInt())).orElse(Map.of())
            : Map.of();
    var rest =
        standings
            .of(handle, interval, range, everything, without(asked, known.keySet()), failed)
            .iterator();
    return asked.keySet().stream()
        .map(id -> Optional.ofNullable(known.get(id)).orElseGet(rest::next))
        .toList();
  }

  // ---- another ticker for a while

  /// Instruments with a long hole between two of their bars, which an instrument that traded under
  /// another ticker for a while has, and the middle session of the longest one. The longest first,
  /// as many as can be looked into.
  Map<InstrumentId, LocalDate> longHoles(Handle handle, int runId) {
    var holes = new ArrayList<Hole>();
    for (var one : looked(handle, runId, clock.instant())) {
      longest(one.standing(), one.open()).ifPresent(holes::add);
    }
    if (holes.isEmpty()) {
      return Map.of();
    }
    int budget = cost.affordable(ledger.account().ended(handle, runId, "done", "refused").size());
    var middles = new LinkedHashMap<InstrumentId, LocalDate>();
    holes.stream()
        .sorted(Comparator.comparingInt((Hole hole) -> hole.sessions().size()).reversed())
        .limit(budget / CALLS_A_HOLE)
        .forEach(hole ->
            middles.put(
                hole.instrument(), hole.sessions().toList().get(hole.sessions().size() / 2)));
    return middles;
  }

  private record Hole(InstrumentId instrument, SessionSet sessions) {}

  private static Optional<Hole> longest(Standing standing, SessionSet open) {
    if (open.isEmpty() || standing.life().isEmpty()) {
      return Optional.empty();
    }
    var inner = standing.untraded(open).within(standing.life().get());
    return inner.ranges(standing.cells().expected()).stream()
        .map(range -> new Hole(standing.instrument().id(), inner.within(range)))
        .max(Comparator.comparingInt(hole -> hole.sessions().size()))
        .filter(hole -> hole.sessions().size() >= LONG_HOLE_SESSIONS)
        .filter(hole -> hole.sessions().size() >= LARGE_SHARE * inner.size());
  }

  /// From now on the second look asks for these by symbol, under the tickers that they had.
  void noteRenamed(int runId, Set<InstrumentId> instruments) {
    renamed.put(runId, instruments);
  }

  // ---- second look

  /// Tasks that look another way at sessions which answers left out, and by symbol where the plan
  /// refused the answer for the whole market.
  List<NewTask> secondLook(Handle handle, int runId) {
    var run = ledger.runs().run(handle, runId);
    if (run.source().startsWith(Loader.FILES) || runsWithoutOpenCells.contains(runId)) {
      return List.of();
    }
    var asked = ledger.account().ended(handle, runId, "done", "refused");
    var wholeMarket = new HashSet<LocalDate>();
    var refused = new HashSet<LocalDate>();
    for (var task : asked) {
      if (task.kind() == NewTask.Kind.GROUPED) {
        (task.state().equals("done") ? wholeMarket : refused).add(task.range().first());
      }
    }
    var now = clock.instant();
    var looked = looked(handle, runId, now);
    if (runsWithoutOpenCells.contains(runId)) {
      return List.of();
    }
    var answered = ledger.account().wholeMarketSessions(handle, run.range(), finality.delay());
    var fallback = new ArrayList<NewTask>();
    var bySymbol = new ArrayList<NewTask>();
    var sessions = new HashMap<LocalDate, Integer>();
    for (var one : looked) {
      var standing = one.standing();
      var open = one.open();
      if (renamed.getOrDefault(runId, Set.of()).contains(standing.instrument().id())) {
        fallback.addAll(bySymbol(run.interval(), standing, open));
        continue;
      }
      var unanswered = SessionSet.of(open.range(), refused).and(open);
      if (!unanswered.isEmpty()) {
        fallback.addAll(bySymbol(run.interval(), standing, unanswered));
        open = open.minus(unanswered);
      }
      if (open.isEmpty()) {
        continue;
      }
      for (var session : Gaps.of(standing, open).lookAt()) {
        if (standing.known().traded().contains(session)) {
          continue; // a daily bar is the second look at missing minutes
        }
        if (!standing.isInWholeMarket()) {
          continue; // there is no other way to look
        }
        if (wholeMarket.contains(session)
            || leftOutByTheWholeMarketAlone(standing, session, answered)) {
          bySymbol.addAll(
              bySymbol(run.interval(), standing, SessionSet.of(open.range(), List.of(session))));
        } else {
          sessions.merge(session, 1, Integer::sum);
        }
      }
    }
    int budget = cost.affordable(asked.size());
    var tasks = merged(fallback);
    merged(bySymbol).stream().limit(budget).forEach(tasks::add);
    if (!refusesWholeMarket(handle, run.source(), now.minus(policy.refusedRecheckAfter()))) {
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

  /// Whether an earlier answer for the whole market left the session out, which would say the same
  /// again, and nobody asked by symbol.
  ///
  /// @param answered sessions of which such an answer was stored
  private static boolean leftOutByTheWholeMarketAlone(
      Standing standing, LocalDate session, Set<LocalDate> answered) {
    var paths = standing.known().leftOutBy(session);
    return !paths.contains(Omission.AnswerPath.AGGREGATES)
        && (paths.contains(Omission.AnswerPath.GROUPED) || answered.contains(session));
  }

  /// Whether the plan refuses the answer for the whole market, as runs and probes found it since.
  boolean refusesWholeMarket(Handle handle, String source, Instant since) {
    return reach.refusesWholeMarket()
        || ledger
            .account()
            .refusesWholeMarket(handle, source, reach.wholeMarketRefusalsSince(since));
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
    return new ArrayList<>(merged.values());
  }

  List<NewTask> bySymbol(BarInterval interval, Standing standing, SessionSet due) {
    return CheapestPath.byInstrument(
        interval,
        new CheapestPath.Owed(
            standing.instrument().id(),
            spans(standing.instrument(), standing.symbol()),
            due,
            standing.isInWholeMarket()));
  }

  /// The tickers under which an instrument is asked for, with their dates.
  List<CheapestPath.Span> spans(Instrument instrument, Symbol asked) {
    return spans(instruments.symbols(instrument.id()), asked);
  }

  /// As above, of many at once.
  ///
  /// @param asked each with the ticker that counts where none is known with dates
  Map<InstrumentId, List<CheapestPath.Span>> spans(Map<InstrumentId, Symbol> asked) {
    var known = instruments.symbols(asked.keySet());
    var spans = new HashMap<InstrumentId, List<CheapestPath.Span>>();
    asked.forEach((id, symbol) -> spans.put(id, spans(known.getOrDefault(id, List.of()), symbol)));
    return spans;
  }

  private static List<CheapestPath.Span> spans(List<SymbolSpan> known, Symbol asked) {
    return known.isEmpty()
        ? List.of(CheapestPath.Span.ever(asked))
        : known.stream()
            .map(span ->
                new CheapestPath.Span(
                    span.symbol(),
                    new DateRange(
                        span.from().orElse(DateRange.ALWAYS.first()),
                        span.to().orElse(DateRange.ALWAYS.last()))))
            .toList();
  }

  // ---- asking again

  /// Tasks for instruments whose bars are still missing although the second look found one that the
  /// first answer had left out, or although a daily bar shows that minutes were traded: that answer
  /// was wrong, so it is asked for again.
  List<NewTask> askAgain(Handle handle, int runId) {
    var run = ledger.runs().run(handle, runId);
    if (run.source().startsWith(Loader.FILES) || runsWithoutOpenCells.contains(runId)) {
      return List.of();
    }
    var looked = new HashSet<LocalDate>();
    ledger.account().ended(handle, runId, "done").stream()
        .filter(t -> t.kind() == NewTask.Kind.SECOND_LOOK)
        .forEach(t -> looked.add(t.range().first()));
    var interval = run.interval();
    if (looked.isEmpty() && interval == BarInterval.DAY) {
      return List.of();
    }
    var now = clock.instant();
    var tasks = new ArrayList<NewTask>();
    for (var standing : standingsOfTheRest(handle, runId)) {
      var open = standing.open(now);
      var wrong =
          switch (interval) {
            case DAY -> isProvenWrong(standing, looked) ? open : SessionSet.none(open.range());
            case MINUTE -> open.and(standing.known().traded());
          };
      if (!wrong.isEmpty()) {
        tasks.addAll(bySymbol(interval, standing, wrong));
      }
    }
    return tasks;
  }

  private static boolean isProvenWrong(Standing standing, Set<LocalDate> looked) {
    return standing.known().omissions().stream()
        .filter(o -> o.path() == Omission.AnswerPath.AGGREGATES)
        .anyMatch(o ->
            looked.stream()
                .anyMatch(s -> o.sessions().contains(s) && standing.known().stored().contains(s)));
  }

  // ---- listed or not

  /// Tasks that ask whether an instrument was listed before its first and after its last bar; after
  /// all else, since a bar that turns up answers it.
  List<NewTask> listingLife(Handle handle, int runId) {
    if (ledger.runs().run(handle, runId).source().startsWith(Loader.FILES)
        || runsWithoutOpenCells.contains(runId)) {
      return List.of();
    }
    var now = clock.instant();
    var tasks = new ArrayList<NewTask>();
    for (var standing : standingsOfTheRest(handle, runId)) {
      var open = standing.open(now);
      if (!open.isEmpty()) {
        for (var range : Gaps.of(standing, open).outer()) {
          tasks.add(
              new NewTask(
                  NewTask.Kind.LISTING_LIFE,
                  Optional.of(standing.instrument().id()),
                  standing.symbol().ticker(),
                  range));
        }
      }
    }
    int budget = cost.affordable(ledger.account().ended(handle, runId, "done", "refused").size());
    return tasks.stream().limit(budget).toList();
  }

  /// Explains the cells for which there is evidence that no bar exists.
  ///
  /// @param marketWide what this process saw in answers for the whole market
  void judge(Handle handle, int runId, OmissionRate marketWide) {
    if (runsWithoutOpenCells.contains(runId)) {
      return;
    }
    var run = ledger.runs().run(handle, runId);
    var asked = ledger.runs().instruments(handle, runId);
    var all =
        standings.of(
            handle,
            run.interval(),
            run.range(),
            run.everything(),
            asked,
            failedCells(handle, runId));
    var explained =
        new Judgement(coverage, finality, policy, clock)
            .of(
                handle,
                run,
                all,
                () -> standings.habits(handle, run.interval(), run.range(), asked.keySet()),
                ledger.account().wholeMarketAnswers(handle, runId),
                marketWide);
    settle(runId, all, standing -> !explained.contains(standing.instrument().id()));
  }

  // ---- failed cells

  /// Cells whose tasks failed or were refused without an explanation.
  FailedCells failedCells(Handle handle, int runId) {
    var byInstrument = new HashMap<InstrumentId, List<DateRange>>();
    var forAll = new ArrayList<DateRange>();
    for (var task : ledger.account().ended(handle, runId, "failed", "refused")) {
      switch (task.kind()) {
        case AGGREGATES, TICKER_FILE, MINUTES ->
            task.instrument()
                .ifPresent(id ->
                    byInstrument.computeIfAbsent(id, i -> new ArrayList<>()).add(task.range()));
        case GROUPED, DAY_FILE, MINUTE_FILE -> {
          if (!isEntitlement(task)) {
            forAll.add(task.range());
          }
        }
        case SECOND_LOOK, LISTING_LIFE -> {
          // Looks that failed leave the cell unexplained.
        }
      }
    }
    return new FailedCells(byInstrument, forAll);
  }

  /// A refused answer for the whole market is made up for by symbol.
  static boolean isEntitlement(RunAccount.EndedTask task) {
    return task.kind() == NewTask.Kind.GROUPED && task.state().equals("refused");
  }
}
