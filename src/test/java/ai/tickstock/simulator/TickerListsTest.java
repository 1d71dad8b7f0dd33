package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dated lists of a data folder as a vendor's.
class TickerListsTest {
  private static final String LISTS = "/v3/reference/tickers?";
  @TempDir Path folder;

  /// Two nights of New York without Nasdaq, then all exchanges.
  @BeforeEach
  void write() throws IOException {
    gzip(
        "flatfiles/us_stocks_sip/day_aggs_v1/2025/01/2025-01-10.csv.gz",
        "ticker,volume,open,close,high,low,window_start,transactions",
        "OLDN,1,2,2,2,2,1736485200000000000,");
    night("2025-01-10", row("GONE", "Gone Corp.", "XNYS"), row("KEPT", "Kept Inc.", "XNYS"));
    night("2025-01-13", row("KEPT", "Kept Inc.", "XNYS"), row("FUND", "Fund", "ARCX"));
    whole(
        "2025-02-03",
        row("KEPT", "Kept Inc.", "XNYS"),
        row("FUND", "Fund", "ARCX"),
        row("NASD", "Nasd Inc.", "XNAS"));
  }

  private static String row(String ticker, String name, String exchange) {
    return """
    {"ticker":"%s","name":"%s","market":"stocks","primary_exchange":"%s","type_derived":"CS","active":true}\
    """
        .formatted(ticker, name, exchange);
  }

  private void night(String date, String... rows) throws IOException {
    gzip("reference/listings_daily/" + date + ".jsonl.gz", rows);
  }

  private void whole(String date, String... rows) throws IOException {
    gzip("reference/tickers_all_" + date + ".jsonl.gz", rows);
  }

  private void gzip(String name, String... lines) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Caller caller(String now) {
    return Caller.of(DataFolderMarket.open(folder), now + "T15:00:00Z");
  }

  private static List<String> tickers(Caller caller, String query) {
    return caller.walk(LISTS + query).stream().map(r -> r.path("ticker").asString()).toList();
  }

  @Test
  void answersWithTheNewestListOfADate() {
    try (var caller = caller("2025-03-03")) {
      assertThat(tickers(caller, "date=2025-01-10")).containsExactly("GONE", "KEPT");
      assertThat(tickers(caller, "date=2025-01-12")).containsExactly("GONE", "KEPT");
      assertThat(tickers(caller, "date=2025-01-13")).containsExactly("FUND", "KEPT");
      assertThat(tickers(caller, "date=2025-02-02")).containsExactly("FUND", "KEPT");
      assertThat(tickers(caller, "date=2025-02-03")).containsExactly("FUND", "KEPT", "NASD");
      assertThat(tickers(caller, "")).containsExactly("FUND", "KEPT", "NASD");
    }
  }

  @Test
  void withoutADateAnswersAsOfTheSimulatedDay() {
    try (var caller = caller("2025-01-12")) {
      assertThat(tickers(caller, "")).containsExactly("GONE", "KEPT");
      assertThat(tickers(caller, "date=2025-02-03")).containsExactly("GONE", "KEPT");
      caller.server.clock().set(Instant.parse("2025-01-13T15:00:00Z"));
      assertThat(tickers(caller, "")).containsExactly("FUND", "KEPT");
    }
  }

  @Test
  void anExchangeIsAsInTheNewestListThatCoversIt() throws IOException {
    whole(
        "2025-01-09",
        row("GONE", "Gone Corp.", "XNYS"),
        row("NASD", "Nasd Inc.", "XNAS"),
        row("KEPT", "Kept Inc.", "XNAS"));
    night("2025-01-14", row("KEPT", "Kept Inc.", "XNYS"), row("NEWN", "Newn Inc.", "XNYS"));
    try (var caller = caller("2025-03-03")) {
      assertThat(tickers(caller, "date=2025-01-09")).containsExactly("GONE", "KEPT", "NASD");
      assertThat(tickers(caller, "date=2025-01-14"))
          .containsExactly("FUND", "KEPT", "NASD", "NEWN");
      assertThat(tickers(caller, "date=2025-01-14&exchange=XNAS")).containsExactly("NASD");
    }
  }

  /// Names change and nothing else identifies: an older name would be somebody else's.
  @Test
  void beforeTheFirstListTheListIsThatOfTheSimulatedDay() {
    try (var caller = caller("2025-03-03")) {
      assertThat(tickers(caller, "date=2020-01-02")).containsExactly("FUND", "KEPT", "NASD");
      assertThat(tickers(caller, "date=2020-01-02&active=false")).isEmpty();
      caller.server.clock().set(Instant.parse("2025-01-10T15:00:00Z"));
      assertThat(tickers(caller, "date=2020-01-02")).containsExactly("GONE", "KEPT");
    }
  }

  @Test
  void onADayBeforeTheFirstListAnExchangeIsAsInTheFirstThatCoversIt() {
    try (var caller = caller("2025-01-09")) {
      assertThat(tickers(caller, "")).containsExactly("FUND", "GONE", "KEPT", "NASD");
    }
  }

