package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.audit.Audit;
import ai.tickstock.load.Runs;
import ai.tickstock.notify.Notices;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/// What the console can be asked and told: the one list that pages, the API and its description are
/// made from.
final class ConsoleRoutes {
  static final String EVENTS = "/loads/{id}/events";

  private static final Parameter BEFORE =
      Parameter.whole("before", "only those before this number, as `next_before` told it");
  private static final Parameter AS_OF = Parameter.date("as_of", "the date; today if left out");
  private static final Parameter LIMIT =
      Parameter.whole("limit", "how many at most, 1 to 500; 50 if left out");

  private final ConsoleProgram program;
  private final LoadStarts starts;
  private final Supplier<Health.Report> health;
  private final Runs runs;
  private final List<Query<?>> queries;
  private final List<Deed> deeds;

  ConsoleRoutes(ConsoleProgram program, LoadStarts starts, Supplier<Health.Report> health) {
    this.program = program;
    this.starts = starts;
    this.health = health;
    this.runs = Runs.postgres(program.database());
    this.queries = makeQueries();
    this.deeds = makeDeeds();
  }

  List<Query<?>> queries() {
    return queries;
  }

  List<Deed> deeds() {
    return deeds;
  }

  private List<Query<?>> makeQueries() {
    return List.of(
        new Query<>(
            "/tonight",
            "Tonight",
            true,
            Role.VIEWER,
            "How the end of day of a session of New York stands.",
            List.of(Parameter.date("session", "its date; the present one if left out")),
            Tonight.class,
            asked -> Tonight.of(program, asked.date("session")),
            "tonight",
            asked ->
                "tickstock eod status"
                    + asked.text("session").map(day -> " --session " + Shell.word(day)).orElse("")),
        new Query<>(
            "/loads",
            "Loads",
            true,
            Role.VIEWER,
            "Loads, the newest first.",
            List.of(BEFORE, LIMIT),
            LoadList.class,
            asked -> LoadList.of(runs, asked.whole("before"), asked.limit()),
            "loads",
            asked -> "tickstock runs list --limit " + asked.limit()),
        new Query<>(
            "/loads/new",
            "New load",
            false,
            Role.OPERATOR,
            "What a load would do and cost; asks nobody and stores nothing.",
            LoadOrder.FIELDS,
            LoadForm.class,
            asked -> LoadForm.of(asked, program),
            "loadNew",
            asked -> LoadForm.of(asked, program).command() + " --plan"),
        new Query<>(
            "/loads/starting/{number}",
            "Load in preparation",
            false,
            Role.VIEWER,
            "A load that this process prepares, before it is a run.",
            List.of(),
            LoadStarts.Facts.class,
            this::starting,
            "loadStarting",
            asked -> "tickstock runs list --limit 5"),
        new Query<>(
            "/loads/{id}",
            "Load",
            false,
            Role.VIEWER,
            "One load, with its first failed tasks.",
            List.of(),
            LoadFacts.class,
            asked -> LoadFacts.of(runs, asked.id()),
            "load",
            asked -> "tickstock runs show " + asked.id()),
        new Query<>(
            "/coverage",
            "Coverage",
            true,
            Role.VIEWER,
            "Each expected session of the members of a universe: daily bars, and what stands for"
                + " those that are missing.",
            List.of(
                Parameter.text("universe", "its key; without it nothing is measured"),
                Parameter.whole(
                    "months", "up to the last final session, 1 to 120; 12 if left out")),
            CoverageFacts.class,
            asked -> CoverageFacts.of(asked, program),
            "coverage",
            asked ->
                "tickstock coverage"
                    + asked.text("universe").map(key -> " --universe " + Shell.word(key)).orElse("")
                    + " --months "
                    + asked.whole("months").orElse(CoverageFacts.USUAL_MONTHS)
                    + " --explain"),
        new Query<>(
            "/report",
            "Report",
            true,
            Role.VIEWER,
            "What a session came to: what is whole, what needs a person, the scoreboard.",
            List.of(Parameter.date("session", "its date; the newest report if left out")),
            QualityFacts.Report.class,
            asked -> QualityFacts.Report.of(asked, program),
            "report",
            asked ->
                "tickstock quality report"
                    + asked.text("session").map(day -> " --session " + Shell.word(day)).orElse("")),
        new Query<>(
            "/quality",
            "Quality",
            true,
            Role.VIEWER,
            "What rules found wrong or odd in stored data, the worst first.",
            List.of(
                Parameter.text("state", "open (if left out), repaired, accepted, resolved or all"),
                Parameter.text("severity", "the least: low (if left out), medium, high, critical"),
                Parameter.text("rule", "the id of one rule"),
                LIMIT),
            QualityFacts.class,
            asked -> QualityFacts.of(asked, program),
            "quality",
            asked ->
                "tickstock quality findings"
                    + (asked.text("state").orElse("open").equals("open") ? " --open" : "")
                    + asked
                        .text("severity")
                        .map(least -> " --severity " + Shell.word(least))
                        .orElse("")),
        new Query<>(
            "/quality/{id}",
            "Finding",
            false,
            Role.VIEWER,
            "One finding, with its evidence and what happened to it.",
            List.of(),
            QualityFacts.Whole.class,
            asked -> QualityFacts.Whole.of(program, asked.id()),
            "finding",
            asked -> "tickstock quality show " + asked.id()),
        new Query<>(
            "/universes",
            "Universes",
            true,
            Role.VIEWER,
            "All universes, with the number of their members on a date.",
            List.of(AS_OF),
            UniverseFacts.All.class,
            asked -> UniverseFacts.All.of(asked, program),
            "universes",
            asked -> "tickstock universe list"),
        new Query<>(
            "/universes/{key}",
            "Universe",
            false,
            Role.VIEWER,
            "Who belongs to a universe on a date, and who came and went since another.",
            List.of(AS_OF, Parameter.date("since", "compares with the members of that date")),
            UniverseFacts.class,
            asked -> UniverseFacts.of(asked, program),
            "universe",
            asked ->
                "tickstock universe show "
                    + Shell.word(asked.shown("key"))
                    + asked.text("as_of").map(day -> " --as-of " + Shell.word(day)).orElse("")),
        new Query<>(
            "/calendar",
            "Calendar",
            true,
            Role.VIEWER,
            "The days of a year on which an exchange is closed or closes early, and what was decided"
                + " about its days.",
            List.of(
                Parameter.text("exchange", "its MIC; XNYS if left out"),
                Parameter.whole("year", "the present one if left out")),
            CalendarFacts.class,
            asked -> CalendarFacts.of(asked, program),
            "calendar",
            asked ->
                "tickstock calendar year "
                    + Shell.word(asked.text("exchange").orElse("XNYS"))
                    + asked.whole("year").stream()
                        .mapToObj(year -> " " + year)
                        .findFirst()
                        .orElse("")),
        new Query<>(
            "/schedules",
            "Schedules",
            true,
            Role.VIEWER,
            "What runs by itself, when next, and how it went last.",
            List.of(),
            Facts.SchedulesFacts.class,
            asked -> Facts.SchedulesFacts.of(program.schedules()),
            "schedules",
            asked -> "tickstock schedules list"),
        new Query<>(
            "/notices",
            "Notices",
            true,
            Role.VIEWER,
            "What people should know, the last seen first.",
            List.of(Parameter.text("open", "yes: only those that nobody has answered")),
            Facts.NoticesFacts.class,
            asked -> Facts.NoticesFacts.of(program, asked.shown("open").equals("yes")),
            "notices",
            asked ->
                "tickstock notices list" + (asked.shown("open").equals("yes") ? " --open" : "")),
        new Query<>(
            "/audit",
            "Audit",
            true,
            Role.OPERATOR,
            "Who decided what by hand, the newest first.",
            List.of(Parameter.text("text", "that stands somewhere in it"), BEFORE, LIMIT),
            Facts.AuditFacts.class,
            asked ->
                Facts.AuditFacts.of(
                    program,
                    asked.whole("before").isPresent()
                        ? asked.whole("before").getAsInt()
                        : Long.MAX_VALUE,
                    asked.shown("text"),
                    asked.limit()),
            "audit",
            asked -> ""),
        new Query<>(
            "/settings",
            "Settings",
            true,
            Role.OPERATOR,
            "The settings in force and where each comes from; secrets are masked.",
            List.of(),
            Facts.SettingsFacts.class,
            asked -> new Facts.SettingsFacts(program.settings()),
            "settings",
            asked -> "tickstock config show"),
        new Query<>(
            "/health",
            "Health",
            true,
            Role.VIEWER,
            "Whether this process does its work, and which others live.",
            List.of(),
            Facts.HealthFacts.class,
            asked -> Facts.HealthFacts.of(program, health.get()),
            "health",
            asked -> "tickstock doctor"));
  }

