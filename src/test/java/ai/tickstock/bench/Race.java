package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sides that fill databases of one server by turns; the median of each side counts.
///
/// @param laps by side, in the order of the runs
/// @param checksum of all databases, all the time
record Race(Map<Side, List<Lap>> laps, String checksum) {

  /// @param seconds on the wall, the checkpoint included
  /// @param serverSeconds processor time of the server meanwhile
  record Lap(double seconds, double serverSeconds) {}

  /// @throws BenchmarkFailed when two sides do not hold the same rows
  static Race run(BenchHome home, Size size, List<Side> sides)
      throws IOException, SQLException, InterruptedException {
    home.server().requireDurable();
    var laps = new LinkedHashMap<Side, List<Lap>>();
    sides.forEach(side -> laps.put(side, new ArrayList<>()));
    String agreed = "";
    for (int run = 1; run <= size.runs(); run++) {
      for (var side : sides) {
        var lap = lap(home, side);
        home.say(
            String.format(
                Locale.ROOT,
                "run %d of %d: %-28s %7.2f s",
                run,
                size.runs(),
                side.name(),
                lap.seconds()));
        laps.getOrDefault(side, new ArrayList<>()).add(lap);
        var sum = side.checksum();
        if (agreed.isEmpty()) {
          agreed = sum;
        } else if (!agreed.equals(sum)) {
          throw new BenchmarkFailed(
              side.name() + " holds " + sum + ", " + sides.getFirst().name() + " " + agreed);
        }
        side.drop();
      }
    }
    return new Race(laps, agreed);
  }

  private static Lap lap(BenchHome home, Side side)
      throws SQLException, IOException, InterruptedException {
    side.prepare();
    home.server().checkpoint();
    double server = home.serverProcessorSeconds();
    long began = System.nanoTime();
    side.fill();
    home.server().checkpoint();
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Lap(seconds, home.serverProcessorSeconds() - server);
  }

  /// Rows that each database held.
  long rows() {
    return Long.parseLong(checksum.substring(0, checksum.indexOf(' ')));
  }

  double seconds(Side side) {
    return median(laps.getOrDefault(side, List.of()).stream().map(Lap::seconds).toList());
  }

  double serverSeconds(Side side) {
    return median(laps.getOrDefault(side, List.of()).stream().map(Lap::serverSeconds).toList());
  }

  /// Seconds of each run and side, and the medians, as lines of a table.
  List<String> table() {
    var sides = List.copyOf(laps.keySet());
    var lines = new ArrayList<String>();
    var head = new StringBuilder("run   ");
    sides.forEach(side -> head.append("  ").append(column(side.name(), side)));
    lines.add(head.toString());
    int runs = laps.values().iterator().next().size();
    for (int run = 0; run < runs; run++) {
      var line = new StringBuilder(String.format(Locale.ROOT, "%-6d", run + 1));
      for (var side : sides) {
        var lap = laps.getOrDefault(side, List.of()).get(run);
        line.append("  ").append(column(seconds(lap.seconds()), side));
      }
      lines.add(line.toString());
    }
    var medians = new StringBuilder("median");
    sides.forEach(side -> medians.append("  ").append(column(seconds(seconds(side)), side)));
    lines.add(medians.toString());
    var server = new StringBuilder("server");
    sides.forEach(side -> server.append("  ").append(column(seconds(serverSeconds(side)), side)));
    lines.add(server.append("   processor time, median").toString());
    return lines;
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String column(String text, Side side) {
    int width = Math.max(9, side.name().length());
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  static double p95(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
  }

  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
