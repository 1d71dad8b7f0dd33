package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What answers by time follows the simulated clock; the rate limit follows the real one.
class SimulatedClockTest {
  private static final String GROUPED = "/v2/aggs/grouped/locale/us/market/stocks/2026-03-10";
  private static final Instant REAL = Instant.parse("2026-03-14T15:00:00Z");
  private Caller caller = Caller.of(HandMadeMarket.small(), REAL.toString());

  @AfterEach
  void close() {
    caller.close();
  }

  private String drive(String body) {
    var answer = caller.post("/_sim/clock", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private String now() {
    return caller.json("/_sim/clock").path("now").asString();
  }

  private void realSecondsPass(long seconds) {
    caller.now.set(caller.now.get().plusSeconds(seconds));
  }

  @Test
  void followsTheRealClockUntilItIsDrivenAndAfterwards() {
    assertThat(caller.get("/_sim/clock").body())
        .isEqualTo(
            """
            {"now":"2026-03-14T15:00:00Z","newYork":"2026-03-14T11:00:00-04:00",\
            "rate":1,"driven":false}\
            """);
    assertThat(drive("{\"now\":\"2026-03-06T21:00:00Z\",\"rate\":0.5}"))
        .isEqualTo(
            """
            {"now":"2026-03-06T21:00:00Z","newYork":"2026-03-06T16:00:00-05:00",\
            "rate":0.5,"driven":true}\
            """);
    realSecondsPass(60);
    assertThat(caller.delete("/_sim/clock").body())
        .contains("\"now\":\"2026-03-14T15:01:00Z\"")
        .contains("\"rate\":1,\"driven\":false");
  }

  @Test
  void isSetAndMovedOnAndBackAndRunsOnFromThere() {
    drive("{\"now\":\"2026-03-09T17:00:00-04:00\"}");
    realSecondsPass(10);
    assertThat(now()).isEqualTo("2026-03-09T21:00:10Z");
    drive("{\"advance\":\"PT8H\"}");
    assertThat(now()).isEqualTo("2026-03-10T05:00:10Z");
    drive("{\"advance\":\"-P1D\"}");
    assertThat(now()).isEqualTo("2026-03-09T05:00:10Z");
  }

  @Test
  void runsFasterOrStandsStill() {
    drive("{\"rate\":60}");
    realSecondsPass(60);
    assertThat(now()).isEqualTo("2026-03-14T16:00:00Z");
    drive("{\"rate\":0}");
    realSecondsPass(3600);
    assertThat(now()).isEqualTo("2026-03-14T16:00:00Z");
    drive("{\"advance\":\"PT1H\"}");
    realSecondsPass(3600);
    assertThat(now()).isEqualTo("2026-03-14T17:00:00Z");
  }

  @Test
  void standsStillAtTheEndOfTheCalendarAndAnswersAtBothEnds() {
    caller.close();
    caller =
        Caller.of(
            HandMadeMarket.small(),
            REAL.toString(),
            o -> o.withPlan(PlanProfile.ADVANCED.withEtfProfiles(true)));
    drive("{\"rate\":1000000}");
    realSecondsPass(10_000_000);
    assertThat(now()).isEqualTo("2028-12-31T05:00:00Z");
    assertThat(caller.withKey("/v1/marketstatus/upcoming").statusCode()).isEqualTo(200);
    drive("{\"now\":\"2002-01-01T05:00:00Z\",\"rate\":0}");
    for (var path : List.of(GROUPED, "/v3/snapshot", "/etf-global/v1/profiles")) {
      assertThat(caller.withKey(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void refusesWhatItCannotDoAndKeepsItsTime() {
    drive("{\"now\":\"2026-03-09T21:00:00Z\",\"rate\":0}");
    for (var bad :
        List.of(
            "x|not JSON",
            "[]|not an object",
            "{}|nothing to do",
            "{\"time\":1}|unknown field 'time'",
            "{\"now\":\"9 o'clock\"}|'now' is an instant such as 2026-03-09T21:00:00Z",
            "{\"now\":\"1980-01-01T00:00:00Z\"}|the simulator knows 2002-01-01T05:00:00Z to",
            "{\"now\":null}|'now' is an instant",
            "{\"advance\":\"8h\"}|'advance' is a duration such as PT8H",
            "{\"advance\":\"P90000D\"}|not 2272-",
            "{\"advance\":\"PT9000000000000000H\"}|",
            "{\"rate\":\"fast\"}|'rate' is a number",
            "{\"rate\":-1}|a rate is 0 (stands still) to 1000000, not -1.0",
            "{\"rate\":1e7}|a rate is 0 (stands still) to 1000000",
            "{\"advance\":\"PT1H\",\"rate\":-1}|a rate is",
            "{\"now\":\"2026-03-10T21:00:00Z\",\"advance\":\"PT8H\"}|give one of them")) {
      var body = bad.substring(0, bad.indexOf('|'));
      var answer = caller.post("/_sim/clock", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body().replace("\\\"", "\""))
          .startsWith("{\"status\":\"ERROR\"")
          .contains(bad.substring(bad.indexOf('|') + 1));
      assertThat(now()).isEqualTo("2026-03-09T21:00:00Z");
    }
  }

  @Test
  void barsComeOutByIt() {
    caller.server.clock().run(0);
    caller.server.clock().set(Instant.parse("2026-03-10T13:00:00Z"));
    assertThat(caller.json(GROUPED).path("resultsCount").asInt()).isZero();
    caller.server.clock().advance(Duration.ofHours(3).plusMinutes(45));
    assertThat(caller.json(GROUPED).path("results").path(0).path("v").asDouble())
        .isEqualTo(970_000);
    caller.server.clock().set(Instant.parse("2026-03-11T00:00:00Z"));
    assertThat(caller.json(GROUPED).path("results").path(0).path("v").asDouble())
        .isEqualTo(2_000_000);
    caller.server.clock().release();
    assertThat(caller.server.clock().isDriven()).isFalse();
  }

  @Test
  void marketStatusSplitsAndTickersFollowIt() {
    drive("{\"now\":\"2026-02-20T15:00:00Z\",\"rate\":0}");
    assertThat(caller.json("/v1/marketstatus/now").path("market").asString()).isEqualTo("open");
    assertThat(caller.json("/v3/reference/splits?ticker=QQXA").path("results")).isEmpty();
    assertThat(caller.json("/v3/reference/tickers?ticker=GONE").path("results")).hasSize(1);
    drive("{\"now\":\"2026-02-24T02:00:00Z\"}");
    assertThat(caller.json("/v1/marketstatus/now").path("market").asString()).isEqualTo("closed");
    assertThat(caller.json("/v3/reference/splits?ticker=QQXA").path("results")).isEmpty();
    drive("{\"advance\":\"P4D\"}");
    assertThat(caller.json("/v3/reference/splits?ticker=QQXA").path("results")).hasSize(1);
    drive("{\"advance\":\"P5D\"}");
    assertThat(caller.json("/v3/reference/tickers?ticker=GONE").path("results")).isEmpty();
  }

  @Test
  void todayIsRefusedByIt() {
    caller.close();
    caller = Caller.of(HandMadeMarket.small(), REAL.toString(), o -> o.withPlan(PlanProfile.BASIC));
    drive("{\"now\":\"2026-03-10T23:59:00Z\",\"rate\":0}");
    assertThat(caller.withKey(GROUPED).statusCode()).isEqualTo(403);
    drive("{\"advance\":\"PT1M\"}");
    assertThat(caller.withKey(GROUPED).statusCode()).isEqualTo(200);
  }

  @Test
  void theRateLimitStaysOnRealTime() {
    caller.close();
    caller =
        Caller.of(
            HandMadeMarket.small(),
            REAL.toString(),
            o -> o.withPlan(PlanProfile.ADVANCED.withCallsPerMinute(2)));
    assertThat(caller.withKey(GROUPED).statusCode()).isEqualTo(200);
    assertThat(caller.withKey(GROUPED).statusCode()).isEqualTo(200);
    drive("{\"advance\":\"P1D\"}");
    assertThat(caller.withKey(GROUPED).statusCode()).isEqualTo(429);
    realSecondsPass(61);
    assertThat(caller.withKey(GROUPED).statusCode()).isEqualTo(200);
  }

  @Test
  void canStartAtAnInstant() {
    caller.close();
    caller =
        Caller.of(
            HandMadeMarket.small(),
            REAL.toString(),
            o -> o.withStartAt(Instant.parse("2026-03-09T21:00:00Z")));
    realSecondsPass(5);
    assertThat(now()).isEqualTo("2026-03-09T21:00:05Z");
  }
}
