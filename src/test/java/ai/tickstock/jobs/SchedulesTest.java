package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Fenced;
import ai.tickstock.jobs.DrivenProcesses.Remembering;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Schedules over driven weeks.
class SchedulesTest {
  private static final String END_OF_DAY = "close + 45m, early close + 60m";

  private final DrivenProcesses processes = new DrivenProcesses("2026-11-20T12:00:00Z");
  private final Remembering job = new Remembering("end-of-day");

  @AfterEach
  void close() {
    processes.close();
  }

  private Schedules entered() {
    var schedules = processes.schedules(job);
    processes.enter(schedules, "eod", "end-of-day", "XNYS", END_OF_DAY);
    return schedules;
  }

  private void decide(String day, DayOverride.Kind kind, Optional<LocalTime> closes) {
    var outcome =
        Calendars.postgres(processes.database())
            .decide(
                new DayOverride(
                    Mic.XNYS,
                    LocalDate.parse(day),
                    kind,
                    Optional.empty(),
                    closes,
                    "storm",
                    DayOverride.Source.OPERATOR),
                "tester");
    assertThat(outcome).isInstanceOf(Calendars.Outcome.Done.class);
  }

  private List<String> notices() {
    return processes
        .database()
        .read(h ->
            h.createQuery("SELECT subject FROM notice ORDER BY id").mapTo(String.class).list());
  }

  @Test
  void weeksWithHolidayHalfDayClosureAndClockChangeRunEachSessionOnce() {
    processes.setTime("2026-10-26T12:00:00Z");
    entered();
    processes.start("one", database -> List.of(job));
    processes.start("two", database -> List.of(job));

    processes.passUntil("2026-11-10T15:00:00Z");
    decide("2026-11-10", DayOverride.Kind.CLOSED, Optional.empty());
    processes.passUntil("2026-12-01T12:00:00Z");

    var calendar = TradingCalendar.nyse();
    var sessions =
        LocalDate.parse("2026-10-26")
            .datesUntil(LocalDate.parse("2026-12-01"))
            .filter(calendar::isSession)
            .filter(date -> !date.equals(LocalDate.parse("2026-11-10")))
            .map(date -> "XNYS " + date)
            .toList();
    assertThat(job.sessions()).containsExactlyElementsOf(sessions);
    assertThat(processes.runs("eod"))
        .hasSize(sessions.size() + 2)
        .contains("2026-11-10 skipped 1", "2026-11-26 skipped 1");
    assertThat(job.calls)
        .allSatisfy(call -> {
          var session = calendar.session(call.session()).orElseThrow();
          assertThat(Duration.between(session.close(), call.due()))
              .isEqualTo(Duration.ofMinutes(session.early() ? 60 : 45));
        });
    assertThat(processes.events("schedule.moved"))
        .extracting(event -> event.payload().replace(" ", ""))
        .satisfiesExactly(
            closure ->
                assertThat(closure)
                    .contains(
                        "\"old_time\":\"2026-11-10T21:45:00Z\"",
                        "\"new_time\":\"2026-11-11T21:45:00Z\"",
                        "\"type\":\"schedule_adjustment\"",
                        "\"affected_date\":\"2026-11-10\"",
                        "\"original_schedule\":\"2026-11-1016:45EST\"",
                        "\"adjusted_schedule\":\"2026-11-1116:45EST\"",
                        "storm"),
            halfDay ->
                assertThat(halfDay)
                    .contains(
                        "\"old_time\":\"2026-11-27T21:45:00Z\"",
                        "\"new_time\":\"2026-11-27T19:00:00Z\""));
    assertThat(notices())
        .as("nothing was moved for a close that was always early")
        .containsExactly(
            "Schedule moved: XNYS 2026-11-10 eod at 2026-11-11 16:45 EST",
            "Early close on 2026-11-27 (XNYS): eod at 2026-11-27 14:00 EST");
  }

  @Test
  void anEarlyCloseDecidedOnTheDayBringsThePendingFiringForward() {
    entered();
    processes.start("one", database -> List.of(job));
    processes.passUntil("2026-11-20T15:00:00Z");

    decide("2026-11-20", DayOverride.Kind.EARLY_CLOSE, Optional.of(LocalTime.of(12, 0)));
    processes.passUntil("2026-11-20T17:59:00Z");
    assertThat(job.calls).isEmpty();
    processes.passUntil("2026-11-20T18:01:00Z");

    assertThat(job.sessions()).containsExactly("XNYS 2026-11-20");
    assertThat(processes.events("schedule.moved")).hasSize(1);
  }

