package ai.tickstock.web;

import ai.tickstock.database.DatabaseFull;
import ai.tickstock.database.DatabaseUnavailable;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that people begin on a page and that this process does: jobs and repairs. How each goes and
/// ends is written down by itself. A stop waits for what is in hand; a process that is killed takes
/// it along.
final class Undertakings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Undertakings.class);

  /// Who asked is kept waiting for a short one, and hears why one cannot be.
  private static final long SHORT_SECONDS = 2;

  /// What was told to break off is waited for so long.
  private static final Duration BREAKING_OFF = Duration.ofSeconds(5);

  private final Map<String, InHand> inHand = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /// @param command that does the same
  private record InHand(String command, Thread thread, CompletableFuture<Void> ended) {
    /// Whether it came to its end, and was not broken off.
    boolean isDone() {
      return ended.isDone() && !ended.isCompletedExceptionally();
    }
  }

  /// What is to be done, until it is done or the process stops.
  interface Work {
    void run() throws InterruptedException;
  }

  /// Begins, and waits a little for the end.
  ///
  /// @param name one of a name at a time
  /// @param command that does the same
  /// @param refusal by which the work says that it cannot be
  /// @throws Misasked once the process stops, or where it is at it already
  void begin(String name, String command, Class<? extends RuntimeException> refusal, Work work)
      throws InterruptedException {
    requireNotStopping();
    var ended = new CompletableFuture<Void>();
    var thread = Thread.ofVirtual().name(name).unstarted(() -> run(name, refusal, work, ended));
    if (inHand.putIfAbsent(name, new InHand(command, thread, ended)) != null) {
      throw new Misasked(HttpStatus.CONFLICT, "this process is at it already: " + name);
    }
    // Once more, after it was put there: a stop either sees it or is seen here.
    if (stopping) {
      inHand.remove(name);
      ended.complete(null);
    }
    requireNotStopping();
    thread.start();
    try {
      ended.get(SHORT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stillRunning) {
      LOG.debug("goes on name=\"{}\"", name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause
          && (refusal.isInstance(cause)
              || cause instanceof DatabaseFull
              || cause instanceof DatabaseUnavailable)) {
        throw cause;
      }
      throw Misasked.broken(name + " broke off; the log of this process says why");
    }
  }

  private void requireNotStopping() {
    if (stopping) {
      throw new Misasked(
          HttpStatus.SERVICE_UNAVAILABLE,
          "this process stops and begins no work: ask again when it is back");
    }
  }

  /// Whether this process is at it.
  boolean isInHand(String name) {
    return inHand.containsKey(name);
  }

  private void run(
      String name,
      Class<? extends RuntimeException> refusal,
      Work work,
      CompletableFuture<Void> ended) {
    Optional<Exception> failure = Optional.empty();
    try {
      work.run();
    } catch (InterruptedException e) {
      failure = Optional.of(e);
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!refusal.isInstance(e)) {
        LOG.warn("broke off name=\"{}\"", name, e);
      }
      failure = Optional.of(e);
    }
    inHand.remove(name);
    failure.ifPresentOrElse(ended::completeExceptionally, () -> ended.complete(null));
  }

  /// Begins no more.
  void stop() {
    stopping = true;
  }

  /// Begins no more, and waits for what is in hand.
  ///
  /// @param patience after which what still goes on is broken off
  /// @return of each one that did not come to its end, the command that does it again, by name
  List<String> finish(Duration patience) throws InterruptedException {
    stop();
    var open = new TreeMap<>(inHand);
    awaitAll(open.values(), patience);
    close();
    awaitAll(open.values(), BREAKING_OFF);
    return open.values().stream().filter(one -> !one.isDone()).map(InHand::command).toList();
  }

  private static void awaitAll(Collection<InHand> all, Duration patience)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(
              all.stream()
                  .map(one -> one.ended().exceptionally(_ -> null))
                  .toArray(CompletableFuture[]::new))
          .get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException stillRunning) {
      LOG.debug("not in time count={}", all.size());
    } catch (ExecutionException e) {
      throw new IllegalStateException("failures were taken as an end", e);
    }
  }

  @Override
  public void close() {
    inHand.values().forEach(one -> one.thread().interrupt());
  }
}
