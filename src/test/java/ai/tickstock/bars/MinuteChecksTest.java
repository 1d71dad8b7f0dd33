package ai.tickstock.bars;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinuteChecksTest {
  private static final InstrumentId SPY = new InstrumentId(7);
  private static final DateRange WEEK = TestBars.range("2024-01-02", "2024-01-05");

  @Test
  void takesRowsInAnyOrderAndGivesThemAscending() {
    var checked =
        check(
            WEEK,
            TestMinutes.rows("2024-01-03 09:30")
                .at("2024-01-02 15:59", 101)
                .at("2024-01-02 04:00", 99)
                .build());

    assertThat(TestMinutes.starts(checked.batch().rows()))
        .containsExactly("2024-01-02 04:00", "2024-01-02 15:59", "2024-01-03 09:30");
    assertThat(checked.refused()).isEmpty();
    assertThat(checked.batch().sessions())
        .extracting(MinuteSession::session)
        .containsExactly(LocalDate.parse("2024-01-02"), LocalDate.parse("2024-01-03"));
  }

  @Test
  void countsAnExactRepeatAndKeepsItOnce() {
    var checked =
        check(
            WEEK,
            TestMinutes.rows("2024-01-02 09:30")
                .at("2024-01-02 09:31", 101)
                .at("2024-01-02 09:31", 101)
                .at("2024-01-02 09:31", 101)
                .build());

    assertThat(checked.batch().rows().size()).isEqualTo(2);
    assertThat(checked.repeats()).isEqualTo(2);
    assertThat(checked.batch().sessions().getFirst().repeats()).isEqualTo(2);
    assertThat(checked.refused()).isEmpty();
  }

  @Test
  void ofDifferentRowsOfOneMinuteNoneIsTaken() {
    var checked =
        check(
            WEEK,
            TestMinutes.rows("2024-01-02 09:30")
                .at("2024-01-02 09:31", 101)
                .at("2024-01-02 09:31", 102)
                .at("2024-01-02 09:31", 101)
                .build());

    assertThat(TestMinutes.starts(checked.batch().rows())).containsExactly("2024-01-02 09:30");
    assertThat(checked.refused())
        .extracting(RejectedBar::reason)
        .containsExactly(RejectReason.CONTRADICTION, RejectReason.CONTRADICTION);
    assertThat(checked.repeats()).isEqualTo(1);
    assertThat(checked.batch().sessions().getFirst().rejected()).isEqualTo(2);
  }

  @Test
  void aRefusedRowDoesNotHarmAGoodOneOfItsMinute() {
    var checked =
        check(
            WEEK,
            TestMinutes.rows("2024-01-02 09:30")
                .with("2024-01-02 09:30", 100, 99, 101, 100, 5)
                .build());

    assertThat(checked.batch().rows().size()).isEqualTo(1);
    assertThat(checked.refused())
        .extracting(RejectedBar::reason)
        .containsExactly(RejectReason.HIGH_BELOW_LOW);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-02T14:30:30Z, MISDATED",
    "2024-01-02T08:59:00Z, OFF_SESSION", // 03:59 in New York
    "2024-01-03T01:00:00Z, OFF_SESSION", // 20:00 in New York
    "2024-01-01T14:30:00Z, OUT_OF_RANGE",
    "2024-01-08T14:30:00Z, OUT_OF_RANGE",
    "1970-01-01T00:00:00Z, OUT_OF_RANGE"
  })
  void refusesAStartThatCannotBe(Instant start, RejectReason reason) {
    var rows = MinuteRows.of(TestMinutes.SPY);
    rows.add(start.toEpochMilli(), 100, 101, 99, 100, 10, Double.NaN, -1);

    var checked = check(WEEK, rows.build());

    assertThat(checked.batch().rows().isEmpty()).isTrue();
    assertThat(checked.refused()).extracting(RejectedBar::reason).containsExactly(reason);
  }

  @Test
  void refusesMinutesOfADayWithoutASession() {
    var newYear = TestBars.range("2024-01-01", "2024-01-05");

    assertThat(check(newYear, TestMinutes.rows("2024-01-01 10:00").build()).refused())
        .extracting(RejectedBar::reason, row -> row.session().orElseThrow())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                RejectReason.OFF_SESSION, LocalDate.parse("2024-01-01")));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 101, 99, 100, 10, NOT_A_NUMBER",
    "100, Infinity, 99, 100, 10, NOT_A_NUMBER",
    "100, 101, 0, 100, 10, NEGATIVE_OR_ZERO",
    "100, 101, 99, -1, 10, NEGATIVE_OR_ZERO",
    "100, 101, 99, 100, -1, NEGATIVE_OR_ZERO",
    "100, 99, 101, 100, 10, HIGH_BELOW_LOW",
    "100, 2e9, 99, 100, 10, IMPOSSIBLE",
    "100, 101, 99, 100, 2e13, IMPOSSIBLE"
  })
  void refusesNumbersThatCannotBe(
      double open, double high, double low, double close, double volume, RejectReason reason) {
    var rows = TestMinutes.none().with("2024-01-02 10:00", open, high, low, close, volume).build();

    assertThat(check(WEEK, rows).refused()).extracting(RejectedBar::reason).containsExactly(reason);
  }

  @Test
  void keepsWhatIsOddWithASuspicion() {
    var checked =
        check(
            WEEK,
            TestMinutes.none()
                .with("2024-01-02 10:00", 0, 101, 99, 100, 0)
                .with("2024-01-02 10:01", 100, 101, 99, 102, 10)
                .build());

    assertThat(Suspicion.of(checked.batch().suspicions(0)))
        .containsExactlyInAnyOrder(Suspicion.OPEN_IS_ZERO, Suspicion.VOLUME_IS_ZERO);
    assertThat(Suspicion.of(checked.batch().suspicions(1)))
        .containsExactly(Suspicion.OPEN_OR_CLOSE_OUTSIDE_LOW_AND_HIGH);
  }

  @Test
  void anUnusableVwapIsStoredAsAbsent() {
    var rows = MinuteRows.of(TestMinutes.SPY);
    rows.add(TestMinutes.millis("2024-01-02 10:00"), 100, 101, 99, 100, 10, -3, 2);

    var checked = check(WEEK, rows.build());

    assertThat(checked.batch().rows().vwap(0)).isNaN();
    assertThat(Suspicion.of(checked.batch().suspicions(0)))
        .containsExactly(Suspicion.VWAP_OR_TRADES_UNUSABLE);
  }

  @Test
  void onlySessionsOfWhichEveryRowWasRefusedAreRejectedCells() {
    var checked =
        check(
            WEEK,
            TestMinutes.rows("2024-01-02 10:00")
                .with("2024-01-02 10:01", 100, 99, 101, 100, 5)
                .with("2024-01-03 10:00", 100, 99, 101, 100, 5)
                .build());

    assertThat(checked.rejectedCells().toList()).containsExactly(LocalDate.parse("2024-01-03"));
    assertThat(checked.answered())
        .containsExactlyInAnyOrder(LocalDate.parse("2024-01-02"), LocalDate.parse("2024-01-03"));
  }

  @Test
  void theDayOfAStartIsNewYorksAlsoInTheWeeksOfTheClockChange() {
    var spring = TestBars.range("2024-03-08", "2024-03-11");
    var checked =
        check(
            spring,
            TestMinutes.rows("2024-03-08 19:59")
                .at("2024-03-11 04:00", 100)
                .at("2024-03-11 19:59", 100)
                .build());

    assertThat(checked.refused()).isEmpty();
    assertThat(checked.batch().sessions())
        .extracting(s -> s.firstStart().toString())
        .containsExactly("2024-03-09T00:59:00Z", "2024-03-11T08:00:00Z");
  }

  @Test
  void regularHoursOfAHalfDayEndWithItsClose() {
    var session =
        session(TestMinutes.none().every("2019-12-24 09:30", "2019-12-24 13:30", 1).build());

    assertThat(session.regularMinutes()).isEqualTo(210);
    assertThat(session.regularBars()).isEqualTo(210);
    assertThat(session.bars()).isEqualTo(240);
    assertThat(session.gapAtClose()).isZero();
    assertThat(session.isPartial()).isFalse();
  }

  @Test
  void sumsPricesOfRegularHoursAndVolumeOfAll() {
    var session =
        session(
            TestMinutes.none()
                .with("2019-12-24 08:00", 90, 95, 85, 91, 10)
                .with("2019-12-24 09:31", 100, 104, 98, 101, 20)
                .with("2019-12-24 12:59", 101, 103, 97, 102, 30)
                .with("2019-12-24 13:00", 200, 200, 200, 200, 40)
                .build());

    assertThat(List.of(session.open(), session.high(), session.low(), session.close()))
        .containsExactly(100.0, 104.0, 97.0, 102.0);
    assertThat(session.volume()).isEqualTo(100);
    assertThat(session.regularVolume()).isEqualTo(50);
    assertThat(session.gapAtOpen()).isEqualTo(1);
    assertThat(session.gapAtClose()).isZero();
    assertThat(session.longestGap()).isEqualTo(207);
    assertThat(session.longestGapStart()).hasValue(TestMinutes.instant("2019-12-24 09:32"));
  }

  @ParameterizedTest
  @CsvSource({
    "11:00, 16:00, 1, true", // begins late
    "09:30, 11:00, 1, true", // ends early
    "09:30, 16:00, 1, false",
    "09:30, 15:31, 1, false", // 29 minutes are no more than a halt
    "09:30, 15:29, 1, true",
    "09:40, 15:50, 9, false", // a thin name: a bar every nine minutes
    "09:30, 11:00, 9, false" // ten bars say nothing
  })
  void aGapThatItsOwnTradingDoesNotExplainMakesASessionPartial(
      String from, String to, int every, boolean partial) {
    var rows = TestMinutes.none().every("2024-01-02 " + from, "2024-01-02 " + to, every).build();

    assertThat(check(WEEK, rows).batch().sessions().getFirst().isPartial()).isEqualTo(partial);
  }

  @Test
  void aHoleInTheMiddleMakesASessionPartial() {
    var rows =
        TestMinutes.none()
            .every("2024-01-02 09:30", "2024-01-02 11:00", 1)
            .every("2024-01-02 12:00", "2024-01-02 16:00", 1)
            .build();

    assertThat(check(WEEK, rows).batch().sessions().getFirst().isPartial()).isTrue();
  }

  private static MinuteSession session(MinuteRows rows) {
    return check(TestBars.range("2019-12-24", "2019-12-24"), rows).batch().sessions().getFirst();
  }

  private static MinuteChecks.Checked check(DateRange asked, MinuteRows rows) {
    return MinuteChecks.check(SPY, rows, asked, TradingCalendar.nyse(), session -> false);
  }
}
