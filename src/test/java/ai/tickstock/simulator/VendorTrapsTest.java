package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.SyntheticMarket;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The traps that the vendor sets to whoever loads its data, by the numbers of our fact sheet: the
/// simulator sets them too. It is a Sunday in winter time.
class VendorTrapsTest {
  private static final SyntheticMarket MARKET = new SyntheticMarket(42, WeekdayCalendar.plain());
  private static final String NOW = "2026-11-22T15:00:00Z";
  private static final String DAYS = "/v2/aggs/ticker/%s/range/1/day/%s/%s?adjusted=%s";
  private static final String GROUPED = "/v2/aggs/grouped/locale/us/market/stocks/";
  private static final String TICKERS = "/v3/reference/tickers";
  private static Caller caller;

  @BeforeAll
  static void start() {
    caller = Caller.of(MARKET, NOW, o -> o.withPlan(PlanProfile.BUSINESS));
  }

  @AfterAll
  static void stop() {
    caller.close();
  }

  @AfterEach
  void asBefore() {
    caller.now.set(Instant.parse(NOW));
    caller.server.faults(List.of());
  }

  private static List<JsonNode> days(String ticker, String from, String to, boolean adjusted) {
    return caller.walk(DAYS.formatted(ticker, from, to, adjusted));
  }

  private static List<JsonNode> minutes(String ticker, String date) {
    return caller.walk(
        "/v2/aggs/ticker/%s/range/1/minute/%s/%s?adjusted=false&limit=50000"
            .formatted(ticker, date, date));
  }

  private static List<JsonNode> tickers(String query) {
    return caller.walk(TICKERS + "?limit=1000&" + query);
  }

  private static List<String> names(List<JsonNode> rows) {
    return rows.stream().map(r -> r.path("ticker").asString()).toList();
  }

  private static LocalTime time(JsonNode bar) {
    return Instant.ofEpochMilli(bar.path("t").asLong()).atZone(Bar.NEW_YORK).toLocalTime();
  }

  @Test
  void trap01DelayedIsASuccess() {
    try (var delayed = Caller.of(MARKET, NOW, o -> o.withPlan(PlanProfile.STARTER))) {
      for (var path :
          List.of(
              DAYS.formatted("SPY", "2026-11-16", "2026-11-20", "false"),
              "/v2/snapshot/locale/us/markets/stocks/tickers?tickers=SPY")) {
        var response = delayed.withKey(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"status\":\"DELAYED\"");
      }
    }
  }

  @Test
  void trap02NextUrlHasNoKeyAndMayNameAnotherHostAndAPort() {
    var path = TICKERS + "?limit=1";
    var next = JsonMapper.shared().readTree(caller.get(path + "&apiKey=secret").body());
    assertThat(next.path("next_url").asString())
        .startsWith(caller.server.uri() + "/v3/reference/tickers?cursor=")
        .doesNotContain("secret", "apiKey");
    caller.server.faults(List.of(FaultRule.of(FaultKind.FOREIGN_NEXT_URL)));
    var foreign = URI.create(caller.json(path).path("next_url").asString());
    assertThat(foreign.getPort()).isEqualTo(443);
    assertThat(foreign.getHost()).isNotEqualTo(caller.server.uri().getHost());
  }

  @Test
  void trap03SmallDefaultLimits() {
    for (var path :
        List.of(
            "/v3/reference/splits",
            "/v3/reference/dividends",
            "/vX/reference/ipos",
            "/v3/snapshot")) {
      assertThat(caller.json(path).path("results")).as(path).hasSize(10);
      assertThat(caller.json(path).has("next_url")).isTrue();
    }
    for (var path :
        List.of(TICKERS, "/stocks/v1/splits", "/stocks/v1/dividends", "/etf-global/v1/profiles")) {
      assertThat(caller.json(path).path("results")).as(path).hasSize(100);
    }
    var bars = caller.json(DAYS.formatted("SPY", "2003-09-10", "2026-11-20", "false"));
    assertThat(bars.path("queryCount").asInt()).isEqualTo(5000);
    assertThat(bars.has("next_url")).isTrue();
  }

