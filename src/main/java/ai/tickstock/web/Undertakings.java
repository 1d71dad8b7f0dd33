package ai.tickstock.web;

import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that people begin on a page and that this process does: jobs and repairs. How each goes and
/// ends is written down by itself.
final class Undertakings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Undertakings.class);

  /// Who asked is kept waiting for a short one, and hears why one cannot be.
  private static final long SHORT_SECONDS = 2;

  private final Map<String, Thread> inHand = new ConcurrentHashMap<>();

  /// What is to be done, until it is done or the process stops.
  interface Work {
    void run() throws InterruptedException;
  }

  /// Begins, and waits a little for the end.
  ///
  /// @param name one of a name at a time
  /// @param refusal by which the work says that it cannot be
  void begin(String name, Class<? extends RuntimeException> refusal, Work work)
      throws InterruptedException {
    var ended = new CompletableFuture<Void>();
    var thread = Thread.ofVirtual().name(name).unstarted(() -> run(name, refusal, work, ended));
    if (inHand.putIfAbsent(name, thread) != null) {
      throw new Misasked(HttpStatus.CONFLICT, "this process is at it already: " + name);
    }
    thread.start();
    try {
      ended.get(SHORT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException stillRunning) {
      LOG.debug("goes on name=\"{}\"", name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause && refusal.isInstance(cause)) {
        throw cause;
      }
      throw Misasked.broken(name + " broke off; the log of this process says why");
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

  @Override
  public void close() {
    inHand.values().forEach(Thread::interrupt);
  }
}
