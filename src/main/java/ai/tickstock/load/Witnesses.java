package ai.tickstock.load;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.BarRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Names that trade every day, as answers for the whole market show them, whoever they are: where
/// such an answer leaves them out, it leaves out others as well. One in 32 tickers is watched. Safe
/// for use by many threads.
final class Witnesses {
  private static final int LARGE_ANSWER = 4_000;
  private static final int ONE_IN = 32;
  private static final double REGULAR_TRADES = 500;

  private final NavigableSet<LocalDate> answers = new TreeSet<>();
  private final Map<Symbol, TreeMap<LocalDate, Long>> trades = new TreeMap<>();

  /// Takes note of an answer; small ones say nothing.
  synchronized void take(LocalDate session, Map<Symbol, List<BarRow>> rows) {
    if (rows.size() < LARGE_ANSWER || !answers.add(session)) {
      return;
    }
    rows.forEach((symbol, bars) -> {
      if (Math.floorMod(symbol.ticker().hashCode(), ONE_IN) == 0) {
        trades
            .computeIfAbsent(symbol, s -> new TreeMap<>())
            .put(session, bars.getFirst().trades().orElse(0));
      }
    });
  }

  /// Cells between the first and the last appearance of names that trade every day.
  synchronized OmissionRate rate() {
    var names = new ArrayList<OmissionRate>();
    for (var seen : trades.values()) {
      var sorted = seen.values().stream().sorted().toList();
      if (sorted.get(sorted.size() / 2) >= REGULAR_TRADES) {
        int cells = answers.subSet(seen.firstKey(), true, seen.lastKey(), true).size();
        names.add(new OmissionRate(cells - seen.size(), cells));
      }
    }
    return OmissionRate.typical(names);
  }
}
