package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class IndicatorEndpointsTest {
  private final Caller caller = Caller.of(market(), "2026-03-14T15:00:00Z");

  /// Closes of 1, 2, 3 and so on, with a fall on the last day.
  private static HandMadeMarket market() {
    var market = new HandMadeMarket();
    market.add(
        "Up Inc.",
        "CS",
        true,
        List.of(HandMadeMarket.period("UP", "2020-01-02", null)),
        List.of(HandMadeMarket.split("2026-03-13", "1", "2")),
        true);
    double close = 0;
    for (var session :
        WeekdayCalendar.plain()
            .sessions(new DateRange(LocalDate.of(2026, 2, 2), LocalDate.of(2026, 3, 12)))) {
      close++;
      market.bar(
          "UP", session.date().toString(), close, close + 1, close / 2, close, 100, close, 5);
    }
    market.bar("UP", "2026-03-13", 10, 11, 9, 10, 100, 10, 5);
    for (int minute = 0; minute < 40; minute++) {
      market.minute(
          "UP", "2026-03-13T14:%02d:00Z".formatted(minute), 10, 11, 9, 10 + minute, 100, 10, 5);
    }
    return market;
  }

  @AfterEach
  void close() {
    caller.close();
  }

  private static List<Double> values(JsonNode answer) {
    return answer
        .path("results")
        .path("values")
        .valueStream()
        .map(v -> v.path("value").asDouble())
        .toList();
  }

  @Test
  void theMeanOfTheLastClosesNewestFirst() {
    assertThat(caller.body("/v1/indicators/sma/UP?window=3&adjusted=false&limit=2"))
        .startsWith(
            """
            {"results":{"underlying":{"url":"%s/v2/aggs/ticker/UP/range/1/day/1773115200000/1773374400000\
            ?adjusted=false&limit=50000&sort=desc"},"values":[\
            {"timestamp":1773374400000,"value":22.333333333333332},\
            {"timestamp":1773288000000,"value":28}]},"status":"OK","request_id":"R","next_url":\
            """
                .formatted(caller.server.uri()));
  }

  @Test
  void adjustsForSplitsUnlessAskedOtherwise() {
    assertThat(values(caller.json("/v1/indicators/sma/UP?window=1&limit=3")))
        .containsExactly(10.0, 14.5, 14.0);
    assertThat(values(caller.json("/v1/indicators/sma/UP?window=1&limit=2&series_type=high")))
        .containsExactly(11.0, 15.0);
  }

  @Test
  void pagesAreOneSeries() {
    var path = "/v1/indicators/ema/UP?window=5&adjusted=false";
    var all = values(caller.json(path + "&limit=5000"));
    assertThat(all).hasSize(26);
    var page = caller.json(path + "&limit=10");
    assertThat(values(page)).isEqualTo(all.subList(0, 10));
    var next = page.path("next_url").asString().substring(caller.server.uri().toString().length());
    assertThat(values(caller.json(next))).isEqualTo(all.subList(10, 20));
    assertThat(values(caller.json(path + "&limit=5000&order=asc"))).isEqualTo(all.reversed());
  }

  @Test
  void aSteadyRiseIsTheGreatestStrengthAndConvergesToNothing() {
    var rising = "adjusted=false&timestamp.lte=2026-03-12";
    assertThat(values(caller.json("/v1/indicators/rsi/UP?window=5&" + rising)))
        .hasSize(10)
        .containsOnly(100.0);
    var macd =
        caller.json(
            "/v1/indicators/macd/UP?short_window=2&long_window=4&signal_window=3&" + rising);
    var value = macd.path("results").path("values").path(0);
    assertThat(value.path("value").asDouble()).isCloseTo(1, within(1e-9));
    assertThat(value.path("signal").asDouble()).isCloseTo(1, within(1e-9));
    assertThat(value.path("histogram").asDouble()).isCloseTo(0, within(1e-9));
    assertThat(
            values(caller.json("/v1/indicators/rsi/UP?window=5&adjusted=false&limit=1")).getFirst())
        .isLessThan(60);
  }

  @Test
  void ofMinutesAndOfHours() {
    assertThat(values(caller.json("/v1/indicators/sma/UP?window=2&timespan=minute&limit=2")))
        .containsExactly(48.5, 47.5);
    assertThat(values(caller.json("/v1/indicators/sma/UP?window=1&timespan=hour&limit=2")))
        .containsExactly(49.0);
    assertThat(
            values(
                caller.json(
                    "/v1/indicators/sma/UP?window=2&timespan=minute&timestamp=1773410460000")))
        .containsExactly(10.5);
  }

  @Test
  void showsTheBarsWhenAsked() {
    var underlying =
        caller
            .json("/v1/indicators/sma/UP?window=3&adjusted=false&limit=1&expand_underlying=true")
            .path("results")
            .path("underlying");
    assertThat(underlying.path("aggregates"))
        .extracting(b -> b.path("c").asInt())
        .containsExactly(10, 29, 28);
  }

  @Test
  void anUnknownTickerHasNoValues() {
    assertThat(caller.body("/v1/indicators/rsi/NOPE1"))
        .startsWith("{\"results\":{\"underlying\":{\"url\":")
        .doesNotContain("values")
        .endsWith("},\"status\":\"OK\",\"request_id\":\"R\"}");
  }

  @Test
  void refusesParametersThatMeanNothing() {
    for (var bad :
        List.of(
            "window=0",
            "window=x",
            "timespan=decade",
            "series_type=mood",
            "order=up",
            "limit=5001",
            "timestamp=today",
            "expand_underlying=maybe")) {
      assertThat(caller.withKey("/v1/indicators/sma/UP?" + bad).statusCode())
          .as(bad)
          .isEqualTo(400);
    }
    assertThat(caller.withKey("/v1/indicators/mood/UP").statusCode()).isEqualTo(404);
  }

  @Test
  void aSmallPlanHasAShortSeries() {
    try (var small =
        Caller.of(market(), "2026-03-13T15:00:00Z", o -> o.withPlan(PlanProfile.BASIC))) {
      assertThat(values(small.json("/v1/indicators/sma/UP?window=1&adjusted=false&limit=1")))
          .containsExactly(29.0);
      var refused = small.withKey("/v1/indicators/sma/UP?timestamp.lt=2020-01-01");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("doesn't include this data timeframe");
    }
  }
}
