package ai.tickstock;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.Loader;
import ai.tickstock.web.ConsoleProgram;
import java.time.InstantSource;
import java.util.List;

/// What pages need, made of the parts of the program.
///
/// @param database of the vendor, behind the fence of this process
record ApplicationConsole(Application application, Settings configured, Database database)
    implements ConsoleProgram {
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
