package ai.tickstock.load;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.CellState;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.SessionLock;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.DayFile;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.Universes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Loads daily bars: plans what is owed, runs it so that it can break off anywhere, and says what
/// is stored at the end.
public final class Loader {
  static final String FILES = "files";
  private static final int STAGES = 4;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int ROWS_OF_A_WHOLE_MARKET_SESSION = 11_500;

  private final Database database;
  private final Optional<Vendor> vendor;
  private final RateLimit configuredLimit;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final String worker;
  private final Finality finality;

  private final LoadLedger ledger;
  private final BarStore bars;
  private final Coverage coverage;
  private final Quarantine quarantine;
  private final Instruments instruments;
  private final ListingSync listing;
  private final EquityTypes types;
  private final Targets targets;
  private final TickerCheck tickers;
  private final RunStages stages;
  private final CallCost callCost;

  /// @param vendor whom to ask; empty where only files are read
  /// @param configuredLimit the vendor's limit, for plans
  /// @param worker a name for this process, shown with the runs
  public Loader(
      Database database,
      Optional<Vendor> vendor,
      RateLimit configuredLimit,
      LoadPolicy policy,
      InstantSource clock,
      String worker) {
    this.database = database;
    this.vendor = vendor;
    this.configuredLimit = configuredLimit;
    this.policy = policy;
    this.clock = clock;
    this.worker = worker;
    this.finality = new Finality(TradingCalendar.nyse(), policy.finalDelay());
    this.ledger = new LoadLedger(database);
    this.bars = BarStore.postgres(database);
    this.coverage = Coverage.postgres();
    this.quarantine = Quarantine.postgres(database);
    this.instruments = Instruments.postgres(database);
    this.listing = ListingSync.postgres(database);
    this.types = EquityTypes.postgres(database);
    this.targets =
        new Targets(
            database,
            instruments,
            listing,
            types,
            CorporateActions.postgres(database),
            Universes.postgres(database),
            clock);
    this.callCost = new CallCost(configuredLimit, policy.concurrency());
    this.tickers = new TickerCheck(database, instruments, listing, callCost, clock);
    this.stages = new RunStages(ledger, instruments, coverage, finality, policy, clock, callCost);
  }

  // ---- planning

  /// How planning went.
  public sealed interface Planned {
    record Plan(LoadPlan plan) implements Planned {}

    record Misunderstood(List<String> problems) implements Planned {}
  }

  /// What a load would do and cost, from what is known here; asks nobody.
  public Planned plan(LoadRequest request) {
    return switch (targets.named(request.target())) {
      case Targets.Named.Problems(var problems) -> new Planned.Misunderstood(problems);
      case Targets.Named.Members(var members) -> {
        boolean everything = isEverything(request);
        var unknown = new HashSet<>(targets.unknown(members));
        var known = members.stream().filter(m -> !unknown.contains(m.symbol())).toList();
        Map<InstrumentId, Symbol> asked = everything ? knownInstruments() : Map.of();
        if (!known.isEmpty()) {
          switch (targets.match(new LoadRequest.Target.Universe(""), known, Answer.Cost.NONE)) {
            case Targets.Lookup.Found found -> asked = found.found();
            case Targets.Lookup.Nobody nobody -> {
              if (unknown.isEmpty()) {
                yield new Planned.Misunderstood(nobody.problems());
              }
            }
            case Targets.Lookup.Unanswered unanswered ->
                throw new IllegalStateException("matching asks nobody: " + unanswered.message());
          }
        }
        yield new Planned.Plan(plan(request, asked, unknown));
      }
    };
  }

  private Map<InstrumentId, Symbol> knownInstruments() {
    return instruments.all(InstrumentFilter.EVERY).stream()
        .filter(i -> i.type().isEmpty() || types.isLoaded(i.type().get()))
        .collect(Collectors.toMap(Instrument::id, Instrument::symbol));
  }

