package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// 2026-03-06 is a Friday in winter time, 2026-03-09 a Monday in summer time.
class MinuteEndpointTest {
  private static final String MINUTES = "/v2/aggs/ticker/QQXA/range/1/minute/";
  private static final String HOURS = "/v2/aggs/ticker/QQXA/range/1/hour/";
  private static final String BOTH_DAYS = "2026-03-06/2026-03-09?adjusted=false";
  private final Caller caller = Caller.of(market(), "2026-03-14T15:00:00Z");

  private static HandMadeMarket market() {
    var market = HandMadeMarket.small();
    market.minute("QQXA", "2026-03-06T09:00:00Z", 20, 20, 20, 20, 0.5, 20, 1);
    market.minute("QQXA", "2026-03-06T14:29:00Z", 20, 20.01, 20, 20.01, 100, 20.005, 2);
    market.minute("QQXA", "2026-03-06T14:30:00Z", 20.01, 20.2, 20, 20.1, 9099.618093, 20.1, 80);
    market.minute("QQXA", "2026-03-06T14:31:00Z", 20.1, 20.31, 20.1, 20.25, 5000, 20.2, 40);
    market.minute("QQXA", "2026-03-06T15:00:00Z", 20.25, 20.25, 19.95, 20, 400, 20.1, 4);
    market.minute("QQXA", "2026-03-07T00:59:00Z", 20.2, 20.2, 20.2, 20.2, 7, 20.2, 1);
    market.minute("QQXA", "2026-03-09T08:00:00Z", 20.3, 20.3, 20.3, 20.3, 9, 20.3, 1);
    market.minute("QQXA", "2026-03-09T13:30:00Z", 20.25, 20.3, 20.2, 20.3, 11, 20.25, 1);
    return market;
  }

  @AfterEach
  void close() {
    caller.close();
  }

  private List<Long> starts(String path) {
    return caller.walk(path).stream().map(r -> r.path("t").asLong()).toList();
  }

  private static List<Long> millis(String... times) {
    return List.of(times).stream().map(t -> Instant.parse(t).toEpochMilli()).toList();
  }

  @Test
  void answersMinutesOfTheNewYorkDayWithExtendedHoursAndFractions() {
    assertThat(caller.body(MINUTES + "2026-03-06/2026-03-06?adjusted=false&sort=asc&limit=50000"))
        .isEqualTo(
            """
            {"ticker":"QQXA","adjusted":false,"queryCount":6,"resultsCount":6,"results":[\
            {"v":0.5,"vw":20,"o":20,"c":20,"h":20,"l":20,"t":1772787600000,"n":1},\
            {"v":100,"vw":20.005,"o":20,"c":20.01,"h":20.01,"l":20,"t":1772807340000,"n":2},\
            {"v":9099.618093,"vw":20.1,"o":20.01,"c":20.1,"h":20.2,"l":20,"t":1772807400000,"n":80},\
            {"v":5000,"vw":20.2,"o":20.1,"c":20.25,"h":20.31,"l":20.1,"t":1772807460000,"n":40},\
            {"v":400,"vw":20.1,"o":20.25,"c":20,"h":20.25,"l":19.95,"t":1772809200000,"n":4},\
            {"v":7,"vw":20.2,"o":20.2,"c":20.2,"h":20.2,"l":20.2,"t":1772845140000,"n":1}],\
            "status":"OK","request_id":"R","count":6}\
            """);
  }

  @Test
  void adjustsForLaterSplits() {
    var row = caller.json(MINUTES + "2026-03-06/2026-03-06").path("results").path(2);
    assertThat(row.toString())
        .isEqualTo(
            """
            {"v":36398.4724,"vw":5.025,"o":5.0025,"c":5.025,"h":5.05,"l":5,"t":1772807400000,"n":80}\
            """);
  }

  @Test
  void takesMillisecondsBothEndsIncluded() {
    assertThat(starts(MINUTES + "1772807400000/1772807460000"))
        .isEqualTo(millis("2026-03-06T14:30:00Z", "2026-03-06T14:31:00Z"));
    assertThat(starts(MINUTES + "1772807400000/1772807400000")).hasSize(1);
  }

  @Test
  void movesTheEndsToWholeWindows() {
    assertThat(starts(MINUTES + "1772807430000/1772807461000"))
        .isEqualTo(millis("2026-03-06T14:30:00Z", "2026-03-06T14:31:00Z"));
    var hour = caller.json(HOURS + "1772807400000/1772807400000?adjusted=false");
    assertThat(hour.path("results").toString())
        .isEqualTo(
            """
            [{"v":14199.618093,"vw":20.1345,"o":20,"c":20.25,"h":20.31,"l":20,"t":1772805600000,"n":122}]\
            """);
    assertThat(hour.path("queryCount").asInt()).isEqualTo(3);
  }

