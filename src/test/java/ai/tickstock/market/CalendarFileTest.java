package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
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
      regular  | 09:00 | 17:30
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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "holyday | 2020- | January 1 | - | a | b; 'holyday' is not one of holiday, closes",
        "holiday | 2020- | January 1 | - | a; 'holiday' has 5 fields after it, not 4",
        "holiday | 2020- | January 1 | - | a |; field 5 after 'holiday' is empty",
        "holiday | 2020 | January 1 | - | a | b; '2020' is not a span of years such as 1995-2012",
        "holiday | 2019- | January 1 | - | a | b; '2019-' are not inside the known 2020-01-01",
        "holiday | 2020-2022 | January 1 | - | a | b; '2020-2022' are not inside the known",
        "holiday | 2021-2020 | January 1 | - | a | b; '2021-2020' are not inside the known",
        "holiday | 2020- | Easter | - | a | b; 'Easter' names no day",
        "holiday | 2020- | January 32 | - | a | b; 'January 32' is no day of the year",
        "holiday | 2020- | Januar 1 | - | a | b; 'Januar' is not a month",
        "holiday | 2020- | 5th Monday of May | - | a | b; names no day",
        "holiday | 2020- | 1st Moonday of May | - | a | b; 'Moonday' is not a day of the week",
        "holiday | 2020- | January 1 | next | a | b; 'next' is not one of -, 'Sunday to Monday'",
        "closes | 2020- | March 4 | Wednsday | 14:00 | a | b; 'Wednsday' is not a day of the week",
        "closes | 2020- | March 4 | - | 2pm | a | b; '2pm' could not be parsed",
        "closed | 2020-02-30 | a | b; 2020-02-30",
        "closed | 2022-03-01 | a | b; 2022-03-01 is outside the known 2020-01-01..2021-12-31",
        "closed | 2020-03-07 | a | b; 2020-03-07 is no session anyway",
        "hours | 2020-03-07 | 09:00 | 12:00 | a | b; 2020-03-07 is no session anyway",
        "hours | 2020-03-04 | 12:00 | 12:00 | a | b; the session closes before it opens",
        "hours | 2020-03-04 | 09:00-12:00 | a | b; 'hours' has 5 fields after it, not 4",
      })
  void saysWhichLineIsWrongAndWhy(String line, String reason) {
    assertThatThrownBy(() -> read("closed | 2020-05-04 | Storm | paper\n\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("test.calendar, line 9: ")
        .hasMessageContaining(reason);
  }

  @Test
  void refusesTwoLinesAboutOneDate() {
    assertThatThrownBy(() -> read("closed | 2020-03-04 | a | b\n".repeat(2)))
        .hasMessage("test.calendar, line 8: another line is about 2020-03-04 already");
    assertThatThrownBy(() -> read("closes | 2020- | March 4 | - | 14:00 | a | b\n".repeat(2)))
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
    assertThatThrownBy(() -> CalendarFile.bundled("xmars.calendar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("xmars.calendar");
  }

  private static TradingCalendar read(String body) {
    return CalendarFile.read("test.calendar", HEAD + body);
  }
}
