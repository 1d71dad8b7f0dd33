package ai.tickstock.quality;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.SyntheticMarket;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Bars of the synthetic market with defects of every kind in them, each written down: the answer
/// key by which rules are measured.
public final class LabelledMarket {
  static final LocalDate LAST = LocalDate.of(2025, 6, 30);
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();

  /// What is to be found: a rule must name the ticker (or the market with it) on about that day.
  public record Label(String rule, String ticker, LocalDate session) {}

  private final List<Label> labels = new ArrayList<>();
  private final Map<String, TreeMap<LocalDate, double[]>> bars = new TreeMap<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<LocalDate> sessions;
  private final List<String> clean = new ArrayList<>();
  private final List<Object[]> splits = new ArrayList<>();
  private final Random random;

  private LabelledMarket(long seed, int sessions) {
    random = new Random(seed);
    var all =
        CALENDAR.sessions(new DateRange(LAST.minusYears(6), LAST)).stream()
            .map(Session::date)
            .toList();
    this.sessions = all.subList(all.size() - sessions, all.size());
  }

  /// @param each defects of each kind, in an instrument of its own
  static LabelledMarket of(long seed, int each, int sessions) {
    var market = new LabelledMarket(seed, sessions);
    market.draw(seed, each * (Defect.values().length + 10) + 40);
    market.crash();
    for (var defect : Defect.values()) {
      for (int i = 0; i < each; i++) {
        market.spoil(defect);
      }
    }
    market.halfADay();
    return market;
  }

  List<Label> labels() {
    return List.copyOf(labels);
  }

  DateRange range() {
    return new DateRange(sessions.get(60), sessions.getLast());
  }

  /// Names that trade on each session.
  private void draw(long seed, int names) {
    var source = new SyntheticMarket(seed, CALENDAR);
    var range = new DateRange(sessions.getFirst(), sessions.getLast());
    var chosen = new ArrayList<>(source.instruments());
    Collections.shuffle(chosen, random);
    for (var instrument : chosen) {
      if (clean.size() == names) {
        break;
      }
      boolean isSteady =
          !instrument.otc()
              && instrument.referenced()
              && instrument.tickers().size() == 1
              && instrument.isListedOn(range.first())
              && instrument.isListedOn(range.last());
      if (!isSteady) {
        continue;
      }
      var ticker = instrument.lastTicker();
      var history = source.history(ticker, range);
      if (history.size() != sessions.size() || history.getLast().close() < 3 || isTame(history)) {
        continue;
      }
      var series = new TreeMap<LocalDate, double[]>();
      for (DayBar bar : history) {
        series.put(
            bar.session(),
            new double[] {
              bar.open(), bar.high(), bar.low(), bar.close(), 20_000 + bar.volume(), Double.NaN
            });
      }
      bars.put(ticker, series);
      instrument.splits().stream()
          .filter(split -> range.contains(split.executionDate()))
          .forEach(split ->
              splits.add(
                  new Object[] {
                    ticker,
                    split.executionDate(),
                    split.from().doubleValue(),
                    split.to().doubleValue()
                  }));
      clean.add(ticker);
    }
    if (clean.size() < names) {
      throw new IllegalStateException("only " + clean.size() + " steady names of " + names);
    }
    Collections.shuffle(clean, random);
  }

