package ai.tickstock.jobs;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The schedules of a database, to look at and to change. What is changed holds for all processes
/// within seconds. Safe for use by many threads.
public final class Schedules {
  private final Database database;
  private final Function<Mic, TradingCalendar> calendars;
  private final Map<String, Job> jobs;
  private final InstantSource clock;
  private final ScheduleEntry entry;

  /// @param calendars of exchanges as decided by now
  /// @param jobs those that there are
  public Schedules(
      Database database,
      Function<Mic, TradingCalendar> calendars,
      Collection<Job> jobs,
      InstantSource clock) {
    this.database = database;
    this.calendars = calendars;
    this.jobs = jobs.stream().collect(Collectors.toMap(Job::name, Function.identity()));
    this.clock = clock;
    this.entry = new ScheduleEntry(calendars, this.jobs, clock);
  }

  /// A schedule as people see it.
  ///
  /// @param next the next firing at which there is something to do; empty while it is paused, and
  ///   after the end of the calendar
  /// @param closed why the exchange is closed at the firing before that, e.g. `2026-11-26
  ///   Thanksgiving Day`
  /// @param last the firing or run that began last
  public record Shown(
      Schedule schedule,
      Optional<Schedule.Pending> next,
      Optional<String> closed,
      Optional<JobRun> last) {}

  /// Enters the schedules that the program brings along where they are new, and those of the
  /// settings. Enters nothing else: what an operator changed stays, unless the settings say
  /// otherwise.
  ///
  /// @param defaults those of jobs that there are not are left out
  /// @param settings by name, the rule, or `off`
  /// @throws ScheduleRefused if a rule of the settings cannot be read or never fires
  public void seed(Collection<DefaultSchedules> defaults, Map<String, String> settings) {
    var known = defaults.stream().filter(one -> jobs.containsKey(one.name())).toList();
    database.useTransaction(h -> {
      for (var one : known) {
        entry.seed(h, one, Optional.ofNullable(settings.get(one.name())));
      }
    });
  }

  /// As `seed`, but only those that are not there at all: for whoever looks before the first server
  /// did. What is there stays, whatever the settings of this process say: they may be other ones
  /// than the server's.
  ///
  /// @throws ScheduleRefused as `seed` does
  public void seedMissing(Collection<DefaultSchedules> defaults, Map<String, String> settings) {
    var there = database.read(h -> ScheduleTable.all(h).stream().map(Schedule::name).toList());
    var missing = defaults.stream().filter(one -> !there.contains(one.name())).toList();
    if (!missing.isEmpty()) {
      seed(missing, settings);
    }
  }

