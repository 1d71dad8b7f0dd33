package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.scenario.PlantedPattern.Kind;
import ai.tickstock.scenario.shapes.CandleShape;
import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MInteger;
import com.tictactec.ta.lib.RetCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Runs the detectors of TA-Lib over recorded bars and compares what they find with what was
/// planted.
public final class PatternCheck {
  /// Of all that was planted, as a fraction: less is a fault of the data.
  public static final double LEAST_FOUND = 0.95;

  private static final int SHORT_AVERAGE = 10;
  private static final int LONG_AVERAGE = 30;
  private static final int STRENGTH = 14;
  private static final double HIGH = 70;
  private static final double LOW = 30;

  /// Bars that detectors need before: less than that after a hole nothing is to be found.
  private static final int CANDLES_BEFORE = 12;

  private static final int CLOSES_BEFORE = LONG_AVERAGE + 1;

  /// A strength that is extreme at a turn stays so for some sessions.
  private static final int EXTREME_STAYS = 12;

  private static final int HOLE_DAYS = 7;

  private final Core core = new Core();
  private final Map<String, Count> counts = new LinkedHashMap<>();

  private PatternCheck() {}

  /// What became of one kind of pattern.
  ///
  /// @param found of the planted ones
  /// @param others found where nothing was planted: by chance, as in real prices
  public record Row(String pattern, int planted, int found, int others) {}

  private static final class Count {
    private int planted;
    private int found;
    private int others;
  }

  /// One row a kind of pattern, in the order in which they were planted. Patterns on sessions that
  /// are not recorded, or with too few bars before, do not count.
  public static List<Row> of(RecordedMarket market, List<PlantedPattern> planted) {
    var check = new PatternCheck();
    var byTicker =
        planted.stream()
            .collect(
                Collectors.groupingBy(
                    PlantedPattern::ticker, LinkedHashMap::new, Collectors.toList()));
    byTicker.forEach((ticker, patterns) -> {
      var kinds = patterns.stream().map(PlantedPattern::kind).distinct().toList();
      for (var bars : stretches(market.daily(ticker))) {
        kinds.forEach(kind -> check.compare(new Stretch(bars), kind, patterns));
      }
    });
    return check.counts.entrySet().stream()
        .map(
            e -> new Row(e.getKey(), e.getValue().planted, e.getValue().found, e.getValue().others))
        .toList();
  }

  /// The bars without holes between them.
  private static List<List<Bar>> stretches(List<Bar> bars) {
    var stretches = new ArrayList<List<Bar>>();
    for (var bar : bars) {
      boolean goesOn =
          !stretches.isEmpty()
              && bar.session()
                  .isBefore(stretches.getLast().getLast().session().plusDays(HOLE_DAYS));
      if (!goesOn) {
        stretches.add(new ArrayList<>());
      }
      stretches.getLast().add(bar);
    }
    return stretches;
  }

  /// Bars as columns.
  private static final class Stretch {
    private final List<LocalDate> sessions;
    private final double[] open;
    private final double[] high;
    private final double[] low;
    private final double[] close;

    private Stretch(List<Bar> bars) {
      sessions = bars.stream().map(Bar::session).toList();
      open = bars.stream().mapToDouble(Bar::open).toArray();
      high = bars.stream().mapToDouble(Bar::high).toArray();
      low = bars.stream().mapToDouble(Bar::low).toArray();
      close = bars.stream().mapToDouble(Bar::close).toArray();
    }

    private int size() {
      return sessions.size();
    }
  }

  private void compare(Stretch stretch, Kind kind, List<PlantedPattern> patterns) {
    int before = kind instanceof Kind.Candles ? CANDLES_BEFORE : CLOSES_BEFORE;
    int after =
        switch (kind) {
          case Kind.Candles _ -> 0;
          case Kind.Cross _ -> PlantedPattern.CROSS_WITHIN;
          case Kind.Extreme _ -> EXTREME_STAYS;
        };
    var hits = hits(stretch, kind);
    var left = new TreeSet<>(hits);
    var count = counts.computeIfAbsent(kind.words(), _ -> new Count());
    for (var pattern : patterns) {
      int place = stretch.sessions.indexOf(pattern.session());
      if (pattern.kind().equals(kind) && place >= before && place + after < stretch.size()) {
        count.planted++;
        var here = new TreeSet<>(hits).subSet(place, true, place + after, true);
        count.found += here.isEmpty() ? 0 : 1;
        left.removeAll(new TreeSet<>(here));
      }
    }
    count.others += left.size();
  }

  /// The places at which a detector finds the pattern.
  private List<Integer> hits(Stretch stretch, Kind kind) {
    return switch (kind) {
      case Kind.Candles(var shape) -> candles(stretch, shape);
      case Kind.Cross(var up) -> crosses(stretch, up);
      case Kind.Extreme(var high) -> extremes(stretch, high);
    };
  }

  // ---- candles

