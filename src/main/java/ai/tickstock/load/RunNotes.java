package ai.tickstock.load;

import ai.tickstock.provider.LimitWait;
import ai.tickstock.provider.RateLimiter;
import java.time.Duration;
import java.util.Optional;

/// Writes down what one process's share in a run waits for and where its time goes: at changes, and
/// every few seconds. Used by one thread.
final class RunNotes {
  private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final LoadLedger ledger;
  private final int runId;
  private final RunWaits waits = new RunWaits();
  private final Optional<RateLimiter> limiter;
  private String noted = "";
  private long writtenAt = System.nanoTime();

  /// @param limiter of the vendor that the run asks
  RunNotes(LoadLedger ledger, int runId, Optional<RateLimiter> limiter) {
    this.ledger = ledger;
    this.runId = runId;
    this.limiter = limiter;
  }

  RunWaits waits() {
    return waits;
  }

  /// What is waited for just now.
  ///
  /// @param held why nothing is begun
  Optional<LoadObserver.Waiting> waiting(Optional<String> held) {
    if (held.isPresent()) {
      return held.map(reason -> new LoadObserver.Waiting(reason, Optional.empty()));
    }
    return limiter
        .flatMap(RateLimiter::waitsFor)
        .map((LimitWait wait) -> new LoadObserver.Waiting(wait.reason(), Optional.of(wait.left())));
  }

  void note(Optional<LoadObserver.Waiting> waiting) {
    var reason = waiting.map(LoadObserver.Waiting::reason).orElse("");
    if (!reason.equals(noted)) {
      ledger.account().noteWaiting(runId, reason);
      noted = reason;
    }
    if (System.nanoTime() - writtenAt > EVERY_NANOS) {
      write();
    }
  }

  /// The share ends: it waits for nothing any more.
  void end() {
    note(Optional.empty());
    write();
  }

  private void write() {
    writtenAt = System.nanoTime();
    ledger.account().addWaits(runId, waits.taken());
  }
}
