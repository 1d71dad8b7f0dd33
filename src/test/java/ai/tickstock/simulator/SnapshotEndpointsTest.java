package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.SyntheticMarket;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// 2026-11-20 is a Friday in winter time; 09:30 New York is 14:30 UTC.
class SnapshotEndpointsTest {
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, WeekdayCalendar.plain());
  private static final String ALL = "/v2/snapshot/locale/us/markets/stocks/tickers";
  private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);
  private final Caller caller = caller(PlanProfile.BUSINESS);

  private static Caller caller(PlanProfile plan) {
    return Caller.of(MARKET, "2026-11-20T17:00:30Z", o -> o.withPlan(plan));
  }

  @AfterEach
  void close() {
    caller.close();
  }

  private JsonNode at(String time, String path) {
    caller.now.set(Instant.parse(time));
    return caller.json(path);
  }

  @Test
  void showsTheDaySoFarItsLastMinuteAndTheDayBefore() {
    var spy = caller.json(ALL + "/SPY").path("ticker");
    var today =
        caller
            .json("/v2/aggs/ticker/SPY/range/1/day/2026-11-20/2026-11-20")
            .path("results")
            .path(0);
    for (var field : List.of("o", "h", "l", "c")) {
      assertThat(spy.path("day").path(field)).isEqualTo(today.path(field));
    }
    assertThat(Double.parseDouble(spy.path("day").path("dv").asString()))
        .isEqualTo(today.path("v").asDouble());
    assertThat(spy.path("min").path("t").asLong())
        .isEqualTo(Instant.parse("2026-11-20T16:59:00Z").toEpochMilli());
    assertThat(spy.path("updated").asLong())
        .isEqualTo(Instant.parse("2026-11-20T17:00:00Z").toEpochMilli() * 1_000_000);
    assertThat(spy.path("min").path("dav").isString()).isTrue();
    assertThat(spy.path("prevDay").path("c").asDouble())
        .isEqualTo(
            MARKET.history("SPY", DateRange.of(LocalDate.of(2026, 11, 19))).getFirst().close());
    assertThat(spy.path("todaysChange").asDouble())
        .isEqualTo(
            Math.rint(
                    (spy.path("min").path("c").asDouble()
                            - spy.path("prevDay").path("c").asDouble())
                        * 10_000)
                / 10_000);
  }

  @Test
  void isZeroFromHalfPastThreeToTheFirstTrade() {
    var night = at("2026-11-20T08:29:00Z", ALL + "/SPY").path("ticker");
    assertThat(night.path("day").path("c").asDouble()).isPositive();
    var cleared = at("2026-11-20T08:30:00Z", ALL + "/SPY").path("ticker");
    assertThat(cleared.path("day").toString())
        .isEqualTo("{\"o\":0,\"h\":0,\"l\":0,\"c\":0,\"v\":0,\"vw\":0}");
    assertThat(cleared.path("min").has("dav")).isFalse();
    assertThat(cleared.path("updated").asLong()).isZero();
    assertThat(cleared.path("todaysChange").asDouble()).isZero();
    assertThat(cleared.path("prevDay").path("c")).isEqualTo(night.path("day").path("c"));
    var early = at("2026-11-20T14:00:00Z", ALL + "/SPY").path("ticker");
    assertThat(early.path("min").path("c").asDouble()).isPositive();
    assertThat(early.path("day").path("o").asDouble()).isZero();
    assertThat(at("2026-11-20T14:31:00Z", ALL + "/SPY").path("ticker").path("day").path("o"))
        .isNotEqualTo(early.path("day").path("o"));
  }

  @Test
  void keepsFridayOverTheWeekend() {
    var saturday = at("2026-11-21T15:00:00Z", ALL + "/SPY").path("ticker");
    var bar = MARKET.history("SPY", DateRange.of(FRIDAY)).getFirst();
    assertThat(saturday.path("day").path("c").asDouble()).isEqualTo(bar.close());
    assertThat(saturday.path("day").path("dv").asString())
        .isEqualTo(new BigDecimal(String.valueOf(bar.volume())).toPlainString());
  }

  @Test
  void answersTheWholeMarketInOnePieceOrSomeTickers() {
    var all = caller.json(ALL);
    assertThat(all.path("count").asInt()).isGreaterThan(10_000);
    assertThat(all.path("tickers")).hasSize(all.path("count").asInt());
    assertThat(all.path("tickers")).anyMatch(s -> s.path("updated").asLong() == 0);
    assertThat(caller.json(ALL + "?include_otc=true").path("count").asInt())
        .isGreaterThan(all.path("count").asInt());
    assertThat(caller.json(ALL + "?tickers=SPY,NOPE1,AAPL").path("tickers"))
        .extracting(s -> s.path("ticker").asString())
        .containsExactly("SPY", "AAPL");
    assertThat(caller.json(ALL + "?tickers=SPY&tickers=AAPL").path("tickers")).hasSize(1);
    assertThat(caller.withKey(ALL + "/NOPE1").statusCode()).isEqualTo(404);
    assertThat(caller.withKey(ALL + "/A%2FB").statusCode()).isEqualTo(404);
  }

  @Test
  void gainersComeWithTheLargestGainFirst() {
    var gains =
        caller
            .json(ALL.replace("/tickers", "/gainers"))
            .path("tickers")
            .valueStream()
            .map(s -> s.path("todaysChangePerc").asDouble())
            .toList();
    assertThat(gains).hasSize(20).isSortedAccordingTo(Collections.reverseOrder());
    assertThat(
            caller
                .json(ALL.replace("/tickers", "/losers"))
                .path("tickers")
                .path(0)
                .path("todaysChangePerc")
                .asDouble())
        .isNegative();
    assertThat(caller.withKey(ALL.replace("/tickers", "/movers")).statusCode()).isEqualTo(400);
  }

  @Test
  void theUniversalSnapshotTellsOfUnknownTickersAsItems() {
    var page = caller.json("/v3/snapshot?ticker.any_of=SPY,NOPE1,AAPL");
    assertThat(page.path("results"))
        .extracting(r -> r.path("ticker").asString())
        .containsExactly("AAPL", "NOPE1", "SPY");
    assertThat(page.path("results").path(1).toString())
        .isEqualTo(
            """
            {"ticker":"NOPE1","error":"NOT_FOUND","message":"Ticker not found."}\
            """);
    var spy = page.path("results").path(2);
    assertThat(spy.path("market_status").asString()).isEqualTo("open");
    assertThat(spy.path("timeframe").asString()).isEqualTo("REAL-TIME");
    assertThat(spy.path("session").path("decimal_volume").isString()).isTrue();
    assertThat(spy.path("last_minute").path("transactions").asInt()).isPositive();
  }

  @Test
  void theUniversalSnapshotComesInPagesOfTen() {
    var asked =
        String.join(
            ",",
            MARKET.instruments().stream()
                .flatMap(i -> i.tickerOn(FRIDAY).stream())
                .limit(25)
                .toList());
    var page = caller.json("/v3/snapshot?ticker.any_of=" + asked);
    assertThat(page.path("results")).hasSize(10);
    assertThat(caller.walk("/v3/snapshot?ticker.any_of=" + asked)).hasSize(25);
    assertThat(caller.json("/v3/snapshot?limit=250&ticker.any_of=" + asked).has("next_url"))
        .isFalse();
    assertThat(caller.walk("/v3/snapshot?limit=250&ticker.gte=X&ticker.lt=XLB&order=desc"))
        .extracting(r -> r.path("ticker").asString())
        .isSortedAccordingTo(Collections.reverseOrder());
    assertThat(caller.json("/v3/snapshot?type=options").path("results")).isEmpty();
    var tooMany = String.join(",", Collections.nCopies(251, "SPY"));
    assertThat(caller.withKey("/v3/snapshot?ticker.any_of=" + tooMany).statusCode()).isEqualTo(400);
    assertThat(caller.withKey("/v3/snapshot?limit=251").statusCode()).isEqualTo(400);
  }

  @Test
  void onlyBusinessPlansGetTheFairMarketValue() {
    var v2 = caller.json(ALL + "/SPY").path("ticker");
    assertThat(v2.path("fmv").asDouble() / v2.path("min").path("c").asDouble())
        .isBetween(0.999, 1.001);
    var v3 = caller.json("/v3/snapshot?ticker.any_of=SPY").path("results").path(0);
    assertThat(v3.path("fmv")).isEqualTo(v2.path("fmv"));
    assertThat(v3.path("fmv_last_updated").asLong()).isEqualTo(v2.path("updated").asLong());
    try (var advanced = caller(PlanProfile.ADVANCED)) {
      assertThat(advanced.json(ALL + "/SPY").path("ticker").has("fmv")).isFalse();
      assertThat(advanced.body("/v3/snapshot?ticker.any_of=SPY")).doesNotContain("fmv");
    }
  }

  @Test
  void delayedPlansSeeAQuarterOfAnHourBackAndSaySo() {
    try (var starter = caller(PlanProfile.STARTER)) {
      var spy = starter.json(ALL + "/SPY");
      assertThat(spy.path("status").asString()).isEqualTo("DELAYED");
      assertThat(spy.path("ticker").path("min").path("t").asLong())
          .isEqualTo(Instant.parse("2026-11-20T16:44:00Z").toEpochMilli());
      assertThat(starter.body("/v3/snapshot?ticker.any_of=SPY"))
          .contains("\"timeframe\":\"DELAYED\"");
    }
  }

  @Test
  void basicPlansHaveNoSnapshots() {
    try (var basic = caller(PlanProfile.BASIC.withCallsPerMinute(10))) {
      for (var path :
          List.of(ALL, ALL + "/SPY", ALL.replace("/tickers", "/losers"), "/v3/snapshot")) {
        var response = basic.withKey(path);
        assertThat(response.statusCode()).as(path).isEqualTo(403);
        assertThat(response.body()).contains("NOT_AUTHORIZED", "not entitled to this data");
      }
    }
  }

  @Test
  void faultsOfCallsStrikeSnapshotsToo() {
    caller.server.faults(List.of(FaultRule.of(FaultKind.WRONG_EMPTY)));
    assertThat(caller.json(ALL + "?tickers=SPY").path("count").asInt()).isZero();
    caller.server.faults(List.of(FaultRule.of(FaultKind.DELAYED_STATUS)));
    assertThat(caller.json(ALL + "?tickers=SPY").path("status").asString()).isEqualTo("DELAYED");
  }

  @Test
  void tellsTheChangesBeforeWithinAndAfterRegularHours() {
    var path = "/v3/snapshot?ticker.any_of=SPY&limit=1";
    var early = at("2026-11-20T14:00:00Z", path).path("results").path(0).path("session");
    assertThat(early.has("early_trading_change")).isTrue();
    assertThat(early.has("regular_trading_change")).isFalse();
    assertThat(early.has("late_trading_change")).isFalse();
    var late = at("2026-11-20T23:00:00Z", path).path("results").path(0).path("session");
    double before = late.path("previous_close").asDouble();
    assertThat(late.path("regular_trading_change").asDouble())
        .isCloseTo(late.path("close").asDouble() - before, within(1e-4));
    assertThat(late.path("late_trading_change").asDouble())
        .isCloseTo(late.path("price").asDouble() - late.path("close").asDouble(), within(1e-4));
    assertThat(late.path("early_trading_change_percent").asDouble())
        .isCloseTo(100 * late.path("early_trading_change").asDouble() / before, within(1e-3));
  }

  @Test
  void summariesHaveAPriceEachAndNameWhatIsUnknown() {
    var summaries = caller.json("/v1/summaries?ticker.any_of=SPY,NOPE1,SPY").path("results");
    assertThat(summaries)
        .extracting(s -> s.path("ticker").asString())
        .containsExactly("SPY", "NOPE1");
    var spy = caller.json(ALL + "/SPY").path("ticker");
    assertThat(summaries.path(0).path("price")).isEqualTo(spy.path("min").path("c"));
    assertThat(summaries.path(0).path("session").path("previous_close"))
        .isEqualTo(spy.path("prevDay").path("c"));
    assertThat(summaries.path(0).path("market_status").asString()).isEqualTo("open");
    assertThat(summaries.path(1).path("error").asString()).isEqualTo("NOT_FOUND");
    assertThat(caller.json("/v1/summaries").path("results")).hasSize(250);
    try (var small = caller(PlanProfile.BASIC)) {
      assertThat(small.withKey("/v1/summaries").statusCode()).isEqualTo(403);
    }
  }
}
