package ai.tickstock.provider.massive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/// A vendor on loopback that gives prepared answers and faults in order and remembers what it was
/// asked. When the script has ended it answers 500 with a hint.
final class ScriptedVendor implements AutoCloseable {
  static final String KEY = "k3y-N0b0dy-May-See";

  /// @param target path and query as they came
  record Request(String target, String authorization, String acceptEncoding, String host) {}

  interface Step {
    void play(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Deque<Step> script = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();

  ScriptedVendor() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Step step;
    synchronized (script) {
      var headers = exchange.getRequestHeaders();
      requests.add(
          new Request(
              exchange.getRequestURI().toString(),
              headers.getFirst("Authorization"),
              headers.getFirst("Accept-Encoding"),
              headers.getFirst("Host")));
      step = script.isEmpty() ? status(500, "the script has ended") : script.poll();
    }
    try (exchange) {
      step.play(exchange);
    }
  }

  ScriptedVendor then(Step... steps) {
    synchronized (script) {
      script.addAll(Arrays.asList(steps));
    }
    return this;
  }

  List<Request> requests() {
    synchronized (script) {
      return List.copyOf(requests);
    }
  }

  List<String> targets() {
    return requests().stream().map(Request::target).toList();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  MassiveSettings settings() {
    return MassiveSettings.of(url(), new ApiKey(KEY));
  }

  static Step ok(String json) {
    return status(200, json);
  }

  /// A prepared answer from a file beside this class.
  static Step file(String name) {
    return ok(text(name));
  }

  static String text(String name) {
    try (var stream = ScriptedVendor.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param headers name, value, name, value …
  static Step status(int status, String body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Step gzip(String json) {
    return gzip(json, 0);
  }

  /// @param missing bytes that are left out at the end
  static Step gzip(String json, int missing) {
    return exchange -> {
      var bytes = gzipped(json);
      exchange.getResponseHeaders().add("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(200, bytes.length - missing);
      exchange.getResponseBody().write(bytes, 0, bytes.length - missing);
    };
  }

  static byte[] gzipped(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /// Promises the whole answer and hangs up after half of it.
  static Step cut(String json) {
    return exchange -> {
      var bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
      exchange.getResponseBody().flush();
    };
  }

  /// Hangs up without a word.
  static Step hangUp() {
    return _ -> {};
  }

  /// Begins to answer and never goes on.
  Step stall() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      await(end);
    };
  }

  /// The step once the gate is open.
  static Step behind(CountDownLatch gate, CountDownLatch arrived, Step step) {
    return exchange -> {
      arrived.countDown();
      await(gate);
      step.play(exchange);
    };
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
