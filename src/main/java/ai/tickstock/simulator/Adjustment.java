package ai.tickstock.simulator;

import ai.tickstock.market.Split;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.List;

/// Split adjustment on the fly: prices times and volumes by the factor of all splits after the bar
/// that are in effect today.
final class Adjustment {
  private final Market market;
  private final LocalDate today;

  Adjustment(Market market, LocalDate today) {
    this.market = market;
    this.today = today;
  }

  List<DayBar> of(List<DayBar> bars) {
    return bars.stream().map(this::of).toList();
  }

  DayBar of(DayBar bar) {
    double factor = factor(bar.ticker(), bar.session());
    return new DayBar(
        bar.ticker(),
        bar.session(),
        price(bar.open(), factor),
        price(bar.high(), factor),
        price(bar.low(), factor),
        price(bar.close(), factor),
        volume(bar.volume(), factor),
        price(bar.vwap(), factor),
        bar.trades(),
        bar.otc());
  }

  /// What prices of a session are multiplied by.
  double factor(String ticker, LocalDate session) {
    return market
        .holder(ticker, session)
        .map(Instrument::splits)
        .map(s -> factor(s, session))
        .orElse(1.0);
  }

  private double factor(List<Split> splits, LocalDate session) {
    double factor = 1;
    for (var split : splits) {
      if (split.executionDate().isAfter(session) && !split.executionDate().isAfter(today)) {
        factor *= split.from().doubleValue() / split.to().doubleValue();
      }
    }
    return factor;
  }

  /// An adjusted price to four decimals; untouched by a factor of 1.
  static double price(double raw, double factor) {
    return factor == 1 ? raw : Math.rint(raw * factor * 10_000) / 10_000;
  }

  /// As prices, the other way round.
  static double volume(double raw, double factor) {
    return factor == 1 ? raw : Math.rint(raw / factor * 10_000) / 10_000;
  }
}
