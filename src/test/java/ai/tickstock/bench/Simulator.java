package ai.tickstock.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The vendor as a process of its own, so that its work is not counted as ours.
final class Simulator implements AutoCloseable {
  /// Names that trade nearly every minute: full pages.
  static final List<String> BUSY =
      List.of("SPY", "QQQ", "IWM", "AAPL", "MSFT", "NVDA", "AMZN", "TSLA", "JPM", "XOM");

  private final Process process;
  private final String uri;

  private Simulator(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /// @param latency added to each answer, e.g. `50ms`
  static Simulator start(BenchHome home, String latency) throws IOException {
    return start(home, latency, List.of());
  }

  /// @param more options of `simulate`
  static Simulator start(BenchHome home, String latency, List<String> more) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(
        List.of("simulate", "--port", "0", "--plan-profile", "advanced", "--latency", latency));
    arguments.addAll(more);
    var process = home.start(Map.of(), arguments);
    var uri = process.inputReader().readLine();
    if (uri == null) {
      process.destroyForcibly();
      throw new BenchmarkFailed("the simulator did not start: ./tickstock simulate --port 0");
    }
    return new Simulator(process, uri);
  }

  /// The variables that make the program ask it, at most a thousand times a second.
  Map<String, String> variables() {
    return Map.of(
        "MASSIVE_API_KEY",
        "bench",
        "TICKSTOCK_VENDOR_BASE_URL",
        uri,
        // An unlimited plan is asked 100 times a second at most, out of courtesy; a simulator needs
        // none.
        "TICKSTOCK_VENDOR_RATE_LIMIT_CALLS",
        "60000");
  }

  /// The body of an answer, not compressed.
  ///
  /// @param address path and query
  byte[] get(HttpClient client, String address) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(uri).resolve(address))
            .header("Authorization", "Bearer bench")
            .build();
    var answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new BenchmarkFailed(address + " gave " + answer.statusCode());
    }
    return answer.body();
  }

  double processorSeconds() {
    return ProcessorTime.of(process.pid());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
