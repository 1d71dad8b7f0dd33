package ai.tickstock.load;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.SessionLock;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.Processing;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.flatfile.PublishedFiles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/// Works on runs: has their tasks done, stage by stage, and sums up.
final class RunWork {
  private static final int STAGES = 4;

  private final LoadSetup setup;
  private final Database database;
  private final Optional<Vendor> vendor;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final Finality finality;
  private final LoadLedger ledger;
  private final BarStore bars;
  private final MinuteStore minutes;
  private final Coverage coverage;
  private final Instruments instruments;
  private final EquityTypes types;
  private final TickerCheck tickers;
  private final RunStages stages;
  private final PlanReach reach;
  private final EndOfSession endOfSession;
  private final RunOutcomes outcomes;
  private volatile boolean draining;

  RunWork(
      LoadSetup setup,
      LoadLedger ledger,
      Instruments instruments,
      EquityTypes types,
      TickerCheck tickers,
      RunStages stages,
      PlanReach reach,
      RunOutcomes outcomes) {
    this.setup = setup;
    this.ledger = ledger;
    this.instruments = instruments;
    this.types = types;
    this.tickers = tickers;
    this.stages = stages;
    this.reach = reach;
    this.outcomes = outcomes;
    database = setup.database();
    vendor = setup.vendor();
    policy = setup.policy();
    clock = setup.clock();
    finality = setup.finality();
    bars = BarStore.postgres(database, setup.feed());
    minutes = MinuteStore.postgres(database, setup.calendar(), setup.feed());
    coverage = Coverage.postgres();
    endOfSession = new EndOfSession(ledger, coverage, finality, policy, clock, stages);
  }

  /// From now on claims no task.
  void drain() {
    draining = true;
  }

  /// Works on a run until it has ended, is stopped, or cannot go on.
  ///
  /// @throws InterruptedException when stopped from outside; the run can be resumed
  LoadResult on(int runId, LoadObserver observer, long began) throws InterruptedException {
    var patience = new Patience(policy.giveUpAfter());
    var run = patience.during("reading the run", () -> ledger.runs().run(runId));
    var plan = patience.during("reading the run", () -> ledger.runs().plan(runId));
    long lockKey = ThreadLocalRandom.current().nextLong(1L << 32, Long.MAX_VALUE);
    try (var _ =
        patience.during(
            "registering", () -> SessionLock.tryAcquire(database, lockKey).orElseThrow())) {
      int workerId =
          patience.during(
              "registering", () -> ledger.tasks().registerWorker(setup.worker(), lockKey));
      var answersFor =
          patience.during(
              "reading the run",
              () -> database.read(handle -> ledger.runs().instruments(handle, runId)));
      var processing = patience.during("reading equity types", types::now);
      int read = patience.during("reading the run", () -> ledger.account().standing(runId).done());
      var typeTasks = new TypeTasks(processing, instruments);
      var notes =
          new RunNotes(
              ledger,
              runId,
              run.source().startsWith(Loader.FILES)
                  ? Optional.empty()
                  : vendor.map(Vendor::limiter));
      var instrumentsOfRun =
          patience.during("reading instruments", () -> instruments.byId(answersFor.keySet()));
      var source = taskSource(run, plan, answersFor, instrumentsOfRun, processing, notes.waits());
      var loadWorker =
          new LoadWorker(
              ledger,
              new GroupCommit(
                  database,
                  ledger,
                  bars,
                  minutes,
                  coverage,
                  Quarantine.postgres(database),
                  ListingSync.postgres(database),
                  vendorName(run),
                  clock,
                  workerId),
              typeTasks,
              policy,
              clock,
              () -> draining,
              setup.throttle(),
              notes.waits(),
              workerId);
      var categories = categories(instrumentsOfRun, processing);
      boolean hasTasks = true; // as far as we know
      while (true) {
        if (hasTasks) {
          source.begin(patience.during("reading the run", () -> ledger.runs().run(runId)).stage());
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
        }
        var now = patience.during("reading the run", () -> ledger.runs().run(runId));
        if (!now.state().equals("running") || draining) {
          return patience.during("summing up", () -> outcomes.soFar(now, began));
        }
        if (now.stage() == STAGES) {
          patience.during(
              "summing up",
              () -> {
                observer.progress(progress(runId, categories, Optional.empty()));
                return true;
              });
          pace(run, read, began).ifPresent(observer::note);
          return patience.during("summing up", () -> outcomes.finish(now, began));
        }
        if (now.stage() == 0) {
          lookIntoHoles(patience, now, answersFor, observer);
        }
        hasTasks =
            patience.during(
                    "planning what is left",
                    () ->
                        ledger
                            .runs()
                            .advance(
                                runId,
                                now.stage(),
                                handle ->
                                    typeTasks.arranged(next(handle, runId, now.stage(), source))))
                != RunTable.Advance.NOTHING_TO_DO;
      }
    } catch (StopRun stop) {
      return stopped(runId, began, stop);
    } finally {
      stages.forget(runId);
    }
  }

