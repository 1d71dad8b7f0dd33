package ai.tickstock;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.JobProcess;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.load.CallBudget;
import ai.tickstock.load.Finality;
import ai.tickstock.load.Loader;
import ai.tickstock.web.ConsoleProgram;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What pages need, made of the parts of the program.
///
/// @param database of the vendor, behind the fence of this process
/// @param process this one
/// @param databaseClock the database's
record ApplicationConsole(
    Application application,
    Settings configured,
    Database database,
    JobProcess process,
    InstantSource databaseClock)
    implements ConsoleProgram {
  private static final Logger LOG = LoggerFactory.getLogger(ApplicationConsole.class);

  @Override
  public InstantSource clock() {
    return application.clock();
  }

  @Override
  public Loader loader() {
    return application.loader();
  }

  @Override
  public Schedules schedules() {
    return application.schedules();
  }

  @Override
  public Calendars calendars() {
    return Calendars.postgres(database);
  }

  @Override
  public Finality finality() {
    return application.finality(database);
  }

  @Override
  public EndOfDayRules endOfDay() {
    return configured.endOfDay();
  }

  @Override
  public UniverseSync universeSync() {
    return application.universeSync(database);
  }

  @Override
  public JobOutcome runJob(String schedule, Optional<LocalDate> session)
      throws InterruptedException {
    return schedules()
        .runNow(
            schedule,
            session,
            process,
            databaseClock,
            line -> LOG.info("schedule={} {}", schedule, line));
  }

  @Override
  public void noteDecision() {
    application.noteDecision();
  }

  @Override
  public String vendor() {
    return application.vendor().name();
  }

  @Override
  public CallBudget budget() {
    return configured.budget();
  }

  @Override
  public double reserve() {
    return configured.throttle().reserve();
  }

  @Override
  public long refusals() {
    return application.refusals();
  }

  @Override
  public List<Environment> environments() {
    return configured.profile() == Profile.PROD
        ? List.of()
        : application.development().environments().stream()
            .map(one ->
                new Environment(
                    one.name(),
                    one.unfinished()
                        ? "unfinished"
                        : one.address().isPresent() ? "running" : "stopped",
                    one.inForce(),
                    one.address(),
                    one.connections(),
                    one.bytes(),
                    one.unused()))
            .toList();
  }

  @Override
  public String source() {
    return application.source().words();
  }

  @Override
  public String pace() {
    return configured.pace().toString();
  }

  @Override
  public String version() {
    return Build.present().version();
  }

  @Override
  public List<Setting> settings() {
    return application.settings().stream()
        .map(one -> new Setting(one.name(), one.value(), one.source()))
        .toList();
  }
}
