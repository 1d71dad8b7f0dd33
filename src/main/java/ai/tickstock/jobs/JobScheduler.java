package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.Fenced;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The schedules of one process: takes what is due and runs it, beside any number of other
/// processes on the same database. The library holds when each schedule is looked at next, and
/// notices who died with one in hand; what is due then is worked out by us.
public final class JobScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobScheduler.class);
  private static final String FIRE = "schedule";
  private static final String LOOK = "look";
  private static final Duration POLL = Duration.ofSeconds(1);

  /// How soon a decided day or a changed rule is noticed.
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

  private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(1);
  private static final int MISSED_SIGNS_OF_LIFE = 4;
  private static final int THREADS = 4;

  private final Database database;
  private final JobRunner runner;
  private final InstantSource clock;
  private final CustomTask<Void> fire;
  private final CustomTask<Void> look;
  private final Scheduler scheduler;
  private volatile long polledAt = System.nanoTime();

  /// @param calendars of exchanges as decided by now
  /// @param process under which what is done is written down
  /// @param clock the database's
  /// @param lease after how long without a sign of life a process counts as dead
  /// @param stopWithin how long work may go on after a stop before it is interrupted and handed
  ///   back, twice
  public JobScheduler(
      Database database,
      Function<Mic, TradingCalendar> calendars,
      Collection<Job> jobs,
      JobProcess process,
      InstantSource clock,
      Duration lease,
      Duration stopWithin) {
    this(
        database,
        calendars,
        jobs,
        process,
        clock,
        tasks ->
            new SchedulerBuilder(database.pool(), tasks)
                .clock(clock::instant)
                .schedulerName(new SchedulerName.Fixed(process.name()))
                .pollingInterval(POLL)
                .pollUsingLockAndFetch(0.5, 1.0)
                .heartbeatInterval(lease.dividedBy(MISSED_SIGNS_OF_LIFE))
                .missedHeartbeatsLimit(MISSED_SIGNS_OF_LIFE)
                .threads(THREADS)
                .shutdownMaxWait(stopWithin)
                .failureLogging(LogLevel.WARN, true));
  }

  /// @param library makes the library's scheduler of our tasks
  JobScheduler(
      Database database,
      Function<Mic, TradingCalendar> calendars,
      Collection<Job> jobs,
      JobProcess process,
      InstantSource clock,
      Function<List<Task<?>>, SchedulerBuilder> library) {
    this.database = database;
    this.clock = clock;
    this.runner =
        new JobRunner(
            database,
            calendars,
            jobs.stream().collect(Collectors.toMap(Job::name, Function.identity())),
            process,
            clock);
    this.fire =
        Tasks.custom(FIRE, Void.class)
            .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_A_FAILURE))
            .onDeadExecution(
                (complete, operations) -> operations.reschedule(complete, clock.instant()))
            .execute((instance, context) -> fired(instance.getId()));
    this.look =
        Tasks.custom(LOOK, Void.class)
            .onFailure(new FailureHandler.OnFailureRetryLater<>(BETWEEN_LOOKS))
            .onDeadExecution(
                (complete, operations) -> operations.reschedule(complete, clock.instant()))
            .execute((instance, context) -> {
              try {
                look(context.getSchedulerClient());
              } catch (Fenced | DatabaseUnavailable lost) {
                return later("a look at the schedules", lost, BETWEEN_LOOKS);
              }
              return (complete, operations) ->
                  operations.reschedule(complete, clock.instant().plus(BETWEEN_LOOKS));
            });
    this.scheduler =
        library
            .apply(List.of(fire, look))
            .tableName("job_execution")
            .addSchedulerListener(
                new AbstractSchedulerListener() {
                  @Override
                  public void onSchedulerEvent(SchedulerEventType type) {
                    if (type == SchedulerEventType.RAN_EXECUTE_DUE) {
                      polledAt = System.nanoTime();
                    }
                  }
                })
            .build();
  }

  /// Begins; returns at once.
  public void start() {
    begin();
    scheduler.start();
  }

  /// Enters that the schedules are to be looked at.
  void begin() {
    scheduler.scheduleIfNotExists(look.instance(LOOK), clock.instant());
  }

  Scheduler library() {
    return scheduler;
  }

  /// How long ago it looked for work, which it does every second.
  public Duration sinceLastPoll() {
    return Duration.ofNanos(System.nanoTime() - polledAt);
  }

  private CompletionHandler<Void> fired(String schedule) {
    try {
      var next = runner.work(schedule);
      return unlessTaken(
          "schedule=" + schedule,
          (complete, operations) ->
              next.ifPresentOrElse(at -> operations.reschedule(complete, at), operations::remove));
    } catch (Fenced | DatabaseUnavailable lost) {
      return later("schedule=" + schedule, lost, AFTER_A_FAILURE);
    }
  }

  /// Who was expelled, or has no database, says so in one line. Another process, or this one, goes
  /// on.
  private CompletionHandler<Void> later(String what, RuntimeException lost, Duration pause) {
    LOG.warn("not done {} error=\"{}\"", what, lost.getMessage());
    return unlessTaken(
        what,
        (complete, operations) -> operations.reschedule(complete, clock.instant().plus(pause)));
  }

  /// The library takes it for a bug that another process has taken over what this one, which was
  /// silent for longer than its lease, had in hand.
  private static CompletionHandler<Void> unlessTaken(String what, CompletionHandler<Void> then) {
    return (complete, operations) -> {
      try {
        then.complete(complete, operations);
      } catch (ExecutionException taken) {
        LOG.warn("not entered again {} reason=\"another process has it by now\"", what);
      }
    };
  }

  /// Sees that each schedule is looked at when it should be.
  private void look(SchedulerClient client) {
    var schedules = database.read(ScheduleTable::all);
    var now = clock.instant();
    Map<String, Instant> entered =
        client.getScheduledExecutionsForTask(FIRE).stream()
            .filter(execution -> !execution.isPicked())
            .collect(
                Collectors.toMap(
                    execution -> execution.getTaskInstance().getId(),
                    execution -> execution.getExecutionTime()));
    for (var schedule : schedules) {
      runner
          .look(schedule.name())
          .ifPresent(at -> {
            var before = entered.get(schedule.name());
            if (before == null) {
              client.scheduleIfNotExists(fire.instance(schedule.name()), at);
            } else if (!before.equals(at) && (before.isAfter(now) || at.isAfter(now))) {
              client.reschedule(TaskInstanceId.of(FIRE, schedule.name()), at);
            }
          });
    }
  }

  /// Takes nothing new and lets what is in hand end; interrupts it when that takes too long, and
  /// hands it back.
  @Override
  public void close() {
    scheduler.stop();
  }
}
