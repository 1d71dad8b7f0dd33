package ai.tickstock.web;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.load.CallBudget;
import ai.tickstock.load.Finality;
import ai.tickstock.load.Loader;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What pages need from the program around them; the root implements it. Called by many threads.
public interface ConsoleProgram {
  /// Whose market the pages show.
  Database database();

  InstantSource clock();

  /// Asks the vendor.
  Loader loader();

  Schedules schedules();

  Calendars calendars();

  Finality finality();

  EndOfDayRules endOfDay();

  /// Market caps, universes by rules and the rows of older applications.
  UniverseSync universeSync();

  /// Runs a schedule's job at once and waits for it.
  ///
  /// @throws ai.tickstock.jobs.ScheduleRefused if that cannot be
  JobOutcome runJob(String schedule, Optional<LocalDate> session) throws InterruptedException;

  /// To be called when a day of an exchange was decided.
  void noteDecision();

  /// Under which name what concerns the vendor is stored.
  String vendor();

  CallBudget budget();

  /// Share of the limit that work in the background leaves to others in trading hours.
  double reserve();

  /// How often the vendor said 429 to this process.
  long refusals();

  /// Where the data comes from, in words.
  String source();

  /// The vendor's limit, in words.
  String pace();

  String version();

  /// In force, secrets masked.
  List<Setting> settings();

  /// The environments below home, by name; none in production.
  List<Environment> environments();

  /// @param state `running`, `stopped` or `unfinished`
  /// @param inForce whether this process works in it
  /// @param unused how long ago a command asked for its server
  record Environment(
      String name,
      String state,
      boolean inForce,
      Optional<String> address,
      int connections,
      long bytes,
      Duration unused) {}

  record Setting(String name, String value, String source) {}
}
