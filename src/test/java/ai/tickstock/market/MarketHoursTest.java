package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketHoursTest {
  private static final MarketHours NEW_YORK = MarketHours.of(TradingCalendar.nyse());

  private static MarketHours hours(String mic) {
    return MarketHours.of(TradingCalendar.of(new Mic(mic)));
  }

  private static Session session(String mic, String date) {
    return TradingCalendar.of(new Mic(mic)).session(LocalDate.parse(date)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T08:59:59Z, CLOSED_OVERNIGHT",
    "2026-11-24T09:00:00Z, BEFORE_OPEN",
    "2026-11-24T14:29:59Z, BEFORE_OPEN",
    "2026-11-24T14:30:00Z, REGULAR",
    "2026-11-24T20:59:59Z, REGULAR",
    "2026-11-24T21:00:00Z, AFTER_CLOSE",
    "2026-11-25T00:59:59Z, AFTER_CLOSE",
    "2026-11-25T01:00:00Z, CLOSED_OVERNIGHT",
    "2026-11-26T17:00:00Z, HOLIDAY",
    "2026-11-28T04:59:59Z, CLOSED_OVERNIGHT",
    "2026-11-28T05:00:00Z, WEEKEND",
    "2026-11-30T04:59:59Z, WEEKEND",
    "2026-11-30T05:00:00Z, CLOSED_OVERNIGHT",
  })
  void phasesBeginAtTheirFirstInstantInNewYork(Instant instant, MarketPhase phase) {
    assertThat(NEW_YORK.phase(instant)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T17:59:59Z, REGULAR",
    "2026-11-27T18:00:00Z, AFTER_CLOSE",
    "2026-11-27T21:59:59Z, AFTER_CLOSE",
    "2026-11-27T22:00:00Z, CLOSED_OVERNIGHT",
  })
  void extendedHoursEndAtFiveAfterAnEarlyClose(Instant instant, MarketPhase phase) {
    assertThat(NEW_YORK.phase(instant)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2002-09-11T14:00:00Z, BEFORE_OPEN", // opened at noon
    "2002-09-11T16:00:00Z, REGULAR",
    "2012-10-29T15:00:00Z, HOLIDAY", // Hurricane Sandy
  })
  void followsTheCalendarOnDaysThatAreNotLikeOthers(Instant instant, MarketPhase phase) {
    assertThat(NEW_YORK.phase(instant)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T14:30:00Z, REGULAR", // Friday before, winter time
    "2026-03-09T13:29:59Z, BEFORE_OPEN", // Monday after, summer time
    "2026-03-09T13:30:00Z, REGULAR",
    "2026-10-30T13:30:00Z, REGULAR",
    "2026-11-02T13:30:00Z, BEFORE_OPEN",
    "2026-11-02T14:30:00Z, REGULAR",
    "2026-03-09T08:00:00Z, BEFORE_OPEN",
    "2026-03-09T07:59:59Z, CLOSED_OVERNIGHT",
  })
  void keepsNewYorkTimeWhenTheClocksChange(Instant instant, MarketPhase phase) {
    assertThat(NEW_YORK.phase(instant)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T23:59:59Z, CLOSED_OVERNIGHT",
    "2026-11-25T00:00:00Z, REGULAR",
    "2026-11-25T02:29:59Z, REGULAR",
    "2026-11-25T02:30:00Z, LUNCH",
    "2026-11-25T03:29:59Z, LUNCH",
    "2026-11-25T03:30:00Z, REGULAR",
    "2026-11-25T06:30:00Z, CLOSED_OVERNIGHT",
    "2026-11-27T15:00:00Z, WEEKEND", // Saturday in Tokyo
  })
  void tokyoHasLunchAndNoExtendedHours(Instant instant, MarketPhase phase) {
    assertThat(hours("XTKS").phase(instant)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-12-24T03:59:59Z, REGULAR",
    "2024-12-24T04:00:00Z, CLOSED_OVERNIGHT",
    "2024-12-24T05:00:00Z, CLOSED_OVERNIGHT",
    "2024-12-25T03:00:00Z, HOLIDAY",
  })
  void aHalfDayInHongKongEndsAtLunch(Instant instant, MarketPhase phase) {
    assertThat(hours("XHKG").phase(instant)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-16T07:59:59Z, CLOSED_OVERNIGHT", // New York is on summer time, London is not
    "2026-03-16T08:00:00Z, REGULAR",
    "2026-03-16T16:29:59Z, REGULAR",
    "2026-03-30T07:00:00Z, REGULAR",
    "2026-10-26T07:59:59Z, CLOSED_OVERNIGHT", // and the other way in autumn
    "2026-10-26T16:29:59Z, REGULAR",
  })
  void londonKeepsItsOwnSummerTime(Instant instant, MarketPhase phase) {
    assertThat(hours("XLON").phase(instant)).isEqualTo(phase);
  }

  /// What only a decision made a session is told as one more, and at regular hours is ordinary.
  @Test
  void sessionsThatWereDecidedLaterAreTold() {
    var saturday = LocalDate.of(2027, 1, 16);
    var holiday = LocalDate.of(2027, 1, 18);
    var calendar =
        TradingCalendar.of(
            Mic.XNYS,
            List.of(
                new DayOverride(
                    Mic.XNYS,
                    saturday,
                    DayOverride.Kind.OPEN,
                    Optional.of(LocalTime.of(11, 0)),
                    Optional.of(LocalTime.of(12, 0)),
                    "special session",
                    DayOverride.Source.OPERATOR),
                new DayOverride(
                    Mic.XNYS,
                    holiday,
                    DayOverride.Kind.OPEN,
                    Optional.empty(),
                    Optional.empty(),
                    "they trade",
                    DayOverride.Source.OPERATOR)));

    var ahead = MarketHours.of(calendar).adjustmentsAfter(LocalDate.of(2027, 1, 15));

    assertThat(ahead)
        .extracting(ScheduleAdjustment::words)
        .containsExactly(
            "XNYS has a session on Saturday 2027-01-16 (11:00-12:00), which usually has none: special"
                + " session; the job after the close is due at 13:00 in America/New_York",
            "XNYS has a session on Monday 2027-01-18 (09:30-16:00), which usually has none: they"
                + " trade; the job after the close is due at 16:45 in America/New_York");
    assertThat(calendar.isOrdinary(saturday)).isFalse();
    assertThat(calendar.isOrdinary(holiday)).isTrue();
    assertThat(
            SessionDifference.between(
                TradingCalendar.of(new Mic("XLON")), calendar, new DateRange(holiday, holiday)))
        .isEmpty();
  }

  @Test
  void torontoHasNoExtendedHoursThoughItsClocksAreNewYorks() {
    assertThat(hours("XTSE").phase(Instant.parse("2026-11-24T13:00:00Z")))
        .isEqualTo(MarketPhase.CLOSED_OVERNIGHT);
  }

  @ParameterizedTest
  @CsvSource({
    "XNYS, 2026-11-25, 2026-11-25T21:45:00Z",
    "XNYS, 2026-11-27, 2026-11-27T19:00:00Z", // an hour after an early close
    "XNYS, 2026-03-06, 2026-03-06T21:45:00Z",
    "XNYS, 2026-03-09, 2026-03-09T20:45:00Z",
    "XNYS, 2026-11-02, 2026-11-02T21:45:00Z",
    "XLON, 2026-03-16, 2026-03-16T17:15:00Z",
    "XLON, 2026-03-30, 2026-03-30T16:15:00Z",
    "XTKS, 2026-11-25, 2026-11-25T07:15:00Z",
    "XHKG, 2024-12-24, 2024-12-24T05:00:00Z",
  })
  void theJobIsDueAfterTheClose(String mic, String date, Instant due) {
    assertThat(hours(mic).jobAfterClose(session(mic, date))).isEqualTo(due);
  }

  @Test
  void takesOtherDelays() {
    var hours =
        MarketHours.of(TradingCalendar.nyse(), Duration.ofMinutes(5), Duration.ofMinutes(90));
    assertThat(hours.jobAfterClose(session("XNYS", "2026-11-25")))
        .isEqualTo("2026-11-25T21:05:00Z");
    assertThat(hours.jobAfterClose(session("XNYS", "2026-11-27")))
        .isEqualTo("2026-11-27T19:30:00Z");
    assertThatThrownBy(
            () -> MarketHours.of(TradingCalendar.nyse(), Duration.ofMinutes(-5), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a job after the close is not before it");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-25T21:44:59Z, 2026-11-25, 2026-11-25T21:45:00Z",
    "2026-11-25T21:45:00Z, 2026-11-27, 2026-11-27T19:00:00Z", // not the one that is due now
    "2026-11-27T19:00:00Z, 2026-11-30, 2026-11-30T21:45:00Z",
    "2027-12-31T22:00:00Z, 2028-01-03, 2028-01-03T21:45:00Z", // a week-end across the year's end
    "2026-03-07T00:00:00Z, 2026-03-09, 2026-03-09T20:45:00Z",
    "1990-01-01T05:00:00Z, 1990-01-02, 1990-01-02T21:45:00Z", // the first known instant
  })
  void findsTheNextJobAndItsSession(Instant now, LocalDate date, Instant due) {
    var next = NEW_YORK.nextJobAfter(now);
    assertThat(next.session().date()).isEqualTo(date);
    assertThat(next.due()).isEqualTo(due);
  }

  @Test
  void findsAJobThatIsDueAfterMidnight() {
    var late = MarketHours.of(TradingCalendar.nyse(), Duration.ofHours(10), Duration.ofHours(10));
    var next = late.nextJobAfter(Instant.parse("2026-11-25T06:59:59Z"));
    assertThat(next.session().date()).isEqualTo("2026-11-24");
    assertThat(next.due()).isEqualTo("2026-11-25T07:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "XNYS, 2026-03-05, 2026-03-06T14:00:00Z",
    "XNYS, 2026-03-06, 2026-03-09T13:00:00Z", // the clocks go forward in between
    "XNYS, 2026-10-30, 2026-11-02T14:00:00Z", // and back
    "XNYS, 2026-11-25, 2026-11-27T14:00:00Z",
    "XNYS, 2027-12-31, 2028-01-03T14:00:00Z",
    "XLON, 2026-03-27, 2026-03-30T08:00:00Z",
    "XTKS, 2026-12-30, 2027-01-04T00:00:00Z",
  })
  void theNextMorningIsThatOfTheNextSession(String mic, String date, Instant due) {
    assertThat(hours(mic).nextMorning(session(mic, date), LocalTime.of(9, 0))).isEqualTo(due);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1990-01-01T04:59:59Z", "2029-01-01T05:00:00Z"})
  void refusesOutsideOfTheKnownYears(Instant instant) {
    assertThatThrownBy(() -> NEW_YORK.phase(instant)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NEW_YORK.nextJobAfter(instant))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatComesAfterTheLastKnownSession() {
    var last = session("XNYS", "2028-12-29");
    assertThatThrownBy(() -> NEW_YORK.nextMorning(last, LocalTime.NOON))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NEW_YORK.nextJobAfter(NEW_YORK.jobAfterClose(last)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NEW_YORK.adjustmentsAfter(LocalDate.of(2028, 12, 28)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
