package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The language of rules, and when they are due.
class ScheduleRuleTest {
  private static final TradingCalendar NEW_YORK = TradingCalendar.nyse();
  private static final String END_OF_DAY = "close + 45m, early close + 60m";

  private static List<String> due(String rule, TradingCalendar calendar, String after, int most) {
    var date = LocalDate.parse(after);
    return ScheduleRule.of(rule)
        .firings(calendar, date, date.plusDays(1).atStartOfDay(calendar.zone()).toInstant())
        .limit(most)
        .map(firing ->
            firing.session()
                + " "
                + firing.due()
                + firing.noWork().map(reason -> " " + reason).orElse(""))
        .toList();
  }

  @Test
  void firesAfterEachCloseAndLaterAfterAnEarlyOneAndNamesTheHoliday() {
    assertThat(due(END_OF_DAY, NEW_YORK, "2026-11-24", 4))
        .containsExactly(
            "2026-11-25 2026-11-25T21:45:00Z",
            "2026-11-26 2026-11-26T21:45:00Z Thanksgiving Day",
            "2026-11-27 2026-11-27T19:00:00Z",
            "2026-11-30 2026-11-30T21:45:00Z");
  }

  @Test
  void followsTheClocksOfNewYorkOverBothChanges() {
    assertThat(due(END_OF_DAY, NEW_YORK, "2026-03-05", 2))
        .containsExactly("2026-03-06 2026-03-06T21:45:00Z", "2026-03-09 2026-03-09T20:45:00Z");
    assertThat(due(END_OF_DAY, NEW_YORK, "2026-10-29", 2))
        .containsExactly("2026-10-30 2026-10-30T20:45:00Z", "2026-11-02 2026-11-02T21:45:00Z");
    assertThat(due("daily 03:00", NEW_YORK, "2026-03-06", 3))
        .containsExactly(
            "2026-03-06 2026-03-07T08:00:00Z",
            "2026-03-06 2026-03-08T07:00:00Z",
            "2026-03-06 2026-03-09T07:00:00Z");
  }

  @Test
  void followsTheClocksOfLondonWhichChangeOnOtherDays() {
    var london = TradingCalendar.of(new Mic("XLON"));

    assertThat(due("close + 45m", london, "2026-03-26", 2))
        .containsExactly("2026-03-27 2026-03-27T17:15:00Z", "2026-03-30 2026-03-30T16:15:00Z");
    assertThat(due("close + 45m", london, "2026-10-22", 2))
        .containsExactly("2026-10-23 2026-10-23T16:15:00Z", "2026-10-26 2026-10-26T17:15:00Z");
  }

  @Test
  void aTimeThatTheClocksLeaveOutIsDueOnceAndOneThatTheyShowTwiceToo() {
    assertThat(due("weekly sunday 02:30", NEW_YORK, "2026-03-06", 2))
        .containsExactly("2026-03-06 2026-03-08T07:30:00Z", "2026-03-13 2026-03-15T06:30:00Z");
    assertThat(due("weekly sunday 01:30", NEW_YORK, "2026-10-30", 2))
        .containsExactly("2026-10-30 2026-11-01T05:30:00Z", "2026-11-06 2026-11-08T06:30:00Z");
  }

  @Test
  void eachExchangeFiresAfterItsOwnClose() {
    assertThat(due("close + 45m", TradingCalendar.of(new Mic("XTKS")), "2026-11-20", 2))
        .containsExactly(
            "2026-11-23 2026-11-23T07:15:00Z Labor Thanksgiving Day",
            "2026-11-24 2026-11-24T07:15:00Z");
  }

  @Test
  void theMorningAfterASessionIsThatOfTheNextDayAlsoOfAFriday() {
    assertThat(due("morning after 09:00", NEW_YORK, "2026-11-19", 2))
        .containsExactly("2026-11-20 2026-11-21T14:00:00Z", "2026-11-23 2026-11-24T14:00:00Z");
  }