  @Test
  void trap04DifferentTimesForTheSameDay() {
    var custom = days("SPY", "2026-11-20", "2026-11-20", false).getFirst();
    assertThat(time(custom)).isEqualTo(LocalTime.MIDNIGHT);
    for (var row : caller.json(GROUPED + "2026-11-20").path("results")) {
      assertThat(time(row)).isEqualTo(LocalTime.of(16, 0));
    }
    var previous = caller.json("/v2/aggs/ticker/SPY/prev").path("results").path(0);
    assertThat(time(previous)).isEqualTo(LocalTime.of(16, 0));
    try (var files = S3Caller.of(MARKET, NOW)) {
      long midnight = Bar.startOfSession(LocalDate.parse("2026-11-20")).getEpochSecond();
      assertThat(files.lines(S3Caller.DAYS + "2026/11/2026-11-20.csv.gz"))
          .hasSizeGreaterThan(10_000)
          .allMatch(
              row -> row.startsWith("ticker,") || row.contains("," + midnight + "000000000,"));
    }
  }

  @Test
  void trap05VolumeIsNotAnInteger() {
    assertThat(days("SPY", "2026-03-02", "2026-03-31", false)).anyMatch(b -> isFraction(b, "v"));
    assertThat(days("SPY", "2026-01-02", "2026-01-30", false)).noneMatch(b -> isFraction(b, "v"));
    assertThat(caller.walk("/v2/aggs/ticker/SPY/range/1/minute/2026-03-02/2026-03-06?limit=50000"))
        .anyMatch(b -> isFraction(b, "v"));
  }

  private static boolean isFraction(JsonNode row, String field) {
    double value = row.path(field).asDouble();
    return value != Math.rint(value);
  }

  @Test
  void trap06AdjustedHistoryChangesOnTheExecutionDate() {
    caller.now.set(Instant.parse("2020-08-30T15:00:00Z"));
    var before = days("AAPL", "2020-08-24", "2020-08-28", true);
    var raw = days("AAPL", "2020-08-24", "2020-08-28", false);
    assertThat(before).isEqualTo(raw);
    caller.now.set(Instant.parse("2020-08-31T15:00:00Z"));
    var after = days("AAPL", "2020-08-24", "2020-08-28", true);
    assertThat(days("AAPL", "2020-08-24", "2020-08-28", false)).isEqualTo(raw);
    for (int i = 0; i < raw.size(); i++) {
      for (var price : List.of("o", "h", "l", "c", "vw")) {
        assertThat(after.get(i).path(price).asDouble())
            .isCloseTo(raw.get(i).path(price).asDouble() / 4, within(0.0001));
      }
      assertThat(after.get(i).path("v").asDouble()).isEqualTo(raw.get(i).path("v").asDouble() * 4);
    }
  }

  @Test
  void trap07SplitsCanComeTwiceInPairsAndInOddSizes() {
    var market = new HandMadeMarket();
    market.add(
        "Odd Splits Inc.",
        "CS",
        true,
        List.of(HandMadeMarket.period("ODDS", "2010-01-04", null)),
        List.of(
            HandMadeMarket.split("2012-05-16", "1", "1.0345"),
            HandMadeMarket.split("2020-05-13", "2000000", "1"),
            HandMadeMarket.split("2024-05-15", "1", "100"),
            HandMadeMarket.split("2024-05-15", "100", "1"),
            HandMadeMarket.split("2024-05-15", "100", "1")),
        true);
    try (var odd = Caller.of(market, NOW)) {
      for (var path : List.of("/stocks/v1/splits", "/v3/reference/splits")) {
        assertThat(odd.walk(path + "?ticker=ODDS"))
            .extracting(
                r -> r.path("split_from").asDouble() + " for " + r.path("split_to").asDouble())
            .containsExactlyInAnyOrder(
                "1.0 for 1.0345",
                "2000000.0 for 1.0",
                "1.0 for 100.0",
                "100.0 for 1.0",
                "100.0 for 1.0");
      }
    }
  }

