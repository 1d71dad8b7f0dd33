package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.tickstock.scenario.SyntheticMarket;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EtfEndpointTest {
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, WeekdayCalendar.plain());
  private static final String PROFILES = "/etf-global/v1/profiles";
  private static final String CONSTITUENTS =
      "/etf-global/v1/constituents?sort=composite_ticker.asc";
  private static final String NOW = "2026-11-20T17:00:00Z";
  private final Caller caller = Caller.of(MARKET, NOW, o -> o.withPlan(PlanProfile.BUSINESS));

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void theNewestProfileOfAFundIsTheFirstOfItsHistory() {
    var spy =
        caller
            .json(PROFILES + "?composite_ticker=SPY&sort=processed_date.desc&limit=1")
            .path("results")
            .path(0);
    assertThat(spy.path("composite_ticker").asString()).isEqualTo("SPY");
    assertThat(spy.path("processed_date").asString()).isEqualTo("2026-11-19");
    assertThat(spy.path("product_type").asString()).isEqualTo("etf");
    assertThat(spy.path("listing_exchange").asString()).isEqualTo("NYSE Arca, Inc.");
    assertThat(spy.path("inception_date").asString()).isEqualTo("1993-01-29");
    assertThat(spy.path("aum").asDouble()).isBetween(1e11, 3e12);
    assertThat(spy.path("net_expenses").asDouble()).isBetween(0.0, 1.0);
    assertThat(spy.path("lead_market_maker").asString()).isEqualTo("None");
  }

  @Test
  void everyFundHasOneRowOfASession() {
    var rows = caller.walk(PROFILES + "?processed_date=2026-11-18&limit=5000");
    var tickers = rows.stream().map(r -> r.path("composite_ticker").asString()).toList();
    assertThat(tickers)
        .hasSizeGreaterThan(3000)
        .isSorted()
        .doesNotHaveDuplicates()
        .contains("QQQ", "TQQQ")
        .doesNotContain("AAPL");
    assertThat(rows)
        .anyMatch(r -> r.path("effective_date").asString().equals("2026-11-18"))
        .anyMatch(r -> r.path("effective_date").asString().equals("2026-11-04"));
  }

  @Test
  void withoutADateTheHistoryComesTooAndInPages() {
    var page = caller.json(PROFILES + "?composite_ticker.any_of=SPY,QQQ");
    assertThat(page.path("results")).hasSize(100);
    var rows = caller.walk(PROFILES + "?composite_ticker.any_of=SPY,QQQ&limit=77");
    assertThat(rows).hasSize(500);
    assertThat(rows.stream().map(r -> r.path("processed_date").asString()).distinct()).hasSize(250);
    assertThat(
            caller.walk(
                PROFILES + "?composite_ticker=QQQ&effective_date.gte=2026-11-17&limit=5000"))
        .extracting(r -> r.path("processed_date").asString())
        .containsExactly("2026-11-17", "2026-11-18", "2026-11-19");
  }

  @Test
  void exposuresAreAListOrWhenSwitchedAMap() {
    var path = PROFILES + "?composite_ticker=XLK&sort=processed_date.desc&limit=1";
    assertThat(caller.body(path)).contains("\"sector_exposure\":[{\"key\":\"technology\"");
    caller.server.faults(List.of(FaultRule.of(FaultKind.EXPOSURE_MAP)));
    assertThat(caller.body(path)).contains("\"sector_exposure\":{\"technology\":");
  }

  @Test
  void leveredFundsSaySo() {
    var path = PROFILES + "?composite_ticker=TQQQ&sort=processed_date.desc&limit=1";
    var row = caller.json(path).path("results").path(0);
    assertThat(row.path("leverage_style").asString()).isEqualTo("leveraged");
    assertThat(row.path("levered_amount").asInt()).isEqualTo(3);
  }

  @Test
  void severalColumnsSort() {
    var page =
        caller.json(
            PROFILES
                + "?composite_ticker.any_of=SPY,QQQ&limit=4"
                + "&sort=processed_date.desc,composite_ticker.desc");
    assertThat(page.path("results"))
        .extracting(r -> r.path("composite_ticker").asString())
        .containsExactly("SPY", "QQQ", "SPY", "QQQ");
  }

  @Test
  void taxonomiesAgreeWithProfiles() {
    var profile = newest("profiles", "TQQQ");
    var taxonomy = newest("taxonomies", "TQQQ");
    for (var field :
        List.of(
            "composite_ticker",
            "effective_date",
            "description",
            "product_type",
            "asset_class",
            "leverage_style",
            "levered_amount",
            "management_classification")) {
      assertThat(taxonomy.path(field)).as(field).isEqualTo(profile.path(field));
    }
    assertThat(taxonomy.path("us_code").asString()).hasSize(9);
    assertThat(taxonomy.path("leverage_reset").asString()).isEqualTo("Daily");
  }

  private JsonNode newest(String set, String ticker) {
    return caller
        .json(
            "/etf-global/v1/%s?composite_ticker=%s&sort=processed_date.desc&limit=1"
                .formatted(set, ticker))
        .path("results")
        .path(0);
  }

  @Test
  void flowsAreTheChangeOfTheSharesTimesTheirWorth() {
    var rows =
        caller.walk("/etf-global/v1/fund-flows?composite_ticker=SPY&effective_date.gte=2026-10-19");
    assertThat(rows).hasSize(14).anyMatch(r -> r.path("fund_flow").asDouble() < 0);
    for (int i = 1; i < rows.size(); i++) {
      double change =
          rows.get(i).path("shares_outstanding").asDouble()
              - rows.get(i - 1).path("shares_outstanding").asDouble();
      assertThat(rows.get(i).path("fund_flow").asDouble())
          .isCloseTo(change * rows.get(i).path("nav").asDouble(), within(0.01));
    }
    var last = rows.getLast();
    assertThat(newest("profiles", "SPY").path("aum").asDouble())
        .isCloseTo(
            last.path("nav").asDouble() * last.path("shares_outstanding").asDouble(), within(0.01));
  }

  @Test
  void constituentsAreRankedAndAddUp() {
    for (var ticker : List.of("SPY", "XLK", "GLD")) {
      var profile = newest("profiles", ticker);
      var rows =
          caller.walk(
              CONSTITUENTS + "&processed_date=2026-11-19&limit=50&composite_ticker=" + ticker);
      assertThat(rows).hasSize(profile.path("num_holdings").asInt());
      assertThat(rows)
          .extracting(r -> r.path("constituent_rank").asInt())
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(rows.stream().mapToDouble(r -> r.path("weight").asDouble()).sum())
          .isCloseTo(1, within(1e-6));
      assertThat(rows.stream().mapToDouble(r -> r.path("market_value").asDouble()).sum())
          .isCloseTo(profile.path("aum").asDouble(), withinPercentage(0.001));
      assertThat(rows.getLast().has("constituent_ticker")).isFalse();
    }
    assertThat(caller.json(CONSTITUENTS + "&composite_ticker=GLD").path("results"))
        .noneMatch(r -> r.has("constituent_ticker"));
  }

  @Test
  void constituentsOfAllFundsComeInPagesAndByWhatTheyAre() {
    var page = caller.json(CONSTITUENTS + "&limit=5000");
    assertThat(page.path("results")).hasSize(5000);
    assertThat(page.has("next_url")).isTrue();
    var holders = caller.walk(CONSTITUENTS + "&processed_date=2026-11-19&constituent_ticker=AAPL");
    assertThat(holders)
        .hasSizeGreaterThan(100)
        .allMatch(r -> r.path("constituent_ticker").asString().equals("AAPL"));
    var figi = holders.getFirst().path("figi").asString();
    assertThat(caller.walk(CONSTITUENTS + "&processed_date=2026-11-19&limit=5000&figi=" + figi))
        .hasSameSizeAs(holders);
  }

  @Test
  void analyticsFilterAndSortByScores() {
    var path = "/etf-global/v1/analytics?processed_date=2026-11-19&limit=5000";
    var good = caller.walk(path + "&quant_grade=A");
    assertThat(good)
        .isNotEmpty()
        .allMatch(r -> r.path("quant_total_score").asDouble() >= 71)
        .allMatch(r -> r.size() == 4 + EtfAnalytics.SCORES.size());
    assertThat(caller.walk(path + "&risk_total_score.gt=7&sort=risk_total_score.desc"))
        .extracting(r -> r.path("risk_total_score").asDouble())
        .isNotEmpty()
        .allMatch(v -> v > 7)
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void plansWithoutTheAddOnAreRefused() {
    for (var plan : List.of(PlanProfile.ADVANCED, PlanProfile.BUSINESS.withEtfProfiles(false))) {
      try (var other = Caller.of(MARKET, NOW, o -> o.withPlan(plan))) {
        var response = other.withKey(PROFILES);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("NOT_AUTHORIZED", "not entitled");
      }
    }
    assertThat(caller.withKey(PROFILES + "?sort=aum.up").statusCode()).isEqualTo(400);
    assertThat(caller.withKey(PROFILES + "?limit=5001").statusCode()).isEqualTo(400);
  }
}
