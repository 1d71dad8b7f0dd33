package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.scenario.SyntheticMarket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EtfEndpointTest {
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, WeekdayCalendar.plain());
  private static final String PROFILES = "/etf-global/v1/profiles";
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
