package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NyseCalendarTest {
  private final TradingCalendar calendar = TradingCalendar.nyse();

  @Test
  void isTheCalendarOfXnysFrom1990To2028() {
    assertThat(calendar.exchange()).isEqualTo(Mic.XNYS);
    assertThat(calendar.known()).hasToString("1990-01-01..2028-12-31");
  }

  @Test
  void isReadOnce() {
    assertThat(TradingCalendar.nyse()).isSameAs(calendar);
  }

  @Test
  void opensAtHalfPastNineAndClosesAtFourInNewYork() {
    assertThat(hours("2024-03-08")).isEqualTo("09:30-16:00");
    assertThat(session("2024-03-08").early()).isFalse();
  }

  @Test
  void keepsLocalTimeThroughDaylightSaving() {
    assertThat(session("2024-03-08").open()).isEqualTo("2024-03-08T14:30:00Z");
    assertThat(session("2024-03-11").open()).isEqualTo("2024-03-11T13:30:00Z");
    assertThat(session("2006-04-03").close()).isEqualTo("2006-04-03T20:00:00Z");
    assertThat(session("2006-10-30").close()).isEqualTo("2006-10-30T21:00:00Z");
  }

  @Test
  void isClosedOnWeekends() {
    assertThat(calendar.sessions(calendar.known()))
        .noneMatch(s -> s.date().getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-01", // New Year's Day
        "2024-01-15", // Martin Luther King, Jr. Day
        "2024-02-19", // Washington's Birthday
        "2024-03-29", // Good Friday
        "2024-05-27", // Memorial Day
        "2024-06-19", // Juneteenth
        "2024-07-04", // Independence Day
        "2024-09-02", // Labor Day
        "2024-11-28", // Thanksgiving Day
        "2024-12-25", // Christmas Day
      })
  void isClosedOnTheTenHolidays(LocalDate holiday) {
    assertThat(calendar.isSession(holiday)).isFalse();
  }

  @Test
  void keepsMartinLutherKingDayFrom1998() {
    assertThat(calendar.isSession(LocalDate.of(1997, 1, 20))).isTrue();
    assertThat(calendar.isSession(LocalDate.of(1998, 1, 19))).isFalse();
  }

  @Test
  void keepsJuneteenthFrom2022AndOnTheNearestWeekday() {
    assertThat(calendar.isSession(LocalDate.of(2021, 6, 18))).isTrue();
    assertThat(calendar.isSession(LocalDate.of(2022, 6, 20))).isFalse();
    assertThat(calendar.isSession(LocalDate.of(2027, 6, 18))).isFalse();
  }

  @Test
  void observesAHolidayOnSaturdayOnFriday() {
    assertThat(calendar.isSession(LocalDate.of(2020, 7, 3))).isFalse();
    assertThat(calendar.isSession(LocalDate.of(2021, 12, 24))).isFalse();
    assertThat(calendar.isSession(LocalDate.of(1999, 12, 24))).isFalse();
  }

  @Test
  void observesAHolidayOnSundayOnMonday() {
    assertThat(calendar.isSession(LocalDate.of(2021, 7, 5))).isFalse();
    assertThat(calendar.isSession(LocalDate.of(2022, 12, 26))).isFalse();
    assertThat(calendar.isSession(LocalDate.of(2023, 1, 2))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1993-12-31",
        "1999-12-31",
        "2004-12-31",
        "2010-12-31",
        "2021-12-31",
        "2027-12-31"
      })
  void tradesOnNewYearsEveWhenNewYearsDayIsASaturday(LocalDate eve) {
    assertThat(calendar.isSession(eve)).isTrue();
  }

  @Test
  void closesAtOneOnTheDayAfterThanksgiving() {
    assertThat(IntStream.rangeClosed(1993, 2028).mapToObj(this::dayAfterThanksgiving))
        .allSatisfy(date -> {
          assertThat(hours(date.toString())).isEqualTo("09:30-13:00");
          assertThat(session(date.toString()).early()).isTrue();
        });
  }

  @Test
  void closedAtTwoOnTheDayAfterThanksgivingOf1992AndNotEarlyBefore() {
    assertThat(hours("1992-11-27")).isEqualTo("09:30-14:00");
    assertThat(hours("1991-11-29")).isEqualTo("09:30-16:00");
    assertThat(hours("1990-11-23")).isEqualTo("09:30-16:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1990-12-24", "1991-12-24", "1992-12-24"})
  void closedAtTwoOnChristmasEveUntil1992(String eve) {
    assertThat(hours(eve)).isEqualTo("09:30-14:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1996-12-24", "2001-12-24", "2019-12-24", "2025-12-24", "2026-12-24"})
  void closesAtOneOnChristmasEveFromMondayToThursday(String eve) {
    assertThat(hours(eve)).isEqualTo("09:30-13:00");
  }

  @ParameterizedTest
  @CsvSource({
    "1997-12-26, 09:30-13:00",
    "2003-12-26, 09:30-13:00",
    "2008-12-26, 09:30-16:00",
    "2014-12-26, 09:30-16:00",
    "2025-12-26, 09:30-16:00",
  })
  void closedEarlyOnTwoFridaysAfterChristmasOnly(String friday, String hours) {
    assertThat(hours(friday)).isEqualTo(hours);
  }

  @Test
  void closedAtOneOnTheLastDayOf1999() {
    assertThat(hours("1999-12-31")).isEqualTo("09:30-13:00");
  }

  @ParameterizedTest
  @CsvSource({
    "1994-07-01, 09:30-16:00",
    "1990-07-03, 09:30-16:00",
    "1995-07-03, 09:30-13:00",
    "1996-07-03, 09:30-16:00",
    "1996-07-05, 09:30-13:00",
    "2002-07-03, 09:30-16:00",
    "2002-07-05, 09:30-13:00",
    "2012-07-03, 09:30-13:00",
    "2013-07-03, 09:30-13:00",
    "2013-07-05, 09:30-16:00",
    "2015-07-02, 09:30-16:00",
    "2019-07-03, 09:30-13:00",
    "2019-07-05, 09:30-16:00",
    "2020-07-02, 09:30-16:00",
    "2024-07-03, 09:30-13:00",
    "2025-07-03, 09:30-13:00",
    "2026-07-02, 09:30-16:00",
    "2027-07-02, 09:30-16:00",
    "2028-07-03, 09:30-13:00",
  })
  void closesEarlyBesideIndependenceDayAsEachYearHadIt(String date, String hours) {
    assertThat(hours(date)).isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({
    "1990-12-27, 11:00-16:00",
    "1991-01-17, 09:31-16:00",
    "1991-02-25, 09:31-16:00",
    "1995-12-18, 10:30-16:00",
    "1996-01-08, 11:00-14:00",
    "2001-09-17, 09:33-16:00",
    "2001-10-08, 09:31-16:00",
    "2002-09-11, 12:00-16:00",
    "2003-03-20, 09:32-16:00",
    "2004-06-07, 09:32-16:00",
    "2006-12-27, 09:32-16:00",
  })
  void openedLateAsTheExchangeRecordsIt(String date, String hours) {
    assertThat(hours(date)).isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({
    "1994-02-11, 09:30-14:30", // snowstorm
    "1997-10-27, 09:30-15:30", // circuit breaker
    "2005-06-01, 09:30-15:56", // communications
  })
  void closedUnexpectedlyAsTheExchangeRecordsIt(String date, String hours) {
    assertThat(hours(date)).isEqualTo(hours);
    assertThat(session(date).early()).isTrue();
  }

  @Test
  void aLateOpeningIsNotAnEarlyClose() {
    assertThat(session("2002-09-11").early()).isFalse();
  }

  @Test
  void wasClosedForFourDaysInSeptember2001() {
    assertThat(calendar.next(LocalDate.of(2001, 9, 10)).date()).isEqualTo("2001-09-17");
  }

  @Test
  void wasClosedForTwoDaysByHurricaneSandy() {
    assertThat(calendar.next(LocalDate.of(2012, 10, 26)).date()).isEqualTo("2012-10-31");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1994-04-27", "2004-06-11", "2007-01-02", "2018-12-05"})
  void wasClosedToMournFormerPresidents(LocalDate day) {
    assertThat(calendar.isSession(day)).isFalse();
  }

  @Test
  void isClosedOnTheNationalDayOfMourningOf2025() {
    assertThat(calendar.isSession(LocalDate.of(2025, 1, 9))).isFalse();
    assertThat(hours("2025-01-08")).isEqualTo("09:30-16:00");
  }

  /// The table of the exchange's announcement of 2025-12-23, field by field.
  @Test
  void hasTheHolidaysThatTheExchangeAnnouncedFor2026To2028() {
    assertThat(weekdaysWithoutSession(2026))
        .containsExactly(
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-04-03",
            "2026-05-25",
            "2026-06-19",
            "2026-07-03",
            "2026-09-07",
            "2026-11-26",
            "2026-12-25");
    assertThat(weekdaysWithoutSession(2027))
        .containsExactly(
            "2027-01-01",
            "2027-01-18",
            "2027-02-15",
            "2027-03-26",
            "2027-05-31",
            "2027-06-18",
            "2027-07-05",
            "2027-09-06",
            "2027-11-25",
            "2027-12-24");
    assertThat(weekdaysWithoutSession(2028))
        .containsExactly(
            "2028-01-17",
            "2028-02-21",
            "2028-04-14",
            "2028-05-29",
            "2028-06-19",
            "2028-07-04",
            "2028-09-04",
            "2028-11-23",
            "2028-12-25");
  }

  @Test
  void hasTheEarlyClosesThatTheExchangeAnnouncedFor2026To2028() {
    var years = new DateRange(LocalDate.of(2026, 1, 1), LocalDate.of(2028, 12, 31));
    assertThat(calendar.sessions(years).stream().filter(Session::early).map(Session::date))
        .extracting(LocalDate::toString)
        .containsExactly("2026-11-27", "2026-12-24", "2027-11-26", "2028-07-03", "2028-11-24");
  }

  @Test
  void hasTheSessionsOfKnownYears() {
    assertThat(count(2020)).isEqualTo(253);
    assertThat(count(2001)).isEqualTo(248);
    assertThat(count(2025)).isEqualTo(250);
    assertThat(count(1996)).isEqualTo(254);
  }

  @Test
  void refusesDatesOutsideItsYears() {
    assertThatThrownBy(() -> calendar.session(LocalDate.of(1989, 12, 29)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "XNYS: nothing is known about 1989-12-29, the calendar is of 1990-01-01..2028-12-31;"
                + " ask inside it, or extend its data file");
    assertThatThrownBy(() -> calendar.isSession(LocalDate.of(2029, 1, 2)))
        .hasMessageContaining("2029-01-02");
  }

  @Test
  void refusesRangesThatReachOutsideItsYears() {
    var tooEarly = new DateRange(LocalDate.of(1989, 1, 1), LocalDate.of(1990, 2, 1));
    var tooLate = new DateRange(LocalDate.of(2028, 1, 1), LocalDate.of(2029, 1, 1));
    assertThatThrownBy(() -> calendar.sessions(tooEarly)).hasMessageContaining("1989-01-01");
    assertThatThrownBy(() -> calendar.countSessions(tooLate)).hasMessageContaining("2029-01-01");
  }

  @Test
  void refusesToStepOverItsEnds() {
    assertThat(calendar.next(LocalDate.of(1990, 1, 1)).date()).isEqualTo("1990-01-02");
    assertThat(calendar.previous(LocalDate.of(2028, 12, 31)).date()).isEqualTo("2028-12-29");
    assertThatThrownBy(() -> calendar.next(LocalDate.of(2028, 12, 29)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the session after 2028-12-29 is not known");
    assertThatThrownBy(() -> calendar.previous(LocalDate.of(1990, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the session before 1990-01-02 is not known");
  }

  @Test
  void stepsFromSessionsAndFromDaysBetween() {
    assertThat(calendar.next(LocalDate.of(2024, 11, 27)).date()).isEqualTo("2024-11-29");
    assertThat(calendar.next(LocalDate.of(2024, 11, 28)).date()).isEqualTo("2024-11-29");
    assertThat(calendar.previous(LocalDate.of(2024, 11, 29)).date()).isEqualTo("2024-11-27");
    assertThat(calendar.previous(LocalDate.of(2024, 12, 1)).date()).isEqualTo("2024-11-29");
  }

  @Test
  void listsAndCountsTheSessionsOfARangeWithBothEnds() {
    var week = new DateRange(LocalDate.of(2024, 11, 25), LocalDate.of(2024, 12, 1));
    assertThat(calendar.sessions(week))
        .extracting(s -> s.date().toString())
        .containsExactly("2024-11-25", "2024-11-26", "2024-11-27", "2024-11-29");
    assertThat(calendar.countSessions(week)).isEqualTo(4);
  }

  @Test
  void aRangeWithoutSessionsIsEmpty() {
    var weekend = new DateRange(LocalDate.of(2024, 11, 30), LocalDate.of(2024, 12, 1));
    assertThat(calendar.sessions(weekend)).isEmpty();
    assertThat(calendar.countSessions(weekend)).isZero();
  }

  @Test
  void givesListsThatCannotBeChanged() {
    var sessions = calendar.sessions(DateRange.of(LocalDate.of(2024, 11, 29)));
    assertThatThrownBy(sessions::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-29T17:59:59Z, 2024-11-27", // a second before the early close
    "2024-11-29T18:00:00Z, 2024-11-29", // at the early close
    "2024-12-01T12:00:00Z, 2024-11-29", // Sunday
    "2024-12-02T15:00:00Z, 2024-11-29", // in the session of Monday
    "1990-01-02T21:00:00Z, 1990-01-02", // the first close of all
    "2029-01-01T05:00:00Z, 2028-12-29", // midnight in New York after the last day
  })
  void namesTheLastSessionThatHasClosed(Instant instant, LocalDate session) {
    assertThat(calendar.lastClosedBy(instant).date()).isEqualTo(session);
  }

  @Test
  void refusesToNameAClosedSessionOutsideItsYears() {
    assertThatThrownBy(() -> calendar.lastClosedBy(Instant.parse("1990-01-02T20:59:59Z")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1990-01-02T20:59:59Z");
    assertThatThrownBy(() -> calendar.lastClosedBy(Instant.parse("2029-01-01T05:00:01Z")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1990-01-01..2028-12-31");
  }

  private Session session(String date) {
    return calendar.session(LocalDate.parse(date)).orElseThrow();
  }

  private String hours(String date) {
    var session = session(date);
    return newYorkTime(session.open()) + "-" + newYorkTime(session.close());
  }

  private static LocalTime newYorkTime(Instant instant) {
    return instant.atZone(Bar.NEW_YORK).toLocalTime();
  }

  private LocalDate dayAfterThanksgiving(int year) {
    return IntStream.rangeClosed(23, 29)
        .mapToObj(day -> LocalDate.of(year, 11, day))
        .filter(date -> date.getDayOfWeek() == DayOfWeek.FRIDAY)
        .findFirst()
        .orElseThrow();
  }

  private Stream<String> weekdaysWithoutSession(int year) {
    return LocalDate.of(year, 1, 1)
        .datesUntil(LocalDate.of(year + 1, 1, 1))
        .filter(date -> date.getDayOfWeek().getValue() <= 5 && !calendar.isSession(date))
        .map(LocalDate::toString);
  }

  private int count(int year) {
    return calendar.countSessions(
        new DateRange(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)));
  }
}