  @Test
  void missedSessionsAreCaughtUpInOrderAndOlderOnesAreSaid() {
    processes.setTime("2026-10-30T12:00:00Z");
    entered();
    processes.setTime("2026-11-20T12:00:00Z");

    processes.start("one", database -> List.of(job));
    processes.poll();
    processes.poll();

    assertThat(job.sessions())
        .containsExactly(
            "XNYS 2026-11-06",
            "XNYS 2026-11-09",
            "XNYS 2026-11-10",
            "XNYS 2026-11-11",
            "XNYS 2026-11-12",
            "XNYS 2026-11-13",
            "XNYS 2026-11-16",
            "XNYS 2026-11-17",
            "XNYS 2026-11-18",
            "XNYS 2026-11-19");
    assertThat(processes.runs("eod"))
        .startsWith(
            "2026-10-30 missed 1",
            "2026-11-02 missed 1",
            "2026-11-03 missed 1",
            "2026-11-04 missed 1",
            "2026-11-05 missed 1",
            "2026-11-06 done 1");
    assertThat(processes.events("schedule.missed")).hasSize(5);
  }

  @Test
  void workOfWhichOnlyTheLatestCountsRunsOnceAfterADowntime() {
    processes.setTime("2026-10-30T12:00:00Z");
    processes.enter(
        processes.schedules(job),
        "weekly",
        "end-of-day",
        "XNYS",
        "weekly saturday 06:00",
        Schedule.CatchUp.LATEST);
    processes.setTime("2026-11-20T12:00:00Z");

    processes.start("one", database -> List.of(job));
    processes.poll();
    processes.poll();

    assertThat(job.sessions()).containsExactly("XNYS 2026-11-13");
    assertThat(processes.schedules(job).list().getFirst().last().orElseThrow().message())
        .isEqualTo("well (also for 2 missed before)");
  }

  @Test
  void aClockThatIsPutBackFiresNothingTwice() {
    entered();
    processes.start("one", database -> List.of(job));
    processes.passUntil("2026-11-24T12:00:00Z");
    assertThat(job.sessions()).hasSize(2);

    processes.setTime("2026-11-20T12:00:00Z");
    processes.passUntil("2026-11-24T12:00:00Z");

    assertThat(job.sessions()).containsExactly("XNYS 2026-11-20", "XNYS 2026-11-23");
  }

  @Test
  void aJobThatFailsIsTriedForHoursWithGrowingPausesAndThatIsSaid() {
    entered();
    job.outcomes =
        call -> {
          throw new IllegalStateException("the vendor said no");
        };
    processes.start("one", database -> List.of(job));

    processes.passUntil("2026-11-20T22:10:00Z");
    assertThat(processes.runs("eod")).containsExactly("2026-11-20 failed 4");
    assertThat(processes.events("schedule.failed"))
        .singleElement()
        .satisfies(event ->
            assertThat(event.payload())
                .contains("the vendor said no; tried again at 2026-11-20T22:36:00Z"));

    processes.passUntil("2026-11-21T12:00:00Z");
    assertThat(job.sessions()).hasSize(10).containsOnly("XNYS 2026-11-20");
    assertThat(processes.runs("eod")).containsExactly("2026-11-20 failed 10");
    assertThat(processes.schedules(job).list().getFirst().last().orElseThrow().message())
        .isEqualTo("the vendor said no");
    assertThat(processes.events("schedule.failed")).hasSize(2);
  }

  @Test
  void aJobThatAsksForItRunsTheSameSessionAgain() {
    entered();
    var later = Instant.parse("2026-11-21T01:15:00Z");
    job.outcomes =
        call ->
            processes.now().isBefore(later)
                ? new JobOutcome(JobOutcome.State.PART, "not final", Map.of(), Optional.of(later))
                : JobOutcome.done("final", Map.of("bars", 3));
    processes.start("one", database -> List.of(job));

    processes.passUntil("2026-11-23T12:00:00Z");

    assertThat(job.sessions()).containsExactly("XNYS 2026-11-20", "XNYS 2026-11-20");
    assertThat(processes.runs("eod")).containsExactly("2026-11-20 done 2");
  }

