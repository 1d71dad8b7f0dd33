package ai.tickstock.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.tickstock.market.ScheduleAdjustment.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleAdjustmentTest {
  private static List<ScheduleAdjustment> after(String mic, String date) {
    return MarketHours.of(TradingCalendar.of(new Mic(mic))).adjustmentsAfter(LocalDate.parse(date));
  }

  private static List<String> words(String mic, String date) {
    return after(mic, date).stream().map(ScheduleAdjustment::words).toList();
  }

  @Test
  void theDayBeforeThanksgivingHasAClosureAndAnEarlyCloseAhead() {
    assertThat(words("XNYS", "2026-11-25"))
        .containsExactly(
            "XNYS is closed on Thursday 2026-11-26: Thanksgiving Day; no job after the close is due",
            "XNYS closes early on Friday 2026-11-27 (09:30-13:00 instead of 09:30-16:00): Day after"
                + " Thanksgiving; the job after the close is due at 14:00 instead of 16:45 in"
                + " America/New_York");
  }

  @Test
  void anEarlyCloseSaysWhatItMovesFromAndTo() {
    var fact = after("XNYS", "2026-11-26").getFirst();
    assertThat(fact.kind()).isEqualTo(Kind.EARLY_CLOSE);
    assertThat(fact.exchange()).isEqualTo(Mic.XNYS);
    assertThat(fact.date()).isEqualTo("2026-11-27");
    assertThat(fact.reason()).isEqualTo("Day after Thanksgiving");
    assertThat(fact.usual().close()).isEqualTo("2026-11-27T21:00:00Z");
    assertThat(fact.session().orElseThrow().close()).isEqualTo("2026-11-27T18:00:00Z");
    assertThat(fact.oldTime()).isEqualTo("2026-11-27T21:45:00Z");
    assertThat(fact.newTime()).contains(Instant.parse("2026-11-27T19:00:00Z"));
  }

  @Test
  void aClosureHasNoSessionAndNoJob() {
    var fact = after("XNYS", "2012-10-28").getFirst();
    assertThat(fact.kind()).isEqualTo(Kind.CLOSURE);
    assertThat(fact.reason()).isEqualTo("Hurricane Sandy");
    assertThat(fact.oldTime()).isEqualTo("2012-10-29T20:45:00Z");
    assertThat(fact.session()).isEmpty();
    assertThat(fact.newTime()).isEmpty();
  }

  @Test
  void aHolidayOnMondayIsSeenOnFriday() {
    assertThat(words("XNYS", "2026-09-04"))
        .containsExactly(
            "XNYS is closed on Monday 2026-09-07: Labor Day; no job after the close is due");
  }

  @Test
  void aWeekendAcrossTheYearsEndIsNothingUnusual() {
    assertThat(after("XNYS", "2027-12-31")).isEmpty();
    assertThat(words("XNYS", "2026-12-31"))
        .containsExactly(
            "XNYS is closed on Friday 2027-01-01: New Year's Day; no job after the close is due");
  }

  @Test
  void ordinaryDaysHaveNothingAhead() {
    assertThat(after("XNYS", "2026-11-03")).isEmpty();
    assertThat(after("XTKS", "2026-03-06")).isEmpty();
  }

  @Test
  void clocksThatChangeMoveTheJobAgainstUtcOnly() {
    assertThat(words("XNYS", "2026-03-06"))
        .containsExactly(
            "Clocks go forward in America/New_York before Monday 2026-03-09: the job after the close"
                + " of XNYS is due at 20:45 UTC instead of 21:45 UTC, at 16:45 there as before");
    assertThat(words("XNYS", "2026-10-30"))
        .containsExactly(
            "Clocks go back in America/New_York before Monday 2026-11-02: the job after the close of"
                + " XNYS is due at 21:45 UTC instead of 20:45 UTC, at 16:45 there as before");
  }

  @Test
  void londonsClocksChangeInWeeksOfTheirOwn() {
    assertThat(after("XLON", "2026-03-06")).isEmpty();
    var fact = after("XLON", "2026-03-27").getFirst();
    assertThat(fact.kind()).isEqualTo(Kind.CLOCK_CHANGE);
    assertThat(fact.date()).isEqualTo("2026-03-30");
    assertThat(fact.oldTime()).isEqualTo("2026-03-30T17:15:00Z");
    assertThat(fact.newTime()).contains(Instant.parse("2026-03-30T16:15:00Z"));
    assertThat(after("XLON", "2026-10-23")).hasSize(1);
    assertThat(after("XLON", "2026-10-30")).isEmpty();
  }

  @Test
  void aClockChangeBeforeAHolidayIsAFactOfTheFirstSessionAfterIt() {
    // Easter 2024 lay on the Sunday on which London's clocks went forward.
    assertThat(after("XLON", "2024-03-28"))
        .extracting(ScheduleAdjustment::kind, fact -> fact.date().toString())
        .containsExactly(
            tuple(Kind.CLOSURE, "2024-03-29"),
            tuple(Kind.CLOSURE, "2024-04-01"),
            tuple(Kind.CLOCK_CHANGE, "2024-04-02"));
  }

  @Test
  void aHalfDayInHongKongLosesItsAfternoon() {
    assertThat(words("XHKG", "2024-12-23"))
        .first()
        .isEqualTo(
            "XHKG closes early on Tuesday 2024-12-24 (09:30-12:00 instead of 09:30-12:00,"
                + " 13:00-16:00): Christmas Eve; the job after the close is due at 13:00 instead of"
                + " 16:45 in Asia/Hong_Kong");
  }

  @Test
  void aLateOpenIsOtherHours() {
    assertThat(words("XNYS", "2002-09-10"))
        .containsExactly(
            "XNYS has other hours on Wednesday 2002-09-11 (12:00-16:00 instead of 09:30-16:00):"
                + " First anniversary of the attack of 2001; the job after the close is due at 16:45"
                + " as usual in America/New_York");
  }

  @Test
  void newRegularHoursAreUnusualOnTheirFirstDayOnly() {
    assertThat(words("XTKS", "2024-11-01"))
        .hasSize(2)
        .last()
        .isEqualTo(
            "XTKS has other hours on Tuesday 2024-11-05 (09:00-11:30, 12:30-15:30 instead of"
                + " 09:00-11:30, 12:30-15:00): New regular hours; the job after the close is due at"
                + " 16:15 instead of 15:45 in Asia/Tokyo");
    assertThat(after("XTKS", "2024-11-05")).isEmpty();
  }

  @Test
  void aFactIsTheSameFromWhicheverDayItIsSeen() {
    assertThat(after("XNYS", "2026-11-24")).contains(after("XNYS", "2026-11-25").getFirst());
    assertThat(after("XNYS", "2026-11-26").getFirst())
        .isEqualTo(after("XNYS", "2026-11-25").getLast());
  }

  @Test
  void neverSaysOneThingTwice() {
    for (var exchange : TradingCalendar.exchanges()) {
      var hours = MarketHours.of(TradingCalendar.of(exchange));
      var facts = hours.adjustmentsAfter(LocalDate.of(2023, 12, 31), 700);
      assertThat(facts.size()).isGreaterThan(20);
      var things = new HashSet<String>();
      for (var fact : facts) {
        boolean clocks = fact.kind() == Kind.CLOCK_CHANGE;
        assertThat(things.add(fact.date() + (clocks ? " clocks" : " hours"))).isTrue();
      }
      assertThat(facts).isSortedAccordingTo(Comparator.comparing(ScheduleAdjustment::date));
    }
  }

  @Test
  void theFirstKnownDaysAreComparedWithTheDaysAfterThem() {
    assertThat(words("XNYS", "1990-01-01")).isEmpty();
    assertThat(after("XLON", "2000-01-01"))
        .first()
        .extracting(fact -> fact.usual().close())
        .isEqualTo(Instant.parse("2000-01-03T16:30:00Z"));
  }

  @Test
  void refusesAnAskerThatLooksNowhere() {
    assertThatThrownBy(() ->
            MarketHours.of(TradingCalendar.nyse()).adjustmentsAfter(LocalDate.of(2026, 1, 5), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAClosureWithASession() {
    var session = TradingCalendar.nyse().session(LocalDate.of(2026, 1, 5)).orElseThrow();
    assertThatThrownBy(() ->
            new ScheduleAdjustment(
                Kind.CLOSURE,
                Bar.NEW_YORK,
                session,
                Optional.of(session),
                session.close(),
                Optional.empty(),
                "Snow"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