  /// A detector of the library.
  @FunctionalInterface
  private interface Detector {
    RetCode find(
        int from,
        int to,
        double[] open,
        double[] high,
        double[] low,
        double[] close,
        MInteger first,
        MInteger count,
        int[] out);
  }

  private List<Integer> candles(Stretch stretch, CandleShape shape) {
    var out = new int[stretch.size()];
    var first = new MInteger();
    var count = new MInteger();
    require(
        detector(shape)
            .find(
                0,
                stretch.size() - 1,
                stretch.open,
                stretch.high,
                stretch.low,
                stretch.close,
                first,
                count,
                out));
    int sign = sign(shape);
    var hits = new ArrayList<Integer>();
    for (int i = 0; i < count.value; i++) {
      if (out[i] * sign > 0) {
        hits.add(first.value + i);
      }
    }
    return hits;
  }

  private Detector detector(CandleShape shape) {
    return switch (shape) {
      case DOJI -> core::cdlDoji;
      case DRAGONFLY_DOJI -> core::cdlDragonflyDoji;
      case GRAVESTONE_DOJI -> core::cdlGravestoneDoji;
      case HAMMER -> core::cdlHammer;
      case HANGING_MAN -> core::cdlHangingMan;
      case INVERTED_HAMMER -> core::cdlInvertedHammer;
      case SHOOTING_STAR -> core::cdlShootingStar;
      case MARUBOZU -> core::cdlMarubozu;
      case BULLISH_ENGULFING, BEARISH_ENGULFING -> core::cdlEngulfing;
      case BULLISH_HARAMI, BEARISH_HARAMI -> core::cdlHarami;
      case PIERCING_LINE -> core::cdlPiercing;
      case DARK_CLOUD_COVER ->
          (from, to, o, h, l, c, first, count, out) ->
              core.cdlDarkCloudCover(from, to, o, h, l, c, 0.5, first, count, out);
      case MORNING_STAR ->
          (from, to, o, h, l, c, first, count, out) ->
              core.cdlMorningStar(from, to, o, h, l, c, 0.3, first, count, out);
      case EVENING_STAR ->
          (from, to, o, h, l, c, first, count, out) ->
              core.cdlEveningStar(from, to, o, h, l, c, 0.3, first, count, out);
      case THREE_WHITE_SOLDIERS -> core::cdl3WhiteSoldiers;
      case THREE_BLACK_CROWS -> core::cdl3BlackCrows;
    };
  }

  /// The library says -100 for what foretells lower prices; of dojis that have no direction 100.
  private static int sign(CandleShape shape) {
    return shape.direction() == CandleShape.Direction.DOWN && shape != CandleShape.GRAVESTONE_DOJI
        ? -1
        : 1;
  }

  // ---- averages and strength

  private List<Integer> crosses(Stretch stretch, boolean up) {
    if (stretch.size() <= LONG_AVERAGE) {
      return List.of();
    }
    var fast = average(stretch, SHORT_AVERAGE);
    var slow = average(stretch, LONG_AVERAGE);
    var hits = new ArrayList<Integer>();
    for (int i = LONG_AVERAGE; i < stretch.size(); i++) {
      double before = fast[i - 1] - slow[i - 1];
      double on = fast[i] - slow[i];
      if (up ? before <= 0 && on > 0 : before >= 0 && on < 0) {
        hits.add(i);
      }
    }
    return hits;
  }

  private double[] average(Stretch stretch, int period) {
    var out = new double[stretch.size()];
    var first = new MInteger();
    var count = new MInteger();
    require(core.sma(0, stretch.size() - 1, stretch.close, period, first, count, out));
    return shifted(out, first.value, count.value);
  }

  /// One hit a time that it is extreme: the last session of it.
  private List<Integer> extremes(Stretch stretch, boolean high) {
    if (stretch.size() <= STRENGTH + 1) {
      return List.of();
    }
    var out = new double[stretch.size()];
    var first = new MInteger();
    var count = new MInteger();
    require(core.rsi(0, stretch.size() - 1, stretch.close, STRENGTH, first, count, out));
    var strength = shifted(out, first.value, count.value);
    var hits = new ArrayList<Integer>();
    for (int i = first.value; i < stretch.size(); i++) {
      boolean goesOn = i + 1 < stretch.size() && isExtreme(strength[i + 1], high);
      if (isExtreme(strength[i], high) && !goesOn) {
        hits.add(i);
      }
    }
    return hits;
  }

  private static boolean isExtreme(double strength, boolean high) {
    return high ? strength > HIGH : strength < LOW;
  }

  /// Values at the places of the bars; NaN before the first.
  private static double[] shifted(double[] out, int first, int count) {
    var values = new double[out.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < first || i >= first + count ? Double.NaN : out[i - first];
    }
    return values;
  }

  private static void require(RetCode code) {
    if (code != RetCode.Success) {
      throw new IllegalStateException("TA-Lib refuses: " + code);
    }
  }
}
