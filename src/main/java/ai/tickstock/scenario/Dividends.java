package ai.tickstock.scenario;

import ai.tickstock.market.Dividend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Dividends by rule: on the second Wednesday of a month, growing by 4 % a year, with a rare
/// special one.
final class Dividends {
  private static final LocalDate FIRST = LocalDate.of(2003, 9, 10);
  private static final LocalDate LAST = LocalDate.of(2028, 12, 1);

  private Dividends() {}

  static List<Payout> of(long seed, Instrument instrument, Behaviour behaviour, Ratio ratio) {
    var payouts = new ArrayList<Payout>();
    if (behaviour.yield() == 0) {
      return payouts;
    }
    long dice = Hash.of(Hash.of(seed, "dividends"), instrument.index());
    int step = 12 / behaviour.payments();
    var month = FIRST.withDayOfMonth(1).plusMonths(1 + Hash.below(dice, step));
    for (; month.isBefore(LAST); month = month.plusMonths(step)) {
      var exDate = month.withDayOfMonth(8).with(TemporalAdjusters.nextOrSame(DayOfWeek.WEDNESDAY));
      if (!instrument.isListedOn(exDate)) {
        continue;
      }
      double years = (exDate.toEpochDay() - Prices.ANCHOR.toEpochDay()) / 365.25;
      double regular =
          behaviour.price()
              * behaviour.yield()
              / behaviour.payments()
              * StrictMath.pow(1.04, years)
              * ratio.on(exDate);
      payouts.add(payout(exDate, regular, behaviour.payments(), false));
      if (Hash.unit(Hash.of(dice, exDate.toEpochDay())) < 0.004) {
        payouts.add(payout(exDate, regular * 2.5, 0, true));
      }
    }
    return payouts;
  }

  private static Payout payout(LocalDate exDate, double amount, int frequency, boolean special) {
    var cash =
        BigDecimal.valueOf(Math.max(amount, 0.0001))
            .setScale(4, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return new Payout(
        new Dividend(exDate, cash, "USD"),
        frequency,
        special,
        Optional.of(exDate.minusDays(14)),
        Optional.of(exDate.plusDays(16)));
  }

  /// What one share of the anchor day was on a date, in shares of that date's size: the price as
  /// traded over the price in anchor shares.
  interface Ratio {
    double on(LocalDate date);
  }
}
