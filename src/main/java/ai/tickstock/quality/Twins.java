package ai.tickstock.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Finds instruments with the bars of another one, on the same days or shifted by one. Each
/// instrument leaves digests of twenty bars in a row: of its last ones, and of those before each of
/// the days that come every eight weeks, so that a stretch of three months is seen wherever in the
/// series it lies. They are compared after the pass. Safe for use by many threads.
final class Twins {
  static final About ABOUT =
      new About(
          "twin-series",
          Severity.HIGH,
          "Twenty bars in a row, volumes included, are those of another instrument, on the same days or a day away: the last ones,"
              + " or those at a look every eight weeks.",
          About.Evidence.DAYS,
          List.of());

  private static final int BARS = 20;
  private static final int DAYS_BETWEEN_LOOKS = 56;

  /// In place of a day, of the last bars: two series need not end together.
  private static final int END = Integer.MAX_VALUE;

  /// What a series looks like at one look.
  ///
  /// @param look the number of the eight weeks that it is the end of, or `END`
  /// @param now digest of the last bars before it
  /// @param before digest of as many that end a bar earlier
  private record Print(
      int instrument, String ticker, int look, int first, int last, long now, long before) {
    long key(long digest) {
      return digest ^ (look * 0x9E3779B97F4A7C15L);
    }
  }

  private record Pair(int instrument, int other, String how) {}

  private final ConcurrentLinkedQueue<Print> prints = new ConcurrentLinkedQueue<>();

  void note(Bars bars) {
    int end = bars.size;
    while (end > 0 && bars.day[end - 1] > bars.lastJudged) {
      end--;
    }
    note(bars, end, END);
    int next = Integer.MIN_VALUE;
    for (int i = BARS; i < end; i++) {
      if (bars.day[i] >= next) {
        int look = Math.floorDiv(bars.day[i], DAYS_BETWEEN_LOOKS);
        next = (look + 1) * DAYS_BETWEEN_LOOKS;
        if (i > BARS) {
          note(bars, i, look);
        }
      }
    }
  }

  private void note(Bars bars, int end, int look) {
    if (end > BARS && bars.isJudged(end - 1) && isAlive(bars, end)) {
      prints.add(
          new Print(
              bars.facts.instrument(),
              bars.facts.ticker(),
              look,
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

  /// In the order of the instruments, whichever thread left its digests first.
  void compare(Consumer<Candidate> found) {
    var pairs = new LinkedHashMap<Pair, List<Print>>();
    var tickers = new HashMap<Integer, String>();
    var sorted = new ArrayList<>(prints);
    sorted.sort(Comparator.comparingInt(Print::instrument).thenComparingInt(Print::look));
    var now = byNow(sorted);
    for (var print : sorted) {
      for (var other : now.getOrDefault(print.key(print.now), List.of())) {
        if (other.look == print.look && other.instrument < print.instrument) {
          add(pairs, tickers, print, other, "on the same days");
        }
      }
      for (var other : now.getOrDefault(print.key(print.before), List.of())) {
        if (other.look == print.look && other.instrument != print.instrument) {
          add(pairs, tickers, other, print, "a day away");
        }
      }
    }
    pairs.forEach((pair, its) ->
        found.accept(candidate(its, tickers.getOrDefault(pair.other, ""), pair.how)));
  }

  private static void add(
      Map<Pair, List<Print>> pairs,
      Map<Integer, String> tickers,
      Print print,
      Print other,
      String how) {
    tickers.put(other.instrument, other.ticker);
    pairs
        .computeIfAbsent(new Pair(print.instrument, other.instrument, how), _ -> new ArrayList<>())
        .add(print);
  }

  /// Those of which another print has the same bars, now or a bar earlier: few of very many.
  private static Map<Long, List<Print>> byNow(List<Print> prints) {
    var keys = new long[2 * prints.size()];
    int size = 0;
    for (var print : prints) {
      keys[size++] = print.key(print.now);
      keys[size++] = print.key(print.before);
    }
    keys = Arrays.copyOf(keys, size);
    Arrays.sort(keys);
    var byNow = new HashMap<Long, List<Print>>();
    for (var print : prints) {
      if (isTwice(keys, print.key(print.now))) {
        byNow.computeIfAbsent(print.key(print.now), _ -> new ArrayList<>()).add(print);
      }
    }
    return byNow;
  }

  private static boolean isTwice(long[] sorted, long key) {
    int at = Arrays.binarySearch(sorted, key);
    return at > 0 && sorted[at - 1] == key || at + 1 < sorted.length && sorted[at + 1] == key;
  }

  /// @param its prints of one that has the bars of another
  private static Candidate candidate(List<Print> its, String other, String how) {
    var days = new TreeSet<Integer>();
    its.forEach(print -> {
      days.add(print.first);
      days.add(print.last);
    });
    var print = its.getFirst();
    return new Candidate(
        ABOUT,
        print.instrument,
        print.ticker,
        List.copyOf(days),
        ABOUT.severity(),
        Double.NaN,
        its.size() == 1
            ? "its %s%d bars are those of %s, %s"
                .formatted(print.look == END ? "last " : "", BARS, other, how)
            : "its bars are those of %s, %s, at %d looks of %d bars each"
                .formatted(other, how, its.size(), BARS),
        Map.of("other", other, "looks", its.size()));
  }
}
