package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.Fenced;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what a schedule owes, one firing after the other, each once over all processes: what is
/// taken in hand and how it ended stands in the database before anything else happens.
final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private static final Duration WHILE_ANOTHER_RUNS_IT = Duration.ofMinutes(1);

  /// Work of one job for one exchange is taken in hand by one process at a time.
  private static final String LOCK =
      """
      SELECT 1 FROM (
        SELECT pg_advisory_xact_lock(hashtextextended('job ' || :job || ' ' || :exchange, 15))) AS l
      """;

  private final Database database;
  private final Function<Mic, TradingCalendar> calendars;
  private final Map<String, Job> jobs;
  private final JobProcess process;
  private final InstantSource clock;
  private final JobEnds ends;

  /// @param calendars of exchanges as decided by now
  /// @param jobs by name
  /// @param clock the database's
  JobRunner(
      Database database,
      Function<Mic, TradingCalendar> calendars,
      Map<String, Job> jobs,
      JobProcess process,
      InstantSource clock) {
    this.database = database;
    this.calendars = calendars;
    this.jobs = Map.copyOf(jobs);
    this.process = process;
    this.clock = clock;
    this.ends = new JobEnds(database, calendars, clock);
  }

  /// What came of looking for work.
  private sealed interface Taken {
    record Begun(JobRunTable.Begun run, int alsoFor) implements Taken {}

    record Noted() implements Taken {}

    record Nothing(Instant until) implements Taken {}

    record Gone() implements Taken {}
  }

  /// Does what a schedule owes by now.
  ///
  /// @return when to look again; empty when there is no such schedule any more
  Optional<Instant> work(String schedule) {
    while (true) {
      switch (database.inTransaction(h -> take(h, schedule))) {
        case Taken.Begun(var run, var alsoFor) -> {
          if (!run(run, alsoFor)) {
            return Optional.of(clock.instant());
          }
        }
        case Taken.Noted() -> {}
        case Taken.Nothing(var until) -> {
          return Optional.of(until);
        }
        case Taken.Gone() -> {
          return Optional.empty();
        }
      }
    }
  }

  private Taken take(Handle h, String name) {
    var found = ScheduleTable.locked(h, name);
    if (found.isEmpty()) {
      return new Taken.Gone();
    }
    var schedule = found.get();
    var now = clock.instant();
    var calendar = calendars.apply(schedule.exchange());
    var work = new PendingWork(schedule, calendar, JobRunTable.open(h, name), now);
    ScheduleMoves.note(h, schedule, calendar, work, now);
    return switch (work.step()) {
      case PendingWork.Step.Wait(var until) -> new Taken.Nothing(until);
      case PendingWork.Step.Note(var firing, var state, var reason) -> {
        note(h, schedule, firing, state, reason, now);
        yield new Taken.Noted();
      }
      case PendingWork.Step.Retry(var run) ->
          begin(h, schedule, run.session(), run.due(), false, now)
              .map(begun -> (Taken) new Taken.Begun(begun, 0))
              .orElseGet(() -> new Taken.Nothing(now.plus(WHILE_ANOTHER_RUNS_IT)));
      case PendingWork.Step.Run(var firing, var alsoFor) -> {
        if (isElsewhere(h, schedule)) {
          yield new Taken.Nothing(now.plus(WHILE_ANOTHER_RUNS_IT));
        }
        var begun = begin(h, schedule, firing.session(), firing.due(), true, now);
        if (begun.isEmpty()) { // it was run, and its process died before it could say so
          ScheduleTable.handled(h, name, firing.session(), firing.due());
        }
        yield begun.map(run -> (Taken) new Taken.Begun(run, alsoFor)).orElseGet(Taken.Noted::new);
      }
    };
  }

  private void note(
      Handle h, Schedule schedule, Firing firing, JobRun.State state, String reason, Instant now) {
    JobRunTable.note(h, schedule, firing, state, reason, now, process);
    ScheduleTable.handled(h, schedule.name(), firing.session(), firing.due());
    if (state == JobRun.State.MISSED) {
      ScheduleEvents.missed(h, schedule, firing, reason);
    }
    LOG.info(
        "{} schedule={} job={} exchange={} session={} due={} reason=\"{}\"",
        state.word(),
        schedule.name(),
        schedule.job(),
        schedule.exchange(),
        firing.session(),
        firing.due(),
        reason);
  }

  private boolean isElsewhere(Handle h, Schedule schedule) {
    h.createQuery(LOCK)
        .bind("job", schedule.job())
        .bind("exchange", schedule.exchange().code())
        .mapTo(Integer.class)
        .one();
    if (!jobs.containsKey(schedule.job())) {
      LOG.warn(
          "this program has no job {}, which schedule {} names; a process of another version may",
          schedule.job(),
          schedule.name());
      return true;
    }
    return JobRunTable.running(h, schedule.job(), schedule.exchange()).isPresent();
  }

  private Optional<JobRunTable.Begun> begin(
      Handle h, Schedule schedule, LocalDate session, Instant due, boolean isFiring, Instant now) {
    return isElsewhere(h, schedule)
        ? Optional.empty()
        : JobRunTable.begin(h, schedule, session, due, isFiring, now, process);
  }

  /// Takes a session in hand at once, whatever the rule says.
  ///
  /// @throws ScheduleRefused when another process has the job in hand
  JobOutcome runNow(Schedule schedule, LocalDate session, Consumer<String> progress)
      throws InterruptedException {
    var begun =
        database.inTransaction(h -> {
          if (isElsewhere(h, schedule)) {
            var other = JobRunTable.running(h, schedule.job(), schedule.exchange());
            throw new ScheduleRefused(
                schedule.job()
                    + " for "
                    + schedule.exchange()
                    + other
                        .map(run ->
                            " is being run for "
                                + run.session()
                                + " by "
                                + run.process()
                                + "; try again when it has ended")
                        .orElse(" is no job of this program"));
          }
          var now = clock.instant();
          return JobRunTable.begin(h, schedule, session, now, false, now, process)
              .orElseThrow(() ->
                  new ScheduleRefused(
                      schedule.name()
                          + " was begun by another process at this very instant; try again"));
        });
    try {
      var outcome = call(begun, progress);
      ends.end(begun, outcome, 0);
      return outcome;
    } catch (InterruptedException e) {
      ends.interrupted(begun);
      throw e;
    }
  }

  /// @return false when the process is to stop
  private boolean run(JobRunTable.Begun run, int alsoFor) {
    LOG.info(
        "begin job={} exchange={} session={} due={} attempt={}",
        run.job(),
        run.exchange(),
        run.session(),
        run.due(),
        run.attempt());
    try {
      ends.end(
          run,
          call(run, line -> LOG.info("job={} exchange={} {}", run.job(), run.exchange(), line)),
          alsoFor);
      return true;
    } catch (InterruptedException stop) {
      ends.interrupted(run);
      return false;
    }
  }

  private JobOutcome call(JobRunTable.Begun run, Consumer<String> progress)
      throws InterruptedException {
    var job = Optional.ofNullable(jobs.get(run.job())).orElseThrow();
    try {
      return job.run(new JobCall(run.exchange(), run.session(), run.due(), progress));
    } catch (Fenced lost) {
      throw lost;
    } catch (DatabaseUnavailable away) {
      LOG.warn(
          "failed job={} exchange={} session={} attempt={} error=\"{}\"",
          run.job(),
          run.exchange(),
          run.session(),
          run.attempt(),
          away.getMessage());
      return JobOutcome.failed(words(away));
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while it failed: " + e);
      }
      LOG.warn(
          "failed job={} exchange={} session={} attempt={}",
          run.job(),
          run.exchange(),
          run.session(),
          run.attempt(),
          e);
      return JobOutcome.failed(words(e));
    }
  }

  private static String words(Throwable failure) {
    return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
  }

  /// Works out when a schedule is to be looked at next, and tells what has moved.
  ///
  /// @return empty when there is no such schedule
  Optional<Instant> look(String name) {
    return database.inTransaction(h ->
        ScheduleTable.locked(h, name)
            .map(schedule -> {
              var now = clock.instant();
              var calendar = calendars.apply(schedule.exchange());
              var work = new PendingWork(schedule, calendar, JobRunTable.open(h, name), now);
              ScheduleMoves.note(h, schedule, calendar, work, now);
              return work.step() instanceof PendingWork.Step.Wait(var until) ? until : now;
            }));
  }
}
