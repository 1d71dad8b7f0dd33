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

  private DayBar of(DayBar bar) {
    double factor =
        market
            .holder(bar.ticker(), bar.session())
            .map(Instrument::splits)
            .map(s -> factor(s, bar.session()))
            .orElse(1.0);
    return factor == 1
        ? bar
        : new DayBar(
            bar.ticker(),
            bar.session(),
            price(bar.open() * factor),
            price(bar.high() * factor),
            price(bar.low() * factor),
            price(bar.close() * factor),
            Math.rint(bar.volume() / factor * 10_000) / 10_000,
            price(bar.vwap() * factor),
            bar.trades(),
            bar.otc());
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

  private static double price(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }
}