  private LoadPlan plan(
      LoadRequest request, Map<InstrumentId, Symbol> asked, Collection<Symbol> unknown) {
    boolean everything = isEverything(request);
    var owed = database.read(handle -> owed(handle, request, asked));
    var tasks = tasks(request, owed.due(), Optional.empty());
    int sessions = owed.expected().all().size();
    int unknownTasks = request.files().isPresent() ? 0 : unknown.size();
    int bySymbol = count(tasks, NewTask.Kind.AGGREGATES) + unknownTasks;
    int bySession = count(tasks, NewTask.Kind.GROUPED);
    int files = count(tasks, NewTask.Kind.DAY_FILE) + count(tasks, NewTask.Kind.TICKER_FILE);
    int reference =
        request.files().isPresent()
            ? 0
            : targets.listCalls(unknown.size(), everything)
                + tickers.calls(asked.keySet(), unknown.size(), request.range(), everything)
                + targets.actionCalls(asked, request.range(), everything)
                + (asked.isEmpty() && !unknown.isEmpty() ? 2 : 0);
    long due =
        owed.due().stream().mapToLong(o -> o.due().size()).sum() + (long) unknown.size() * sessions;
    long rows =
        files > 0
            ? 0
            : everything
                ? (long) bySession * ROWS_OF_A_WHOLE_MARKET_SESSION
                : due
                    + (long) bySession * Math.max(0, ROWS_OF_A_WHOLE_MARKET_SESSION - asked.size());
    int calls = bySymbol + bySession + reference;
    long bytes = files > 0 ? fileBytes(tasks) : CallCost.bytes(calls, rows);
    long millis = (long) (1000 * (files > 0 ? bytes / 3_000_000.0 : callCost.seconds(calls, rows)));
    int joins = database.read(handle -> ledger.unfinished(handle, fingerprint(request)).orElse(0));
    return new LoadPlan(
        request.range(),
        asked.size(),
        unknown.stream().map(Symbol::ticker).sorted().toList(),
        owed.count(),
        due,
        bySymbol,
        bySession,
        files,
        reference,
        rows,
        bytes,
        Duration.ofMillis(millis),
        configuredLimit,
        joins);
  }

  private static int count(List<NewTask> tasks, NewTask.Kind kind) {
    return (int) tasks.stream().filter(task -> task.kind() == kind).count();
  }

  private static long fileBytes(List<NewTask> tasks) {
    return tasks.stream().mapToLong(task -> Path.of(task.address()).toFile().length()).sum();
  }

  /// What the instruments owe in the range: expected sessions that have no final bar and no
  /// explanation that still holds.
  private record Owed(
      ExpectedSessions expected, List<CheapestPath.Owed> due, CoverageCount count) {}

  private Owed owed(Handle handle, LoadRequest request, Map<InstrumentId, Symbol> asked) {
    boolean everything = isEverything(request);
    var expected = new ExpectedSessions(finality.calendar(), request.range(), everything);
    var now = clock.instant();
    var due = new ArrayList<CheapestPath.Owed>();
    var count = CoverageCount.NONE;
    for (var standing :
        stages.standings(handle, request.range(), everything, asked, RunStages.FailedCells.NONE)) {
      count = count.plus(standing.cells().count());
      var sessions = standing.open(now).plus(nowFinal(standing, now));
      if (!sessions.isEmpty()) {
        due.add(
            new CheapestPath.Owed(
                standing.instrument().id(),
                stages.spans(standing.instrument(), standing.symbol()),
                sessions));
      }
    }
    return new Owed(expected, due, count);
  }

  /// Provisional bars whose final values the vendor has by now.
  private SessionSet nowFinal(RunStages.Standing standing, Instant now) {
    var provisional = standing.cells().in(CellState.PROVISIONAL);
    return SessionSet.of(
        provisional.range(), provisional.stream().filter(s -> finality.isFinal(s, now)).toList());
  }

  private List<NewTask> tasks(
      LoadRequest request, List<CheapestPath.Owed> due, Optional<DataFolder> opened) {
    if (request.files().isPresent()) {
      return fileTasks(
          request, due, opened.orElseGet(() -> DataFolder.open(request.files().get())));
    }
    if (isEverything(request)) {
      return database.read(handle -> sessionsNotAskedYet(handle, request.range())).stream()
          .map(session -> CheapestPath.grouped(NewTask.Kind.GROUPED, session))
          .toList();
    }
    boolean groupedAllowed =
        !database.read(handle ->
            ledger.refusesWholeMarket(
                handle, source(request), clock.instant().minus(policy.refusedRecheckAfter())));
    return new CheapestPath(callCost, ROWS_OF_A_WHOLE_MARKET_SESSION, groupedAllowed).tasks(due);
  }