  @Test
  void trap08TickersAreReused() {
    var fund = MARKET.holder("META", LocalDate.of(2021, 11, 1)).orElseThrow();
    var company = MARKET.holder("META", LocalDate.of(2022, 11, 1)).orElseThrow();
    assertThat(fund).isNotEqualTo(company);
    var dates =
        days("META", "2021-06-01", "2022-12-30", false).stream()
            .map(b -> Bar.dateOf(Instant.ofEpochMilli(b.path("t").asLong())))
            .toList();
    assertThat(dates)
        .anyMatch(d -> d.isBefore(LocalDate.of(2022, 1, 1)))
        .anyMatch(d -> d.isAfter(LocalDate.of(2022, 6, 8)));
    assertThat(days("FB", "2021-06-01", "2021-06-30", false)).isNotEmpty();
    assertThat(days("FB", "2022-07-01", "2022-07-29", false)).isEmpty();
  }

  @Test
  void trap09ARenameRemovesTheOldTicker() {
    assertThat(tickers("ticker=FB")).isEmpty();
    assertThat(tickers("ticker=FB&active=false")).isEmpty();
    assertThat(tickers("ticker=FB&date=2021-06-01")).hasSize(1);
    assertThat(caller.withKey(TICKERS + "/FB").statusCode()).isEqualTo(404);
    assertThat(caller.withKey(TICKERS + "/FB?date=2021-06-01").statusCode()).isEqualTo(200);
  }

  @Test
  void trap10ListDateIsTheCompanysAndNotTheTickers() {
    assertThat(caller.json(TICKERS + "/META").path("results").path("list_date").asString())
        .isEqualTo("2012-05-18");
  }

  @Test
  void trap11RowsComeTwiceAmongActiveAndDelistedOnes() {
    for (var active : List.of("true", "false")) {
      var newest = new HashMap<String, String>();
      int twice = 0;
      for (var row : tickers("active=" + active)) {
        var before =
            newest.put(row.path("ticker").asString(), row.path("last_updated_utc").asString());
        twice += before == null ? 0 : 1;
      }
      assertThat(twice).as("active=" + active).isPositive();
    }
  }

  @Test
  void trap12IdentifiersAreMissing() {
    var rows = tickers("market=stocks");
    assertThat(rows).filteredOn(r -> !r.has("composite_figi")).hasSizeGreaterThan(500);
    assertThat(rows).filteredOn(r -> !r.has("cik")).hasSizeGreaterThan(500);
    assertThat(rows).noneMatch(r -> r.has("cusip") || r.has("isin"));
  }

  @Test
  void trap13ListsOfADateTellTheLastChangeOfTodayAndThreeLackRows() {
    var rows = tickers("date=2010-03-29");
    assertThat(rows).anyMatch(r -> r.path("last_updated_utc").asString().startsWith("2026-11-2"));
    for (var date : List.of("2009-10-29", "2010-03-30", "2010-03-31")) {
      assertThat(tickers("date=" + date)).hasSizeLessThan(rows.size() * 3 / 4);
    }
  }

  @Test
  void trap14GroupedBarsAndTheListDiffer() {
    var listed = new HashSet<>(names(tickers("date=2026-11-20")));
    var printed = new HashSet<String>();
    caller
        .json(GROUPED + "2026-11-20")
        .path("results")
        .forEach(r -> printed.add(r.path("T").asString()));
    assertThat(printed).anyMatch(t -> !listed.contains(t));
    assertThat(listed).anyMatch(t -> !printed.contains(t));
  }

  @Test
  void trap15OddTickersWhoseCaseMattersInByteOrder() {
    var names = names(tickers("market=stocks"));
    assertThat(names)
        .isSorted()
        .contains("BRK.B", "BACpL")
        .anyMatch(t -> t.endsWith(".WS"))
        .anyMatch(t -> t.endsWith(".U"))
        .anyMatch(t -> t.matches("[A-Z]+r"));
    assertThat(days("BACpL", "2026-11-02", "2026-11-20", false)).isNotEmpty();
    assertThat(days("BACPL", "2026-11-02", "2026-11-20", false)).isEmpty();
    assertThat(caller.withKey(TICKERS + "/BACPL").statusCode()).isEqualTo(404);
  }

