package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BarEndpointsTest {
  private static final String RANGE = "/v2/aggs/ticker/QQXA/range/1/day/2026-03-02/2026-03-13";
  private final Caller caller = Caller.of(HandMadeMarket.small(), "2026-03-14T15:00:00Z");

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void answersRawBarsAsTraded() {
    assertThat(caller.body(RANGE + "?adjusted=false"))
        .isEqualTo(
            """
            {"ticker":"QQXA","adjusted":false,"queryCount":3,"resultsCount":3,"results":[\
            {"v":812345.25,"vw":20.1174,"o":20.01,"c":20.2,"h":20.31,"l":19.95,"t":1772773200000,"n":6021},\
            {"v":640022,"vw":20.4031,"o":20.25,"c":20.5,"h":20.55,"l":20.2,"t":1773028800000,"n":5310},\
            {"v":2000000,"vw":5.2,"o":5.1,"c":5.25,"h":5.3,"l":5,"t":1773115200000,"n":9000}],\
            "status":"OK","request_id":"R","count":3}\
            """);
  }

  @Test
  void adjustsForSplitsUnlessAskedNotTo() {
    var first = caller.json(RANGE).path("results").path(0);
    assertThat(first.toString())
        .isEqualTo(
            """
            {"v":3249381,"vw":5.0294,"o":5.0025,"c":5.05,"h":5.0775,"l":4.9875,"t":1772773200000,"n":6021}\
            """);
  }

  @Test
  void doesNotAdjustBeforeTheExecutionDate() {
    caller.now.set(Instant.parse("2026-03-09T23:00:00Z"));
    assertThat(caller.json(RANGE).path("results").path(0).path("c").asDouble()).isEqualTo(20.2);
  }

  @Test
  void pagesByLimitWithARewrittenStartAndNoKey() {
    var page = caller.json(RANGE + "?adjusted=false&limit=2&apiKey=secret");
    assertThat(page.path("resultsCount").asInt()).isEqualTo(2);
    assertThat(page.path("next_url").asString())
        .startsWith(
            caller.server.uri()
                + "/v2/aggs/ticker/QQXA/range/1/day/1773115200000/2026-03-13?cursor=")
        .doesNotContain("secret");
    assertThat(caller.walk(RANGE + "?adjusted=false&limit=1"))
        .extracting(r -> r.path("t").asLong())
        .containsExactly(1772773200000L, 1773028800000L, 1773115200000L);
  }

  @Test
  void pagesDescendingToo() {
    assertThat(caller.walk(RANGE + "?adjusted=false&limit=1&sort=desc"))
        .extracting(r -> r.path("t").asLong())
        .containsExactly(1773115200000L, 1773028800000L, 1772773200000L);
  }

  @Test
  void takesMillisecondsForDates() {
    assertThat(
            caller
                .json("/v2/aggs/ticker/QQXA/range/1/day/1773028800000/1773028800000")
                .path("resultsCount")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void hasNoResultsKeyForAnUnknownTicker() {
    assertThat(caller.body("/v2/aggs/ticker/ZZTOP/range/1/day/2026-03-02/2026-03-13"))
        .isEqualTo(
            """
            {"ticker":"ZZTOP","adjusted":true,"queryCount":0,"resultsCount":0,\
            "status":"OK","request_id":"R","count":0}\
            """);
  }

  @Test
  void takesTickersByCase() {
    assertThat(
            caller
                .json("/v2/aggs/ticker/BACPL/range/1/day/2026-03-02/2026-03-13")
                .path("resultsCount")
                .asInt())
        .isZero();
    assertThat(
            caller
                .json("/v2/aggs/ticker/BACpL/range/1/day/2026-03-02/2026-03-13")
                .path("resultsCount")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void startsWeeksOnSundayAndSnapsTheRangeToWholeWeeks() {
    var results =
        caller
            .json("/v2/aggs/ticker/QQXA/range/1/week/2026-03-10/2026-03-10?adjusted=false")
            .path("results");
    assertThat(results.toString())
        .isEqualTo(
            """
            [{"v":2640022,"vw":8.8857,"o":20.25,"c":5.25,"h":20.55,"l":5,"t":1772946000000,"n":14310}]\
            """);
  }

  @Test
  void deliversAWindowThatTheLimitCutsOnTheNextPage() {
    var weeks = "/v2/aggs/ticker/QQXA/range/1/week/2026-03-01/2026-03-14?adjusted=false&limit=2";
    var page = caller.json(weeks);
    assertThat(page.path("queryCount").asInt()).isEqualTo(1);
    assertThat(page.path("resultsCount").asInt()).isEqualTo(1);
    assertThat(caller.walk(weeks))
        .extracting(r -> r.path("v").asDouble())
        .containsExactly(812345.25, 2640022.0);
  }

  @Test
  void mergesMonthsQuartersAndYears() {
    for (var timespan : new String[] {"month", "quarter", "year"}) {
      var page =
          caller.json(
              "/v2/aggs/ticker/QQXA/range/1/"
                  + timespan
                  + "/2026-03-07/2026-03-07?adjusted=false&sort=desc");
      assertThat(page.path("queryCount").asInt()).as(timespan).isEqualTo(3);
      assertThat(page.path("resultsCount").asInt()).as(timespan).isEqualTo(1);
      assertThat(page.path("results").path(0).path("o").asDouble()).isEqualTo(20.01);
      assertThat(page.path("results").path(0).path("c").asDouble()).isEqualTo(5.25);
    }
  }

  @Test
  void hasNoSecondBars() {
    assertThat(caller.body("/v2/aggs/ticker/QQXA/range/1/second/2026-03-06/2026-03-06"))
        .doesNotContain("results\"");
  }

  @Test
  void refusesParametersThatMeanNothing() {
    for (var bad :
        new String[] {
          "/v2/aggs/ticker/QQXA/range/0/day/2026-03-02/2026-03-13",
          "/v2/aggs/ticker/QQXA/range/x/day/2026-03-02/2026-03-13",
          "/v2/aggs/ticker/QQXA/range/1/moon/2026-03-02/2026-03-13",
          "/v2/aggs/ticker/QQXA/range/1/day/2026-03-13/2026-03-02",
          "/v2/aggs/ticker/QQXA/range/1/day/yesterday/2026-03-02",
          RANGE + "?limit=50001",
          RANGE + "?limit=none",
          RANGE + "?sort=up",
          RANGE + "?adjusted=maybe",
          RANGE + "?cursor=%25%25",
          RANGE + "?cursor=AAAA"
        }) {
      var response = caller.withKey(bad);
      assertThat(response.statusCode()).as(bad).isEqualTo(400);
      assertThat(response.body()).contains("\"status\":\"ERROR\"", "\"error\":\"");
    }
  }

  @Test
  void groupedBarsCarryTheTickerAndFourInTheAfternoon() {
    assertThat(caller.body("/v2/aggs/grouped/locale/us/market/stocks/2026-03-06?adjusted=false"))
        .isEqualTo(
            """
            {"adjusted":false,"queryCount":3,"resultsCount":3,"results":[\
            {"T":"QQXA","v":812345.25,"vw":20.1174,"o":20.01,"c":20.2,"h":20.31,"l":19.95,"t":1772830800000,"n":6021},\
            {"T":"BACpL","v":1520,"vw":1201,"o":1200,"c":1201.5,"h":1204.1,"l":1200,"t":1772830800000,"n":61},\
            {"T":"ZTEST","v":100,"vw":15,"o":15,"c":15,"h":15,"l":15,"t":1772830800000,"n":1}],\
            "status":"OK","request_id":"R","count":3}\
            """);
  }

  @Test
  void groupedIsEmptyOnAWeekend() {
    assertThat(caller.body("/v2/aggs/grouped/locale/us/market/stocks/2026-03-07"))
        .isEqualTo(
            """
            {"adjusted":true,"queryCount":0,"resultsCount":0,"status":"OK","request_id":"R","count":0}\
            """);
  }

  @Test
  void groupedAdjustsToo() {
    var row =
        caller.json("/v2/aggs/grouped/locale/us/market/stocks/2026-03-06").path("results").path(0);
    assertThat(row.path("c").asDouble()).isEqualTo(5.05);
  }

  @Test
  void previousDayIsTheLastSessionBeforeToday() {
    caller.now.set(Instant.parse("2026-03-09T15:00:00Z"));
    assertThat(caller.body("/v2/aggs/ticker/QQXA/prev"))
        .isEqualTo(
            """
            {"ticker":"QQXA","adjusted":true,"queryCount":1,"resultsCount":1,"results":[\
            {"T":"QQXA","v":812345.25,"vw":20.1174,"o":20.01,"c":20.2,"h":20.31,"l":19.95,"t":1772830800000,"n":6021}],\
            "status":"OK","request_id":"R","count":1}\
            """);
  }

  @Test
  void openCloseIsTheBodyItself() {
    assertThat(caller.body("/v1/open-close/QQXA/2026-03-06?adjusted=false"))
        .isEqualTo(
            """
            {"status":"OK","from":"2026-03-06","symbol":"QQXA","open":20.01,"high":20.31,"low":19.95,\
            "close":20.2,"volume":812345.25}\
            """);
  }

  @Test
  void openCloseTellsTheFirstPriceBeforeTheOpenAndTheLastOneAfterTheClose() {
    var market = HandMadeMarket.small();
    market.minute("QQXA", "2026-03-09T11:00:00Z", 19.9, 19.95, 19.8, 19.85, 100, 19.9, 3);
    market.minute("QQXA", "2026-03-09T13:29:00Z", 20, 20.1, 20, 20.1, 100, 20, 3);
    market.minute("QQXA", "2026-03-09T13:30:00Z", 20.25, 20.55, 20.2, 20.3, 100, 20.3, 3);
    market.minute("QQXA", "2026-03-09T19:59:00Z", 20.4, 20.5, 20.4, 20.5, 100, 20.45, 3);
    market.minute("QQXA", "2026-03-09T20:00:00Z", 20.6, 20.7, 20.6, 20.65, 100, 20.6, 3);
    market.minute("QQXA", "2026-03-09T23:58:00Z", 20.7, 20.9, 20.7, 20.8, 100, 20.8, 3);
    try (var other = Caller.of(market, "2026-03-12T15:00:00Z")) {
      var raw = other.json("/v1/open-close/QQXA/2026-03-09?adjusted=false");
      assertThat(raw.path("preMarket").asDouble()).isEqualTo(19.9);
      assertThat(raw.path("open").asDouble()).isEqualTo(20.25);
      assertThat(raw.path("close").asDouble()).isEqualTo(20.5);
      assertThat(raw.path("afterHours").asDouble()).isEqualTo(20.8);
      var adjusted = other.json("/v1/open-close/QQXA/2026-03-09");
      assertThat(adjusted.path("preMarket").asDouble()).isEqualTo(4.975);
      assertThat(adjusted.path("afterHours").asDouble()).isEqualTo(5.2);
      other.server.clock().set(Instant.parse("2026-03-09T15:00:00Z"));
      var open = other.json("/v1/open-close/QQXA/2026-03-09");
      assertThat(open.path("preMarket").asDouble()).isEqualTo(19.9);
      assertThat(open.has("close") || open.has("afterHours")).isFalse();
      other.server.clock().set(Instant.parse("2026-03-09T20:30:00Z"));
      var closed = other.json("/v1/open-close/QQXA/2026-03-09");
      assertThat(closed.path("close").asDouble()).isEqualTo(20.5);
      assertThat(closed.path("afterHours").asDouble()).isEqualTo(20.65);
    }
  }

  @Test
  void openCloseWithoutASessionIsNotFound() {
    var response = caller.withKey("/v1/open-close/QQXA/2026-03-07");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Caller.blotted(response.body()))
        .isEqualTo(
            """
            {"status":"NOT_FOUND","request_id":"R","message":"Data not found."}\
            """);
  }
}