  /// Published sessions of which no final answer for the whole market is stored.
  private List<LocalDate> sessionsNotAskedYet(Handle handle, DateRange range) {
    var now = clock.instant();
    var asked = ledger.wholeMarketSessions(handle, range, finality.delay());
    return new ExpectedSessions(finality.calendar(), range, true)
        .all().stream()
            .filter(session -> !finality.isPending(session, now) && !asked.contains(session))
            .toList();
  }

  private static List<NewTask> fileTasks(
      LoadRequest request, List<CheapestPath.Owed> due, DataFolder folder) {
    var sessions = new HashSet<LocalDate>();
    due.forEach(one -> one.due().stream().forEach(sessions::add));
    var wanted = new HashSet<Symbol>();
    due.forEach(one -> one.spans().forEach(span -> wanted.add(span.symbol())));
    boolean everything = isEverything(request);
    var tasks = new ArrayList<NewTask>();
    for (DayFile file : folder.dayFiles(request.range())) {
      if (everything || sessions.contains(file.session())) {
        tasks.add(
            new NewTask(
                NewTask.Kind.DAY_FILE,
                Optional.empty(),
                file.path().toString(),
                DateRange.of(file.session())));
      }
    }
    for (var file : folder.tickerFiles()) {
      if (everything || wanted.contains(file.symbol())) {
        tasks.add(
            new NewTask(
                NewTask.Kind.TICKER_FILE,
                Optional.empty(),
                file.path().toString(),
                request.range()));
      }
    }
    return tasks;
  }

  // ---- loading

  /// Loads what the request owes; continues the unfinished run of the same request where there is
  /// one.
  ///
  /// @throws InterruptedException when stopped from outside; the run can be resumed
  public LoadResult load(LoadRequest request, LoadObserver observer) throws InterruptedException {
    long began = System.nanoTime();
    var open = database.read(handle -> ledger.unfinished(handle, fingerprint(request)));
    if (open.isPresent()) {
      observer.note("continuing run " + open.get() + ", which was asked for in the same words");
      return resume(open.get(), observer);
    }
    var named = targets.named(request.target());
    if (named instanceof Targets.Named.Problems(var problems)) {
      return new LoadResult.Misunderstood(problems);
    }
    var members = named instanceof Targets.Named.Members(var list) ? list : List.<Member>of();
    var folder = request.files().map(DataFolder::open);
    if (folder.isEmpty() && vendor.isEmpty()) {
      return new LoadResult.NotStarted("there is no vendor to ask: give a key or --from-files");
    }
    folder.ifPresent(f -> observer.note("from " + f.path() + ": " + f.summary()));
    if (folder.isPresent()
        && folder.get().tickerFiles().isEmpty()
        && folder.get().dayFiles(request.range()).isEmpty()) {
      return new LoadResult.Misunderstood(
          List.of(
              folder.get().path()
                  + " has no day file in "
                  + request.range()
                  + "; it has "
                  + folder.get().summary()));
    }

    boolean everything = isEverything(request);
    var reference = Answer.Cost.NONE;
    if (folder.isPresent()) {
      targets.learnFromFolder(folder.get());
    } else {
      var unknown = targets.unknown(members);
      if (everything || !unknown.isEmpty()) {
        observer.note(
            everything
                ? "reading the vendor's list of instruments"
                : "asking the vendor about "
                    + unknown.size()
                    + " "
                    + (unknown.size() == 1 ? "ticker that is" : "tickers that are")
                    + " new here");
      }
      var learned = targets.learnFromVendor(vendor.get(), unknown, request.target());
      reference = reference.plus(learned.cost());
      switch (learned) {
        case Answer.Failed<List<String>>(var failure, var cost) -> {
          return new LoadResult.NotStarted(failure.toString());
        }
        case Answer.Given<List<String>>(var problems, var cost, var at) -> {
          if (!problems.isEmpty()) {
            return new LoadResult.Misunderstood(problems);
          }
        }
      }
    }

    Map<InstrumentId, Symbol> asked = Map.of();
    List<String> leftOut = List.of();
    if (!everything) {
      switch (targets.match(request.target(), members, reference)) {
        case Targets.Lookup.Found found -> {
          asked = found.found();
          leftOut = found.leftOut();
        }
        case Targets.Lookup.Nobody nobody -> {
          return new LoadResult.Misunderstood(nobody.problems());
        }
        case Targets.Lookup.Unanswered unanswered -> {
          return new LoadResult.NotStarted(unanswered.message());
        }
      }
    }
    if (folder.isEmpty()) {
      var checked =
          tickers.check(
              vendor.get(),
              everything ? knownInstruments() : asked,
              request.range(),
              everything,
              observer);
      reference = reference.plus(checked.cost());
      if (checked.failure().isPresent()) {
        return new LoadResult.NotStarted(checked.failure().get().toString());
      }
      asked = everything ? asked : checked.trusted();
      leftOut = Stream.concat(leftOut.stream(), checked.leftOut().stream()).toList();
    }
    leftOut.forEach(line -> observer.note("not loaded: " + line));
    if (vendor.isPresent() && folder.isEmpty()) {
      var stored = targets.actionsFromVendor(vendor.get(), asked, request.range(), everything);
      reference = reference.plus(stored.cost());
      if (stored instanceof Answer.Failed<Integer>(var failure, var cost)) {
        observer.note("splits and dividends were not read: " + failure);
      }
    }

    var measured = everything && folder.isEmpty() ? knownInstruments() : asked;
    var owed = owedNow(request, measured);
    var tasks = tasks(request, owed.due(), folder);
    if (tasks.isEmpty() && owed.due().isEmpty()) {
      var summary =
          summary(
              OptionalInt.empty(),
              request.range(),
              everything,
              measured,
              leftOut,
              reference,
              began,
              0);
      return new LoadResult.Finished(summary);
    }
    var run =
        ledger.openOrJoin(
            new LoadLedger.NewRun(
                request,
                fingerprint(request),
                source(request),
                planJson(reference, leftOut, request.sourceAdjusted(), tasks.size()),
                measured,
                tasks));
    observer.note(
        (run.joined() ? "joining run " : "run ")
            + run.runId()
            + ": "
            + tasks.size()
            + (tasks.size() == 1 ? " task, " : " tasks, ")
            + request.range()
            + (folder.isPresent() ? "" : ", " + configuredLimit));
    return work(run.runId(), observer, began);
  }

