package ai.tickstock.bench;

import java.util.List;
import java.util.regex.Pattern;

/// One run of the program in a process of its own, from the launcher's start to its end.
///
/// @param seconds on the wall
/// @param processorSeconds of the program alone
/// @param peakHeap most bytes in the heap before a collection or at the end; 0 if not watched
/// @param peakResident most bytes that the process had in hand, about
record Execution(
    double seconds,
    double processorSeconds,
    long peakHeap,
    long peakResident,
    int exit,
    String out,
    String err) {
  private static final Pattern BEFORE_COLLECTION = Pattern.compile(" (\\d+)([KMG])->\\d+[KMG]\\(");
  private static final Pattern AT_EXIT = Pattern.compile(" used (\\d+)K");

  /// Most bytes in the heap, from the log lines `gc` and `gc+exit` of a serial collector.
  static long peakHeap(List<String> log) {
    long peak = 0;
    long atExit = 0;
    for (var line : log) {
      var collection = BEFORE_COLLECTION.matcher(line);
      if (collection.find()) {
        int shift =
            switch (collection.group(2)) {
              case "K" -> 10;
              case "M" -> 20;
              default -> 30;
            };
        peak = Math.max(peak, Long.parseLong(collection.group(1)) << shift);
      }
      var exit = AT_EXIT.matcher(line);
      // Spaces inside of a generation, and what lies outside of the heap, count no second time.
      if (exit.find() && (line.contains("DefNew") || line.contains("Tenured"))) {
        atExit += Long.parseLong(exit.group(1)) << 10;
      }
    }
    return Math.max(peak, atExit);
  }

  Execution withPeakHeap(long bytes) {
    return new Execution(seconds, processorSeconds, bytes, peakResident, exit, out, err);
  }

  /// @throws BenchmarkFailed unless it ended with one of these exit codes
  Execution requireExit(int... allowed) {
    for (int code : allowed) {
      if (exit == code) {
        return this;
      }
    }
    throw new BenchmarkFailed("the program ended with exit code " + exit + ":\n" + out + err);
  }
}
