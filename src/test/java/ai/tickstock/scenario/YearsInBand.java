package ai.tickstock.scenario;

import ai.tickstock.market.TradingCalendar;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Of how many years the figures of the funds lie within the bands of twenty years.
///
/// @param band of the figure; of correlations there is one for each group of funds
record YearsInBand(String band, int within, int all) {
  static final String SCENARIO = "gaps";
  static final int SEEDS = 100;

  double share() {
    return (double) within / all;
  }

  /// By what is measured, of the market of a scenario that lets funds go their way.
  static Map<String, YearsInBand> measured() {
    var scenario = Scenarios.named(SCENARIO).orElseThrow();
    var shares = new LinkedHashMap<String, YearsInBand>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      var values = scenario.values(Map.of("seed", String.valueOf(seed)));
      for (var figure : Realism.figures(scenario.market(values, TradingCalendar.nyse()))) {
        shares.merge(
            figure.what(),
            new YearsInBand(band(figure), figure.generatedIsInBand() ? 1 : 0, 1),
            (a, b) ->
                new YearsInBand(
                    a.band.equals(b.band) ? a.band : "its group's",
                    a.within + b.within,
                    a.all + b.all));
      }
    }
    return shares;
  }

  private static String band(Realism.Figure figure) {
    return figure.most() == 1
        ? String.format(Locale.ROOT, "from %s", ScenarioParameter.plain(figure.least()))
        : "%s to %s"
            .formatted(
                ScenarioParameter.plain(figure.least()), ScenarioParameter.plain(figure.most()));
  }
}
