package ai.tickstock.load;

import ai.tickstock.bars.DailyTurnover;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.database.Database;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingSync;
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
import ai.tickstock.universe.Universes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Loads bars: plans what is owed, runs it so that it can break off anywhere, and says what is
/// stored at the end.
public final class Loader {
  static final String FILES = "files";
  private static final int MOST_LOOKED_AT = 2_000;
  private static final int LATELY_DAYS = 40;
  private static final Optional<FilesAtHand> NO_FILES = Optional.empty();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LoadSetup setup;
  private final Database database;
  private final Optional<Vendor> vendor;
  private final Finality finality;
  private final LoadLedger ledger;
  private final MinuteStore minutes;
  private final Instruments instruments;
  private final EquityTypes types;
  private final Targets targets;
  private final ListedNames names;
  private final Identification identification;
  private final LoadPlanner planner;
  private final LoadSummaries summaries;
  private final RunOutcomes outcomes;
  private final RunWork work;

  /// A loader that nothing holds back, without files that somebody publishes.
  ///
  /// @param vendor whom to ask; empty where only files are read
  /// @param configuredLimit the vendor's limit, for plans
  /// @param calendar whose sessions the market as a whole has; an instrument follows its exchange's
  /// @param worker a name for this process, shown with the runs
  public Loader(
      Database database,
      Optional<Vendor> vendor,
      RateLimit configuredLimit,
      LoadPolicy policy,
      TradingCalendar calendar,
      InstantSource clock,
      String worker) {
    this(
        new LoadSetup(
            database,
            vendor,
            configuredLimit,
            policy,
            calendar,
            TradingCalendar::of,
            clock,
            worker,
            Throttle.NONE,
            Optional.empty()));
  }

  private Loader(LoadSetup setup) {
    this.setup = setup;
    database = setup.database();
    vendor = setup.vendor();
    finality = setup.finality();
    ledger = LoadLedger.of(database);
    minutes = MinuteStore.postgres(database, setup.calendar(), setup.feed());
    instruments = Instruments.postgres(database);
    var listing = ListingSync.postgres(database);
    types = EquityTypes.postgres(database);
    var universes = Universes.postgres(database);
    names = new ListedNames(instruments, listing, universes, setup.calendar(), setup.clock());
    targets =
        new Targets(
            database,
            instruments,
            names,
            CorporateActions.postgres(database),
            universes,
            setup.clock());
    var callCost = new CallCost(setup.configuredLimit(), setup.policy().concurrency());
    var tickers =
        new TickerCheck(database, instruments, listing, callCost, setup.calendar(), setup.clock());
    var reach =
        new PlanReach(
            VendorPlans.postgres(database),
            setup.vendorName(),
            finality,
            setup.clock(),
            setup.policy().refusedRecheckAfter());
    var stages = new RunStages(setup, ledger, instruments, callCost, reach);
    planner =
        new LoadPlanner(
            setup, ledger, instruments, types, targets, tickers, stages, callCost, reach);
    identification = new Identification(targets, names, tickers, vendor, planner::knownInstruments);
    summaries = new LoadSummaries(database, ledger, types, stages);
    outcomes = new RunOutcomes(database, ledger, targets, summaries);
    work = new RunWork(setup, ledger, instruments, types, tickers, stages, reach, outcomes);
  }

  /// The same one, held back by that.
  public Loader heldBackBy(Throttle throttle) {
    return new Loader(setup.with(throttle));
  }

  /// The same one, with calendars that hold decisions.
  ///
  /// @param calendars those of the exchanges that instruments follow
  public Loader following(Function<Mic, TradingCalendar> calendars) {
    return new Loader(setup.with(calendars));
  }

  /// The same one, for which the vendor publishes those files; who gives them closes them.
  public Loader reading(Optional<PublishedFiles> published) {
    return new Loader(setup.with(published));
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
    work.drain();
  }

