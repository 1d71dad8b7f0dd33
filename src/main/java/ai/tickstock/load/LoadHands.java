package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.database.Fenced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes loads that wait for a process, and those whose process died, and works on a few at once.
/// Any number of processes do so on one database and share the runs.
public final class LoadHands implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadHands.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /// A run that could not be worked on is left to others for so long.
  private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(1);

  /// One place of so many is kept for urgent loads.
  private static final int KEPT_OF = 5;

  private final Runs runs;
  private final LoadLedger ledger;
  private final Function<LoadRun, Optional<Loader>> loaders;
  private final int most;
  private final Duration stopWithin;
  private final Map<Integer, InHand> inHand = new ConcurrentHashMap<>();
  private final Map<Integer, Long> leftSince = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread taking;

  private record InHand(Loader loader, Thread thread) {}

  /// @param loaders makes one for a run; empty where this process cannot work on it
  /// @param most runs at once, those of other processes included
  /// @param stopWithin how long calls that are under way may go on after a stop
  public LoadHands(
      Database database,
      Function<LoadRun, Optional<Loader>> loaders,
      int most,
      Duration stopWithin) {
    this.runs = Runs.postgres(database);
    this.ledger = LoadLedger.of(database);
    this.loaders = loaders;
    this.most = most;
    this.stopWithin = stopWithin;
    this.taking = Thread.ofPlatform().name("load-hands").unstarted(this::takeUntilStopped);
  }

  /// Begins; returns at once.
  public void start() {
    taking.start();
  }

  /// Runs that this process works on.
  public int working() {
    return inHand.size();
  }

  private void takeUntilStopped() {
    try {
      do {
        try {
          take();
        } catch (Fenced lost) {
          return;
        } catch (RuntimeException e) {
          LOG.warn("cannot look for loads error=\"{}\"", e.getMessage());
        }
      } while (!stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take() {
    int working = runs.working();
    for (var run : runs.takeable()) {
      if (stopping.getCount() == 0) {
        return;
      }
      boolean isNew = run.state() != LoadRun.State.RUNNING;
      int places = places(run);
      if (inHand.containsKey(run.id())
          || isLeft(run.id())
          || inHand.size() >= places
          || isNew && working >= places) {
        continue;
      }
      var loader = loaders.apply(run);
      if (loader.isPresent()) {
        begin(run, loader.get());
        working += isNew ? 1 : 0;
      } else {
        leftSince.put(run.id(), System.nanoTime());
      }
    }
  }

  /// Of many places some are kept free for urgent loads.
  private int places(LoadRun run) {
    boolean isUrgent =
        run.priority() == LoadRequest.Priority.CRITICAL
            || run.priority() == LoadRequest.Priority.HIGH;
    return isUrgent ? most : most - most / KEPT_OF;
  }

  private boolean isLeft(int runId) {
    var since = leftSince.get(runId);
    return since != null && System.nanoTime() - since < AFTER_A_FAILURE.toNanos();
  }

  private void begin(LoadRun run, Loader loader) {
    ledger.runs().share(run.id());
    var thread =
        Thread.ofPlatform().name("run-" + run.id()).unstarted(() -> work(run.id(), loader));
    inHand.put(run.id(), new InHand(loader, thread));
    LOG.info("took run={} state={} asked=\"{}\"", run.id(), run.state().word(), run.asked());
    thread.start();
  }

  private void work(int runId, Loader loader) {
    try {
      var ended = loader.takeUp(runId, LoadObserver.SILENT);
      if (ended.isEmpty()) {
        LOG.info("left run={} reason=\"paused or over since it was chosen\"", runId);
        return;
      }
      switch (ended.get()) {
        case LoadResult.Finished(var summary) ->
            LOG.info(
                "finished run={} stored={} whole={}",
                runId,
                summary.total().stored(),
                summary.isWhole());
        case LoadResult.Stopped stopped ->
            LOG.info("left run={} state={} {}", runId, stopped.state(), stopped.message());
        case LoadResult.NotStarted(var message) -> leave(runId, message);
        case LoadResult.Misunderstood(var problems) -> leave(runId, String.join("; ", problems));
        case LoadResult.Queued queued -> leave(runId, "it waits");
      }
    } catch (InterruptedException e) {
      LOG.info("handed back run={}", runId);
    } catch (Fenced lost) {
      LOG.info("lost run={} reason=\"{}\"", runId, lost.getMessage());
    } catch (RuntimeException e) {
      leftSince.put(runId, System.nanoTime());
      LOG.warn("cannot go on with run={}", runId, e);
    } finally {
      inHand.remove(runId);
    }
  }

  private void leave(int runId, String why) {
    leftSince.put(runId, System.nanoTime());
    LOG.info("left run={} reason=\"{}\"", runId, why);
  }

  /// Takes nothing new, lets calls that are under way end and stores what they bring; what takes
  /// longer is interrupted and handed back.
  @Override
  public void close() {
    stopping.countDown();
    var working = new ArrayList<>(inHand.values());
    working.forEach(one -> one.loader().drain());
    long deadline = System.nanoTime() + stopWithin.toNanos();
    try {
      taking.join(stopWithin);
      for (var one : working) {
        one.thread().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
      for (var one : new ArrayList<>(inHand.values())) {
        one.thread().interrupt();
        one.thread().join(stopWithin);
      }
    } catch (InterruptedException e) {
      inHand.values().forEach(one -> one.thread().interrupt());
      Thread.currentThread().interrupt();
    }
  }
}
