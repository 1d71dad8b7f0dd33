package ai.tickstock.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The vendor as a process of its own, so that its work is not counted as ours.
final class Simulator implements AutoCloseable {
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

  URI uri() {
    return URI.create(uri);
  }

  double processorSeconds() {
    return ProcessorTime.of(process.pid());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
