package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tokyo, Hong Kong and Sydney where they changed or departed from their rules.
class PacificCalendarTest {
  @ParameterizedTest
  @CsvSource({
    "2000-01-04, 09:00-11:00", // first session of the year
    "2000-01-05, 09:00-11:00 12:30-15:00",
    "2001-09-12, 09:30-11:00 12:30-15:00",
    "2005-11-01, 13:30-15:00", // failure of the trading system
    "2006-01-18, 09:00-11:00 12:30-14:40", // Livedoor shock
    "2006-01-19, 09:00-11:00 13:00-15:00",
    "2006-04-24, 09:00-11:00 12:30-15:00",
    "2008-12-30, 09:00-11:00", // last session of the year
    "2009-01-05, 09:00-11:00",
    "2009-12-30, 09:00-11:00 12:30-15:00",
    "2010-01-04, 09:00-11:00 12:30-15:00",
    "2011-11-18, 09:00-11:00 12:30-15:00",
    "2011-11-21, 09:00-11:30 12:30-15:00",
    "2024-11-01, 09:00-11:30 12:30-15:00",
    "2024-11-05, 09:00-11:30 12:30-15:30",
    "2009-05-06, closed", // Constitution Day, a Sunday, passes over two holidays
    "2006-05-05, closed",
    "2009-09-22, closed", // between two holidays
    "2019-05-01, closed",
    "2020-10-01, closed",
    "2020-10-12, 09:00-11:30 12:30-15:00", // Sports Day was in July
    "2024-12-23, 09:00-11:30 12:30-15:30", // no birthday of an emperor any more
    "2027-03-22, closed", // the equinox on a Sunday
  })
  void tokyoHadTheseHours(LocalDate date, String hours) {
    assertThat(hours("XTKS", date)).isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({
    "2000-02-04, closed", // the eve, for the second day of Lunar New Year on a Sunday
    "2005-02-08, 10:00-12:30", // eve of Lunar New Year
    "2007-08-10, 10:00-12:30 14:30-14:45", // Typhoon Pabuk
    "2008-06-25, 14:30-16:00", // Typhoon Fengshen
    "2010-12-24, 10:00-12:30",
    "2011-03-04, 10:00-12:30 14:30-16:00",
    "2011-03-07, 09:30-12:00 13:30-16:00",
    "2011-12-30, 09:30-12:00 13:30-16:00", // no half day moves from a Saturday to Friday
    "2012-03-05, 09:30-12:00 13:00-16:00",
    "2012-10-02, closed", // Mid-Autumn Festival and National Day met
    "2013-02-13, closed", // the fourth day, for the first on a Sunday
    "2015-09-03, closed",
    "2018-12-24, 09:30-12:00",
    "2020-08-19, 13:30-16:00", // Typhoon Higos
    "2021-04-06, closed", // Ching Ming Festival and Easter Monday met
    "2022-11-02, 09:30-12:00 13:00-13:55", // Typhoon Nalgae
    "2023-09-08, closed", // black rainstorm
    "2023-10-09, 14:00-16:00", // Typhoon Koinu
    "2024-09-06, closed", // Typhoon Yagi, the last to stop trading
    "2024-11-14, 09:30-12:00 13:00-16:00", // Typhoon Toraji
    "2027-02-09, closed",
  })
  void hongKongHadTheseHours(LocalDate date, String hours) {
    assertThat(hours("XHKG", date)).isEqualTo(hours);
  }

  @ParameterizedTest
  @CsvSource({
    "2000-01-03, closed", // New Year's Day was a Saturday
    "2003-12-31, 10:00-14:05",
    "2004-01-02, 10:00-14:05",
    "2004-04-26, 10:00-16:00", // Anzac Day was a Sunday
    "2004-12-28, closed", // Boxing Day was a Sunday
    "2006-04-13, 10:00-14:15", // Easter Thursday
    "2008-03-20, 10:00-14:10",
    "2009-04-09, 10:00-16:00",
    "2010-04-26, closed",
    "2011-04-26, closed",
    "2016-12-23, 10:00-14:10", // Christmas Eve was a Saturday
    "2022-09-22, closed",
    "2022-12-23, 10:00-16:00", // so it was, but the half day no longer moved
    "2023-12-29, 10:00-16:00",
    "2024-12-31, 10:00-14:10",
    "2026-04-27, 10:00-16:00",
  })
  void sydneyHadTheseHours(LocalDate date, String hours) {
    assertThat(hours("XASX", date)).isEqualTo(hours);
  }

  private static String hours(String exchange, LocalDate date) {
    var calendar = TradingCalendar.of(new Mic(exchange));
    Optional<Session> session = calendar.session(date);
    return session
        .map(s -> {
          var open = s.open().atZone(calendar.zone()).toLocalTime();
          var close = s.close().atZone(calendar.zone()).toLocalTime();
          return s.lunch()
              .map(rest ->
                  open
                      + "-"
                      + rest.start().atZone(calendar.zone()).toLocalTime()
                      + " "
                      + rest.end().atZone(calendar.zone()).toLocalTime()
                      + "-"
                      + close)
              .orElse(open + "-" + close);
        })
        .orElse("closed");
  }
}
