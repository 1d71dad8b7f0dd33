package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import java.util.Arrays;

/// One session of one instrument, minute by minute, so that it adds up to the daily bar: the
/// regular minutes to its four prices, all minutes to its volume and trades.
///
/// Which minutes print and how prices walk comes from a stream of random numbers whose start is
/// given: whole numbers and basic floating point, the same on every machine. Prices are counted in
/// ticks: cents, or hundredths of a cent where the day fell below one dollar. For one use.
final class MinutePath {
  /// Trades come in bunches: so many minutes print as if only this share of the trades came alone.
  private static final double ALONE = 0.42;

  private static final double MICRO = 1_000_000;
  private static final long MILLIS = 60_000;
  private static final double STEP = 0.12;
  private static final double STEP_OUTSIDE = 0.05;
  private static final int WICK = 40;
  private static final int DOLLAR = 10_000;

  private final DayBar day;
  private final MinuteShape shape;
  private final int[] minutes;
  private final int[] trades;
  private final double[] volumes;
  private final int size;
  private final int firstRegular;
  private final int regular;
  private final int scale;
  private long random;

  private MinutePath(DayBar day, MinuteShape shape, long start) {
    this.day = day;
    this.shape = shape;
    random = start;
    scale = day.low() >= 1 ? 100 : DOLLAR;
    minutes = printed(shape, most(day));
    size = minutes.length;
    int before = 0;
    int inside = 0;
    for (int minute : minutes) {
      before += minute < shape.opening() ? 1 : 0;
      inside += shape.isRegular(minute) ? 1 : 0;
    }
    firstRegular = before;
    regular = inside;
    trades = new int[size];
    volumes = new double[size];
  }

  /// @param shape that of the session
  /// @param start of the random numbers
  static MinuteRows of(DayBar day, Session session, MinuteShape shape, long start) {
    var path = new MinutePath(day, shape, start);
    path.spread();
    var rows = MinuteRows.of(new Symbol(day.ticker()));
    path.walk(
        session.date().atTime(ExtendedHours.BEGIN).atZone(Bar.NEW_YORK).toInstant().toEpochMilli(),
        rows);
    return rows.build();
  }

  /// Each minute has a trade, and each trade a share.
  private static int most(DayBar day) {
    return (int)
        Math.max(1, Math.min(Integer.MAX_VALUE, Math.min((double) day.trades(), day.volume())));
  }

  private long next() {
    random += 0x9E3779B97F4A7C15L;
    return Hash.mix(random);
  }

  /// The minutes that print, at least one regular one.
  private int[] printed(MinuteShape shape, int most) {
    int sure = shape.opening() + (int) (Hash.unit(next()) * (shape.closing() - shape.opening()));
    double alone = day.trades() * ALONE;
    int left = most - 1;
    var chosen = new int[shape.minutes()];
    int count = 0;
    for (int minute = 0; minute < chosen.length; minute++) {
      double expected = alone * shape.share(minute);
      if (minute == sure) {
        chosen[count++] = minute;
      } else if (left > 0 && Hash.unit(next()) * (1 + expected) < expected) {
        chosen[count++] = minute;
        left--;
      }
    }
    return Arrays.copyOf(chosen, count);
  }

  /// Trades and volume over the minutes, nothing lost to rounding: each minute gets what the sums
  /// of the weights so far say, less what was given before.
  private void spread() {
    var weights = new double[size];
    double all = 0;
    for (int i = 0; i < size; i++) {
      weights[i] = shape.share(minutes[i]) * (0.3 + 1.4 * Hash.unit(next()));
      all += weights[i];
    }
    long spare = Math.max(size, Math.min(Integer.MAX_VALUE, day.trades())) - size;
    double passed = 0;
    long given = 0;
    for (int i = 0; i < size; i++) {
      passed += weights[i];
      long upTo = i == size - 1 ? spare : (long) (spare * (passed / all));
      trades[i] = 1 + (int) (upTo - given);
      given = upTo;
      weights[i] *= 0.6 + 0.8 * Hash.unit(next());
    }
    spreadVolume(weights);
  }

  private void spreadVolume(double[] weights) {
    boolean whole = day.volume() == Math.rint(day.volume());
    double unit = whole ? 1 : MICRO;
    long all = Math.round(day.volume() * unit);
    long least = all >= unit * sum(trades) ? (long) unit : 0;
    long spare = all - least * sum(trades);
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double passed = 0;
    long given = 0;
    for (int i = 0; i < size; i++) {
      passed += weights[i];
      long upTo = i == size - 1 ? spare : (long) (spare * (passed / total));
      volumes[i] = (least * trades[i] + upTo - given) / unit;
      given = upTo;
    }
  }

  private static long sum(int[] numbers) {
    long sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return sum;
  }

