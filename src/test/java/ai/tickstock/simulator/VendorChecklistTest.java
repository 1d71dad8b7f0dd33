package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.scenario.SyntheticMarket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The checklist of our fact sheet for a faithful simulator, line by line; the details are in the
/// tests of each address.
class VendorChecklistTest {
  private static final String NOW = "2026-03-14T15:00:00Z";
  private static final String RANGE = "/v2/aggs/ticker/QQXA/range/1/%s/2026-03-02/2026-03-13";
  private final Caller caller = Caller.of(HandMadeMarket.small(), NOW);

  @AfterEach
  void close() {
    caller.close();
  }

  private static List<String> texts(List<JsonNode> rows, String field) {
    return rows.stream().map(r -> r.path(field).asString()).toList();
  }

  @Test
  void line01KeysInHeaderAndQueryBoundToPlans() {
    var plans = Map.of("large", PlanProfile.BUSINESS, "small", PlanProfile.BASIC);
    try (var keyed = Caller.of(HandMadeMarket.small(), NOW, o -> o.withKeys(plans))) {
      var path = "/etf-global/v1/profiles?limit=1";
      assertThat(keyed.get(path + "&apiKey=large").statusCode()).isEqualTo(200);
      assertThat(keyed.get(path, "Authorization", "Bearer large").statusCode()).isEqualTo(200);
      assertThat(keyed.get(path + "&apiKey=small").statusCode()).isEqualTo(403);
      for (var refused : List.of(keyed.get(path), keyed.get(path + "&apiKey=other"))) {
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body())
            .contains("\"status\":\"ERROR\"", "\"error\":\"Unknown API Key\"");
      }
    }
  }

  @Test
  void line02FiveCallsAMinuteWithAHintOrAnEmptyBodyWhenSwitched() {
    try (var basic =
        Caller.of(
            HandMadeMarket.small(), NOW, o -> o.withPlan(PlanProfile.BASIC).withRetryAfter(true))) {
      for (int i = 0; i < 5; i++) {
        assertThat(basic.withKey("/v3/reference/tickers").statusCode()).isEqualTo(200);
      }
      var refused = basic.withKey("/v3/reference/tickers");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    }
    caller.server.faults(List.of(FaultRule.of(FaultKind.RATE_LIMITED).withStatus(429, "empty")));
    assertThat(caller.withKey("/v3/reference/tickers").body()).isEmpty();
  }

  @Test
  void line03NextPagesAreOursKeylessAndRememberTheQuestion() {
    var next =
        caller
            .json("/v3/reference/tickers?limit=1&order=desc&apiKey=k")
            .path("next_url")
            .asString();
    assertThat(next)
        .startsWith(caller.server.uri() + "/")
        .contains("?cursor=")
        .doesNotContain("apiKey");
    assertThat(texts(caller.walk("/v3/reference/tickers?limit=1&order=desc"), "ticker"))
        .containsExactly("QQXA", "NEWT", "BACpL");
    var bars = caller.json(RANGE.formatted("day") + "?limit=1").path("next_url").asString();
    assertThat(URI.create(bars).getPath()).matches(".*/range/1/day/\\d{13}/2026-03-13");
    var invalid = caller.withKey("/v3/reference/tickers?cursor=x");
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(invalid.body()).contains("\"status\":\"ERROR\"");
  }

  @Test
  void line04BarsFromBaseBarsWithWholeWindowsAndAdjustment() {
    var weeks = caller.json(RANGE.formatted("week") + "?limit=2");
    assertThat(weeks.path("queryCount").asInt()).isEqualTo(1);
    assertThat(weeks.path("resultsCount").asInt()).isEqualTo(1);
    assertThat(caller.walk(RANGE.formatted("week") + "?limit=2")).hasSize(2);
    var adjusted = caller.walk(RANGE.formatted("day")).getFirst();
    assertThat(adjusted.path("c").asDouble()).isEqualTo(20.2 / 4);
    assertThat(adjusted.path("v").asDouble()).isEqualTo(812345.25 * 4);
  }

  @Test
  void line05EmptyAnswersOfEachKind() {
    assertThat(caller.body("/v2/aggs/ticker/NOPE1/range/1/day/2026-03-02/2026-03-13"))
        .doesNotContain("results\"");
    assertThat(caller.body("/v2/aggs/grouped/locale/us/market/stocks/2026-03-07"))
        .doesNotContain("results\"");
    assertThat(caller.withKey("/v3/reference/tickers/NOPE1").statusCode()).isEqualTo(404);
    assertThat(caller.withKey("/v1/open-close/QQXA/2026-03-07").statusCode()).isEqualTo(404);
    assertThat(caller.body("/v3/snapshot?ticker.any_of=NOPE1")).contains("\"error\":\"NOT_FOUND\"");
  }

  @Test
  void line06ListsByDateWithRenamedAndDelistedTickers() {
    assertThat(texts(caller.walk("/v3/reference/tickers?date=2026-03-03"), "ticker"))
        .contains("OLDT", "GONE", "BACpL")
        .doesNotContain("NEWT");
    assertThat(texts(caller.walk("/v3/reference/tickers"), "ticker"))
        .contains("NEWT")
        .doesNotContain("OLDT", "GONE");
    assertThat(texts(caller.walk("/v3/reference/tickers?active=false"), "ticker"))
        .containsExactly("GONE");
  }

  @Test
  void line07EventsByTickerAndIdentifiersAndActionsInBothGenerations() {
    var events = caller.body("/vX/reference/tickers/NEWT/events");
    assertThat(caller.body("/vX/reference/tickers/BBG0COMP0002/events")).isEqualTo(events);
    assertThat(caller.body("/vX/reference/tickers/S00000210/events")).isEqualTo(events);
    for (var actions : List.of("splits", "dividends")) {
      assertThat(texts(caller.walk("/stocks/v1/" + actions), "id"))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              texts(caller.walk("/v3/reference/" + actions), "id"));
    }
    assertThat(caller.body("/v1/marketstatus/now")).contains("\"market\":\"closed\"");
  }

  @Test
  void line08FaultsAreSwitchedOnAndOff() {
    for (var status : List.of(500, 502, 503, 504)) {
      caller.server.faults(List.of(FaultRule.of(FaultKind.STATUS).withStatus(status, "html")));
      assertThat(caller.withKey(RANGE.formatted("day")).statusCode()).isEqualTo(status);
    }
    caller.server.faults(List.of(FaultRule.of(FaultKind.RESULTS_NULL)));
    assertThat(caller.body(RANGE.formatted("day"))).contains("\"results\":null");
    caller.server.faults(List.of());
    assertThat(caller.walk(RANGE.formatted("day"))).hasSize(3);
  }

  @Test
  void line09CompressedWhenAskedAndPlainTextForUnknownPaths() {
    var path = "/v3/reference/exchanges?apiKey=k";
    assertThat(
            caller.bytes(path, "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
        .hasValue("gzip");
    assertThat(caller.get(path).headers().firstValue("Content-Encoding")).isEmpty();
    var unknown = caller.withKey("/v9/nothing");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("Content-Type")).hasValue("text/plain");
  }

  @Test
  void line10FlatFilesLikeAnObjectStoreWithTagsPartsAndTimesOfTheSimulatedClock() {
    var key = S3Caller.DAYS + "2026/03/2026-03-13.csv.gz";
    try (var files =
        S3Caller.of(new SyntheticMarket(42, WeekdayCalendar.plain()), "2026-03-14T14:59:59Z")) {
      assertThat(files.get(key).statusCode()).isEqualTo(404);
      files.at("2026-03-14T15:00:00Z");
      var client = files.client();
      var listed =
          client
              .listObjectsV2Paginator(
                  r -> r.bucket("flatfiles").prefix(S3Caller.DAYS + "2026/").maxKeys(7))
              .contents()
              .stream()
              .toList();
      assertThat(listed).hasSize(52);
      assertThat(listed.getLast().key()).isEqualTo(key);
      var head = client.headObject(r -> r.bucket("flatfiles").key(key));
      assertThat(head.eTag()).isEqualTo(listed.getLast().eTag());
      assertThat(head.lastModified()).isEqualTo("2026-03-14T15:00:00Z");
      assertThat(files.get(key).body()).hasSize(head.contentLength().intValue());
      assertThat(files.get(key, "Range", "bytes=0-1").body()).containsExactly(0x1f, 0x8b);
      assertThat(files.get(key, "If-None-Match", head.eTag()).statusCode()).isEqualTo(304);
    }
  }
}