  @Test
  void trap16TestTickersPrintBarsAndLookLikeStocks() {
    assertThat(caller.json(GROUPED + "2026-11-20").path("results"))
        .extracting(r -> r.path("T").asString())
        .contains("ZVZZT", "ZTEST");
    assertThat(tickers("ticker=ZVZZT"))
        .hasSize(1)
        .allMatch(r -> r.path("type").asString().equals("CS") && !r.has("cik"));
  }

  @Test
  void trap17MissingBarsAreNormalAndNoError() {
    var full = days("SPY", "2026-10-01", "2026-10-30", false).size();
    var thin =
        MARKET.instruments().stream()
            .filter(i -> i.index() > 1000 && i.referenced() && i.splits().isEmpty())
            .flatMap(i -> i.tickerOn(LocalDate.of(2026, 10, 1)).stream())
            .limit(400)
            .filter(t -> days(t, "2026-10-01", "2026-10-30", false).size() < full)
            .toList();
    assertThat(thin).isNotEmpty();
    var minutes = minutes("SPY", "2026-11-20").size();
    assertThat(minutes).isLessThan(960);
    var none = caller.json(DAYS.formatted("SPY", "2026-11-21", "2026-11-22", "false"));
    assertThat(none.path("status").asString()).isEqualTo("OK");
    assertThat(none.has("results")).isFalse();
  }

  @Test
  void trap18BadValuesCanBeSwitchedOn() {
    var path = DAYS.formatted("SPY", "2026-11-16", "2026-11-20", "false");
    caller.server.faults(List.of(FaultRule.of(FaultKind.HIGH_BELOW_LOW)));
    assertThat(caller.walk(path)).allMatch(b -> b.path("h").asDouble() < b.path("l").asDouble());
    caller.server.faults(List.of(FaultRule.of(FaultKind.DUPLICATE_ROWS)));
    assertThat(caller.walk(path))
        .hasSize(6)
        .satisfies(b -> assertThat(b.get(5)).isEqualTo(b.get(4)));
    caller.server.faults(List.of(FaultRule.of(FaultKind.OUT_OF_RANGE_BAR)));
    assertThat(caller.walk(path))
        .allMatch(b ->
            Instant.ofEpochMilli(b.path("t").asLong())
                .isBefore(Instant.parse("2026-01-01T00:00:00Z")));
    caller.server.faults(List.of(FaultRule.of(FaultKind.NAN_VALUE)));
    assertThat(caller.body(path)).contains("NaN");
  }

