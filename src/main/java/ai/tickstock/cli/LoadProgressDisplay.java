package ai.tickstock.cli;

import java.io.PrintWriter;
import java.time.InstantSource;

/// Shows how a load goes on. It has no thread of its own: who waits for the load hands the latest
/// progress in every second or so, or as often as he likes; the display itself chooses what is
/// worth printing. For one thread.
interface LoadProgressDisplay extends AutoCloseable {
  /// Bars that are redrawn in place.
  ///
  /// @param columns width of the terminal; lines are cut to it
  static LoadProgressDisplay terminal(PrintWriter err, int columns, InstantSource clock) {
    return new TerminalProgress(err, columns, clock);
  }

  /// Whole lines, for a file or another program: at the start, every 10 % or 10 seconds, when a
  /// wait begins, and at the end.
  static LoadProgressDisplay lines(PrintWriter err, InstantSource clock) {
    return new LineProgress(err, clock);
  }

  void show(ShownProgress now);

  /// Prints a line that stays, such as a warning, without disturbing the bars.
  void note(String line);

  /// Shows the last progress once more and leaves it.
  @Override
  void close();
}
