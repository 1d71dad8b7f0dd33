package ai.tickstock.load;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.DailyTurnover;
import ai.tickstock.bars.Feed;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.SessionLock;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.Processing;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.provider.flatfile.PublishedFiles;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.Universes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Loads bars: plans what is owed, runs it so that it can break off anywhere, and says what is
/// stored at the end.
public final class Loader {
  static final String FILES = "files";
  private static final int STAGES = 4;
  private static final int MOST_LOOKED_AT = 2_000;
  private static final int LATELY_DAYS = 40;
  private static final Optional<FilesAtHand> NO_FILES = Optional.empty();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final Optional<Vendor> vendor;
  private final RateLimit configuredLimit;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final String worker;
  private final Throttle throttle;
  private final Finality finality;

  private final LoadLedger ledger;
  private final BarStore bars;
  private final MinuteStore minutes;
  private final Coverage coverage;
  private final Quarantine quarantine;
  private final Instruments instruments;
  private final ListingSync listing;
  private final EquityTypes types;
  private final Targets targets;
  private final TickerCheck tickers;
  private final RunStages stages;
  private final PlanReach reach;
  private final LoadPlanner planner;
  private final LoadSummaries summaries;
  private final EndOfSession endOfSession;
  private final Optional<PublishedFiles> published;
  private volatile boolean draining;

  /// As the others, with nothing that holds loads back.
  public Loader(
      Database database,
      Optional<Vendor> vendor,
      RateLimit configuredLimit,
      LoadPolicy policy,
      TradingCalendar calendar,
      InstantSource clock,
      String worker) {
    this(database, vendor, configuredLimit, policy, calendar, clock, worker, Throttle.NONE);
  }

  /// As the other, without files that somebody publishes.
  public Loader(
      Database database,
      Optional<Vendor> vendor,
      RateLimit configuredLimit,
      LoadPolicy policy,
      TradingCalendar calendar,
      InstantSource clock,
      String worker,
      Throttle throttle) {
    this(
        database,
        vendor,
        configuredLimit,
        policy,
        calendar,
        clock,
        worker,
        throttle,
        Optional.empty());
  }

  /// @param vendor whom to ask; empty where only files are read
  /// @param configuredLimit the vendor's limit, for plans
  /// @param calendar of the sessions that are expected
  /// @param worker a name for this process, shown with the runs
  /// @param throttle what holds loads back
  /// @param published the vendor's files, where there are keys for them; who gives them closes them
  public Loader(
      Database database,
      Optional<Vendor> vendor,
      RateLimit configuredLimit,
      LoadPolicy policy,
      TradingCalendar calendar,
      InstantSource clock,
      String worker,
      Throttle throttle,
      Optional<PublishedFiles> published) {
    this.database = database;
    this.vendor = vendor;
    this.configuredLimit = configuredLimit;
    this.policy = policy;
    this.clock = clock;
    this.worker = worker;
    this.throttle = throttle;
    this.published = published;
    this.finality = new Finality(calendar, policy.finalDelay(), policy.whileRunning());
    this.ledger = new LoadLedger(database);
    var feed = Feed.of(policy.finalDelay());
    this.bars = BarStore.postgres(database, feed);
    this.minutes = MinuteStore.postgres(database, finality.calendar(), feed);
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
    var callCost = new CallCost(configuredLimit, policy.concurrency());
    this.tickers = new TickerCheck(database, instruments, listing, callCost, calendar, clock);
    this.reach =
        new PlanReach(
            VendorPlans.postgres(database),
            vendor.map(Vendor::name).orElse(FILES),
            finality,
            clock,
            policy.refusedRecheckAfter());
    this.stages =
        new RunStages(ledger, instruments, coverage, finality, policy, clock, callCost, reach);
    this.planner =
        new LoadPlanner(
            database,
            vendor.map(Vendor::name).orElse(FILES),
            configuredLimit,
            policy,
            clock,
            finality,
            ledger,
            instruments,
            types,
            targets,
            tickers,
            stages,
            callCost,
            reach,
            published);
    this.endOfSession = new EndOfSession(ledger, coverage, finality, policy, clock, stages);
    this.summaries = new LoadSummaries(database, ledger, bars, coverage, types, stages);
  }