  @Test
  void trap19AFinalBarIsCorrectedLater() {
    var answer =
        caller.post(
            "/_sim/faults",
            "{\"faults\":[{\"kind\":\"revised-bars\",\"after\":\"PT24H\",\"tickers\":[\"SPY\"]}]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var correction =
        caller.server.corrections("SPY", DateRange.of(LocalDate.parse("2026-11-18"))).getFirst();
    for (var at : List.of(correction.at().minusSeconds(1), correction.at())) {
      caller.now.set(at);
      var expected = at.equals(correction.at()) ? correction.corrected() : correction.before();
      assertThat(days("SPY", "2026-11-18", "2026-11-18", false).getFirst().path("v").asDouble())
          .isEqualTo(expected.volume());
    }
    assertThat(correction.corrected().volume()).isNotEqualTo(correction.before().volume());
  }

  @Test
  void trap19FlatFilesAreReplacedLater() {
    var key = S3Caller.DAYS + "2026/11/2026-11-18.csv.gz";
    try (var files = S3Caller.of(MARKET, "2026-11-19T16:00:00Z")) {
      files.server.faults(List.of(FaultRule.of(FaultKind.REVISED_BARS)));
      var client = files.client();
      var first = client.headObject(r -> r.bucket("flatfiles").key(key));
      var rows = files.lines(key);
      files.at("2026-11-20T01:00:00Z");
      var second = client.headObject(r -> r.bucket("flatfiles").key(key));
      assertThat(first.lastModified()).isEqualTo("2026-11-19T16:00:00Z");
      assertThat(second.lastModified()).isEqualTo("2026-11-20T01:00:00Z");
      assertThat(second.eTag()).isNotEqualTo(first.eTag());
      assertThat(files.lines(key)).hasSameSizeAs(rows).isNotEqualTo(rows);
    }
  }

  @Test
  void trap20TodaysBarGrowsUntilEightInTheEvening() {
    var volumes = new ArrayList<Double>();
    for (var at : List.of("17:00:00", "20:00:00", "21:30:00")) {
      caller.now.set(Instant.parse("2026-11-20T" + at + "Z"));
      volumes.add(days("SPY", "2026-11-20", "2026-11-20", false).getFirst().path("v").asDouble());
    }
    caller.now.set(Instant.parse("2026-11-21T01:00:00Z"));
    volumes.add(days("SPY", "2026-11-20", "2026-11-20", false).getFirst().path("v").asDouble());
    assertThat(volumes).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void trap21MidnightMovesWithTheClocks() {
    for (var friday : List.of("2026-03-06", "2026-10-30")) {
      var monday = LocalDate.parse(friday).plusDays(3);
      assertThat(monday.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
      var bars = days("SPY", friday, monday.toString(), false);
      assertThat(bars).hasSize(2).allMatch(b -> time(b).equals(LocalTime.MIDNIGHT));
      assertThat((bars.get(1).path("t").asLong() - bars.get(0).path("t").asLong()) % 86_400_000)
          .isNotZero();
    }
  }

  @Test
  void trap22MinutesHoldExtendedHoursAndEndEarlierAfterAnEarlyClose() {
    assertThat(minutes("SPY", "2026-11-20").stream().map(VendorTrapsTest::time))
        .anyMatch(t -> t.isBefore(LocalTime.of(9, 30)))
        .anyMatch(t -> !t.isBefore(LocalTime.of(16, 0)))
        .allMatch(t -> !t.isBefore(LocalTime.of(4, 0)) && t.isBefore(LocalTime.of(20, 0)));
    caller.now.set(Instant.parse("2026-11-29T15:00:00Z"));
    assertThat(minutes("SPY", "2026-11-27").stream().map(VendorTrapsTest::time))
        .anyMatch(t -> !t.isBefore(LocalTime.of(13, 0)))
        .allMatch(t -> t.isBefore(LocalTime.of(17, 0)));
  }

  @Test
  void trap23ADayIsNotMadeOfAllItsMinutes() {
    int differ = 0;
    for (var date = LocalDate.of(2026, 10, 5); date.getMonthValue() < 11; date = date.plusDays(1)) {
      var minutes = minutes("SPY", date.toString());
      if (minutes.isEmpty()) {
        continue;
      }
      var day = days("SPY", date.toString(), date.toString(), false).getFirst();
      double volume = minutes.stream().mapToDouble(m -> m.path("v").asDouble()).sum();
      assertThat(volume).isCloseTo(day.path("v").asDouble(), within(0.01));
      boolean same =
          minutes.getFirst().path("o").equals(day.path("o"))
              && minutes.getLast().path("c").equals(day.path("c"));
      differ += same ? 0 : 1;
    }
    assertThat(differ).isGreaterThan(10);
  }

  @Test
  void trap24TheDescriptionIsNotTheWire() {
    var event =
        caller.json("/vX/reference/tickers/META/events").path("results").path("events").path(0);
    assertThat(event.has("type")).isTrue();
    assertThat(event.has("event_type")).isFalse();
    for (var path : List.of("/v1/reference/ipos", "/stocks/v1/exchanges")) {
      var absent = caller.withKey(path);
      assertThat(absent.statusCode()).isEqualTo(404);
      assertThat(absent.body()).isEqualTo("404 page not found");
    }
    assertThat(caller.walk("/v3/reference/exchanges"))
        .anyMatch(r -> r.path("type").asString().equals("ORF"));
    assertThat(caller.walk(TICKERS + "/types"))
        .extracting(r -> r.path("code").asString())
        .contains("ETV", "ETS", "ETF")
        .doesNotContain("ET", "INDEX");
  }

  @Test
  void trap25HolidaysAreOfTheFutureOnly() {
    assertThat(caller.body("/v1/marketstatus/upcoming")).contains("2026-11-26", "2026-11-27");
    caller.now.set(Instant.parse("2026-11-28T15:00:00Z"));
    assertThat(caller.body("/v1/marketstatus/upcoming"))
        .doesNotContain("2026-11-26", "2026-11-27", "OTC");
  }

  @Test
  void trap26LongAddressesAreRefused() {
    var thousands =
        IntStream.range(0, 3000).mapToObj(i -> "T" + i).collect(Collectors.joining(","));
    var snapshots = "/v2/snapshot/locale/us/markets/stocks/tickers?tickers=";
    assertThat(caller.withKey(snapshots + thousands).statusCode()).isEqualTo(414);
    var some = IntStream.range(0, 250).mapToObj(i -> "T" + i).collect(Collectors.joining(","));
    assertThat(caller.withKey(snapshots + some).statusCode()).isEqualTo(200);
    assertThat(caller.withKey("/v3/snapshot?limit=250&ticker.any_of=" + some).statusCode())
        .isEqualTo(200);
    assertThat(caller.withKey("/v3/snapshot?ticker.any_of=" + some + ",ONE").statusCode())
        .isEqualTo(400);
  }

  @Test
  void trap27TheRateLimitStrikesWithinAWalkWhichCanBeResumed() {
    try (var basic = Caller.of(MARKET, NOW, o -> o.withPlan(PlanProfile.BASIC))) {
      var page = basic.json(TICKERS + "?limit=1000");
      int pages = 1;
      var next = "";
      while (pages < 6) {
        var address = URI.create(page.path("next_url").asString());
        next = address.getRawPath() + "?" + address.getRawQuery();
        var response = basic.withKey(next);
        if (response.statusCode() == 429) {
          break;
        }
        page = JsonMapper.shared().readTree(response.body());
        pages++;
      }
      assertThat(pages).isEqualTo(5);
      basic.now.set(Instant.parse(NOW).plusSeconds(60));
      var resumed = basic.json(next).path("results");
      assertThat(resumed).hasSize(1000);
      assertThat(resumed.path(0).path("ticker").asString())
          .isGreaterThanOrEqualTo(page.path("results").path(999).path("ticker").asString());
    }
  }

  @Test
  void trap28WrongEmptyAnswersCanBeSwitchedOn() {
    var path = DAYS.formatted("SPY", "2026-11-16", "2026-11-20", "false");
    caller.server.faults(List.of(FaultRule.of(FaultKind.WRONG_EMPTY).withCalls(1, 1)));
    var wrong = caller.json(path);
    assertThat(wrong.path("status").asString()).isEqualTo("OK");
    assertThat(wrong.path("resultsCount").asInt()).isZero();
    assertThat(caller.json(path).path("resultsCount").asInt()).isEqualTo(5);
  }

  @Test
  void trap29DetailsComeOneTickerACall() {
    var row = tickers("ticker=AAPL").getFirst();
    for (var field : List.of("market_cap", "list_date", "weighted_shares_outstanding")) {
      assertThat(row.has(field)).isFalse();
      assertThat(caller.json(TICKERS + "/AAPL").path("results").has(field)).isTrue();
    }
    assertThat(caller.withKey(TICKERS + "/AAPL,SPY").statusCode()).isEqualTo(404);
  }

  @Test
  void trap30MarketCapIsTheCloseTimesTheWeightedShares() {
    var details = caller.json(TICKERS + "/AAPL").path("results");
    var close = days("AAPL", "2026-11-20", "2026-11-20", false).getFirst().path("c").asDouble();
    assertThat(details.path("market_cap").asDouble())
        .isCloseTo(close * details.path("weighted_shares_outstanding").asDouble(), within(1.0));
  }
}
