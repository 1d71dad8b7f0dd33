package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.listing.EquityCategory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniverseRuleTest {

  @Test
  void readsPartsThatMustAllHoldAndARank() {
    var rule =
        UniverseRule.parse(
            " stocks;  sector = Technology; market_cap >= 10e9 ;top 10 by market_cap");

    assertThat(rule.text())
        .isEqualTo("stocks; sector = Technology; market_cap >= 10e9 ;top 10 by market_cap");
    assertThat(rule.conditions())
        .containsExactly(
            new Condition.OfCategory(EquityCategory.STOCKS),
            new Condition.InSector(List.of("Technology")),
            new Condition.Threshold(Measure.MARKET_CAP, Comparison.AT_LEAST, 10e9));
    assertThat(rule.top()).contains(new UniverseRule.Top(10, Measure.MARKET_CAP));
    assertThat(rule.chooses()).isFalse();
    assertThat(UniverseRule.parse("type in CS, ADRC").chooses()).isFalse();
    assertThat(UniverseRule.parse("stocks; volume > 1").chooses()).isTrue();
  }

  @Test
  void readsListsRangesThemesBandsAndOtherUniverses() {
    assertThat(UniverseRule.parse("type in CS, ADRC").types()).containsExactly("CS", "ADRC");
    assertThat(UniverseRule.parse("sic in 6020-6039, 6712").conditions())
        .containsExactly(
            new Condition.OfSic(List.of(new SicRange(6020, 6039), new SicRange(6712, 6712))));
    assertThat(UniverseRule.parse("theme etf_growth"))
        .extracting(UniverseRule::conditions)
        .isEqualTo(UniverseRule.parse("theme = etf_growth").conditions());
    assertThat(UniverseRule.parse("band in mega, large").conditions())
        .containsExactly(new Condition.InBand(List.of("mega", "large")));
    assertThat(UniverseRule.parse("in dev_top_10, etf:top_100; in etf_core").universes())
        .extracting(UniverseKey::toString)
        .containsExactly("dev_top_10", "etf:top_100", "etf_core");
    assertThat(UniverseRule.parse("sector = technology").conditions())
        .as("known words in whatever case")
        .containsExactly(new Condition.InSector(List.of("Technology")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stocks; in dev_top_10 | false",
        "etfs; theme etf_growth | false",
        "sector = Technology; volume >= 5e6; top 5 by volume | false",
        "stocks; market_cap >= 10e9 | true",
        "etfs; aum >= 1e9 | true",
        "etfs; expense_ratio <= 0.002 | true",
        "stocks; band = large | true",
        "industry = banks | true",
        "sic in 6020-6039 | true",
        "stocks; top 10 by market_cap | true"
      })
  void knowsWhetherItLooksAtSizesCostsAndIndustryCodes(String rule, boolean does) {
    assertThat(UniverseRule.parse(rule).usesFundamentals()).isEqualTo(does);
  }

  @Test
  void averageVolumeMaySayItsSessions() {
    assertThat(UniverseRule.parse("volume >= 5e6 over 30 sessions").conditions())
        .isEqualTo(UniverseRule.parse("volume >= 5000000").conditions());
  }

  @Test
  void conditionsOfSizeTradingAndCostAreTheLiquidityFilter() {
    assertThat(
            UniverseRule.parse(
                    "theme etf_growth; aum >= 1e9; volume >= 5e6; expense_ratio <= 0.0025")
                .liquidityFilter())
        .contains(
            "{\"expense_ratio_max\": 0.0025, \"min_aum\": 1000000000, \"min_volume\": 5000000}");
    assertThat(UniverseRule.parse("theme etf_growth").liquidityFilter()).isEmpty();
    assertThat(UniverseRule.parse("stocks; market_cap >= 1e9").liquidityFilter()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``| a rule has at least one part; parts are such as stocks, etfs",
        "stock| rule part 1 'stock': is no part of a rule; parts are such as stocks, etfs",
        "stocks;;band = large| rule part 2 '': is empty",
        "stocks; etfs| rule part 2 'etfs': one category is here already",
        "stocks; sector = Tecnology| part 2 'sector = Tecnology': there is no sector 'Tecnology'; did you mean Technology? There are Communication",
        "industry = bank| there is no industry 'bank'; did you mean banks? There are banks, insurance",
        "band = huge| there is no band 'huge'. There are mega, large, mid, small, micro",
        "theme etf_grow| there is no theme 'etf_grow'; did you mean etf_growth?",
        "aum >= 1000000000000000000000000000000000000000| rule part 1 'aum >= 1000000000000000000000000000000000000000': '1000000000000000000000000000000000000000' is not a number such as 10e9 or 0.002",
        "aum >= 1bn| rule part 1 'aum >= 1bn': '1bn' is not a number such as 10e9 or 0.002",
        "aum = 1e9| thresholds are with >=, >, <= or <, not with =",
        "aum >= 1e9 over 30 sessions| volume is the mean of 30 sessions",
        "volume >= 1e9 over 20 sessions| volume is the mean of 30 sessions",
        "top 0 by aum| '0' is not a number from 1 to 100000",
        "top 5 by size| 'size' is not a number of instruments: market_cap, aum, volume, expense_ratio are",
        "top 5 by expense_ratio| ranks are by market_cap, aum or volume",
        "top five| such as 'top 10 by market_cap' is meant",
        "top 5 by aum; etfs| rule part 2 'etfs': nothing comes after 'top'",
        "sic in 60-70| '60-70' is not a SIC code or range such as 6020-6039",
        "sic in 6039-6020| '6039-6020' is not a SIC code or range",
        "in Dev Top| 'Dev Top' is not a key of one universe",
        "in etf| 'etf' is not a key of one universe",
      })
  void saysWhatCannotBeReadAndWhere(String rule, String message) {
    assertThatThrownBy(() -> UniverseRule.parse(rule))
        .isInstanceOf(UniverseRefused.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyMarketCapIsInExactlyOneBand() {
    var bands = Bands.bundled();
    assertThat(bands.of(0, Optional.empty())).isEqualTo("micro");
    assertThat(bands.of(299.9e6, Optional.empty())).isEqualTo("micro");
    assertThat(bands.of(300e6, Optional.empty())).isEqualTo("small");
    assertThat(bands.of(2e9, Optional.empty())).isEqualTo("mid");
    assertThat(bands.of(10e9, Optional.empty())).isEqualTo("large");
    assertThat(bands.of(3e12, Optional.empty())).isEqualTo("mega");
  }

  @Test
  void whoIsInABandStaysUntilFivePercentBeyondItsBoundary() {
    var bands = Bands.bundled();
    assertThat(bands.of(10.4e9, Optional.of("mid"))).isEqualTo("mid");
    assertThat(bands.of(10.5e9, Optional.of("mid"))).isEqualTo("large");
    assertThat(bands.of(9.5e9, Optional.of("large"))).isEqualTo("large");
    assertThat(bands.of(9.49e9, Optional.of("large"))).isEqualTo("mid");
    assertThat(bands.of(195e9, Optional.of("mega"))).isEqualTo("mega");
    assertThat(bands.of(1e9, Optional.of("mega"))).isEqualTo("small");
    assertThat(bands.of(5e9, Optional.of("a band of before"))).isEqualTo("mid");
  }

  @Test
  void industriesGoByCodeAndByWordsWhereThereIsNoCode() {
    var industries = Industries.bundled();
    assertThat(industries.isOf("banks", Optional.of("6022"), Optional.empty())).contains(true);
    assertThat(industries.isOf("retail", Optional.of("5812"), Optional.of("RETAIL-EATING PLACES")))
        .contains(false);
    assertThat(
            industries.isOf(
                "software", Optional.empty(), Optional.of("SERVICES-PREPACKAGED SOFTWARE")))
        .contains(true);
    assertThat(industries.isOf("banks", Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void numbersAreShownWithAtMostFourDigits() {
    assertThat(Measure.MARKET_CAP.words(3.14159e12)).isEqualTo("3.142T");
    assertThat(Measure.AUM.words(10e9)).isEqualTo("10B");
    assertThat(Measure.VOLUME.words(4_999_800)).isEqualTo("5M");
    assertThat(Measure.VOLUME.words(0)).isEqualTo("0");
    assertThat(Measure.EXPENSE_RATIO.words(0.000945)).isEqualTo("0.0945 %");
  }
}
