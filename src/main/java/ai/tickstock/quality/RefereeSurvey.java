package ai.tickstock.quality;

import ai.tickstock.market.Symbol;
import ai.tickstock.quality.RefereedBar.Values;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Which bars another source has: a bit for each, so that five years of the whole market are a few
/// megabytes.
final class RefereeSurvey implements RefereeFolder.Rows {
  private final RefereeNames names;
  private final boolean byTicker;

  /// Days in the order in which they came, so that bits stand close together.
  private final Map<Integer, Integer> places = new HashMap<>();

  private final NavigableMap<Integer, Integer> rowsByDay = new TreeMap<>();
  private final Map<Integer, Known> known = new HashMap<>();
  private final Set<Symbol> tickers = new HashSet<>();

  private static final class Known {
    final BitSet rows = new BitSet();
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
  }

  /// @param byTicker whether the source says nothing of a name before its first and after its last
  ///   row
  RefereeSurvey(RefereeNames names, boolean byTicker) {
    this.names = names;
    this.byTicker = byTicker;
  }

  @Override
  public void take(Symbol symbol, int day, Values values) {
    tickers.add(symbol);
    rowsByDay.merge(day, 1, Integer::sum);
    int place = places.computeIfAbsent(day, _ -> places.size());
    var holder = names.holder(symbol, day);
    if (holder.isPresent()) {
      var one = known.computeIfAbsent(holder.getAsInt(), _ -> new Known());
      one.rows.set(place);
      one.first = Math.min(one.first, day);
      one.last = Math.max(one.last, day);
    }
  }

  boolean isEmpty() {
    return rowsByDay.isEmpty();
  }

  /// Days with rows, and how many; ascending.
  NavigableMap<Integer, Integer> rowsByDay() {
    return rowsByDay;
  }

  Set<Symbol> tickers() {
    return tickers;
  }

  /// Names of ours that it has.
  Set<Integer> instruments() {
    return known.keySet();
  }

  boolean has(int instrument, int day) {
    var one = known.get(instrument);
    var place = places.get(day);
    return one != null && place != null && one.rows.get(place);
  }

  /// Whether the source would have a bar of that day if there was one.
  boolean covers(int instrument, int day) {
    var one = known.get(instrument);
    return one != null
        && places.containsKey(day)
        && (!byTicker || day >= one.first && day <= one.last);
  }
}
