package ai.tickstock.quality;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Draws bars from a stream, however long, in memory for so many: those with the smallest numbers,
/// which a seed gives to instrument and time. The same seed draws the same bars, in whatever order
/// they come.
final class Draw {
  private static final Comparator<RefereedBar> BY_DRAW =
      Comparator.<RefereedBar>comparingLong(bar -> bar.draw)
          .thenComparingInt(bar -> bar.instrument)
          .thenComparingInt(bar -> bar.at);

  private final int most;
  private final PriorityQueue<RefereedBar> drawn = new PriorityQueue<>(BY_DRAW.reversed());
  private long offered;

  Draw(int most) {
    this.most = most;
  }

  /// The number of a bar, spread evenly over all that there are (SplitMix64 of Steele, Lea and
  /// Flood, 2014).
  static long number(long seed, int instrument, int at) {
    long z = seed + 0x9E3779B97F4A7C15L * (((long) instrument << 32) + at);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  void offer(RefereedBar bar) {
    offered++;
    if (most == 0 || drawn.size() == most && BY_DRAW.compare(bar, drawn.peek()) >= 0) {
      return;
    }
    if (drawn.size() == most) {
      drawn.poll();
    }
    drawn.add(bar);
  }

  /// How many there were to draw from.
  long offered() {
    return offered;
  }

  /// The first so many of those drawn.
  List<RefereedBar> first(long count) {
    return drawn.stream().sorted(BY_DRAW).limit(count).toList();
  }
}