  private LoadStarts.Facts starting(Asked asked) {
    int number = asked.whole("number").orElseThrow(() -> Misasked.wrong("the number is missing"));
    return starts
        .find(number)
        .orElseThrow(() ->
            new Misasked(
                HttpStatus.NOT_FOUND,
                "this process prepares no load "
                    + number
                    + "; one that was prepared stands in the list of loads"));
  }

  private List<Deed> makeDeeds() {
    return List.of(
        new Deed(
            "/loads",
            Role.OPERATOR,
            "Starts a load: it waits for a process that takes loads.",
            LoadOrder.FIELDS,
            LoadStarts.Facts.class,
            this::start),
        onLoad("pause", "Stops a load until somebody resumes it.", "runs pause", Runs::pause),
        onLoad(
            "resume",
            "Lets the processes that take loads go on with one.",
            "runs resume",
            Runs::resume),
        onLoad(
            "cancel", "Ends a load for good; what it stored stays.", "runs cancel", Runs::cancel),
        new Deed(
            "/quality/{id}/accept",
            Role.OPERATOR,
            "Says that a finding may stay.",
            List.of(
                Parameter.text("reason", "why; kept with the decision").needed(),
                Parameter.date("until", "the last day of it; for ever if left out")),
            QualityFacts.Whole.class,
            this::accept),
        new Deed(
            "/quality/{id}/reopen",
            Role.OPERATOR,
            "Takes an acceptance back, or opens a finding that was closed.",
            List.of(Parameter.text("reason", "why")),
            QualityFacts.Whole.class,
            this::reopen),
        onSchedule("pause", "Lets no firing run until the schedule is resumed."),
        onSchedule("resume", "Lets a paused schedule fire again."),
        new Deed(
            "/notices/{id}/ack",
            Role.OPERATOR,
            "Says that somebody takes care of a notice: it is told no more.",
            List.of(Parameter.text("because", "why, for others to read")),
            Facts.NoticesFacts.class,
            this::acknowledge));
  }

