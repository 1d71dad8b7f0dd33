package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/// What would adjust the prices before a dividend for it and all later ones: the product of `1 -
/// amount / close before`. Kept for one day, since a walk over all dividends asks for the factors
/// of an instrument again with each page. Safe for use by many threads.
final class DividendFactors {
  private static final int LOOK_BACK = 10;

  private record OfDay(LocalDate today, Map<Integer, double[]> byInstrument) {}

  private final Market market;
  private volatile OfDay kept = new OfDay(LocalDate.MIN, Map.of());

  DividendFactors(Market market) {
    this.market = market;
  }

  /// @param place of the payout among `market.payouts(instrument)`
  /// @return empty for a data folder, which would read one day file for each dividend
  OptionalDouble factor(Instrument instrument, int place, LocalDate today) {
    if (market.seed().isEmpty()) {
      return OptionalDouble.empty();
    }
    var day = kept;
    if (!day.today().equals(today)) {
      day = new OfDay(today, new ConcurrentHashMap<>());
      kept = day;
    }
    var factors =
        day.byInstrument().computeIfAbsent(instrument.index(), _ -> of(instrument, today));
    return OptionalDouble.of(factors[place]);
  }

  private double[] of(Instrument instrument, LocalDate today) {
    var payouts = market.payouts(instrument);
    var factors = new double[payouts.size()];
    double factor = 1;
    for (int i = factors.length - 1; i >= 0; i--) {
      var exDate = payouts.get(i).dividend().exDate();
      if (!payouts.get(i).declared().orElse(exDate).isAfter(today)) {
        double amount = payouts.get(i).dividend().cashAmount().doubleValue();
        double close = closeBefore(instrument, exDate.isAfter(today) ? today : exDate);
        factor *= amount < close ? 1 - amount / close : 1;
      }
      factors[i] = factor;
    }
    return factors;
  }

  /// As traded; 0 where there is none of late.
  private double closeBefore(Instrument instrument, LocalDate date) {
    for (int days = 1; days <= LOOK_BACK; days++) {
      var day = date.minusDays(days);
      var bar =
          instrument.tickerOn(day).stream()
              .flatMap(t -> market.history(t, DateRange.of(day)).stream())
              .findFirst();
      if (bar.isPresent()) {
        return bar.map(DayBar::close).get();
      }
    }
    return 0;
  }
}
