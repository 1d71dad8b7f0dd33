package ai.tickstock.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What the simulated vendor can answer in a second of one processor, so that it is not what the
/// other benchmarks measure.
final class SimulatorSpeed implements Benchmark {
  private static final double SMALL_ANSWERS = 5_000;
  private static final double MEGABYTES = 150;
  private static final int CONNECTIONS = 4;
  private static final int SMALL = 40_000;
  private static final int LARGE = 300;

  @Override
  public String name() {
    return "simulator";
  }

  @Override
  public String claim() {
    return "small answers and megabytes of minute bars that the simulator gives in a second of one"
        + " processor";
  }

  @Override
  public Report run(BenchHome home, Size size) throws IOException, InterruptedException {
    try (var simulator = Simulator.start(home, "0ms");
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var small = new ArrayList<String>();
      for (int i = 0; i < size.of(SMALL, 500); i++) {
        small.add(
            "/v2/aggs/ticker/%s/prev?adjusted=false"
                .formatted(Simulator.BUSY.get(i % Simulator.BUSY.size())));
      }
      var large = new ArrayList<String>();
      for (int i = 0; i < size.of(LARGE, 10); i++) {
        // Forty quarters of each: no answer comes twice.
        int quarter = i / Simulator.BUSY.size();
        var range =
            "%1$d-%2$02d-02/%1$d-%3$02d-28"
                .formatted(2015 + quarter / 4 % 10, 1 + quarter % 4 * 3, 3 + quarter % 4 * 3);
        large.add(
            "/v2/aggs/ticker/%s/range/1/minute/%s?adjusted=false&limit=50000"
                .formatted(Simulator.BUSY.get(i % Simulator.BUSY.size()), range));
      }
      home.say("warming the simulator up");
      ask(simulator, client, small.subList(0, small.size() / 4));
      ask(simulator, client, large.subList(0, large.size() / 4));
      home.say("asking for small answers");
      double began = simulator.processorSeconds();
      ask(simulator, client, small);
      double smallSeconds = simulator.processorSeconds() - began;
      home.say("asking for minute bars");
      began = simulator.processorSeconds();
      double megabytes = ask(simulator, client, large) / 1e6;
      double largeSeconds = simulator.processorSeconds() - began;
      return new Report(
          this,
          size,
          List.of(
              new Measure(
                  "small answers",
                  small.size() / smallSeconds,
                  OptionalDouble.of(SMALL_ANSWERS),
                  Measure.Unit.PER_SECOND,
                  "none"),
              new Measure(
                  "megabytes of minute bars",
                  megabytes / largeSeconds,
                  OptionalDouble.of(MEGABYTES),
                  Measure.Unit.PER_SECOND,
                  "none")),
          List.of(
              String.format(
                  Locale.ROOT,
                  "%,d small answers: %.2f s of processor; %,.0f MB of minutes, not compressed: %.2f s",
                  small.size(),
                  smallSeconds,
                  megabytes,
                  largeSeconds),
              "at most 512 MB of heap: the launcher's limit for `simulate`"),
          List.of());
    }
  }

  /// @return bytes of all answers
  private static long ask(Simulator simulator, HttpClient client, List<String> addresses)
      throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      var parts = new ArrayList<Callable<Long>>();
      for (int part = 0; part < CONNECTIONS; part++) {
        int first = part;
        parts.add(() -> {
          long bytes = 0;
          for (int i = first; i < addresses.size(); i += CONNECTIONS) {
            bytes += simulator.get(client, addresses.get(i)).length;
          }
          return bytes;
        });
      }
      long bytes = 0;
      for (var ended : threads.invokeAll(parts)) {
        bytes += ended.get();
      }
      return bytes;
    } catch (ExecutionException e) {
      throw new BenchmarkFailed("asking the simulator failed: " + e.getCause());
    }
  }
}