  private Owed owedNow(LoadRequest request, Map<InstrumentId, Symbol> measured) {
    return database.read(handle -> owed(handle, request, measured));
  }

  /// Continues a run that was paused or broke off.
  ///
  /// @throws NoSuchRun if there is none of that number
  public LoadResult resume(int runId, LoadObserver observer) throws InterruptedException {
    var run = ledger.run(runId);
    if (!run.state().equals("running") && !ledger.setStateIfOpen(runId, "running", "")) {
      return new LoadResult.NotStarted(
          "run " + runId + " is " + run.state() + "; only a running or paused run can be resumed");
    }
    return work(runId, observer, System.nanoTime());
  }

  private LoadResult work(int runId, LoadObserver observer, long began)
      throws InterruptedException {
    var patience = new Patience(policy.giveUpAfter());
    var run = patience.during("reading the run", () -> ledger.run(runId));
    var plan = patience.during("reading the run", () -> ledger.plan(runId));
    long lockKey = ThreadLocalRandom.current().nextLong(1L << 32, Long.MAX_VALUE);
    try (var _ =
        patience.during(
            "registering", () -> SessionLock.tryAcquire(database, lockKey).orElseThrow())) {
      int workerId = patience.during("registering", () -> ledger.registerWorker(worker, lockKey));
      var answersFor =
          patience.during(
              "reading the run", () -> database.read(handle -> ledger.instruments(handle, runId)));
      var source = taskSource(run, plan, answersFor);
      var loadWorker =
          new LoadWorker(
              database,
              ledger,
              bars,
              coverage,
              quarantine,
              listing,
              vendorName(run),
              policy,
              clock,
              workerId);
      var categories = patience.during("reading instruments", () -> categories(answersFor));
      while (true) {
        loadWorker.work(
            runId, run.everything(), source, () -> observer.progress(progress(runId, categories)));
        var now = patience.during("reading the run", () -> ledger.run(runId));
        if (!now.state().equals("running")) {
          return patience.during("summing up", () -> ended(now, plan, began));
        }
        if (now.stage() == STAGES) {
          observer.progress(patience.during("summing up", () -> progress(runId, categories)));
          return patience.during("summing up", () -> finish(now, plan, began));
        }
        patience.during(
            "planning what is left",
            () ->
                ledger.advance(
                    runId, now.stage(), handle -> next(handle, runId, now.stage(), source)));
      }
    } catch (StopRun stop) {
      return stopped(runId, plan, began, stop);
    }
  }

