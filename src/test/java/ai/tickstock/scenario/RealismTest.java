package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Realism.Figure;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Generated prices have the fat tails, the clusters and the correlations of real ones.
class RealismTest {
  private static List<Figure> figures(long seed) {
    return Realism.figures(seed, TradingCalendar.nyse(), _ -> new TreeMap<>());
  }

  @Test
  void theDefaultMarketLiesInAllBandsOfRealFunds() {
    var figures = figures(42);
    assertThat(figures).hasSizeGreaterThan(35);
    assertThat(figures).filteredOn(f -> !f.generatedIsInBand()).isEmpty();
  }

  @Test
  void soDoesThatOfEveryOtherSeed() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(figures(seed))
          .as("seed " + seed)
          .filteredOn(f -> !f.generatedIsInBand())
          .isEmpty();
    }
  }

  /// The tails of most years are thinner than those of twenty: the wild times are in the others.
  @Test
  void aYearPromisesWhatAYearCan() {
    var shares = YearsInBand.measured();
    assertThat(shares.get("excess kurtosis of daily returns").share()).isBetween(0.2, 0.4);
    assertThat(shares.get("autocorrelation of absolute returns, lag 1").share()).isGreaterThan(0.6);
    assertThat(shares.get("autocorrelation of absolute returns, lag 20").share())
        .isBetween(0.35, 0.6);
    assertThat(shares.get("autocorrelation of returns, lag 1").share()).isGreaterThan(0.9);
    assertThat(shares.get("correlation with SPY").share()).isGreaterThan(0.85);
  }

  @Test
  void measuresWhatIsKnown() {
    assertThat(MarketStatistics.returns(List.of(100.0, 200.0, 100.0)))
        .containsExactly(StrictMath.log(2), StrictMath.log(0.5));
    assertThat(MarketStatistics.excessKurtosis(new double[] {1, -1, 1, -1})).isEqualTo(-2);
    assertThat(MarketStatistics.autocorrelation(new double[] {1, -1, 1, -1}, 1)).isEqualTo(-0.75);
    assertThat(MarketStatistics.correlation(new double[] {1, 2, 3}, new double[] {-2, -4, -6}))
        .isEqualTo(-1);
    assertThat(MarketStatistics.slope(List.of(1.0, 3.0, 5.0))).isEqualTo(2);
  }
}
