package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.ScriptedVendor.ok;
import static ai.tickstock.provider.massive.ScriptedVendor.status;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.ListingQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCacheTest extends VendorTest {
  private static final String BAR =
      """
      {"ticker":"QQXA","status":"OK","request_id":"%s","results":[{"v":%d,"o":1,"h":1,"l":1,"c":1,"t":1772773200000}]}\
      """;
  private static final String TICKERS =
      """
      {"status":"OK","results":[{"ticker":"QQXA","name":"Quexa","market":"stocks","locale":"us","active":true}]}\
      """;
  private static final String EMPTY = "{\"ticker\":\"QQXA\",\"status\":\"OK\",\"resultsCount\":0}";

  @TempDir Path folder;

  private final List<MassiveProvider> opened = new ArrayList<>();
  private Instant now = NOW;

  private MassiveProvider open(String namespace, long maxBytes) {
    var cache =
        new AnswerCache(
            answers(), namespace, maxBytes, Duration.ofDays(1), Duration.ofMinutes(15), () -> now);
    var provider =
        MassiveProvider.connect(
            vendor.settings().withMaxAttempts(1), limiter, () -> now, NO_WAITS, Optional.of(cache));
    opened.add(provider);
    return provider;
  }

  private MassiveProvider open() {
    return open("test", 1_000_000);
  }

  private Path answers() {
    return folder.resolve("answers");
  }

  private static String bar(int volume) {
    return BAR.formatted("r" + volume, volume);
  }

  private static double volume(Answer<List<BarRow>> answer) {
    return given(answer).getFirst().volume().orElseThrow();
  }

  private List<Path> files(String kind) throws IOException {
    if (!Files.exists(answers().resolve(kind))) {
      return List.of();
    }
    try (var files = Files.walk(answers().resolve(kind))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void theSameQuestionCostsACallOnce() {
    vendor.then(ok(bar(1)));

    var first = open().dailyBars(QQXA, MARCH);
    now = NOW.plus(Duration.ofDays(40));
    var again = open().dailyBars(QQXA, MARCH);

    assertThat(given(again)).isEqualTo(given(first));
    assertThat(again.cost()).isEqualTo(Answer.Cost.NONE);
    assertThat(((Answer.Given<?>) again).receivedAt()).isEqualTo(NOW);
    assertThat(vendor.targets()).hasSize(1);
    assertThat(limiter.acquired.get()).isEqualTo(1);
  }

  @Test
  void allPagesAreKeptOrNone() throws IOException {
    var first = bar(1).replace("]}", "],\"next_url\":\"" + vendor.url() + "/v2/more?cursor=x\"}");
    vendor.then(ok(first), ok(bar(2)), ok(first), ok(bar(2)));
    assertThat(given(open().dailyBars(QQXA, MARCH))).hasSize(2);
    assertThat(given(open().dailyBars(QQXA, MARCH))).hasSize(2);
    assertThat(vendor.targets()).hasSize(2);

    Files.delete(files("asked").getFirst());

    var again = open().dailyBars(QQXA, MARCH);
    assertThat(given(again)).hasSize(2);
    assertThat(again.cost().calls()).isEqualTo(2);
  }

  @Test
  void whoAsksAnewIsNeverGivenAKeptAnswer() {
    vendor.then(ok(bar(1)), ok(bar(2)));
    var provider = open();

    assertThat(volume(provider.dailyBars(QQXA, MARCH))).isEqualTo(1);
    assertThat(volume(provider.fresh().dailyBars(QQXA, MARCH))).isEqualTo(2);
    // The newer answer is the one that is kept.
    assertThat(volume(provider.dailyBars(QQXA, MARCH))).isEqualTo(2);
  }

  @Test
  void barsThatWereNotFinalAreNotKept() {
    vendor.then(ok(bar(1)), ok(bar(2)));
    var untilToday = new DateRange(LocalDate.parse("2026-11-02"), LocalDate.parse("2026-11-20"));

    open().dailyBars(QQXA, untilToday);

    assertThat(volume(open().dailyBars(QQXA, untilToday))).isEqualTo(2);
  }

  @Test
  void emptyAnswersRefusalsAndErrorsAreNotKept() throws IOException {
    vendor.then(ok(EMPTY), status(403, "{\"status\":\"NOT_AUTHORIZED\",\"message\":\"no\"}"));
    vendor.then(status(500, ""), ok("{\"status\":\"OK\",\"results\":[]}"));
    var provider = open();

    provider.dailyBars(QQXA, MARCH);
    provider.dailyBars(QQXA, MARCH);
    provider.dailyBars(QQXA, MARCH);
    provider.listings(ListingQuery.of(QQXA));

    assertThat(vendor.targets()).hasSize(4);
    assertThat(files("asked")).isEmpty();
  }

  @Test
  void listsAreKeptForTheAgeLimit() {
    vendor.then(ok(TICKERS), ok(TICKERS));
    open().listings(ListingQuery.of(QQXA));
    now = NOW.plus(Duration.ofHours(23));
    assertThat(open().listings(ListingQuery.of(QQXA)).cost().calls()).isZero();

    now = NOW.plus(Duration.ofHours(25));

    assertThat(open().listings(ListingQuery.of(QQXA)).cost().calls()).isEqualTo(1);
  }

  @Test
  void answersOfAnotherVendorAreNotGiven() {
    vendor.then(ok(bar(1)), ok(bar(2)));

    open("simulator, seed 1", 1_000_000).dailyBars(QQXA, MARCH);

    assertThat(volume(open("simulator, seed 2", 1_000_000).dailyBars(QQXA, MARCH))).isEqualTo(2);
  }

  @Test
  void equalBodiesStandOnce() throws IOException {
    vendor.then(ok(EMPTY.replace("QQXA", "X")), ok(TICKERS), ok(TICKERS));
    var provider = open();

    provider.splits(List.of(QQXA), MARCH);
    provider.listings(ListingQuery.of(QQXA));
    provider.listings(ListingQuery.of(QQXA).on(LocalDate.parse("2026-03-02")));

    assertThat(files("asked")).hasSize(3);
    assertThat(files("bodies")).hasSize(2);
  }

  @Test
  void aCutBodyIsThrownAwayAndAskedForAgain() throws IOException {
    damage(bytes -> Arrays.copyOf(bytes, bytes.length - 9), "bodies");
  }

  @Test
  void aBodyWithAFlippedBitIsThrownAwayAndAskedForAgain() throws IOException {
    damage(
        bytes -> {
          bytes[bytes.length / 2] ^= 4;
          return bytes;
        },
        "bodies");
  }

  @Test
  void aBodyOfAnotherAnswerIsThrownAwayAndAskedForAgain() throws IOException {
    var other = ScriptedVendor.gzipped(bar(9) + " ");
    damage(_ -> other, "bodies");
  }

  @Test
  void anEmptyBodyIsThrownAwayAndAskedForAgain() throws IOException {
    damage(_ -> new byte[0], "bodies");
  }

  @Test
  void aBrokenEntryIsThrownAwayAndAskedForAgain() throws IOException {
    damage(bytes -> Arrays.copyOf(bytes, 40), "asked");
    damage(
        bytes ->
            new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("2026-", "2036-")
                .getBytes(StandardCharsets.ISO_8859_1),
        "asked");
  }

  private interface Damage {
    byte[] done(byte[] file);
  }

  private void damage(Damage damage, String kind) throws IOException {
    vendor.then(ok(bar(1)), ok(bar(2)));
    int before = vendor.targets().size();
    open().fresh().dailyBars(QQXA, MARCH);
    for (var file : files(kind)) {
      Files.write(file, damage.done(Files.readAllBytes(file)));
    }

    assertThat(volume(open().dailyBars(QQXA, MARCH))).isEqualTo(2);
    assertThat(open().dailyBars(QQXA, MARCH).cost().calls()).isZero();
    assertThat(vendor.targets()).hasSize(before + 2);
  }

  @Test
  void anEntryThatIsAFolderDoesNotStopAnybody() throws IOException {
    vendor.then(ok(bar(1)), ok(bar(2)), ok(bar(3)));
    open().dailyBars(QQXA, MARCH);
    var entry = files("asked").getFirst();
    Files.delete(entry);
    Files.createDirectories(entry.resolve("in-the-way"));

    assertThat(volume(open().dailyBars(QQXA, MARCH))).isEqualTo(2);
    assertThat(volume(open().dailyBars(QQXA, MARCH))).isEqualTo(3);
  }

  @Test
  void aFolderThatCannotBeMadeDoesNotStopAnybody() throws IOException {
    vendor.then(ok(bar(1)), ok(bar(2)));
    Files.writeString(answers(), "a file");
    var provider = open();

    assertThat(volume(provider.dailyBars(QQXA, MARCH))).isEqualTo(1);
    assertThat(volume(provider.dailyBars(QQXA, MARCH))).isEqualTo(2);
  }

  @Test
  void theFolderStaysWithinItsBoundAndLetsTheLongestUnusedGo() throws IOException {
    var provider = open("test", 12_000);
    var symbols = IntStream.range(0, 40).mapToObj(i -> new Symbol("Q" + i)).toList();
    for (int i = 0; i < symbols.size(); i++) {
      now = NOW.plusSeconds(2L * i);
      vendor.then(ok(bar(i).replace("QQXA", "Q" + i)));
      provider.dailyBars(symbols.get(i), MARCH);
      now = now.plusSeconds(1);
      // The first one is used over and over.
      assertThat(provider.dailyBars(symbols.getFirst(), MARCH).cost().calls()).isZero();
    }

    assertThat(size()).isLessThanOrEqualTo(12_000);
    assertThat(provider.dailyBars(symbols.getLast(), MARCH).cost().calls()).isZero();
    vendor.then(ok(bar(1).replace("QQXA", "Q1")));
    assertThat(provider.dailyBars(symbols.get(1), MARCH).cost().calls()).isEqualTo(1);
  }

  private long size() throws IOException {
    long size = 0;
    for (var kind : List.of("asked", "bodies")) {
      for (var file : files(kind)) {
        size += Files.size(file);
      }
    }
    return size;
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsRemovedAfterAWhile() throws IOException {
    var left = answers().resolve("bodies/ab/new1.part");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "half", StandardOpenOption.CREATE);
    now = Instant.now().plus(Duration.ofHours(2));
    vendor.then(ok(bar(1)));

    open().dailyBars(QQXA, MARCH);

    assertThat(left).doesNotExist();
  }

  @Test
  void twoProcessesShareTheFolder() throws InterruptedException, IOException {
    var one = open();
    var other = open();
    IntStream.range(0, 200).forEach(i -> vendor.then(ok(TICKERS)));
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      var provider = i % 2 == 0 ? one : other;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int day = 1; day <= 20; day++) {
                  var date = LocalDate.of(2026, 1, day);
                  given(provider.listings(ListingQuery.of(QQXA).on(date)));
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(files("asked")).hasSize(20);
    assertThat(files("bodies")).hasSize(1);
    for (int day = 1; day <= 20; day++) {
      var answer = one.listings(ListingQuery.of(QQXA).on(LocalDate.of(2026, 1, day)));
      assertThat(answer.cost().calls()).isZero();
    }
  }

  @Test
  void theKeyStandsInNoFile() throws IOException {
    var echo = bar(2).replace("r2", ScriptedVendor.KEY);
    var paged =
        bar(1)
            .replace(
                "]}", "],\"next_url\":\"" + vendor.url() + "/v2/more?cursor=x&apiKey=another\"}");
    vendor.then(ok(paged), ok(bar(3)), ok(echo));
    var provider = open();

    provider.dailyBars(QQXA, MARCH);
    provider.dailyBars(
        QQXA, new DateRange(LocalDate.parse("2026-02-02"), LocalDate.parse("2026-02-27")));

    assertThat(files("asked")).hasSize(2);
    for (var kind : List.of("asked", "bodies")) {
      for (var file : files(kind)) {
        var bytes = Files.readAllBytes(file);
        var text =
            kind.equals("asked")
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                : new String(
                    new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(),
                    StandardCharsets.UTF_8);
        assertThat(text).doesNotContain(ScriptedVendor.KEY).doesNotContain("Bearer");
      }
    }
  }

  @AfterEach
  void closeOpened() {
    opened.forEach(MassiveProvider::close);
  }
}
