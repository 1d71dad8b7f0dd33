package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// When bars come out; 2026-03-10 is in summer time, 20:00 New York is midnight UTC.
class PublicationTest {
  private static final String DAY = "/v2/aggs/ticker/QQXA/range/1/day/2026-03-09/2026-03-10";
  private static final String GROUPED = "/v2/aggs/grouped/locale/us/market/stocks/2026-03-10";

  private static Caller on(PlanProfile plan) {
    return Caller.of(HandMadeMarket.small(), "2026-03-10T12:00:00Z", o -> o.withPlan(plan));
  }

  private static int count(Caller caller, String time, String path) {
    caller.now.set(Instant.parse(time));
    return caller.json(path).path("resultsCount").asInt();
  }

  @Test
  void showsNothingOfTodayBeforeTheOpen() {
    try (var caller = on(PlanProfile.ADVANCED)) {
      assertThat(count(caller, "2026-03-10T13:29:59Z", DAY)).isEqualTo(1);
    }
  }

  @Test
  void showsNothingOfTheFuture() {
    try (var caller = on(PlanProfile.ADVANCED)) {
      assertThat(count(caller, "2026-03-09T13:00:00Z", GROUPED)).isZero();
      assertThat(count(caller, "2026-03-06T13:00:00Z", DAY)).isZero();
    }
  }

  @Test
  void growsFromTheOpenToEightInTheEvening() {
    try (var caller = on(PlanProfile.ADVANCED)) {
      caller.now.set(Instant.parse("2026-03-10T16:45:00Z"));
      var half = caller.json(GROUPED).path("results").path(0);
      assertThat(half.path("c").asDouble()).isEqualTo(5.175);
      assertThat(half.path("v").asDouble()).isEqualTo(970_000);
      caller.now.set(Instant.parse("2026-03-10T20:00:00Z"));
      var closed = caller.json(GROUPED).path("results").path(0);
      assertThat(closed.path("c").asDouble()).isEqualTo(5.25);
      assertThat(closed.path("v").asDouble()).isEqualTo(1_940_000);
      caller.now.set(Instant.parse("2026-03-11T00:00:00Z"));
      assertThat(caller.json(GROUPED).path("results").path(0).path("v").asDouble())
          .isEqualTo(2_000_000);
    }
  }

  @Test
  void delayedPlansLagAQuarterOfAnHourAndSaySo() {
    try (var caller = on(PlanProfile.STARTER)) {
      assertThat(count(caller, "2026-03-10T13:44:59Z", DAY)).isEqualTo(1);
      assertThat(count(caller, "2026-03-10T13:45:00Z", DAY)).isEqualTo(2);
      assertThat(caller.json(DAY).path("status").asString()).isEqualTo("DELAYED");
      caller.now.set(Instant.parse("2026-03-10T20:05:00Z"));
      assertThat(caller.json(GROUPED).path("results").path(0).path("c").asDouble())
          .isLessThan(5.25);
    }
  }

  @Test
  void basicIsRefusedTodayUntilTheEndOfTheDay() {
    try (var caller = on(PlanProfile.BASIC)) {
      for (var path : new String[] {DAY, GROUPED}) {
        var response = caller.withKey(path);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
            .contains("\"status\":\"NOT_AUTHORIZED\"")
            .containsIgnoringCase("attempted to request today's data before end of day");
      }
      assertThat(count(caller, "2026-03-11T00:00:00Z", DAY)).isEqualTo(2);
    }
  }

  @Test
  void historyOutsideThePlanIsRefusedAndPartlyOutsideIsClipped() {
    var plan = PlanProfile.ADVANCED.withHistoryYears(2);
    try (var caller = on(plan)) {
      caller.now.set(Instant.parse("2028-03-09T15:00:00Z"));
      assertThat(caller.json(DAY).path("resultsCount").asInt()).isEqualTo(2);
      caller.now.set(Instant.parse("2028-03-10T15:00:00Z"));
      assertThat(caller.json(DAY).path("resultsCount").asInt()).isEqualTo(1);
      caller.now.set(Instant.parse("2028-03-11T15:00:00Z"));
      var refused = caller.withKey(DAY);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body())
          .containsIgnoringCase("your plan doesn't include this data timeframe");
      assertThat(caller.withKey(GROUPED).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void canRefuseARangeThatStartsTooEarly() {
    try (var caller =
        Caller.of(
            HandMadeMarket.small(),
            "2028-03-10T15:00:00Z",
            o ->
                o.withPlan(PlanProfile.DEVELOPER.withHistoryYears(2))
                    .withRefusesEarlyStart(true))) {
      assertThat(caller.withKey(DAY).statusCode()).isEqualTo(403);
    }
  }
}