  @Test
  void weeklyAndMonthlyWorkIsForTheLastSessionBefore() {
    assertThat(due("weekly saturday 06:00", NEW_YORK, "2026-11-26", 1))
        .containsExactly("2026-11-27 2026-11-28T11:00:00Z");
    assertThat(due("monthly first saturday 06:00", NEW_YORK, "2026-11-26", 2))
        .containsExactly("2026-12-04 2026-12-05T11:00:00Z", "2026-12-31 2027-01-02T11:00:00Z");
    assertThat(due("monthly last friday 22:00", NEW_YORK, "2026-11-26", 1))
        .containsExactly("2026-11-27 2026-11-28T03:00:00Z");
  }

  @Test
  void aZoneOfItsOwnGoesBeforeThatOfTheExchange() {
    assertThat(due("daily 03:00 Asia/Tokyo", NEW_YORK, "2026-11-24", 1))
        .containsExactly("2026-11-24 2026-11-25T18:00:00Z");
  }

  @Test
  void aClosureThatWasDecidedIsNoWork() {
    var closed =
        TradingCalendar.of(
            Mic.XNYS,
            List.of(
                new DayOverride(
                    Mic.XNYS,
                    LocalDate.parse("2026-11-24"),
                    DayOverride.Kind.CLOSED,
                    Optional.empty(),
                    Optional.empty(),
                    "storm",
                    DayOverride.Source.OPERATOR),
                new DayOverride(
                    Mic.XNYS,
                    LocalDate.parse("2026-11-25"),
                    DayOverride.Kind.EARLY_CLOSE,
                    Optional.empty(),
                    Optional.of(LocalTime.NOON),
                    "storm",
                    DayOverride.Source.OPERATOR)));

    assertThat(due(END_OF_DAY, closed, "2026-11-23", 2))
        .containsExactly(
            "2026-11-24 2026-11-24T21:45:00Z storm", "2026-11-25 2026-11-25T18:00:00Z");
  }

  @Test
  void onlyEarlyClosesAreDueWhereTheRuleNamesNoOthers() {
    assertThat(due("early close + 1h30m", NEW_YORK, "2026-11-20", 2))
        .containsExactly("2026-11-27 2026-11-27T19:30:00Z", "2026-12-24 2026-12-24T19:30:00Z");
    assertThat(
            ScheduleRule.of("early close + 5m")
                .firings(
                    TradingCalendar.of(new Mic("XTKS")),
                    LocalDate.parse("2026-11-20"),
                    Instant.MIN))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ends too early: expected close",
        "noon | at \"noon\" (column 1): expected close",
        "close | ends too early: expected +",
        "close 45m | at \"45m\" (column 7): expected +",
        "close + soon | at \"soon\" (column 9): expected a time such as 45m",
        "close + 21h | at \"21h\" (column 9): expected at most 20h",
        "close + 5m, close + 6m | at \"close\" (column 13): expected each of",
        "close + 5m early | at \"early\" (column 12): expected ,",
        "morning 09:00 | at \"09:00\" (column 9): expected after",
        "daily 24:00 | at \"24:00\" (column 7): expected a time of day",
        "daily 3:00 | at \"3:00\" (column 7): expected a time of day",
        "weekly funday 06:00 | at \"funday\" (column 8): expected a day of the week",
        "monthly fifth friday 06:00 | at \"fifth\" (column 9): expected first, second",
        "daily 03:00 Mars/Olympus | at \"Mars/Olympus\" (column 13): expected a zone that exists",
        "daily 03:00 UTC twice | at \"twice\" (column 17): expected nothing more"
      })
  void saysWhatCannotBeReadAndWhere(String rule, String says) {
    assertThatThrownBy(() -> ScheduleRule.of(rule))
        .isInstanceOf(ScheduleRefused.class)
        .hasMessageContaining(says);
  }
}
