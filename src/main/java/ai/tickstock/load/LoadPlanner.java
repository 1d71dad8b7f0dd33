package ai.tickstock.load;

import ai.tickstock.bars.SessionSet;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.flatfile.DataFolder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Works out what a request owes and which tasks bring it for the least. Asks nobody.
final class LoadPlanner {
  private static final int ROWS_OF_A_WHOLE_MARKET_SESSION = 11_500;

  /// Stands for an instrument that the database does not know yet.
  private static final InstrumentId NOBODY = new InstrumentId(Integer.MAX_VALUE);

  private final LoadSetup setup;
  private final Database database;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final Finality finality;
  private final LoadLedger ledger;
  private final Instruments instruments;
  private final EquityTypes types;
  private final Targets targets;
  private final TickerCheck tickers;
  private final RunStages stages;
  private final CallCost callCost;
  private final PlanReach reach;
  private final OwedSessions owedSessions;
  private final FilesOwed files;

  LoadPlanner(
      LoadSetup setup,
      LoadLedger ledger,
      Instruments instruments,
      EquityTypes types,
      Targets targets,
      TickerCheck tickers,
      RunStages stages,
      CallCost callCost,
      PlanReach reach) {
    this.setup = setup;
    database = setup.database();
    policy = setup.policy();
    clock = setup.clock();
    finality = setup.finality();
    this.ledger = ledger;
    this.instruments = instruments;
    this.types = types;
    this.targets = targets;
    this.tickers = tickers;
    this.stages = stages;
    this.callCost = callCost;
    this.reach = reach;
    owedSessions = new OwedSessions(stages, finality, policy, clock);
    files = new FilesOwed(database, ledger, finality, clock, setup.published());
  }

  /// What a load would do and cost, from what is known here; asks nobody.
  Loader.Planned plan(LoadRequest request) {
    return switch (targets.namedToPlan(request.target(), request.range())) {
      case Targets.Named.Problems(var problems) -> new Loader.Planned.Misunderstood(problems);
      case Targets.Named.Members(var members) -> {
        boolean everything = request.isEverything();
        var unknown = new HashSet<>(targets.unknown(members));
        var known = members.stream().filter(m -> !unknown.contains(m.symbol())).toList();
        Map<InstrumentId, Symbol> asked = everything ? knownInstruments() : Map.of();
        if (!known.isEmpty()) {
          switch (targets.match(new LoadRequest.Target.Universe(""), known)) {
            case Targets.Lookup.Found found -> asked = found.found();
            case Targets.Lookup.Nobody nobody -> {
              if (unknown.isEmpty()) {
                yield new Loader.Planned.Misunderstood(nobody.problems());
              }
            }
          }
        }
        yield new Loader.Planned.Plan(plan(request, asked, unknown));
      }
    };
  }

  /// Instruments of the types that loads of everything take.
  Map<InstrumentId, Symbol> knownInstruments() {
    return instruments.all(InstrumentFilter.EVERY).stream()
        .filter(types.now()::isLoaded)
        .collect(Collectors.toMap(Instrument::id, Instrument::symbol));
  }

  /// Of those the ones that trade on a session by the calendar that is followed here.
  private Map<InstrumentId, Symbol> trackedOn(LocalDate session) {
    var processing = types.now();
    return instruments.all(InstrumentFilter.EVERY).stream()
        .filter(processing::isLoaded)
        .filter(one -> one.follows().equals(finality.calendar().exchange()))
        .filter(one -> one.isListedOn(session))
        .collect(Collectors.toMap(Instrument::id, Instrument::symbol));
  }

  /// Whom an end of a session answers for. An earlier session is compared with what somebody asked
  /// for: all there is, or, where nobody ever asked for that, who has a bar of it. A comparison
  /// brings no instrument to a session.
  Map<InstrumentId, Symbol> tracked(LoadRequest.Target.EndOfDay target, LocalDate session) {
    var all = trackedOn(session);
    return target.isComparison()
        ? database.read(handle ->
            ledger.account().isWholeMarketAsked(handle, session, all.keySet())
                ? all
                : stages.stored(handle, all, session))
        : all;
  }

