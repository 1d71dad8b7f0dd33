package ai.tickstock.quality;

import ai.tickstock.market.Symbol;
import ai.tickstock.quality.RefereedBar.Values;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/// How many bars another source has of each name and day, in two bytes each: five years of the
/// whole market are thirty megabytes, whatever the interval.
final class RefereeSurvey implements RefereeFolder.Rows {
  private static final int HOUR = 60;

  /// Fewer rows say nothing of how far they are apart.
  private static final int FEWEST_ROWS = 100;

  private static final double NEARLY_ALL = 0.95;
  private static final int GROWTH = 64;

  private final RefereeNames names;
  private final boolean byTicker;

  /// Days in the order in which they came, so that numbers stand close together.
  private final Map<Integer, Integer> places = new HashMap<>();

  private final NavigableMap<Integer, Integer> rowsByDay = new TreeMap<>();
  private final Map<Integer, Known> known = new HashMap<>();
  private final Set<Symbol> tickers = new HashSet<>();

  /// Rows by the minute of the hour at which they begin; of days without meaning.
  private final long[] byMinute = new long[HOUR];

  private static final class Known {
    short[] rows = new short[GROWTH];
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;

    void add(int place) {
      if (place >= rows.length) {
        rows = Arrays.copyOf(rows, place + GROWTH);
      }
      if (rows[place] < Short.MAX_VALUE) {
        rows[place]++;
      }
    }
  }

  /// @param byTicker whether the source says nothing of a name before its first and after its last
  ///   row
  RefereeSurvey(RefereeNames names, boolean byTicker) {
    this.names = names;
    this.byTicker = byTicker;
  }

  @Override
  public void take(Symbol symbol, int day, int at, Values values) {
    tickers.add(symbol);
    rowsByDay.merge(day, 1, Integer::sum);
    byMinute[Math.floorMod(at, HOUR)]++;
    int place = places.computeIfAbsent(day, _ -> places.size());
    var holder = names.holder(symbol, day);
    if (holder.isPresent()) {
      var one = known.computeIfAbsent(holder.getAsInt(), _ -> new Known());
      one.add(place);
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

  /// How many rows it has of a name on a day.
  int rows(int instrument, int day) {
    var one = known.get(instrument);
    var place = places.get(day);
    return one == null || place == null || place >= one.rows.length ? 0 : one.rows[place];
  }

  /// Whether the source would have a bar of that day if there was one.
  boolean covers(int instrument, int day) {
    var one = known.get(instrument);
    return one != null
        && places.containsKey(day)
        && (!byTicker || day >= one.first && day <= one.last);
  }

  /// How many minutes lie between the starts of its rows, as far as they divide an hour: 5 where
  /// nearly all begin at 9:30, 9:35, 9:40, 60 also where they are further apart. 1 for minutes, and
  /// for too few rows to tell.
  int minutesApart() {
    long all = LongStream.of(byMinute).sum();
    for (int step = HOUR; step > 1 && all >= FEWEST_ROWS; step--) {
      if (HOUR % step == 0 && most(step) >= NEARLY_ALL * all) {
        return step;
      }
    }
    return 1;
  }

  /// The most rows that begin so many minutes apart.
  private long most(int step) {
    var of = new long[step];
    for (int minute = 0; minute < HOUR; minute++) {
      of[minute % step] += byMinute[minute];
    }
    return LongStream.of(of).max().orElse(0);
  }
}
