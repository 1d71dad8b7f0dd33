package ai.tickstock.quality;

import ai.tickstock.database.BinaryCopyOut;
import java.util.Arrays;

/// The daily bars of one instrument in columns, ascending, with what explains them. Used again for
/// the next instrument; for one thread.
final class Bars {
  /// Bars before and after one that say what is ordinary for the instrument.
  static final int AROUND = 60;

  private static final int FEWEST = 10;

  /// The bars `d` of one instrument, which come in the order of their sessions, as one row: what
  /// each value of a row of its own costs the server, and each such row the driver, is more than
  /// reading and looking at it. A line segment is four numbers that are sent at once.
  static final String WHOLE =
      """
      string_agg(date_send(d.session), ''),
      string_agg(lseg_send(lseg(point(d.open, d.high), point(d.low, d.close))), ''),
      string_agg(float8send(coalesce(d.volume, 'NaN')), ''),
      string_agg(date_send(d.session), '') FILTER (WHERE d.fmv IS NOT NULL),
      string_agg(float8send(d.fmv), '') FILTER (WHERE d.fmv IS NOT NULL)
      """;

  Facts facts = NOBODY;
  int size;
  int[] day = new int[2_000];
  double[] open = new double[2_000];
  double[] high = new double[2_000];
  double[] low = new double[2_000];
  double[] close = new double[2_000];

  /// NaN where the source has none.
  double[] volume = new double[2_000];

  /// NaN where there is none.
  double[] fmv = new double[2_000];

  /// The number of the session, see `Days.at`.
  int[] at = new int[2_000];

  /// The logarithm of close over close before, without splits and dividends; NaN for the first.
  double[] move = new double[2_000];

  /// What stored splits since the bar before multiply a price by.
  double[] split = new double[2_000];

  /// First and last day of what is to be judged; bars around are context.
  final int firstJudged;

  final int lastJudged;

  /// Those of the exchange that the instrument follows.
  Days days = Days.NONE;

  private final double[] scratch = new double[2 * AROUND];

  /// Open, high, low and close of each bar by turns, as they come.
  private double[] prices = new double[4 * 2_000];

  private double[] fair = new double[2_000];
  private int[] fairDay = new int[2_000];
  private boolean hasSplits;

  private static final Facts NOBODY =
      new Facts(
          0,
          "",
          true,
          Integer.MIN_VALUE,
          Integer.MAX_VALUE,
          new int[0],
          new double[0],
          new int[0],
          new double[0],
          new int[0],
          new int[0],
          new int[0],
          new int[0]);

  Bars(int firstJudged, int lastJudged) {
    this.firstJudged = firstJudged;
    this.lastJudged = lastJudged;
  }

  /// Takes the bars of a whole instrument in place of those that were there, from columns as
  /// `WHOLE` has them.
  void take(BinaryCopyOut row) {
    size = Math.max(0, row.length()) / Integer.BYTES;
    grow(size);
    row.days(day);
    row.float8s(prices);
    for (int i = 0; i < size; i++) {
      open[i] = prices[4 * i];
      high[i] = prices[4 * i + 1];
      low[i] = prices[4 * i + 2];
      close[i] = prices[4 * i + 3];
    }
    row.float8s(volume);
    int fairs = Math.max(0, row.length()) / Integer.BYTES;
    row.days(fairDay);
    row.float8s(fair);
    Arrays.fill(fmv, 0, size, Double.NaN);
    for (int i = 0, k = 0; k < fairs; i++) {
      if (day[i] == fairDay[k]) {
        fmv[i] = fair[k++];
      }
    }
  }

  /// Takes the columns open, high, low, close, volume, fmv of one more bar.
  void add(int session, BinaryCopyOut row) {
    grow(size + 1);
    day[size] = session;
    open[size] = row.float8OrNaN();
    high[size] = row.float8OrNaN();
    low[size] = row.float8OrNaN();
    close[size] = row.float8OrNaN();
    volume[size] = row.float8OrNaN();
    fmv[size] = row.float8OrNaN();
    size++;
  }

  private void grow(int wanted) {
    if (wanted <= day.length) {
      return;
    }
    int more = Math.max(wanted, 2 * day.length);
    day = Arrays.copyOf(day, more);
    open = Arrays.copyOf(open, more);
    high = Arrays.copyOf(high, more);
    low = Arrays.copyOf(low, more);
    close = Arrays.copyOf(close, more);
    volume = Arrays.copyOf(volume, more);
    fmv = Arrays.copyOf(fmv, more);
    at = Arrays.copyOf(at, more);
    move = Arrays.copyOf(move, more);
    split = Arrays.copyOf(split, more);
    prices = new double[4 * more];
    fair = new double[more];
    fairDay = new int[more];
  }

