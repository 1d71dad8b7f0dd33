package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.LimitWait;
import ai.tickstock.provider.Pacing;
import ai.tickstock.provider.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What holds loads back, without a clock.
class ThrottleTest {
  /// A Monday with a session.
  private static final LocalDate MONDAY = LocalDate.of(2026, 6, 15);

  private static final Reserve HALF = Reserve.inTradingHours(TradingCalendar.nyse(), 0.5);

  private final SettableSurroundings around = new SettableSurroundings();

  private static Instant at(String time) {
    return ZonedDateTime.of(MONDAY, LocalTime.parse(time), TradingCalendar.nyse().zone())
        .toInstant();
  }

  private static DayWindow window(String from, String to) {
    return new DayWindow(LocalTime.parse(from), LocalTime.parse(to));
  }

  private static ThrottleRules rules(List<DayWindow> pauses, List<DayWindow> runs) {
    var usual = ThrottleRules.DEFAULT;
    return new ThrottleRules(
        usual.reserve(),
        usual.busiest(),
        usual.leastFreeDisk(),
        usual.slowDatabase(),
        pauses,
        runs);
  }

  // ---- the machine

  @Test
  void aLoadInTheBackgroundBeginsNothingWhileTheProcessorsAreBusy() {
    var throttle = Throttle.ofBackground(ThrottleRules.DEFAULT, around);
    assertThat(throttle.at(at("12:00"))).isEqualTo(Throttle.Allowance.FREE);
    around.busyProcessors = 0.81;
    assertThat(throttle.at(at("12:00")))
        .isEqualTo(Throttle.Allowance.none("the processors: they are more than 80 % busy"));
  }

  @Test
  void everyLoadBeginsNothingWhileTheDiskIsNearlyFull() {
    around.freeDisk = 0.09;
    var waits = Throttle.Allowance.none("disk space: less than 10 % is free");
    assertThat(Throttle.ofBackground(ThrottleRules.DEFAULT, around).at(at("12:00")))
        .isEqualTo(waits);
    assertThat(Throttle.ofUrgent(ThrottleRules.DEFAULT, around).at(at("12:00"))).isEqualTo(waits);
  }

  @Test
  void aSlowDatabaseIsAskedForOneThingAtATime() {
    around.databaseLatency = Duration.ofMillis(600);
    var allowance = Throttle.ofBackground(ThrottleRules.DEFAULT, around).at(at("12:00"));
    assertThat(allowance.tasks()).isEqualTo(1);
    assertThat(allowance.waitingFor().orElseThrow()).startsWith("the database, one task at a time");
  }

  @Test
  void aLoadThatSomebodyWaitsForGoesOnOnABusyMachineAndInAPause() {
    around.busyProcessors = 1;
    around.databaseLatency = Duration.ofSeconds(5);
    assertThat(
            Throttle.ofUrgent(rules(List.of(window("09:00", "17:00")), List.of()), around)
                .at(at("12:00")))
        .isEqualTo(Throttle.Allowance.FREE);
  }

  // ---- windows

  @Test
  void pausesInPauseWindowsAndOutsideOfRunWindows() {
    var throttle =
        Throttle.ofBackground(
            rules(List.of(window("19:00", "19:30")), List.of(window("18:00", "09:00"))), around);
    assertThat(throttle.at(at("17:59")).waitingFor())
        .contains("one of the windows [18:00-09:00], New York time");
    assertThat(throttle.at(at("18:00")).waitingFor()).isEmpty();
    assertThat(throttle.at(at("19:10")).waitingFor())
        .contains("the end of the pause 19:00-19:30, New York time");
    assertThat(throttle.at(at("19:30")).waitingFor()).isEmpty();
    assertThat(throttle.at(at("08:59")).waitingFor()).isEmpty();
    assertThat(throttle.at(at("09:00")).tasks()).isZero();
  }

  @Test
  void spreadsTasksEvenlyOverTheTimeInAllowedWindows() {
    var throttle =
        Throttle.ofBackground(rules(List.of(window("18:00", "20:00")), List.of()), around);
    assertThat(throttle.spread(4, Duration.ofHours(4), at("16:00")))
        .containsExactly(
            Duration.ZERO, Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(5));
    assertThat(throttle.spread(3, Duration.ofSeconds(30), at("12:00")))
        .containsExactly(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  // ---- the vendor's limit

  private static SharedCalls fresh() {
    return new SharedCalls(Pacing.fresh(RateLimit.perMinute(5)), List.of(), Optional.empty(), 0);
  }

  private static final CallBudget BUDGET = CallBudget.of(RateLimit.perMinute(5));

  @Test
  void inTradingHoursWorkInTheBackgroundLeavesHalfOfTheLimitToOthers() {
    var now = at("09:30");
    var calls = fresh().calling(now, true).calling(now, true);
    assertThat(calls.waitInBackground(now, BUDGET, HALF.at(now)))
        .contains(
            new LimitWait(
                Duration.ofMillis(60_250),
                "its share of the vendor's limit, in trading hours 2 calls per 1 min"));
    assertThat(calls.waitAt(now, BUDGET)).isEmpty();
  }

  @Test
  void theShareIsItsOwnHoweverMuchOthersAsk() {
    var now = at("12:00");
    var calls = fresh().calling(now, false).calling(now, false).calling(now, false);
    assertThat(calls.waitInBackground(now, BUDGET, HALF.at(now))).isEmpty();
  }

  @Test
  void outsideOfTradingHoursAndOnHolidaysWorkInTheBackgroundHasItAll() {
    assertThat(HALF.at(at("09:29"))).isZero();
    assertThat(HALF.at(at("09:30"))).isEqualTo(0.5);
    assertThat(HALF.at(at("15:59"))).isEqualTo(0.5);
    assertThat(HALF.at(at("16:00"))).isZero();
    assertThat(HALF.at(Instant.parse("2026-06-19T16:00:00Z"))).as("Juneteenth").isZero();
    assertThat(HALF.at(Instant.parse("2026-11-27T18:30:00Z"))).as("after an early close").isZero();
  }

  @Test
  void noMoreThanTheWishedCallsStartInASecond() {
    var wished = new CallBudget(RateLimit.perMinute(5), 2, 0);
    var now = at("12:00");
    var calls = fresh().calling(now, false).calling(now, false);
    assertThat(calls.waitAt(now, wished))
        .contains(new LimitWait(Duration.ofMillis(1_050), "the wished 2 calls a second"));
    assertThat(calls.waitAt(now, BUDGET)).isEmpty();
  }

  @Test
  void afterTheCallsOfADayTheNextDayInNewYorkIsWaitedFor() {
    var wished = new CallBudget(RateLimit.perMinute(5), 0, 2);
    var now = at("23:00");
    var calls = fresh().calling(now, false).calling(now, true);
    assertThat(calls.waitAt(now, wished).orElseThrow().left()).isEqualTo(Duration.ofHours(1));
    var tomorrow = now.plus(Duration.ofHours(1));
    assertThat(calls.waitAt(tomorrow, wished)).isEmpty();
    assertThat(calls.calling(tomorrow, false).onDay()).isEqualTo(1);
  }
}
