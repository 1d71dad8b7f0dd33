package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.ScriptedVendor.file;
import static ai.tickstock.provider.massive.ScriptedVendor.ok;
import static ai.tickstock.provider.massive.ScriptedVendor.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.ListingType;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.provider.TickerChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest extends VendorTest {
  private static final String NOTHING = "{\"status\":\"OK\",\"results\":[]}";
  private static final String NO_PATH = "404 page not found";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-01T00:00:00Z",
        "2024-05-01T06:11:24.5Z",
        "2024-05-01T06:11:24.050Z",
        "2024-02-29T23:59:59.000000001Z",
        "2024-05-01T06:11:24.923274806Z",
        "2024-05-01T06:11:24+02:00",
        "2024-05-01T06:11Z"
      })
  void readsInstantsHoweverTheVendorWritesThem(String text) {
    vendor.then(ok(listWithInstant(text)));

    var rows = given(provider().listings(ListingQuery.ALL_ACTIVE));

    assertThat(rows.getFirst().lastUpdated()).contains(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29T00:00:00Z",
        "2024-05-01T24:00:00Z",
        "2024-05-01T00:00:60Z",
        "2024-05-01T00:00:00.1234567890Z",
        "2024-05-01 00:00:00Z",
        "2024-05-01T00:00:0xZ",
        "2024-05-01T00:00:00"
      })
  void anInstantThatIsNoneIsUnknownAndTheRowStays(String text) {
    vendor.then(ok(listWithInstant(text)));

    var rows = given(provider().listings(ListingQuery.ALL_ACTIVE));

    assertThat(rows).singleElement().matches(row -> row.lastUpdated().isEmpty());
  }

  private static String listWithInstant(String text) {
    return "{\"status\":\"OK\",\"results\":[{\"ticker\":\"QQXA\",\"last_updated_utc\":\""
        + text
        + "\"}]}";
  }

  @Test
  void listsInstrumentsWithWhatTheVendorKnowsOfThem() {
    vendor.then(file("tickers-two.json"));

    var rows = given(provider().listings(ListingQuery.ALL_ACTIVE));

    assertThat(vendor.targets())
        .containsExactly(
            "/v3/reference/tickers?market=stocks&active=true&sort=ticker&order=asc&limit=1000");
    assertThat(rows)
        .containsExactly(
            new ListingRow(
                QQXA,
                Optional.of("Quexa Robotics Inc. Class A"),
                Optional.of("CS"),
                Optional.of("XNAS"),
                true,
                Optional.of("0009990001"),
                Optional.of("BBG0QQXA0001"),
                Optional.of("BBG0QQXA0S01"),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-20T06:11:24.923274806Z"))),
            new ListingRow(
                new Symbol("QQXApB"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void asksForDelistedOnesOfOneTypeOnADate() {
    vendor.then(file("tickers-delisted.json"));
    var query =
        new ListingQuery(
            Optional.of(new Symbol("BACpL")),
            Optional.of("PFD"),
            false,
            Optional.of(LocalDate.parse("2024-06-01")));

    var rows = given(provider().listings(query));

    assertThat(vendor.targets())
        .containsExactly(
            "/v3/reference/tickers?market=stocks&ticker=BACpL&type=PFD&active=false"
                + "&date=2024-06-01&sort=ticker&order=asc&limit=1000");
    assertThat(rows).extracting(ListingRow::active).containsOnly(false);
    // Midnight UTC stands for the date itself, any other instant for its date in New York.
    assertThat(rows)
        .extracting(row -> row.delistedOn().orElseThrow().toString())
        .containsExactly("2024-05-17", "2024-05-16", "2024-05-17");
    assertThat(rows.getFirst().lastUpdated()).isEmpty();
  }

  @Test
  void givesDuplicatesOfTheListAsReceivedFromAllPages() {
    vendor.then(
        ok(
            "{\"status\":\"OK\",\"results\":[{\"ticker\":\"QQXA\"}],"
                + "\"next_url\":\"https://x:443:443/v3/reference/tickers?cursor=Y\"}"),
        ok("{\"status\":\"OK\",\"results\":[{\"ticker\":\"QQXA\"}]}"));

    assertThat(given(provider().listings(ListingQuery.ALL_ACTIVE))).hasSize(2);
    assertThat(vendor.targets().get(1)).isEqualTo("/v3/reference/tickers?cursor=Y");
  }

  @Test
  void readsDetailsWithAMarketCapInExponentForm() {
    vendor.then(file("details-exponent.json"));

    var details = given(provider().details(QQXA, Optional.of(LocalDate.parse("2024-01-02"))));

    assertThat(vendor.targets()).containsExactly("/v3/reference/tickers/QQXA?date=2024-01-02");
    assertThat(details.marketCap()).hasValue(1_022_144_292.5);
    assertThat(details.weightedShares()).hasValue(50_600_212);
    assertThat(details.listedOn()).contains(LocalDate.parse("2015-06-11"));
    assertThat(details.sicCode()).contains("3571");
    assertThat(details.sicDescription()).contains("ELECTRONIC COMPUTERS");
    assertThat(details.listing().type()).contains("CS");
  }

  @Test
  void leavesDetailsEmptyThatAreMissingOrUnreadable() {
    vendor.then(file("details-sparse.json"));

    var details = given(provider().details(new Symbol("BACpL"), Optional.empty()));

    assertThat(vendor.targets()).containsExactly("/v3/reference/tickers/BACpL");
    assertThat(details.marketCap()).isEmpty();
    assertThat(details.weightedShares()).isEmpty();
    assertThat(details.listedOn()).isEmpty();
    assertThat(details.sicCode()).isEmpty();
  }

  @Test
  void saysThatTheVendorKnowsNoSuchSymbol() {
    vendor.then(status(404, "{\"status\":\"NOT_FOUND\",\"message\":\"Ticker not found.\"}"));

    var failure = failure(provider().details(new Symbol("ZZTOP"), Optional.empty()));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_SYMBOL);
    assertThat(failure.message()).contains("Ticker not found.");
  }

  @Test
  void doesNotTakeAPathThatDoesNotExistForAnUnknownSymbol() {
    vendor.then(status(404, NO_PATH, "Content-Type", "text/plain"));

    assertThat(failure(provider().details(QQXA, Optional.empty())).kind())
        .isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void refusesDetailsThatAreMissingOrOfAnotherSymbol() {
    vendor.then(ok("{\"status\":\"OK\",\"results\":null}"), file("details-exponent.json"));

    assertThat(failure(provider().details(QQXA, Optional.empty())).message()).contains("missing");
    assertThat(failure(provider().details(new Symbol("QQXB"), Optional.empty())).message())
        .contains("QQXB")
        .contains("QQXA");
  }

  @Test
  void readsTheTickersOfACompanyNewestFirst() {
    vendor.then(file("ticker-changes-three.json"));

    var changes = given(provider().tickerChanges(QQXA));

    assertThat(vendor.targets())
        .containsExactly("/vX/reference/tickers/QQXA/events?types=ticker_change");
    assertThat(changes)
        .containsExactly(
            new TickerChange(QQXA, LocalDate.parse("2024-02-01")),
            new TickerChange(new Symbol("QRX"), LocalDate.parse("2019-03-04")),
            new TickerChange(new Symbol("QRBT"), LocalDate.parse("2015-06-11")));
  }

  @Test
  void refusesATickerHistoryWithAHoleInIt() {
    vendor.then(file("ticker-changes-without-date.json"));

    var failure = failure(provider().tickerChanges(QQXA));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.message()).contains("ticker history");
  }

  @Test
  void tellsATickerWithoutHistoryFromAnEndpointThatIsNotThere() {
    vendor.then(
        status(404, "{\"status\":\"NOT_FOUND\",\"message\":\"Ticker not found.\"}"),
        status(404, NO_PATH, "Content-Type", "text/plain"));

    assertThat(failure(provider().tickerChanges(QQXA)).kind()).isEqualTo(Kind.UNKNOWN_SYMBOL);
    assertThat(failure(provider().tickerChanges(QQXA)).kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @Test
  void readsTypesAsAnOpenSet() {
    vendor.then(file("types-two.json"));

    assertThat(given(provider().types()))
        .containsExactly(new ListingType("CS", "Common Stock"), new ListingType("ETS", "ETS"));
  }

  @Test
  void readsSplitsThatAreNoIntegersSortedByTickerAndDate() {
    vendor.then(file("splits-wonky.json"));

    var splits = given(provider().splits(List.of(), MARCH));

    assertThat(vendor.targets())
        .containsExactly(
            "/stocks/v1/splits?execution_date.gte=2026-03-01&execution_date.lte=2026-03-31"
                + "&sort=ticker.asc,execution_date.asc&limit=5000");
    assertThat(splits).extracting(SplitRow::symbol).containsExactly(QQXA, QQXA, new Symbol("QQXB"));
    assertThat(splits.getFirst().to()).isEqualByComparingTo("1.05");
    assertThat(splits.getFirst().from()).isEqualByComparingTo(BigDecimal.ONE);
    assertThat(splits.getFirst().vendorId()).isEmpty();
    assertThat(splits.get(1).vendorId()).contains("E1");
    assertThat(splits.get(2).from()).isEqualByComparingTo("2000000");
  }

  /// One such row would keep all others from being stored.
  @Test
  void takesNothingThatNoDatabaseKeeps() {
    vendor.then(
        ok(
            """
            {"status":"OK","results":[
              {"ticker":"QQXA","ex_dividend_date":"2026-03-02","cash_amount":0.5,"currency":"U\\u0000SD","id":"E\\u001b1"},
              {"ticker":"QQXA","ex_dividend_date":"2026-03-03","cash_amount":"1e999999999","currency":"USD"},
              {"ticker":"QQXA","ex_dividend_date":"+999999999-03-03","cash_amount":0.5,"currency":"USD"}]}
            """));

    var dividends = given(provider().dividends(List.of(), MARCH));

    assertThat(dividends)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.currency()).isEqualTo("U SD");
          assertThat(one.vendorId()).contains("E 1");
        });
  }

  @Test
  void readsDividendsOfBothGenerations() {
    vendor.then(file("dividends-two.json"));

    var dividends = given(provider().dividends(List.of(QQXA), MARCH));

    assertThat(vendor.targets())
        .containsExactly(
            "/stocks/v1/dividends?ex_dividend_date.gte=2026-03-01&ex_dividend_date.lte=2026-03-31"
                + "&sort=ticker.asc,ex_dividend_date.asc&limit=5000&ticker.any_of=QQXA");
    assertThat(dividends)
        .containsExactly(
            new DividendRow(
                QQXA,
                LocalDate.parse("2026-05-11"),
                new BigDecimal("0.11"),
                "",
                Optional.empty(),
                Optional.of("CD"),
                Optional.empty()),
            new DividendRow(
                QQXA,
                LocalDate.parse("2026-08-10"),
                new BigDecimal("0.12"),
                "USD",
                Optional.of(LocalDate.parse("2026-08-14")),
                Optional.of("recurring"),
                Optional.of("D1")));
  }

  @Test
  void asksForAtMost250SymbolsACallAndAddsUpTheCost() {
    vendor.then(ok(NOTHING), ok(NOTHING), ok(NOTHING));
    var symbols = IntStream.range(0, 501).mapToObj(i -> new Symbol("Q" + i)).toList();

    var answer = provider().splits(symbols, MARCH);

    assertThat(given(answer)).isEmpty();
    assertThat(answer.cost().calls()).isEqualTo(3);
    assertThat(vendor.targets().get(0)).contains("ticker.any_of=Q0,Q1,").endsWith(",Q249");
    assertThat(vendor.targets().get(1)).contains("ticker.any_of=Q250,").endsWith(",Q499");
    assertThat(vendor.targets().get(2)).endsWith("ticker.any_of=Q500");
  }

  @Test
  void fallsBackToTheOlderEndpointAndRemembersIt() {
    vendor.then(
        status(404, NO_PATH, "Content-Type", "text/plain"),
        file("dividends-two.json"),
        ok(NOTHING),
        ok(NOTHING));

    var answer = provider().dividends(List.of(QQXA, new Symbol("BRK.B")), MARCH);
    given(provider().dividends(List.of(), MARCH));

    assertThat(given(answer)).hasSize(2);
    assertThat(answer.cost().calls()).isEqualTo(3);
    assertThat(vendor.targets().subList(1, 4))
        .containsExactly(
            "/v3/reference/dividends?ex_dividend_date.gte=2026-03-01"
                + "&ex_dividend_date.lte=2026-03-31&ticker=QQXA"
                + "&sort=ex_dividend_date&order=asc&limit=1000",
            "/v3/reference/dividends?ex_dividend_date.gte=2026-03-01"
                + "&ex_dividend_date.lte=2026-03-31&ticker=BRK.B"
                + "&sort=ex_dividend_date&order=asc&limit=1000",
            "/v3/reference/dividends?ex_dividend_date.gte=2026-03-01"
                + "&ex_dividend_date.lte=2026-03-31&sort=ticker&order=asc&limit=1000");
  }

  @Test
  void fallsBackWhenThePlanLacksTheNewEndpointButNotForOtherFailures() {
    vendor.then(
        status(500, ""),
        status(403, "{\"message\":\"You are not entitled to this data.\"}"),
        status(403, "{\"message\":\"You are not entitled to this data.\"}"));
    var provider = provider(settings -> settings.withMaxAttempts(1));

    assertThat(failure(provider.splits(List.of(), MARCH)).kind()).isEqualTo(Kind.UNREACHABLE);
    var second = provider.splits(List.of(QQXA), MARCH);

    assertThat(failure(second).kind()).isEqualTo(Kind.NOT_ENTITLED_ENDPOINT);
    assertThat(second.cost().calls()).isEqualTo(2);
    assertThat(vendor.targets().get(2)).startsWith("/v3/reference/splits?");
  }
}