  private Deed.Done start(Asked asked) {
    try {
      var facts = starts.begin(LoadOrder.of(asked, program), asked.visitor().actor());
      if (facts.state().equals("refused")) {
        throw new Misasked(HttpStatus.UNPROCESSABLE_CONTENT, facts.message());
      }
      return new Deed.Done(
          facts,
          facts.load().map(load -> "/loads/" + load).orElse("/loads/starting/" + facts.number()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Misasked(HttpStatus.SERVICE_UNAVAILABLE, "the process stops");
    }
  }

  private Deed onLoad(String verb, String summary, String command, BiPredicate<Runs, Integer> act) {
    return new Deed(
        "/loads/{id}/" + verb,
        Role.OPERATOR,
        summary,
        List.of(),
        LoadFacts.class,
        asked -> {
          int id = asked.id();
          boolean isDone =
              program
                  .database()
                  .inTransaction(h -> {
                    boolean changed = act.test(runs, id);
                    if (changed) {
                      Audit.note(
                          h, asked.visitor().actor(), command, "run " + id, runs.find(id).asked());
                    }
                    return changed;
                  });
          if (!isDone) {
            throw new Misasked(
                HttpStatus.CONFLICT,
                "load " + id + " is " + runs.find(id).state().word() + ": no " + verb);
          }
          return new Deed.Done(LoadFacts.of(runs, id), "/loads/" + id);
        });
  }

  private Deed onSchedule(String verb, String summary) {
    return new Deed(
        "/schedules/{name}/" + verb,
        Role.OPERATOR,
        summary,
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

  private Deed.Done accept(Asked asked) {
    int id = asked.id();
    var _ =
        QualityFacts.findings(program)
            .accept(id, asked.shown("reason"), asked.date("until"), asked.visitor().actor());
    return new Deed.Done(QualityFacts.Whole.of(program, id), "/quality/" + id);
  }

  private Deed.Done reopen(Asked asked) {
    int id = asked.id();
    var _ =
        QualityFacts.findings(program).reopen(id, asked.shown("reason"), asked.visitor().actor());
    return new Deed.Done(QualityFacts.Whole.of(program, id), "/quality/" + id);
  }

  private Deed.Done acknowledge(Asked asked) {
    int id = asked.id();
    var by = asked.visitor().actor();
    var answer =
        program
            .database()
            .inTransaction(h -> {
              var made =
                  Notices.postgres(program.database())
                      .acknowledge(id, by, asked.shown("because"), program.clock().instant());
              if (made == Notices.Answer.ACKNOWLEDGED) {
                Audit.note(h, by, "notices ack", "notice " + id, asked.shown("because"));
              }
              return made;
            });
    return switch (answer) {
      case ACKNOWLEDGED -> new Deed.Done(Facts.NoticesFacts.of(program, true), "/notices?open=yes");
      case WAS_ANSWERED ->
          throw new Misasked(
              HttpStatus.CONFLICT, "notice " + id + " was answered before, or is over");
      case NO_SUCH_NOTICE -> throw new Misasked(HttpStatus.NOT_FOUND, "there is no notice " + id);
    };
  }
}
