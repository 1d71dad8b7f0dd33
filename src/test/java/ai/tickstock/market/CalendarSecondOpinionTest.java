package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import com.opengamma.strata.basics.ReferenceData;
import com.opengamma.strata.basics.date.HolidayCalendarId;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compares the calendars with sources that know nothing of their files. Where one says otherwise,
/// the date stands here with the reason, and no other date does.
class CalendarSecondOpinionTest {
  private static final DateTimeFormatter LEAN_DATE = DateTimeFormatter.ofPattern("M/d/yyyy");

  /// @param isClosed what the other source says of a weekday
  /// @param disagreements lines of `date date … | reason`
  private record Opinion(
      String exchange, String source, Predicate<LocalDate> isClosed, String disagreements) {
    @Override
    public String toString() {
      return exchange + " by " + source;
    }
  }

  static Stream<Opinion> opinions() {
    return Stream.of(
        strata("XNYS", "NYSE", "2012-10-29 | not known there: Hurricane Sandy, the first day"),
        jollyday(
            "XNYS",
            HolidayCalendar.NYSE,
            "",
            """
            1990-01-15 1991-01-21 1992-01-20 1993-01-18 | Martin Luther King Day, not before 1998
            1994-01-17 1995-01-16 1996-01-15 1997-01-20 | Martin Luther King Day, not before 1998
            1993-12-31 1999-12-31 2004-12-31 2010-12-31 | New Year's Day on a Saturday is not moved
            2021-12-31 2027-12-31                       | New Year's Day on a Saturday is not moved
            2001-09-11 2001-09-12 2001-09-13 2001-09-14 | not known there: the attack of 2001
            1994-04-27 2018-12-05 2025-01-09            | not known there: mourning for presidents
            """),
        strata("XLON", "GBLO", ""),
        jollyday(
            "XLON",
            HolidayCalendar.UNITED_KINGDOM,
            "eng",
            """
            2002-05-27            | not known there: Spring Bank Holiday moved to June 4
            2002-06-03 2002-06-04 | not known there: Golden Jubilee
            """),
        // The euro's payment system, whose closing days the exchange took over in 2002.
        strata(
            "XPAR",
            "EUTA",
            """
            2000-06-12 2001-06-04 | Whit Monday, kept by the exchange before 2002
            2000-07-14            | Bastille Day, kept by the exchange before 2002
            """),
        strata(
            "XTSE",
            "CATO",
            """
            2001-09-11 2001-09-12 | not known there: the attack of 2001
            2000-11-13 2001-11-12 2002-11-11 2003-11-11 2004-11-11 | Remembrance Day, of banks only
            2005-11-11 2006-11-13 2007-11-12 2008-11-11 2009-11-11 | Remembrance Day, of banks only
            2010-11-11 2011-11-11 2012-11-12 2013-11-11 2014-11-11 | Remembrance Day, of banks only
            2015-11-11 2016-11-11 2017-11-13 2018-11-12 2019-11-11 | Remembrance Day, of banks only
            2020-11-11 2021-11-11 2022-11-11 2023-11-13 2024-11-11 | Remembrance Day, of banks only
            2025-11-11 2026-11-11 2027-11-11 2028-11-13            | Remembrance Day, of banks only
            2021-09-30 2022-09-30 2024-09-30 2025-09-30            | Truth and Reconciliation, of banks only
            2026-09-30 2027-09-30                                  | Truth and Reconciliation, of banks only
            """),
        strata("XTKS", "JPTO", "2020-10-01 | not known there: failure of the trading system"),
        strata(
            "XASX",
            "AUSY",
            """
            2000-08-07 2001-08-06 2002-08-05 2003-08-04 2004-08-02 | Bank Holiday, of banks only
            2005-08-01 2006-08-07 2007-08-06 2008-08-04 2009-08-03 | Bank Holiday, of banks only
            2010-08-02 2011-08-01 2012-08-06 2013-08-05 2014-08-04 | Bank Holiday, of banks only
            2015-08-03 2016-08-01 2017-08-07 2018-08-06 2019-08-05 | Bank Holiday, of banks only
            2020-08-03 2021-08-02 2022-08-01 2023-08-07 2024-08-05 | Bank Holiday, of banks only
            2025-08-04 2026-08-03 2027-08-02 2028-08-07            | Bank Holiday, of banks only
            2000-10-02 2001-10-01 2002-10-07 2003-10-06 2004-10-04 | Labour Day, not kept by the exchange
            2005-10-03 2006-10-02 2007-10-01 2008-10-06 2009-10-05 | Labour Day, not kept by the exchange
            2010-10-04 2011-10-03 2012-10-01 2013-10-07 2014-10-06 | Labour Day, not kept by the exchange
            2015-10-05 2016-10-03 2017-10-02 2018-10-01 2019-10-07 | Labour Day, not kept by the exchange
            2020-10-05 2021-10-04 2022-10-03 2023-10-02 2024-10-07 | Labour Day, not kept by the exchange
            2025-10-06 2026-10-05 2027-10-04 2028-10-02            | Labour Day, not kept by the exchange
            2010-04-26 2011-04-26                                  | not known there: Anzac Day moved
            """),
        jollyday(
            "XHKG",
            HolidayCalendar.HONG_KONG,
            "",
            """
            2000-02-04 2000-02-07 2000-04-04 2000-04-05 2000-05-11 | lunar days, not known there before 2007
            2000-06-06 2000-09-13 2000-10-06 2001-01-24 2001-01-25 | lunar days, not known there before 2007
            2001-01-26 2001-04-30 2001-06-25 2001-10-02 2001-10-25 | lunar days, not known there before 2007
            2002-02-12 2002-02-13 2002-02-14 2002-05-20 2002-10-14 | lunar days, not known there before 2007
            2003-01-31 2003-02-03 2003-05-08 2003-06-04 2003-09-12 | lunar days, not known there before 2007
            2004-01-22 2004-01-23 2004-05-26 2004-06-22 2004-09-29 | lunar days, not known there before 2007
            2004-10-22 2005-02-09 2005-02-10 2005-02-11 2005-05-16 | lunar days, not known there before 2007
            2005-09-19 2005-10-11 2006-01-30 2006-01-31 2006-05-05 | lunar days, not known there before 2007
            2006-05-31 2006-10-30                                  | lunar days, not known there before 2007
            2025-01-29 2025-01-30 2025-01-31 2025-05-05 2025-10-07 | lunar days, not known there after 2024
            2025-10-29 2026-02-17 2026-02-18 2026-02-19 2026-04-07 | lunar days, not known there after 2024
            2026-05-25 2026-06-19 2026-10-19 2027-02-08 2027-02-09 | lunar days, not known there after 2024
            2027-05-13 2027-06-09 2027-09-16 2027-10-08 2028-01-26 | lunar days, not known there after 2024
            2028-01-27 2028-01-28 2028-05-02 2028-05-29 2028-10-04 | lunar days, not known there after 2024
            2028-10-26                                             | lunar days, not known there after 2024
            2001-07-06 2001-07-25 2008-08-06 2008-08-22 2011-09-29 | not known there: typhoons, black rainstorm
            2013-08-14 2016-08-02 2016-10-21 2017-08-23 2020-10-13 | not known there: typhoons, black rainstorm
            2021-10-13 2023-07-17 2023-09-01 2023-09-08 2024-09-06 | not known there: typhoons, black rainstorm
            """));
  }

