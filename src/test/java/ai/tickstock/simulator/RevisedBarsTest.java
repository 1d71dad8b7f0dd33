package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.SyntheticMarket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Corrections of final bars; 2026-03-06 is a Friday in winter time, 20:00 New York is 01:00 UTC.
class RevisedBarsTest {
  private static final LocalDate FRIDAY = LocalDate.of(2026, 3, 6);
  private static final String DAY = "/v2/aggs/ticker/QQXA/range/1/day/2026-03-06/2026-03-06";
  private static final String RAW = "?adjusted=false";
  private static final String GROUPED = "/v2/aggs/grouped/locale/us/market/stocks/2026-03-06";
  private static final String MINUTES = DAY.replace("/day/", "/minute/");
  private final Caller caller = Caller.of(market(), "2026-03-07T01:00:00Z");

  private static HandMadeMarket market() {
    var market = HandMadeMarket.small();
    market.minute("QQXA", "2026-03-06T14:30:00Z", 20.01, 20.31, 19.95, 20.1, 812_000, 20.1, 6000);
    market.minute("QQXA", "2026-03-06T20:59:00Z", 20.2, 20.21, 20.2, 20.2, 345, 20.2, 20);
    market.minute("QQXA", "2026-03-06T21:30:00Z", 20.2, 20.2, 20.2, 20.2, 0.25, 20.2, 1);
    return market;
  }

  @AfterEach
  void close() {
    caller.close();
  }

  private void on(String rule) {
    var answer = caller.post("/_sim/faults", "{\"seed\":7,\"faults\":[" + rule + "]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private Correction correction() {
    var corrections = caller.server.corrections("QQXA", DateRange.of(FRIDAY));
    assertThat(corrections).hasSize(1);
    return corrections.getFirst();
  }

  private void at(String time) {
    caller.now.set(Instant.parse(time));
  }

  private JsonNode day(String path) {
    return caller.json(path).path("results").path(0);
  }

  private static void assertIs(JsonNode row, DayBar bar) {
    assertThat(row.path("c").asDouble()).isEqualTo(bar.close());
    assertThat(row.path("v").asDouble()).isEqualTo(bar.volume());
    assertThat(row.path("n").asLong()).isEqualTo(bar.trades());
    assertThat(row.path("h").asDouble()).isEqualTo(bar.high());
    assertThat(row.path("l").asDouble()).isEqualTo(bar.low());
  }

  @Test
  void serveTheFirstValueBeforeAndTheCorrectedOneAfterwards() {
    on("{\"kind\":\"revised-bars\",\"after\":\"PT24H\",\"tickers\":[\"QQXA\"]}");
    var correction = correction();
    assertThat(correction.at()).isEqualTo("2026-03-08T01:00:00Z");
    assertThat(correction.before()).isEqualTo(market().session(FRIDAY).getFirst());
    assertThat(correction.corrected().close()).isNotEqualTo(20.2).isBetween(19.95, 20.31);
    assertThat(correction.corrected().volume()).isGreaterThan(812_345.25);
    assertThat(correction.corrected().trades()).isGreaterThan(6021);
    at("2026-03-08T00:59:59Z");
    assertIs(day(DAY + RAW), correction.before());
    at("2026-03-08T01:00:00Z");
    assertIs(day(DAY + RAW), correction.corrected());
    at("2026-03-08T00:59:59Z");
    assertIs(day(DAY + RAW), correction.before());
    assertThat(caller.get("/_sim/stats").body()).contains("\"faults\":{\"revised-bars\":1}");
    assertThat(caller.get("/_sim/faults").body()).contains("\"after\":\"PT24H\"");
  }

  @Test
  void everyAnswerAgrees() {
    on("{\"kind\":\"revised-bars\",\"tickers\":[\"QQXA\"]}");
    var corrected = correction().corrected();
    at("2026-03-09T12:00:00Z");
    assertIs(day(GROUPED + RAW), corrected);
    assertIs(day("/v2/aggs/ticker/QQXA/prev" + RAW), corrected);
    var openClose = caller.json("/v1/open-close/QQXA/2026-03-06" + RAW);
    assertThat(openClose.path("close").asDouble()).isEqualTo(corrected.close());
    assertThat(openClose.path("volume").asDouble()).isEqualTo(corrected.volume());
    var week = day(DAY.replace("/day/", "/week/") + RAW);
    assertThat(week.path("n").asLong()).isEqualTo(corrected.trades());
    var minutes = caller.json(MINUTES + RAW).path("results");
    assertThat(minutes.path(1).path("c").asDouble()).isEqualTo(corrected.close());
    assertThat(minutes.valueStream().mapToDouble(m -> m.path("v").asDouble()).sum())
        .isEqualTo(corrected.volume());
    assertThat(minutes.valueStream().mapToLong(m -> m.path("n").asLong()).sum())
        .isEqualTo(corrected.trades());
    assertThat(minutes.path(0).path("c").asDouble()).isEqualTo(20.1);
    var snapshot = caller.json("/v2/snapshot/locale/us/markets/stocks/tickers/QQXA");
    assertThat(snapshot.path("ticker").path("prevDay").path("c").asDouble())
        .isEqualTo(corrected.close());
    at("2026-03-12T12:00:00Z");
    assertThat(day(DAY).path("c").asDouble())
        .isEqualTo(Math.rint(corrected.close() / 4 * 10_000) / 10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 2026-03-07T01:00:00Z",
    "P2D, 2026-03-09T01:00:00Z",
    "1 session, 2026-03-10T00:00:00Z",
    "2 sessions, 2026-03-11T00:00:00Z",
    "2026-03-12T06:00:00Z, 2026-03-12T06:00:00Z",
    "2026-03-01T06:00:00Z, 2026-03-07T01:00:00Z"
  })
  void comeOutWhenTheRuleSays(String after, Instant at) {
    on("{\"kind\":\"revised-bars\",\"tickers\":[\"QQXA\"],\"after\":\"" + after + "\"}");
    assertThat(correction().at()).isEqualTo(at);
  }

  @Test
  void strikeTheSameBarsForTheSameSeedWithinTheWindowAndTheEndpoint() {
    on(
        """
        {"kind": "revised-bars", "after": "PT0S", "endpoint": "/v2/aggs/grouped/*",
         "fromSession": "2026-03-06", "toSession": "2026-03-06"}
        """);
    at("2026-03-14T15:00:00Z");
    assertThat(day(DAY + RAW).path("c").asDouble()).isEqualTo(20.2);
    assertIs(day(GROUPED + RAW), correction().corrected());
    assertThat(
            caller.server.corrections(
                "QQXA", new DateRange(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 31))))
        .hasSize(1);
    var first = caller.body(GROUPED + RAW);
    caller.delete("/_sim/faults");
    assertThat(day(GROUPED + RAW).path("c").asDouble()).isEqualTo(20.2);
    on(
        """
        {"kind": "revised-bars", "after": "PT0S", "endpoint": "/v2/aggs/grouped/*",
         "fromSession": "2026-03-06", "toSession": "2026-03-06"}
        """);
    assertThat(caller.body(GROUPED + RAW)).isEqualTo(first);
  }

