package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Dividend;
import ai.tickstock.market.Split;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/// Bars put on the footing of one date: computed from raw bars and what happened to the shares,
/// never stored. Pure.
///
/// - Split: prices before its execution date times from/to, volumes divided by it. Splits multiply,
///   also those of one day.
/// - Dividend: prices before its ex-date times 1 - cash / close of the last session before it. The
///   close counts on the footing of the ex-date: when a split is executed after that close and not
///   after the ex-date, the cash is of the new shares. Volumes stay.
///
/// Prices are not rounded: they are the doubles next to the exact result of the split.
///
/// @param bars ascending
/// @param skipped dividends that could not be applied, in the order of their dates; the prices
///   before them are too high by their part
public record AdjustedBars(List<Bar> bars, List<Skipped> skipped) {
  /// A close that is older than that says nothing of the price before an ex-date.
  private static final int CLOSE_COUNTS_FOR_DAYS = 10;

  public AdjustedBars {
    bars = List.copyOf(bars);
    skipped = List.copyOf(skipped);
  }

  /// A dividend that was left out.
  public record Skipped(Dividend dividend, Reason reason) {}

  /// Why a dividend was left out.
  public enum Reason {
    /// It was not paid in US dollars.
    OTHER_CURRENCY,
    /// There is no bar in the ten days before its ex-date.
    NO_CLOSE_BEFORE,
    /// The cash is not less than the close before.
    NOT_BELOW_THE_CLOSE
  }

  /// Adjusts bars for what was known to have happened by a date.
  ///
  /// @param raw ascending. For dividends they reach to `asOf`, even when fewer are wanted (see
  ///   `within`): each needs the close before it
  /// @param splits in any order
  /// @param dividends in any order; only looked at for `ALL`
  /// @param asOf splits executed and dividends with an ex-date after it do not count
  public static AdjustedBars of(
      List<Bar> raw,
      List<Split> splits,
      List<Dividend> dividends,
      Adjustment adjustment,
      LocalDate asOf) {
    return of(raw, raw, splits, dividends, adjustment, asOf);
  }

  /// As above, for bars of any interval.
  ///
  /// @param closes raw daily bars, ascending, from ten days before the first of the others on: the
  ///   closes that dividends are measured by
  public static AdjustedBars of(
      List<Bar> raw,
      List<Bar> closes,
      List<Split> splits,
      List<Dividend> dividends,
      Adjustment adjustment,
      LocalDate asOf) {
    requireAscending(raw);
    requireAscending(closes);
    var executed =
        splits.stream()
            .filter(split -> adjustment != Adjustment.NONE && !split.executionDate().isAfter(asOf))
            .sorted(Comparator.comparing(Split::executionDate).reversed())
            .toList();
    var skipped = new ArrayList<Skipped>();
    var payments = new ArrayList<Payment>();
    if (adjustment == Adjustment.ALL) {
      dividends.stream()
          .filter(dividend -> !dividend.exDate().isAfter(asOf))
          .sorted(Comparator.comparing(Dividend::exDate).reversed())
          .forEach(dividend -> apply(dividend, raw, closes, executed, payments, skipped));
    }
    Collections.reverse(skipped);
    return new AdjustedBars(adjusted(raw, executed, payments), skipped);
  }

  /// Adjusts bars that their source had adjusted for splits, for dividends as well. Dividends are
  /// known as they were paid: each is put on the shares that were there at the end of the bars.
  ///
  /// @param bars ascending; taken to be on the footing of the last of them
  /// @param splits in any order
  /// @param dividends in any order
  /// @param asOf dividends with an ex-date after it do not count
  public static AdjustedBars ofSplitAdjusted(
      List<Bar> bars, List<Split> splits, List<Dividend> dividends, LocalDate asOf) {
    if (bars.isEmpty()) {
      return new AdjustedBars(bars, List.of());
    }
    var last = bars.getLast().session();
    var onNewShares =
        dividends.stream().map(dividend -> onSharesOf(last, dividend, splits)).toList();
    return of(bars, List.of(), onNewShares, Adjustment.ALL, asOf);
  }

  private static Dividend onSharesOf(LocalDate date, Dividend dividend, List<Split> splits) {
    var ratio = Ratio.ONE;
    for (var split : splits) {
      if (split.executionDate().isAfter(dividend.exDate())
          && !split.executionDate().isAfter(date)) {
        ratio = ratio.times(split);
      }
    }
    return ratio.isOne()
        ? dividend
        : new Dividend(dividend.exDate(), ratio.of(dividend.cashAmount()), dividend.currency());
  }

  /// The bars of a part of the range.
  public AdjustedBars within(DateRange range) {
    return new AdjustedBars(
        bars.stream().filter(bar -> range.contains(bar.session())).toList(), skipped);
  }

