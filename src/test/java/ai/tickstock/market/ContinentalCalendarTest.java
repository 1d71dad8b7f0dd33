package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Paris and Xetra where they changed or departed from their rules.
class ContinentalCalendarTest {
  private final TradingCalendar paris = TradingCalendar.of(new Mic("XPAR"));
  private final TradingCalendar xetra = TradingCalendar.of(new Mic("XETR"));

  @ParameterizedTest
  @CsvSource({
    "2000-03-31, 09:00-17:00",
    "2000-04-03, 09:00-17:30",
    "2001-12-24, 09:00-14:05",
    "2003-12-31, 09:00-17:30",
    "2004-12-31, 09:00-17:30",
    "2007-12-31, 09:00-14:05",
    "2011-12-23, 09:00-17:30", // no half day moves from a Saturday to Friday
  })
  void parisHadTheseHours(LocalDate date, String hours) {
    assertThat(hours(paris, date)).isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({
    "2000-06-01, 09:00-17:30",
    "2000-06-02, 09:00-20:00",
    "2000-12-29, 09:00-14:00",
    "2003-10-31, 09:00-20:00",
    "2003-11-03, 09:00-17:30",
    "2027-12-30, 09:00-14:00",
    "2028-12-29, 09:00-14:00", // December 30 is a Saturday
  })
  void xetraHadTheseHours(LocalDate date, String hours) {
    assertThat(hours(xetra, date)).isEqualTo(hours);
  }

  @Test
  void summerTimeMovesTheInstantAndNotTheHour() {
    assertThat(paris.session(LocalDate.of(2026, 3, 27)).orElseThrow().open())
        .isEqualTo("2026-03-27T08:00:00Z");
    assertThat(paris.session(LocalDate.of(2026, 3, 30)).orElseThrow().open())
        .isEqualTo("2026-03-30T07:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000-06-12", "2000-07-14", "2001-06-04", "2001-12-31"})
  void parisWasClosedOnFrenchHolidaysUntilItKeptTheDaysOfTheEuro(LocalDate date) {
    assertThat(paris.isSession(date)).isFalse();
    assertThat(paris.isSession(LocalDate.of(2002, 5, 20))).isTrue();
    assertThat(paris.isSession(LocalDate.of(2003, 7, 14))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2000-06-12, true", // Whit Monday
    "2007-05-28, false",
    "2014-06-09, true",
    "2015-05-25, false",
    "2021-05-24, false",
    "2022-06-06, true",
    "2000-10-03, false", // German Unity Day
    "2001-10-03, true",
    "2013-10-03, true",
    "2014-10-03, false",
    "2022-10-03, true",
    "2017-10-31, false", // Reformation Day
  })
  void xetraKeptGermanHolidaysInSomeYears(LocalDate date, boolean open) {
    assertThat(xetra.isSession(date)).isEqualTo(open);
  }

  private static String hours(TradingCalendar calendar, LocalDate date) {
    var session = calendar.session(date).orElseThrow();
    return session.open().atZone(calendar.zone()).toLocalTime()
        + "-"
        + session.close().atZone(calendar.zone()).toLocalTime();
  }
}