  @Test
  void pagesWalkThroughTheListOfTheirDate() {
    try (var caller = caller("2025-03-03")) {
      var first = caller.json(LISTS + "date=2025-01-10&limit=1");
      assertThat(tickers(caller, "date=2025-02-03&limit=1&order=desc"))
          .containsExactly("NASD", "KEPT", "FUND");
      var next = URI.create(first.path("next_url").asString());
      assertThat(caller.json(next.getRawPath() + "?" + next.getRawQuery()).path("results"))
          .extracting(r -> r.path("ticker").asString())
          .containsExactly("KEPT");
    }
  }

  @Test
  void delistedIsWhoAListOfAllExchangesNoLongerNames() {
    try (var caller = caller("2025-03-03")) {
      assertThat(tickers(caller, "active=false&date=2025-01-13")).isEmpty();
      var gone = caller.walk(LISTS + "active=false");
      assertThat(gone).hasSize(1);
      assertThat(gone.getFirst().toString())
          .isEqualTo(
              """
              {"ticker":"GONE","name":"Gone Corp.","market":"stocks","locale":"us","primary_exchange":"XNYS",\
              "type":"CS","active":false,"currency_name":"usd","delisted_utc":"2025-01-13T00:00:00Z",\
              "last_updated_utc":"2025-01-13T00:00:00Z"}\
              """);
      assertThat(tickers(caller, "active=false&ticker=KEPT")).isEmpty();
      assertThat(caller.withKey("/v3/reference/tickers/GONE").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void whoIsNamedAgainIsDelistedUntilThen() throws IOException {
    night("2025-02-05", row("GONE", "Gone again", "XNYS"), row("KEPT", "Kept Inc.", "XNYS"));
    try (var caller = caller("2025-03-03")) {
      assertThat(tickers(caller, "active=false")).isEmpty();
      assertThat(tickers(caller, "active=false&date=2025-02-04")).containsExactly("GONE");
      assertThat(tickers(caller, "")).containsExactly("FUND", "GONE", "KEPT", "NASD");
    }
  }

  @Test
  void whoseNameOrFigiLivesOnUnderAnotherTickerIsNotDelisted() throws IOException {
    var figi =
        "{\"ticker\":\"%s\",\"primary_exchange\":\"XNYS\",\"composite_figi\":\"BBG000000001\"}";
    night("2025-01-14", row("KEPT", "Kept Inc.", "XNYS"), figi.formatted("FIGA"));
    whole("2025-02-04", row("RENA", "Kept Inc.", "XNYS"), figi.formatted("FIGB"));
    try (var caller = caller("2025-03-03")) {
      assertThat(tickers(caller, "active=false")).containsExactly("FUND", "GONE", "NASD");
    }
  }

  @Test
  void rowsAreAsTheyStandRepeatedOnesToo() throws IOException {
    whole(
        "2025-02-04",
        """
        {"ticker":"TWIN","name":"Twin (Old)","market":"otc","primary_exchange":"OTC Link","cik":"0000000001"}
        {"ticker":"TWIN","name":"Twin","type":"ADRC","type_derived":"CS","cik":"0000000002",\
        "composite_figi":"BBG000000001","share_class_figi":"BBG000000002","test_issue":true}
        {"ticker":"LEFT","active":false,"delisted_utc":"2024-05-17T00:00:00Z","last_updated_utc":"2024-05-18T00:00:00Z"}\
        """);
    try (var caller = caller("2025-02-04")) {
      assertThat(caller.walk(LISTS + "ticker=TWIN"))
          .extracting(Object::toString)
          .containsExactly(
              """
              {"ticker":"TWIN","name":"Twin (Old)","market":"otc","locale":"us","primary_exchange":"OTC Link",\
              "active":true,"currency_name":"USD","cik":"0000000001","last_updated_utc":"2025-02-04T00:00:00Z"}\
              """,
              """
              {"ticker":"TWIN","name":"Twin","market":"stocks","locale":"us","type":"ADRC","active":true,\
              "currency_name":"usd","cik":"0000000002","composite_figi":"BBG000000001",\
              "share_class_figi":"BBG000000002","last_updated_utc":"2025-02-04T00:00:00Z"}\
              """);
      assertThat(tickers(caller, "")).containsExactly("TWIN", "TWIN");
      var left = caller.walk(LISTS + "active=false&ticker=LEFT").getFirst();
      assertThat(left.path("delisted_utc").asString()).isEqualTo("2024-05-17T00:00:00Z");
      assertThat(tickers(caller, "cik=0000000002&type=ADRC&search=twin")).containsExactly("TWIN");
      assertThat(caller.json("/v3/reference/tickers/TWIN").path("results").path("cik").asString())
          .isEqualTo("0000000002");
    }
  }

  @Test
  void detailsAreOfTheDateAndEventsOfNobody() {
    try (var caller = caller("2025-03-03")) {
      var details = "/v3/reference/tickers/";
      assertThat(caller.withKey(details + "GONE?date=2025-01-10").statusCode()).isEqualTo(200);
      assertThat(caller.withKey(details + "GONE?date=2025-01-13").statusCode()).isEqualTo(404);
      assertThat(caller.withKey(details + "NASD").statusCode()).isEqualTo(200);
      assertThat(caller.withKey("/vX/reference/tickers/KEPT/events").statusCode()).isEqualTo(404);
      assertThat(caller.walk("/v3/snapshot?limit=250"))
          .extracting(r -> r.path("ticker").asString())
          .containsExactly("FUND", "KEPT", "NASD");
    }
  }

  @Test
  void aDamagedListIsToldWhenItIsAskedFor() throws IOException {
    night("2025-01-14", row("KEPT", "Kept Inc.", "XNYS"), "{\"name\":\"nobody\"}");
    night("2025-01-15", row("KEPT", "Kept Inc.", "XNYS"));
    var cut = folder.resolve("reference/listings_daily/2025-02-05.jsonl.gz");
    night("2025-02-05", row("KEPT", "Kept Inc.", "XNYS"));
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 30));
    try (var caller = caller("2025-03-03")) {
      assertThat(caller.withKey(LISTS + "date=2025-01-14").statusCode()).isEqualTo(500);
      assertThat(caller.json(LISTS + "date=2025-01-14").path("error").asString())
          .contains("2025-01-14.jsonl.gz is damaged after 1 rows: the next row has no ticker");
      assertThat(caller.json(LISTS).path("error").asString())
          .contains("2025-02-05.jsonl.gz is damaged");
      assertThat(tickers(caller, "date=2025-01-13")).containsExactly("FUND", "KEPT");
      assertThat(tickers(caller, "date=2025-01-15")).containsExactly("FUND", "KEPT");
      assertThat(tickers(caller, "date=2025-02-04&active=false")).containsExactly("GONE");
    }
  }

  /// A damaged list of all exchanges would have had to tell of exchanges that no other one covers.
  @Test
  void doesNotPassOverADamagedListOfAllExchanges() throws IOException {
    night("2025-02-05", row("KEPT", "Kept Inc.", "XNYS"));
    Files.writeString(folder.resolve("reference/tickers_all_2025-02-03.jsonl.gz"), "no gzip");
    try (var caller = caller("2025-03-03")) {
      assertThat(caller.json(LISTS).path("error").asString())
          .contains("tickers_all_2025-02-03.jsonl.gz is damaged");
    }
  }

  @Test
  void readsListsWhenAskedAndHoldsFew() throws IOException {
    for (int day = 10; day < 20; day++) {
      whole("2025-03-" + day, row("D" + day, "Day", "XNYS"));
    }
    var lists = TickerLists.in(folder.resolve("reference"));
    whole("2025-03-10", row("LATE", "written after the start", "XNYS"));
    assertThat(named(lists, 10)).containsExactly("LATE");
    whole("2025-03-10", row("AGAIN", "written after it was read", "XNYS"));
    assertThat(named(lists, 10)).containsExactly("LATE");
    for (int day = 11; day < 20; day++) {
      assertThat(named(lists, day)).containsExactly("D" + day);
    }
    assertThat(named(lists, 10)).containsExactly("AGAIN");
  }

  private static List<String> named(TickerLists lists, int dayOfMarch) {
    var date = LocalDate.of(2025, 3, dayOfMarch);
    return lists.rows(true, date, date).stream().map(TickerRow::ticker).toList();
  }

  @Test
  void servesTheRealNightsOfJanuary2025() {
    var night =
        SharedData.fileOrSkip(
            "reference/listings_daily/2025-01-10.jsonl.gz",
            "that the dated lists of the real data folder are served");
    var shared = night.getParent().getParent().getParent();
    try (var caller = Caller.of(DataFolderMarket.open(shared), "2025-01-31T22:00:00Z")) {
      assertThat(tickers(caller, "date=2025-01-10&limit=1000")).hasSize(6328);
      assertThat(tickers(caller, "limit=1000")).hasSize(6359);
      assertThat(tickers(caller, "ticker.any_of=SQ,XYZ&date=2025-01-20")).containsExactly("SQ");
      assertThat(tickers(caller, "ticker.any_of=SQ,XYZ&date=2025-01-21")).containsExactly("XYZ");
      assertThat(tickers(caller, "active=false")).isEmpty();
      caller.server.clock().set(Instant.parse("2026-08-03T22:00:00Z"));
      assertThat(tickers(caller, "limit=1000")).hasSize(13_056);
      var smartsheet = caller.walk(LISTS + "active=false&ticker=SMAR").getFirst();
      assertThat(smartsheet.path("delisted_utc").asString()).isEqualTo("2025-01-22T00:00:00Z");
      assertThat(tickers(caller, "active=false&ticker.any_of=SQ,AEVA")).isEmpty();
      assertThat(tickers(caller, "ticker=AEVA&exchange=XNAS")).containsExactly("AEVA");
      assertThat(caller.walk(LISTS + "ticker=SPY&date=2020-01-02"))
          .isEqualTo(caller.walk(LISTS + "ticker=SPY"));
    }
  }
}
