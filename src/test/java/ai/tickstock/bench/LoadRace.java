package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// A load of ours against COPY into older tables, and what became of it.
final class LoadRace {
  private static final long MOST_HEAP = 512L << 20;

  private final Benchmark benchmark;
  private final BenchHome home;
  private final Size size;
  private final OurSide ours;
  private final List<Rival> rivals = new ArrayList<>();

  /// @param goal most of its time that ours may take; empty where it is shown only
  private record Rival(OldSide side, OptionalDouble goal) {}

  LoadRace(Benchmark benchmark, BenchHome home, Size size, OurSide ours) {
    this.benchmark = benchmark;
    this.home = home;
    this.size = size;
    this.ours = ours;
  }

  LoadRace against(OldSide side, double goal) {
    rivals.add(new Rival(side, OptionalDouble.of(goal)));
    return this;
  }

  LoadRace shownBeside(OldSide side) {
    rivals.add(new Rival(side, OptionalDouble.empty()));
    return this;
  }

  /// @param afterwards more lines for people, asked for when all is done
  Report run(Supplier<List<String>> afterwards)
      throws IOException, SQLException, InterruptedException {
    var sides = new ArrayList<Side>();
    sides.add(ours);
    rivals.forEach(rival -> sides.add(rival.side()));
    var race = Race.run(home, size, sides);
    var details = new ArrayList<>(race.table());
    var executions = ours.executions();
    details.add(
        String.format(
            Locale.ROOT,
            "ours: %.2f s processor time of the program, peak heap %d MB, resident %d MB",
            Race.median(executions.stream().map(Execution::processorSeconds).toList()),
            peakHeap(executions) >> 20,
            executions.stream().mapToLong(Execution::peakResident).max().orElse(0) >> 20));
    details.addAll(afterwards.get());
    details.add("equal on all sides: " + race.checksum());
    var measures = new ArrayList<Measure>();
    for (var rival : rivals) {
      double seconds = race.seconds(rival.side());
      measures.add(
          Measure.ratio(
              "ours / " + rival.side().name(),
              race.seconds(ours) / seconds,
              rival.goal(),
              String.format(
                  Locale.ROOT,
                  "%s of the same rows, %.2f s; ours %.2f s",
                  rival.side().name(),
                  seconds,
                  race.seconds(ours))));
    }
    return new Report(benchmark, size, measures, details, heapBroken(executions));
  }

  /// What there is to say when the heap grew too large.
  static List<String> heapBroken(List<Execution> executions) {
    long heap = peakHeap(executions);
    return heap < MOST_HEAP
        ? List.of()
        : List.of("the heap reached " + (heap >> 20) + " MB, less than 512 is asked for");
  }

  static long peakHeap(List<Execution> executions) {
    return executions.stream().mapToLong(Execution::peakHeap).max().orElse(0);
  }
}
