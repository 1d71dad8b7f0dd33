package ai.tickstock.scenario;

import static java.util.Objects.requireNonNull;

import ai.tickstock.market.Split;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Prices and volumes of every instrument by a factor model: the market's walk, the sector's walk
/// and an own one, anchored so that each price is its level on the anchor day.
///
/// Any day in about thirty hashes an instrument. Kept are one number an instrument and the walks of
/// market and sectors, as far as they were asked for.
final class Prices {
  /// The day on which the levels hold.
  static final LocalDate ANCHOR = LocalDate.of(2026, 11, 20);

  /// From here on volumes have fractions of shares.
  private static final int FRACTIONS_FROM = (int) LocalDate.of(2026, 2, 23).toEpochDay();

  private static final double DAYS = StrictMath.sqrt(365.25);
  private static final double MARKET_VOLATILITY = 0.16 / DAYS;
  private static final double DRIFT = 0.06 / 365.25;
  private static final double CHEAPEST = StrictMath.log(0.02);
  private static final double DEAREST = StrictMath.log(2_000_000);

  private final long seed;
  private final KeptPath market;
  private final Map<Sector, KeptPath> sectors = new EnumMap<>(Sector.class);
  private final List<Instrument> instruments;
  private final List<Behaviour> behaviours;
  private final double[] offsets;
  private final int[] anchors;

  Prices(long seed, List<Instrument> instruments, List<Behaviour> behaviours) {
    this.seed = seed;
    long marketKey = Hash.of(seed, "market");
    market = new KeptPath(marketKey);
    for (var sector : Sector.values()) {
      sectors.put(sector, new KeptPath(Hash.of(marketKey, sector.name())));
    }
    this.instruments = instruments;
    this.behaviours = behaviours;
    offsets = new double[instruments.size()];
    anchors = new int[instruments.size()];
    for (int i = 0; i < offsets.length; i++) {
      var end = instruments.get(i).delisted();
      anchors[i] =
          (int) (end.isPresent() && end.get().isBefore(ANCHOR) ? end.get() : ANCHOR).toEpochDay();
      offsets[i] = StrictMath.log(behaviours.get(i).price()) - walk(i, anchors[i]);
    }
  }

  /// Where a sector stands at the end of a day, the market's part in it.
  private double of(Sector sector, int day) {
    double all = MARKET_VOLATILITY * market.at(day) + DRIFT * day;
    double own = sector.volatility / DAYS * requireNonNull(sectors.get(sector)).at(day);
    return sector.marketBeta * all + own;
  }

  /// The row of an instrument on a session, whether it is listed or not.
  DayBar bar(int index, String ticker, LocalDate session) {
    int day = (int) session.toEpochDay();
    return bar(index, ticker, session, walk(index, day - 1), walk(index, day));
  }

  /// The rows of an instrument, for who asks for many sessions in their order. For one thread.
  InOrder inOrder(int index) {
    return new InOrder(index);
  }

  /// See [#inOrder].
  final class InOrder {
    private final int index;
    private final PathInOrder own;

    private InOrder(int index) {
      this.index = index;
      own = new PathInOrder(ownKey(index));
    }

    /// As [Prices#bar(int, String, LocalDate)].
    DayBar bar(String ticker, LocalDate session) {
      int day = (int) session.toEpochDay();
      double before = walk(index, day - 1, own.at(day - 1));
      return Prices.this.bar(index, ticker, session, before, walk(index, day, own.at(day)));
    }
  }

  private DayBar bar(int index, String ticker, LocalDate session, double before, double there) {
    int day = (int) session.toEpochDay();
    var behaviour = behaviours.get(index);
    long dice = Hash.of(Hash.of(seed, index), day);
    double daily =
        (0.004 + (behaviour.ownVolatility() + 0.1 * behaviour.sector().marketBeta) / DAYS);
    double end = offsets[index] + there;
    double start = offsets[index] + before + daily * 0.3 * Hash.bell(dice);
    return bar(
        ticker,
        session,
        new Move(start, end, daily),
        ratio(index, session),
        behaviour.volume(),
        dice,
        instruments.get(index).otc());
  }