  @Test
  void twoProcessesThatLookAtTheSameTimeFireOnce() throws Exception {
    entered();
    var one = processes.start("one", database -> List.of(job));
    var two = processes.start("two", database -> List.of(job));
    processes.poll();
    for (var day : List.of("20", "23", "24", "25")) {
      processes.setTime("2026-11-" + day + "T21:45:00Z");
      one.process().seen(processes.database(), processes::now);
      two.process().seen(processes.database(), processes::now);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var first = threads.submit(() -> one.manual().runAnyDueExecutions());
        var second = threads.submit(() -> two.manual().runAnyDueExecutions());
        first.get();
        second.get();
      }
      processes.poll();
    }

    assertThat(job.sessions())
        .containsExactly(
            "XNYS 2026-11-20", "XNYS 2026-11-23", "XNYS 2026-11-24", "XNYS 2026-11-25");
  }

  @Test
  void aProcessThatFreezesIsReplacedAndWritesNothingWhenItWakes() throws Exception {
    entered();
    var log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    var began = new CountDownLatch(1);
    var wake = new CountDownLatch(1);
    var frozenJob = new Remembering("end-of-day");
    var frozen =
        processes.start(
            "frozen",
            database -> {
              frozenJob.outcomes =
                  call -> {
                    began.countDown();
                    wake.await();
                    database.useTransaction(h -> h.execute("UPDATE schedule SET paused = true"));
                    return JobOutcome.done("woke", Map.of());
                  };
              return List.of(frozenJob);
            });
    processes.poll();
    processes.setTime("2026-11-20T21:46:00Z");
    frozen.process().seen(processes.database(), processes::now);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asleep = threads.submit(() -> frozen.manual().runAnyDueExecutions());
      assertThat(began.await(1, TimeUnit.MINUTES)).isTrue();
      processes.freeze(frozen);
      processes.start("other", database -> List.of(job));
      processes.passUntil("2026-11-20T23:00:00Z");

      assertThat(job.sessions()).containsExactly("XNYS 2026-11-20");
      log.addAppender(logged);
      wake.countDown();
      asleep.get();
    } finally {
      log.detachAppender(logged);
    }

    var told =
        logged.list.stream()
            .filter(one -> one.getLevel().isGreaterOrEqual(Level.WARN))
            .filter(one -> !one.getLoggerName().contains("hikari"))
            .toList();
    assertThat(told)
        .as("each thing in one line")
        .isNotEmpty()
        .allSatisfy(one -> {
          assertThat(one.getThrowableProxy()).as(one.getFormattedMessage()).isNull();
          assertThat(one.getFormattedMessage()).doesNotContain("Unhandled exception");
        })
        .anySatisfy(one ->
            assertThat(one.getFormattedMessage()).contains("not done schedule=eod error=\""));
    assertThat(frozenJob.sessions()).hasSize(1);
    assertThat(processes.runs("eod")).containsExactly("2026-11-20 done 2");
    var schedule = processes.schedules(job).list().getFirst();
    assertThat(schedule.schedule().paused()).isFalse();
    assertThat(schedule.last().orElseThrow().message()).isEqualTo("well");
    // Its connections were ended; the pool finds out one by one.
    Awaitility.await("the fence")
        .untilAsserted(() ->
            assertThatThrownBy(() -> frozen.database().useTransaction(h -> h.execute("SELECT 1")))
                .isInstanceOf(Fenced.class)
                .hasMessageContaining("others took over its work"));
  }

  @Test
  void eachExchangeHasItsOwnEndOfDay() {
    var schedules = processes.schedules(job);
    processes.enter(schedules, "eod-london", "end-of-day", "XLON", "close + 45m");
    processes.enter(schedules, "eod-tokyo", "end-of-day", "XTKS", "close + 45m");
    processes.start("one", database -> List.of(job));

    processes.passUntil("2026-11-24T12:00:00Z");

    assertThat(job.sessions())
        .containsExactly("XLON 2026-11-20", "XLON 2026-11-23", "XTKS 2026-11-24");
    assertThat(processes.runs("eod-tokyo"))
        .containsExactly("2026-11-23 skipped 1", "2026-11-24 done 1");
  }

  @Test
  void aPausedScheduleSaysWhatItSkips() {
    var schedules = entered();
    processes.start("one", database -> List.of(job));
    assertThat(schedules.pause("eod", "somebody")).isTrue();

    processes.passUntil("2026-11-21T12:00:00Z");
    assertThat(schedules.list().getFirst().next()).isEmpty();
    assertThat(schedules.resume("eod", "somebody")).isTrue();
    processes.passUntil("2026-11-24T12:00:00Z");

    assertThat(processes.runs("eod")).containsExactly("2026-11-20 skipped 1", "2026-11-23 done 1");
  }

  @Test
  void aRuleThatIsChangedWhileAFiringIsPendingMovesIt() {
    var schedules = entered();
    processes.start("one", database -> List.of(job));
    processes.passUntil("2026-11-20T20:00:00Z");

    schedules.set(
        new Schedules.Change(
            "eod", "close + 2h", Optional.empty(), Optional.empty(), Optional.empty()),
        "somebody");
    processes.passUntil("2026-11-20T22:59:00Z");
    assertThat(job.calls).isEmpty();
    processes.passUntil("2026-11-21T12:00:00Z");

    assertThat(job.sessions()).containsExactly("XNYS 2026-11-20");
    assertThat(processes.events("schedule.moved")).hasSize(1);
    assertThat(processes.events("schedule.moved").getFirst().payload())
        .contains("close + 2h", "somebody", "2026-11-20T23:00:00Z");
  }

  @Test
  void refusesWhatCannotBe() {
    var schedules = processes.schedules(job);
    assertThatThrownBy(
            () -> processes.enter(schedules, "never", "end-of-day", "XTKS", "early close + 5m"))
        .hasMessageContaining("never fires on XTKS");
    assertThatThrownBy(() -> processes.enter(schedules, "x", "no-job", "XNYS", "daily 03:00"))
        .hasMessageContaining("there is no job 'no-job'; there are end-of-day");
    assertThatThrownBy(() -> processes.enter(schedules, "x", "end-of-day", "XXXX", "daily 03:00"))
        .hasMessageContaining("there is no calendar of XXXX");
    assertThatThrownBy(() -> schedules.pause("x", "somebody"))
        .hasMessageContaining("there is no schedule 'x'");
    entered();
    assertThatThrownBy(() ->
            schedules.runNow(
                "eod",
                Optional.of(LocalDate.parse("2026-11-26")),
                new JobProcess(0, "x"),
                processes::now,
                line -> {}))
        .hasMessageContaining("has no session on 2026-11-26 (Thanksgiving Day)");
    assertThatThrownBy(() ->
            schedules.runNow(
                "eod",
                Optional.of(LocalDate.parse("2026-11-20")),
                new JobProcess(0, "x"),
                processes::now,
                line -> {}))
        .hasMessageContaining("closes at 2026-11-20T21:00:00Z");
  }

  @Test
  void theSettingsGoBeforeAnOperatorAndAnOperatorBeforeTheProgram() {
    var schedules = processes.schedules(job);
    var shipped =
        List.of(
            new DefaultSchedules("end-of-day", Mic.XNYS, END_OF_DAY, Schedule.CatchUp.EACH, "why"),
            new DefaultSchedules(
                "other", Mic.XNYS, "daily 03:00", Schedule.CatchUp.EACH, "no job"));
    schedules.seed(shipped, Map.of());
    assertThat(schedules.list()).hasSize(1);
    var change =
        new Schedules.Change(
            "end-of-day", "close + 3h", Optional.empty(), Optional.empty(), Optional.empty());
    schedules.set(change, "somebody");
    schedules.seed(shipped, Map.of());
    assertThat(schedules.find("end-of-day").rule()).isEqualTo("close + 3h");

    schedules.seed(shipped, Map.of("end-of-day", "Close +  2h"));
    assertThat(schedules.find("end-of-day").rule()).isEqualTo("close + 2h");
    assertThatThrownBy(() -> schedules.set(change, "somebody"))
        .hasMessageContaining("tickstock.schedules.end-of-day");
    schedules.seed(shipped, Map.of("end-of-day", "off"));
    assertThat(schedules.find("end-of-day").paused()).isTrue();
  }

  @Test
  void whoeverLooksEntersWhatIsMissingAndChangesNothing() {
    var schedules = processes.schedules(job);
    var shipped =
        List.of(
            new DefaultSchedules("end-of-day", Mic.XNYS, END_OF_DAY, Schedule.CatchUp.EACH, "why"));
    schedules.seedMissing(shipped, Map.of());
    assertThat(schedules.find("end-of-day").rule()).isEqualTo(END_OF_DAY);

    schedules.seed(shipped, Map.of("end-of-day", "close + 2h")); // the server's settings
    schedules.seedMissing(shipped, Map.of()); // a command of somebody who has none
    schedules.seedMissing(shipped, Map.of("end-of-day", "off"));

    assertThat(schedules.find("end-of-day").rule()).isEqualTo("close + 2h");
    assertThat(schedules.find("end-of-day").paused()).isFalse();
    assertThat(schedules.find("end-of-day").source()).isEqualTo(Schedule.Source.SETTINGS);
  }
}
