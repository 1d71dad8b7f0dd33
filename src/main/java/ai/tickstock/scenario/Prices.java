package ai.tickstock.scenario;

import ai.tickstock.market.Split;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prices and volumes of every instrument by a factor model: the market's walk, the sector's walk
/// and an own one, anchored so that each price is its level on the anchor day.
///
/// Any day in about forty hashes; nothing is kept but one number an instrument.
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
  private final long marketKey;
  private final List<Instrument> instruments;
  private final List<Behaviour> behaviours;
  private final double[] offsets;
  private final int[] anchors;

  Prices(long seed, List<Instrument> instruments, List<Behaviour> behaviours) {
    this.seed = seed;
    marketKey = Hash.of(seed, "market");
    this.instruments = instruments;
    this.behaviours = behaviours;
    offsets = new double[instruments.size()];
    anchors = new int[instruments.size()];
    var anchorFactors = new Factors((int) ANCHOR.toEpochDay());
    for (int i = 0; i < offsets.length; i++) {
      var end = instruments.get(i).delisted();
      anchors[i] =
          (int) (end.isPresent() && end.get().isBefore(ANCHOR) ? end.get() : ANCHOR).toEpochDay();
      var factors = anchors[i] == anchorFactors.day ? anchorFactors : new Factors(anchors[i]);
      offsets[i] = StrictMath.log(behaviours.get(i).price()) - walk(i, factors);
    }
  }

  /// Where market and sectors stand at the end of a day; shared by all instruments of a session,
  /// used by one thread.
  final class Factors {
    final int day;
    private final double market;
    private final Map<Sector, Double> sectors = new EnumMap<>(Sector.class);

    /// The one asked for last; bars of one instrument ask for no other.
    private @Nullable Sector last;

    private double ofLast;

    Factors(int day) {
      this.day = day;
      market = MARKET_VOLATILITY * HashedPath.at(marketKey, day) + DRIFT * day;
    }

    private double of(Sector sector) {
      if (sector != last) {
        ofLast =
            sectors.computeIfAbsent(
                sector,
                k -> k.volatility / DAYS * HashedPath.at(Hash.of(marketKey, k.name()), day));
        last = sector;
      }
      return sector.marketBeta * market + ofLast;
    }
  }

  Factors factors(int day) {
    return new Factors(day);
  }

  /// The row of an instrument on a session, whether it is listed or not.
  ///
  /// @param before factors of the calendar day before
  DayBar bar(int index, String ticker, LocalDate session, Factors before, Factors on) {
    var behaviour = behaviours.get(index);
    long dice = Hash.of(Hash.of(seed, index), on.day);
    double ratio = ratio(index, session);
    double daily =
        (0.004 + (behaviour.ownVolatility() + 0.1 * behaviour.sector().marketBeta) / DAYS);
    double end = offsets[index] + walk(index, on);
    double start = offsets[index] + walk(index, before) + daily * 0.3 * Hash.bell(dice);
    double close = price(end, ratio);
    double open = price(start, ratio);
    double up = 1 + daily * 0.6 * Hash.unit(Hash.of(dice, 1));
    double down = 1 - daily * 0.6 * Hash.unit(Hash.of(dice, 2));
    double high = Math.max(Math.max(open, close), round(Math.max(open, close) * up));
    double low = Math.min(Math.min(open, close), round(Math.min(open, close) * down));
    double middle = StrictMath.rint((open + high + low + 2 * close) / 5 * 10_000) / 10_000;
    double move = Math.min(0.2, Math.abs(end - start));
    double volume =
        Math.max(
            1,
            behaviour.volume()
                / ratio
                * StrictMath.exp(0.35 * Hash.bell(Hash.of(dice, 3)))
                * (0.8 + 12 * move));
    return new DayBar(
        ticker,
        session,
        open,
        high,
        low,
        close,
        shares(volume, on.day, dice),
        Math.min(high, Math.max(low, middle)),
        (long) (1 + volume / (80 + Hash.below(Hash.of(dice, 4), 120))),
        instruments.get(index).otc());
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

  private static double after(List<Split> splits, LocalDate date) {
    double ratio = 1;
    for (var split : splits) {
      if (split.executionDate().isAfter(date)) {
        ratio *= split.to().doubleValue() / split.from().doubleValue();
      }
    }
    return ratio;
  }

  private double walk(int index, Factors factors) {
    var behaviour = behaviours.get(index);
    return factors.of(behaviour.sector())
        + behaviour.ownVolatility() / DAYS * HashedPath.at(Hash.of(seed, index, 5), factors.day);
  }

  private static double price(double logarithm, double ratio) {
    double bounded = Math.min(DEAREST, Math.max(CHEAPEST, logarithm));
    return round(Math.max(0.01, StrictMath.exp(bounded) * ratio));
  }

  /// To cents, below one dollar to hundredths of a cent.
  private static double round(double price) {
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
