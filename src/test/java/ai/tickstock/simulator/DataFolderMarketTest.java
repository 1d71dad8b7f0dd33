package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tickstock.market.DateRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderMarketTest {
  private static final String HEADER =
      "ticker,volume,open,close,high,low,window_start,transactions\n";
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    pack(
        day("2020-08-28"),
        HEADER
            + "QQXA,1000.5,400,404.25,410,398.78999999999996,1598587200000000000,\n"
            + "BARS,7,1,1,1,1,1598587200000000000,3\n");
    pack(
        day("2020-08-31"),
        HEADER
            + "QQXA,,100,101,102,99,1598846400000000000,\n"
            + "QQXA,5,100,101,102,99,1598846400000000000,\n");
    pack(
        folder.resolve("reference/tickers_all_2026-07-31.jsonl.gz"),
        """
        {"ticker":"QQXA","name":"Quexa Inc. ","primary_exchange":"XNAS","type_derived":"CS"}
        {"ticker":"IDLE","name":"Idle ETF","primary_exchange":"ARCX","type_derived":"ETF"}
        """);
    write(
        folder.resolve("actions/splits.csv"),
        "ticker,execution_date,split_from,split_to\nQQXA,2020-08-31,1,4\nFAR,2019-01-02,10,1\n");
    write(
        folder.resolve("actions/etf_dividends.csv"),
        "ticker,ex_date,cash_amount\nIDLE,2020-03-20,0.272\n");
  }

  private Path day(String date) {
    return folder.resolve("flatfiles/us_stocks_sip/day_aggs_v1/2020/08/" + date + ".csv.gz");
  }

  private Path minutes(String date) {
    return folder.resolve("flatfiles/us_stocks_sip/minute_aggs_v1/2020/08/" + date + ".csv.gz");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void pack(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Caller caller() {
    return Caller.of(DataFolderMarket.open(folder), "2026-11-20T15:00:00Z");
  }

  @Test
  void servesTheRowsAsTheyAre() {
    try (var caller = caller()) {
      assertThat(caller.body("/v2/aggs/grouped/locale/us/market/stocks/2020-08-28?adjusted=false"))
          .isEqualTo(
              """
              {"adjusted":false,"queryCount":2,"resultsCount":2,"results":[\
              {"T":"BARS","v":7,"o":1,"c":1,"h":1,"l":1,"t":1598644800000,"n":3},\
              {"T":"QQXA","v":1000.5,"o":400,"c":404.25,"h":410,"l":398.78999999999996,"t":1598644800000}],\
              "status":"OK","request_id":"R","count":2}\
              """);
    }
  }

  @Test
  void servesRepeatedRowsAndRowsWithoutVolume() {
    try (var caller = caller()) {
      var page =
          caller.json("/v2/aggs/ticker/QQXA/range/1/day/2020-08-28/2020-09-02?adjusted=true");
      assertThat(page.path("resultsCount").asInt()).isEqualTo(3);
      assertThat(page.path("results").path(0).path("c").asDouble()).isEqualTo(101.0625);
      assertThat(page.path("results").path(0).path("v").asDouble()).isEqualTo(4002);
      assertThat(page.path("results").path(1).has("v")).isFalse();
      assertThat(page.path("results").path(2).path("v").asInt()).isEqualTo(5);
      assertThat(
              caller
                  .json("/v2/aggs/ticker/QQXA/range/1/month/2020-08-28/2020-08-28")
                  .path("resultsCount")
                  .asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void servesMinuteFilesWithTheirRepeatsAndGaps() throws IOException {
    pack(
        minutes("2020-08-28"),
        HEADER
            + "QQXA,3,400.5,401,402,400,1598621460000000000,\n"
            + "QQXA,,400,400.5,401,399,1598621400000000000,2\n"
            + "QQXA,,400,400.5,401,399,1598621400000000000,2\n"
            + "BARS,7,1,1,1,1,1598621400000000000,3\n");
    var path = "/v2/aggs/ticker/QQXA/range/1/minute/2020-08-28/2020-09-02?adjusted=false";
    try (var caller = caller()) {
      assertThat(caller.body(path))
          .isEqualTo(
              """
              {"ticker":"QQXA","adjusted":false,"queryCount":3,"resultsCount":3,"results":[\
              {"o":400,"c":400.5,"h":401,"l":399,"t":1598621400000,"n":2},\
              {"o":400,"c":400.5,"h":401,"l":399,"t":1598621400000,"n":2},\
              {"v":3,"o":400.5,"c":401,"h":402,"l":400,"t":1598621460000}],\
              "status":"OK","request_id":"R","count":3}\
              """);
      assertThat(caller.walk(path + "&limit=1")).hasSize(3);
      assertThat(caller.walk(path + "&limit=1&sort=desc")).hasSize(3);
      assertThat(caller.walk(path.replace("QQXA", "IDLE"))).isEmpty();
      assertThat(caller.walk(path.replace("adjusted=false", "")).getFirst().path("o").asInt())
          .isEqualTo(100);
    }
  }

  @Test
  void saysWhatIsWrongWithAMinuteFile() throws IOException {
    pack(minutes("2020-08-28"), HEADER + "QQXA,1,1,1,1,1,noon,\n");
    var market = DataFolderMarket.open(folder);
    assertThatThrownBy(() -> market.minutes("QQXA", LocalDate.of(2020, 8, 28)))
        .hasMessageContaining("2020-08-28.csv.gz, line 2");
  }

  @Test
  void minuteFilesAloneAreAFolder(@TempDir Path bare) throws IOException {
    pack(
        bare.resolve("flatfiles/us_stocks_sip/minute_aggs_v1/2015/05/2015-05-13.csv.gz"),
        HEADER + "QQXA,1,2,2,2,2,1431524100000000000,\n");
    var market = DataFolderMarket.open(bare);
    assertThat(market.minutes("QQXA", LocalDate.of(2015, 5, 13)).size()).isEqualTo(1);
    assertThat(market.minutes("QQXA", LocalDate.of(2015, 5, 14)).isEmpty()).isTrue();
  }

  @Test
  void aTickerOnlyInTheBarsIsInNoList() {
    try (var caller = caller()) {
      assertThat(caller.walk("/v3/reference/tickers"))
          .extracting(r -> r.path("ticker").asString() + " " + r.path("type").asString())
          .containsExactly("IDLE ETF", "QQXA CS");
      assertThat(caller.withKey("/v3/reference/tickers/BARS").statusCode()).isEqualTo(404);
      assertThat(caller.json("/v3/reference/tickers/QQXA").path("results").path("name").asString())
          .isEqualTo("Quexa Inc.");
      assertThat(
              caller
                  .json("/v2/aggs/ticker/IDLE/range/1/day/2020-08-28/2020-09-02")
                  .path("resultsCount")
                  .asInt())
          .isZero();
    }
  }

  @Test
  void servesSplitsAndDividends() {
    try (var caller = caller()) {
      assertThat(caller.walk("/stocks/v1/splits"))
          .extracting(r -> r.path("ticker").asString())
          .containsExactly("QQXA", "FAR");
      assertThat(caller.walk("/v3/reference/dividends").getFirst().path("cash_amount").asDouble())
          .isEqualTo(0.272);
      assertThat(caller.get("/_sim/identity").body())
          .isEqualTo("{\"simulator\":\"tickstock\",\"market\":\"data\"}");
    }
  }

  @Test
  void takesDayFilesFromOtherPlaces(@TempDir Path other) throws IOException {
    pack(
        other.resolve("us_stocks_sip/day_aggs_v1/2015/05/2015-05-13.csv.gz"),
        HEADER + "QQXA,1,2,2,2,2,1431489600000000000,\n");
    var market = DataFolderMarket.open(folder, List.of(folder.resolve("flatfiles"), other));
    assertThat(market.session(LocalDate.of(2015, 5, 13))).hasSize(1);
    assertThat(market.session(LocalDate.of(2020, 8, 28))).hasSize(2);
    assertThat(market.session(LocalDate.of(2020, 8, 29))).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAFolder(@TempDir Path empty) throws IOException {
    assertThatThrownBy(() -> DataFolderMarket.open(empty)).hasMessageContaining("no day files");
    pack(day("2020-08-28"), HEADER + "QQXA,many,1,1,1,1,1598587200000000000,\n");
    var market = DataFolderMarket.open(folder);
    assertThatThrownBy(() -> market.session(LocalDate.of(2020, 8, 28)))
        .hasMessageContaining("2020-08-28.csv.gz, line 2");
  }

  @Test
  void worksWithoutListsAndActions(@TempDir Path bare) throws IOException {
    pack(
        bare.resolve("flatfiles/us_stocks_sip/day_aggs_v1/2015/05/2015-05-13.csv.gz"),
        HEADER + "QQXA,1,2,2,2,2,1431489600000000000,\n");
    var market = DataFolderMarket.open(bare);
    assertThat(market.instruments()).isEmpty();
    assertThat(market.history("QQXA", DateRange.of(LocalDate.of(2015, 5, 13)))).hasSize(1);
  }

  @Test
  void adjustsBarsWhateverTheListsSay() throws IOException {
    Files.writeString(folder.resolve("reference/tickers_all_2026-08-03.jsonl.gz"), "no gzip");
    try (var caller = caller()) {
      assertThat(caller.withKey("/v3/reference/tickers").statusCode()).isEqualTo(500);
      assertThat(
              caller
                  .json("/v2/aggs/ticker/QQXA/range/1/day/2020-08-28/2020-08-28?adjusted=true")
                  .path("results")
                  .path(0)
                  .path("c")
                  .asDouble())
          .isEqualTo(101.0625);
      assertThat(caller.walk("/stocks/v1/splits")).hasSize(2);
    }
  }

  @Test
  void servesTheSharedDataOfTheProject() {
    var shared = Path.of(System.getProperty("tickstock.shared-data", "../shared/data"));
    assumeTrue(
        Files.isDirectory(shared.resolve("flatfiles")),
        "NOT CHECKED: the real data folder as a market; no folder " + shared);
    var market = DataFolderMarket.open(shared);
    try (var caller = Caller.of(market, "2026-11-20T15:00:00Z")) {
      var apple =
          caller.json("/v2/aggs/ticker/AAPL/range/1/day/2020-08-28/2020-08-31?adjusted=false");
      assertThat(apple.path("resultsCount").asInt()).isEqualTo(2);
      assertThat(apple.path("results").path(0).path("c").asDouble())
          .isGreaterThan(3.5 * apple.path("results").path(1).path("c").asDouble());
      assertThat(
              caller
                  .json("/v2/aggs/ticker/TSLA/range/1/day/2020-01-02/2020-12-31")
                  .path("resultsCount")
                  .asInt())
          .isZero();
      assertThat(
              caller
                  .json("/v2/aggs/ticker/SPY/range/1/day/2020-01-01/2020-12-31?limit=50000")
                  .path("resultsCount")
                  .asInt())
          .isEqualTo(253);
      assertThat(caller.walk("/v3/reference/tickers?limit=1000")).hasSizeGreaterThan(13_000);
      var eve = caller.walk("/v2/aggs/ticker/SPY/range/1/minute/2019-12-24/2019-12-24?limit=50000");
      assertThat(eve).hasSizeGreaterThan(150);
      assertThat(Instant.ofEpochMilli(eve.getLast().path("t").asLong()))
          .isBetween(Instant.parse("2019-12-24T17:55:00Z"), Instant.parse("2019-12-24T18:00:00Z"));
      var repeated =
          caller.walk("/v2/aggs/ticker/SPY/range/1/minute/2020-01-14/2020-01-14?limit=50000");
      assertThat(repeated).hasSizeGreaterThan(3576);
    }
  }
}