  /// The tasks of the next stage.
  private List<NewTask> next(Handle handle, int runId, int stage, TaskSource source) {
    return switch (stage) {
      case 0 -> stages.secondLook(handle, runId);
      case 1 -> stages.askAgain(handle, runId);
      case 2 -> stages.listingLife(handle, runId);
      default -> {
        stages.judge(handle, runId, source.seen());
        yield List.of();
      }
    };
  }

  /// The run is paused; where not even that can be written down it stays open, and the same request
  /// continues it.
  private LoadResult stopped(int runId, RunPlan plan, long began, StopRun stop) {
    try {
      ledger.setStateIfOpen(runId, "paused", String.valueOf(stop.getMessage()));
    } catch (DatabaseFull | DatabaseUnavailable e) {
      stop.addSuppressed(e);
    }
    try {
      var run = ledger.run(runId);
      return run.state().equals("running")
          ? new LoadResult.Stopped(
              runId, "running", String.valueOf(stop.getMessage()), soFar(run, plan, began))
          : ended(run, plan, began);
    } catch (DatabaseFull | DatabaseUnavailable e) {
      stop.addSuppressed(e);
      throw stop;
    }
  }

  private String vendorName(LoadLedger.RunRow run) {
    return run.source().startsWith(FILES) ? FILES : vendor.map(Vendor::name).orElse(run.source());
  }

  private TaskSource taskSource(
      LoadLedger.RunRow run, RunPlan plan, Map<InstrumentId, Symbol> asked) {
    var checks = new RowChecks(finality);
    var book =
        run.everything()
            ? TickerBook.ofLoadedTypes(database, instruments, types, vendorName(run))
            : TickerBook.of(database, instruments, vendorName(run), asked.keySet());
    Map<InstrumentId, Symbol> answersFor = run.everything() ? Map.of() : asked;
    if (run.source().startsWith(FILES)) {
      return new FileTasks(book, checks, clock, plan.sourceAdjusted());
    }
    return new VendorTasks(
        vendor
            .orElseThrow(() ->
                new StopRun(
                    "run " + run.id() + " asks " + run.source() + ", but there is no key for it"))
            .provider(),
        book,
        checks,
        finality,
        policy,
        clock,
        answersFor);
  }

  private LoadResult finish(LoadLedger.RunRow run, RunPlan plan, long began) {
    if (run.source().startsWith(FILES + ":")) {
      targets.actionsFromFolder(
          DataFolder.open(Path.of(run.source().substring(FILES.length() + 1))));
    }
    var asked = database.read(handle -> ledger.instruments(handle, run.id()));
    var summary =
        summary(
            OptionalInt.of(run.id()),
            run.range(),
            run.everything(),
            asked,
            plan.leftOut(),
            plan.reference(),
            began,
            run.everything() ? neverSeen(asked) : 0);
    var total = summary.total();
    var state =
        summary.isWhole()
            ? "complete"
            : total.stored() == 0 && !summary.failures().isEmpty() ? "failed" : "partial";
    database.useTransaction(handle -> ledger.finish(handle, run.id(), state, outcomeJson(summary)));
    return new LoadResult.Finished(summary);
  }

  private LoadSummary soFar(LoadLedger.RunRow run, RunPlan plan, long began) {
    var asked = database.read(handle -> ledger.instruments(handle, run.id()));
    return summary(
        OptionalInt.of(run.id()),
        run.range(),
        run.everything(),
        asked,
        plan.leftOut(),
        plan.reference(),
        began,
        0);
  }

  private LoadResult ended(LoadLedger.RunRow run, RunPlan plan, long began) {
    var summary = soFar(run, plan, began);
    return switch (run.state()) {
      case "paused", "cancelled", "running" ->
          new LoadResult.Stopped(run.id(), run.state(), run.message(), summary);
      default -> new LoadResult.Finished(summary);
    };
  }

  private int neverSeen(Map<InstrumentId, Symbol> asked) {
    var ids = asked.keySet();
    return database.read(handle -> {
      var trading = coverage.trading(handle, ids, DateRange.of(targets.today()));
      return (int) ids.stream().filter(id -> !trading.containsKey(id)).count();
    });
  }

  // ---- summaries

