package ai.tickstock.provider.massive;

import ai.tickstock.provider.ProviderFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// Sends one request and reads its answer. The key travels in the `Authorization` header and
/// nowhere else; headers are never logged.
final class Http implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Http.class);

  static {
    // The JDK's client sends a GET again by itself when a connection is closed on it. Those calls
    // would pass by the rate limit and be missing in the cost. It reads these once, on first use.
    System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
  }

  private final MassiveSettings settings;
  private final InstantSource clock;
  private final boolean keepsBodies;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /// Cuts off answers that never end; the client itself only waits for their beginning.
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("vendor-deadlines").factory());

  /// @param keepsBodies whether answers that may be kept come with their bodies
  Http(MassiveSettings settings, InstantSource clock, boolean keepsBodies) {
    this.settings = settings;
    this.keepsBodies = keepsBodies;
    this.clock = clock;
    deadlines.setRemoveOnCancelPolicy(true);
    boolean encrypted = settings.baseUrl().getScheme().equals("https");
    client =
        HttpClient.newBuilder()
            .version(encrypted ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(threads)
            .build();
  }

  /// @throws InterruptedException when the thread is interrupted before or while it waits
  <T> Attempt<T> send(String address, Question<T> question, Tally tally)
      throws InterruptedException {
    HttpRequest request;
    try {
      request = request(address);
    } catch (IllegalArgumentException _) {
      return wrong(0, "the address of the next page is no valid URL");
    }
    long started = System.nanoTime();
    try {
      var response = client.send(request, BodyHandlers.ofInputStream());
      var left = settings.requestTimeout().minusNanos(System.nanoTime() - started);
      return read(response, question, tally, address, started, left);
    } catch (IOException e) {
      // An interrupt in the middle of a body arrives as a broken stream.
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while an answer was read");
      }
      LOG.debug(
          "call failed path={} error={} took={}ms",
          settings.apiKey().hiddenIn(address),
          e.getClass().getSimpleName(),
          millisSince(started));
      return new Attempt.Fault<>(Kind.UNREACHABLE, 0, lost(e), true, Optional.empty());
    }
  }

  private HttpRequest request(String address) {
    return HttpRequest.newBuilder(settings.at(address))
        .timeout(settings.requestTimeout())
        .header("Authorization", settings.apiKey().authorization())
        .header("Accept", "application/json")
        .header("Accept-Encoding", "gzip")
        .header("User-Agent", settings.userAgent())
        .GET()
        .build();
  }

  private <T> Attempt<T> read(
      HttpResponse<InputStream> response,
      Question<T> question,
      Tally tally,
      String address,
      long started,
      Duration left)
      throws IOException, InterruptedException {
    var wire = new CountedBytes(response.body());
    var late = new AtomicBoolean();
    var deadline =
        deadlines.schedule(
            () -> {
              late.set(true);
              closeQuietly(response.body());
            },
            Math.max(0, left.toNanos()),
            TimeUnit.NANOSECONDS);
    try (wire) {
      return response.statusCode() == 200
          ? page(response, wire, question)
          : refusal(response, wire, question);
    } catch (IOException | JacksonException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while an answer was read");
      }
      if (late.get()) {
        throw new HttpTimeoutException("the answer did not end in time");
      }
      return broken(response.statusCode(), e);
    } finally {
      deadline.cancel(false);
      tally.received(wire.count());
      LOG.debug(
          "called path={} status={} bytes={} took={}ms",
          settings.apiKey().hiddenIn(address),
          response.statusCode(),
          wire.count(),
          millisSince(started));
    }
  }

  private <T> Attempt<T> page(
      HttpResponse<InputStream> response, CountedBytes wire, Question<T> question)
      throws IOException {
    try (var body = decompressed(response, wire)) {
      if (!keepsBodies || question.keeping() instanceof Keeping.Never) {
        return new Attempt.Got<>(
            PageReader.read(body, question, settings.apiKey()), Optional.empty());
      }
      var copied = new CopiedBytes(body);
      var page = PageReader.read(copied, question, settings.apiKey());
      return new Attempt.Got<>(page, Optional.of(copied.bytes()));
    } catch (NotAsPromised e) {
      return wrong(200, settings.apiKey().hiddenIn(e.what()));
    }
  }

  private <T> Attempt<T> refusal(
      HttpResponse<InputStream> response, CountedBytes wire, Question<T> question) {
    byte[] body;
    try (var stream = decompressed(response, wire)) {
      body = stream.readNBytes(Refusal.READ);
    } catch (IOException _) {
      // The status says enough.
      body = new byte[0];
    }
    var retryAfter =
        response
            .headers()
            .firstValue("Retry-After")
            .flatMap(header -> Waits.retryAfter(header, clock.instant()));
    return Refusal.of(response.statusCode(), body)
        .fault(question.about().isPresent(), settings.apiKey(), retryAfter);
  }

  private static InputStream decompressed(HttpResponse<InputStream> response, InputStream wire)
      throws IOException {
    boolean compressed =
        response
            .headers()
            .firstValue("Content-Encoding")
            .filter(encoding -> encoding.strip().equalsIgnoreCase("gzip"))
            .isPresent();
    return compressed ? new GZIPInputStream(wire, 16_384) : wire;
  }

  /// A stream that ended early is worth another try, text that is no JSON is not.
  private static <T> Attempt<T> broken(int status, Exception e) {
    boolean cutOff = e instanceof IOException || e instanceof UnexpectedEndOfInputException;
    return cutOff
        ? new Attempt.Fault<>(
            Kind.BAD_ANSWER, status, "the answer was cut off or damaged", true, Optional.empty())
        : wrong(status, "the answer is not JSON as documented");
  }

  private static <T> Attempt<T> wrong(int status, String message) {
    return new Attempt.Fault<>(Kind.BAD_ANSWER, status, message, false, Optional.empty());
  }

  private String lost(IOException e) {
    var host = settings.baseUrl().getScheme() + "://" + settings.baseUrl().getRawAuthority();
    if (e instanceof HttpConnectTimeoutException) {
      // The time for the whole request can end first.
      long within =
          Math.min(settings.connectTimeout().toMillis(), settings.requestTimeout().toMillis());
      return "no connection to " + host + " within " + within + " ms";
    }
    if (e instanceof HttpTimeoutException) {
      return "no whole answer from "
          + host
          + " within "
          + settings.requestTimeout().toMillis()
          + " ms";
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "the host of " + host + " is unknown: check the network and the base URL";
      }
    }
    return e instanceof ConnectException
        ? "cannot connect to " + host + ": check the network and the base URL"
        : "the connection to " + host + " broke before an answer came";
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException _) {
      // It is given up anyway.
    }
  }

  private static long millisSince(long started) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  @Override
  public void close() {
    client.shutdownNow();
    deadlines.shutdownNow();
    threads.shutdownNow();
  }
}