  @ParameterizedTest
  @MethodSource("opinions")
  void hasTheClosuresOfAnotherSourceButForNamedDates(Opinion opinion) {
    var calendar = TradingCalendar.of(new Mic(opinion.exchange()));
    assertThat(differences(calendar, calendar.known(), opinion.isClosed()).keySet())
        .isEqualTo(named(opinion.disagreements()));
  }

  @Test
  void hasEverySessionOnWhichSpyTradedAndNoOther() throws IOException {
    var file =
        SharedData.fileOrSkip(
            "calendar/nyse_sessions_1998_2025.csv",
            "the sessions of 1998 to 2025 against the days on which SPY traded");
    List<LocalDate> traded =
        Files.readAllLines(file).stream()
            .skip(1)
            .map(line -> LocalDate.parse(line.substring(0, 10)))
            .toList();
    assertThat(traded).hasSizeGreaterThan(6_800);
    var range = new DateRange(traded.getFirst(), traded.getLast());
    assertThat(TradingCalendar.nyse().sessions(range).stream().map(Session::date))
        .containsExactlyElementsOf(traded);
  }

  @Test
  void hasTheUsHolidaysThatLeanKeeps() throws IOException {
    var closed = new TreeSet<LocalDate>();
    lean("holidays").forEach(date -> closed.add(LocalDate.parse(date.asString(), LEAN_DATE)));
    var years = new DateRange(LocalDate.of(1998, 1, 1), LocalDate.of(2028, 12, 31));
    assertThat(differences(TradingCalendar.nyse(), years, closed::contains).keySet())
        .isEqualTo(named(""));
  }

