package ai.tickstock.web;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadResult;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads that are being prepared by this process: lists are read and tickers are looked up before
/// there is a run, which under a small limit takes minutes. A stop waits for them; a process that
/// is killed takes them along. What they have learned stays.
final class LoadStarts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadStarts.class);

  /// Who asked is kept waiting for a short one.
  private static final long SHORT_SECONDS = 3;

  /// What was told to break off is waited for so long.
  private static final Duration BREAKING_OFF = Duration.ofSeconds(5);

  private static final int MOST_AT_ONCE = 4;
  private static final int KEPT = 100;

  private final ConsoleProgram program;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, Start> starts = new ConcurrentHashMap<>();
  private final ReentrantLock beginning = new ReentrantLock();
  private boolean stopping;

  LoadStarts(ConsoleProgram program) {
    this.program = program;
  }

  /// How far one has come.
  ///
  /// @param number of this process, not of a run
  /// @param state `preparing`, `queued`, `nothing owed` or `refused`
  /// @param notes what was said on the way
  /// @param load the run that waits for a process; empty until then
  record Facts(
      int number,
      String asked,
      String state,
      List<String> notes,
      Optional<Integer> load,
      String message) {
    boolean isOver() {
      return !state.equals("preparing");
    }
  }

  private static final class Start implements LoadObserver {
    private final int number;
    private final LoadOrder order;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile Facts facts;

    private Start(int number, LoadOrder order) {
      this.number = number;
      this.order = order;
      this.facts = facts("preparing", Optional.empty(), "");
    }

    private Facts facts(String state, Optional<Integer> load, String message) {
      return new Facts(number, order.request().asked(), state, List.copyOf(notes), load, message);
    }

    @Override
    public void note(String message) {
      notes.add(message);
      facts = facts("preparing", Optional.empty(), "");
    }

    @Override
    public void progress(Progress progress) {}

    private void end(String state, Optional<Integer> load, String message) {
      facts = facts(state, load, message);
      ended.countDown();
    }
  }

  /// Begins to prepare a load, and waits a little for the end of it.
  ///
  /// @param by for the audit
  /// @throws Misasked once the process stops, or where too many are being prepared
  Facts begin(LoadOrder order, String by) throws InterruptedException {
    requireNotStopping();
    long preparing = starts.values().stream().filter(start -> !start.facts.isOver()).count();
    if (preparing >= MOST_AT_ONCE) {
      throw Misasked.wrong(
          preparing + " loads are being prepared already: wait until they wait in the list");
    }
    starts.keySet().removeIf(number -> number <= last.get() - KEPT);
    var start = new Start(last.incrementAndGet(), order);
    program
        .database()
        .useTransaction(
            h -> Audit.note(h, by, "load", order.request().asked(), order.queueCommand()));
    beginning.lock();
    try {
      requireNotStopping();
      starts.put(start.number, start);
      start.thread =
          Optional.of(Thread.ofVirtual().name("start-" + start.number).start(() -> prepare(start)));
    } finally {
      beginning.unlock();
    }
    var _ = start.ended.await(SHORT_SECONDS, TimeUnit.SECONDS);
    return start.facts;
  }

  private void requireNotStopping() {
    beginning.lock();
    try {
      if (stopping) {
        throw new Misasked(
            HttpStatus.SERVICE_UNAVAILABLE,
            "this process stops and begins no load: ask again when it is back");
      }
    } finally {
      beginning.unlock();
    }
  }

  /// Begins no more, and waits until what was accepted waits as a run for the next process.
  ///
  /// @param patience after which what is still being prepared is broken off
  /// @return of each one that became no run, the command that asks for it again, in the order in
  ///   which they were asked for
  List<String> finish(Duration patience) throws InterruptedException {
    beginning.lock();
    try {
      stopping = true;
    } finally {
      beginning.unlock();
    }
    var open =
        starts.values().stream()
            .filter(start -> !start.facts.isOver())
            .sorted(Comparator.comparingInt(start -> start.number))
            .toList();
    awaitAll(open, patience);
    close();
    awaitAll(open, BREAKING_OFF);
    return open.stream()
        .filter(start -> !start.facts.isOver() || start.facts.state().equals("refused"))
        .map(start -> start.order.queueCommand())
        .toList();
  }

  private static void awaitAll(List<Start> open, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (var start : open) {
      var _ = start.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  Optional<Facts> find(int number) {
    return Optional.ofNullable(starts.get(number)).map(start -> start.facts);
  }

  private void prepare(Start start) {
    try {
      switch (program.loader().queue(start.order.request(), start)) {
        case LoadResult.Queued queued ->
            start.end(
                "queued",
                Optional.of(queued.runId()),
                queued.joined() ? "the same load was there already" : "");
        case LoadResult.Finished _ ->
            start.end(
                "nothing owed", Optional.empty(), "every expected session is stored or explained");
        case LoadResult.Stopped stopped ->
            start.end("queued", Optional.of(stopped.runId()), stopped.message());
        case LoadResult.Misunderstood(var problems) ->
            start.end("refused", Optional.empty(), String.join("; ", problems));
        case LoadResult.NotStarted(var message) -> start.end("refused", Optional.empty(), message);
      }
    } catch (InterruptedException e) {
      start.end("refused", Optional.empty(), "the process stopped");
    } catch (DatabaseFull | DatabaseUnavailable e) {
      LOG.warn("a load was not prepared asked=\"{}\"", start.order.request().asked(), e);
      start.end("refused", Optional.empty(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn("a load was not prepared asked=\"{}\"", start.order.request().asked(), e);
      start.end("refused", Optional.empty(), "it broke off; the log of this process says why");
    }
  }

  @Override
  public void close() {
    starts.values().forEach(start -> start.thread.ifPresent(Thread::interrupt));
  }
}
