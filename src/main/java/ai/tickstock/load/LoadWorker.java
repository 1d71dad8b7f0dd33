package ai.tickstock.load;

import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.listing.EquityType;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.MeasuredLimiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One process's share in a run: claims tasks, executes several at once on virtual threads, and
/// commits finished ones in groups from two threads. Dies at any point without loss: what is not
/// committed is claimed again by whoever comes next.
final class LoadWorker {
  private static final Logger LOG = LoggerFactory.getLogger(LoadWorker.class);
  private static final long GROUP_MILLIS = 200;

  /// Transactions under way at once: a server works on one of them with one processor only.
  private static final int WRITERS = 2;

  /// Between two claims of which the first brought nothing.
  private static final long IDLE_MILLIS = 50;

  private static final long HEARTBEAT_MILLIS = 5_000;
  private static final long TICK_MILLIS = 400;
  private static final long LOOK_AROUND_MILLIS = 500;

  /// Between looks whether a run is over of which nothing can be claimed.
  private static final long LONGEST_IDLE_MILLIS = 300;

  /// Looks without anything to do after which that is told.
  private static final int LONG_IDLE = 10;

  private static final Duration WHILE_THE_DATABASE_IS_AWAY = Duration.ofSeconds(1);

  private final LoadLedger ledger;
  private final GroupCommit storing;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final BooleanSupplier draining;
  private final Throttle throttle;
  private final RunWaits waits;
  private final int workerId;
  private final Patience patience;

  /// Guarded by the lock under which groups are made.
  private final VendorWatch watch;

  /// One group is made at a time, so that each is as large as can be.
  private final ReentrantLock grouping = new ReentrantLock();

  private final Map<Long, Task> inHand = new ConcurrentHashMap<>();
  private final AtomicInteger executing = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  /// Has permits when a task ended or was stored since the claiming thread looked.
  private final Semaphore moved = new Semaphore(0);

  private final AtomicInteger rowsWaiting = new AtomicInteger();
  private final LinkedBlockingQueue<Fetched> fetched = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Throwable> stopped = new AtomicReference<>();
  private volatile boolean ending;
  private volatile int runId;
  private volatile Optional<String> waitingFor = Optional.empty();
  private volatile int groupRows;

  private final TypeTasks types;

  /// What drives the instruments of a stage's tasks.
  private volatile Map<InstrumentId, EquityType> typeOf = Map.of();

  /// @param storing of this worker
  /// @param draining whether no more tasks are to be claimed
  LoadWorker(
      LoadLedger ledger,
      GroupCommit storing,
      TypeTasks types,
      LoadPolicy policy,
      InstantSource clock,
      BooleanSupplier draining,
      Throttle throttle,
      RunWaits waits,
      int workerId) {
    this.ledger = ledger;
    this.storing = storing;
    this.types = types;
    this.policy = policy;
    this.clock = clock;
    this.draining = draining;
    this.throttle = throttle;
    this.waits = waits;
    this.workerId = workerId;
    this.patience = new Patience(policy.giveUpAfter());
    this.watch = new VendorWatch(policy.giveUpAfter());
  }

