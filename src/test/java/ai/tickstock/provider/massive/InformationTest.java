package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.ScriptedVendor.ok;
import static ai.tickstock.provider.massive.ScriptedVendor.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.SnapshotRow;
import ai.tickstock.provider.SnapshotRow.FairValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Answers in the shapes of the vendor's documentation; tickers and prices are invented.
class InformationTest extends VendorTest {
  private static final String SNAPSHOT =
      """
      {"ticker":"QQXA","todaysChangePerc":1.02,"todaysChange":0.21,"updated":1795190400000000000,"fmv":20.815,
       "day":{"o":20.6,"h":20.9,"l":20.5,"c":20.81,"v":512000,"vw":20.702,"dv":"512000.605661"},
       "min":{"av":511900,"t":1795190340000,"n":12,"o":20.8,"h":20.82,"l":20.79,"c":20.81,"v":4300,"vw":20.806},
       "prevDay":{"o":20.2,"h":20.7,"l":20.1,"c":20.6,"v":640022,"vw":20.4031}}\
      """;
  private static final String NOT_TRADED =
      """
      {"ticker":"QQNU","todaysChangePerc":0,"updated":0,"day":{"o":0,"h":0,"l":0,"c":0,"v":0,"vw":0},
       "min":{"o":0,"h":0,"l":0,"c":0,"v":0},"prevDay":{"o":5,"h":5,"l":5,"c":5.1,"v":10,"vw":5}}\
      """;

  @Test
  void readsTheSnapshotOfASymbolWithItsFairMarketValue() {
    vendor.then(ok("{\"status\":\"OK\",\"request_id\":\"c9\",\"ticker\":" + SNAPSHOT + "}"));

    var row = given(provider().snapshot(QQXA));

    assertThat(vendor.targets())
        .containsExactly("/v2/snapshot/locale/us/markets/stocks/tickers/QQXA");
    assertThat(row.day())
        .contains(
            new SnapshotRow.Prices(
                20.6, 20.9, 20.5, 20.81, 512000.605661, OptionalDouble.of(20.702)));
    assertThat(row.minute().orElseThrow().start()).contains(Instant.ofEpochMilli(1795190340000L));
    assertThat(row.previousClose()).hasValue(20.6);
    assertThat(row.updatedAt()).contains(Instant.ofEpochSecond(1795190400L));
    assertThat(row.fmv()).contains(new FairValue(20.815, Optional.empty()));
  }