  @Test
  void theLimitCountsMinutesAndAnHourThatItCutsComesWithTheNextPage() {
    var page = caller.json(HOURS + BOTH_DAYS + "&limit=3");
    assertThat(page.path("queryCount").asInt()).isEqualTo(1);
    assertThat(page.path("resultsCount").asInt()).isEqualTo(1);
    assertThat(page.path("next_url").asString())
        .contains("/range/1/hour/1772805600000/2026-03-09?cursor=");
    for (int limit : new int[] {1, 2, 3, 4, 7, 50_000}) {
      var walked = caller.walk(HOURS + BOTH_DAYS + "&limit=" + limit);
      assertThat(walked)
          .as("limit " + limit)
          .extracting(r -> r.path("n").asInt())
          .containsExactly(1, 122, 4, 1, 1, 1);
    }
  }

  @Test
  void pagesByARewrittenStartWithoutTheKey() {
    var page = caller.json(MINUTES + BOTH_DAYS + "&limit=2&apiKey=secret");
    assertThat(page.path("next_url").asString())
        .startsWith(caller.server.uri() + MINUTES + "1772807400000/2026-03-09?cursor=")
        .doesNotContain("secret");
  }

  @Test
  void walksUpAndDownWithoutGapOrRepeat() {
    var all = starts(MINUTES + BOTH_DAYS);
    assertThat(all).hasSize(8).isSorted();
    for (int limit : new int[] {1, 2, 3, 7, 8, 1000}) {
      assertThat(starts(MINUTES + BOTH_DAYS + "&limit=" + limit)).isEqualTo(all);
      assertThat(starts(MINUTES + BOTH_DAYS + "&sort=desc&limit=" + limit))
          .isEqualTo(all.reversed());
      assertThat(starts(HOURS + BOTH_DAYS + "&sort=desc&limit=" + limit))
          .isEqualTo(starts(HOURS + BOTH_DAYS).reversed());
    }
    var down = caller.json(HOURS + "1772807400000/1772807400000?adjusted=false&sort=desc");
    assertThat(down.path("results").path(0).path("o").asDouble()).isEqualTo(20);
    assertThat(down.path("results").path(0).path("c").asDouble()).isEqualTo(20.25);
  }

  @Test
  void windowsStartAtMidnightOfNewYorkInWinterAndSummer() {
    assertThat(starts("/v2/aggs/ticker/QQXA/range/4/hour/" + BOTH_DAYS))
        .isEqualTo(
            millis(
                "2026-03-06T09:00:00Z",
                "2026-03-06T13:00:00Z",
                "2026-03-06T21:00:00Z",
                "2026-03-09T08:00:00Z",
                "2026-03-09T12:00:00Z"));
    assertThat(starts("/v2/aggs/ticker/QQXA/range/30/minute/2026-03-09/2026-03-09"))
        .isEqualTo(millis("2026-03-09T08:00:00Z", "2026-03-09T13:30:00Z"));
  }

  @Test
  void emptyRangesHaveNoResults() {
    for (var path :
        List.of(
            MINUTES + "2026-03-07/2026-03-08",
            "/v2/aggs/ticker/ZZTOP/range/1/minute/2026-03-06/2026-03-06",
            "/v2/aggs/ticker/A%2FB/range/1/minute/2026-03-06/2026-03-06",
            MINUTES + "1900-01-01/1950-01-01",
            MINUTES + "2027-01-01/2027-02-01")) {
      assertThat(caller.body(path))
          .as(path)
          .endsWith(
              """
              "adjusted":true,"queryCount":0,"resultsCount":0,"status":"OK","request_id":"R","count":0}\
              """)
          .doesNotContain("results\"");
    }
  }

