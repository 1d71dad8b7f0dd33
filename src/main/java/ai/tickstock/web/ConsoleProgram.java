package ai.tickstock.web;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.Loader;
import java.time.InstantSource;
import java.util.List;

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

  /// Where the data comes from, in words.
  String source();

  /// The vendor's limit, in words.
  String pace();

  String version();

  /// In force, secrets masked.
  List<Setting> settings();

  record Setting(String name, String value, String source) {}
}