  /// The answer for the whole market is of the US alone: elsewhere each instrument is asked for.
  List<NewTask> endOfDayTasks(LoadRequest request, Map<InstrumentId, Symbol> tracked) {
    var session = request.range().first();
    if (finality.calendar().exchange().equals(Mic.XNYS)) {
      return List.of(CheapestPath.grouped(NewTask.Kind.GROUPED, session));
    }
    var day = SessionSet.of(request.range(), List.of(session));
    var spans = stages.spans(tracked);
    return tracked.keySet().stream()
        .map(id -> new CheapestPath.Owed(id, spans.getOrDefault(id, List.of()), day, false))
        .flatMap(owed -> CheapestPath.byInstrument(request.interval(), owed).stream())
        .toList();
  }

  private LoadPlan plan(
      LoadRequest request, Map<InstrumentId, Symbol> asked, Collection<Symbol> unknown) {
    boolean everything = request.isEverything();
    var owed = owed(request, asked);
    // What lies beyond the plan is refused without a call.
    var beyond = reach.refreshed().refusedBefore(request.interval());
    var atHand = request.files().map(_ -> filesAtHand(request, asked, Optional.empty()));
    var tasks =
        tasks(request, owed.due(), atHand).stream()
            .filter(task -> !BeyondPlan.holds(task, beyond))
            .toList();
    int sessions = owed.expected().all().size();
    int unknownTasks = request.files().isPresent() ? 0 : unknown.size();
    var expectedSessions = owed.expected().all();
    int bySymbol =
        count(tasks, NewTask.Kind.AGGREGATES)
            + minuteCalls(tasks, expectedSessions)
            + unknownTasks * callsForAll(request, expectedSessions);
    int bySession = count(tasks, NewTask.Kind.GROUPED);
    var toRead = tasks.stream().filter(LoadPlanner::readsAFile).map(NewTask::address).toList();
    int reference =
        request.files().isPresent()
            ? 0
            : ListedNames.calls(unknown.size(), everything)
                + tickers.calls(asked.keySet(), unknown.size(), request.range(), everything)
                + targets.actionCalls(asked, request.range(), everything)
                + (asked.isEmpty() && !unknown.isEmpty() ? 2 : 0);
    long due =
        BeyondPlan.split(request.interval(), owed.due(), beyond).served().stream()
                .mapToLong(o -> o.due().size())
                .sum()
            + (long) unknown.size() * sessions;
    long rows =
        !toRead.isEmpty()
            ? 0
            : everything
                ? (long) bySession * ROWS_OF_A_WHOLE_MARKET_SESSION
                : due * rowsASession(request)
                    + (long) bySession * Math.max(0, ROWS_OF_A_WHOLE_MARKET_SESSION - asked.size());
    int calls = bySymbol + bySession + reference;
    var sizes = FilesOwed.sizes(request, toRead);
    long bytes =
        toRead.isEmpty()
            ? CallCost.bytes(calls, rows)
            : sizes.values().stream().mapToLong(size -> size).sum();
    int symbols = asked.size() + unknownTasks;
    var later =
        toRead.isEmpty()
            ? LaterAsks.atMost(
                new LaterAsks.First(
                    request.interval(),
                    everything,
                    everything ? Math.max(symbols, ROWS_OF_A_WHOLE_MARKET_SESSION) : symbols,
                    callsForAll(request, expectedSessions),
                    bySymbol,
                    bySession,
                    sessions,
                    rows),
                callCost,
                policy.taskAttempts(),
                ROWS_OF_A_WHOLE_MARKET_SESSION)
            : LaterAsks.NONE;
    long millis =
        (long) (1000 * (toRead.isEmpty() ? callCost.seconds(calls, rows) : bytes / 3_000_000.0));
    var spread = TypeTasks.spread(new TypeTasks(types.now(), instruments).arranged(tasks));
    int joins =
        database.read(handle -> ledger.runs().unfinished(handle, fingerprint(request)).orElse(0));
    return new LoadPlan(
        request.range(),
        owed.exchanges(),
        asked.size(),
        unknown.stream().map(Symbol::ticker).sorted().toList(),
        owed.count(),
        due,
        bySymbol,
        bySession,
        sizes,
        reference,
        rows,
        bytes,
        calls + later.calls(),
        toRead.isEmpty() ? CallCost.bytes(calls + later.calls(), rows + later.rows()) : bytes,
        Duration.ofMillis(Math.max(millis, spread.toMillis())),
        setup.configuredLimit(),
        wholeCalls(request, asked.size() + unknown.size(), expectedSessions),
        joins,
        atHand.map(FilesAtHand::notes).orElse(List.of()));
  }