  @Test
  void hasTheUsEarlyClosesThatLeanKeeps() throws IOException {
    var theirs = new TreeMap<LocalDate, LocalTime>();
    for (var early : lean("earlyCloses").properties()) {
      theirs.put(
          LocalDate.parse(early.getKey(), LEAN_DATE), LocalTime.parse(early.getValue().asString()));
    }
    var ours = new TreeMap<LocalDate, LocalTime>();
    var years = new DateRange(LocalDate.of(1999, 11, 1), LocalDate.of(2028, 12, 31));
    for (var session : TradingCalendar.nyse().sessions(years)) {
      if (session.early()) {
        ours.put(session.date(), session.close().atZone(Bar.NEW_YORK).toLocalTime());
      }
    }
    var different = new TreeSet<>(ours.keySet());
    different.addAll(theirs.keySet());
    different.removeIf(date -> ours.containsKey(date) && ours.get(date).equals(theirs.get(date)));
    assertThat(different)
        .isEqualTo(
            named(
                """
                1999-12-31 | not known there: the exchange closed at 13:00
                2005-06-01 | not planned: the systems failed at 15:56
                2017-12-24 | a Sunday
                """));
  }

  private static Opinion strata(String exchange, String id, String disagreements) {
    var holidays = HolidayCalendarId.of(id).resolve(ReferenceData.standard());
    return new Opinion(exchange, "Strata " + id, holidays::isHoliday, disagreements);
  }

  /// @param region of the country, or nothing
  private static Opinion jollyday(
      String exchange, HolidayCalendar calendar, String region, String disagreements) {
    var manager = HolidayManager.getInstance(ManagerParameters.create(calendar));
    var years = new HashMap<Integer, Set<LocalDate>>();
    return new Opinion(
        exchange,
        "Jollyday " + calendar,
        date ->
            years
                .computeIfAbsent(date.getYear(), year -> holidays(manager, year, region))
                .contains(date),
        disagreements);
  }

  /// Those of the next year too: one can be observed on December 31.
  private static Set<LocalDate> holidays(HolidayManager manager, int year, String region) {
    return Stream.of(Year.of(year), Year.of(year + 1))
        .flatMap(asked ->
            (region.isEmpty() ? manager.getHolidays(asked) : manager.getHolidays(asked, region))
                .stream())
        .map(holiday -> holiday.getDate())
        .collect(Collectors.toSet());
  }

  /// Weekdays on which the calendar and the other source differ, with what ours says.
  private static Map<LocalDate, String> differences(
      TradingCalendar calendar, DateRange range, Predicate<LocalDate> isClosed) {
    var differences = new TreeMap<LocalDate, String>();
    range
        .first()
        .datesUntil(range.last().plusDays(1))
        .filter(date -> date.getDayOfWeek().getValue() <= 5)
        .filter(date -> calendar.isSession(date) == isClosed.test(date))
        .forEach(date -> differences.put(date, calendar.reason(date).orElse("open")));
    return differences;
  }

  private static Set<LocalDate> named(String disagreements) {
    var dates = new ArrayList<LocalDate>();
    for (var line : disagreements.lines().toList()) {
      var fields = line.split("\\|");
      assertThat(fields).as("dates | reason").hasSize(2).noneMatch(String::isBlank);
      for (var date : fields[0].strip().split(" +")) {
        dates.add(LocalDate.parse(date));
      }
    }
    assertThat(dates).doesNotHaveDuplicates();
    return new TreeSet<>(dates);
  }

  private static JsonNode lean(String field) throws IOException {
    Path file =
        SharedData.fileOrSkip(
            "calendar/us_equity_market_hours.json",
            "the US holidays and early closes to 2028 against those that LEAN keeps");
    var market = JsonMapper.shared().readTree(Files.readString(file)).get("Equity-usa-[*]");
    return market.get(field);
  }
}
