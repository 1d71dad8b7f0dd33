package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What a row costs when there are ten and a hundred times as many.
final class Growth implements Benchmark {
  /// Most that a row may cost of what it costs with a tenth of the rows.
  private static final double GOAL = 1.3;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String claim() {
    return "cost of a row loaded from day files: 36,000, 300,000 and 3 million rows";
  }

  /// @param rows that were stored
  private record Step(long rows, double seconds) {
    double microsecondsARow() {
      return 1e6 * seconds / rows;
    }

    /// The rows that this has more, and what they took.
    Step beyond(Step fewer) {
      return new Step(rows - fewer.rows, seconds - fewer.seconds);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%,d rows in %.2f s: %.2f µs a row", rows, seconds, microsecondsARow());
    }
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var files = DayFiles.of(home, size);
    int all = files.sessions().size();
    var steps = new ArrayList<Step>();
    for (int part : List.of(100, 10, 1)) {
      var ours = files.load(home, Math.max(1, Math.ceilDiv(all, part)));
      var race = Race.run(home, size, List.of(ours));
      steps.add(new Step(race.rows(), race.seconds(ours)));
    }
    return new Report(
        this,
        size,
        List.of(
            compared("a row of 100x / of 10x", steps.get(2), steps.get(1), OptionalDouble.of(GOAL)),
            compared("a row of 10x / of 1x", steps.get(1), steps.get(0), OptionalDouble.empty()),
            compared(
                "a row beyond 10x / between 1x and 10x",
                steps.get(2).beyond(steps.get(1)),
                steps.get(1).beyond(steps.get(0)),
                OptionalDouble.empty())),
        List.of(
            "1x    " + steps.get(0) + ", with the start of the program",
            "10x   " + steps.get(1),
            "100x  " + steps.get(2)),
        List.of());
  }

  private static Measure compared(String what, Step more, Step fewer, OptionalDouble goal) {
    return Measure.ratio(
        what, more.microsecondsARow() / fewer.microsecondsARow(), goal, fewer.toString());
  }
}