  /// Works out what the bars are beside the facts, when all of them are there.
  ///
  /// @param sessions of the exchange that the instrument follows
  void complete(Facts of, Days sessions) {
    facts = of;
    days = sessions;
    hasSplits = of.splitDay().length > 0;
    int nextSplit = 0;
    int nextDividend = 0;
    for (int i = 0; i < size; i++) {
      at[i] = days.at(day[i]);
      double factor = 1;
      while (nextSplit < of.splitDay().length && of.splitDay()[nextSplit] <= day[i]) {
        factor *= of.splitFactor()[nextSplit++];
      }
      double cash = 0;
      while (nextDividend < of.dividendDay().length && of.dividendDay()[nextDividend] <= day[i]) {
        cash += of.cash()[nextDividend++];
      }
      split[i] = i == 0 ? 1 : factor;
      if (i == 0) {
        move[i] = Double.NaN;
      } else {
        double before = close[i - 1] * factor - cash;
        move[i] = before > 0 ? Math.log(close[i] / before) : Math.log(close[i] / close[i - 1]);
      }
    }
  }

  boolean isJudged(int i) {
    return day[i] >= firstJudged && day[i] <= lastJudged;
  }

  boolean isSession(int i) {
    return at[i] != Days.CLOSED;
  }

  /// Sessions from the bar before to this one: 1 where none is missing.
  int sessionsSince(int i) {
    return isSession(i) && isSession(i - 1) ? at[i] - at[i - 1] : 1;
  }

  /// The first price of a bar, or its close where the source knows none.
  double first(int i) {
    return open[i] > 0 ? open[i] : close[i];
  }

  /// What the price was multiplied by between the close before and the open.
  double overnight(int i) {
    return first(i) / close[i - 1];
  }

  /// How far the price ordinarily moves from bar to bar, as a standard deviation would say it; NaN
  /// where there are too few bars to tell.
  double ordinaryMove(int i) {
    return 1.4826 * median(i, AROUND, 20, (k, _) -> Math.abs(move[k]));
  }

  /// The ordinary width of a bar, high over low, less 1.
  double ordinaryRange(int i) {
    return median(i, AROUND, 20, (k, _) -> high[k] / low[k] - 1);
  }

  /// The middle of the volumes before, in the shares of this bar; of those after where there are
  /// too few before. NaN where there are too few.
  double ordinaryVolume(int i) {
    return median(i, AROUND, 20, (k, of) -> volume[k] * shares(k, of));
  }

  /// The same in dollars.
  double ordinaryDollars(int i) {
    return median(i, 20, 10, (k, _) -> volume[k] * close[k]);
  }

  /// Whether far more shares changed hands than usual: what moved the price was traded. Where the
  /// price fell so many shares more are none, as after a split.
  boolean isNews(int i) {
    double fall = Math.min(1, close[i] / close[i - 1] / split[i]);
    return volume[i] * fall > 5 * ordinaryVolume(i);
  }

  /// How near, as a logarithm, a price must come to the ratio of a split to be like it.
  double nearness(int i) {
    double ordinary = ordinaryMove(i);
    return Math.min(0.09, Math.max(0.035, Double.isNaN(ordinary) ? 0 : 2.5 * ordinary));
  }

  /// The middle of up to so many values from a bar on; NaN where there is none.
  double medianAfter(int i, int bars, Value value) {
    int n = 0;
    for (int k = i; k < size && n < bars; k++) {
      n = keep(value.of(k, i), n);
    }
    return middle(n, 1);
  }

  /// The middle of up to so many values before a bar; NaN where there is none.
  double medianBefore(int i, int bars, Value value) {
    int n = 0;
    for (int k = i - 1; k >= 0 && n < bars; k--) {
      n = keep(value.of(k, i), n);
    }
    return middle(n, 1);
  }

  interface Value {
    /// @param bar whose value
    /// @param of the bar in whose shares it is
    double of(int bar, int of);
  }

  private double median(int i, int before, int wanted, Value value) {
    int n = 0;
    for (int k = i - 1; k >= 0 && i - k <= before; k--) {
      n = keep(value.of(k, i), n);
    }
    for (int k = i + 2; n < wanted && k < size && k - i <= before; k++) {
      n = keep(value.of(k, i), n);
    }
    return middle(n, FEWEST);
  }

  private int keep(double value, int n) {
    if (!Double.isNaN(value)) {
      scratch[n] = value;
      return n + 1;
    }
    return n;
  }

  private double middle(int n, int fewest) {
    if (n < fewest) {
      return Double.NaN;
    }
    Arrays.sort(scratch, 0, n);
    return n % 2 == 1 ? scratch[n / 2] : (scratch[n / 2 - 1] + scratch[n / 2]) / 2;
  }

  /// Shares of bar `of` for one share of bar `k`.
  double shares(int k, int of) {
    if (!hasSplits || k == of) {
      return 1;
    }
    double shares = 1;
    for (int j = Math.min(k, of) + 1; j <= Math.max(k, of); j++) {
      shares *= split[j];
    }
    return k < of ? 1 / shares : shares;
  }

  /// Whether two bars say the same in every column.
  boolean isSame(int i, int k) {
    return close[i] == close[k]
        && open[i] == open[k]
        && high[i] == high[k]
        && low[i] == low[k]
        && (volume[i] == volume[k] || Double.isNaN(volume[i]) && Double.isNaN(volume[k]));
  }
}
