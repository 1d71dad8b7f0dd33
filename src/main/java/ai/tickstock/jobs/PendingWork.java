package ai.tickstock.jobs;

import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What a schedule has to do at an instant: worked out anew each time from its rule, its calendar
/// as decided by now, and what was done.
final class PendingWork {
  /// How many missed sessions are caught up; older ones are told.
  static final int MOST_CAUGHT_UP = 10;

  /// After the last firing that the calendar knows of.
  private static final Duration UNTIL_A_LATER_CALENDAR = Duration.ofDays(1);

  private final Schedule schedule;
  private final List<Firing> due = new ArrayList<>();
  private final Optional<Firing> future;
  private final Optional<Firing> nextWork;
  private final List<JobRun> open;
  private final Instant now;

  /// @param open runs that are to be tried again
  PendingWork(Schedule schedule, TradingCalendar calendar, List<JobRun> open, Instant now) {
    this.schedule = schedule;
    this.open = open;
    this.now = now;
    Iterator<Firing> firings =
        ScheduleRule.of(schedule.rule())
            .firings(calendar, schedule.handledSession(), schedule.handledUntil())
            .iterator();
    Optional<Firing> later = Optional.empty();
    Optional<Firing> work = Optional.empty();
    while (firings.hasNext() && work.isEmpty()) {
      var firing = firings.next();
      if (!firing.due().isAfter(now)) {
        due.add(firing);
        continue;
      }
      later = later.or(() -> Optional.of(firing));
      work = Optional.of(firing).filter(f -> f.noWork().isEmpty());
    }
    future = later;
    nextWork = work;
  }

  /// What is to be done next.
  sealed interface Step {
    /// Try that one again.
    record Retry(JobRun run) implements Step {}

    /// @param alsoFor how many missed firings this one stands for
    record Run(Firing firing, int alsoFor) implements Step {}

    /// Nothing is run for it, which is written down.
    record Note(Firing firing, JobRun.State state, String reason) implements Step {}

    record Wait(Instant until) implements Step {}
  }

  Step step() {
    for (var run : open) {
      var at = run.again().orElse(now);
      if (!at.isAfter(now)) {
        return new Step.Retry(run);
      }
      if (run.state() == JobRun.State.FAILED) {
        return new Step.Wait(at); // later sessions come after it
      }
    }
    if (!due.isEmpty()) {
      return due(due.getFirst());
    }
    var until = future.map(Firing::due).orElse(now.plus(UNTIL_A_LATER_CALENDAR));
    for (var run : open) {
      until = run.again().filter(until::isAfter).orElse(until);
    }
    return new Step.Wait(until);
  }

  private Step due(Firing first) {
    if (first.noWork().isPresent()) {
      return new Step.Note(
          first, JobRun.State.SKIPPED, schedule.exchange() + " is closed: " + first.noWork().get());
    }
    if (schedule.paused()) {
      return new Step.Note(first, JobRun.State.SKIPPED, "paused by " + schedule.changedBy());
    }
    var work = due.stream().filter(firing -> firing.noWork().isEmpty()).toList();
    return switch (schedule.catchUp()) {
      case LATEST -> new Step.Run(work.getLast(), work.size() - 1);
      case EACH ->
          work.size() > MOST_CAUGHT_UP
              ? new Step.Note(
                  first,
                  JobRun.State.MISSED,
                  "no process ran the job then, and it is more than "
                      + MOST_CAUGHT_UP
                      + " firings ago: 'tickstock schedules run-now "
                      + schedule.name()
                      + " --session "
                      + first.session()
                      + "' runs it")
              : new Step.Run(first, 0);
    };
  }

  /// The next firing at which there is something to do, due or not.
  Optional<Firing> next() {
    return due.stream().filter(f -> f.noWork().isEmpty()).findFirst().or(() -> nextWork);
  }

  /// The first firing that is not due yet.
  Optional<Firing> future() {
    return future;
  }

  /// A holiday before the next work, if that is what comes first.
  Optional<Firing> holidayAhead() {
    return future.filter(f -> f.noWork().isPresent());
  }

  /// What is waited for, with its holidays: the first firing that is not handled.
  Optional<Firing> first() {
    return due.isEmpty() ? future : Optional.of(due.getFirst());
  }
}
