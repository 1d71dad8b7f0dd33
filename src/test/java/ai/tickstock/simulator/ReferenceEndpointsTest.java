package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReferenceEndpointsTest {
  private final Caller caller = Caller.of(HandMadeMarket.small(), "2026-03-14T15:00:00Z");

  @AfterEach
  void close() {
    caller.close();
  }

  private List<String> tickers(String query) {
    return caller.walk("/v3/reference/tickers?" + query).stream()
        .map(r -> r.path("ticker").asString())
        .toList();
  }

  @Test
  void listsWhatTradesNowInByteOrder() {
    assertThat(caller.body("/v3/reference/tickers?limit=2"))
        .startsWith(
            """
            {"results":[{"ticker":"BACpL","name":"Bank Preferred L","market":"stocks","locale":"us",\
            "primary_exchange":"XNYS","type":"PFD","active":true,"currency_name":"usd",\
            "last_updated_utc":"2026-03-13T00:00:00Z"},\
            {"ticker":"NEWT","name":"Newt Inc.","market":"stocks","locale":"us",\
            "primary_exchange":"XNYS","type":"CS","active":true,"currency_name":"usd",\
            "cik":"0009990002","composite_figi":"BBG0COMP0002","share_class_figi":"BBG0SHAR0002",\
            "last_updated_utc":"2026-03-12T00:00:00Z"}],\
            "status":"OK","request_id":"R","count":2,"next_url":\"\
            """)
        .contains(caller.server.uri() + "/v3/reference/tickers?cursor=");
    assertThat(tickers("limit=1")).containsExactly("BACpL", "NEWT", "QQXA");
    assertThat(tickers("limit=1&order=desc")).containsExactly("QQXA", "NEWT", "BACpL");
  }

  @Test
  void theListOfADateHasTheTickersOfThatDate() {
    assertThat(tickers("date=2026-03-04")).containsExactly("BACpL", "OLDT", "QQXA");
    assertThat(tickers("date=2026-03-03")).containsExactly("BACpL", "GONE", "OLDT", "QQXA");
    assertThat(tickers("date=2009-01-01")).containsExactly("BACpL");
  }

  /// Trap: a rename removes the old symbol from both lists.
  @Test
  void aTickerThatWasGivenUpIsNeitherActiveNorDelisted() {
    assertThat(tickers("ticker=OLDT")).isEmpty();
    assertThat(tickers("ticker=OLDT&active=false")).isEmpty();
    assertThat(caller.withKey("/v3/reference/tickers/OLDT").statusCode()).isEqualTo(404);
    assertThat(caller.withKey("/v3/reference/tickers/OLDT?date=2026-03-04").statusCode())
        .isEqualTo(200);
  }

  @Test
  void delistedRowsSaySince() {
    var row = caller.walk("/v3/reference/tickers?active=false").getFirst();
    assertThat(row.path("ticker").asString()).isEqualTo("GONE");
    assertThat(row.path("active").asBoolean(true)).isFalse();
    assertThat(row.path("delisted_utc").asString()).isEqualTo("2026-03-04T00:00:00Z");
  }

  /// Trap: grouped bars hold symbols that no list has.
  @Test
  void aTestSymbolPrintsBarsButIsInNoList() {
    assertThat(tickers("ticker=ZTEST")).isEmpty();
    assertThat(caller.body("/v2/aggs/grouped/locale/us/market/stocks/2026-03-06?adjusted=false"))
        .contains("ZTEST");
  }

  @Test
  void filters() {
    assertThat(tickers("type=PFD")).containsExactly("BACpL");
    assertThat(tickers("ticker.gt=BACpL&ticker.lte=NEWT")).containsExactly("NEWT");
    assertThat(tickers("ticker.gte=BACpL&ticker.lt=NEWT")).containsExactly("BACpL");
    assertThat(tickers("search=robotics")).containsExactly("QQXA");
    assertThat(tickers("cik=0009990002")).containsExactly("NEWT");
    assertThat(tickers("exchange=XNAS")).isEmpty();
    assertThat(tickers("market=otc")).isEmpty();
    assertThat(tickers("market=stocks")).hasSize(3);
    assertThat(tickers("cusip=S00000010")).containsExactly("QQXA");
    assertThat(tickers("sort=name")).containsExactly("BACpL", "NEWT", "QQXA");
  }

  @Test
  void anEmptyListIsAnEmptyArray() {
    assertThat(caller.body("/v3/reference/tickers?ticker=NONE"))
        .isEqualTo(
            """
            {"results":[],"status":"OK","request_id":"R","count":0}\
            """);
  }

  @Test
  void refusesParametersThatMeanNothing() {
    for (var bad :
        List.of("limit=1001", "sort=beauty", "order=up", "active=yes", "date=1.1.2026")) {
      assertThat(caller.withKey("/v3/reference/tickers?" + bad).statusCode())
          .as(bad)
          .isEqualTo(400);
    }
    assertThat(caller.withKey("/v3/reference/tickers?cursor=cGFnZV9tYXJrZXI9eA").statusCode())
        .isEqualTo(400);
  }

  @Test
  void detailsOfACompany() {
    assertThat(caller.body("/v3/reference/tickers/QQXA"))
        .isEqualTo(
            """
            {"request_id":"R","results":{"ticker":"QQXA","name":"Quexa Robotics Inc.","market":"stocks",\
            "locale":"us","primary_exchange":"XNYS","type":"CS","active":true,"currency_name":"usd",\
            "cik":"0009990000","composite_figi":"BBG0COMP0000","share_class_figi":"BBG0SHAR0000",\
            "ticker_root":"QQXA","round_lot":100,"list_date":"2015-06-11","sic_code":"3571",\
            "sic_description":"COMPUTERS","share_class_shares_outstanding":1000000,\
            "weighted_shares_outstanding":1000000,"total_employees":75,"market_cap":5250000.0},\
            "status":"OK"}\
            """);
  }

  @Test
  void detailsOfAPreferredLackNearlyEverything() {
    assertThat(caller.json("/v3/reference/tickers/BACpL").path("results").propertyNames())
        .containsExactlyInAnyOrder(
            "ticker",
            "name",
            "market",
            "locale",
            "primary_exchange",
            "type",
            "active",
            "currency_name",
            "ticker_root",
            "round_lot");
  }

  @Test
  void detailsOfAnUnknownOrDelistedTickerAreNotFound() {
    for (var ticker : List.of("NONE", "GONE", "ZTEST", "qqxa")) {
      var response = caller.withKey("/v3/reference/tickers/" + ticker);
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(Caller.blotted(response.body()))
          .isEqualTo(
              """
              {"status":"NOT_FOUND","request_id":"R","message":"Ticker not found."}\
              """);
    }
  }

  @Test
  void eventsTellRenamesNewestFirst() {
    var expected =
        """
        {"results":{"name":"Newt Inc.","composite_figi":"BBG0COMP0002","cik":"0009990002","events":[\
        {"ticker_change":{"ticker":"NEWT"},"type":"ticker_change","date":"2026-03-05"},\
        {"ticker_change":{"ticker":"OLDT"},"type":"ticker_change","date":"2010-01-04"}]},\
        "status":"OK","request_id":"R"}\
        """;
    for (var id : List.of("NEWT", "BBG0COMP0002", "S00000210")) {
      assertThat(caller.body("/vX/reference/tickers/" + id + "/events?types=ticker_change"))
          .isEqualTo(expected);
    }
    assertThat(caller.withKey("/vX/reference/tickers/OLDT/events").statusCode()).isEqualTo(404);
    assertThat(caller.withKey("/vX/reference/tickers/GONE/events").statusCode()).isEqualTo(404);
  }

  @Test
  void typesAndExchangesAreTheVendors() {
    var types = caller.json("/v3/reference/tickers/types?asset_class=stocks&locale=us");
    assertThat(types.path("count").asInt()).isEqualTo(24);
    assertThat(types.path("results").path(5).toString())
        .isEqualTo(
            """
            {"code":"ETF","description":"Exchange Traded Fund","asset_class":"stocks","locale":"us"}\
            """);
    var exchanges = caller.json("/v3/reference/exchanges?asset_class=stocks&locale=us");
    assertThat(exchanges.path("count").asInt()).isEqualTo(27);
    assertThat(exchanges.path("results").path(4).has("mic")).isFalse();
    assertThat(exchanges.path("results").path(9).path("mic").asString()).isEqualTo("XNYS");
  }

  @Test
  void otherClassesOfAssetsHaveNoTypesAndExchanges() {
    for (var path : List.of("/v3/reference/tickers/types", "/v3/reference/exchanges")) {
      assertThat(caller.walk(path + "?asset_class=stocks&locale=us")).isNotEmpty();
      assertThat(caller.body(path + "?asset_class=crypto")).contains("\"results\":[]");
    }
  }

  @Test
  void relatedCompaniesAreOfTheSameIndustry() {
    assertThat(caller.body("/v1/related-companies/QQXA"))
        .isEqualTo(
            """
            {"request_id":"R","results":[{"ticker":"NEWT"}],"status":"OK","ticker":"QQXA"}\
            """);
    assertThat(caller.body("/v1/related-companies/BACpL")).contains("\"results\":[]");
    assertThat(caller.withKey("/v1/related-companies/NOPE1").statusCode()).isEqualTo(404);
  }

  @Test
  void conditionsTellWhatTradesChange() {
    assertThat(caller.body("/v3/reference/conditions?asset_class=stocks&id=2"))
        .isEqualTo(
            """
            {"results":[{"id":2,"type":"sale_condition","name":"Average Price Trade","asset_class":"stocks",\
            "sip_mapping":{"CTA":"B","UTP":"W"},"update_rules":{\
            "consolidated":{"updates_high_low":false,"updates_open_close":false,"updates_volume":true},\
            "market_center":{"updates_high_low":false,"updates_open_close":false,"updates_volume":true}},\
            "data_types":["trade"]}],"status":"OK","request_id":"R","count":1}\
            """);
    assertThat(caller.json("/v3/reference/conditions").path("count").asInt()).isEqualTo(10);
    assertThat(caller.walk("/v3/reference/conditions?sip=CTA&sort=name&order=desc&limit=7"))
        .hasSizeGreaterThan(20)
        .allMatch(c -> c.path("sip_mapping").has("CTA"));
    assertThat(caller.walk("/v3/reference/conditions?asset_class=crypto")).isEmpty();
    assertThat(caller.withKey("/v3/reference/conditions?sort=mood").statusCode()).isEqualTo(400);
  }

  @Test
  void dataOfOtherPlansIsRefusedAndNotMissing() {
    for (var path :
        List.of(
            "/v2/last/trade/QQXA",
            "/v3/trades/QQXA",
            "/v2/reference/news",
            "/stocks/v1/short-interest",
            "/stocks/vX/float",
            "/stocks/financials/v1/ratios",
            "/stocks/filings/10-K/vX/sections",
            "/benzinga/v1/ratings",
            "/fed/v1/inflation")) {
      var refused = caller.withKey(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(403);
      assertThat(Caller.blotted(refused.body()))
          .startsWith(
              "{\"status\":\"NOT_AUTHORIZED\",\"request_id\":\"R\","
                  + "\"message\":\"You are not entitled to this data.");
    }
    assertThat(caller.withKey("/stocks/v1/exchanges").statusCode()).isEqualTo(404);
    assertThat(caller.get("/_sim/stats").body()).contains("\"other data\":9");
  }

  @Test
  void retiredTicksNameTheirSuccessor() {
    var retired = caller.withKey("/v2/ticks/stocks/trades/QQXA/2020-10-14");
    assertThat(retired.statusCode()).isEqualTo(404);
    assertThat(retired.body()).contains("/v3/trades/QQXA");
  }
}
