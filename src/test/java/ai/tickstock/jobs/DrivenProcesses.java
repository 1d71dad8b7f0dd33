package ai.tickstock.jobs;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.Mic;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Processes with schedules on one database, at a time that the test sets: weeks pass in seconds,
/// and nobody looks for work but when the test says so.
final class DrivenProcesses implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration LONGEST_HOP = Duration.ofHours(6);

  private final Database database = TestPostgres.migrated();
  private final SettableClock clock = new SettableClock();
  private final List<One> living = new ArrayList<>();
  private final List<Database> opened = new ArrayList<>();

  /// A process of these.
  record One(JobProcess process, Database database, JobScheduler scheduler) {
    ManualScheduler manual() {
      return (ManualScheduler) scheduler.library();
    }
  }

  DrivenProcesses(String now) {
    clock.set(Instant.parse(now));
  }

  Database database() {
    return database;
  }

  Instant now() {
    return clock.now();
  }

  void setTime(String instant) {
    clock.set(Instant.parse(instant));
  }

  Schedules schedules(Job... jobs) {
    return new Schedules(database, Calendars.postgres(database)::of, List.of(jobs), this::now);
  }

  /// A schedule as an operator enters it.
  void enter(Schedules schedules, String name, String job, String exchange, String rule) {
    enter(schedules, name, job, exchange, rule, Schedule.CatchUp.EACH);
  }

  void enter(
      Schedules schedules,
      String name,
      String job,
      String exchange,
      String rule,
      Schedule.CatchUp catchUp) {
    schedules.set(
        new Schedules.Change(
            name, rule, Optional.of(job), Optional.of(new Mic(exchange)), Optional.of(catchUp)),
        "tester");
  }

  /// @param jobs made over the database of that process, which is behind its fence
  One start(String name, Function<Database, Collection<Job>> jobs) {
    var own = Database.connect(database.address(), 6);
    opened.add(own);
    var process = JobProcess.register(own, name, this::now);
    var fenced = process.fenced(own);
    var scheduler =
        new JobScheduler(
            fenced,
            Calendars.postgres(fenced)::of,
            jobs.apply(fenced),
            process,
            this::now,
            tasks -> TestHelper.createManualScheduler(fenced.pool(), tasks).clock(clock));
    scheduler.begin();
    var one = new One(process, fenced, scheduler);
    living.add(one);
    return one;
  }

  /// No sign of life comes from it any more; what it holds it goes on to hold.
  void freeze(One one) {
    living.remove(one);
  }

  /// All living processes give a sign of life, expel who is silent, look around and do what is due.
  void poll() {
    living.removeIf(one -> !one.process().seen(database, this::now));
    for (var one : List.copyOf(living)) {
      one.process().expelSilent(database, LEASE, this::now);
      one.manual().runDeadExecutionDetection();
      one.manual().runAnyDueExecutions();
    }
  }

  /// Lets time pass up to an instant, with a stop wherever something is due.
  void passUntil(String instant) {
    var end = Instant.parse(instant);
    poll();
    while (now().isBefore(end)) {
      var next = nextDue();
      var hop = now().plus(LONGEST_HOP);
      var to = next.isAfter(now()) && next.isBefore(hop) ? next : hop;
      clock.set(to.isBefore(end) ? to : end);
      poll(); // the look may bring something forward
      poll();
    }
  }

  private Instant nextDue() {
    return database
        .read(h ->
            h.createQuery(
                    "SELECT min(execution_time) FROM job_execution WHERE task_name = 'schedule' AND NOT picked AND execution_time > :now")
                .bind("now", ScheduleTable.utc(now()))
                .mapTo(OffsetDateTime.class)
                .findOne())
        .map(OffsetDateTime::toInstant)
        .orElse(Instant.MAX);
  }

  /// What became of firings, in the order of their sessions.
  List<String> runs(String schedule) {
    return database.read(h ->
        h.createQuery(
                "SELECT session || ' ' || state || ' ' || attempt FROM job_run WHERE schedule = :s ORDER BY session, due")
            .bind("s", schedule)
            .mapTo(String.class)
            .list());
  }

  /// An event as it stands in the outbox.
  record Posted(String subject, String payload) {}

  List<Posted> events(String event) {
    return database.read(h ->
        h.createQuery(
                "SELECT subject, payload::text AS payload FROM outbox_event WHERE event = :e ORDER BY id")
            .bind("e", event)
            .map((row, context) -> new Posted(row.getString("subject"), row.getString("payload")))
            .list());
  }

  @Override
  public void close() {
    opened.forEach(Database::close);
    database.close();
  }

  /// Remembers what it was called for.
  static final class Remembering implements Job {
    private final String name;
    final List<JobCall> calls = new ArrayList<>();
    Outcomes outcomes = call -> JobOutcome.done("well", Map.of());

    interface Outcomes {
      JobOutcome of(JobCall call) throws InterruptedException;
    }

    Remembering(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public synchronized JobOutcome run(JobCall call) throws InterruptedException {
      calls.add(call);
      return outcomes.of(call);
    }

    synchronized List<String> sessions() {
      return calls.stream().map(call -> call.exchange() + " " + call.session()).toList();
    }
  }
}
