package ai.tickstock.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Finds instruments with the bars of another one, on the same days or shifted by one. Each
/// instrument leaves a digest of its last bars, compared after the pass. Safe for use by many
/// threads.
final class Twins {
  static final About ABOUT =
      new About(
          "twin-series",
          Severity.HIGH,
          "The last twenty bars, volumes included, are those of another instrument, on the same days or a day away.",
          About.Evidence.DAYS,
          List.of());

  private static final int BARS = 20;

  private record Print(int instrument, String ticker, int first, int last, long now, long before) {}

  private final ConcurrentLinkedQueue<Print> prints = new ConcurrentLinkedQueue<>();

  void note(Bars bars) {
    int end = bars.size;
    while (end > 0 && bars.day[end - 1] > bars.lastJudged) {
      end--;
    }
    if (end > BARS && bars.isJudged(end - 1) && isAlive(bars, end)) {
      prints.add(
          new Print(
              bars.facts.instrument(),
              bars.facts.ticker(),
              bars.day[end - BARS],
              bars.day[end - 1],
              digest(bars, end),
              digest(bars, end - 1)));
    }
  }

  /// Bars of names that hardly trade are equal by chance.
  private static boolean isAlive(Bars bars, int end) {
    int moved = 0;
    for (int i = end - BARS; i < end; i++) {
      if (bars.volume[i] >= 100 && bars.high[i] > bars.low[i]) {
        moved++;
      }
    }
    return moved >= BARS / 2;
  }

  private static long digest(Bars bars, int end) {
    long digest = 1;
    for (int i = end - BARS; i < end; i++) {
      digest = digest * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(bars.open[i]);
      digest = digest * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(bars.high[i]);
      digest = digest * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(bars.low[i]);
      digest = digest * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(bars.close[i]);
      digest = digest * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(bars.volume[i]);
      digest ^= digest >>> 29;
    }
    return digest;
  }

  void compare(Consumer<Candidate> found) {
    var now = new HashMap<Long, List<Print>>();
    prints.forEach(print -> now.computeIfAbsent(print.now, _ -> new ArrayList<>()).add(print));
    for (var print : prints) {
      for (var other : now.getOrDefault(print.now, List.of())) {
        if (other.instrument < print.instrument) {
          found.accept(candidate(print, other, "on the same days"));
        }
      }
      for (var other : now.getOrDefault(print.before, List.of())) {
        if (other.instrument != print.instrument) {
          found.accept(candidate(other, print, "a day away"));
        }
      }
    }
  }

  private static Candidate candidate(Print print, Print other, String how) {
    return new Candidate(
        ABOUT,
        print.instrument,
        print.ticker,
        List.of(print.first, print.last),
        ABOUT.severity(),
        Double.NaN,
        "its last " + BARS + " bars are those of " + other.ticker + ", " + how,
        Map.of("other", other.ticker));
  }
}