  /// Funds of cash and bonds that hardly move.
  private static boolean isTame(List<DayBar> history) {
    var moves = new double[history.size() - 1];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = Math.abs(history.get(i + 1).close() / history.get(i).close() - 1);
    }
    Arrays.sort(moves);
    return moves[moves.length / 2] < 0.005;
  }

  /// A day on which everything falls by a quarter and stays there: nobody's fault.
  private void crash() {
    var day = sessions.get(sessions.size() / 2);
    bars.values()
        .forEach(series -> {
          double factor = 0.70 + 0.1 * random.nextDouble();
          series.tailMap(day, true).values().forEach(bar -> scale(bar, factor, 1));
          series.get(day)[4] *= 3;
        });
  }

  /// Kinds of defects; the rule that must find it.
  private enum Defect {
    HOLE("missing-session"),
    DECIMAL_POINT("bad-bar"),
    FAR_HIGH("bad-wick"),
    SPLIT_UNKNOWN("split-missing"),
    REVERSE_SPLIT_UNKNOWN("split-missing"),
    SPLIT_UNTRUE("split-not-in-prices"),
    SPLIT_TWICE("split-not-in-prices"),
    SPLIT_LATE("split-shifted"),
    SPLIT_RIGHT(""),
    BLOCK_ADJUSTED("adjusted-mixture"),
    RECYCLED("recycled-ticker"),
    NEWS("price-move"),
    SPIKE("volume-spike"),
    DROUGHT("volume-drought"),
    NO_VOLUME("zero-volume"),
    STALE("stale-bar"),
    FROZEN("frozen-price"),
    OPEN_OUTSIDE("ohlc"),
    HOLIDAY("off-session"),
    TWIN("twin-series"),
    TWIN_A_DAY_AWAY("twin-series"),
    TWIN_FOR_A_WHILE("twin-series"),
    FAIR_VALUE("fair-value");

    private final String rule;

    Defect(String rule) {
      this.rule = rule;
    }
  }

  private String next() {
    return clean.removeLast();
  }

  private int place() {
    int crash = sessions.size() / 2;
    int place = 70 + random.nextInt(sessions.size() - 135);
    return Math.abs(place - crash) < 25 ? crash + 26 + random.nextInt(10) : place;
  }

  private void spoil(Defect defect) {
    var ticker = next();
    var series = bars.get(ticker);
    var day = sessions.get(place());
    var bar = series.get(day);
    switch (defect) {
      case HOLE -> {
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
          series.remove(sessions.get(sessions.indexOf(day) + i));
        }
      }
      case DECIMAL_POINT -> scale(bar, random.nextBoolean() ? 10 : 0.1, 1);
      case FAR_HIGH -> {
        if (random.nextBoolean()) {
          bar[1] *= 2;
        } else {
          bar[2] *= 0.4;
        }
      }
      case SPLIT_UNKNOWN -> {
        double shares = new double[] {2, 3, 4, 5, 10, 20}[random.nextInt(6)];
        series.headMap(day, false).values().forEach(b -> scale(b, shares, 1 / shares));
      }
      case REVERSE_SPLIT_UNKNOWN -> {
        double shares = new double[] {2, 5, 8, 10, 25, 50}[random.nextInt(6)];
        series.headMap(day, false).values().forEach(b -> scale(b, 1 / shares, shares));
      }
      case SPLIT_UNTRUE -> split(ticker, day, 2 + random.nextInt(4));
      case SPLIT_TWICE -> {
        int shares = 2 + random.nextInt(4);
        series.headMap(day, false).values().forEach(b -> scale(b, shares, 1.0 / shares));
        split(ticker, day, shares);
        day = sessions.get(sessions.indexOf(day) + 8);
        split(ticker, day, shares);
      }
      case SPLIT_LATE -> {
        int shares = 2 + random.nextInt(4);
        series.headMap(day, false).values().forEach(b -> scale(b, shares, 1.0 / shares));
        split(ticker, sessions.get(sessions.indexOf(day) + 1 + random.nextInt(4)), shares);
      }
      case SPLIT_RIGHT -> {
        int shares = 2 + random.nextInt(8);
        series.headMap(day, false).values().forEach(b -> scale(b, shares, 1.0 / shares));
        split(ticker, day, shares);
      }
      case BLOCK_ADJUSTED -> {
        int length = 5 + random.nextInt(10);
        double shares = 2 + random.nextInt(4);
        var end = sessions.get(sessions.indexOf(day) + length);
        series.subMap(day, true, end, false).values().forEach(b -> scale(b, 1 / shares, shares));
      }
      case RECYCLED -> {
        double factor = random.nextBoolean() ? 3.3 : 0.23;
        var before = sessions.get(sessions.indexOf(day) - 30);
        series.subMap(before, true, day, false).clear();
        series.headMap(before, false).values().forEach(b -> scale(b, factor, 0.3));
      }
      case NEWS -> {
        double factor = random.nextBoolean() ? 1.37 : 0.72;
        bar[4] *= 12;
        double open = bar[0];
        series.tailMap(day, true).values().forEach(b -> scale(b, factor, 1));
        bar[0] = open;
        bar[1] = Math.max(bar[1], open);
        bar[2] = Math.min(bar[2], open);
      }
      case SPIKE -> bar[4] = 60 * bar[4] + 200_000;
      case DROUGHT -> {
        series.values().forEach(b -> b[4] += 300_000);
        bar[4] = 900;
      }
      case NO_VOLUME -> bar[4] = 0;
      case STALE -> {
        var copy = series.lowerEntry(day).getValue().clone();
        System.arraycopy(copy, 0, bar, 0, copy.length);
      }
      case FROZEN -> {
        double close = bar[3];
        for (int i = 1; i <= 15; i++) {
          var b = series.get(sessions.get(sessions.indexOf(day) + i));
          b[0] = b[1] = b[2] = b[3] = close;
        }
        day = sessions.get(sessions.indexOf(day) + 3);
      }
      case OPEN_OUTSIDE -> bar[0] = bar[1] * 1.04;
      case HOLIDAY -> {
        day = LocalDate.of(2025, 4, 18); // Good Friday
        var copy = series.lowerEntry(day).getValue().clone();
        scale(copy, 1.001, 1.1);
        series.put(day, copy);
      }
      case TWIN, TWIN_A_DAY_AWAY -> {
        var other = bars.get(next());
        var values = new ArrayList<>(other.values());
        int away = defect == Defect.TWIN ? 0 : 1;
        int seam = sessions.size() - 25;
        joinBefore(series, seam, values.get(seam - away));
        for (int i = seam; i < sessions.size(); i++) {
          series.put(sessions.get(i), values.get(i - away).clone());
        }
        day = sessions.getLast();
      }
      case TWIN_FOR_A_WHILE -> {
        while (hasSplit(ticker)) {
          ticker = next();
        }
        var other = next();
        while (hasSplit(other)) {
          other = next();
        }
        series = bars.get(ticker);
        var values = new ArrayList<>(bars.get(other).values());
        // Before the crash, which a copy that is a day late would have a day late.
        int from = 62 + random.nextInt(14);
        int to = from + 65 + random.nextInt(6);
        int away = random.nextInt(2);
        joinBefore(series, from, values.get(from - away));
        joinAfter(series, to, values.get(to - 1 - away));
        for (int i = from; i < to; i++) {
          series.put(sessions.get(i), values.get(i - away).clone());
        }
        int look = from + 20; // the first one with twenty of these bars before it
        while (sessions.get(look).toEpochDay() / 56 == sessions.get(look - 1).toEpochDay() / 56) {
          look++;
        }
        day = sessions.get(look - 1);
      }
      case FAIR_VALUE -> bar[5] = bar[3] * 1.2;
    }
    if (!defect.rule.isEmpty()) {
      labels.add(new Label(defect.rule, ticker, day));
    }
  }

  private boolean hasSplit(String ticker) {
    return splits.stream().anyMatch(split -> split[0].equals(ticker));
  }

  /// So that the bars before a session go on with its foreign bar.
  private void joinBefore(TreeMap<LocalDate, double[]> series, int seam, double[] bar) {
    var last = series.get(sessions.get(seam - 1));
    double factor = bar[0] / last[3];
    double volumes = bar[4] / last[4];
    series.headMap(sessions.get(seam), false).values().forEach(b -> scale(b, factor, volumes));
  }

  /// So that the bars from a session on go on after a foreign bar.
  private void joinAfter(TreeMap<LocalDate, double[]> series, int seam, double[] bar) {
    var first = series.get(sessions.get(seam));
    double factor = bar[3] / first[0];
    double volumes = bar[4] / first[4];
    series.tailMap(sessions.get(seam), true).values().forEach(b -> scale(b, factor, volumes));
  }

  private void split(String ticker, LocalDate day, int shares) {
    splits.add(new Object[] {ticker, day, 1.0, (double) shares});
  }

  /// A session of which four names in ten are missing.
  private void halfADay() {
    var day = sessions.get(sessions.size() - 40);
    bars.values()
        .forEach(series -> {
          if (random.nextInt(10) < 4) {
            series.remove(day);
          }
        });
    labels.add(new Label("partial-day", "market", day));
  }

  private static void scale(double[] bar, double prices, double shares) {
    for (int i = 0; i < 4; i++) {
      bar[i] = Math.rint(bar[i] * prices * 1e4) / 1e4;
    }
    bar[4] = Math.rint(bar[4] * shares);
  }

  /// Stores it, as loads would have.
  void store(Database database) {
    database.useTransaction(handle -> {
      for (var ticker : bars.keySet()) {
        int id =
            handle
                .createQuery(
                    """
                    INSERT INTO instrument (name, type, mic, active, source)
                    VALUES (:name, 'CS', 'XNYS', true, 'test') RETURNING id
                    """)
                .bind("name", ticker)
                .mapTo(Integer.class)
                .one();
        ids.put(ticker, id);
        handle.execute(
            "INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) VALUES (?, ?, 'listed', 'test')",
            id,
            ticker);
      }
      for (var split : splits) {
        handle.execute(
            """
            INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source)
            VALUES (?, 'split', ?, ?, ?, 'test') ON CONFLICT DO NOTHING
            """,
            ids.get(split[0]),
            split[1],
            split[2],
            split[3]);
      }
      copy(handle);
    });
  }

  private void copy(Handle handle) {
    var at = Instant.parse("2025-07-01T12:00:00Z");
    try (var copy =
        BinaryCopy.start(
            handle,
            """
            COPY bar_daily (instrument_id, session, open, high, low, close, volume, fmv, known_from, run_id, source, provisional)
            FROM STDIN (FORMAT BINARY)
            """)) {
      bars.forEach((ticker, series) ->
          series.forEach((day, bar) -> {
            copy.row(12).int4(ids.get(ticker)).date(day);
            for (int i = 0; i < 4; i++) {
              copy.float8(bar[i]);
            }
            copy.float8(bar[4]).float8OrNothing(bar[5]);
            copy.timestamptz(at).int4(1).int2(1).bool(false);
          }));
      copy.finish();
    }
  }
}