  /// Goes from the newest bar to the oldest and gathers the factors on the way.
  private static List<Bar> adjusted(List<Bar> raw, List<Split> splits, List<Payment> payments) {
    var adjusted = new ArrayList<Bar>(raw.size());
    var ratio = Ratio.ONE;
    double paid = 1;
    int split = 0;
    int payment = 0;
    for (var bar : raw.reversed()) {
      while (split < splits.size() && splits.get(split).executionDate().isAfter(bar.session())) {
        ratio = ratio.times(splits.get(split++));
      }
      while (payment < payments.size() && payments.get(payment).exDate().isAfter(bar.session())) {
        paid *= payments.get(payment++).factor();
      }
      adjusted.add(adjusted(bar, ratio, paid));
    }
    Collections.reverse(adjusted);
    return adjusted;
  }

  private static Bar adjusted(Bar bar, Ratio ratio, double paid) {
    if (ratio.isOne() && paid == 1) {
      return bar;
    }
    return new Bar(
        bar.start(),
        ratio.price(bar.open()) * paid,
        ratio.price(bar.high()) * paid,
        ratio.price(bar.low()) * paid,
        ratio.price(bar.close()) * paid,
        map(bar.volume(), ratio::volume),
        map(bar.vwap(), vwap -> ratio.price(vwap) * paid),
        bar.trades());
  }

  /// @param splits executed ones, newest first
  private static void apply(
      Dividend dividend,
      List<Bar> raw,
      List<Bar> closes,
      List<Split> splits,
      List<Payment> payments,
      List<Skipped> skipped) {
    var exDate = dividend.exDate();
    if (raw.isEmpty() || !raw.getFirst().session().isBefore(exDate)) {
      return; // it changes no price that is asked for
    }
    if (!dividend.currency().equalsIgnoreCase("USD")) {
      skipped.add(new Skipped(dividend, Reason.OTHER_CURRENCY));
      return;
    }
    if (closes.isEmpty() || !closes.getFirst().session().isBefore(exDate)) {
      skipped.add(new Skipped(dividend, Reason.NO_CLOSE_BEFORE));
      return;
    }
    var before = lastBefore(closes, exDate);
    if (before.session().isBefore(exDate.minusDays(CLOSE_COUNTS_FOR_DAYS))) {
      skipped.add(new Skipped(dividend, Reason.NO_CLOSE_BEFORE));
      return;
    }
    var ratio = Ratio.ONE;
    for (var split : splits) {
      if (split.executionDate().isAfter(before.session())
          && !split.executionDate().isAfter(exDate)) {
        ratio = ratio.times(split);
      }
    }
    double factor = 1 - dividend.cashAmount().doubleValue() / ratio.price(before.close());
    if (factor <= 0) {
      skipped.add(new Skipped(dividend, Reason.NOT_BELOW_THE_CLOSE));
      return;
    }
    payments.add(new Payment(exDate, factor));
  }

  /// The last bar before a date; the first bar is before it.
  private static Bar lastBefore(List<Bar> raw, LocalDate date) {
    int low = 0;
    int high = raw.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (raw.get(middle).session().isBefore(date)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return raw.get(low);
  }

  private static OptionalDouble map(OptionalDouble value, DoubleUnaryOperator change) {
    return value.isEmpty() ? value : OptionalDouble.of(change.applyAsDouble(value.getAsDouble()));
  }

  private static void requireAscending(List<Bar> raw) {
    for (int i = 1; i < raw.size(); i++) {
      if (!raw.get(i - 1).start().isBefore(raw.get(i).start())) {
        throw new IllegalArgumentException("bars are not ascending at " + raw.get(i).session());
      }
    }
  }

  private record Payment(LocalDate exDate, double factor) {}

  /// The product of splits, kept exact: 1-for-3 of 10 is the double next to 3.333…, also after two
  /// more splits.
  private record Ratio(BigDecimal from, BigDecimal to) {
    static final Ratio ONE = new Ratio(BigDecimal.ONE, BigDecimal.ONE);

    Ratio times(Split split) {
      return new Ratio(from.multiply(split.from()), to.multiply(split.to()));
    }

    boolean isOne() {
      return from.compareTo(to) == 0;
    }

    double price(double raw) {
      return scaled(raw, from, to);
    }

    double volume(double raw) {
      return scaled(raw, to, from);
    }

    BigDecimal of(BigDecimal cash) {
      return cash.multiply(from).divide(to, MathContext.DECIMAL128);
    }

    private static double scaled(double value, BigDecimal by, BigDecimal over) {
      return by.compareTo(over) == 0
          ? value
          : BigDecimal.valueOf(value)
              .multiply(by)
              .divide(over, MathContext.DECIMAL128)
              .doubleValue();
    }
  }
}
