package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.audit.Audit;
import ai.tickstock.jobs.ScheduleRefused;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Schedules: held, resumed, and their jobs run at once.
final class ScheduleDeeds {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleDeeds.class);

  private final ConsoleProgram program;
  private final Undertakings undertakings;

  ScheduleDeeds(ConsoleProgram program, Undertakings undertakings) {
    this.program = program;
    this.undertakings = undertakings;
  }

  List<Deed> all() {
    return List.of(
        onSchedule("pause", "Lets no firing run until the schedule is resumed."),
        onSchedule("resume", "Lets a paused schedule fire again."),
        new Deed(
            "/schedules/{name}/run",
            Role.OPERATOR,
            "Runs a schedule's job at once, in this process; its next firing stays as it is.",
            "tickstock schedules run-now {name}",
            List.of(
                Parameter.date(
                    "session", "for which session; the last one that closed if left out")),
            Facts.SchedulesFacts.class,
            this::run));
  }

  private Deed onSchedule(String verb, String summary) {
    return new Deed(
        "/schedules/{name}/" + verb,
        Role.OPERATOR,
        summary,
        "tickstock schedules " + verb + " {name}",
        List.of(),
        Facts.SchedulesFacts.class,
        asked -> {
          var schedules = program.schedules();
          var by = asked.visitor().actor();
          var name = asked.shown("name");
          var _ = verb.equals("pause") ? schedules.pause(name, by) : schedules.resume(name, by);
          return new Deed.Done(Facts.SchedulesFacts.of(schedules), "/schedules");
        });
  }

  private Deed.Done run(Asked asked) {
    var name = program.schedules().find(asked.shown("name")).name();
    var session = asked.date("session");
    var of = session.map(day -> "--session " + day).orElse("");
    program
        .database()
        .useTransaction(h -> Audit.note(h, asked.visitor().actor(), "schedules run-now", name, of));
    try {
      undertakings.begin(
          "job " + name,
          ("tickstock schedules run-now " + Shell.word(name) + " " + of).strip(),
          ScheduleRefused.class,
          () -> run(name, session));
      return new Deed.Done(Facts.SchedulesFacts.of(program.schedules()), "/schedules");
    } catch (InterruptedException e) {
      throw Misasked.stopping();
    }
  }

  private void run(String schedule, Optional<LocalDate> session) throws InterruptedException {
    var outcome = program.runJob(schedule, session);
    LOG.info(
        "ran at once schedule={} state={} message=\"{}\"",
        schedule,
        outcome.state().word(),
        outcome.message());
  }
}