  private LoadSummary summary(
      OptionalInt runId,
      DateRange range,
      boolean everything,
      Map<InstrumentId, Symbol> asked,
      List<String> leftOut,
      Answer.Cost reference,
      long began,
      int neverSeen) {
    return database.read(handle -> {
      var failedCells =
          runId.isPresent()
              ? stages.failedCells(handle, runId.getAsInt())
              : RunStages.FailedCells.NONE;
      var classes = new EnumMap<EquityCategory, LoadSummary.ClassCount>(EquityCategory.class);
      var incomplete = new ArrayList<LoadSummary.SymbolOutcome>();
      var categoryOf = new HashMap<Optional<String>, EquityCategory>();
      for (var standing : stages.standings(handle, range, everything, asked, failedCells)) {
        var count = standing.cells().count();
        if (everything && count.expected() == 0) {
          continue;
        }
        var category = categoryOf.computeIfAbsent(standing.instrument().type(), types::category);
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
                .plus(standing.cells().in(CellState.REFUSED));
        if (!open.isEmpty()) {
          incomplete.add(
              new LoadSummary.SymbolOutcome(
                  standing.symbol(), category, count, open.ranges(standing.cells().expected())));
        }
      }
      incomplete.sort(Comparator.comparing(LoadSummary.SymbolOutcome::symbol));
      var paid =
          runId.isPresent() ? ledger.standing(handle, runId.getAsInt()) : LoadLedger.Standing.NONE;
      var failures =
          runId.isPresent()
              ? failureLines(ledger.ended(handle, runId.getAsInt(), "failed", "refused"))
              : List.<String>of();
      return new LoadSummary(
          runId,
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
          runId.isPresent() && ledger.run(handle, runId.getAsInt()).source().startsWith(FILES),
          everything ? paid.skipped() : 0,
          neverSeen);
    });
  }

  private static List<String> failureLines(List<LoadLedger.EndedTask> failed) {
    var byKind = new TreeMap<String, List<LoadLedger.EndedTask>>();
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

  private Map<InstrumentId, EquityCategory> categories(Map<InstrumentId, Symbol> asked) {
    var categoryOf = new HashMap<Optional<String>, EquityCategory>();
    var categories = new HashMap<InstrumentId, EquityCategory>();
    instruments
        .byId(asked.keySet())
        .forEach((id, instrument) ->
            categories.put(id, categoryOf.computeIfAbsent(instrument.type(), types::category)));
    return categories;
  }

  private LoadObserver.Progress progress(int runId, Map<InstrumentId, EquityCategory> categories) {
    var byClass = new EnumMap<EquityCategory, LoadObserver.Done>(EquityCategory.class);
    ledger
        .doneByInstrument(runId)
        .forEach((instrument, done) ->
            byClass.merge(
                instrument
                    .map(id -> categories.getOrDefault(id, EquityCategory.OTHER))
                    .orElse(EquityCategory.OTHER),
                done,
                (a, b) -> new LoadObserver.Done(a.done() + b.done(), a.total() + b.total())));
    var standing = ledger.standing(runId);
    return new LoadObserver.Progress(
        byClass,
        standing.calls(),
        standing.rows(),
        vendor.map(v -> v.limiter().current().toString()).orElse(""),
        Optional.empty());
  }

  // ---- words

  private static boolean isEverything(LoadRequest request) {
    return request.target() instanceof LoadRequest.Target.Everything;
  }

  private String source(LoadRequest request) {
    return request
        .files()
        .map(path -> FILES + ":" + path.toAbsolutePath().normalize())
        .orElseGet(() -> vendor.map(Vendor::name).orElse(FILES));
  }

  private String fingerprint(LoadRequest request) {
    var text =
        String.join(
            "|",
            "day",
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

  /// What a run must remember beside its tasks.
  record RunPlan(Answer.Cost reference, List<String> leftOut, boolean sourceAdjusted, int tasks) {}

  private static String planJson(
      Answer.Cost reference, List<String> leftOut, boolean adjusted, int tasks) {
    return JSON.writeValueAsString(new RunPlan(reference, leftOut, adjusted, tasks));
  }

  private static String outcomeJson(LoadSummary summary) {
    var total = summary.total();
    var states = new TreeMap<String, Integer>();
    total
        .cells()
        .forEach((state, cells) -> states.put(state.name().toLowerCase(Locale.ROOT), cells));
    return JSON.writeValueAsString(
        Map.of(
            "expected", total.expected(),
            "cells", states,
            "incomplete", summary.incomplete().size(),
            "calls", summary.cost().calls(),
            "bytes", summary.cost().bytes(),
            "rows", summary.cost().rows(),
            "seconds", summary.cost().took().toMillis() / 1000.0));
  }
}
