package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.load.BarFiles;
import ai.tickstock.load.LoadPlan;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.Loader;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.DayOverride;
import ai.tickstock.market.Symbol;
import ai.tickstock.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tickstock load`: what is owed is planned, loaded and counted.
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Loads bars: asks for what is missing, resumes what broke off, says at the end what is stored.",
      "",
      "  tickstock load --universe dev_etfs --months 6",
      "  tickstock load --symbols AAPL,MSFT --years 5 --plan",
      "  tickstock load --symbols SPY,QQQ --months 3 --interval minute",
      "  tickstock load --from-files DIR --all --from 2020-01-01 --to 2020-12-31",
      "Exit code: 0 all is stored or explained, 3 done in part, 1 failed, 2 misused."
    })
final class LoadCommand implements Callable<Integer> {
  private static final int MOST_FILES_TOLD = 30;
  private static final int SESSIONS_OF_BULK = 20;
  private static final Duration LONGEST_OVER = Duration.ofDays(31);

  private final Program program;

  @Option(
      names = "--universe",
      paramLabel = "KEY[,KEY]",
      description = "Members of these universes, united by ',' or ':'.")
  private @Nullable String universe;

  @Option(names = "--symbols", paramLabel = "A,B", description = "These tickers; case counts.")
  private @Nullable String symbols;

  @Option(names = "--all", description = "All that the source has, of the types that are loaded.")
  private boolean all;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "A market of known events (tickstock scenario --help).")
  private @Nullable String scenario;

  @Mixin private ScenarioOptions parameters = new ScenarioOptions();

  @Option(names = "--twin", description = "The scenario's synthetic twin, also with a key.")
  private boolean twin;

  @Mixin private DateRangeOptions dates = new DateRangeOptions();

  @Option(
      names = "--interval",
      paramLabel = "day|minute",
      description = "day (the default), or minute with extended hours.")
  private @Nullable BarInterval asked;

  private BarInterval interval = BarInterval.DAY;

  @Option(
      names = {"--plan", "--dry-run"},
      description = "Print calls, rows, bytes and time, do nothing.")
  private boolean plan;

  @Option(names = "--queue", description = "Only store the run, for a 'tickstock serve'.")
  private boolean queue;

  @Option(
      names = "--priority",
      paramLabel = "critical|high|normal|low",
      description = "How urgent it is; left out: worked out.")
  private @Nullable String priority;

  @Option(names = "--newest-first", description = "Later dates first.")
  private boolean newestFirst;

  @Option(
      names = "--over",
      paramLabel = "TIME",
      description = "Begin its tasks evenly over that time, e.g. 8h.")
  private Duration over = Duration.ZERO;

  @Option(
      names = "--from-files",
      paramLabel = "DIR",
      description = "Read a folder of bar files, and ask no vendor.")
  private @Nullable Path files;

  @Option(names = "--from-s3", description = "Read the files that the vendor publishes.")
  private boolean fromS3;

  @Option(names = "--again", description = "With --from-s3: also files that were loaded.")
  private boolean again;

  @Option(
      names = "--source-adjusted",
      paramLabel = "splits",
      description = "The files' prices are adjusted: keep them apart.")
  private @Nullable String sourceAdjusted;

  @Option(names = "--no-cache", description = "Take and keep no answer on disk.")
  private boolean noCache;

  @Mixin private OutputOptions format = new OutputOptions();

  LoadCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws InterruptedException {
    var shown = format.format();
    interval = asked == null ? BarInterval.DAY : asked;
    if (scenario != null) {
      return loadScenario(ScenarioOptions.named(scenario), shown);
    }
    if (parameters.areGiven() || twin) {
      throw new Misuse("--param and --twin go with --scenario");
    }
    var request = request();
    if (noCache) {
      program.keepNoAnswers();
    }
    if (queue && plan) {
      throw new Misuse("--plan stores nothing, and --queue does: give one of them");
    }
    var loader = loader();
    return plan ? printPlan(loader, request, shown) : load(loader, request, shown);
  }

  /// Whether into the database of real prices, whatever the vendor is.
  private boolean intoFiles() {
    return files != null || fromS3 && program.publishesRealPrices();
  }

  private Loader loader() {
    return intoFiles() ? program.fileLoader() : program.loader();
  }

  private Database database() {
    return intoFiles() ? program.databaseForFiles() : program.databaseOfVendor();
  }

  private int loadScenario(Scenario chosen, Format shown) throws InterruptedException {
    dates.requireSensible(program.clock().instant());
    if (universe != null || symbols != null || all || dates.areGiven()) {
      throw new Misuse("a scenario has symbols and dates of its own: --param start=…, sessions=…");
    }
    if (plan || queue || fromS3 || again || sourceAdjusted != null) {
      throw new Misuse(
          "--plan, --queue, --from-s3 and --source-adjusted do not go with --scenario");
    }
    boolean isReal =
        !twin && chosen.history().isPresent() && (files != null || program.hasVendorKey());
    if (files != null && !isReal) {
      throw new Misuse(
          "--from-files: only of a historic scenario there are files, and not of its twin");
    }
    if (isReal && parameters.areGiven()) {
      throw new Misuse(
          "--param changes the twin of a scenario (--twin); what really happened it does not");
    }
    var values = parameters.values(chosen);
    var load = new ScenarioLoad(program, shown, priority().orElse(LoadRequest.Priority.NORMAL));
    return isReal
        ? load.real(chosen, List.of(interval), Optional.ofNullable(files))
        : load.synthetic(
            chosen, values, asked == null ? List.of(BarInterval.values()) : List.of(asked));
  }

  private LoadRequest request() {
    if (sourceAdjusted != null && !sourceAdjusted.equals("splits")) {
      throw new Misuse(
          "--source-adjusted "
              + sourceAdjusted
              + ": splits is the only adjustment that files can have");
    }
    if (files != null && files.toString().isEmpty()) {
      throw new Misuse("--from-files needs a folder, e.g. --from-files /data/us_stocks_sip");
    }
    if (over.compareTo(LONGEST_OVER) > 0) {
      throw new Misuse("--over is at most " + LONGEST_OVER.toDays() + "d");
    }
    if (fromS3 && files != null) {
      throw new Misuse("--from-files and --from-s3 exclude each other");
    }
    if (again && !fromS3) {
      throw new Misuse("--again goes with --from-s3; files of a folder are read each time");
    }
    if (fromS3 && queue) {
      throw new Misuse("--queue does not go with --from-s3: the process that has the keys reads");
    }
    if (sourceAdjusted != null && files == null) {
      throw new Misuse(
          "--source-adjusted goes with --from-files: a vendor is always asked for raw prices");
    }
    if (sourceAdjusted != null && interval == BarInterval.MINUTE) {
      throw new Misuse("--source-adjusted is about daily per-ticker files; minute files are raw");
    }
    if (interval == BarInterval.MINUTE && all && files == null && !fromS3) {
      throw new Misuse(
          "--all --interval minute would ask for each of some 12,000 tickers by itself: read minute"
              + " files instead (--from-s3, or --from-files DIR), or name a universe or symbols");
    }
    return new LoadRequest(
        asked(),
        target(),
        interval,
        range()
            .orElseThrow(() ->
                new Misuse(
                    "say for which dates: --months 6, --years 5, --days 20 or --from 2024-01-02 --to 2024-06-28")),
        new LoadRequest.Course(priority(), newestFirst, over),
        barFiles(),
        sourceAdjusted != null);
  }

  private Optional<BarFiles> barFiles() {
    return fromS3
        ? Optional.of(new BarFiles.Published(again))
        : Optional.ofNullable(files).map(BarFiles.Folder::new);
  }

  private Optional<DateRange> range() {
    var now = program.clock().instant();
    dates.requireSensible(now);
    var finality = program.finality(database());
    return files == null
        ? dates.range(finality, now, program.err())
        : dates.rangeOfFiles(finality, now, program.err());
  }

  private LoadRequest.Target target() {
    int given = (universe == null ? 0 : 1) + (symbols == null ? 0 : 1) + (all ? 1 : 0);
    if (given != 1) {
      throw new Misuse(
          given == 0
              ? "say what to load: --universe KEY, --symbols A,B or --all"
              : "--universe, --symbols and --all exclude each other");
    }
    if (universe != null) {
      return new LoadRequest.Target.Universe(universe);
    }
    if (symbols != null) {
      return new LoadRequest.Target.Symbols(symbols(symbols));
    }
    return new LoadRequest.Target.Everything();
  }

  private List<Symbol> symbols(String text) {
    var tickers =
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(t -> !t.isEmpty()).toList();
    var bad = tickers.stream().filter(t -> !Symbol.isValid(t)).toList();
    if (tickers.isEmpty() || !bad.isEmpty()) {
      throw new Misuse(
          tickers.isEmpty()
              ? "--symbols needs at least one ticker, e.g. --symbols AAPL,MSFT"
              : "--symbols: not a ticker: " + String.join(", ", bad));
    }
    return tickers.stream().map(Symbol::new).toList();
  }

  private Optional<LoadRequest.Priority> priority() {
    if (priority == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(LoadRequest.Priority.valueOf(priority.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new Misuse("--priority " + priority + ": critical, high, normal or low");
    }
  }

  /// The request in the user's words.
  private String asked() {
    var words = new ArrayList<String>();
    if (files != null) {
      words.add("files " + files);
    }
    if (fromS3) {
      words.add("published files");
    }
    words.add(LoadRequest.words(target(), interval));
    return String.join(", ", words);
  }

  // ---- plan

  private int printPlan(Loader loader, LoadRequest request, Format shown) {
    return switch (loader.plan(request)) {
      case Loader.Planned.Misunderstood(var problems) ->
          LoadSummaryPrinter.print(
              new LoadResult.Misunderstood(problems), shown, program.out(), program.err());
      case Loader.Planned.Plan(var planned) -> {
        print(planned, shown);
        yield ExitCode.DONE;
      }
    };
  }

  private void print(LoadPlan planned, Format shown) {
    var table = Table.of("what", ">count");
    table.row("range", planned.range().toString());
    table.row("instruments known here", planned.instruments());
    table.row("tickers new here", planned.unknownTickers().size());
    if (planned.exchanges().size() > 1) {
      planned.exchanges().forEach((mic, count) -> table.row("sessions of " + mic, count));
    }
    table.row("sessions stored already", planned.present().stored());
    table.row("sessions owed", planned.dueSessions());
    table.row("calls for bars by symbol", planned.bySymbol());
    table.row("calls for bars by session", planned.bySession());
    table.row("calls for lists, splits, dividends", planned.referenceCalls());
    table.row("calls in all", planned.calls());
    table.row("calls at most", planned.mostCalls());
    table.row("files to read", planned.files().size());
    table.row("rows, about", planned.rows());
    table.row("bytes, about", planned.bytes());
    table.row("bytes at most, about", planned.mostBytes());
    table.row("limit", planned.limit().toString());
    table.row("time, about", words(planned.duration()));
    if (planned.joins() > 0) {
      table.row("continues run", planned.joins());
    }
    table.print(shown, program.out());
    planned.notes().forEach(program.err()::println);
    if (fromS3) {
      tellFiles(planned.files());
    } else if (isBulk(planned) && program.hasKeysForFiles()) {
      program
          .err()
          .println(
              String.format(
                  Locale.ROOT,
                  "the vendor's files would be cheaper: --from-s3 reads %,d files and makes no call for bars",
                  planned.bySession()));
    }
    if (!planned.unknownTickers().isEmpty()) {
      program
          .err()
          .println(
              "not known here yet, the load asks the vendor about them first: "
                  + String.join(", ", planned.unknownTickers().stream().limit(20).toList())
                  + (planned.unknownTickers().size() > 20 ? ", …" : ""));
    }
    program
        .err()
        .println(
            "nothing was asked for or stored; without --plan the load does it. 'At most' holds what finds out about bars that answers leave out; failed calls, which are made again, and former tickers come on top.");
  }

  private void tellFiles(Map<String, Long> read) {
    read.entrySet().stream()
        .limit(MOST_FILES_TOLD)
        .forEach(
            file -> program.err().println(file.getKey() + "  " + Words.bytes(file.getValue())));
    if (read.size() > MOST_FILES_TOLD) {
      program.err().println("and " + (read.size() - MOST_FILES_TOLD) + " more");
    }
  }

  /// Many sessions of everybody: for fewer the calls are cheap.
  private boolean isBulk(LoadPlan planned) {
    return all && files == null && planned.bySession() >= SESSIONS_OF_BULK;
  }

  static String words(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return Math.max(1, time.toSeconds()) + " s";
    }
    return time.toHours() == 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }

  // ---- load

  private int load(Loader loader, LoadRequest request, Format shown) throws InterruptedException {
    LoadResult result;
    var decided = decisions();
    var hint = new Thread(this::sayHowToGoOn);
    Runtime.getRuntime().addShutdownHook(hint);
    try (var display = ProgressObserver.of(program)) {
      result = queue ? loader.queue(request, display) : loader.load(request, display);
    } finally {
      Runtime.getRuntime().removeShutdownHook(hint);
    }
    if (result instanceof LoadResult.Finished
        || result instanceof LoadResult.Stopped
        || result instanceof LoadResult.Queued) {
      program.noteLoaded(intoFiles());
    }
    int exitCode = LoadSummaryPrinter.print(result, shown, program.out(), program.err());
    // A load that stopped may have lost its database, and is summed up when it goes on.
    boolean isFinished = result instanceof LoadResult.Finished;
    return isFinished && decidedMeanwhile(decided) ? ExitCode.DONE_IN_PART : exitCode;
  }

  private Set<DayOverride> decisions() {
    return Calendars.postgres(database()).inForce().stream()
        .map(Calendars.Kept::decision)
        .collect(Collectors.toSet());
  }

  /// This load went by the calendar as it was when it began: where days were decided since, runs
  /// over them are summed up anew.
  ///
  /// @return whether that left one of them in part
  private boolean decidedMeanwhile(Set<DayOverride> before) {
    var now = decisions();
    var changed = new HashSet<>(now);
    changed.addAll(before);
    changed.removeIf(decision -> before.contains(decision) && now.contains(decision));
    boolean inPart = false;
    for (var decision : changed) {
      var loader = loader();
      for (var run : loader.reexplain(decision.date())) {
        program
            .err()
            .println(
                "run "
                    + run.runId()
                    + " is "
                    + run.after()
                    + " now, was "
                    + run.before()
                    + ": "
                    + decision.date()
                    + " was decided meanwhile");
        inPart |= !run.after().equals("complete");
      }
    }
    program.err().flush();
    return inPart;
  }

  /// When the process is told to end in the middle of a load (Ctrl-C, a closed terminal).
  private void sayHowToGoOn() {
    program
        .err()
        .println(
            "stopped; what was committed is stored. The same command, or 'tickstock runs resume',"
                + " goes on");
    program.err().flush();
  }
}