  /// Works until no task of the run is open or the run is paused, cancelled or finished by
  /// somebody.
  ///
  /// @param tick called about twice a second, for progress
  /// @throws StopRun when only an operator can help; what was finished is stored
  void work(RunTable.RunRow run, TaskSource source, Runnable tick) throws InterruptedException {
    runId = run.id();
    ending = false;
    groupRows = source.groupRows(policy);
    typeOf =
        patience.during(
            "reading what drives the tasks",
            () -> types.rows(ledger.tasks().openInstruments(runId)));
    var writers =
        IntStream.rangeClosed(1, WRITERS)
            .mapToObj(number ->
                Thread.ofPlatform()
                    .name("commit-run-" + runId + "-" + number)
                    .start(() -> commitUntilTheEnd(run, source)))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        claimAndExecute(runId, source, threads, tick);
      } catch (InterruptedException | RuntimeException e) {
        stopped.compareAndSet(null, e);
        throw e;
      } finally {
        threads.shutdownNow();
      }
    } finally {
      ending = true;
      for (var writer : writers) {
        writer.join();
      }
      inHand.clear();
      if (stopped.get() != null) {
        handBack();
      }
    }
    var failure = stopped.get();
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /// Why nothing is begun, or less than could be; completes "waiting for …".
  Optional<String> waitingFor() {
    return waitingFor;
  }

  private void claimAndExecute(int runId, TaskSource source, ExecutorService threads, Runnable tick)
      throws InterruptedException {
    long heartbeat = Math.min(HEARTBEAT_MILLIS, policy.lease().toMillis() / 4);
    long lastHeartbeat = System.nanoTime();
    var allowed = Throttle.Allowance.FREE;
    long lookedAround = longAgo();
    var ahead = new ClaimsAhead(ended.get(), System.nanoTime());
    boolean isOutOfTurn = false;
    long nothingDueAt = longAgo();
    int idle = 0;
    long lastTick = longAgo();
    while (stopped.get() == null) {
      if (millisSince(lastTick) > TICK_MILLIS) {
        show(tick);
        lastTick = System.nanoTime();
      }
      if (millisSince(lastHeartbeat) > heartbeat) {
        lastHeartbeat = System.nanoTime();
        patience.during(
            "extending leases",
            () -> {
              ledger.tasks().extendLeases(workerId, List.copyOf(inHand.keySet()), policy.lease());
              return true;
            });
      }
      if (millisSince(lookedAround) > LOOK_AROUND_MILLIS) {
        allowed = patience.during("looking at the database", () -> throttle.at(clock.instant()));
        lookedAround = System.nanoTime();
      }
      int most = Math.min(allowed.tasks(), Math.min(policy.concurrency(), source.mostExecuting()));
      boolean drains = draining.getAsBoolean();
      if (drains || most <= 0 || ahead.isStale(System.nanoTime())) {
        handBack(ahead.takeAll());
      }
      if (drains && inHand.isEmpty()) {
        return;
      }
      moved.drainPermits();
      int free = most - executing.get();
      int claimable = source.mostInHand() - inHand.size();
      boolean limited = source.mostInHand() < policy.concurrency();
      boolean room =
          !drains
              && free > 0
              && (claimable > 0 || !ahead.isEmpty())
              && (limited || rowsWaiting.get() < (WRITERS + 1) * groupRows);
      if (room && ahead.isEmpty() && millisSince(nothingDueAt) >= IDLE_MILLIS) {
        int beyond = limited ? 0 : ahead.wanted(ended.get(), System.nanoTime());
        int wanted = Math.min(claimable, free + beyond);
        var claim =
            patience.during(
                "claiming tasks",
                () -> ledger.tasks().claim(runId, workerId, wanted, policy.lease()));
        isOutOfTurn = claim.isOutOfTurn();
        claim.tasks().forEach(task -> inHand.put(task.id(), task));
        ahead.add(claim.tasks(), System.nanoTime());
        nothingDueAt = claim.tasks().isEmpty() ? System.nanoTime() : longAgo();
      }
      isOutOfTurn &= room;
      waitingFor = isOutOfTurn ? Optional.of("more urgent loads") : allowed.waitingFor();
      if (room && !ahead.isEmpty()) {
        for (var task : ahead.take(free)) {
          executing.incrementAndGet();
          threads.execute(() -> execute(source, task));
        }
        idle = 0;
        continue;
      }
      boolean held = allowed.tasks() == 0 || isOutOfTurn;
      if ((room || held) && inHand.isEmpty() && nothingLeft(runId)) {
        return;
      }
      if (!held && idle > LONG_IDLE) {
        waitingFor = Optional.of("tasks that may begin later, or that other processes work on");
      }
      idle = held || room && inHand.isEmpty() ? idle + 1 : room ? 1 : 0;
      long pausedAt = System.nanoTime();
      moved.tryAcquire(
          idle == 0 ? LONGEST_IDLE_MILLIS : Math.min(LONGEST_IDLE_MILLIS, idle * IDLE_MILLIS),
          TimeUnit.MILLISECONDS);
      if (held) {
        waits.of(RunWaits.Kind.THROTTLE).add(System.nanoTime() - pausedAt);
      }
    }
  }

  /// Progress is not worth waiting for a database that is away.
  private static void show(Runnable tick) {
    try {
      tick.run();
    } catch (DatabaseUnavailable away) {
      LOG.debug("no progress shown error=\"{}\"", away.getMessage());
    }
  }

  /// Nothing of this run can be claimed now or later without somebody else's doing.
  private boolean nothingLeft(int runId) {
    return patience.during(
        "looking for open tasks",
        () -> {
          if (!ledger.runs().run(runId).state().equals("running")) {
            return true;
          }
          // We have none in hand: what is in our name was claimed while the connection broke.
          ledger.tasks().handBack(workerId);
          ledger.tasks().releaseTasksOfTheDead(runId);
          return ledger.account().standing(runId).open() == 0;
        });
  }

  /// Tasks that are claimed and not begun.
  private void handBack(List<Task> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    var ids = tasks.stream().map(Task::id).toList();
    patience.during(
        "handing tasks back",
        () -> {
          ledger.tasks().handBack(workerId, ids);
          return true;
        });
    ids.forEach(inHand::remove);
  }

  /// Without waiting for a database that is away: a worker that ends frees its tasks anyway.
  private void handBack() {
    try {
      ledger.tasks().handBack(workerId);
    } catch (DatabaseFull | DatabaseUnavailable e) {
      LOG.info("left tasks worker={} error=\"{}\"", workerId, e.getMessage());
    }
  }

  private void execute(TaskSource source, Task task) {
    Optional<Fetched> result = Optional.empty();
    try {
      long began = System.nanoTime();
      var brought = executed(source, task);
      say(brought, millisSince(began));
      result = Optional.of(brought);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inHand.remove(task.id());
    } catch (DatabaseUnavailable away) {
      if (away.mayPass()) {
        result =
            Optional.of(
                Fetched.nothing(
                    task,
                    new TaskEnd.Again(
                        WHILE_THE_DATABASE_IS_AWAY,
                        false,
                        "DATABASE",
                        String.valueOf(away.getMessage())),
                    Answer.Cost.NONE));
      } else {
        stop(task, new StopRun(away));
      }
    } catch (DatabaseFull full) {
      stop(task, new StopRun(full));
    } catch (RuntimeException | Error e) {
      stop(task, e);
    } finally {
      result.ifPresent(one -> rowsWaiting.addAndGet(one.weight()));
      // Before it is handed on: the last one of all is waited for no longer.
      executing.decrementAndGet();
      ended.incrementAndGet();
      result.ifPresent(fetched::add);
      moved.release();
    }
  }

  private void say(Fetched result, long millis) {
    var task = result.task();
    boolean isDone = result.end() instanceof TaskEnd.Done;
    LOG.atLevel(isDone ? Level.DEBUG : Level.INFO)
        .log(
            "{} run={} task={} kind={} symbol={} range={} calls={} failed-calls={} took={}ms{}",
            isDone ? "loaded" : result.end().state(),
            runId,
            task.id(),
            task.kind().word(),
            task.address(),
            task.range(),
            result.cost().calls(),
            result.cost().retries(),
            millis,
            TaskQueue.failure(result.end()).isEmpty()
                ? ""
                : " failure=" + TaskQueue.failure(result.end()));
  }

  /// What is not waiting for the limit is the vendor's time, or that of a file, checks included:
  /// they take little beside it.
  private Fetched executed(TaskSource source, Task task) throws InterruptedException {
    var limit = new LongAdder();
    long began = System.nanoTime();
    try {
      return MeasuredLimiter.<Fetched, InterruptedException>counting(
          limit, () -> source.execute(task));
    } finally {
      long took = System.nanoTime() - began;
      waits.of(RunWaits.Kind.LIMIT).add(limit.sum());
      waits.of(RunWaits.Kind.VENDOR).add(Math.max(0, took - limit.sum()));
    }
  }

  private void stop(Task task, Throwable why) {
    stopped.compareAndSet(null, why);
    inHand.remove(task.id());
  }

  private void commitUntilTheEnd(RunTable.RunRow run, TaskSource source) {
    try {
      while (!ending || !fetched.isEmpty()) {
        var group = nextGroup();
        if (!group.isEmpty()) {
          commit(run, source, group);
          for (var one : group) {
            rowsWaiting.addAndGet(-one.weight());
            inHand.remove(one.task().id());
          }
          moved.release();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      stopped.compareAndSet(null, e);
      fetched.clear();
      inHand.clear();
      moved.release();
    }
  }

  /// The results that are stored together next; empty where none came.
  private List<Fetched> nextGroup() throws InterruptedException {
    grouping.lockInterruptibly();
    try {
      watch.requireAnswers();
      return collected().stream().map(watch::judged).toList();
    } finally {
      grouping.unlock();
    }
  }

  /// Waits for something, then takes what comes until the group is large enough or nothing comes
  /// any more.
  private List<Fetched> collected() throws InterruptedException {
    var group = new ArrayList<Fetched>();
    var first = fetched.poll(50, TimeUnit.MILLISECONDS);
    if (first == null) {
      return group;
    }
    group.add(first);
    var byType = new TypeTasks.Group(typeOf);
    byType.add(first.task());
    int rows = first.rows();
    long since = System.nanoTime();
    while (rows < groupRows && !byType.isFull()) {
      long left = GROUP_MILLIS - millisSince(since);
      var next =
          fetched.poll(
              executing.get() == 0 || ending ? 0 : Math.max(0, left), TimeUnit.MILLISECONDS);
      if (next == null) {
        break;
      }
      group.add(next);
      byType.add(next.task());
      rows += next.rows();
    }
    return group;
  }

  private void commit(RunTable.RunRow run, TaskSource source, List<Fetched> group) {
    long began = System.nanoTime();
    patience.during("storing bars", () -> storing.store(run, source, group));
    waits.of(RunWaits.Kind.DATABASE).add(System.nanoTime() - began);
  }

  private static long longAgo() {
    return System.nanoTime() - TimeUnit.MINUTES.toNanos(1);
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