  private void walk(long firstMillis, MinuteRows.Builder rows) {
    int range = ticks(day.high()) - ticks(day.low());
    walkOutside(rows, firstMillis, 0, firstRegular, ticks(day.open()), range);
    walkInside(rows, firstMillis, range);
    walkOutside(rows, firstMillis, firstRegular + regular, size, ticks(day.close()), range);
  }

  /// Regular hours: by way of the day's high and low from its open to its close.
  private void walkInside(MinuteRows.Builder rows, long firstMillis, int range) {
    int high = ticks(day.high());
    int low = ticks(day.low());
    int close = ticks(day.close());
    int atHigh = (int) (Hash.unit(next()) * regular);
    int atLow = (int) (Hash.unit(next()) * regular);
    int last = ticks(day.open());
    int knot = last;
    int knotAt = -1;
    double strayed = 0;
    for (int i = 0; i < regular; i++) {
      int goalAt = goal(i, atHigh, atLow);
      int goal = goalAt == atHigh ? high : goalAt == atLow ? low : close;
      long bits = next();
      int row = firstRegular + i;
      boolean single = trades[row] == 1;
      int open = i == 0 ? last : bounded(last + gap(bits), low, high);
      int to;
      if (i == regular - 1) {
        to = close;
      } else if (i == goalAt) {
        to = goal;
        knot = goal;
        knotAt = i;
        strayed = 0;
      } else {
        strayed = 0.9 * strayed + STEP * range * (unit(bits) - 0.5);
        double along = (double) (i - knotAt) / (goalAt - knotAt);
        to = bounded((int) Math.rint(knot + (goal - knot) * along + strayed), low, high);
      }
      if (single && regular > 1) {
        to = i == 0 ? open : to;
        open = to;
      }
      int wick = trades[row] > 2 ? range / WICK + 1 : 0;
      int top = Math.min(high, Math.max(open, to) + part(bits >>> 8, wick));
      int bottom = Math.max(low, Math.min(open, to) - part(bits >>> 24, wick));
      top = i == atHigh ? high : top;
      bottom = i == atLow ? low : bottom;
      add(rows, firstMillis, row, open, top, bottom, to);
      last = to;
    }
  }

  /// The place of the next extreme from a row on; after both the last row.
  private int goal(int row, int atHigh, int atLow) {
    int first = Math.min(atHigh, atLow);
    int second = Math.max(atHigh, atLow);
    return row <= first ? first : row <= second ? second : regular - 1;
  }

  /// Mornings and evenings: about the open or the close, not held by the day's high and low.
  private void walkOutside(
      MinuteRows.Builder rows, long firstMillis, int from, int to, int about, int range) {
    double strayed = 0;
    int last = about;
    for (int row = from; row < to; row++) {
      long bits = next();
      strayed = 0.97 * strayed + STEP_OUTSIDE * range * (unit(bits) - 0.5);
      int close = Math.max(1, about + (int) Math.rint(strayed));
      int open = trades[row] == 1 ? close : Math.max(1, last + gap(bits));
      int wick = trades[row] > 2 ? range / WICK + 1 : 0;
      int high = Math.max(open, close) + part(bits >>> 8, wick);
      int low = Math.max(1, Math.min(open, close) - part(bits >>> 24, wick));
      add(rows, firstMillis, row, open, high, low, close);
      last = close;
    }
  }

  private void add(MinuteRows.Builder rows, long firstMillis, int row, int o, int h, int l, int c) {
    int open = onGrid(o);
    int high = onGrid(h);
    int low = onGrid(l);
    int close = onGrid(c);
    long sum = (long) open + high + low + close;
    long average = scale == DOLLAR ? (sum + 2) / 4 : sum * 25;
    rows.add(
        firstMillis + minutes[row] * MILLIS,
        open / (double) scale,
        high / (double) scale,
        low / (double) scale,
        close / (double) scale,
        volumes[row],
        average / 10_000.0,
        trades[row]);
  }

  private int ticks(double price) {
    return (int) Math.rint(price * scale);
  }

  /// From one dollar on whole cents.
  private int onGrid(int ticks) {
    return scale == DOLLAR && ticks >= DOLLAR ? (ticks + 50) / 100 * 100 : ticks;
  }

  private static int bounded(int ticks, int low, int high) {
    return Math.min(high, Math.max(low, ticks));
  }

  /// A tick up, a tick down, or mostly nothing.
  private static int gap(long bits) {
    return (bits & 3) == 0 ? ((bits & 4) == 0 ? 1 : -1) : 0;
  }

  /// 0 to `most`, more often little.
  private static int part(long bits, int most) {
    long some = bits & 0xFF;
    return (int) (some * some * most >>> 16);
  }

  private static double unit(long bits) {
    return (bits >>> 40) * 0x1.0p-24;
  }
}
