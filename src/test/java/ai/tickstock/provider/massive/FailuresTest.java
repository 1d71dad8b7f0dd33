package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.ScriptedVendor.behind;
import static ai.tickstock.provider.massive.ScriptedVendor.file;
import static ai.tickstock.provider.massive.ScriptedVendor.hangUp;
import static ai.tickstock.provider.massive.ScriptedVendor.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.massive.ScriptedVendor.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest extends VendorTest {
  private ProviderFailure failureAfter(Step... steps) {
    vendor.then(steps);
    return failure(
        provider(settings -> settings.withMaxAttempts(steps.length)).dailyBars(QQXA, MARCH));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"status":"ERROR","error":"Unknown API Key"} | KEY_REFUSED | Unknown API Key: check MASSIVE_API_KEY
          403 | {"status":"NOT_AUTHORIZED","message":"You are not entitled to this data. Please upgrade"} | NOT_ENTITLED_ENDPOINT | not entitled
          403 | {"status":"ERROR","error":"You are NOT ENTITLED to this data."} | NOT_ENTITLED_ENDPOINT | NOT ENTITLED
          403 | {"status":"NOT_AUTHORIZED","message":"Your plan doesn't include this data timeframe."} | NOT_ENTITLED_TIMEFRAME | timeframe
          403 | {"status":"NOT_AUTHORIZED","message":"Attempted to request today's data before end of day."} | NOT_ENTITLED_TIMEFRAME | end of day
          403 | <html><h1>Blocked</h1></html> | BAD_ANSWER | an HTML page instead of JSON
          404 | 404 page not found | BAD_ANSWER | 404 page not found: check the vendor's base URL
          404 | {"status":"OK","message":"this endpoint was retired, see /v3/x"} | BAD_ANSWER | retired
          400 | {"status":"ERROR","error":"bad\\n range"} | BAD_ANSWER | bad range
          302 | elsewhere | BAD_ANSWER | redirects are not followed
          400 | {"status": | BAD_ANSWER | not JSON
          418 | {} | BAD_ANSWER | without a reason
          """)
  void nameWhatHappenedAndAreNotTriedAgain(int status, String body, Kind kind, String said) {
    vendor.then(status(status, body, "Location", "http://127.0.0.1:1/"));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(failure(answer).kind()).isEqualTo(kind);
    assertThat(failure(answer).message())
        .contains(said)
        .doesNotContain("\n")
        .doesNotContain("<h1>");
    assertThat(failure(answer).httpStatus()).isEqualTo(status);
    assertThat(failure(answer).attempts()).isEqualTo(1);
    assertThat(failure(answer).address())
        .startsWith("GET /v2/aggs/ticker/QQXA/range/1/day/2026-03-01/2026-03-31");
    assertThat(vendor.requests()).hasSize(1);
    assertThat(answer.cost().calls()).isEqualTo(1);
    assertThat(limiter.accepted).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 413, 429, 499, 500, 502, 503, 504})
  void passAfterAnotherTry(int status) {
    vendor.then(status(status, ""), file("aggregates-two-days.json"));

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(given(answer)).hasSize(2);
    assertThat(answer.cost().calls()).isEqualTo(2);
    assertThat(answer.cost().retries()).isEqualTo(1);
  }

  @Test
  void callTheVendorUnreachableAfterHtml502sAndEmpty503s() {
    var failure =
        failureAfter(status(503, ""), status(502, "<html><body>Bad gateway</body></html>"));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.httpStatus()).isEqualTo(502);
    assertThat(failure.attempts()).isEqualTo(2);
    assertThat(failure.message()).isEqualTo("HTTP 502, an HTML page instead of JSON");
  }

  @Test
  void sayThatAnAnswerWasEmpty() {
    assertThat(failureAfter(status(503, "")).message()).isEqualTo("HTTP 503, an empty answer");
  }

  @Test
  void sayHowLongTheVendorWantsToBeLeftAlone() {
    var failure = failureAfter(status(503, "", "Retry-After", "Fri, 20 Nov 2026 15:00:30 GMT"));

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void tellTheLimiterAboutEvery429() {
    var body = "{\"status\":\"ERROR\",\"error\":\"You've exceeded the maximum requests\"}";

    var failure = failureAfter(status(429, body), status(429, "", "Retry-After", "0"));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.httpStatus()).isEqualTo(429);
    assertThat(limiter.refusals).containsExactly(Optional.empty(), Optional.of(Duration.ZERO));
  }

  @Test
  void shortenWhatTheVendorSaid() {
    var failure = failureAfter(status(400, "{\"error\":\"" + "x".repeat(5_000) + "\"}"));

    assertThat(failure.message()).endsWith("…").hasSizeLessThan(300);
  }

  @Test
  void callTheVendorUnreachableWhenItHangsUp() {
    // The HTTP client may by itself ask again where a connection ended without a word.
    for (int i = 0; i < 10; i++) {
      vendor.then(hangUp());
    }

    var failure = failure(provider(settings -> settings.withMaxAttempts(1)).dailyBars(QQXA, MARCH));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.httpStatus()).isZero();
    assertThat(failure.message()).contains("broke before an answer came");
  }

  @Test
  void callTheVendorUnreachableWhenAnAnswerNeverEnds() {
    vendor.then(vendor.stall());

    var failure =
        failure(
            provider(settings ->
                    settings
                        .withMaxAttempts(1)
                        .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300)))
                .dailyBars(QQXA, MARCH));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.message()).contains("within 300 ms");
  }

  @Test
  void callTheVendorUnreachableWhenAnAnswerNeverBegins() {
    var gate = new CountDownLatch(1);
    vendor.then(behind(gate, new CountDownLatch(1), hangUp()));

    var failure =
        failure(
            provider(settings ->
                    settings
                        .withMaxAttempts(1)
                        .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300)))
                .dailyBars(QQXA, MARCH));
    gate.countDown();

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.message()).contains("within 300 ms");
  }

  @Test
  void sayThatNobodyListensAtTheAddress() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    var failure =
        failure(
            provider(_ ->
                    MassiveSettings.of(
                            URI.create("http://127.0.0.1:" + port), new ApiKey(ScriptedVendor.KEY))
                        .withMaxAttempts(1))
                .dailyBars(QQXA, MARCH));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.message()).startsWith("cannot connect to http://127.0.0.1:" + port);
  }

  @Test
  void endAtOnceWhenInterruptedWhileWaitingForTheNextTry() throws InterruptedException {
    var arrived = new CountDownLatch(1);
    var asking = asking(new Waits(Duration.ofHours(1), Duration.ofHours(1), 100, Duration.ZERO));
    vendor.then(behind(new CountDownLatch(0), arrived, status(503, "")));
    asking.start();
    arrived.await();

    asking.interruptAndJoin();

    assertThat(failure(asking.answer.get()).kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(failure(asking.answer.get()).attempts()).isEqualTo(1);
    assertThat(asking.answer.get().cost().calls()).isEqualTo(1);
    assertThat(asking.keptTheFlag).isTrue();
  }

  @Test
  void endAtOnceWhenInterruptedInTheMiddleOfABody() throws InterruptedException {
    var arrived = new CountDownLatch(1);
    vendor.then(behind(new CountDownLatch(0), arrived, vendor.stall()));
    var asking = asking(NO_WAITS);
    asking.start();
    arrived.await();

    asking.interruptAndJoin();

    assertThat(failure(asking.answer.get()).kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(asking.keptTheFlag).isTrue();
    assertThat(vendor.requests()).hasSize(1);
  }

  @Test
  void sendNothingWhenInterruptedBefore() {
    Thread.currentThread().interrupt();

    var answer = provider().dailyBars(QQXA, MARCH);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure(answer).kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(answer.cost()).isEqualTo(Answer.Cost.NONE);
    assertThat(vendor.requests()).isEmpty();
  }

  private Asking asking(Waits waits) {
    return new Asking(provider(settings -> settings, waits));
  }

  private static final class Asking {
    final AtomicReference<Answer<List<BarRow>>> answer = new AtomicReference<>();
    volatile boolean keptTheFlag;
    private final Thread thread;

    Asking(MassiveProvider provider) {
      thread =
          Thread.ofVirtual()
              .unstarted(() -> {
                answer.set(provider.dailyBars(QQXA, MARCH));
                keptTheFlag = Thread.currentThread().isInterrupted();
              });
    }

    void start() {
      thread.start();
    }

    void interruptAndJoin() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }
}
