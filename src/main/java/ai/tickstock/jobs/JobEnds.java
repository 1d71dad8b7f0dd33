package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down how firings end, and whether they are tried again.
///
/// @param calendars of exchanges as decided by now
/// @param clock the database's
record JobEnds(Database database, Function<Mic, TradingCalendar> calendars, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(JobEnds.class);

  /// Before a job that failed is tried again, in minutes; after the last of them it has failed for
  /// good. A vendor that is away for half an evening costs nobody a look.
  static final List<Duration> RETRY_PAUSES =
      Stream.of(1, 5, 15, 30, 60, 60, 60, 60, 120).map(Duration::ofMinutes).toList();

  /// It is said that it failed, though it is tried again.
  private static final int FAILURES_UNTIL_SAID = 4;

  /// It is tried again at once, by whoever is there.
  void interrupted(JobRunTable.Begun run) {
    database.useTransaction(h -> {
      var now = clock.instant();
      finish(
          h, run, JobRun.State.INTERRUPTED, "its process was stopped", Map.of(), Optional.of(now));
    });
    LOG.info("handed back job={} session={}", run.job(), run.session());
  }

  /// @param alsoFor how many missed firings this one stood for
  void end(JobRunTable.Begun run, JobOutcome outcome, int alsoFor) {
    var message =
        alsoFor == 0
            ? outcome.message()
            : outcome.message() + " (also for " + alsoFor + " missed before)";
    database.useTransaction(h -> {
      boolean failed = outcome.state() == JobOutcome.State.FAILED;
      var again = outcome.again().or(() -> failed ? retry(h, run) : Optional.empty());
      boolean counts =
          finish(h, run, JobRun.State.of(outcome.state()), message, outcome.facts(), again);
      boolean isTime = again.isEmpty() || run.failures() + 1 == FAILURES_UNTIL_SAID;
      if (counts && failed && isTime) {
        var next = again.map(at -> "; tried again at " + at).orElse("");
        ScheduleEvents.failed(h, run, message + next);
      }
    });
    LOG.info(
        "{} job={} exchange={} session={} attempt={} message=\"{}\"",
        outcome.state().word(),
        run.job(),
        run.exchange(),
        run.session(),
        run.attempt(),
        message);
  }

  private boolean finish(
      Handle h,
      JobRunTable.Begun run,
      JobRun.State state,
      String message,
      Map<String, ?> facts,
      Optional<Instant> again) {
    // Row of the schedule first, as everywhere: two transactions never wait for each other.
    var schedule = ScheduleTable.locked(h, run.schedule());
    boolean counts = JobRunTable.end(h, run, state, message, facts, again, clock.instant());
    if (!counts) {
      LOG.warn("job={} session={} belongs to another process by now", run.job(), run.session());
    } else if (schedule.isPresent() && run.isFiring()) {
      ScheduleTable.handled(h, run.schedule(), run.session(), run.due());
    }
    return counts;
  }

  /// When to try again, before the next firing comes.
  private Optional<Instant> retry(Handle h, JobRunTable.Begun run) {
    if (run.failures() >= RETRY_PAUSES.size()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var at = now.plus(RETRY_PAUSES.get(run.failures()));
    return ScheduleTable.locked(h, run.schedule())
            .flatMap(schedule ->
                new PendingWork(schedule, calendars.apply(schedule.exchange()), List.of(), now)
                    .future())
            .filter(next -> next.due().isBefore(at))
            .isPresent()
        ? Optional.empty()
        : Optional.of(at);
  }
}
