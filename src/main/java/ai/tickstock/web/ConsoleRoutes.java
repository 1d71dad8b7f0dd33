package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.load.Runs;
import io.javalin.http.HttpStatus;
import java.util.Comparator;
import java.util.List;
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
  private final Undertakings undertakings;
  private final Supplier<Health.Report> health;
  private final Runs runs;
  private final CoverageMaps maps;
  private final List<Query<?>> queries;
  private final List<Deed> deeds;

  ConsoleRoutes(
      ConsoleProgram program,
      LoadStarts starts,
      Undertakings undertakings,
      Supplier<Health.Report> health) {
    this.program = program;
    this.starts = starts;
    this.undertakings = undertakings;
    this.health = health;
    this.runs = Runs.postgres(program.database());
    this.maps = new CoverageMaps(program);
    this.queries = makeQueries();
    this.deeds = ConsoleDeeds.all(program, starts, undertakings);
  }

  List<Query<?>> queries() {
    return queries;
  }

  List<Deed> deeds() {
    return deeds;
  }

  CoverageMaps maps() {
    return maps;
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
            asked -> LoadForm.command(asked, program) + " --plan"),
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
                Parameter.text(
                    "universe",
                    "its key, or several joined by ','; without it nothing is measured"),
                Parameter.whole("months", "up to the last final session, 1 to 120; 12 if left out"),
                Parameter.text(
                    "wait", "no: say at once when it is still being measured; yes if left out")),
            CoverageFacts.class,
            maps::of,
            "coverage",
            asked ->
                "tickstock coverage"
                    + asked.text("universe").map(key -> " --universe " + Shell.word(key)).orElse("")
                    + " --months "
                    + asked.whole("months").orElse(CoverageFacts.USUAL_MONTHS)
                    + " --explain"),
        new Query<>(
            "/symbols",
            "Symbols",
            true,
            Role.VIEWER,
            "Instruments by the begin of a ticker that they have or had, or by a part of their name.",
            List.of(Parameter.text("q", "what to look for; nothing is found without it"), LIMIT),
            SymbolSearch.class,
            asked -> SymbolSearch.of(asked, program),
            "symbols",
            asked ->
                asked.has("q") ? "tickstock symbols show " + Shell.word(asked.shown("q")) : ""),
        new Query<>(
            "/symbols/{symbol}",
            "Symbol",
            false,
            Role.VIEWER,
            "Who an instrument is and was, what is stored of it, what is not and why. SYMBOL@DATE is"
                + " who held the ticker on that date.",
            List.of(SymbolBars.PARAMETERS.getFirst()),
            SymbolFacts.class,
            asked -> SymbolFacts.of(asked, program),
            "symbol",
            asked -> "tickstock symbols show " + Shell.word(asked.shown("symbol"))),
        new Query<>(
            "/symbols/{symbol}/bars",
            "Bars",
            false,
            Role.VIEWER,
            "Daily bars of an instrument, as traded or adjusted, each with where it comes from.",
            SymbolBars.PARAMETERS,
            SymbolBars.class,
            asked -> SymbolBars.of(asked, program),
            "bars",
            asked ->
                "tickstock bars "
                    + Shell.word(asked.shown("symbol"))
                    + asked
                        .text("adjusted")
                        .map(how -> " --adjusted " + Shell.word(how))
                        .orElse("")),
        new Query<>(
            "/symbols/{symbol}/minutes",
            "Minutes",
            false,
            Role.VIEWER,
            "The minutes of one session of an instrument: which are stored, and why the others are"
                + " not.",
            MinuteFacts.PARAMETERS,
            MinuteFacts.class,
            asked -> MinuteFacts.of(asked, program),
            "minutes",
            asked ->
                "tickstock coverage --symbols "
                    + Shell.word(asked.shown("symbol"))
                    + " --interval minute"
                    + asked
                        .text("session")
                        .map(day -> " --from " + Shell.word(day) + " --to " + Shell.word(day))
                        .orElse("")
                    + " --explain"),
        new Query<>(
            "/symbols/{symbol}/sessions",
            "Sessions",
            false,
            Role.VIEWER,
            "What stands for the sessions of an instrument that are not there, and what of it can be"
                + " accepted.",
            SessionFacts.PARAMETERS,
            SessionFacts.class,
            asked -> SessionFacts.of(asked, program),
            "sessions",
            asked -> SessionFacts.command(asked, program)),
        new Query<>(
            "/listings",
            "Listings",
            true,
            Role.VIEWER,
            "What lists changed, the newest first, and doubtful cases for somebody to decide.",
            List.of(
                Parameter.text(
                    "kind", "all (if left out), ipos, renames, delistings, or one kind of change"),
                BEFORE,
                LIMIT),
            ListingFacts.class,
            asked -> ListingFacts.of(asked, program),
            "listings",
            asked -> "tickstock symbols changes"),
        new Query<>(
            "/listings/join",
            "Join two instruments",
            false,
            Role.ADMIN,
            "What making one instrument of two would come to; nothing is changed.",
            IdentityForm.JOIN,
            IdentityForm.class,
            asked -> IdentityForm.join(asked, program),
            "join",
            asked ->
                "tickstock symbols join "
                    + Shell.word(asked.text("earlier").orElse("EARLIER"))
                    + " "
                    + Shell.word(asked.text("later").orElse("LATER"))
                    + asked.text("on").map(day -> " --on " + Shell.word(day)).orElse("")
                    + " --plan"),
        new Query<>(
            "/listings/part",
            "Part an instrument",
            false,
            Role.ADMIN,
            "What making two instruments of one would come to; nothing is changed.",
            IdentityForm.PART,
            IdentityForm.class,
            asked -> IdentityForm.part(asked, program),
            "part",
            asked ->
                "tickstock symbols part "
                    + Shell.word(asked.text("symbol").orElse("SYMBOL"))
                    + " --from "
                    + Shell.word(asked.text("from").orElse("DATE"))
                    + " --plan"),
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
            "/quality/trends",
            "Trends",
            false,
            Role.VIEWER,
            "What the reports of the last 30 sessions counted, session by session.",
            List.of(),
            QualityTrends.class,
            asked -> QualityTrends.of(program),
            "trends",
            asked -> "tickstock quality report"),
        new Query<>(
            "/quality/{id}",
            "Finding",
            false,
            Role.VIEWER,
            "One finding, with its evidence and what happened to it.",
            List.of(),
            QualityFacts.Whole.class,
            asked -> QualityFacts.Whole.of(program, undertakings, asked.id()),
            "finding",
            asked -> "tickstock quality show " + asked.id()),
        new Query<>(
            "/quality/{id}/repair",
            "Repair",
            false,
            Role.OPERATOR,
            "What a repair of a finding would do and cost; asks nobody and changes nothing.",
            List.of(),
            RepairForm.class,
            asked -> RepairForm.of(program, undertakings, asked.id()),
            "repair",
            asked -> "tickstock quality repair --plan " + asked.id()),
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
            List.of(
                AS_OF,
                Parameter.date("since", "compares with the members of that date"),
                Parameter.text("q", "only members whose ticker begins so"),
                Parameter.text("after", "only those after this ticker, as `next_after` told it"),
                LIMIT),
            UniverseFacts.class,
            asked -> UniverseFacts.of(asked, program),
            "universe",
            asked ->
                "tickstock universe show "
                    + Shell.word(asked.shown("key"))
                    + asked.text("as_of").map(day -> " --as-of " + Shell.word(day)).orElse("")),
        new Query<>(
            "/universes/{key}/rule",
            "Rule",
            false,
            Role.OPERATOR,
            "Who would join and leave a universe if this were its rule; nothing is changed.",
            List.of(Parameter.text("rule", "its parts joined by ';'; the present one if left out")),
            RuleForm.class,
            asked -> RuleForm.of(asked, program),
            "rule",
            asked ->
                "tickstock universe rule "
                    + Shell.word(asked.shown("key"))
                    + asked
                        .text("rule")
                        .map(rule -> " " + Shell.word(RuleForm.oneLine(rule)) + " --plan")
                        .orElse("")),
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
            "/vendor",
            "Vendor",
            true,
            Role.VIEWER,
            "Calls against the vendor's limit, what failed by kind, and what its plan includes.",
            List.of(),
            VendorFacts.class,
            asked -> VendorFacts.of(program),
            "vendor",
            asked -> "tickstock doctor --vendor"),
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
            "/scenarios",
            "Scenarios",
            true,
            Role.VIEWER,
            "Markets in which known things happen.",
            List.of(),
            ScenarioFacts.All.class,
            asked -> ScenarioFacts.All.of(),
            "scenarios",
            asked -> "tickstock scenario list"),
        new Query<>(
            "/scenarios/{name}",
            "Scenario",
            false,
            Role.VIEWER,
            "A scenario with its parameters and its answer key.",
            List.of(),
            ScenarioFacts.class,
            ScenarioFacts::of,
            "scenario",
            asked -> "tickstock scenario show " + Shell.word(asked.shown("name"))),
        new Query<>(
            "/environments",
            "Environments",
            true,
            Role.OPERATOR,
            "Snapshots of this database, and the environments below home, with their size and age.",
            List.of(),
            EnvironmentFacts.class,
            asked -> EnvironmentFacts.of(program),
            "environments",
            asked -> "tickstock dev env list"),
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

  /// What can be done from a page: deeds whose path goes on from the page's, and no other page's.
  List<Deed> deedsOf(Query<?> query) {
    return deeds.stream()
        .filter(deed ->
            queries.stream()
                .filter(one -> goesOn(one.path(), deed.path()))
                .max(Comparator.comparingInt(one -> one.path().length()))
                .filter(query::equals)
                .isPresent())
        .toList();
  }

  private static boolean goesOn(String page, String path) {
    return path.equals(page) || path.startsWith(page + "/");
  }
}
