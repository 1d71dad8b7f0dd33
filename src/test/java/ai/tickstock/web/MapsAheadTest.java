package ai.tickstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.tickstock.access.Role;
import ai.tickstock.load.Runs;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Maps that are measured before somebody asks.
class MapsAheadTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String THOUSANDS =
      """
      WITH list AS (
        INSERT INTO universe (key, name, category, kind, cache_name) VALUES ('thousands', 'Thousands', 'custom', 'stock_universe', 'thousands')
        RETURNING id),
      made AS (
        INSERT INTO instrument (name, active, source) SELECT 'ZZ' || n, true, 'thousands' FROM generate_series(10001, 12500) AS n
        RETURNING id, name),
      named AS (
        INSERT INTO instrument_symbol (instrument_id, ticker, reason, source) SELECT id, name, 'listed', 'thousands' FROM made)
      INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
      SELECT list.id, made.name, made.id, '2020-01-02', 'test', 'thousands' FROM list, made;
      """;

  /// As the server counts them, a moment after their commit.
  private static final String UPDATED =
      """
      SELECT n_tup_upd FROM pg_stat_user_tables WHERE schemaname = 'tickstock' AND relname = 'instrument'
      """;

  private static final String LEAST_INSERTED =
      """
      SELECT min(n_tup_ins) FROM pg_stat_user_tables
      WHERE schemaname = 'tickstock' AND relname IN ('instrument', 'instrument_symbol', 'universe_member')
      """;

  private static TestConsole console;
  private static Visit operator;

  @BeforeAll
  static void open() {
    console = TestConsole.open(Duration.ZERO);
    operator = console.person("olga", Role.OPERATOR);
    operator.load("{\"symbols\": \"AAPL,SPY\", \"months\": 2}");
    console.universeSync().run(Optional.empty(), LocalDate.parse("2026-06-12"), true);
    console.database().useTransaction(h -> h.createScript(THOUSANDS).execute());
    await().atMost(PATIENCE).until(() -> count(LEAST_INSERTED) >= 2_500);
  }

  @AfterAll
  static void close() {
    console.close();
  }

  private static MapsAhead ahead() {
    return new MapsAhead(new CoverageMaps(console), Runs.postgres(console.database()));
  }

  private static long updates() {
    return count(UPDATED);
  }

  private static long count(String query) {
    return console.database().read(h -> h.createQuery(query).mapTo(Long.class).one());
  }

  @Test
  void measuresBothMapsOfTheMarketOnceAndAgainWhenMuchWasWritten() throws Exception {
    try (var ahead = ahead()) {
      assertThat(ahead.look()).isEqualTo(2);
      assertThat(ahead.look()).as("nothing was written since").isZero();

      long before = updates();
      console.database().useTransaction(h -> h.execute("UPDATE instrument SET name = name"));
      await().atMost(PATIENCE).until(() -> updates() >= before + 2_500);
      assertThat(ahead.look()).as("too little to measure it all again").isZero();
      console.database().useTransaction(h -> h.execute("UPDATE instrument SET name = name"));
      await().atMost(PATIENCE).until(() -> updates() >= before + 5_000);
      assertThat(ahead.look()).isEqualTo(2);
    }
  }

  private static int looked(MapsAhead ahead) {
    try {
      return ahead.look();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void standsStillWhileALoadGoesOn() throws Exception {
    var runs = Runs.postgres(console.database());
    try (var ahead = ahead()) {
      console
          .database()
          .useTransaction(h -> {
            h.execute("LOCK TABLE bar_daily IN SHARE MODE"); // what a load reads it may, not write
            assertThat(
                    operator
                        .tell("/api/v1/loads", "{\"symbols\": \"QQQ\", \"months\": 2}")
                        .statusCode())
                .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> runs.working() == 1);
            assertThat(looked(ahead)).isZero();
          });
      await().atMost(PATIENCE).until(() -> runs.working() == 0);
      assertThat(ahead.look()).isEqualTo(2);
    }
  }

  @Test
  void goesOnWithoutRestFromWhenSomebodyWaits() throws Exception {
    var maps = console.routes().maps();
    var wish = new CoverageMaps.Wish("thousands", 3);
    var resting = new CountDownLatch(1);
    var rests = new AtomicInteger();
    try (var thread = Executors.newSingleThreadExecutor()) {
      var prepared =
          thread.submit(() ->
              maps.prepare(
                  wish,
                  wanted -> {
                    rests.incrementAndGet();
                    resting.countDown();
                    wanted.await();
                  }));
      resting.await();

      var map = operator.json("/api/v1/coverage?universe=thousands&months=3");

      assertThat(map.get("lines")).hasSize(2_500);
      assertThat(map.get("measuring").asBoolean()).isFalse();
      assertThat(map.get("percent").asInt()).isEqualTo(100);
      assertThat(prepared.get()).isTrue();
      assertThat(rests.get()).isEqualTo(1);
    }
    var tickers =
        operator
            .json("/api/v1/coverage?universe=thousands&months=3")
            .get("lines")
            .valueStream()
            .map(line -> line.get("symbol").asString());
    assertThat(tickers).as("in parts, and in order").isSorted().doesNotHaveDuplicates();
  }

  @Test
  void saysHowMuchIsMeasuredWhileItIsPrepared() throws Exception {
    var maps = console.routes().maps();
    var resting = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var thread = Executors.newSingleThreadExecutor()) {
      var prepared =
          thread.submit(() ->
              maps.prepare(
                  new CoverageMaps.Wish("thousands", 4),
                  wanted -> {
                    resting.countDown();
                    goOn.await();
                  }));
      resting.await();
      try {
        var path = "/coverage?universe=thousands&months=4&wait=no";
        assertThat(operator.json("/api/v1" + path).get("percent").asInt()).isEqualTo(40);
        assertThat(operator.get(path).body())
            .contains(
                "The map of thousands over 4 months is being prepared, 40 %",
                "<progress max=\"100\" value=\"40\"", "hx-trigger=\"every 1s\"");
      } finally {
        goOn.countDown();
      }
      assertThat(prepared.get()).isTrue();
    }
  }

  @Test
  void offersTheMapsThatAreMeasuredAhead() {
    assertThat(operator.get("/coverage").body())
        .contains(
            "href=\"/coverage?universe=all_stocks%2Call_etfs&amp;months=12&amp;wait=no\"",
            "href=\"/coverage?universe=all_stocks%2Call_etfs&amp;months=60&amp;wait=no\"");
    assertThat(operator.json("/api/v1/coverage?universe=all_stocks%2Call_etfs").get("lines"))
        .isNotEmpty();
  }

  @Test
  void endsWhenItIsClosed() {
    var ahead = ahead();
    ahead.begin();
    ahead.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("maps-ahead"));
  }
}