  private LoadResult load(LoadRequest request, LoadObserver observer, boolean queued)
      throws InterruptedException {
    long began = System.nanoTime();
    var open =
        database.read(handle -> ledger.runs().unfinished(handle, planner.fingerprint(request)));
    if (open.isPresent() && queued) {
      return new LoadResult.Queued(open.get(), ledger.account().standing(open.get()).open(), true);
    }
    if (open.isPresent()) {
      observer.note("continuing run " + open.get() + ", which was asked for in the same words");
      return resume(open.get(), observer);
    }
    if (request.target() instanceof LoadRequest.Target.EndOfDay target) {
      return loadSession(request, target, observer, began);
    }
    var named = targets.named(request.target(), request.range());
    if (named instanceof Targets.Named.Problems(var problems)) {
      return new LoadResult.Misunderstood(problems);
    }
    boolean readsFiles = request.files().isPresent();
    var folder = request.files().flatMap(files -> FilesOwed.folder(files, request.interval()));
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

    boolean everything = request.isEverything();
    folder.ifPresent(f -> names.learnFromFolder(f, observer));
    Map<InstrumentId, Symbol> asked;
    List<String> leftOut;
    Answer.Cost reference;
    switch (identification.of(request, named, observer)) {
      case Identification.Meant.Nobody(var why) -> {
        return why;
      }
      case Identification.Meant.These these -> {
        asked = these.asked();
        leftOut = these.leftOut();
        reference = these.reference();
      }
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
              false);
      return new LoadResult.Finished(summary);
    }
    prepare(request.interval(), request.range());
    var run =
        ledger
            .runs()
            .openOrJoin(
                new RunTable.NewRun(
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
    if (run.joined()) {
      ledger.runs().addPaid(run.runId(), reference);
    }
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
            + (readsFiles ? "" : ", " + setup.configuredLimit()));
    return work.on(run.runId(), observer, began);
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
    var begins = setup.throttle().spread(tasks.size(), over, setup.clock().instant());
    var spread = new ArrayList<NewTask>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      var task = tasks.get(i);
      boolean isLater = begins.get(i).compareTo(task.after()) > 0;
      spread.add(isLater ? task.after(begins.get(i)) : task);
    }
    return spread;
  }

  /// The end of one session: whom we know is asked for, and no list is read.
  private LoadResult loadSession(
      LoadRequest request, LoadRequest.Target.EndOfDay target, LoadObserver observer, long began)
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
    var tracked = planner.tracked(target, session);
    if (target.isComparison() && tracked.isEmpty()) {
      return new LoadResult.Finished(
          summaries.of(
              OptionalInt.empty(),
              request.interval(),
              request.range(),
              true,
              tracked,
              List.of(),
              Answer.Cost.NONE,
              began,
              false));
    }
    var tasks = planner.endOfDayTasks(request, tracked);
    var run =
        ledger
            .runs()
            .openOrJoin(
                new RunTable.NewRun(
                    request,
                    request.course().priority().orElse(LoadRequest.Priority.CRITICAL),
                    planner.fingerprint(request),
                    planner.source(request),
                    planJson(Answer.Cost.NONE, List.of(), false, tasks.size()),
                    tracked,
                    tasks,
                    false));
    observer.note("run " + run.runId() + ": " + session + " of all that is known here");
    return work.on(run.runId(), observer, began);
  }

  /// Whether a sweep of an earlier session has anything to compare, which takes a call; asks
  /// nobody.
  public boolean hasToCompare(LocalDate session) {
    return !planner.tracked(new LoadRequest.Target.EndOfDay(0), session).isEmpty();
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
    var run = ledger.runs().run(runId);
    if (!run.state().equals("running") && !ledger.runs().setStateIfOpen(runId, "running", "")) {
      return new LoadResult.NotStarted(
          "run " + runId + " is " + run.state() + "; only a running or paused run can be resumed");
    }
    return work.on(runId, observer, System.nanoTime());
  }

  /// Works on a run that waits, or that others work on too, beside them.
  ///
  /// @return empty where it was paused or ended since it was chosen: it is left as it is
  /// @throws InterruptedException when stopped from outside; the run can be resumed
  Optional<LoadResult> takeUp(int runId, LoadObserver observer) throws InterruptedException {
    return ledger.runs().begin(runId)
        ? Optional.of(work.on(runId, observer, System.nanoTime()))
        : Optional.empty();
  }

  /// A finished run whose outcome is another one now.
  public record Reexplained(int runId, String before, String after) {}

  /// Sums the finished runs up anew whose range holds a day about which the calendar says something
  /// else now.
  ///
  /// @return those that ended in another way than they would now, ascending
  public List<Reexplained> reexplain(LocalDate day) {
    return outcomes.reexplain(day);
  }

  private static String planJson(
      Answer.Cost reference, List<String> leftOut, boolean adjusted, int tasks) {
    return JSON.writeValueAsString(new RunTable.RunPlan(reference, leftOut, adjusted, tasks));
  }
}
