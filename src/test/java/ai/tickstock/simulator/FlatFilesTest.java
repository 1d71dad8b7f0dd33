package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What flat files hold and when they come out and change.
class FlatFilesTest {
  private static final TradingCalendar NYSE = TradingCalendar.nyse();
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, NYSE);
  private static final SyntheticMarket OTHER = new SyntheticMarket(7, NYSE);
  private static final String HEAD = "ticker,volume,open,close,high,low,window_start,transactions";
  private static final String DAY = S3Caller.DAYS + "2026/03/2026-03-06.csv.gz";
  private static final String MINUTES = S3Caller.MINUTES + "2026/03/2026-03-06.csv.gz";

  private static HandMadeMarket market() {
    var market = HandMadeMarket.small();
    market.minute("QQXA", "2026-03-06T14:30:00Z", 20.01, 20.31, 19.95, 20.1, 812_000, 20.1, 6000);
    market.minute("QQXA", "2026-03-06T20:59:00Z", 20.2, 20.21, 20.2, 20.2, 345.25, 20.2, 21);
    market.minute("BACpL", "2026-03-06T15:00:00Z", 1200, 1204.1, 1200, 1201.5, 1520, 1201, 61);
    return market;
  }

  private static FlatFileName name(FlatFileKind kind, String session) {
    return new FlatFileName(kind, LocalDate.parse(session));
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  private static byte[] bytes(FlatFile file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    file.contents().write(bytes);
    return bytes.toByteArray();
  }

  @Test
  void holdRawBarsInTheVendorsColumns() {
    try (var caller = S3Caller.of(market(), "2026-03-20T15:00:00Z")) {
      assertThat(caller.lines(DAY))
          .containsExactly(
              HEAD,
              "BACpL,1520,1200,1201.5,1204.1,1200,1772773200000000000,61",
              "QQXA,812345.250000,20.01,20.2,20.31,19.95,1772773200000000000,6021",
              "ZTEST,100,15,15,15,15,1772773200000000000,1");
      assertThat(caller.lines(MINUTES))
          .containsExactly(
              HEAD,
              "BACpL,1520,1200,1201.5,1204.1,1200,1772809200000000000,61",
              "QQXA,812000,20.01,20.1,20.31,19.95,1772807400000000000,6000",
              "QQXA,345.250000,20.2,20.2,20.21,20.2,1772830740000000000,21");
    }
  }

  @Test
  void haveWholeSharesUntilFebruary2026AndFractionsFromThenOn() {
    var market = HandMadeMarket.small();
    market.bar("QQXA", "2026-02-20", 10, 10, 10, 10, 17798.630378, 10, 5);
    market.bar("QQXA", "2026-02-23", 10, 10, 10, 10, 17798.430378, 10, 5);
    market.bar("QQXA", "2026-02-24", 10, 10, 10, 10, Double.NaN, 10, -1);
    try (var caller = S3Caller.of(market, "2026-03-20T15:00:00Z")) {
      assertThat(caller.lines(S3Caller.DAYS + "2026/02/2026-02-20.csv.gz").getLast())
          .startsWith("QQXA,17799,10,");
      assertThat(caller.lines(S3Caller.DAYS + "2026/02/2026-02-23.csv.gz").getLast())
          .startsWith("QQXA,17798.430378,10,");
      assertThat(caller.lines(S3Caller.DAYS + "2026/02/2026-02-24.csv.gz").getLast())
          .isEqualTo("QQXA,,10,10,10,10,1771909200000000000,");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-05, 2026-03-06T16:00:00Z", // winter time
    "2026-03-06, 2026-03-07T16:00:00Z", // of Friday on Saturday
    "2026-03-10, 2026-03-11T15:00:00Z" // summer time
  })
  void comeOutAtElevenOfTheNextDayInNewYork(String session, Instant out) {
    var files = files(MARKET);
    for (var kind : FlatFileKind.values()) {
      var name = name(kind, session);
      assertThat(files.at(name, out.minusSeconds(1))).isEmpty();
      assertThat(files.names(out.minusSeconds(1))).doesNotContain(name);
      assertThat(files.at(name, out))
          .hasValueSatisfying(f -> assertThat(f.modified()).isEqualTo(out));
      assertThat(files.names(out)).contains(name);
    }
  }

  @Test
  void beginInSeptember2003AndLeaveOutClosedDays() {
    var files = files(MARKET);
    var names = files.names(at("2026-03-20T15:00:00Z"));
    assertThat(names.getFirst().key()).isEqualTo(S3Caller.DAYS + "2003/09/2003-09-10.csv.gz");
    assertThat(names.getLast().key()).isEqualTo(S3Caller.MINUTES + "2026/03/2026-03-19.csv.gz");
    assertThat(names)
        .isSortedAccordingTo(Comparator.comparing(FlatFileName::key))
        .doesNotContain(
            name(FlatFileKind.DAYS, "2025-12-25"), name(FlatFileKind.DAYS, "2026-03-14"));
  }

  /// Two seeds, the shortest and the longest files, as far as the calendar goes.
  @ParameterizedTest
  @CsvSource({
    "42, DAYS, 2003-09-10",
    "42, DAYS, 2026-02-20",
    "7, DAYS, 2028-12-14",
    "42, MINUTES, 2027-11-26",
    "7, MINUTES, 2028-12-14"
  })
  void areAsLongAsPromisedAndTheSameEachTime(long seed, FlatFileKind kind, String session)
      throws IOException {
    var market = seed == 7 ? OTHER : MARKET;
    var then = at("2028-12-20T00:00:00Z");
    var name = name(kind, session);
    var file = files(market).at(name, then).orElseThrow();
    var again = files(market).at(name, then).orElseThrow();
    assertThat(again.etag()).isEqualTo(file.etag());
    var bytes = bytes(file);
    assertThat(bytes.length).isEqualTo(file.size()).isEqualTo(again.size());
    if (kind == FlatFileKind.DAYS) {
      assertThat(bytes(again)).isEqualTo(bytes);
    }
    var other = files(seed == 7 ? MARKET : OTHER).at(name, then).orElseThrow();
    assertThat(other.etag()).isNotEqualTo(file.etag());
  }

  /// Pinned: on any machine and in any run.
  @Test
  void haveTheSameTagsAndSizesEverywhere() {
    var file =
        files(MARKET)
            .at(name(FlatFileKind.MINUTES, "2026-03-09"), at("2026-03-20T15:00:00Z"))
            .orElseThrow();
    assertThat(file.etag()).isEqualTo("c51e8d15e88a135918974f901ade9a3b-7");
    assertThat(file.size()).isEqualTo(56_306_718);
  }

  private static FlatFiles files(Market market) {
    return new FlatFiles(market, NYSE, new FaultBook(List.of()));
  }

  private static JsonNode rest(S3Caller caller, String path) {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(caller.server.uri() + path + "&apiKey=any")).build();
      return JsonMapper.shared()
          .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .path("results");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A row of an answer as a file writes it.
  private static String row(String ticker, JsonNode bar, long startMillis) {
    double volume = bar.path("v").asDouble();
    return String.join(
        ",",
        ticker,
        volume == Math.rint(volume) ? Json.text(volume) : "%.6f".formatted(volume),
        bar.path("o").asString(),
        bar.path("c").asString(),
        bar.path("h").asString(),
        bar.path("l").asString(),
        startMillis + "000000",
        bar.path("n").asString());
  }

  private static List<String> grouped(S3Caller caller, LocalDate session) {
    var rows = new ArrayList<String>();
    var start = Bar.startOfSession(session).toEpochMilli();
    for (var bar :
        rest(caller, "/v2/aggs/grouped/locale/us/market/stocks/" + session + "?adjusted=false")) {
      rows.add(row(bar.path("T").asString(), bar, start));
    }
    rows.sort(Comparator.comparing(row -> row.substring(0, row.indexOf(','))));
    return rows;
  }

  private static List<String> minutes(S3Caller caller, String ticker, LocalDate session) {
    var rows = new ArrayList<String>();
    for (var bar :
        rest(
            caller,
            "/v2/aggs/ticker/%s/range/1/minute/%s/%s?adjusted=false&limit=50000"
                .formatted(ticker, session, session))) {
      rows.add(row(ticker, bar, bar.path("t").asLong()));
    }
    return rows;
  }

  private static List<String> rows(List<String> lines) {
    return lines.subList(1, lines.size());
  }

  /// All bars of the day, all minutes of some names, and the sums of all minutes.
  @Test
  void sayWhatTheOtherAnswersSayAtTheSameTimeAlsoWhenBarsAreRevised() {
    var session = LocalDate.of(2026, 3, 10);
    var day = new FlatFileName(FlatFileKind.DAYS, session).key();
    var minute = new FlatFileName(FlatFileKind.MINUTES, session).key();
    try (var caller =
        S3Caller.of(
            MARKET,
            NYSE,
            "2026-03-11T23:59:59Z",
            o ->
                o.withFaults(List.of(FaultRule.of(FaultKind.REVISED_BARS).withProbability(0.3))))) {
      var first = rows(caller.lines(day));
      assertThat(first).hasSizeGreaterThan(10_000).isEqualTo(grouped(caller, session));
      var tag = caller.get(day).headers().firstValue("ETag");
      caller.at("2026-03-12T00:00:00Z");
      var revised = caller.get(day);
      assertThat(revised.headers().firstValue("ETag")).isNotEqualTo(tag);
      assertThat(revised.headers().firstValue("Last-Modified"))
          .hasValue("Thu, 12 Mar 2026 00:00:00 GMT");
      var second = rows(S3Caller.lines(revised.body()));
      assertThat(second).isEqualTo(grouped(caller, session));
      var changed = new ArrayList<>(second);
      changed.removeAll(new HashSet<>(first));
      assertThat(changed).hasSizeBetween(3000, 3700);
      assertThat(
              caller.server.corrections("SPY", DateRange.of(session)).size()
                  + caller.server.corrections("AAPL", DateRange.of(session)).size()
                  + caller.server.corrections("QQQ", DateRange.of(session)).size())
          .isPositive();
      assertMinutes(caller, minute, second, session);
    }
  }

  private static void assertMinutes(
      S3Caller caller, String file, List<String> days, LocalDate session) {
    var trades = new TreeMap<String, Long>();
    var volumes = new TreeMap<String, BigDecimal>();
    var some = new TreeMap<String, List<String>>();
    for (var line : rows(caller.lines(file))) {
      var fields = line.split(",", -1);
      trades.merge(fields[0], Long.parseLong(fields[7]), Long::sum);
      volumes.merge(fields[0], new BigDecimal(fields[1]), BigDecimal::add);
      if (Set.of("SPY", "AAPL", "QQQ", "ZVZZT", "BACpL").contains(fields[0])) {
        some.computeIfAbsent(fields[0], _ -> new ArrayList<>()).add(line);
      }
    }
    assertThat(trades).hasSameSizeAs(days);
    for (var line : days) {
      var fields = line.split(",", -1);
      assertThat(trades.get(fields[0])).as(fields[0]).isEqualTo(Long.parseLong(fields[7]));
      assertThat(volumes.get(fields[0])).as(fields[0]).isEqualByComparingTo(fields[1]);
    }
    assertThat(some).hasSizeGreaterThan(2);
    some.forEach((ticker, lines) -> assertThat(lines).isEqualTo(minutes(caller, ticker, session)));
  }

  /// One file in forty, hours or days after it came out.
  @Test
  void comeAgainInAnotherOrderNowAndThen() throws IOException {
    var files = files(MARKET);
    var all = files.all(FlatFileKind.DAYS);
    var again = all.stream().filter(name -> files.sorted(name).isPresent()).toList();
    assertThat(again).hasSizeBetween(all.size() / 50, all.size() / 32);
    var name = again.getLast();
    var time = files.sorted(name).orElseThrow();
    assertThat(time)
        .isBetween(
            FlatFileTimes.published(name.session()).plusSeconds(7200),
            FlatFileTimes.published(name.session().plusDays(6)));
    var before = files.at(name, time.minusSeconds(1)).orElseThrow();
    var after = files.at(name, time).orElseThrow();
    assertThat(before.modified()).isEqualTo(FlatFileTimes.published(name.session()));
    assertThat(after.modified()).isEqualTo(time);
    assertThat(after.etag()).isNotEqualTo(before.etag());
    var first = rows(S3Caller.lines(bytes(before)));
    var second = rows(S3Caller.lines(bytes(after)));
    assertThat(second).isSorted().isEqualTo(first.reversed());
    try (var caller = S3Caller.of(MARKET, NYSE, "2026-03-15T16:00:00Z", o -> o)) {
      var told = truth(caller, "?kind=sorted-file", "files");
      assertThat(told)
          .anySatisfy(row -> {
            assertThat(row.path("file").asString()).isEqualTo(name.key());
            assertThat(row.path("at").asString()).isEqualTo(time.toString());
          });
    }
  }

  private static List<JsonNode> truth(S3Caller caller, String query, String part) {
    var rows = new ArrayList<JsonNode>();
    var text = caller.text("/_sim/truth" + query);
    JsonMapper.shared().readTree(text).path(part).forEach(rows::add);
    return rows;
  }

  private static S3Caller with(FaultRule... rules) {
    return S3Caller.of(
        market(),
        WeekdayCalendar.plain(),
        "2026-03-07T18:00:00Z",
        o -> o.withFaults(List.of(rules)));
  }

  private static String stats(S3Caller caller) {
    return caller.text("/_sim/stats");
  }

  @Test
  void canBeReplacedByWholeOnes() {
    try (var caller = with(FaultRule.of(FaultKind.REPLACED_FILE).withTickers(Set.of("QQXA")))) {
      var first = caller.get(DAY);
      assertThat(S3Caller.lines(first.body())).hasSize(3).noneMatch(l -> l.startsWith("QQXA"));
      assertThat(stats(caller)).contains("\"replaced-file\":1");
      caller.at("2026-03-08T01:00:00Z");
      var second = caller.get(DAY);
      assertThat(S3Caller.lines(second.body())).hasSize(4);
      assertThat(second.headers().firstValue("ETag"))
          .isNotEqualTo(first.headers().firstValue("ETag"));
      assertThat(second.headers().firstValue("Last-Modified"))
          .hasValue("Sun, 08 Mar 2026 01:00:00 GMT");
      assertThat(stats(caller)).contains("\"replaced-file\":1");
      assertThat(truth(caller, "?kind=replaced-file&from=2026-03-06&to=2026-03-06", "defects"))
          .extracting(row -> row.path("file").asString() + " " + row.path("at").asString())
          .containsExactly(DAY + " 2026-03-08T01:00:00Z", MINUTES + " 2026-03-08T01:00:00Z");
    }
    var book = new FaultBook(List.of(FaultRule.of(FaultKind.REPLACED_FILE)));
    var atOnce = FaultRule.of(FaultKind.REPLACED_FILE).withAfter(CorrectionTime.of("PT2H"));
    assertThat(files(MARKET).spoils(atOnce, name(FlatFileKind.DAYS, "2026-03-06"))).isFalse();
    var file =
        new FlatFiles(MARKET, NYSE, book)
            .at(name(FlatFileKind.DAYS, "2026-03-06"), at("2026-03-07T18:00:00Z"))
            .orElseThrow();
    var lines = lines(file);
    long traded = MARKET.session(LocalDate.of(2026, 3, 6)).stream().filter(b -> !b.otc()).count();
    assertThat((double) lines.size() / traded).isBetween(0.97, 0.99);
  }

  private static List<String> lines(FlatFile file) {
    try {
      return rows(S3Caller.lines(bytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void canBeMissingForEverOrForDays() {
    var minutes =
        FaultRule.of(FaultKind.MISSING_FILE).withEndpoint("/flatfiles/*/minute_aggs_v1/*");
    try (var caller = with(minutes.withSessions(DateRange.of(LocalDate.of(2026, 3, 6))))) {
      assertThat(caller.get(DAY).statusCode()).isEqualTo(200);
      assertThat(caller.get(MINUTES).statusCode()).isEqualTo(404);
      assertThat(caller.text("/flatfiles?list-type=2"))
          .contains(DAY, "minute_aggs_v1/2026/03/2026-03-05")
          .doesNotContain(MINUTES);
      assertThat(stats(caller)).contains("\"missing-file\":1");
      assertThat(truth(caller, "?kind=missing-file", "defects"))
          .extracting(row -> row.path("file").asString())
          .containsExactly(MINUTES);
      caller.at("2028-03-07T18:00:00Z");
      assertThat(caller.get(MINUTES).statusCode()).isEqualTo(404);
      caller.server.faults(List.of(minutes.withAfter(CorrectionTime.of("3 sessions"))));
      caller.at("2026-03-11T23:59:59Z");
      assertThat(caller.get(MINUTES).statusCode()).isEqualTo(404);
      caller.at("2026-03-12T00:00:00Z");
      assertThat(caller.get(MINUTES).headers().firstValue("Last-Modified"))
          .hasValue("Thu, 12 Mar 2026 00:00:00 GMT");
      assertThat(caller.text("/flatfiles?list-type=2")).contains(MINUTES);
    }
  }

  @Test
  void canSayTheNextDay() {
    try (var caller = with(FaultRule.of(FaultKind.MISDATED_FILE))) {
      assertThat(caller.lines(DAY).getLast())
          .isEqualTo("ZTEST,100,15,15,15,15,1772859600000000000,1");
      assertThat(caller.lines(MINUTES).getLast()).contains(",1772917140000000000,");
      assertThat(stats(caller)).contains("\"misdated-file\":2");
      assertThat(rest(caller, "/v2/aggs/grouped/locale/us/market/stocks/2026-03-06?adjusted=false"))
          .allSatisfy(bar -> assertThat(bar.path("t").asLong()).isEqualTo(1_772_830_800_000L));
    }
  }

  @Test
  void canHoldRowsThreeTimes() {
    try (var caller = with(FaultRule.of(FaultKind.TRIPLED_ROWS).withTickers(Set.of("BACpL")))) {
      assertThat(caller.lines(DAY).stream().map(l -> l.split(",", 2)[0]))
          .containsExactly("ticker", "BACpL", "BACpL", "BACpL", "QQXA", "ZTEST");
      assertThat(caller.lines(MINUTES)).hasSize(6);
      assertThat(stats(caller)).contains("\"tripled-rows\":2");
      assertThat(caller.text("/_sim/faults")).contains("\"kind\":\"tripled-rows\"");
    }
  }

  /// The seed decides, whoever asks and how often.
  @Test
  void areStruckByTheSeed() {
    var rule = FaultRule.of(FaultKind.MISSING_FILE).withProbability(0.1).withSeed(7);
    var files = new FlatFiles(MARKET, NYSE, new FaultBook(List.of(rule.withCalls(2, 3))));
    var now = at("2026-03-15T16:00:00Z");
    var left = files.names(now);
    assertThat(left).isEqualTo(files.names(now));
    var all = files(MARKET).names(now);
    assertThat((double) left.size() / all.size()).isBetween(0.88, 0.92);
  }

  private static Path file(Path folder, FlatFileName name, String rows) throws IOException {
    var path = folder.resolve("flatfiles").resolve(name.key());
    Files.createDirectories(path.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write((HEAD + "\n" + rows).getBytes(StandardCharsets.UTF_8));
    }
    return path;
  }

  @Test
  void ofADataFolderAreItsOwnByteForByte(@TempDir Path folder) throws IOException {
    var day = name(FlatFileKind.DAYS, "2024-03-01");
    var minutes = name(FlatFileKind.MINUTES, "2024-03-01");
    var own = file(folder, day, "AAPL,1,2,2,2,2,1709269200000000000,1\n");
    file(folder, minutes, "AAPL,1,2,2,2,2,1709303400000000000,1\n");
    file(folder, name(FlatFileKind.DAYS, "2024-03-04"), "AAPL,1,2,2,2,2,1709528400000000000,1\n");
    try (var caller =
        S3Caller.of(
            DataFolderMarket.open(folder),
            NYSE,
            "2024-03-04T18:00:00Z",
            o ->
                o.withFaults(
                    Stream.of(FaultKind.MISDATED_FILE, FaultKind.REPLACED_FILE)
                        .map(FaultRule::of)
                        .toList()))) {
      var client = caller.client();
      var listed = client.listObjectsV2(r -> r.bucket("flatfiles")).contents();
      assertThat(listed).extracting(o -> o.key()).containsExactly(day.key(), minutes.key());
      assertThat(listed.getFirst().size()).isEqualTo(Files.size(own));
      assertThat(listed.getFirst().lastModified()).isEqualTo("2024-03-02T16:00:00Z");
      assertThat(caller.get(day.key()).body()).isEqualTo(Files.readAllBytes(own));
      assertThat(caller.get(day.key(), "Range", "bytes=4-7").body())
          .isEqualTo(Arrays.copyOfRange(Files.readAllBytes(own), 4, 8));
      assertThat(truth(caller, "?kind=misdated-file", "defects")).isEmpty();
    }
  }
}