  // ---- planning

  /// How planning went.
  public sealed interface Planned {
    record Plan(LoadPlan plan) implements Planned {}

    record Misunderstood(List<String> problems) implements Planned {}
  }

  /// What a load would do and cost, from what is known here; asks nobody.
  public Planned plan(LoadRequest request) {
    return planner.plan(request);
  }

  // ---- loading

  /// Loads what the request owes; continues the unfinished run of the same request where there is
  /// one.
  ///
  /// @throws InterruptedException when stopped from outside; the run can be resumed
  public LoadResult load(LoadRequest request, LoadObserver observer) throws InterruptedException {
    return load(request, observer, false);
  }

  /// Plans a load and stores it for the processes that take runs.
  ///
  /// @return `Queued`, or why there is nothing to wait for
  /// @throws InterruptedException when stopped from outside; nothing is stored
  public LoadResult queue(LoadRequest request, LoadObserver observer) throws InterruptedException {
    return load(request, observer, true);
  }

  /// From now on claims no task: loads under way end as `Stopped` when what they have in hand is
  /// stored, and any process can go on with them.
  public void drain() {
    draining = true;
  }

  private LoadResult load(LoadRequest request, LoadObserver observer, boolean queued)
      throws InterruptedException {
    long began = System.nanoTime();
    var open = database.read(handle -> ledger.unfinished(handle, planner.fingerprint(request)));
    if (open.isPresent() && queued) {
      return new LoadResult.Queued(open.get(), ledger.standing(open.get()).open(), true);
    }
    if (open.isPresent()) {
      observer.note("continuing run " + open.get() + ", which was asked for in the same words");
      return resume(open.get(), observer);
    }
    if (request.target() instanceof LoadRequest.Target.EndOfDay) {
      return loadSession(request, observer, began);
    }
    var named = targets.named(request.target());
    if (named instanceof Targets.Named.Problems(var problems)) {
      return new LoadResult.Misunderstood(problems);
    }
    var members = named instanceof Targets.Named.Members(var list) ? list : List.<Member>of();
    boolean readsFiles = request.files().isPresent();
    var folder = request.files().flatMap(files -> LoadPlanner.folder(files, request.interval()));
    if (!readsFiles && vendor.isEmpty()) {
      return new LoadResult.NotStarted("there is no vendor to ask: give a key or --from-files");
    }
    folder.ifPresent(f -> observer.note("from " + f.path() + ": " + f.summary(request.interval())));
    if (folder.isPresent() && hasNothing(folder.get(), request)) {
      return new LoadResult.Misunderstood(
          List.of(
              folder.get().path()
                  + " has no "
                  + request.interval().word()
                  + " file in "
                  + request.range()
                  + "; it has "
                  + folder.get().summary(request.interval())));
    }

    boolean everything = LoadPlanner.isEverything(request);
    var reference = Answer.Cost.NONE;
    folder.ifPresent(f -> targets.learnFromFolder(f, observer));
    if (!readsFiles) {
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
      var learned = targets.learnFromVendor(vendor.get(), unknown, request.target(), observer);
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
    if (!readsFiles) {
      var checked =
          tickers.check(
              vendor.get(),
              everything ? planner.knownInstruments() : asked,
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
    if (vendor.isPresent() && !readsFiles) {
      var stored = targets.actionsFromVendor(vendor.get(), asked, request.range(), everything);
      reference = reference.plus(stored.cost());
      if (stored instanceof Answer.Failed<Integer>(var failure, var cost)) {
        observer.note("splits and dividends were not read: " + failure);
      }
    }

    var measured = everything && !readsFiles ? planner.knownInstruments() : asked;
    var owed = planner.owed(request, measured);
    var typeTasks = new TypeTasks(types.now(), instruments);
    var dollars = dollars(measured, request.range());
    var course = request.course();
    var files = readsFiles ? Optional.of(planner.filesAtHand(request, asked, folder)) : NO_FILES;
    files.ifPresent(f -> f.notes().forEach(observer::note));
    var tasks =
        spread(
            typeTasks.arranged(
                planner.tasks(request, owed.due(), files), dollars, course.newestFirst()),
            course.over());
    if (tasks.isEmpty() && owed.due().isEmpty()) {
      var summary =
          summaries.of(
              OptionalInt.empty(),
              request.interval(),
              request.range(),
              everything,
              everything ? planner.knownInstruments() : measured,
              leftOut,
              reference,
              began,
              0);
      return new LoadResult.Finished(summary);
    }
    prepare(request.interval(), request.range());
    var run =
        ledger.openOrJoin(
            new LoadLedger.NewRun(
                request,
                course
                    .priority()
                    .orElseGet(() ->
                        PriorityByDefault.of(
                            everything,
                            measured.keySet(),
                            typeTasks.rows(List.copyOf(measured.keySet())),
                            dollars)),
                planner.fingerprint(request),
                planner.source(request),
                planJson(reference, leftOut, request.sourceAdjusted(), tasks.size()),
                measured,
                tasks,
                queued));
    if (queued) {
      return new LoadResult.Queued(run.runId(), tasks.size(), run.joined());
    }
    observer.note(
        (run.joined() ? "joining run " : "run ")
            + run.runId()
            + ": "
            + tasks.size()
            + (tasks.size() == 1 ? " task, " : " tasks, ")
            + request.range()
            + (readsFiles ? "" : ", " + configuredLimit));
    return work(run.runId(), observer, began);
  }

  /// What usually changes hands in a session, of the asked ones of which bars are stored; of too
  /// many it is not worth reading.
  private Map<InstrumentId, Double> dollars(Map<InstrumentId, Symbol> asked, DateRange range) {
    if (asked.size() > MOST_LOOKED_AT) {
      return Map.of();
    }
    var lately = new DateRange(range.last().minusDays(LATELY_DAYS), range.last());
    return database.read(handle ->
        DailyTurnover.read(handle, asked.keySet(), lately).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().median())));
  }

  private List<NewTask> spread(List<NewTask> tasks, Duration over) {
    if (over.isZero()) {
      return tasks;
    }
    var begins = throttle.spread(tasks.size(), over, clock.instant());
    var spread = new ArrayList<NewTask>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      var task = tasks.get(i);
      boolean isLater = begins.get(i).compareTo(task.after()) > 0;
      spread.add(isLater ? task.after(begins.get(i)) : task);
    }
    return spread;
  }

