package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.DateRange;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class FaultsTest {
  private static final String RANGE =
      "/v2/aggs/ticker/QQXA/range/1/day/2026-03-02/2026-03-13?adjusted=false";
  private static final String GROUPED =
      "/v2/aggs/grouped/locale/us/market/stocks/2026-03-06?adjusted=false";
  private static final DateRange MARCH =
      new DateRange(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 31));
  private final Caller caller = Caller.of(HandMadeMarket.small(), "2026-03-14T15:00:00Z");

  @AfterEach
  void close() {
    caller.close();
  }

  private void on(FaultRule... rules) {
    caller.server.faults(List.of(rules));
  }

  private static FaultRule fault(FaultKind kind) {
    return FaultRule.of(kind);
  }

  private List<Integer> statuses(String path, int calls) {
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < calls; i++) {
      statuses.add(caller.withKey(path).statusCode());
    }
    return statuses;
  }

  @Test
  void answersWithAGatewaysPageOrNothing() {
    on(fault(FaultKind.STATUS).withStatus(502, "html"));
    var html = caller.withKey(RANGE);
    assertThat(html.statusCode()).isEqualTo(502);
    assertThat(html.body()).startsWith("<html>");
    assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html");
    on(fault(FaultKind.STATUS).withStatus(500, "empty"));
    var empty = caller.withKey(RANGE);
    assertThat(empty.statusCode()).isEqualTo(500);
    assertThat(empty.body()).isEmpty();
  }

  @Test
  void limitsTheRateWithAndWithoutAHint() {
    on(fault(FaultKind.RATE_LIMITED));
    assertThat(caller.withKey(RANGE).statusCode()).isEqualTo(429);
    assertThat(caller.withKey(RANGE).headers().firstValue("Retry-After")).isEmpty();
    on(fault(FaultKind.RATE_LIMITED).withRetryAfterSeconds(7));
    assertThat(caller.withKey(RANGE).headers().firstValue("Retry-After")).hasValue("7");
  }

  @Test
  void strikesOnlyTheGivenCalls() {
    on(fault(FaultKind.STATUS).withCalls(2, 3));
    assertThat(statuses(RANGE, 5)).containsExactly(200, 503, 503, 200, 200);
  }

  @Test
  void strikesOnlyTheGivenTickersAndEndpoints() {
    on(fault(FaultKind.STATUS).withTickers(Set.of("QQXA")));
    assertThat(statuses(RANGE, 1)).containsExactly(503);
    assertThat(statuses(RANGE.replace("QQXA", "BACpL"), 1)).containsExactly(200);
    assertThat(statuses(GROUPED, 1)).containsExactly(200);
    on(fault(FaultKind.STATUS).withEndpoint("/v2/aggs/grouped/*"));
    assertThat(statuses(RANGE, 1)).containsExactly(200);
    assertThat(statuses(GROUPED, 1)).containsExactly(503);
  }

  @Test
  void strikesTheSameCallsForTheSameSeed() {
    var rule = fault(FaultKind.STATUS).withProbability(0.5).withSeed(11);
    on(rule);
    var first = statuses(RANGE, 20);
    on(rule);
    var again = new ArrayList<Integer>();
    for (int i = 0; i < 20; i++) {
      caller.withKey(GROUPED);
      again.add(caller.withKey(RANGE).statusCode());
    }
    assertThat(again).isEqualTo(first).contains(200, 503);
    on(rule.withSeed(12));
    assertThat(statuses(RANGE, 20)).isNotEqualTo(first);
  }

  @Test
  void cutsTheBody() {
    on(fault(FaultKind.CUT_BODY));
    assertThatThrownBy(() -> caller.withKey(RANGE)).isInstanceOf(UncheckedIOException.class);
    on();
    assertThat(caller.withKey(RANGE).statusCode()).isEqualTo(200);
  }

  @Test
  void sendsLateAndSlowly() {
    on(
        fault(FaultKind.LATENCY).withDelayMillis(20),
        fault(FaultKind.SLOW_BODY).withDelayMillis(50));
    long start = System.nanoTime();
    assertThat(caller.json(RANGE).path("resultsCount").asInt()).isEqualTo(3);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(60));
  }

  @Test
  void saysDelayed() {
    on(fault(FaultKind.DELAYED_STATUS));
    assertThat(caller.json(GROUPED).path("status").asString()).isEqualTo("DELAYED");
  }

  @Test
  void nullsOrEmptiesTheResults() {
    on(fault(FaultKind.RESULTS_NULL));
    assertThat(caller.json(GROUPED).path("results").isNull()).isTrue();
    on(fault(FaultKind.WRONG_EMPTY));
    for (var path : List.of(GROUPED, "/v3/reference/tickers?limit=1")) {
      var page = caller.json(path);
      assertThat(page.has("results")).isFalse();
      assertThat(page.has("next_url")).isFalse();
      assertThat(page.path("count").asInt()).isZero();
      assertThat(page.path("status").asString()).isEqualTo("OK");
    }
  }

  @Test
  void repeatsAndReordersRows() {
    on(fault(FaultKind.DUPLICATE_ROWS), fault(FaultKind.REORDERED_ROWS));
    assertThat(caller.json(RANGE).path("results"))
        .extracting(r -> r.path("t").asLong())
        .containsExactly(1773115200000L, 1773115200000L, 1773028800000L, 1772773200000L);
  }

  private List<Long> times(String path) {
    return caller.walk(path).stream().map(r -> r.path("t").asLong()).toList();
  }

  @Test
  void repeatsTheLastRowOfAPageAsTheFirstOfTheNext() {
    on(fault(FaultKind.DUPLICATE_ROWS));
    assertThat(times(RANGE + "&limit=2"))
        .containsExactly(
            1772773200000L,
            1773028800000L,
            1773028800000L,
            1773028800000L,
            1773115200000L,
            1773115200000L);
    assertThat(times(RANGE + "&limit=2&sort=desc"))
        .containsExactly(
            1773115200000L,
            1773028800000L,
            1773028800000L,
            1773028800000L,
            1772773200000L,
            1772773200000L);
    assertThat(times(RANGE + "&limit=1")).hasSize(6);
    assertThat(caller.walk("/v3/reference/tickers?limit=2"))
        .extracting(r -> r.path("ticker").asString())
        .containsExactly("BACpL", "NEWT", "NEWT", "NEWT", "QQXA", "QQXA");
    assertThat(caller.get("/_sim/stats").body()).contains("\"duplicate-rows\":9");
  }

  @Test
  void repeatsTheLastMinuteOfAPageAsTheFirstOfTheNext() {
    var market = HandMadeMarket.small();
    for (var start : List.of("14:30", "14:31", "15:10")) {
      market.minute("QQXA", "2026-03-09T" + start + ":00Z", 20, 21, 19, 20.5, 100, 20, 5);
    }
    try (var other =
        Caller.of(
            market,
            "2026-03-14T15:00:00Z",
            o -> o.withFaults(List.of(fault(FaultKind.DUPLICATE_ROWS))))) {
      var minutes = other.walk("/v2/aggs/ticker/QQXA/range/1/minute/2026-03-09/2026-03-09?limit=2");
      assertThat(minutes)
          .extracting(r -> r.path("t").asLong() / 60_000 % 60)
          .containsExactly(30L, 31L, 31L, 31L, 10L, 10L);
    }
  }

  @Test
  void pointsNextPagesElsewhereOrInACircle() {
    on(fault(FaultKind.FOREIGN_NEXT_URL));
    assertThat(caller.json(RANGE + "&limit=1").path("next_url").asString())
        .startsWith("https://elsewhere.example:443/v2/aggs/ticker/QQXA/");
    on(fault(FaultKind.PORT_NEXT_URL));
    assertThat(caller.json(RANGE + "&limit=1").path("next_url").asString())
        .startsWith("https://127.0.0.1:443/v2/aggs/ticker/QQXA/");
    on(fault(FaultKind.MALFORMED_NEXT_URL));
    assertThat(caller.json(RANGE + "&limit=1").path("next_url").asString())
        .startsWith("https://127.0.0.1:443:443/v2/aggs/ticker/QQXA/");
    on(fault(FaultKind.LOOPING_NEXT_URL));
    var loop = caller.json(RANGE + "&limit=1").path("next_url").asString();
    var path = loop.substring(caller.server.uri().toString().length());
    assertThat(caller.json(path).path("next_url").asString()).isEqualTo(loop);
  }

  @Test
  void bringsTheFirstPageOfAWalkTwice() {
    on(fault(FaultKind.REPEATED_PAGE));
    assertThat(times(RANGE + "&limit=1"))
        .containsExactly(1772773200000L, 1772773200000L, 1773028800000L, 1773115200000L);
    assertThat(times(RANGE)).hasSize(3);
    assertThat(caller.walk("/v3/reference/tickers?limit=2"))
        .extracting(r -> r.path("ticker").asString())
        .containsExactly("BACpL", "NEWT", "BACpL", "NEWT", "QQXA");
  }

  @Test
  void breaksTheJson() {
    on(fault(FaultKind.BAD_JSON));
    var response = caller.withKey(RANGE);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> JsonMapper.shared().readTree(response.body()))
        .isInstanceOf(tools.jackson.core.JacksonException.class);
  }

  @Test
  void answersSuccessWithTheBodyOfAnError() {
    on(fault(FaultKind.ERROR_WITH_200));
    var response = caller.withKey(RANGE);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Caller.blotted(response.body()))
        .isEqualTo(
            """
            {"status":"ERROR","request_id":"R",\
            "error":"The request could not be completed. Please try again later."}\
            """);
  }

  @Test
  void endsTheBodyInTheMiddleCompressedOrNot() {
    on(fault(FaultKind.TRUNCATED_BODY));
    var path = "/v3/reference/exchanges?apiKey=k";
    var plain = caller.bytes(path);
    assertThat(plain.headers().firstValueAsLong("Content-Length")).hasValue(plain.body().length);
    assertThatThrownBy(() -> JsonMapper.shared().readTree(plain.body()))
        .isInstanceOf(tools.jackson.core.JacksonException.class);
    var compressed = caller.bytes(path, "Accept-Encoding", "gzip");
    assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThatThrownBy(
            () -> new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
        .isInstanceOf(EOFException.class);
  }

  @Test
  void refusesForEachReasonInItsWords() {
    for (var body : List.of("json", "message")) {
      on(fault(FaultKind.RATE_LIMITED).withStatus(429, body));
      var refused = caller.json(RANGE);
      assertThat(refused.path(body.equals("json") ? "error" : "message").asString())
          .startsWith("You've exceeded the maximum requests per minute");
      assertThat(refused.has(body.equals("json") ? "message" : "error")).isFalse();
    }
    on(fault(FaultKind.RATE_LIMITED).withStatus(429, "empty").withRetryAfterSeconds(3));
    var empty = caller.withKey(RANGE);
    assertThat(empty.body()).isEmpty();
    assertThat(empty.headers().firstValue("Retry-After")).hasValue("3");
    on(fault(FaultKind.STATUS).withStatus(403, "json"));
    assertThat(caller.json(RANGE).path("error").asString())
        .startsWith("You are not entitled to this data.");
    on(fault(FaultKind.STATUS).withStatus(500, "json"));
    assertThat(caller.json(RANGE).path("error").asString()).startsWith("The request could not");
  }

  @Test
  void isDownForMaintenanceByTheSimulatedClock() {
    var answer =
        caller.post(
            "/_sim/faults",
            """
            {"faults": [{"kind": "status", "status": 503, "fromInstant": "2026-03-14T06:00:00Z",
                         "toInstant": "2026-03-14T02:30:00-04:00"}]}
            """);
    assertThat(answer.body())
        .contains(
            "\"fromInstant\":\"2026-03-14T06:00:00Z\",\"toInstant\":\"2026-03-14T06:30:00Z\"");
    for (var time : List.of("05:59:59", "06:00:00", "06:29:59", "06:30:00")) {
      caller.server.clock().set(Instant.parse("2026-03-14T" + time + "Z"));
      assertThat(caller.withKey(RANGE).statusCode())
          .as(time)
          .isEqualTo(time.startsWith("06:0") || time.startsWith("06:2") ? 503 : 200);
    }
    assertThat(caller.get("/_sim/stats").body()).contains("\"status\":2");
  }

  @Test
  void losesRepeatsAndGarblesSplits() {
    var path = "/stocks/v1/splits?ticker=QQXA";
    on(fault(FaultKind.DROPPED_SPLIT));
    assertThat(caller.json(path).path("results")).isEmpty();
    on(fault(FaultKind.DOUBLED_SPLIT));
    assertThat(caller.json(path).path("results"))
        .extracting(r -> r.path("id").asString())
        .containsExactly("E0-20522", "E0-20522b");
    on(fault(FaultKind.ABSURD_SPLIT));
    for (var address : List.of(path, "/v3/reference/splits")) {
      assertThat(caller.withKey(address).body()).contains("\"split_from\":2e+06,\"split_to\":1");
    }
    on(fault(FaultKind.DROPPED_SPLIT).withTickers(Set.of("OTHER")));
    assertThat(caller.json(path).path("results")).hasSize(1);
    assertThat(caller.get("/_sim/stats").body())
        .contains("\"faults\":{\"dropped-split\":1,\"doubled-split\":1,\"absurd-split\":2}");
  }

  @Test
  void spoilsTheBarsOfATicker() {
    on(fault(FaultKind.MISSING_FIELDS));
    var bare = caller.json(RANGE).path("results").path(0);
    assertThat(bare.has("n") || bare.has("vw")).isFalse();
    assertThat(bare.path("v").asDouble()).isEqualTo(812345.25);
    on(fault(FaultKind.DOUBLED_VOLUME));
    assertThat(caller.json(RANGE).path("results").path(0).path("v").asDouble())
        .isEqualTo(1624690.5);
    on(fault(FaultKind.NAN_VALUE).withTickers(Set.of("BACpL")));
    assertThat(caller.withKey(GROUPED).body()).contains("\"c\":NaN").contains("\"c\":20.2,");
    on(fault(FaultKind.HIGH_BELOW_LOW).withTickers(Set.of("BACpL")));
    assertThat(caller.withKey(GROUPED).body()).contains("\"h\":1200,\"l\":1204.11");
    on(fault(FaultKind.OUT_OF_RANGE_BAR));
    assertThat(caller.json(RANGE).path("results").path(0).path("t").asLong())
        .isEqualTo(1741323600000L);
    on(fault(FaultKind.DAY_BEFORE_BAR));
    assertThat(caller.json(RANGE).path("results").path(0).path("t").asLong())
        .isEqualTo(1772686800000L);
  }

  @Test
  void dropsAShareOfTheBarsAndTellsWhich() {
    on(
        fault(FaultKind.DROPPED_BAR)
            .withTickers(Set.of("QQXA"))
            .withAnswers(Set.of(BarAnswer.AGGREGATES)));
    assertThat(caller.json(RANGE).path("resultsCount").asInt()).isZero();
    assertThat(caller.withKey(GROUPED).body()).contains("QQXA");
    assertThat(caller.server.hidden("QQXA", MARCH, BarAnswer.AGGREGATES))
        .containsExactly(
            LocalDate.of(2026, 3, 6), LocalDate.of(2026, 3, 9), LocalDate.of(2026, 3, 10));
    assertThat(caller.server.hidden("QQXA", MARCH, BarAnswer.GROUPED)).isEmpty();
    assertThat(caller.server.hidden("BACpL", MARCH, BarAnswer.AGGREGATES)).isEmpty();
  }

  @Test
  void strikesOnlyTheGivenSessions() {
    on(
        fault(FaultKind.DROPPED_BAR)
            .withSessions(new DateRange(LocalDate.of(2026, 3, 7), LocalDate.of(2026, 3, 9))));
    assertThat(caller.server.hidden("QQXA", MARCH, BarAnswer.AGGREGATES))
        .containsExactly(LocalDate.of(2026, 3, 9));
    assertThat(caller.json(RANGE).path("resultsCount").asInt()).isEqualTo(2);
    assertThat(caller.withKey(GROUPED).body()).contains("QQXA");
  }

  @Test
  void dropsTheSameBarsFromEveryAnswer() {
    for (int seed = 1; seed < 20; seed++) {
      on(fault(FaultKind.DROPPED_BAR).withProbability(0.5).withSeed(seed));
      boolean hidden =
          caller.server.hidden("QQXA", MARCH, BarAnswer.GROUPED).contains(LocalDate.of(2026, 3, 6));
      assertThat(caller.withKey(GROUPED).body().contains("QQXA")).isEqualTo(!hidden);
      assertThat(caller.withKey(RANGE).body().contains("1772773200000")).isEqualTo(!hidden);
    }
  }

  @Test
  void areSwitchedOverHttpAndCounted() {
    var answer =
        caller.post(
            "/_sim/faults",
            """
            {"seed": 7, "faults": [
              {"kind": "status", "probability": 1, "status": 504, "body": "empty",
               "endpoint": "/v2/aggs/ticker/*", "tickers": ["QQXA"], "fromCall": 1, "toCall": 2},
              {"kind": "dropped-bar", "answers": "grouped", "tickers": ["BACpL"]}]}
            """);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(caller.get("/_sim/faults").body())
        .isEqualTo(
            """
            {"faults":[{"kind":"status","probability":1.0,"endpoint":"/v2/aggs/ticker/*",\
            "tickers":["QQXA"],"fromCall":1,"toCall":2,"status":504,"body":"empty"},\
            {"kind":"dropped-bar","probability":1.0,"endpoint":"*",\
            "tickers":["BACpL"],"answers":"grouped"}]}\
            """);
    assertThat(statuses(RANGE, 3)).containsExactly(504, 504, 200);
    assertThat(caller.withKey(GROUPED).body()).doesNotContain("BACpL");
    assertThat(caller.get("/_sim/stats").body())
        .contains("\"faults\":{\"status\":2,\"dropped-bar\":1}");
    assertThat(caller.delete("/_sim/faults").body()).isEqualTo("{\"faults\":[]}");
    assertThat(caller.withKey(GROUPED).body()).contains("BACpL");
  }

  @Test
  void refusesRulesThatMeanNothingAndKeepsThoseInForce() {
    on(fault(FaultKind.STATUS));
    for (var bad :
        List.of(
            "x",
            "{}",
            "{\"faults\":[{\"kind\":\"flood\"}]}",
            "{\"faults\":[{\"kind\":\"status\",\"colour\":1}]}",
            "{\"faults\":[{\"kind\":\"status\",\"probability\":2}]}",
            "{\"faults\":[{\"kind\":\"status\",\"probability\":\"often\"}]}",
            "{\"faults\":[{\"kind\":\"status\",\"status\":200}]}",
            "{\"faults\":[{\"kind\":\"status\",\"body\":\"cake\"}]}",
            "{\"faults\":[{\"kind\":\"status\",\"fromCall\":0}]}",
            "{\"faults\":[{\"kind\":\"latency\",\"delayMillis\":-1}]}",
            "{\"faults\":[{\"kind\":\"revised-bars\",\"after\":\"later\"}]}",
            "{\"faults\":[{\"kind\":\"revised-bars\",\"after\":\"PT-1H\"}]}",
            "{\"faults\":[{\"kind\":\"revised-bars\",\"after\":\"0 sessions\"}]}",
            "{\"faults\":[{\"kind\":\"nan-value\",\"fromSession\":\"May\"}]}",
            "{\"faults\":[{\"kind\":\"status\",\"fromInstant\":\"tonight\"}]}",
            "{\"faults\":[{\"kind\":\"status\",\"fromInstant\":\"2026-03-14T06:00:00Z\","
                + "\"toInstant\":\"2026-03-14T06:00:00Z\"}]}",
            "{\"faults\":[{\"kind\":\"nan-value\",\"fromSession\":\"2200-01-01\"}]}",
            "{\"faults\":[{\"kind\":\"dropped-bar\",\"answers\":\"all\"}]}")) {
      var answer = caller.post("/_sim/faults", bad);
      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
      assertThat(answer.body()).contains("\"error\":");
    }
    assertThat(statuses(RANGE, 1)).containsExactly(503);
  }

  @Test
  void tellsTheRulesInForceInTheFormThatItTakes() {
    var rules =
        "{\"faults\":[{\"kind\":\"slow-body\",\"probability\":0.5,\"endpoint\":\"/v3/*\","
            + "\"fromCall\":3,\"delayMillis\":40},"
            + "{\"kind\":\"rate-limited\",\"probability\":1.0,\"endpoint\":\"*\","
            + "\"retryAfterSeconds\":7},"
            + "{\"kind\":\"revised-bars\",\"probability\":1.0,\"endpoint\":\"*\","
            + "\"fromSession\":\"2026-03-02\",\"toSession\":\"2026-03-06\","
            + "\"after\":\"2 sessions\"}]}";
    assertThat(caller.post("/_sim/faults", rules).body()).isEqualTo(rules);
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("faults.json"),
            """
            {"faults": [{"kind": "rate-limited", "retryAfterSeconds": 3},
                        {"kind": "slow-body", "delayMillis": 40}]}
            """);
    var rules = FaultFile.read(file);
    assertThat(rules)
        .extracting(FaultRule::kind)
        .containsExactly(FaultKind.RATE_LIMITED, FaultKind.SLOW_BODY);
    assertThat(rules.getFirst().retryAfterSeconds()).hasValue(3);
    assertThat(rules.getLast().delayMillis()).isEqualTo(40);
    var broken = Files.writeString(folder.resolve("broken.json"), "[]");
    assertThatThrownBy(() -> FaultFile.read(broken)).hasMessageContaining("broken.json");
    assertThatThrownBy(() -> FaultFile.read(folder.resolve("none")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void faultsOfTheOptionsAreOnFromTheStart() {
    try (var other =
        Caller.of(
            HandMadeMarket.small(),
            "2026-03-14T15:00:00Z",
            o -> o.withFaults(List.of(fault(FaultKind.STATUS))))) {
      assertThat(other.withKey(RANGE).statusCode()).isEqualTo(503);
    }
  }
}