  /// What a day does to a price, in logarithms of prices in anchor shares.
  ///
  /// @param daily how far a price goes in an ordinary day, as a fraction
  record Move(double start, double end, double daily) {}

  /// The row of a session on which the price makes a move.
  ///
  /// @param ratio price as traded over price in anchor shares
  /// @param ordinary shares on an ordinary day, in anchor shares
  static DayBar bar(
      String ticker,
      LocalDate session,
      Move move,
      double ratio,
      double ordinary,
      long dice,
      boolean otc) {
    int day = (int) session.toEpochDay();
    double close = price(move.end(), ratio);
    double open = price(move.start(), ratio);
    double up = 1 + move.daily() * 0.6 * Hash.unit(Hash.of(dice, 1));
    double down = 1 - move.daily() * 0.6 * Hash.unit(Hash.of(dice, 2));
    double high = Math.max(Math.max(open, close), round(Math.max(open, close) * up));
    double low = Math.min(Math.min(open, close), round(Math.min(open, close) * down));
    double middle = StrictMath.rint((open + high + low + 2 * close) / 5 * 10_000) / 10_000;
    double moved = Math.min(0.2, Math.abs(move.end() - move.start()));
    double volume =
        Math.max(
            1,
            ordinary
                / ratio
                * StrictMath.exp(0.35 * Hash.bell(Hash.of(dice, 3)))
                * (0.8 + 12 * moved));
    return new DayBar(
        ticker,
        session,
        open,
        high,
        low,
        close,
        shares(volume, day, dice),
        Math.min(high, Math.max(low, middle)),
        (long) (1 + volume / (80 + Hash.below(Hash.of(dice, 4), 120))),
        otc);
  }

  /// Whether nobody trades an instrument on a day.
  boolean isSilent(int index, int day) {
    double silence = behaviours.get(index).silence();
    return silence > 0 && Hash.unit(Hash.of(Hash.of(seed, index, 77), day)) < silence;
  }

  /// The price as traded on a date over the price in shares of the anchor day.
  double ratio(int index, LocalDate date) {
    var splits = instruments.get(index).splits();
    if (splits.isEmpty()) {
      return 1;
    }
    return after(splits, date) / after(splits, LocalDate.ofEpochDay(anchors[index]));
  }

  /// What one share before these splits after a date became.
  static double after(List<Split> splits, LocalDate date) {
    double ratio = 1;
    for (var split : splits) {
      if (split.executionDate().isAfter(date)) {
        ratio *= split.to().doubleValue() / split.from().doubleValue();
      }
    }
    return ratio;
  }

  private double walk(int index, int day) {
    return walk(index, day, HashedPath.at(ownKey(index), day));
  }

  /// @param own where the instrument's own walk stands
  private double walk(int index, int day, double own) {
    var behaviour = behaviours.get(index);
    return of(behaviour.sector(), day) + behaviour.ownVolatility() / DAYS * own;
  }

  private long ownKey(int index) {
    return Hash.of(seed, index, 5);
  }

  private static double price(double logarithm, double ratio) {
    double bounded = Math.min(DEAREST, Math.max(CHEAPEST, logarithm));
    return round(Math.max(0.01, StrictMath.exp(bounded) * ratio));
  }

  /// To cents, below one dollar to hundredths of a cent.
  static double round(double price) {
    return price < 1
        ? Math.max(0.0001, StrictMath.rint(price * 10_000) / 10_000)
        : StrictMath.rint(price * 100) / 100;
  }

  private static double shares(double volume, int day, long dice) {
    if (day < FRACTIONS_FROM || volume >= 1e9 || Hash.unit(Hash.of(dice, 6)) < 0.3) {
      return StrictMath.rint(volume);
    }
    return StrictMath.rint(volume * 1_000_000) / 1_000_000;
  }
}