  /// Of the same load into an empty database, by symbol.
  private int wholeCalls(LoadRequest request, int symbols, SessionSet expected) {
    return symbols * callsForAll(request, expected)
        + ListedNames.calls(symbols, false)
        + tickers.calls(Set.of(), symbols, request.range(), false)
        + targets.actionCalls(symbols);
  }

  private static int rowsASession(LoadRequest request) {
    return request.interval() == BarInterval.MINUTE ? CheapestPath.MINUTES_A_SESSION : 1;
  }

  private static int minuteCalls(List<NewTask> tasks, SessionSet sessions) {
    return tasks.stream()
        .filter(task -> task.kind() == NewTask.Kind.MINUTES)
        .mapToInt(task -> CheapestPath.calls(task, sessions.within(task.range()).size()))
        .sum();
  }

  /// Calls for all sessions of an instrument that is not known yet.
  private static int callsForAll(LoadRequest request, SessionSet sessions) {
    if (request.interval() == BarInterval.DAY || sessions.isEmpty()) {
      return 1;
    }
    var whole =
        new CheapestPath.Owed(NOBODY, List.of(CheapestPath.Span.ever(new Symbol("NEW"))), sessions);
    return minuteCalls(CheapestPath.byInstrument(BarInterval.MINUTE, whole), sessions);
  }

  private static int count(List<NewTask> tasks, NewTask.Kind kind) {
    return (int) tasks.stream().filter(task -> task.kind() == kind).count();
  }

  private static boolean readsAFile(NewTask task) {
    return switch (task.kind()) {
      case DAY_FILE, TICKER_FILE, MINUTE_FILE -> true;
      case AGGREGATES, GROUPED, SECOND_LOOK, LISTING_LIFE, MINUTES -> false;
    };
  }

  /// @param atHand the request's files, where it is to read some
  List<NewTask> tasks(
      LoadRequest request, List<CheapestPath.Owed> due, Optional<FilesAtHand> atHand) {
    if (atHand.isPresent()) {
      return FilesOwed.tasks(request, due, atHand.get());
    }
    if (request.isEverything()) {
      var elsewhere = due.stream().filter(one -> !one.inWholeMarket());
      return Stream.concat(
              database.read(handle -> sessionsNotAskedYet(handle, request.range())).stream()
                  .map(session -> CheapestPath.grouped(NewTask.Kind.GROUPED, session)),
              elsewhere.flatMap(one -> CheapestPath.byInstrument(request.interval(), one).stream()))
          .toList();
    }
    var interval = request.interval();
    var split = BeyondPlan.split(interval, due, reach.refreshed().refusedBefore(interval));
    if (interval == BarInterval.MINUTE) {
      return split.with(
          split.served().stream()
              .flatMap(one -> CheapestPath.byInstrument(interval, one).stream())
              .toList());
    }
    boolean groupedAllowed =
        !database.read(handle ->
            stages.refusesWholeMarket(
                handle, source(request), clock.instant().minus(policy.refusedRecheckAfter())));
    return split.with(
        new CheapestPath(callCost, ROWS_OF_A_WHOLE_MARKET_SESSION, groupedAllowed)
            .tasks(split.served()));
  }

  /// Published sessions of which no final answer for the whole market is stored.
  private List<LocalDate> sessionsNotAskedYet(Handle handle, DateRange range) {
    var now = clock.instant();
    var asked = ledger.account().wholeMarketSessions(handle, range, finality.delay());
    return new ExpectedSessions(finality.calendar(), range, true)
        .all().stream()
            .filter(session -> !finality.isPending(session, now) && !asked.contains(session))
            .toList();
  }

  /// As [FilesOwed#atHand] gives them.
  FilesAtHand filesAtHand(
      LoadRequest request, Map<InstrumentId, Symbol> asked, Optional<DataFolder> opened) {
    return files.atHand(request, asked, opened);
  }

  OwedSessions.Owed owed(LoadRequest request, Map<InstrumentId, Symbol> measured) {
    return database.read(handle -> owedSessions.of(handle, request, measured));
  }

  /// Where the answers come from, as runs note it.
  String source(LoadRequest request) {
    return request.files().map(files::source).orElseGet(setup::vendorName);
  }

  /// Equal for equal requests.
  String fingerprint(LoadRequest request) {
    var text =
        String.join(
            "|",
            request.interval().word(),
            request.range().toString(),
            request.target().toString(),
            source(request),
            Boolean.toString(request.sourceAdjusted()));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