  @Test
  void refusesParametersThatMeanNothing() {
    for (var bad :
        List.of(
            "/v2/aggs/ticker/QQXA/range/0/minute/2026-03-06/2026-03-06",
            MINUTES + "2026-03-06/2026-03-05",
            MINUTES + "1772807460000/1772807400000",
            MINUTES + "soon/2026-03-05",
            MINUTES + "2026-03-06/2026-03-06?limit=50001",
            MINUTES + "2026-03-06/2026-03-06?sort=up")) {
      assertThat(caller.withKey(bad).statusCode()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void whileTheSessionRunsOnlyWholeMinutesUpToNowAreOut() {
    caller.now.set(Instant.parse("2026-03-06T14:30:59Z"));
    assertThat(starts(MINUTES + "2026-03-06/2026-03-06")).hasSize(2);
    caller.now.set(Instant.parse("2026-03-06T14:31:00Z"));
    assertThat(starts(MINUTES + "2026-03-06/2026-03-06")).hasSize(3);
    caller.now.set(Instant.parse("2026-03-07T01:00:00Z"));
    assertThat(starts(MINUTES + "2026-03-06/2026-03-06")).hasSize(6);
    assertThat(starts(MINUTES + BOTH_DAYS)).hasSize(6);
  }

  @Test
  void delayedPlansLagAQuarterOfAnHourAndSaySo() {
    try (var late =
        Caller.of(market(), "2026-03-06T14:45:59Z", o -> o.withPlan(PlanProfile.STARTER))) {
      assertThat(late.walk(MINUTES + "2026-03-06/2026-03-06")).hasSize(2);
      late.now.set(Instant.parse("2026-03-06T14:46:00Z"));
      var page = late.json(MINUTES + "2026-03-06/2026-03-06");
      assertThat(page.path("resultsCount").asInt()).isEqualTo(3);
      assertThat(page.path("status").asString()).isEqualTo("DELAYED");
    }
  }

  @Test
  void basicPlansAreRefusedTodayAndWhatIsTooOld() {
    try (var basic =
        Caller.of(
            market(),
            "2026-03-06T15:00:00Z",
            o -> o.withPlan(PlanProfile.BASIC.withCallsPerMinute(100)))) {
      assertThat(basic.withKey(MINUTES + "2026-03-06/2026-03-06").body())
          .contains("NOT_AUTHORIZED", "today's data before end of day");
      assertThat(basic.withKey(MINUTES + "2022-03-07/2022-03-07").statusCode()).isEqualTo(403);
      assertThat(basic.withKey(MINUTES + "2026-03-05/2026-03-05").statusCode()).isEqualTo(200);
      basic.now.set(Instant.parse("2028-03-06T20:00:00Z"));
      assertThat(basic.walk(MINUTES + "2026-03-02/2026-03-09")).hasSize(8);
      basic.now.set(Instant.parse("2028-03-07T20:00:00Z"));
      assertThat(basic.walk(MINUTES + "2026-03-06/2026-03-09")).hasSize(2);
      assertThat(basic.walk(MINUTES + "1772807400000/2026-03-09")).hasSize(2);
    }
  }

  @Test
  void minutesCanReachLessFarBackThanDays() {
    try (var brief =
        Caller.of(
            market(),
            "2028-03-07T15:00:00Z",
            o -> o.withPlan(PlanProfile.ADVANCED.withMinuteYears(2)).withRefusesEarlyStart(true))) {
      assertThat(brief.withKey(MINUTES + "2026-03-06/2026-03-09").body())
          .contains("NOT_AUTHORIZED", "data timeframe");
      assertThat(brief.withKey(MINUTES + "2026-03-07/2026-03-09").statusCode()).isEqualTo(200);
      assertThat(
              brief
                  .json("/v2/aggs/ticker/QQXA/range/1/day/2026-03-06/2026-03-06")
                  .path("resultsCount")
                  .asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void faultsStrikeMinutesAsTheyStrikeDays() {
    var path = MINUTES + "2026-03-06/2026-03-06?adjusted=false";
    var dropped = FaultRule.of(FaultKind.DROPPED_BAR).withProbability(0.5).withSeed(3);
    caller.server.faults(List.of(dropped));
    var hidden =
        caller.server.hiddenMinutes("QQXA", LocalDate.of(2026, 3, 6)).stream()
            .map(Instant::toEpochMilli)
            .toList();
    assertThat(hidden).isNotEmpty().hasSizeLessThan(6);
    assertThat(starts(path)).hasSize(6 - hidden.size()).doesNotContainAnyElementsOf(hidden);
    caller.server.faults(List.of(dropped.withTickers(Set.of("NEWT"))));
    assertThat(starts(path)).hasSize(6);
    caller.server.faults(List.of(FaultRule.of(FaultKind.NAN_VALUE)));
    assertThat(caller.body(path)).contains("\"c\":NaN");
    caller.server.faults(List.of(FaultRule.of(FaultKind.HIGH_BELOW_LOW)));
    assertThat(caller.json(path).path("results").path(2).path("h").asDouble()).isEqualTo(20);
    assertThat(caller.json(path).path("results").path(2).path("l").asDouble()).isEqualTo(20.21);
    caller.server.faults(List.of(FaultRule.of(FaultKind.OUT_OF_RANGE_BAR)));
    assertThat(starts(path)).allMatch(t -> t < 1_750_000_000_000L);
    caller.server.faults(
        List.of(FaultRule.of(FaultKind.DUPLICATE_ROWS), FaultRule.of(FaultKind.REORDERED_ROWS)));
    assertThat(starts(path)).hasSize(7).startsWith(1772845140000L, 1772845140000L);
    caller.server.faults(List.of(FaultRule.of(FaultKind.WRONG_EMPTY)));
    assertThat(caller.body(path)).doesNotContain("results\"");
  }
}
