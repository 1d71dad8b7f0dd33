package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.DateRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportTest {
  private static final String NOW = "2026-03-14T15:00:00Z";
  private static final String CHEAP = "/v3/reference/tickers/QQXA";

  @Test
  void takesTheKeyFromTheHeaderOrTheQuery() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      assertThat(caller.get(CHEAP, "Authorization", "Bearer k").statusCode()).isEqualTo(200);
      assertThat(caller.get(CHEAP + "?apiKey=k").statusCode()).isEqualTo(200);
      var refused = caller.get(CHEAP);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(Caller.blotted(refused.body()))
          .isEqualTo(
              """
              {"status":"ERROR","request_id":"R","error":"Unknown API Key"}\
              """);
    }
  }

  @Test
  void remembersAnswersAsTheyWereFirstMade() {
    var bars = "/v2/aggs/ticker/QQXA/range/1/day/2026-03-09/2026-03-13";
    try (var forgetful = Caller.of(HandMadeMarket.small(), NOW);
        var caller = Caller.of(HandMadeMarket.small(), NOW, o -> o.withRemembers(true))) {
      var first = caller.get(bars + "?apiKey=a&adjusted=false").body();
      assertThat(Caller.blotted(first))
          .isEqualTo(Caller.blotted(forgetful.get(bars + "?apiKey=a&adjusted=false").body()));
      assertThat(caller.get(bars + "?apiKey=b&adjusted=false").body()).isEqualTo(first);
      assertThat(caller.get(bars + "?apiKey=b&adjusted=true").body()).isNotEqualTo(first);
      assertThat(forgetful.get(bars + "?apiKey=a&adjusted=false").body())
          .as("without a memory each answer has an id of its own")
          .isNotEqualTo(forgetful.get(bars + "?apiKey=a&adjusted=false").body());
    }
  }

  @Test
  void forgetsTheAnswersThatWereAskedForLongestAgo() {
    var memory = new AnswerMemory(250);
    var made = new ArrayList<String>();
    for (var asked : List.of("a", "b", "a", "c", "a", "b")) {
      var answer =
          memory.answer(
              asked,
              () -> {
                made.add(asked);
                return Reply.text(200, "text/plain", asked.repeat(100));
              });
      assertThat(answer.body().text()).isEqualTo(asked.repeat(100));
    }
    assertThat(made).containsExactly("a", "b", "c", "b");
  }

  @Test
  void takesOnlyTheKeysOfTheFileWithTheirPlans(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("keys"), "# keys\n\nsmall,basic\nbig , business\n");
    try (var caller =
        Caller.of(HandMadeMarket.small(), NOW, o -> o.withKeys(KeyFile.read(file).plans()))) {
      assertThat(caller.get(CHEAP + "?apiKey=other").statusCode()).isEqualTo(401);
      for (int i = 0; i < 6; i++) {
        assertThat(caller.get(CHEAP + "?apiKey=big").statusCode()).isEqualTo(200);
        assertThat(caller.get(CHEAP + "?apiKey=small").statusCode()).isEqualTo(i < 5 ? 200 : 429);
      }
    }
  }

  @Test
  void wordsAfterTheProfileChangeIt(@TempDir Path folder) throws IOException {
    var keys =
        KeyFile.read(
            Files.writeString(
                folder.resolve("keys"),
                "a,starter,etf,fmv, years=5\nb,business,no-etf,minute-years=2,secret=x/y==\n"));
    assertThat(keys.secrets()).containsExactly(Map.entry("b", "x/y=="));
    assertThat(keys.plans().get("a").etfProfiles()).isTrue();
    assertThat(keys.plans().get("a").historyYears()).hasValue(5);
    assertThat(keys.plans().get("a").fairValue()).isTrue();
    assertThat(keys.plans().get("a").delay()).isEqualTo(Duration.ofMinutes(15));
    assertThat(keys.plans().get("b").etfProfiles()).isFalse();
    assertThat(keys.plans().get("b").minuteYears()).hasValue(2);
    assertThat(keys.plans().get("b").historyYears()).isEmpty();
  }

  @Test
  void refusesAKeysFileThatIsNone(@TempDir Path folder) throws IOException {
    var noPlan = Files.writeString(folder.resolve("a"), "k3y\n");
    assertThatThrownBy(() -> KeyFile.read(noPlan))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("k3y");
    var strange = Files.writeString(folder.resolve("b"), "k3y,gold\n");
    assertThatThrownBy(() -> KeyFile.read(strange)).hasMessageContaining("'gold'");
    var odd = Files.writeString(folder.resolve("d"), "\nk3y,starter,options\n");
    assertThatThrownBy(() -> KeyFile.read(odd))
        .hasMessageContaining("line 2")
        .hasMessageContaining("options")
        .hasMessageNotContaining("k3y");
    var never = Files.writeString(folder.resolve("e"), "k3y,starter,years=many\n");
    assertThatThrownBy(() -> KeyFile.read(never)).hasMessageContaining("years=many");
    assertThatThrownBy(() -> KeyFile.read(folder.resolve("c")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void unknownPathsArePlainText() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      for (var path : new String[] {"/stocks/v1/exchanges", "/", "/v2/aggs/ticker//prev"}) {
        var response = caller.withKey(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(response.body()).isEqualTo("404 page not found");
      }
    }
  }

  @Test
  void onlyReads() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      assertThat(caller.post(CHEAP, "x").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void namesTheRequestInHeaderAndBody() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      var response = caller.withKey(CHEAP);
      assertThat(response.body())
          .contains(response.headers().firstValue("X-Request-Id").orElseThrow());
      assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }
  }

  @Test
  void compressesOnlyWhenAsked() throws IOException {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      var path = "/v3/reference/tickers/types?apiKey=k";
      var plain = caller.bytes(path);
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      var packed = caller.bytes(path, "Accept-Encoding", "gzip");
      assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
      var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
      assertThat(Caller.blotted(new String(unpacked, StandardCharsets.UTF_8)))
          .isEqualTo(Caller.blotted(new String(plain.body(), StandardCharsets.UTF_8)));
      var small = caller.bytes(CHEAP, "Accept-Encoding", "gzip");
      assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
    }
  }

  @Test
  void readsEncodedTickers() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      assertThat(caller.withKey("/v3/reference/tickers/%51QXA").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void allowsFiveCallsInAnySixtySecondsOnBasic() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW, o -> o.withPlan(PlanProfile.BASIC))) {
      for (int i = 0; i < 5; i++) {
        caller.now.set(Instant.parse("2026-03-14T15:00:00Z").plusSeconds(10L * i));
        assertThat(caller.withKey(CHEAP).statusCode()).isEqualTo(200);
      }
      caller.now.set(Instant.parse("2026-03-14T15:00:59Z"));
      var refused = caller.withKey(CHEAP);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body())
          .contains("\"status\":\"ERROR\"", "You've exceeded the maximum requests per minute");
      assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
      caller.now.set(Instant.parse("2026-03-14T15:01:00Z"));
      assertThat(caller.withKey(CHEAP).statusCode()).isEqualTo(200);
      assertThat(caller.withKey(CHEAP).statusCode()).isEqualTo(429);
      assertThat(caller.get(CHEAP, "Authorization", "Bearer another").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void countsFromOneFullMinuteToTheNextWhenAsked() {
    try (var caller =
        Caller.of(
            HandMadeMarket.small(),
            NOW,
            o ->
                o.withPlan(PlanProfile.BASIC)
                    .withLimiter(RateWindow.FIXED_MINUTE)
                    .withRetryAfter(true))) {
      caller.now.set(Instant.parse("2026-03-14T15:00:59Z"));
      for (int i = 0; i < 5; i++) {
        assertThat(caller.withKey(CHEAP).statusCode()).isEqualTo(200);
      }
      var refused = caller.withKey(CHEAP);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      caller.now.set(Instant.parse("2026-03-14T15:01:00Z"));
      for (int i = 0; i < 6; i++) {
        assertThat(caller.withKey(CHEAP).statusCode()).isEqualTo(i < 5 ? 200 : 429);
      }
    }
    assertThat(RateWindow.of("sliding")).isEqualTo(RateWindow.SLIDING);
    assertThatThrownBy(() -> RateWindow.of("leaky")).hasMessageContaining("fixed-minute");
  }

  @Test
  void canSayWhenToComeBack() {
    try (var caller =
        Caller.of(
            HandMadeMarket.small(),
            NOW,
            o -> o.withPlan(PlanProfile.ADVANCED.withCallsPerMinute(1)).withRetryAfter(true))) {
      caller.withKey(CHEAP);
      caller.now.set(Instant.parse("2026-03-14T15:00:20Z"));
      assertThat(caller.withKey(CHEAP).headers().firstValue("Retry-After")).hasValue("40");
    }
  }

  @Test
  void tellsWhatItIsAndWhatItCounted() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      assertThat(caller.get("/_sim/identity").body())
          .isEqualTo(
              """
              {"simulator":"tickstock","market":"data"}\
              """);
      caller.withKey(CHEAP);
      caller.withKey(CHEAP);
      caller.withKey("/nowhere");
      caller.get(CHEAP);
      caller.now.set(Instant.parse("2026-03-14T15:02:00Z"));
      caller.withKey(CHEAP);
      assertThat(caller.get("/_sim/stats").body())
          .isEqualTo(
              """
              {"calls":{"/v3/reference/tickers/{t}":4,"unknown path":1},\
              "statuses":{"200":3,"401":1,"404":1},"mostCallsInAMinute":{"any":2},"faults":{}}\
              """);
      assertThat(caller.server.calls()).isEqualTo(5);
      assertThat(caller.get("/_sim/else").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void offersTheTruthToCompareWith() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      var bars = caller.server.market().bars("QQXA", DateRange.of(LocalDate.of(2026, 3, 6)));
      assertThat(bars).hasSize(1);
      assertThat(bars.getFirst().close()).isEqualTo(20.2);
      assertThat(bars.getFirst().start()).isEqualTo("2026-03-06T05:00:00Z");
    }
  }

  @Test
  void waitsTheLatencyBeforeItAnswers() {
    try (var caller =
        Caller.of(HandMadeMarket.small(), NOW, o -> o.withLatency(Duration.ofMillis(30)))) {
      long start = System.nanoTime();
      caller.withKey(CHEAP);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }
  }

  @Test
  void saysWhichPortIsTaken() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      int port = caller.server.uri().getPort();
      assertThatThrownBy(
              () -> Caller.of(HandMadeMarket.small(), NOW, o -> o.withPort(port)).close())
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  @Test
  void nextPagesKeepTheNameUnderWhichTheCallerCame() {
    try (var caller = Caller.of(HandMadeMarket.small(), NOW)) {
      var uri =
          URI.create(
              "http://localhost:"
                  + caller.server.uri().getPort()
                  + "/v3/reference/tickers?limit=1&apiKey=k");
      var body = caller.send(HttpRequest.newBuilder(uri).build()).body();
      assertThat(body)
          .contains("\"next_url\":\"http://localhost:" + caller.server.uri().getPort() + "/v3/");
    }
  }

  @Test
  void knowsFivePlans() {
    assertThat(PlanProfile.named("basic").callsPerMinute()).hasValue(5);
    for (var name : new String[] {"starter", "developer", "advanced", "business"}) {
      assertThat(PlanProfile.named(name).name()).isEqualTo(name);
      assertThat(PlanProfile.named(name).callsPerMinute()).isEmpty();
    }
    assertThatThrownBy(() -> PlanProfile.named("gold")).hasMessageContaining("'gold'");
  }

  @Test
  void refusesOptionsThatCannotBe() {
    var options =
        SimulatorOptions.over(HandMadeMarket.small(), WeekdayCalendar.plain(), Instant::now);
    assertThatThrownBy(() -> options.withPort(70_000)).hasMessageContaining("70000");
    assertThatThrownBy(() -> options.withLatency(Duration.ofMillis(-1)))
        .hasMessageContaining("negative");
    assertThat(options.withBind("localhost").bind()).isEqualTo("localhost");
    assertThat(options.keys()).isEqualTo(Map.of());
  }
}