  /// The end of one session: whom we know is asked for, and no list is read.
  private LoadResult loadSession(LoadRequest request, LoadObserver observer, long began)
      throws InterruptedException {
    var session = request.range().first();
    if (request.range().days() != 1 || !finality.calendar().isSession(session)) {
      return new LoadResult.Misunderstood(
          List.of(request.range() + " is no session of " + finality.calendar().exchange()));
    }
    if (vendor.isEmpty()) {
      return new LoadResult.NotStarted("there is no vendor to ask: give a key");
    }
    types.seed();
    var tracked = planner.trackedOn(session);
    var tasks = planner.endOfDayTasks(request, tracked);
    var run =
        ledger.openOrJoin(
            new LoadLedger.NewRun(
                request,
                request.course().priority().orElse(LoadRequest.Priority.CRITICAL),
                planner.fingerprint(request),
                planner.source(request),
                planJson(Answer.Cost.NONE, List.of(), false, tasks.size()),
                tracked,
                tasks,
                false));
    observer.note("run " + run.runId() + ": " + session + " of all that is known here");
    return work(run.runId(), observer, began);
  }

  private static boolean hasNothing(DataFolder folder, LoadRequest request) {
    return switch (request.interval()) {
      case DAY -> folder.tickerFiles().isEmpty() && folder.dayFiles(request.range()).isEmpty();
      case MINUTE -> folder.minuteFiles(request.range()).isEmpty();
    };
  }

