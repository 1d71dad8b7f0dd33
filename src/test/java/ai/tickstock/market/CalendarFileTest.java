package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarFileTest {
  private static final String HEAD =
      """
      # a comment

      exchange | XTST
      zone     | Europe/Berlin
      known    | 2020-2021
      regular  | 2020-01-01 | 09:00 | 17:30 | - | book
      """;

  @Test
  void readsRulesAndDatedLines() {
    var calendar =
        read(
            """
            holiday | 2021- | January 1 | Sunday to Monday | New Year's Day | book
            closes | 2020- | day after 1st Tuesday of March | - | 14:00 | Feast | book
            closed | 2020-05-04 | Storm | paper
            hours | 2020-05-05 | 10:15 | 13:45 | Storm | paper
            """);
    assertThat(calendar.exchange()).isEqualTo(new Mic("XTST"));
    assertThat(calendar.isSession(LocalDate.of(2020, 1, 1))).isTrue();
    assertThat(calendar.isSession(LocalDate.of(2021, 1, 1))).isFalse();
    assertThat(calendar.isSession(LocalDate.of(2020, 5, 4))).isFalse();
    assertThat(calendar.session(LocalDate.of(2020, 5, 5)))
        .hasValueSatisfying(session -> {
          assertThat(session.open()).isEqualTo("2020-05-05T08:15:00Z");
          assertThat(session.close()).isEqualTo("2020-05-05T11:45:00Z");
          assertThat(session.early()).isTrue();
        });
    assertThat(calendar.session(LocalDate.of(2021, 3, 3)).orElseThrow().close())
        .isEqualTo("2021-03-03T13:00:00Z");
  }

  @Test
  void aDatedLineGoesBeforeARule() {
    var calendar =
        read(
            """
            closes | 2020- | March 4 | - | 14:00 | Feast | book
            hours | 2020-03-04 | 09:00 | 12:00 | Short feast | paper
            """);
    assertThat(calendar.session(LocalDate.of(2020, 3, 4)).orElseThrow().close())
        .isEqualTo("2020-03-04T11:00:00Z");
  }

  @Test
  void aRecurringCloseOnAHolidayHasNoEffect() {
    var calendar =
        read(
            """
            holiday | 2020- | March 4 | - | Feast | book
            closes | 2020- | March 4 | - | 14:00 | Feast | book
            """);
    assertThat(calendar.isSession(LocalDate.of(2020, 3, 4))).isFalse();
  }

  @Test
  void aRecurringCloseMaySpeakOfSessions() {
    var calendar =
        read(
            """
            holiday | 2020- | December 24 | - | Feast | book
            closed | 2020-12-31 | Storm | paper
            closes | 2020- | last session of December | - | 14:00 | Year's end | book
            closes | 2020- | last session before December 25 | - | 12:00 | Eve | book
            closes | 2021 | first session of May | - | 13:00 | May | book
            """);
    assertThat(earlyCloses(calendar))
        .containsExactly("2020-12-23", "2020-12-30", "2021-05-03", "2021-12-23", "2021-12-31");
  }

  @Test
  void aCloseBeforeNewYearBelongsToTheYearBefore() {
    var calendar = read("closes | 2021 | last session before January 1 | - | 12:00 | Eve | book");
    assertThat(earlyCloses(calendar)).containsExactly("2020-12-31");
  }

  @Test
  void regularHoursChange() {
    var calendar =
        read(
            """
            regular | 2020-06-02 | 10:00 | 16:00 | 12:00-13:30 | book
            closes | 2020 | June 1 | - | 16:00 | Feast | book
            hours | 2020-06-03 | 10:00 | 13:30 | Storm | paper
            hours | 2020-06-04 | 09:30 | 15:00 | Practice | paper
            """);
    assertThat(hours(calendar, "2020-06-01")).isEqualTo("09:00-16:00");
    assertThat(hours(calendar, "2020-06-02")).isEqualTo("10:00-12:00, 13:30-16:00");
    assertThat(hours(calendar, "2020-06-03")).isEqualTo("10:00-13:30");
    assertThat(hours(calendar, "2020-06-04")).isEqualTo("09:30-12:00, 13:30-15:00");
    assertThat(earlyCloses(calendar)).containsExactly("2020-06-01", "2020-06-03", "2020-06-04");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // 2020-05-02 is a Saturday, 2020-05-03 a Sunday
        "May 2; -; ",
        "May 2; Sunday to Monday; ",
        "May 3; Sunday to Monday; 2020-05-04",
        "May 2; to Monday; 2020-05-04",
        "May 3; to Monday; 2020-05-04",
        "May 2; nearest weekday; 2020-05-01",
        "May 3; nearest weekday; 2020-05-04",
        "May 5; nearest weekday; 2020-05-05",
        "May 2; to next weekday; 2020-05-04",
        "May 5; to next weekday; 2020-05-05",
        "May 2; Sunday to next weekday; ",
        "May 3; Sunday to next weekday; 2020-05-04",
      })
  void observesAHolidayOfAWeekend(String day, String rule, String observed) {
    var calendar = read("holiday | 2020 | " + day + " | " + rule + " | Feast | book\n");
    assertThat(closures(calendar))
        .containsExactlyElementsOf(Optional.ofNullable(observed).stream().toList());
  }

  @Test
  void theNextWeekdayIsOneThatNoHolidayAboveHasTaken() {
    var calendar =
        read(
            """
            holiday | 2020 | December 25 | to next weekday | Christmas Day | book
            holiday | 2020 | December 26 | to next weekday | Boxing Day | book
            holiday | 2021 | December 25 | to next weekday | Christmas Day | book
            holiday | 2021 | December 26 | to next weekday | Boxing Day | book
            """);
    assertThat(closures(calendar))
        .containsExactly("2020-12-25", "2020-12-28", "2021-12-27", "2021-12-28");
    assertThat(calendar.reason(LocalDate.of(2021, 12, 28))).hasValue("Boxing Day");
  }

  @Test
  void observesAHolidayOfTheNextYearInThisOneAlsoAtTheEnd() {
    var calendar = read("holiday | 2020- | January 1 | nearest weekday | New Year's Day | book");
    assertThat(closures(calendar)).containsExactly("2020-01-01", "2021-01-01", "2021-12-31");
  }

  @Test
  void yearsCanHaveGaps() {
    var text = HEAD.replace("2020-2021", "2020-2025");
    var calendar =
        CalendarFile.read(
            "test.calendar", text + "holiday | 2020-2021, 2023, 2025- | May 5 | - | Feast | book");
    assertThat(closures(calendar))
        .containsExactly("2020-05-05", "2021-05-05", "2023-05-05", "2025-05-05");
  }

  @Test
  void namesWhatIsNotAsUsual() {
    var calendar =
        read(
            """
            holiday | 2020- | March 4 | - | Feast | book
            holiday | 2020- | March 7 | - | Feast on a Saturday | book
            closes | 2020 | March 5 | - | 14:00 | After the feast | book
            closes | 2020 | March 6 | - | 14:00 | Second day after the feast | book
            closed | 2020-03-09 2020-03-10 | Storm | paper
            hours | 2020-03-06 | 10:00 | 17:30 | Late after the feast | paper
            """);
    assertThat(calendar.reason(LocalDate.of(2020, 3, 3))).isEmpty();
    assertThat(calendar.reason(LocalDate.of(2020, 3, 4))).hasValue("Feast");
    assertThat(calendar.reason(LocalDate.of(2020, 3, 5))).hasValue("After the feast");
    assertThat(calendar.reason(LocalDate.of(2020, 3, 6))).hasValue("Late after the feast");
    assertThat(calendar.reason(LocalDate.of(2020, 3, 7))).isEmpty();
    assertThat(calendar.reason(LocalDate.of(2020, 3, 10))).hasValue("Storm");
    assertThat(earlyCloses(calendar)).containsExactly("2020-03-05");
  }

  @Test
  void resolvesAYearWhenItIsAskedAboutAndNoOther() {
    var calendar = read("closed | 2020-03-07 | A line that is wrong in 2020 | paper");
    assertThat(calendar.isSession(LocalDate.of(2021, 3, 5))).isTrue();
    assertThat(calendar.lastClosedBy(Instant.parse("2021-06-07T20:00:00Z")).date())
        .isEqualTo("2021-06-07");
    assertThatThrownBy(() -> calendar.isSession(LocalDate.of(2020, 3, 6)))
        .hasMessageStartingWith("test.calendar, line 7: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "holyday | 2020- | January 1 | - | a | b; 'holyday' is not one of regular, holiday, closes",
        "holiday | 2020- | January 1 | - | a; 'holiday' has 5 fields after it, not 4",
        "holiday | 2020- | January 1 | - | a |; field 5 after 'holiday' is empty",
        "holiday | 20 | January 1 | - | a | b; '20' is not a span of years such as 1995-2012",
        "holiday | 2020,, | January 1 | - | a | b; '' is not a span of years",
        "holiday | 2021, 2020 | January 1 | - | a | b; '2021, 2020' are not ascending",
        "holiday | 2020-, 2021 | January 1 | - | a | b; '2020-, 2021' are not ascending",
        "holiday | 2019- | January 1 | - | a | b; '2019-' are not ascending and inside the known 2020-01-01",
        "holiday | 2020-2022 | January 1 | - | a | b; '2020-2022' are not ascending and inside the known",
        "holiday | 2021-2020 | January 1 | - | a | b; '2021-2020' are not ascending and inside the known",
        "holiday | 2020- | Easter | - | a | b; 'Easter' names no day",
        "holiday | 2020- | January 32 | - | a | b; 'January 32' is no day of the year",
        "holiday | 2020- | Januar 1 | - | a | b; 'Januar' is not a month",
        "holiday | 2020- | 5th Monday of May | - | a | b; names no day",
        "holiday | 2020- | 1st Moonday of May | - | a | b; 'Moonday' is not a day of the week",
        "holiday | 2020- | January 1 | next | a | b; 'next' is not one of -, 'Sunday to Monday'",
        "holiday | 2020- | last session of May | - | a | b; names no day",
        "holiday | 2020- | Moonday on or before May 4 | - | a | b; names no day",
        "closes | 2020- | last session of Mai | - | 14:00 | a | b; 'Mai' is not a month",
        "closes | 2020- | March 4 | - | 17:30 | a | b; 17:30 is no early close of 2020-03-04",
        "closes | 2020- | March 4 | - | 09:00 | a | b; 09:00 is no early close of 2020-03-04",
        "closes | 2020- | March 4 | Wednsday | 14:00 | a | b; 'Wednsday' is not a day of the week",
        "closes | 2020- | March 4 | - | 2pm | a | b; '2pm' could not be parsed",
        "closed | 2020-02-30 | a | b; 2020-02-30",
        "closed | 2022-03-01 | a | b; 2022-03-01 is outside the known 2020-01-01..2021-12-31",
        "closed | 2020-03-07 | a | b; 2020-03-07 is no session anyway",
        "hours | 2020-03-07 | 09:00 | 12:00 | a | b; 2020-03-07 is no session anyway",
        "closed | 2020-03-06 2020-03-07 | a | b; 2020-03-07 is no session anyway",
        "closed | 2020-03-06, 2020-03-09 | a | b; '2020-03-06,' could not be parsed",
        "closed | 2020-03-06 2020-03-06 | a | b; another line is about 2020-03-06 already",
        "hours | 2020-03-04 | 09:00 | 17:30 | a | b; 2020-03-04 has these hours anyway",
        "regular | 2020-01-01 | 09:00 | 18:00 | - | b; 2020-01-01 is not after the regular hours",
        "regular | 2022-01-01 | 09:00 | 18:00 | - | b; 2022-01-01 is not after the regular hours",
        "regular | 2021-01-01 | 09:00 | 18:00 | 12 | b; '12' is not a span of time",
        "regular | 2021-01-01 | 09:00 | 18:00 | 12:00-11:00 | b; the lunch break does not lie",
        "regular | 2021-01-01 | 09:00 | 18:00 | 17:00-18:00 | b; the lunch break does not lie",
        "regular | 2021-01-01 | 09:00 | 18:00 | -; 'regular' has 5 fields after it, not 4",
        "hours | 2020-03-04 | 12:00 | 12:00 | a | b; the session closes before it opens",
        "hours | 2020-03-04 | 09:00-12:00 | a | b; 'hours' has 5 fields after it, not 4",
      })
  void saysWhichLineIsWrongAndWhy(String line, String reason) {
    assertThatThrownBy(() -> resolveAll("closed | 2020-05-04 | Storm | paper\n\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("test.calendar, line 9: ")
        .hasMessageContaining(reason);
  }

  @Test
  void refusesTwoLinesAboutOneDate() {
    assertThatThrownBy(() -> read("closed | 2020-03-04 | a | b\n".repeat(2)))
        .hasMessage("test.calendar, line 8: another line is about 2020-03-04 already");
    assertThatThrownBy(() -> resolveAll("closes | 2020- | March 4 | - | 14:00 | a | b\n".repeat(2)))
        .hasMessage(
            "test.calendar, line 8: another line has a closing time for 2020-03-04 already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "exchange | XTST; exchange | xtst; 'xtst' is not a market identifier code",
        "Europe/Berlin; Europe/Bärlin; line 4",
        "2020-2021; 2020-; '2020-' is not a span of years such as 1990-2028",
        "2020-2021; 2021-2020; ends (2020-12-31) before it starts",
        "2020-2021; 20-21; '20-21' is not a span of years such as 1990-2028",
        "regular; normal; 'regular' must stand here, not 'normal'",
        "17:30; 08:30; the session closes before it opens",
        "2020-01-01; 2020-01-02; the first regular hours begin on 2020-01-01, not on 2020-01-02",
      })
  void refusesAWrongHead(String right, String wrong, String reason) {
    var text = HEAD.replace(right, wrong);
    assertThatThrownBy(() -> CalendarFile.read("test.calendar", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("test.calendar, line ");
  }

  @Test
  void refusesAFileWithoutAHead() {
    assertThatThrownBy(() -> CalendarFile.read("test.calendar", "# nothing\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("test.calendar has no head");
  }

  @Test
  void refusesAFileThatIsNotInTheProgram() {
    assertThatThrownBy(() -> CalendarFile.bundled(new Mic("XMAR")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("xmar.calendar");
  }

  private static TradingCalendar read(String body) {
    return CalendarFile.read("test.calendar", HEAD + body);
  }

  private static void resolveAll(String body) {
    var calendar = read(body);
    calendar.sessions(calendar.known());
  }

  private static List<String> closures(TradingCalendar calendar) {
    return weekdays(calendar)
        .filter(date -> !calendar.isSession(date))
        .map(LocalDate::toString)
        .toList();
  }

  private static List<String> earlyCloses(TradingCalendar calendar) {
    return calendar.sessions(calendar.known()).stream()
        .filter(Session::early)
        .map(session -> session.date().toString())
        .toList();
  }

  private static Stream<LocalDate> weekdays(TradingCalendar calendar) {
    return calendar
        .known()
        .first()
        .datesUntil(calendar.known().last().plusDays(1))
        .filter(date -> date.getDayOfWeek().getValue() <= 5);
  }

  private static String hours(TradingCalendar calendar, String date) {
    var session = calendar.session(LocalDate.parse(date)).orElseThrow();
    var open = local(calendar, session.open());
    var close = local(calendar, session.close());
    return session
        .lunch()
        .map(rest ->
            open
                + "-"
                + local(calendar, rest.start())
                + ", "
                + local(calendar, rest.end())
                + "-"
                + close)
        .orElse(open + "-" + close);
  }

  private static LocalTime local(TradingCalendar calendar, Instant instant) {
    return instant.atZone(calendar.zone()).toLocalTime();
  }
}