  /// Before anything else is looked for in a hole: was it under another ticker?
  private void lookIntoHoles(
      Patience patience,
      RunTable.RunRow run,
      Map<InstrumentId, Symbol> asked,
      LoadObserver observer)
      throws InterruptedException {
    if (vendor.isEmpty() || run.source().startsWith(Loader.FILES) || run.isEndOfDay()) {
      return;
    }
    var holes =
        patience.during(
            "looking for holes",
            () -> database.inTransaction(handle -> stages.longHoles(handle, run.id())));
    if (!holes.isEmpty()) {
      var looked = tickers.lookInto(vendor.get(), holes, asked, run.range(), observer);
      stages.noteRenamed(run.id(), looked.renamed());
      patience.during(
          "noting calls",
          () -> {
            ledger.runs().addPaid(run.id(), looked.cost());
            return true;
          });
    }
  }

  /// How long published files took, and a year of them would.
  ///
  /// @param before files that were read before this process came
  private Optional<String> pace(RunTable.RunRow run, int before, long began) {
    int files = ledger.account().standing(run.id()).done() - before;
    if (!run.source().startsWith(LoadRun.PUBLISHED) || files == 0) {
      return Optional.empty();
    }
    return Optional.of(new FilePace(files, Duration.ofNanos(System.nanoTime() - began)).words());
  }

  /// The tasks of the next stage.
  private List<NewTask> next(Handle handle, int runId, int stage, TaskSource source) {
    if (ledger.runs().run(handle, runId).isEndOfDay()) {
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
  private LoadResult stopped(int runId, long began, StopRun stop) {
    try {
      ledger.runs().setStateIfOpen(runId, "paused", String.valueOf(stop.getMessage()));
    } catch (DatabaseFull | DatabaseUnavailable e) {
      stop.addSuppressed(e);
    }
    try {
      var run = ledger.runs().run(runId);
      return run.state().equals("running")
          ? new LoadResult.Stopped(
              runId, "running", String.valueOf(stop.getMessage()), outcomes.summary(run, began))
          : outcomes.soFar(run, began);
    } catch (DatabaseFull | DatabaseUnavailable e) {
      stop.addSuppressed(e);
      throw stop;
    }
  }

  private String vendorName(RunTable.RunRow run) {
    return run.source().startsWith(Loader.FILES)
        ? Loader.FILES
        : vendor.map(Vendor::name).orElse(run.source());
  }

  private TaskSource taskSource(
      RunTable.RunRow run,
      RunTable.RunPlan plan,
      Map<InstrumentId, Symbol> asked,
      Map<InstrumentId, Instrument> instrumentsOfRun,
      Processing processing,
      RunWaits waits) {
    var checks = RowChecks.of(finality, instrumentsOfRun.values(), waits.of(RunWaits.Kind.CHECKS));
    var book = book(run, asked, processing);
    Map<InstrumentId, Symbol> answersFor = run.everything() && !run.isEndOfDay() ? Map.of() : asked;
    if (run.source().startsWith(Loader.FILES)) {
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
  private Optional<PublishedFiles> published(RunTable.RunRow run) {
    if (!run.source().startsWith(LoadRun.PUBLISHED)) {
      return Optional.empty();
    }
    return Optional.of(
        setup
            .published()
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
      RunTable.RunRow run, Map<InstrumentId, Symbol> asked, Processing processing) {
    var source = vendorName(run);
    if (run.isEndOfDay()) {
      return TickerBook.ofTracked(database, instruments, processing, source, asked.keySet());
    }
    return run.everything()
        ? TickerBook.ofLoadedTypes(database, instruments, processing, source)
        : TickerBook.of(database, instruments, source, asked.keySet());
  }

  private static Map<InstrumentId, EquityCategory> categories(
      Map<InstrumentId, Instrument> instruments, Processing processing) {
    var categories = new HashMap<InstrumentId, EquityCategory>();
    instruments.forEach((id, instrument) -> categories.put(id, processing.category(instrument)));
    return categories;
  }

  private LoadObserver.Progress progress(
      int runId,
      Map<InstrumentId, EquityCategory> categories,
      Optional<LoadObserver.Waiting> waiting) {
    var progress = ledger.account().progress(runId);
    var byClass = new EnumMap<EquityCategory, LoadObserver.Done>(EquityCategory.class);
    progress
        .done()
        .forEach((instrument, done) ->
            byClass.merge(
                instrument
                    .map(id -> categories.getOrDefault(id, EquityCategory.OTHER))
                    .orElse(EquityCategory.OTHER),
                done,
                (a, b) -> new LoadObserver.Done(a.done() + b.done(), a.total() + b.total())));
    return new LoadObserver.Progress(byClass, progress.calls(), progress.rows(), waiting);
  }
}
