package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.bars.BarStore.Path;
import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a minute store promises, on whichever server.
abstract class MinuteStoreContract {
  private static final int RUN = 7;
  private static final DateRange DAYS = range("2024-01-30", "2024-02-02");
  private static final Instant MORNING = Instant.parse("2024-02-03T14:00:00Z");

  private Database database;
  private MinuteStore store;
  private InstrumentId spy;
  private InstrumentId qqq;

  abstract Database migrated();

  @BeforeEach
  void open() {
    database = migrated();
    store = MinuteStore.postgres(database, TradingCalendar.nyse(), Feed.DELAYED);
    spy = TestBars.instrument(database);
    qqq = TestBars.instrument(database);
    store.prepare(DAYS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void givesBackWhatWasWrittenOverTheEndOfAMonth(Path path) {
    var count =
        write(
            path,
            TestMinutes.rows("2024-01-31 19:59").at("2024-02-01 04:00", 101).batch(spy, DAYS),
            TestMinutes.rows("2024-01-31 09:30").batch(qqq, DAYS));

    assertThat(count).isEqualTo(new WriteCount(3, 0, 0, 0));
    assertThat(times(spy)).containsExactly("2024-01-31 19:59", "2024-02-01 04:00");
    var bar = store.read(spy, DAYS, Optional.empty()).getLast();
    assertThat(bar.bar().close()).isEqualTo(101);
    assertThat(bar.bar().volume()).hasValue(100);
    assertThat(bar.bar().vwap()).hasValue(101);
    assertThat(bar.bar().trades()).hasValue(3);
    assertThat(bar.source()).isEqualTo(BarSource.AGGREGATES);
    assertThat(bar.provisional()).isFalse();
    assertThat(times(qqq)).containsExactly("2024-01-31 09:30");
  }

  @Test
  void writingTheSameBarsTwiceChangesNothingButCountsAFurtherAsk() {
    var batch = TestMinutes.rows("2024-01-31 09:30").at("2024-01-31 09:31", 101).batch(spy, DAYS);
    write(Path.FASTEST, batch);
    var before = rows("SELECT start, close, known_from, run_id FROM bar_minute");

    var count = write(MORNING.plusSeconds(60), Path.FASTEST, batch);

    assertThat(count).isEqualTo(new WriteCount(0, 0, 0, 2));
    assertThat(rows("SELECT start, close, known_from, run_id FROM bar_minute")).isEqualTo(before);
    assertThat(rows("SELECT bars, asks FROM minute_session")).containsExactly("(2,2)");
  }

  @Test
  void aFinalValueThatDiffersIsSupersededAndStaysReadableAsOfThen() {
    write(Path.FASTEST, TestMinutes.rows("2024-01-31 09:30").batch(spy, DAYS));
    var known = store.read(spy, DAYS, Optional.empty()).getFirst().knownFrom();

    var count =
        write(
            Path.FASTEST,
            TestMinutes.none()
                .at("2024-01-31 09:30", 105)
                .at("2024-01-31 09:31", 106)
                .batch(spy, DAYS));

    assertThat(count).isEqualTo(new WriteCount(1, 0, 1, 0));
    assertThat(closes(Optional.empty())).containsExactly(105.0, 106.0);
    assertThat(closes(Optional.of(known))).containsExactly(100.0);
    assertThat(rows("SELECT bars, asks, close FROM minute_session")).containsExactly("(2,1,106)");
  }

  @Test
  void aProvisionalBarIsMarkedWithThePlansFeedAndReplacedWithoutARevision() {
    write(Path.FASTEST, TestMinutes.rows("2024-01-31 09:30").provisional(spy, DAYS));
    assertThat(store.read(spy, DAYS, Optional.empty()).getFirst().source())
        .isEqualTo(BarSource.AGGREGATES_DELAYED);
    assertThat(store.sessions(spy, DAYS).getFirst().provisional()).isTrue();

    write(Path.FASTEST, TestMinutes.none().at("2024-01-31 09:30", 105).batch(spy, DAYS));

    var bar = store.read(spy, DAYS, Optional.empty()).getFirst();
    assertThat(bar.bar().close()).isEqualTo(105);
    assertThat(bar.source()).isEqualTo(BarSource.AGGREGATES);
    assertThat(rows("SELECT * FROM bar_minute_revision")).isEmpty();
    assertThat(store.sessions(spy, DAYS).getFirst().provisional()).isFalse();
  }

  @Test
  void provisionalMinutesThatTheFinalAnswerDoesNotHaveGoToTheRevisions() {
    write(
        Path.FASTEST,
        TestMinutes.rows("2024-01-31 09:30").at("2024-01-31 09:31", 101).provisional(spy, DAYS));

    write(
        Path.FASTEST,
        TestMinutes.none()
            .at("2024-01-31 09:31", 101)
            .at("2024-01-31 09:32", 102)
            .batch(spy, DAYS));

    assertThat(times(spy)).containsExactly("2024-01-31 09:31", "2024-01-31 09:32");
    assertThat(rows("SELECT close FROM bar_minute_revision")).containsExactly("(100)");
    var session = store.sessions(spy, DAYS).getFirst();
    assertThat(session.provisional()).isFalse();
    assertThat(session.bars()).isEqualTo(2);
  }

  @Test
  void aRefusedMinuteMakesItsSessionPartialUntilItComes() {
    var whole = TestMinutes.none().every("2024-01-31 09:30", "2024-01-31 16:00", 1);
    write(
        Path.FASTEST,
        TestMinutes.none()
            .every("2024-01-31 09:30", "2024-01-31 15:59", 1)
            .with("2024-01-31 15:59", 100, 99, 101, 100, 5)
            .batch(spy, DAYS));
    assertThat(store.sessions(spy, DAYS).getFirst().lost()).isEqualTo(1);
    assertThat(coverage(spy).partial().size()).isEqualTo(1);

    write(Path.FASTEST, whole.batch(spy, DAYS));

    assertThat(coverage(spy).partial().isEmpty()).isTrue();
  }

  @Test
  void twoMakeRoomForTheSameMonthAtOnce() throws Exception {
    try (var another = Executors.newSingleThreadExecutor()) {
      var second =
          database.inTransaction(handle -> {
            handle.execute("SELECT ensure_bar_minute('2011-01-01', '2011-01-31')");
            var waiting = another.submit(() -> store.prepare(range("2011-01-01", "2011-01-31")));
            Awaitility.await()
                .until(() ->
                    !rows("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                        .isEmpty());
            return waiting;
          });
      second.get();
    }
    assertThat(rows("SELECT to_regclass('bar_minute_2011_01')::text"))
        .containsExactly("(bar_minute_2011_01)");
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void theSummaryOfACorrectedSessionIsThatOfAllItsStoredBars(Path path) {
    var first = TestMinutes.none().every("2024-01-31 09:30", "2024-01-31 12:00", 1);
    var rest = TestMinutes.none().every("2024-01-31 12:00", "2024-01-31 16:00", 1);
    write(Path.FASTEST, first.batch(spy, DAYS));
    assertThat(store.sessions(spy, DAYS).getFirst().isPartial()).isTrue();
    assertThat(coverage(spy).partial().toList()).containsExactly(LocalDate.parse("2024-01-31"));

    write(path, rest.batch(spy, DAYS));

    var whole =
        TestMinutes.none().every("2024-01-31 09:30", "2024-01-31 16:00", 1).batch(spy, DAYS);
    assertThat(store.sessions(spy, DAYS)).isEqualTo(whole.sessions());
    assertThat(coverage(spy).partial().isEmpty()).isTrue();
    assertThat(coverage(spy).stored().toList()).containsExactly(LocalDate.parse("2024-01-31"));
  }

  @Test
  void aSessionWithFarFewerBarsThanUsualIsPartial() {
    write(
        Path.FASTEST,
        TestMinutes.none()
            .every("2024-01-30 09:30", "2024-01-30 16:00", 1)
            .every("2024-01-31 09:30", "2024-01-31 09:40", 1)
            .every("2024-02-01 09:30", "2024-02-01 16:00", 1)
            .batch(spy, DAYS));

    var known = coverage(spy);

    assertThat(known.partial().toList()).containsExactly(LocalDate.parse("2024-01-31"));
    assertThat(known.remark(LocalDate.parse("2024-01-31")).orElseThrow().usualBars())
        .isEqualTo(100);
  }

  @Test
  void refusesTheSameMinuteTwiceInOneWrite() {
    assertThatThrownBy(() ->
            write(
                Path.FASTEST,
                TestMinutes.rows("2024-01-31 09:30").batch(spy, DAYS),
                TestMinutes.rows("2024-01-31 09:30").batch(spy, DAYS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the same minutes");
  }

  @Test
  void makesRoomForMonthsOnceAndOnlyWithinReason() {
    store.prepare(range("2023-11-15", "2024-01-31"));
    store.prepare(range("2023-11-15", "2024-01-31"));

    assertThat(
            rows(
                """
                SELECT relid::text FROM pg_partition_tree('bar_minute') WHERE isleaf ORDER BY relid::text\
                """))
        .containsExactly(
            "(bar_minute_2023_11)",
            "(bar_minute_2023_12)",
            "(bar_minute_2024_01)",
            "(bar_minute_2024_02)");
    assertThatThrownBy(() -> store.prepare(range("1962-01-01", "2024-01-31")))
        .hasMessageContaining("minute bars can be kept from 1990-01-01");
  }

  @Test
  void theFirstBarSetsTheInitialLoadDate() {
    write(Path.FASTEST, TestMinutes.rows("2024-01-31 09:30").batch(spy, DAYS));

    assertThat(
            rows(
                "SELECT initial_load_date = CAST(now() AT TIME ZONE 'America/New_York' AS date) FROM instrument WHERE id = "
                    + spy.value()))
        .containsExactly("(t)");
  }

  private Coverage.Known coverage(InstrumentId instrument) {
    return database
        .read(handle ->
            Coverage.postgres().read(handle, BarInterval.MINUTE, List.of(instrument), DAYS))
        .get(instrument);
  }

  private WriteCount write(Path path, MinuteBatch... batches) {
    return write(MORNING, path, batches);
  }

  private WriteCount write(Instant askedAt, Path path, MinuteBatch... batches) {
    return database.inTransaction(handle ->
        store.write(handle, RUN, BarSource.AGGREGATES, askedAt, List.of(batches), path).count());
  }

  private List<String> times(InstrumentId instrument) {
    return store.read(instrument, DAYS, Optional.empty()).stream()
        .map(bar -> TestMinutes.time(bar.bar().start()))
        .toList();
  }

  private List<Double> closes(Optional<Instant> knownAt) {
    return store.read(spy, DAYS, knownAt).stream().map(bar -> bar.bar().close()).toList();
  }

  private List<String> rows(String query) {
    return database.read(handle ->
        handle.createQuery("SELECT q::text FROM (" + query + ") q").mapTo(String.class).list());
  }
}