  /// Makes room for minute bars up to today; there are none of later days.
  private void prepare(BarInterval interval, DateRange range) {
    if (interval == BarInterval.MINUTE) {
      range
          .overlap(finality.calendar().known())
          .flatMap(known -> known.overlap(new DateRange(known.first(), targets.today())))
          .ifPresent(minutes::prepare);
    }
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
      var processing = patience.during("reading equity types", types::now);
      int read = patience.during("reading the run", () -> ledger.standing(runId).done());
      var typeTasks = new TypeTasks(processing, instruments);
      var notes =
          new RunNotes(
              ledger,
              runId,
              run.source().startsWith(FILES) ? Optional.empty() : vendor.map(Vendor::limiter));
      var source = taskSource(run, plan, answersFor, processing, notes.waits());
      var loadWorker =
          new LoadWorker(
              database,
              ledger,
              bars,
              minutes,
              coverage,
              quarantine,
              listing,
              typeTasks,
              vendorName(run),
              policy,
              clock,
              () -> draining,
              throttle,
              notes.waits(),
              workerId);
      var categories =
          patience.during("reading instruments", () -> categories(answersFor, processing));
      while (true) {
        source.begin(patience.during("reading the run", () -> ledger.run(runId)).stage());
        loadWorker.work(
            run,
            source,
            () -> {
              var waiting = notes.waiting(loadWorker.waitingFor());
              notes.note(waiting);
              observer.progress(progress(runId, categories, waiting));
            });
        patience.during(
            "noting where the time went",
            () -> {
              notes.end();
              return true;
            });
        var now = patience.during("reading the run", () -> ledger.run(runId));
        if (!now.state().equals("running") || draining) {
          return patience.during("summing up", () -> ended(now, plan, began));
        }
        if (now.stage() == STAGES) {
          observer.progress(
              patience.during("summing up", () -> progress(runId, categories, Optional.empty())));
          pace(run, read, began).ifPresent(observer::note);
          return patience.during("summing up", () -> finish(now, plan, began));
        }
        patience.during(
            "planning what is left",
            () ->
                ledger.advance(
                    runId,
                    now.stage(),
                    handle -> typeTasks.arranged(next(handle, runId, now.stage(), source))));
      }
    } catch (StopRun stop) {
      return stopped(runId, plan, began, stop);
    } finally {
      stages.forget(runId);
    }
  }

  /// How long published files took, and a year of them would.
  ///
  /// @param before files that were read before this process came
  private Optional<String> pace(LoadLedger.RunRow run, int before, long began) {
    int files = ledger.standing(run.id()).done() - before;
    if (!run.source().startsWith(LoadRun.PUBLISHED) || files == 0) {
      return Optional.empty();
    }
    return Optional.of(new FilePace(files, Duration.ofNanos(System.nanoTime() - began)).words());
  }

  /// The tasks of the next stage.
  private List<NewTask> next(Handle handle, int runId, int stage, TaskSource source) {
    if (ledger.run(handle, runId).isEndOfDay()) {
      return endOfSession.next(handle, runId, stage);
    }
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
      LoadLedger.RunRow run,
      RunPlan plan,
      Map<InstrumentId, Symbol> asked,
      Processing processing,
      RunWaits waits) {
    var checks = new RowChecks(finality, waits.of(RunWaits.Kind.CHECKS));
    var book = book(run, asked, processing);
    Map<InstrumentId, Symbol> answersFor = run.everything() && !run.isEndOfDay() ? Map.of() : asked;
    if (run.source().startsWith(FILES)) {
      return new FileTasks(
          book, checks, clock, run.interval(), plan.sourceAdjusted(), policy, published(run));
    }
    var asks =
        vendor.orElseThrow(() ->
            new StopRun(
                "run " + run.id() + " asks " + run.source() + ", but there is no key for it"));
    return new VendorTasks(
        new KeptAnswers(
            database, coverage, run.isEndOfDay() ? asks.provider().fresh() : asks.provider()),
        reach,
        book,
        checks,
        finality,
        policy,
        clock,
        answersFor);
  }

  /// Where a run gets its files from, unless they lie on this machine.
  private Optional<PublishedFiles> published(LoadLedger.RunRow run) {
    if (!run.source().startsWith(LoadRun.PUBLISHED)) {
      return Optional.empty();
    }
    return Optional.of(
        published
            .filter(place -> run.source().equals(LoadRun.PUBLISHED + place.place()))
            .orElseThrow(() ->
                new StopRun(
                    "run "
                        + run.id()
                        + " reads "
                        + run.source()
                        + ", and the settings tickstock.flatfiles.… have no keys for it")));
  }

  private TickerBook book(
      LoadLedger.RunRow run, Map<InstrumentId, Symbol> asked, Processing processing) {
    var source = vendorName(run);
    if (run.isEndOfDay()) {
      return TickerBook.ofTracked(database, instruments, processing, source, asked.keySet());
    }
    return run.everything()
        ? TickerBook.ofLoadedTypes(database, instruments, processing, source)
        : TickerBook.of(database, instruments, source, asked.keySet());
  }

  private LoadResult finish(LoadLedger.RunRow run, RunPlan plan, long began) {
    if (run.source().startsWith(FILES + ":")) {
      targets.actionsFromFolder(
          DataFolder.open(Path.of(run.source().substring(FILES.length() + 1))));
    }
    var asked = database.read(handle -> ledger.instruments(handle, run.id()));
    var summary =
        summaries.of(
            OptionalInt.of(run.id()),
            run.interval(),
            run.range(),
            run.everything(),
            asked,
            plan.leftOut(),
            plan.reference(),
            began,
            run.everything() ? summaries.neverSeen(run.interval(), asked) : 0);
    database.useTransaction(handle ->
        ledger.finish(handle, run.id(), stateOf(summary), LoadSummaries.outcomeJson(summary)));
    return new LoadResult.Finished(summary);
  }

  /// A finished run whose outcome is another one now.
  public record Reexplained(int runId, String before, String after) {}

  /// Sums the finished runs up anew whose range holds a day about which the calendar says something
  /// else now.
  ///
  /// @param exchange about which something was decided; runs follow one calendar
  /// @return those that ended in another way than they would now, ascending
  public List<Reexplained> reexplain(Mic exchange, LocalDate day) {
    var changed = new ArrayList<Reexplained>();
    if (!exchange.equals(finality.calendar().exchange())) {
      return changed;
    }
    for (int runId : ledger.finishedOver(day)) {
      var run = ledger.run(runId);
      var summary = soFar(run, ledger.plan(runId), System.nanoTime());
      var after = stateOf(summary);
      database.useTransaction(
          handle -> ledger.reexplain(handle, runId, after, LoadSummaries.outcomeJson(summary)));
      if (!after.equals(run.state())) {
        changed.add(new Reexplained(runId, run.state(), after));
      }
    }
    return changed;
  }

  private static String stateOf(LoadSummary summary) {
    return summary.isWhole()
        ? "complete"
        : summary.total().stored() == 0 && !summary.failures().isEmpty() ? "failed" : "partial";
  }

  private LoadSummary soFar(LoadLedger.RunRow run, RunPlan plan, long began) {
    var asked = database.read(handle -> ledger.instruments(handle, run.id()));
    return summaries.of(
        OptionalInt.of(run.id()),
        run.interval(),
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

  private Map<InstrumentId, EquityCategory> categories(
      Map<InstrumentId, Symbol> asked, Processing processing) {
    var categories = new HashMap<InstrumentId, EquityCategory>();
    instruments
        .byId(asked.keySet())
        .forEach((id, instrument) -> categories.put(id, processing.category(instrument)));
    return categories;
  }

  private LoadObserver.Progress progress(
      int runId,
      Map<InstrumentId, EquityCategory> categories,
      Optional<LoadObserver.Waiting> waiting) {
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
        waiting);
  }

  /// What a run must remember beside its tasks.
  record RunPlan(Answer.Cost reference, List<String> leftOut, boolean sourceAdjusted, int tasks) {}

  private static String planJson(
      Answer.Cost reference, List<String> leftOut, boolean adjusted, int tasks) {
    return JSON.writeValueAsString(new RunPlan(reference, leftOut, adjusted, tasks));
  }
}
