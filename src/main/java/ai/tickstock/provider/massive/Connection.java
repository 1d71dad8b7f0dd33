package ai.tickstock.provider.massive;

import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.RateLimiter;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Gets pages: waits for the rate limit, tries again where that can help, and stops trying for a
/// while when the vendor is gone. Safe for use by many threads, which share the circuit.
final class Connection implements AutoCloseable {
  /// How asking for one page ended, all tries included.
  sealed interface Reply<T> {
    record Got<T>(Page<T> page) implements Reply<T> {}

    record Failed<T>(ProviderFailure failure) implements Reply<T> {}
  }

  /// Any kind that shows that the vendor is there.
  private static final Optional<Kind> REACHED = Optional.of(Kind.BAD_ANSWER);

  private final Http http;
  private final ApiKey key;
  private final int maxAttempts;
  private final RateLimiter limiter;
  private final InstantSource clock;
  private final Waits waits;
  private final CircuitBreaker<Object> circuit;
  private final Optional<AnswerCache> kept;
  private final AtomicInteger limitMet = new AtomicInteger();

  /// @param kept where answers are kept; they are looked for elsewhere, before anybody asks
  Connection(
      MassiveSettings settings,
      RateLimiter limiter,
      InstantSource clock,
      Waits waits,
      Optional<AnswerCache> kept) {
    this.http = new Http(settings, clock, kept.isPresent());
    this.kept = kept;
    this.key = settings.apiKey();
    this.maxAttempts = settings.maxAttempts();
    this.limiter = limiter;
    this.clock = clock;
    this.waits = waits;
    this.circuit =
        CircuitBreaker.builder()
            .withFailureThreshold(waits.unreachableInRow())
            .withSuccessThreshold(1)
            .withDelay(waits.openFor())
            .build();
  }

  /// Until when nobody tries because the vendor was not reachable; empty while calls go out.
  Optional<Instant> unreachableUntil() {
    var remaining = circuit.isOpen() ? circuit.getRemainingDelay() : Duration.ZERO;
    return remaining.isPositive() ? Optional.of(clock.instant().plus(remaining)) : Optional.empty();
  }

  /// How often the vendor said 429 so far.
  int limitMet() {
    return limitMet.get();
  }

  /// @param address path and query of one page
  <T> Reply<T> get(String address, Question<T> question, Tally tally) {
    if (!circuit.tryAcquirePermit()) {
      var remaining = circuit.getRemainingDelay();
      var wait = remaining.isPositive() ? remaining : Duration.ofSeconds(1);
      return failed(
          Kind.UNREACHABLE,
          address,
          0,
          0,
          "not tried: the vendor did not answer "
              + waits.unreachableInRow()
              + " times in a row, next probe in "
              + (wait.toMillis() + 999) / 1000
              + " s",
          Optional.of(wait));
    }
    Optional<Kind> ended = Optional.empty();
    try {
      var reply = retrying(address, question, tally);
      ended = reply instanceof Reply.Failed<T>(var failure) ? Optional.of(failure.kind()) : REACHED;
      return reply;
    } finally {
      record(ended);
    }
  }

  private void record(Optional<Kind> ended) {
    boolean knowsNothing = ended.isEmpty() || ended.get() == Kind.INTERRUPTED;
    if (knowsNothing) {
      // The probe of a half-open circuit has to end somehow, or nobody could ever probe again.
      if (circuit.isHalfOpen()) {
        circuit.recordFailure();
      }
    } else if (ended.get() == Kind.UNREACHABLE) {
      circuit.recordFailure();
    } else {
      circuit.recordSuccess();
    }
  }

  private <T> Reply<T> retrying(String address, Question<T> question, Tally tally) {
    int before = tally.cost().calls();
    var policy =
        RetryPolicy.<Attempt<T>>builder()
            .handleIf((Throwable _) -> false)
            .handleResultIf(a -> a instanceof Attempt.Fault<T> fault && fault.isPassing())
            .withMaxAttempts(maxAttempts)
            .withDelayFn(context ->
                waits.after(
                    context.getAttemptCount(),
                    context.getLastResult() instanceof Attempt.Fault<?> fault
                        ? fault.retryAfter()
                        : Optional.empty(),
                    ThreadLocalRandom.current()))
            .build();
    try {
      var last =
          Failsafe.with(policy)
              .get(context -> attempt(address, question, tally, context.getAttemptCount()));
      return switch (last) {
        case Attempt.Got<T>(var page, _) -> new Reply.Got<>(page);
        case Attempt.Fault<T>(var kind, var status, var message, _, var retryAfter) ->
            failed(kind, address, status, tally.cost().calls() - before, message, retryAfter);
      };
    } catch (FailsafeException e) {
      if (!(e.getCause() instanceof InterruptedException)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return failed(
          Kind.INTERRUPTED,
          address,
          0,
          tally.cost().calls() - before,
          "the asking thread was interrupted",
          Optional.empty());
    }
  }

  private <T> Attempt<T> attempt(String address, Question<T> question, Tally tally, int made)
      throws InterruptedException {
    limiter.acquire();
    tally.call(made > 0);
    var attempt = http.send(address, question, tally);
    switch (attempt) {
      case Attempt.Got<T>(var page, var body) -> {
        limiter.accepted();
        body.ifPresent(bytes -> keep(address, question, page, bytes));
      }
      case Attempt.Fault<T> fault when fault.kind() == Kind.RATE_LIMITED -> {
        limitMet.incrementAndGet();
        limiter.refused(fault.retryAfter());
      }
      case Attempt.Fault<T> _ -> {}
    }
    return attempt;
  }

  /// A vendor that repeats our key somewhere is not kept: no file of ours has it.
  private <T> void keep(String address, Question<T> question, Page<T> page, byte[] body) {
    if (!key.isIn(address) && !key.isIn(new String(body, StandardCharsets.UTF_8))) {
      kept.ifPresent(cache ->
          cache.keep(address, question.keeping(), body, page.rows().size(), clock.instant()));
    }
  }

  private <T> Reply<T> failed(
      Kind kind,
      String address,
      int status,
      int attempts,
      String message,
      Optional<Duration> retryAfter) {
    return new Reply.Failed<>(
        new ProviderFailure(
            kind, "GET " + key.hiddenIn(address), status, attempts, message, retryAfter));
  }

  @Override
  public void close() {
    http.close();
  }
}