  @Test
  void zerosOfASymbolThatHasNotTradedAreNoPrices() {
    vendor.then(
        ok(
            "{\"status\":\"DELAYED\",\"count\":2,\"tickers\":["
                + SNAPSHOT
                + ","
                + NOT_TRADED
                + "]}"));

    var rows = given(provider().marketSnapshot());

    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).day()).isEmpty();
    assertThat(rows.get(1).minute()).isEmpty();
    assertThat(rows.get(1).updatedAt()).isEmpty();
    assertThat(rows.get(1).fmv()).isEmpty();
    assertThat(rows.get(1).previousClose()).hasValue(5.1);
  }

  @Test
  void anUnknownSymbolHasNoSnapshot() {
    vendor.then(status(404, "{\"status\":\"NOT_FOUND\",\"message\":\"Ticker not found.\"}"));

    assertThat(failure(provider().snapshot(QQXA)).kind()).isEqualTo(Kind.UNKNOWN_SYMBOL);
  }

  @Test
  void asksForUniversalSnapshotsInChunksAndLeavesOutWhatTheVendorDoesNotKnow() {
    vendor.then(
        ok(
            """
            {"status":"OK","results":[
              {"ticker":"S0","type":"stocks","timeframe":"DELAYED","last_updated":1795190400000000000,"fmv":9.5,
               "fmv_last_updated":1795190400000,
               "session":{"open":9,"high":10,"low":8,"close":9.4,"previous_close":9.1,"volume":100,"decimal_volume":"100.25"},
               "last_minute":{"open":9,"high":9.5,"low":9,"close":9.4,"volume":5,"vwap":9.2,"transactions":2}},
              {"ticker":"S1","error":"NOT_FOUND","message":"Ticker not found."}]}\
            """),
        ok("{\"status\":\"OK\",\"results\":[]}"));
    var symbols = IntStream.range(0, 251).mapToObj(i -> new Symbol("S" + i)).toList();

    var answer = provider().snapshots(symbols);

    assertThat(vendor.targets()).hasSize(2);
    assertThat(vendor.targets().getFirst())
        .startsWith("/v3/snapshot?ticker.any_of=S0,S1,")
        .endsWith("S249&limit=250");
    assertThat(answer.cost().calls()).isEqualTo(2);
    var row = given(answer).getFirst();
    assertThat(given(answer)).hasSize(1);
    assertThat(row.delayed()).contains(true);
    assertThat(row.day().orElseThrow().volumeShares()).isEqualTo(100.25);
    // The vendor documents nanoseconds here and has shown milliseconds.
    assertThat(row.fmv())
        .contains(new FairValue(9.5, Optional.of(Instant.ofEpochSecond(1795190400L))));
  }

  @Test
  void noSymbolsAreNoQuestion() {
    assertThat(given(provider().snapshots(List.of()))).isEmpty();
    assertThat(vendor.targets()).isEmpty();
  }

  @Test
  void readsTheMarketStatusFromABodyWithoutAnEnvelope() {
    vendor.then(
        ok(
            """
            {"afterHours":true,"earlyHours":false,"market":"extended-hours",
             "serverTime":"2026-11-20T16:48:08-05:00","exchanges":{"nyse":"extended-hours","nasdaq":"extended-hours"},
             "currencies":{"fx":"open"}}\
            """));

    var status = given(provider().marketStatus());

    assertThat(status.market()).isEqualTo("extended-hours");
    assertThat(status.afterHours()).isTrue();
    assertThat(status.serverTime()).isEqualTo("2026-11-20T21:48:08Z");
    assertThat(status.exchanges()).containsEntry("nyse", "extended-hours");
  }

  @Test
  void readsComingHolidaysFromABareList() {
    vendor.then(
        ok(
            """
            [{"exchange":"NYSE","name":"Thanksgiving","date":"2026-11-26","status":"closed"},
             {"exchange":"NYSE","name":"Thanksgiving","date":"2026-11-27","status":"early-close",
              "open":"2026-11-27T14:30:00.000Z","close":"2026-11-27T18:00:00.000Z"}]\
            """),
        ok("[]"));

    var holidays = given(provider().holidays());

    assertThat(holidays).hasSize(2);
    assertThat(holidays.get(0).close()).isEmpty();
    assertThat(holidays.get(1).close()).contains(Instant.parse("2026-11-27T18:00:00Z"));
    assertThat(given(provider().holidays())).isEmpty();
  }

  @Test
  void aBodyWithoutAnythingIsABadAnswer() {
    vendor.then(ok(""), ok("\"closed\""), ok("{}"));

    assertThat(failure(provider().marketStatus()).kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure(provider().marketStatus()).kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure(provider().marketStatus()).kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void datesThePreviousDayThoughItIsStampedAtTheClose() {
    vendor.then(
        ok(
            """
            {"ticker":"QQXA","adjusted":false,"status":"OK","queryCount":1,"resultsCount":1,
             "results":[{"T":"QQXA","v":1,"o":2,"c":2,"h":2,"l":2,"t":1772830800000,"n":1}]}\
            """));

    var bar = given(provider().previousDay(QQXA)).orElseThrow();

    assertThat(bar.start()).isEqualTo("2026-03-06T05:00:00Z");
    assertThat(vendor.targets()).containsExactly("/v2/aggs/ticker/QQXA/prev?adjusted=false");
  }

  @Test
  void readsOfferingsFromTheEndpointThatIsServed() {
    vendor.then(
        ok(
            """
            {"status":"OK","results":[{"ticker":"QQNU","issuer_name":"Quexa Nuclear Corp.","ipo_status":"pending",
              "security_type":"CS","primary_exchange":"XNAS","currency_code":"USD","announced_date":"2026-10-30",
              "listing_date":"2026-12-03","lowest_offer_price":15,"highest_offer_price":17,"last_updated":"2026-11-19"},
              {"ticker":"QQRU","issuer_name":"Quexa Rumours","ipo_status":"rumor","security_type":"CS"}]}\
            """));

    var rows = given(provider().ipos(LocalDate.parse("2026-11-20")));

    assertThat(vendor.targets())
        .containsExactly(
            "/vX/reference/ipos?listing_date.gte=2026-11-20&sort=listing_date&order=asc&limit=1000");
    assertThat(rows.getFirst().listingDate()).contains(LocalDate.parse("2026-12-03"));
    assertThat(rows.getFirst().highestOfferPrice()).contains(new BigDecimal("17"));
    assertThat(rows.get(1).listingDate()).isEmpty();
  }

  @Test
  void readsExchangesOfWhichTwoCanShareAnId() {
    vendor.then(
        ok(
            """
            {"status":"OK","results":[{"id":4,"type":"TRF","name":"A","mic":"XADF","operating_mic":"FINR"},
              {"id":4,"type":"TRF","name":"B","mic":"FINY"},{"id":5,"type":"SIP","name":"UTP"}]}\
            """));

    var rows = given(provider().exchanges());

    assertThat(rows).hasSize(3);
    assertThat(rows.get(2).mic()).isEmpty();
  }

  @Test
  void readsTheExposuresOfAFundInBothShapesAndFeesInPercent() {
    var fund =
        """
        {"status":"OK","request_id":1,"results":[{"composite_ticker":"QETF","processed_date":"2026-11-20",
          "effective_date":"2026-11-19","description":"Quexa Total Market ETF","issuer":"Quexa","product_type":"etf",
          "aum":1250000000.5,"total_expenses":0.07,"net_expenses":0.07,"num_holdings":2987,"leverage_style":"unleveraged",
          "levered_amount":0,"lead_market_maker":"None","focus":"None","sector_exposure":%s}]}\
        """;
    vendor.then(
        ok(
            fund.formatted(
                "[{\"key\":\"technology\",\"value\":0.31},{\"key\":\"energy\",\"value\":0.04}]")),
        ok(fund.formatted("{\"technology\":0.31,\"energy\":0.04}")));
    var sectors = Map.of("technology", new BigDecimal("0.31"), "energy", new BigDecimal("0.04"));

    var first = given(provider().etfProfile(new Symbol("QETF"))).orElseThrow();
    var second = given(provider().etfProfiles(LocalDate.parse("2026-11-20"))).getFirst();

    assertThat(first.sectorFractions()).isEqualTo(sectors);
    assertThat(second).isEqualTo(first);
    assertThat(first.totalExpensesPercent()).contains(new BigDecimal("0.07"));
    assertThat(first.aumDollars()).contains(new BigDecimal("1250000000.5"));
    assertThat(first.focus()).isEmpty();
    assertThat(vendor.targets())
        .containsExactly(
            "/etf-global/v1/profiles?composite_ticker=QETF&sort=processed_date.desc&limit=1",
            "/etf-global/v1/profiles?processed_date=2026-11-20&sort=composite_ticker.asc&limit=5000");
  }

  @Test
  void withoutTheAddOnTheFundIsRefused() {
    vendor.then(
        status(
            403,
            "{\"status\":\"NOT_AUTHORIZED\",\"message\":\"You are not entitled to this data.\"}"));

    assertThat(failure(provider().etfProfile(new Symbol("QETF"))).kind())
        .isEqualTo(Kind.NOT_ENTITLED_ENDPOINT);
  }
}
