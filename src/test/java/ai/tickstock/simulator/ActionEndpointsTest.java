package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Split;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ActionEndpointsTest {
  private final Caller caller = Caller.of(market(), "2026-03-14T15:00:00Z");

  private static HandMadeMarket market() {
    var market = HandMadeMarket.small();
    List<Split> splits =
        List.of(
            HandMadeMarket.split("2005-02-28", "1", "2"),
            HandMadeMarket.split("2014-06-09", "1", "7"),
            HandMadeMarket.split("2020-08-31", "10", "1"),
            HandMadeMarket.split("2026-04-15", "1", "1.5"));
    market.add(
        "Many Splits Inc.",
        "CS",
        true,
        List.of(HandMadeMarket.period("SPLT", "1990-01-02", null)),
        splits,
        true);
    return market;
  }

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void splitsCarryCumulativeFactorsNewestFirst() {
    assertThat(caller.body("/stocks/v1/splits?ticker=SPLT"))
        .isEqualTo(
            """
            {"results":[\
            {"id":"E5-18505","ticker":"SPLT","execution_date":"2020-08-31","split_from":10,"split_to":1,\
            "adjustment_type":"reverse_split","historical_adjustment_factor":10},\
            {"id":"E5-16230","ticker":"SPLT","execution_date":"2014-06-09","split_from":1,"split_to":7,\
            "adjustment_type":"forward_split","historical_adjustment_factor":1.428571429},\
            {"id":"E5-12842","ticker":"SPLT","execution_date":"2005-02-28","split_from":1,"split_to":2,\
            "adjustment_type":"forward_split","historical_adjustment_factor":0.714285714}],\
            "status":"OK","request_id":"R","count":3}\
            """);
  }

  @Test
  void oldSplitsHaveTheSameFactsAndTenToAPage() {
    assertThat(caller.body("/v3/reference/splits?ticker=SPLT&reverse_split=true"))
        .isEqualTo(
            """
            {"results":[{"id":"E5-18505","ticker":"SPLT","execution_date":"2020-08-31","split_from":10,"split_to":1}],\
            "status":"OK","request_id":"R","count":1}\
            """);
    assertThat(caller.walk("/v3/reference/splits?limit=1"))
        .extracting(r -> r.path("execution_date").asString())
        .containsExactly("2026-03-10", "2020-08-31", "2014-06-09", "2005-02-28");
  }

  /// Trap: announced actions lie in the future.
  @Test
  void aSplitIsKnownTwoWeeksAheadAndNotBefore() {
    assertThat(dates("/stocks/v1/splits?ticker=SPLT")).doesNotContain("2026-04-15");
    caller.now.set(Instant.parse("2026-04-01T15:00:00Z"));
    assertThat(dates("/stocks/v1/splits?ticker=SPLT")).startsWith("2026-04-15");
    assertThat(caller.walk("/stocks/v1/splits?ticker=SPLT").getFirst().path("split_to").asDouble())
        .isEqualTo(1.5);
  }

  private List<String> dates(String path) {
    return caller.walk(path).stream()
        .map((JsonNode r) -> r.path("execution_date").asString())
        .toList();
  }

  @Test
  void splitsFilterAndSort() {
    assertThat(dates("/stocks/v1/splits?execution_date.gte=2014-06-09&sort=execution_date.asc"))
        .containsExactly("2014-06-09", "2020-08-31", "2026-03-10");
    assertThat(dates("/stocks/v1/splits?ticker.any_of=QQXA,NONE")).containsExactly("2026-03-10");
    assertThat(dates("/stocks/v1/splits?adjustment_type=reverse_split"))
        .containsExactly("2020-08-31");
    assertThat(dates("/stocks/v1/splits?sort=ticker.desc,execution_date.asc&limit=3"))
        .containsExactly("2005-02-28", "2014-06-09", "2020-08-31", "2026-03-10");
    assertThat(dates("/v3/reference/splits?sort=ticker"))
        .containsExactly("2026-03-10", "2005-02-28", "2014-06-09", "2020-08-31");
    assertThat(dates("/v3/reference/splits?order=asc&execution_date.lt=2014-06-10"))
        .containsExactly("2005-02-28", "2014-06-09");
    for (var bad :
        List.of(
            "/stocks/v1/splits?sort=size",
            "/stocks/v1/splits?limit=5001",
            "/v3/reference/splits?limit=1001")) {
      assertThat(caller.withKey(bad).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void dividendsComeByTickerWithTheAmountInTodaysShares() {
    assertThat(caller.body("/stocks/v1/dividends"))
        .isEqualTo(
            """
            {"results":[\
            {"id":"D2-20514","ticker":"NEWT","ex_dividend_date":"2026-03-02","declaration_date":"2026-02-16",\
            "record_date":"2026-03-02","pay_date":"2026-03-18","cash_amount":0.5,"currency":"USD",\
            "frequency":4,"distribution_type":"recurring",\
            "split_adjusted_cash_amount":0.5},\
            {"id":"D0-20495","ticker":"QQXA","ex_dividend_date":"2026-02-11","declaration_date":"2026-01-28",\
            "record_date":"2026-02-11","pay_date":"2026-02-27","cash_amount":0.12,"currency":"USD",\
            "frequency":4,"distribution_type":"recurring",\
            "split_adjusted_cash_amount":0.03},\
            {"id":"D0-20523s","ticker":"QQXA","ex_dividend_date":"2026-03-11","declaration_date":"2026-02-25",\
            "record_date":"2026-03-11","pay_date":"2026-03-27","cash_amount":0.03,"currency":"USD",\
            "frequency":0,"distribution_type":"special",\
            "split_adjusted_cash_amount":0.03}],\
            "status":"OK","request_id":"R","count":3}\
            """);
  }

  @Test
  void oldDividendsNameTheirKindAndComeNewestFirst() {
    assertThat(caller.walk("/v3/reference/dividends?limit=1"))
        .extracting(
            r -> r.path("ex_dividend_date").asString() + " " + r.path("dividend_type").asString())
        .containsExactly("2026-03-11 SC", "2026-03-02 CD", "2026-02-11 CD");
    assertThat(
            caller.walk("/v3/reference/dividends?dividend_type=SC&ex_dividend_date.gt=2026-03-01"))
        .hasSize(1);
    assertThat(caller.walk("/v3/reference/dividends?pay_date.gte=2026-03-18")).hasSize(2);
    assertThat(caller.walk("/v3/reference/dividends?declaration_date=2026-02-16")).hasSize(1);
    assertThat(caller.walk("/v3/reference/dividends?record_date.lt=2026-03-02")).hasSize(1);
    assertThat(caller.walk("/stocks/v1/dividends?frequency=4&distribution_type=recurring"))
        .hasSize(2);
  }

  @Test
  void aDividendIsKnownFromItsAnnouncement() {
    caller.now.set(Instant.parse("2026-02-24T15:00:00Z"));
    assertThat(caller.walk("/v3/reference/dividends?ticker=QQXA")).hasSize(1);
    caller.now.set(Instant.parse("2026-02-25T15:00:00Z"));
    assertThat(caller.walk("/v3/reference/dividends?ticker=QQXA")).hasSize(2);
  }

  @Test
  void numbersAreFilteredAsNumbers() {
    assertThat(caller.walk("/v3/reference/dividends?cash_amount.gte=0.12")).hasSize(2);
    assertThat(caller.walk("/v3/reference/dividends?cash_amount=0.50")).hasSize(1);
    assertThat(caller.walk("/stocks/v1/dividends?frequency.lt=12&frequency.gt=0")).hasSize(2);
    assertThat(caller.withKey("/stocks/v1/dividends?frequency=often").statusCode()).isEqualTo(400);
  }

  @Test
  void oldDividendsComeInEveryDocumentedOrder() {
    for (var column :
        List.of("ex_dividend_date", "pay_date", "declaration_date", "record_date", "cash_amount")) {
      assertThat(caller.walk("/v3/reference/dividends?order=asc&sort=" + column))
          .extracting(r -> r.path(column).asString())
          .hasSize(3)
          .isSorted();
    }
    assertThat(caller.withKey("/v3/reference/dividends?sort=frequency").statusCode())
        .isEqualTo(400);
  }
}
