package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.simulator.PlanProfile;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The nightly machine as a whole over four weeks that have everything in them: the clocks change,
/// a closure that nobody announced, a vendor and a database that are gone, a server that freezes in
/// the middle, a holiday and a half day.
class MonthOfEveningsTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-10-30");
  private static final LocalDate LAST = LocalDate.parse("2026-11-27");
  private static final LocalDate CLOSED = LocalDate.parse("2026-11-10");
  private static final LocalDate FROZEN = LocalDate.parse("2026-11-18");

  private final DrivenProcesses processes = new DrivenProcesses("2026-10-30T12:00:00Z");
  private final CountDownLatch inTheMiddle = new CountDownLatch(1);
  private final CountDownLatch wake = new CountDownLatch(1);
  private final Evening evening;

  MonthOfEveningsTest() throws InterruptedException {
    evening =
        Evening.on(
            processes.database(),
            new SmallMarket(Evening.WHOLE, FIRST, "CS", 12, "ETF", 4),
            FIRST,
            PlanProfile.ADVANCED);
    evening.follow(processes::now);
  }

  @AfterEach
  void close() {
    evening.close();
    processes.close();
  }

  @Test
  void everySessionIsCompleteInTheEndAndRanOnce() throws Exception {
    var job = endOfDay(processes.database());
    processes.enter(
        processes.schedules(job), "eod", job.name(), "XNYS", "close + 45m, early close + 60m");
    var one = processes.start("one", database -> List.of(endsInTheMiddle(database)));

    processes.passUntil("2026-11-04T20:00:00Z");
    vendorIsGoneUntil("2026-11-04T22:00:00Z");
    processes.passUntil("2026-11-10T15:00:00Z");
    close(CLOSED);
    processes.passUntil("2026-11-12T21:44:00Z");
    databaseIsGoneUntil("2026-11-12T22:10:00Z");
    processes.passUntil("2026-11-18T21:44:00Z");
    freezeInTheMiddle(one);
    processes.passUntil("2026-11-30T12:00:00Z");

    var sessions =
        FIRST
            .datesUntil(LAST.plusDays(1))
            .filter(TradingCalendar.nyse()::isSession)
            .filter(date -> !date.equals(CLOSED))
            .toList();
    var history = EndOfDayHistory.postgres(processes.database());
    assertThat(sessions)
        .hasSize(19)
        .allSatisfy(session ->
            assertThat(history.of(Mic.XNYS, session).orElseThrow().state())
                .as("end of day of %s", session)
                .isEqualTo(EndOfDayReport.State.COMPLETE));
    assertThat(processes.runs("eod"))
        .hasSize(sessions.size() + 2)
        .contains(CLOSED + " skipped 1", "2026-11-26 skipped 1")
        .allMatch(run -> run.contains(" done ") || run.contains(" skipped "));
    assertThat(
            evening.rows(
                "SELECT session FROM bar_daily WHERE session >= '2026-10-30' GROUP BY session"
                    + " HAVING count(*) = 16 ORDER BY session"))
        .isEqualTo(sessions.stream().map(session -> "(" + session + ")").toList());
    assertThat(
            evening.number(
                "SELECT count(*) FROM bar_daily WHERE provisional AND session < '2026-11-27'"))
        .isZero();
  }

  private EndOfDayJob endOfDay(Database database) {
    return new EndOfDayJob(exchange ->
        evening.endOfDay(
            database, Calendars.postgres(database).of(exchange), EndOfDayRules.DEFAULT));
  }

  /// An end of day that stops in the middle of one session until it is woken, its lock in hand.
  private Job endsInTheMiddle(Database database) {
    var job = endOfDay(database);
    return new Job() {
      @Override
      public String name() {
        return job.name();
      }

      @Override
      public JobOutcome run(JobCall call) throws InterruptedException {
        return job.run(
            new JobCall(
                call.exchange(),
                call.session(),
                call.due(),
                step -> {
                  call.progress().accept(step);
                  if (call.session().equals(FROZEN) && step.equals("listings")) {
                    stop();
                  }
                }));
      }
    };
  }

  private void stop() {
    inTheMiddle.countDown();
    try {
      wake.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void vendorIsGoneUntil(String instant) {
    evening.vendor().faults(List.of(FaultRule.of(FaultKind.STATUS).withEndpoint("/v2/aggs")));
    processes.passUntil(instant);
    evening.vendor().faults(List.of());
  }

  private void close(LocalDate session) {
    var outcome =
        Calendars.postgres(processes.database())
            .decide(
                new DayOverride(
                    Mic.XNYS,
                    session,
                    DayOverride.Kind.CLOSED,
                    Optional.empty(),
                    Optional.empty(),
                    "storm",
                    DayOverride.Source.OPERATOR),
                "tester");
    assertThat(outcome).isInstanceOf(Calendars.Outcome.Done.class);
  }

  private void databaseIsGoneUntil(String instant) throws Exception {
    var name = evening.rows("SELECT current_database()").getFirst().replaceAll("[()]", "");
    TestPostgres.asSuperuser("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    TestPostgres.asSuperuser(
        "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + name
            + "'; END $$");
    processes.setTime("2026-11-12T21:45:10Z");
    assertThatThrownBy(processes::poll).isNotNull();
    TestPostgres.asSuperuser("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
    pollUntilConnected();
    processes.setTime(instant);
  }

  /// Connections of the pool that died are noticed one by one; a server looks every second.
  private void pollUntilConnected() {
    for (int look = 1; ; look++) {
      try {
        processes.poll();
        return;
      } catch (RuntimeException e) {
        if (look == 10) {
          throw e;
        }
      }
    }
  }

  private void freezeInTheMiddle(DrivenProcesses.One one) throws Exception {
    processes.setTime("2026-11-18T21:46:00Z");
    one.process().seen(processes.database(), processes::now);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asleep = threads.submit(() -> one.manual().runAnyDueExecutions());
      assertThat(inTheMiddle.await(1, TimeUnit.MINUTES)).isTrue();
      processes.freeze(one);
      processes.start("two", database -> List.of(endOfDay(database)));
      processes.passUntil("2026-11-18T23:30:00Z");
      wake.countDown();
      asleep.get();
    }
  }
}