  @Test
  void canComeTwice() {
    on(
        """
        {"kind": "revised-bars", "after": "2 sessions", "tickers": ["QQXA"]},
        {"kind": "revised-bars", "after": "PT6H", "tickers": ["QQXA"]}
        """);
    var corrections = caller.server.corrections("QQXA", DateRange.of(FRIDAY));
    assertThat(corrections)
        .extracting(Correction::at)
        .containsExactly(
            Instant.parse("2026-03-07T07:00:00Z"), Instant.parse("2026-03-11T00:00:00Z"));
    assertThat(corrections.getLast().before()).isEqualTo(corrections.getFirst().corrected());
    at("2026-03-09T12:00:00Z");
    assertIs(day(DAY + RAW), corrections.getFirst().corrected());
    at("2026-03-11T12:00:00Z");
    assertIs(day(DAY + RAW), corrections.getLast().corrected());
  }

  @Test
  void keepDaysAndMinutesOfTheSyntheticMarketTogether() {
    var market = new SyntheticMarket(42, WeekdayCalendar.plain());
    var range = new DateRange(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 13));
    try (var other = Caller.of(market, "2026-03-20T15:00:00Z")) {
      other.server.faults(
          List.of(
              FaultRule.of(FaultKind.REVISED_BARS)
                  .withProbability(0.5)
                  .withTickers(Set.of("SPY"))
                  .withAfter(new CorrectionTime.Later(Duration.ofHours(24)))));
      var corrections = other.server.corrections("SPY", range);
      assertThat(corrections).hasSizeBetween(2, 8);
      for (var correction : corrections) {
        var date = correction.before().session();
        var days = "/v2/aggs/ticker/SPY/range/1/day/" + date + "/" + date + "?adjusted=false";
        assertIs(other.json(days).path("results").path(0), correction.corrected());
        assertThat(correction.corrected().bar()).isNotNull();
        var minutes = days.replace("/day/", "/minute/") + "&limit=50000";
        assertThat(other.walk(minutes).stream().mapToLong(m -> m.path("n").asLong()).sum())
            .isEqualTo(correction.corrected().trades());
      }
    }
  }

  /// Each night reads the bar of the day and again that of the session before, as a load does.
  @Test
  void weeksOfNightsPassInAMomentAndShowEveryCorrection() {
    var market = new SyntheticMarket(42, WeekdayCalendar.plain());
    var weeks = new DateRange(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 4, 24));
    try (var other = Caller.of(market, "2026-11-20T15:00:00Z")) {
      other.post(
          "/_sim/faults",
          """
          {"seed": 7, "faults": [
            {"kind": "revised-bars", "probability": 0.3, "after": "PT20H"}]}
          """);
      var changed = new ArrayList<LocalDate>();
      var seen = new HashMap<LocalDate, Double>();
      for (var session : WeekdayCalendar.plain().sessions(weeks)) {
        other.post(
            "/_sim/clock",
            "{\"now\":\""
                + ExtendedHours.endOf(session.date()).plusSeconds(300)
                + "\",\"rate\":0}");
        var recent =
            "/v2/aggs/ticker/SPY/range/1/day/"
                + session.date().minusDays(4)
                + "/"
                + session.date()
                + "?adjusted=false";
        for (var row : other.walk(recent)) {
          var date = Bar.dateOf(Instant.ofEpochMilli(row.path("t").asLong()));
          var before = seen.put(date, row.path("v").asDouble());
          if (before != null && before != row.path("v").asDouble()) {
            changed.add(date);
          }
        }
        assertThat(seen).containsKey(session.date());
      }
      assertThat(changed)
          .hasSizeGreaterThan(5)
          .containsExactlyElementsOf(
              other.server.corrections("SPY", weeks).stream()
                  .filter(c -> c.at().isBefore(ExtendedHours.endOf(weeks.last())))
                  .map(c -> c.before().session())
                  .toList());
    }
  }
}