  /// What is wrong with a rule, if something is.
  public static Optional<String> objection(String rule) {
    try {
      new RuleText(rule).rule();
      return Optional.empty();
    } catch (ScheduleRefused refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  /// By name.
  public List<Shown> list() {
    var now = clock.instant();
    return database.read(h ->
        ScheduleTable.all(h).stream()
            .map(schedule -> {
              var work =
                  new PendingWork(schedule, calendars.apply(schedule.exchange()), List.of(), now);
              return new Shown(
                  schedule,
                  schedule.paused()
                      ? Optional.empty()
                      : work.next().map(f -> new Schedule.Pending(f.session(), f.due())),
                  work.holidayAhead()
                      .flatMap(f -> f.noWork().map(name -> f.session() + " " + name)),
                  JobRunTable.last(h, schedule.name()));
            })
            .toList());
  }

  /// @throws ScheduleRefused if there is none of that name
  public Schedule find(String name) {
    return database.read(h -> required(ScheduleTable.find(h, name), h, name));
  }

  private static Schedule required(Optional<Schedule> found, Handle h, String name) {
    return found.orElseThrow(() -> {
      var known = ScheduleTable.all(h).stream().map(Schedule::name).toList();
      return new ScheduleRefused(
          "there is no schedule '" + name + "'; there are " + String.join(", ", known));
    });
  }

  /// What became of firings, the newest first.
  ///
  /// @param name of one schedule; all when empty
  /// @throws ScheduleRefused if there is none of that name
  public List<JobRun> history(Optional<String> name, Instant since, int most) {
    return database.read(h -> {
      name.ifPresent(one -> required(ScheduleTable.find(h, one), h, one));
      return JobRunTable.history(h, name, since, most);
    });
  }

  /// Lets no firing run until it is resumed; each is written down as skipped.
  ///
  /// @param by who decides, for the audit
  /// @return whether it was not paused before
  /// @throws ScheduleRefused if there is none of that name
  public boolean pause(String name, String by) {
    return setPaused(name, true, by);
  }

  /// @param by who decides, for the audit
  /// @return whether it was paused
  /// @throws ScheduleRefused if there is none of that name
  public boolean resume(String name, String by) {
    return setPaused(name, false, by);
  }

  private boolean setPaused(String name, boolean paused, String by) {
    return database.inTransaction(h -> {
      var before = required(ScheduleTable.locked(h, name), h, name);
      if (before.paused() == paused) {
        return false;
      }
      ScheduleTable.put(
          h,
          new Schedule(
              name,
              before.job(),
              before.exchange(),
              before.rule(),
              before.catchUp(),
              paused,
              before.source(),
              before.handledSession(),
              before.handledUntil(),
              before.pending(),
              before.toldSession(),
              clock.instant(),
              by));
      Audit.note(h, by, paused ? "schedules pause" : "schedules resume", name, before.rule());
      return true;
    });
  }

  /// What a schedule is to be.
  ///
  /// @param job only for a new one, or the one that it has; empty: as it is
  /// @param exchange empty: as it is, New York for a new one
  /// @param catchUp empty: as it is, the latest for a new one
  public record Change(
      String name,
      String rule,
      Optional<String> job,
      Optional<Mic> exchange,
      Optional<Schedule.CatchUp> catchUp) {}

  /// Gives a schedule another rule, or enters a new one. A firing that is waited for moves with it.
  ///
  /// @param by who decides, for the audit
  /// @throws ScheduleRefused saying what cannot be
  public Shown set(Change change, String by) {
    database.useTransaction(h -> {
      var before = ScheduleTable.locked(h, change.name());
      if (before.isEmpty() && change.job().isEmpty()) {
        required(before, h, change.name());
      }
      if (before.filter(s -> s.source() == Schedule.Source.SETTINGS).isPresent()) {
        throw new ScheduleRefused(
            "the settings give the rule of "
                + change.name()
                + ": change tickstock.schedules."
                + change.name()
                + " there, or take it out first");
      }
      before
          .filter(b -> change.job().filter(job -> !job.equals(b.job())).isPresent())
          .ifPresent(b -> {
            throw new ScheduleRefused(
                "there is a schedule '"
                    + b.name()
                    + "' already, of the job "
                    + b.job()
                    + ": take another name, or leave --job out to change its rule");
          });
      var job = change.job().or(() -> before.map(Schedule::job)).orElseThrow();
      entry.put(
          h,
          before,
          new ScheduleEntry.Wanted(
              change.name(),
              job,
              change.exchange().or(() -> before.map(Schedule::exchange)).orElse(Mic.XNYS),
              change.rule(),
              change
                  .catchUp()
                  .or(() -> before.map(Schedule::catchUp))
                  .orElse(Schedule.CatchUp.LATEST),
              before.map(Schedule::paused).orElse(false),
              Schedule.Source.OPERATOR),
          by);
    });
    return list().stream()
        .filter(shown -> shown.schedule().name().equals(change.name()))
        .findFirst()
        .orElseThrow();
  }

  /// Takes a schedule away that a person entered; what it ran stays in the history.
  ///
  /// @throws ScheduleRefused if there is none of that name, or the program brings it along
  public void remove(String name, String by) {
    database.useTransaction(h -> {
      var before = required(ScheduleTable.locked(h, name), h, name);
      if (DefaultSchedules.ALL.stream().anyMatch(one -> one.name().equals(name))) {
        throw new ScheduleRefused(
            name + " is one of the program's own and would come back: pause it instead");
      }
      ScheduleTable.remove(h, name);
      Audit.note(h, by, "schedules remove", name, before.rule());
    });
  }

  /// Runs a schedule's job at once, in this process.
  ///
  /// @param session of the exchange; the last one that closed when empty
  /// @param progress takes a line about how it goes on
  /// @throws ScheduleRefused if that cannot be, e.g. because another process runs it
  public JobOutcome runNow(
      String name,
      Optional<LocalDate> session,
      JobProcess process,
      InstantSource databaseClock,
      Consumer<String> progress)
      throws InterruptedException {
    var schedule = find(name);
    var calendar = calendars.apply(schedule.exchange());
    var last = calendar.lastClosedBy(clock.instant()).date();
    var date = session.orElse(last);
    if (!calendar.known().contains(date)) {
      throw new ScheduleRefused(
          "the calendar of "
              + schedule.exchange()
              + " knows "
              + calendar.known()
              + ", not "
              + date);
    }
    if (calendar.session(date).isEmpty()) {
      throw new ScheduleRefused(
          schedule.exchange()
              + " has no session on "
              + date
              + calendar.reason(date).map(reason -> " (" + reason + ")").orElse(""));
    }
    if (date.isAfter(last)) {
      throw new ScheduleRefused(
          "the session of "
              + date
              + " closes at "
              + calendar.session(date).get().close()
              + "; it can be run from then on");
    }
    return new JobRunner(database, calendars, jobs, process, databaseClock)
        .runNow(schedule, date, progress);
  }
}
