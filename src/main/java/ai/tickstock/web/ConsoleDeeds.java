package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.audit.Audit;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.jobs.LoaderRefetch;
import ai.tickstock.jobs.ScheduleRefused;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.listing.RecordedChange;
import ai.tickstock.load.Runs;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Notices;
import ai.tickstock.quality.QualityRefused;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Repairs;
import ai.tickstock.universe.UniverseDecisions;
import io.javalin.http.HttpStatus;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the console can be told to do. Each deed calls what its command calls, and is in the audit.
final class ConsoleDeeds {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleDeeds.class);
  private static final Parameter WHY = Parameter.text("reason", "why; kept with it").needed();

  /// A list of more is no request that anybody can read.
  private static final int MOST_AGAIN = 2_000;

  private final ConsoleProgram program;
  private final LoadStarts starts;
  private final Undertakings undertakings;
  private final Runs runs;

  ConsoleDeeds(ConsoleProgram program, LoadStarts starts, Undertakings undertakings) {
    this.program = program;
    this.starts = starts;
    this.undertakings = undertakings;
    this.runs = Runs.postgres(program.database());
  }

  List<Deed> all() {
    return List.of(
        new Deed(
            "/loads",
            Role.OPERATOR,
            "Starts a load: it waits for a process that takes loads.",
            "tickstock load --universe KEY --months N --queue",
            LoadOrder.FIELDS,
            LoadStarts.Facts.class,
            asked -> start(LoadOrder.of(asked, program), asked)),
        onLoad("pause", "Stops a load until somebody resumes it.", Runs::pause),
        onLoad("resume", "Lets the processes that take loads go on with one.", Runs::resume),
        onLoad("cancel", "Ends a load for good; what it stored stays.", Runs::cancel),
        new Deed(
            "/loads/{id}/retry",
            Role.OPERATOR,
            "Asks again for what failed in a load that is over, as a load of its own.",
            "tickstock load --symbols TICKERS --from DATE --to DATE --queue",
            List.of(),
            LoadStarts.Facts.class,
            this::retry),
        new Deed(
            "/quality/{id}/accept",
            Role.OPERATOR,
            "Says that a finding may stay.",
            "tickstock quality accept {id} --reason TEXT",
            List.of(WHY, Parameter.date("until", "the last day of it; for ever if left out")),
            QualityFacts.Whole.class,
            this::accept),
        new Deed(
            "/quality/{id}/reopen",
            Role.OPERATOR,
            "Takes an acceptance back, or opens a finding that was closed.",
            "tickstock quality reopen {id} --reason TEXT",
            List.of(Parameter.text("reason", "why")),
            QualityFacts.Whole.class,
            this::reopen),
        new Deed(
            "/quality/{id}/repair",
            Role.OPERATOR,
            "Asks again for what a finding is about, and looks whether that put it right.",
            "tickstock quality repair {id}",
            List.of(),
            QualityFacts.Whole.class,
            this::repair),
        new Deed(
            "/listings/questions/{id}/answer",
            Role.OPERATOR,
            "Decides a doubtful case, and does what follows.",
            "tickstock symbols review {id} yes --reason TEXT",
            List.of(Parameter.text("answer", "yes or no").needed(), WHY),
            ListingFacts.class,
            this::answer),
        new Deed(
            "/listings/{id}/undo",
            Role.ADMIN,
            "Takes a change of an instrument back, with the bars and the coverage that went along.",
            "tickstock symbols undo {id} --reason TEXT",
            List.of(WHY),
            ListingFacts.class,
            this::undo),
        new Deed(
            "/listings/join",
            Role.ADMIN,
            "Makes one instrument of two that were found to be the same.",
            "tickstock symbols join {earlier} {later} --reason TEXT",
            and(IdentityForm.fields(IdentityForm.JOIN), WHY),
            ListingFacts.class,
            this::join),
        new Deed(
            "/listings/part",
            Role.ADMIN,
            "Makes two instruments of one that was found to be two, one after the other.",
            "tickstock symbols part {symbol} --from {from} --reason TEXT",
            and(IdentityForm.fields(IdentityForm.PART), WHY),
            ListingFacts.class,
            this::part),
        new Deed(
            "/universes",
            Role.OPERATOR,
            "Makes a list of a universe: who is not in it leaves today, who is new joins. A new key"
                + " becomes a new universe.",
            "tickstock universe set KEY TICKERS --reason TEXT",
            List.of(
                Parameter.text("key", "its key; etf:KEY, stock:KEY or themes:KEY says the kind")
                    .needed(),
                Parameter.text("symbols", "all its tickers, parted by ',' or blanks").needed(),
                Parameter.text("name", "for people; stays if left out"),
                Parameter.text(
                    "instead_of_rule", "yes: also where a rule fills it, which it then loses"),
                WHY),
            UniverseFacts.class,
            this::set),
        new Deed(
            "/universes/{key}/approve",
            Role.OPERATOR,
            "Makes the change of a universe by its rule that was held, as the rule says it now.",
            "tickstock universe refresh {key} --approve",
            List.of(WHY),
            UniverseFacts.class,
            asked -> refresh(asked, true)),
        new Deed(
            "/universes/{key}/refresh",
            Role.OPERATOR,
            "Fills a universe by its rule as of today; a change that is too large is held.",
            "tickstock universe refresh {key}",
            List.of(),
            UniverseFacts.class,
            asked -> refresh(asked, false)),
        new Deed(
            "/universes/{key}/rule",
            Role.OPERATOR,
            "Gives a universe a rule; the next refresh fills it.",
            "tickstock universe rule {key} RULE --reason TEXT",
            List.of(Parameter.text("rule", "its parts joined by ';'").needed(), WHY),
            UniverseFacts.class,
            this::define),
        new Deed(
            "/calendar",
            Role.ADMIN,
            "Decides that an exchange is closed, open or closes early on a day, or takes that back.",
            "tickstock calendar override close MIC DATE --reason TEXT",
            List.of(
                Parameter.text("exchange", "its MIC").needed(),
                Parameter.date("date", "at the exchange").needed(),
                Parameter.text("kind", "close, open, early-close or undo").needed(),
                Parameter.text("from", "local time such as 11:00, of an open day"),
                Parameter.text("to", "local time such as 13:00, of an open day or an early close"),
                WHY),
            CalendarFacts.class,
            this::override),
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
            this::run),
        new Deed(
            "/notices/{id}/ack",
            Role.OPERATOR,
            "Says that somebody takes care of a notice: it is told no more.",
            "tickstock notices ack {id} --reason TEXT",
            List.of(Parameter.text("because", "why, for others to read")),
            Facts.NoticesFacts.class,
            this::acknowledge));
  }

  private static List<Parameter> and(List<Parameter> fields, Parameter last) {
    return Stream.concat(fields.stream(), Stream.of(last)).toList();
  }

  // ---- loads

  private Deed.Done start(LoadOrder order, Asked asked) {
    try {
      var facts = starts.begin(order, asked.visitor().actor());
      if (facts.state().equals("refused")) {
        throw new Misasked(HttpStatus.UNPROCESSABLE_CONTENT, facts.message());
      }
      return new Deed.Done(
          facts,
          facts.load().map(load -> "/loads/" + load).orElse("/loads/starting/" + facts.number()));
    } catch (InterruptedException e) {
      throw stopping();
    }
  }

  private static Misasked stopping() {
    Thread.currentThread().interrupt();
    return new Misasked(HttpStatus.SERVICE_UNAVAILABLE, "the process stops");
  }

  private Deed.Done retry(Asked asked) {
    var run = runs.find(asked.id());
    if (!LoadFacts.isOver(run.state())) {
      throw new Misasked(
          HttpStatus.CONFLICT,
          "load "
              + run.id()
              + " is "
              + run.state().word()
              + ": what failed may still be asked for");
    }
    if (run.isFromFiles()) {
      throw new Misasked(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "load " + run.id() + " reads files: 'tickstock load --from-files' reads them again");
    }
    var failed =
        runs.failed(run.id())
            .orElseThrow(() ->
                new Misasked(
                    HttpStatus.CONFLICT, "nothing failed in load " + run.id() + ": no retry"));
    if (failed.symbols().size() > MOST_AGAIN) {
      throw new Misasked(
          HttpStatus.UNPROCESSABLE_CONTENT,
          failed.symbols().size()
              + " instruments failed: ask for the whole load again in the same words, it asks only"
              + " for what is missing");
    }
    return start(LoadOrder.again(run, failed), asked);
  }

  private Deed onLoad(String verb, String summary, BiPredicate<Runs, Integer> act) {
    return new Deed(
        "/loads/{id}/" + verb,
        Role.OPERATOR,
        summary,
        "tickstock runs " + verb + " {id}",
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
                      var by = asked.visitor().actor();
                      Audit.note(h, by, "runs " + verb, "run " + id, runs.find(id).asked());
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

  // ---- findings

  private Deed.Done accept(Asked asked) {
    int id = asked.id();
    var _ =
        QualityFacts.findings(program)
            .accept(id, asked.shown("reason"), asked.date("until"), asked.visitor().actor());
    return finding(id);
  }

  private Deed.Done reopen(Asked asked) {
    int id = asked.id();
    var _ =
        QualityFacts.findings(program).reopen(id, asked.shown("reason"), asked.visitor().actor());
    return finding(id);
  }

  /// In this process; what takes long goes on, and its end stands in the finding's history.
  private Deed.Done repair(Asked asked) {
    int id = asked.id();
    var by = asked.visitor().actor();
    RepairForm.requireUseful(QualityFacts.find(program, id));
    program
        .database()
        .useTransaction(h -> Audit.note(h, by, "quality repair", "finding " + id, ""));
    var repairs =
        new Repairs(
            program.database(),
            new QualityScan(program.database(), program.finality().calendar(), program.clock()),
            new LoaderRefetch(program::loader, Optional.empty()),
            program.clock(),
            by);
    try {
      undertakings.begin(
          RepairForm.name(id),
          QualityRefused.class,
          () -> {
            var _ = repairs.repair(id);
          });
    } catch (InterruptedException e) {
      throw stopping();
    }
    return finding(id);
  }

  private Deed.Done finding(int id) {
    return new Deed.Done(QualityFacts.Whole.of(program, undertakings, id), "/quality/" + id);
  }

  // ---- listings

  private Deed.Done answer(Asked asked) {
    boolean isYes = asked.word("answer", List.of("yes", "no"), "").equals("yes");
    var _ =
        ListingFacts.changes(program)
            .answer(asked.id(), isYes, asked.visitor().actor(), asked.shown("reason"));
    return listings(asked);
  }

  private Deed.Done undo(Asked asked) {
    var _ =
        ListingFacts.changes(program)
            .undo(asked.id(), asked.visitor().actor(), asked.shown("reason"));
    return listings(asked);
  }

  private Deed.Done join(Asked asked) {
    var _ =
        ListingFacts.changes(program)
            .join(
                IdentityForm.instrument(asked, "earlier", program).id(),
                IdentityForm.instrument(asked, "later", program).id(),
                asked.date("on"),
                asked.visitor().actor(),
                asked.shown("reason"));
    return listings(asked, RecordedChange.Kind.JOINED.word());
  }

  private Deed.Done part(Asked asked) {
    var _ =
        ListingFacts.changes(program)
            .part(
                IdentityForm.instrument(asked, "symbol", program).id(),
                asked.date("from").orElseThrow(),
                asked.visitor().actor(),
                asked.shown("reason"));
    return listings(asked, RecordedChange.Kind.PARTED.word());
  }

  private Deed.Done listings(Asked asked) {
    return new Deed.Done(
        ListingFacts.of(asked.with("kind", "all").with("limit", ""), program), "/listings");
  }

  /// Where what was done can be taken back.
  private Deed.Done listings(Asked asked, String kind) {
    return new Deed.Done(
        ListingFacts.of(asked.with("kind", kind).with("limit", ""), program),
        "/listings?kind=" + kind);
  }

  // ---- universes

  private Deed.Done set(Asked asked) {
    var tickers =
        Arrays.stream(asked.shown("symbols").split("[,\\s]+", -1))
            .filter(ticker -> !ticker.isEmpty())
            .toList();
    var bad = tickers.stream().filter(ticker -> !Symbol.isValid(ticker)).toList();
    if (tickers.isEmpty() || !bad.isEmpty()) {
      throw Misasked.wrong("symbols: not a ticker: " + String.join(", ", bad));
    }
    var done =
        program
            .universeSync()
            .set(
                asked.shown("key"),
                tickers.stream().map(Symbol::new).toList(),
                new UniverseDecisions.Words(asked.text("name"), Optional.empty(), Optional.empty()),
                asked.shown("instead_of_rule").equals("yes"),
                new UniverseDecisions.Decision(
                    asked.visitor().actor(),
                    Bar.dateOf(program.clock().instant()),
                    asked.shown("reason")));
    requireCopied("changed", done.copy());
    return universe(asked.with("key", done.listed().universe()));
  }

  private Deed.Done define(Asked asked) {
    var _ =
        new UniverseDecisions(program.database())
            .define(
                asked.shown("key"),
                RuleForm.oneLine(asked.shown("rule")),
                new UniverseDecisions.Words(Optional.empty(), Optional.empty(), Optional.empty()),
                new UniverseDecisions.Decision(
                    asked.visitor().actor(),
                    Bar.dateOf(program.clock().instant()),
                    asked.shown("reason")));
    return universe(asked);
  }

  private Deed.Done refresh(Asked asked, boolean isApproved) {
    var key = asked.shown("key");
    var done =
        program
            .universeSync()
            .run(Optional.of(key), Bar.dateOf(program.clock().instant()), isApproved);
    program
        .database()
        .useTransaction(h ->
            Audit.note(
                h,
                asked.visitor().actor(),
                "universe refresh" + (isApproved ? " --approve" : ""),
                key,
                asked.shown("reason")));
    requireCopied("refreshed", done.copy());
    return universe(asked);
  }

  private static void requireCopied(String how, UniverseSync.Copy copy) {
    copy.refused()
        .ifPresent(why -> {
          throw new Misasked(
              HttpStatus.CONFLICT,
              "the universe is %s, but what older applications read is not: %s"
                  .formatted(how, why));
        });
  }

  private Deed.Done universe(Asked asked) {
    return new Deed.Done(
        UniverseFacts.of(asked, program), "/universes/" + Words.path(asked.shown("key")));
  }

  // ---- the calendar

  private Deed.Done override(Asked asked) {
    var mic = asked.shown("exchange");
    if (!Mic.isValid(mic) || !TradingCalendar.exchanges().contains(new Mic(mic))) {
      throw Misasked.wrong(
          "exchange: there is no calendar of it, only of " + TradingCalendar.exchanges());
    }
    var exchange = TradingCalendar.of(new Mic(mic)).exchange();
    var date = asked.date("date").orElseThrow();
    var calendars = program.calendars();
    var by = asked.visitor().actor();
    var outcome =
        switch (asked.word("kind", List.of("close", "open", "early-close", "undo"), "")) {
          case "undo" -> calendars.undo(exchange, date, asked.shown("reason"), by);
          case "close" -> calendars.decide(decision(asked, exchange, DayOverride.Kind.CLOSED), by);
          case "open" -> calendars.decide(decision(asked, exchange, DayOverride.Kind.OPEN), by);
          default -> calendars.decide(decision(asked, exchange, DayOverride.Kind.EARLY_CLOSE), by);
        };
    if (outcome instanceof Calendars.Outcome.Refused(var objection)) {
      throw new Misasked(HttpStatus.UNPROCESSABLE_CONTENT, objection);
    }
    program.noteDecision();
    for (var run : program.loader().reexplain(date)) {
      calendars.noteReexplained(run.runId(), run.before(), run.after(), date, by);
    }
    var shown =
        asked.with("exchange", exchange.code()).with("year", String.valueOf(date.getYear()));
    return new Deed.Done(
        CalendarFacts.of(shown, program),
        "/calendar?exchange=" + exchange.code() + "&year=" + date.getYear());
  }

  private static DayOverride decision(Asked asked, Mic exchange, DayOverride.Kind kind) {
    try {
      return new DayOverride(
          exchange,
          asked.date("date").orElseThrow(),
          kind,
          time(asked, "from"),
          time(asked, "to"),
          asked.shown("reason"),
          DayOverride.Source.OPERATOR);
    } catch (IllegalArgumentException e) {
      throw Misasked.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<LocalTime> time(Asked asked, String name) {
    return asked
        .text(name)
        .map(text -> {
          try {
            return LocalTime.parse(text);
          } catch (DateTimeException e) {
            throw Misasked.wrong(name + ": a time such as 13:00 is expected");
          }
        });
  }

  // ---- schedules and notices

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
    program
        .database()
        .useTransaction(h ->
            Audit.note(
                h,
                asked.visitor().actor(),
                "schedules run-now",
                name,
                session.map(day -> "--session " + day).orElse("")));
    try {
      undertakings.begin("job " + name, ScheduleRefused.class, () -> run(name, session));
      return new Deed.Done(Facts.SchedulesFacts.of(program.schedules()), "/schedules");
    } catch (InterruptedException e) {
      throw stopping();
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
