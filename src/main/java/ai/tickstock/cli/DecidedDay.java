package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.load.Loader;
import java.time.LocalDate;

/// What follows a decision about a day: loads over it are summed up anew, and on the record.
final class DecidedDay {
  private DecidedDay() {}

  /// Tells on `err` which loads ended in another way than they would now.
  static void tell(Program program, Loader loader, Calendars calendars, LocalDate day) {
    program.noteDecision();
    for (var run : loader.reexplain(day)) {
      calendars.noteReexplained(run.runId(), run.before(), run.after(), day, program.operator());
      program
          .err()
          .println("run " + run.runId() + " is " + run.after() + " now, was " + run.before());
    }
    program.err().flush();
  }
}
