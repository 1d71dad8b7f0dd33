package ai.tickstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// The bucket as the store's own client sees it. It is a Sunday, the files of Friday are out.
class FlatFileBucketTest {
  private static final String NOW = "2026-03-15T16:00:00Z";
  private static final String BUCKET = "flatfiles";
  private static final String FRIDAY = S3Caller.DAYS + "2026/03/2026-03-13.csv.gz";
  private static S3Caller caller;
  private static S3Client client;

  @BeforeAll
  static void start() {
    caller =
        S3Caller.of(
            new SyntheticMarket(42, TradingCalendar.nyse()), TradingCalendar.nyse(), NOW, o -> o);
    client = caller.client();
  }

  @AfterAll
  static void stop() {
    caller.close();
  }

  @AfterEach
  void asBefore() {
    caller.server.faults(List.of());
    caller.at(NOW);
  }

  private static List<String> keys(List<S3Object> objects) {
    return objects.stream().map(S3Object::key).toList();
  }

  private static void assertRefused(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }

  @Test
  void listsAYearInPagesWithoutAHoleAndWithoutARepeat() {
    var pages =
        client.listObjectsV2Paginator(
            r -> r.bucket(BUCKET).prefix(S3Caller.DAYS + "2025/").maxKeys(100));
    var found = new ArrayList<S3Object>();
    var sizes = new ArrayList<Integer>();
    for (var page : pages) {
      sizes.add(page.keyCount());
      found.addAll(page.contents());
    }
    assertThat(sizes).containsExactly(100, 100, 50);
    var sessions =
        TradingCalendar.nyse()
            .sessions(new DateRange(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 12, 31)));
    assertThat(keys(found))
        .containsExactlyElementsOf(
            sessions.stream()
                .map(s -> new FlatFileName(FlatFileKind.DAYS, s.date()).key())
                .toList());
    assertThat(found.getFirst().lastModified()).isEqualTo("2025-01-03T16:00:00Z");
    assertThat(found)
        .allSatisfy(file -> {
          assertThat(file.size()).isBetween(300_000L, 500_000L);
          assertThat(file.eTag()).matches("\"[0-9a-f]{32}-1\"");
        });
    assertThat(found.stream().map(S3Object::eTag).distinct()).hasSameSizeAs(found);
  }

  @Test
  void listsFoldersDownToTheFiles() {
    var root = client.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/"));
    assertThat(root.commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly("us_stocks_sip/");
    var kinds = client.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/").prefix("us_stocks_sip/"));
    assertThat(kinds.commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly(S3Caller.DAYS, S3Caller.MINUTES);
    var years =
        client
            .listObjectsV2Paginator(
                r -> r.bucket(BUCKET).delimiter("/").prefix(S3Caller.MINUTES).maxKeys(10))
            .commonPrefixes()
            .stream()
            .map(CommonPrefix::prefix)
            .toList();
    assertThat(years).hasSize(24).startsWith(S3Caller.MINUTES + "2003/").doesNotHaveDuplicates();
    var month =
        client.listObjectsV2(
            r -> r.bucket(BUCKET).delimiter("/").prefix(S3Caller.DAYS + "2026/03/"));
    assertThat(keys(month.contents())).hasSize(10).endsWith(FRIDAY);
    assertThat(month.commonPrefixes()).isEmpty();
    assertThat(
            keys(
                client
                    .listObjectsV2(r ->
                        r.bucket(BUCKET)
                            .startAfter(S3Caller.DAYS + "2026/03/2026-03-12.csv.gz")
                            .maxKeys(1))
                    .contents()))
        .containsExactly(FRIDAY);
  }

  @Test
  void listsTheOlderWayToo() {
    var first = client.listObjects(r -> r.bucket(BUCKET).prefix(S3Caller.DAYS).maxKeys(2));
    assertThat(keys(first.contents()))
        .containsExactly(
            S3Caller.DAYS + "2003/09/2003-09-10.csv.gz",
            S3Caller.DAYS + "2003/09/2003-09-11.csv.gz");
    assertThat(first.isTruncated()).isTrue();
    var second =
        client.listObjects(
            r -> r.bucket(BUCKET).prefix(S3Caller.DAYS).maxKeys(1).marker(first.nextMarker()));
    assertThat(keys(second.contents()))
        .containsExactly(S3Caller.DAYS + "2003/09/2003-09-12.csv.gz");
  }

  @Test
  void answersAListInTheStoresXml() {
    assertThat(
            caller.text(
                "/flatfiles?list-type=2&prefix=us_stocks_sip%2Fday_aggs_v1%2F2026%2F03%2F&start-after=x%20y&max-keys=1&encoding-type=url"))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>flatfiles</Name>\
            <Prefix>us_stocks_sip/day_aggs_v1/2026/03/</Prefix><StartAfter>x%20y</StartAfter>\
            <KeyCount>0</KeyCount><MaxKeys>1</MaxKeys><EncodingType>url</EncodingType>\
            <IsTruncated>false</IsTruncated></ListBucketResult>\
            """);
    assertThat(caller.text("/flatfiles?list-type=2&max-keys=0"))
        .contains("<KeyCount>0</KeyCount>", "<IsTruncated>false</IsTruncated>");
    assertThat(caller.text("/flatfiles/?list-type=2&max-keys=5000"))
        .contains("<MaxKeys>1000</MaxKeys>", "<KeyCount>1000</KeyCount>");
    assertThat(caller.text("/flatfiles?location")).contains("<LocationConstraint");
    assertThat(caller.text("/")).contains("<Bucket><Name>flatfiles</Name>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-keys=-1",
        "max-keys=ten",
        "continuation-token=bm9uZSBvZiBvdXJz",
        "continuation-token=%20",
        "encoding-type=xml"
      })
  void refusesListsThatCannotBe(String parameter) {
    var path = "/flatfiles?list-type=2&" + parameter;
    var refused = caller.send("GET", path, Clock.systemUTC());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .contains("<Code>InvalidArgument</Code>");
  }

  @Test
  void aFileIsAsLongAsListAndHeadSay() {
    for (var prefix : List.of(S3Caller.DAYS, S3Caller.MINUTES)) {
      var listed =
          client
              .listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix + "2025/11/2025-11-28"))
              .contents()
              .getFirst();
      var head = client.headObject(r -> r.bucket(BUCKET).key(listed.key()));
      assertThat(head.contentLength()).isEqualTo(listed.size());
      assertThat(head.eTag()).isEqualTo(listed.eTag());
      assertThat(head.lastModified()).isEqualTo(listed.lastModified());
      assertThat(head.contentType()).isEqualTo("application/gzip");
      var answer = client.getObject(r -> r.bucket(BUCKET).key(listed.key()));
      assertThat(answer.response().contentLength()).isEqualTo(listed.size());
      assertThat(answer.response().eTag()).isEqualTo(listed.eTag());
      assertThat(answer.response().acceptRanges()).isEqualTo("bytes");
      var bytes = S3Caller.bytes(answer);
      assertThat(bytes).hasSize(listed.size().intValue());
      assertThat(S3Caller.lines(bytes).getFirst())
          .isEqualTo("ticker,volume,open,close,high,low,window_start,transactions");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10",
    "bytes=100000-100099, 100000, 100100",
    "bytes=300000-, 300000, -1",
    "bytes=-50, -50, -1",
    "bytes=5-99999999, 5, -1"
  })
  void servesPartsOfAFile(String range, int from, int to) {
    var whole = caller.get(FRIDAY).body();
    int first = from < 0 ? whole.length + from : from;
    int end = to < 0 ? whole.length : to;
    var part = client.getObject(r -> r.bucket(BUCKET).key(FRIDAY).range(range));
    assertThat(part.response().contentRange())
        .isEqualTo("bytes " + first + "-" + (end - 1) + "/" + whole.length);
    assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    assertThat(S3Caller.bytes(part)).isEqualTo(Arrays.copyOfRange(whole, first, end));
  }

  @Test
  void refusesPartsBehindTheEndAndPassesOverOddOnes() {
    assertRefused(
        () -> client.getObject(r -> r.bucket(BUCKET).key(FRIDAY).range("bytes=99999999-")),
        416,
        "InvalidRange");
    assertThat(caller.get(FRIDAY, "Range", "bytes=99999999-").headers().firstValue("Content-Range"))
        .hasValueSatisfying(range -> assertThat(range).startsWith("bytes */"));
    assertThat(caller.get(FRIDAY, "Range", "bytes=-0").statusCode()).isEqualTo(416);
    for (var odd : List.of("bytes=0-1,5-6", "rows=1-2", "bytes=9-5", "bytes=-")) {
      assertThat(caller.get(FRIDAY, "Range", odd).statusCode()).as(odd).isEqualTo(200);
    }
  }

  @Test
  void heedsConditions() {
    var head = client.headObject(r -> r.bucket(BUCKET).key(FRIDAY));
    assertThat(head.lastModified()).isEqualTo("2026-03-14T15:00:00Z");
    var tag = head.eTag();
    assertThat(caller.get(FRIDAY, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(caller.get(FRIDAY, "If-None-Match", "\"x\", W/" + tag).statusCode()).isEqualTo(304);
    assertThat(caller.get(FRIDAY, "If-None-Match", "*").headers().firstValue("ETag")).hasValue(tag);
    assertThat(caller.get(FRIDAY, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    assertThat(caller.get(FRIDAY, "If-Match", tag).statusCode()).isEqualTo(200);
    assertThat(caller.get(FRIDAY, "If-Match", "\"x\"").statusCode()).isEqualTo(412);
    var then = "Sat, 14 Mar 2026 15:00:00 GMT";
    var before = "Sat, 14 Mar 2026 14:59:59 GMT";
    assertThat(caller.get(FRIDAY, "If-Modified-Since", then).statusCode()).isEqualTo(304);
    assertThat(caller.get(FRIDAY, "If-Modified-Since", before).statusCode()).isEqualTo(200);
    assertThat(caller.get(FRIDAY, "If-Modified-Since", "yesterday").statusCode()).isEqualTo(200);
    assertThat(caller.get(FRIDAY, "If-Unmodified-Since", then).statusCode()).isEqualTo(200);
    assertThat(caller.get(FRIDAY, "If-Unmodified-Since", before).statusCode()).isEqualTo(412);
    assertRefused(
        () -> client.getObject(r -> r.bucket(BUCKET).key(FRIDAY).ifMatch("x")),
        412,
        "PreconditionFailed");
    assertThatThrownBy(() -> client.getObject(r -> r.bucket(BUCKET).key(FRIDAY).ifNoneMatch(tag)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        S3Caller.DAYS + "2026/03/2026-03-14.csv.gz",
        S3Caller.DAYS + "2025/12/2025-12-25.csv.gz",
        S3Caller.DAYS + "2026/03/2026-03-16.csv.gz",
        S3Caller.DAYS + "2003/09/2003-09-09.csv.gz",
        S3Caller.DAYS + "2026/3/2026-03-13.csv.gz",
        S3Caller.DAYS + "2026/02/2026-03-13.csv.gz",
        S3Caller.DAYS + "2026/03/2026-02-30.csv.gz",
        "us_stocks_sip/trades_v1/2026/03/2026-03-13.csv.gz",
        "something"
      })
  void hasNoFileOfHolidaysNorOfTheFutureNorOfOtherKinds(String key) {
    assertThatThrownBy(() -> client.getObject(r -> r.bucket(BUCKET).key(key)))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> client.headObject(r -> r.bucket(BUCKET).key(key)))
        .isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void answersOfBucketsAndOtherMethods() {
    assertThat(client.headBucket(r -> r.bucket(BUCKET)).sdkHttpResponse().isSuccessful()).isTrue();
    assertThatThrownBy(() -> client.listObjectsV2(r -> r.bucket("other")))
        .isInstanceOf(NoSuchBucketException.class);
    assertRefused(
        () -> client.deleteObject(r -> r.bucket(BUCKET).key(FRIDAY)), 405, "MethodNotAllowed");
  }

  @Test
  void refusesWrongSecretsUnknownKeysAndStrangers() throws Exception {
    assertRefused(
        () -> caller.client("any", "other").listObjectsV2(r -> r.bucket(BUCKET)),
        403,
        "SignatureDoesNotMatch");
    try (var http = HttpClient.newHttpClient()) {
      var unsigned = HttpRequest.newBuilder(URI.create(caller.server.uri() + "/flatfiles")).build();
      var refused = http.send(unsigned, HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("<Code>AccessDenied</Code>");
    }
    try (var keyed =
        S3Caller.of(
            HandMadeMarket.small(),
            WeekdayCalendar.plain(),
            NOW,
            o ->
                o.withKeys(Map.of("plain", PlanProfile.ADVANCED, "own", PlanProfile.STARTER))
                    .withSecrets(Map.of("own", "s3cr3t/+=")))) {
      assertThat(keyed.client("plain", "plain").listObjectsV2(r -> r.bucket(BUCKET)).keyCount())
          .isPositive();
      assertThat(keyed.client("own", "s3cr3t/+=").listObjectsV2(r -> r.bucket(BUCKET)).keyCount())
          .isPositive();
      assertRefused(
          () -> keyed.client("own", "own").listObjectsV2(r -> r.bucket(BUCKET)),
          403,
          "SignatureDoesNotMatch");
      assertRefused(
          () -> keyed.client("nobody", "nobody").listObjectsV2(r -> r.bucket(BUCKET)),
          403,
          "InvalidAccessKeyId");
    }
  }

  @Test
  void judgesTheCallersClockByRealTime() {
    var early = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-16));
    var refused = caller.send("GET", "/flatfiles?list-type=2", early);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(new String(refused.body(), StandardCharsets.UTF_8))
        .contains("<Code>RequestTimeTooSkewed</Code>");
    var simulated = Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC);
    assertThat(caller.send("GET", "/flatfiles?list-type=2", simulated).statusCode()).isEqualTo(403);
  }

  @Test
  void takesAddressesThatAreSignedThemselves() throws Exception {
    try (var presigner =
            S3Presigner.builder()
                .endpointOverride(caller.server.uri())
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
        var http = HttpClient.newHttpClient()) {
      var signed =
          presigner.presignGetObject(p ->
              p.signatureDuration(Duration.ofMinutes(10))
                  .getObjectRequest(r -> r.bucket(BUCKET).key(FRIDAY)));
      var file =
          http.send(
              HttpRequest.newBuilder(signed.url().toURI()).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.body()).isEqualTo(caller.get(FRIDAY).body());
    }
  }

  @Test
  void refusesWhatIsNotInThePlanInTheVendorsOwnShape() {
    var forbidden = "{\"status\":\"NOT_AUTHORIZED\",\"request_id\":\"\",\"message\":\"forbidden\"}";
    try (var basic =
        S3Caller.of(
            HandMadeMarket.small(),
            WeekdayCalendar.plain(),
            NOW,
            o -> o.withPlan(PlanProfile.BASIC))) {
      var refused = basic.send("GET", "/flatfiles?list-type=2", Clock.systemUTC());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(new String(refused.body(), StandardCharsets.UTF_8)).isEqualTo(forbidden);
      assertThatThrownBy(() -> basic.client().listObjectsV2(r -> r.bucket(BUCKET)))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
    try (var five =
        S3Caller.of(
            new SyntheticMarket(42, WeekdayCalendar.plain()),
            WeekdayCalendar.plain(),
            NOW,
            o -> o.withPlan(PlanProfile.STARTER.withHistoryYears(5).withMinuteYears(2)))) {
      var older = five.get(S3Caller.DAYS + "2021/03/2021-03-12.csv.gz");
      assertThat(older.statusCode()).isEqualTo(403);
      assertThat(new String(older.body(), StandardCharsets.UTF_8)).isEqualTo(forbidden);
      assertThat(five.get(S3Caller.DAYS + "2021/03/2021-03-15.csv.gz").statusCode()).isEqualTo(200);
      assertThat(five.get(S3Caller.MINUTES + "2023/03/2023-03-15.csv.gz").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void meetsTheFaultsOfTheWire() {
    caller.server.faults(
        List.of(FaultRule.of(FaultKind.STATUS).withEndpoint("/flatfiles*").withCalls(1, 2)));
    assertRefused(() -> client.listObjectsV2(r -> r.bucket(BUCKET)), 503, "SlowDown");
    assertRefused(() -> client.getObject(r -> r.bucket(BUCKET).key(FRIDAY)), 503, "SlowDown");
    var whole = S3Caller.bytes(client.getObject(r -> r.bucket(BUCKET).key(FRIDAY)));
    caller.server.faults(List.of(FaultRule.of(FaultKind.RATE_LIMITED).withRetryAfterSeconds(7)));
    var slowed = caller.get(FRIDAY);
    assertThat(slowed.statusCode()).isEqualTo(429);
    assertThat(slowed.headers().firstValue("Retry-After")).hasValue("7");
    caller.server.faults(List.of(FaultRule.of(FaultKind.STATUS).withStatus(500, "empty")));
    assertThat(caller.get(FRIDAY).body()).isEmpty();
    caller.server.faults(List.of(FaultRule.of(FaultKind.CUT_BODY)));
    assertThatThrownBy(() -> S3Caller.bytes(client.getObject(r -> r.bucket(BUCKET).key(FRIDAY))))
        .isInstanceOfAny(SdkException.class, UncheckedIOException.class);
    caller.server.faults(
        List.of(
            FaultRule.of(FaultKind.SLOW_BODY).withDelayMillis(10),
            FaultRule.of(FaultKind.LATENCY).withDelayMillis(1)));
    assertThat(caller.get(FRIDAY).body()).isEqualTo(whole);
    assertThat(caller.server.calls()).isPositive();
  }
}
