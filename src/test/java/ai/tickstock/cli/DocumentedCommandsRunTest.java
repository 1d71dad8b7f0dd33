package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.tickstock.Document;
import ai.tickstock.DrivenProgram;
import ai.tickstock.cli.Shape.Line;
import ai.tickstock.database.Database;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.jobs.SmallMarket;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/// Every command of README and docs is run as it is written, in the order in which one reads them,
/// in one home against one small market, and what a page shows after it is still what is printed.
/// What cannot be run so stands in one list with the reason: see `DocumentedCommands`.
class DocumentedCommandsRunTest {
  /// Those pages first that a newcomer reads first; then the manual by its index, then the rest.
  private static final List<String> READ_FIRST = List.of("README.md", "docs/manual/README.md");

  /// What was said of the program in the past need not hold any more.
  private static final String HISTORY = "CHANGELOG.md";

  private static final Instant FRIDAY_NOON = Instant.parse("2026-11-27T17:00:00Z");
  private static final LocalDate LISTED = LocalDate.parse("2026-01-02");
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("build", "test", "release", "mvn", "bench");

  @TempDir Path folder;

  /// The program's time and the vendor's.
  private volatile Instant now = FRIDAY_NOON;

  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final List<SimulatorServer> vendors = new ArrayList<>();
  private final Map<String, Supplier<String>> named = new HashMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Map<String, Long> took = new HashMap<>();

  private record Ended(int exitCode, List<Line> lines) {
    String talk() {
      return String.join("\n", lines.stream().filter(Line::isTalk).map(Line::text).toList());
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    var home = Files.createDirectories(folder.resolve("home"));
    var unpacked = Path.of(System.getProperty("user.home"), ".tickstock", "postgresql");
    if (Files.isDirectory(unpacked)) { // PostgreSQL need not be unpacked once more
      Files.createSymbolicLink(home.resolve("postgresql"), unpacked);
    }
    var market =
        new SmallMarket(
                new SyntheticMarket(42, TradingCalendar.nyse()),
                LISTED,
                "CS",
                180,
                "ETF",
                150,
                "ADRC",
                6,
                "PFD",
                4,
                "WARRANT",
                2)
            .also("TWTR");
    vendor("vendor", market, PlanProfile.BUSINESS, List.of());
    vendor("basic", market, PlanProfile.BASIC.withCallsPerMinute(100_000), List.of());
    vendor(
        "holes",
        market,
        PlanProfile.ADVANCED,
        List.of(
            left("QQQ", LocalDate.parse("2026-08-03")),
            left("SPY", LocalDate.parse("2026-08-18"))));
    named.put("folder", () -> folder.toString());
    named.put("home", () -> home.toString());
    named.put("another", () -> url("another"));
    named.put("finding", () -> asked("tickstock", "SELECT max(id) FROM tickstock.quality_finding"));
    named.put("simulated", () -> url("tickstock_simulated"));
    for (var ids :
        List.of(
            "queued SELECT max(id) FROM tickstock.load_run WHERE state IN ('pending', 'paused')",
            "notice SELECT max(id) FROM tickstock.notice")) {
      int end = ids.indexOf(' ');
      named.put(ids.substring(0, end), () -> asked("tickstock_simulated", ids.substring(end + 1)));
    }
    DocumentedFiles.write(folder);
  }

  private void vendor(String name, SmallMarket market, PlanProfile plan, List<FaultRule> faults) {
    var server =
        SimulatorServer.start(
            SimulatorOptions.over(market, TradingCalendar.nyse(), InstantSource.system())
                .withStartAt(FRIDAY_NOON)
                .withPlan(plan)
                .withFaults(faults));
    vendors.add(server);
    named.put(name, () -> server.uri().toString());
  }

  private static FaultRule left(String ticker, LocalDate session) {
    return FaultRule.of(FaultKind.DROPPED_BAR)
        .withTickers(Set.of(ticker))
        .withSessions(ai.tickstock.market.DateRange.of(session));
  }

  @AfterEach
  void stop() {
    run(Map.of(), "dev", "env", "drop", "alice", "--yes", "--disconnect");
    run(Map.of(), "dev", "env", "drop", "pat", "--yes", "--disconnect");
    run(Map.of(), "db", "stop");
    vendors.forEach(SimulatorServer::close);
  }

  @Test
  void everyCommandOfTheDocumentationRunsAndPrintsWhatThePageShows() throws IOException {
    var treated = DocumentedCommands.read();
    var run = new HashSet<List<String>>();
    var page = "";
    for (var line : documented()) {
      if (!line.page().equals(page)) {
        page = line.page();
        now = treated.clock(page).map(Instant::parse).orElse(FRIDAY_NOON);
        treated.before(page).forEach(command -> done(treated, command, treated.placed(command)));
      }
      if (treated.isRun(line) && (line.whole() || run.add(line.words()))) {
        run.add(line.words());
        done(treated, line, treated.placed(line));
      }
    }
    tellWhatTookLongest();
    assertThat(mistakes).isEmpty();
    assertThat(took).hasSizeGreaterThan(250);
  }

  @Test
  void theListNamesOnlyWhatStandsInTheDocumentation() throws IOException {
    assertThat(DocumentedCommands.read().withoutAnOccasion(documented(), others())).isEmpty();
  }

  /// They ask the simulator; each is to be answered without an error.
  @Test
  void everyOtherCommandOfTheDocumentationRunsOrStandsInTheList() throws Exception {
    var treated = DocumentedCommands.read();
    var run = others().stream().filter(treated::isRun).toList();
    assertThat(run)
        .hasSizeGreaterThan(20)
        .allMatch(one ->
            one.text().contains("http://127.0.0.1:9911") || one.text().startsWith("printf "));
    assumeTrue(isThere("curl"), "NOT CHECKED: the calls of the documentation: there is no curl");
    for (var one : run) {
      var ended = shell(one.text());
      if (ended.exitCode() != 0) {
        mistakes.add(one + ": exit code " + ended.exitCode() + "\n" + ended.talk());
      }
    }
    assertThat(mistakes).isEmpty();
  }

  private Ended shell(String text) throws IOException, InterruptedException {
    var file = folder.resolve("shell.out");
    var process =
        new ProcessBuilder(
                "bash",
                "-c",
                "set -o pipefail; curl() { command curl --fail-with-body --silent --show-error \"$@\"; }\n"
                    + text.replace("http://127.0.0.1:9911", named.get("vendor").get()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start();
    int exitCode = process.waitFor();
    var said = Files.readString(file);
    return new Ended(
        exitCode, List.of(new Line(said.substring(0, Math.min(500, said.length())), true)));
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private static List<Document.OtherCommand> others() throws IOException {
    return Document.all().stream().flatMap(page -> page.otherCommands().stream()).toList();
  }

  private void done(
      DocumentedCommands treated, Document.CommandLine written, Document.CommandLine placed) {
    var variables = new HashMap<>(treated.variables(written.page()));
    variables.putAll(placed.variables());
    long began = System.nanoTime();
    var ended = run(variables, placed.words().toArray(String[]::new));
    took.merge(written.toString(), System.nanoTime() - began, Long::sum);
    // The small market lacks much of what a whole one has: done in part is done.
    int expected =
        ended.exitCode() == ExitCode.DONE_IN_PART
            ? ExitCode.DONE_IN_PART
            : treated.exitCode(written);
    boolean isRefused =
        written.shown().isPresent() && written.shown().get().getFirst().startsWith("tickstock: ");
    if (isRefused ? ended.exitCode() == 0 : ended.exitCode() != expected) {
      mistakes.add(
          "%s: exit code %d and not %d\n%s"
              .formatted(written, ended.exitCode(), expected, ended.talk()));
    } else if (written.shown().isPresent() && treated.isCompared(written)) {
      Shape.difference(written.shown().get(), ended.lines())
          .ifPresent(difference -> mistakes.add(written + ": " + difference));
    }
  }

  /// In the order of reading.
  private static List<Document.CommandLine> documented() throws IOException {
    var pages = new ArrayList<>(Document.all());
    var index = new ArrayList<>(READ_FIRST);
    var manual = Path.of("docs/manual/README.md");
    new Document(manual, Files.readString(manual))
        .links()
        .forEach(link -> index.add(manual.resolveSibling(link).normalize().toString()));
    pages.removeIf(page -> page.path().toString().equals(HISTORY));
    pages.sort(
        Comparator.comparing(page -> {
          int place = index.indexOf(page.path().toString());
          return place < 0 ? index.size() : place;
        }));
    try (var program = TestProgram.onNewDatabase()) {
      var tree = CommandLineInterface.tree(program);
      return pages.stream()
          .flatMap(page -> page.commandLines().stream())
          .filter(line -> line.whole() || isComplete(tree, line))
          .toList();
    }
  }

  /// In a sentence a command may stand for all of its kind: `tickstock quality accept`.
  private static boolean isComplete(CommandLine tree, Document.CommandLine line) {
    if (OF_THE_LAUNCHER.contains(line.words().getFirst())) {
      return true;
    }
    try {
      var parsed = tree.parseArgs(line.words().toArray(String[]::new));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      return parsed.commandSpec().subcommands().isEmpty();
    } catch (MissingParameterException _) {
      return false;
    } catch (ParameterException _) {
      return true; // it fails when it is run
    }
  }

  private Ended run(Map<String, String> more, String... words) {
    var variables = new HashMap<String, String>();
    variables.put("TICKSTOCK_HOME", "{home}");
    variables.put("TICKSTOCK_VENDOR_BASE_URL", "{vendor}");
    variables.put("MASSIVE_API_KEY", "any");
    variables.put("TICKSTOCK_VENDOR_RATE_LIMIT_UNLIMITED", "true");
    variables.put("TICKSTOCK_FLATFILES_ENDPOINT", "{vendor}");
    variables.put("TICKSTOCK_FLATFILES_ACCESS_KEY", "any");
    variables.put("TICKSTOCK_FLATFILES_SECRET_KEY", "any");
    variables.putAll(more);
    variables.values().removeIf(String::isEmpty);
    variables.replaceAll((_, value) -> filled(value));
    var arguments = new ArrayList<String>();
    for (var word : words) {
      arguments.add(filled(word));
    }
    var lines = new ArrayList<Line>();
    var out = new Lines(lines, false);
    var err = new Lines(lines, true);
    int exitCode =
        DrivenProgram.run(
            variables,
            folder,
            clock,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments.toArray(String[]::new));
    return new Ended(exitCode, List.copyOf(lines));
  }

  private String filled(String text) {
    var filled = text;
    for (var one : named.entrySet()) {
      if (filled.contains("{" + one.getKey() + "}")) {
        filled = filled.replace("{" + one.getKey() + "}", one.getValue().get());
      }
    }
    return filled;
  }

  /// Of a database on the server of the home.
  private String url(String database) {
    var address = server().address(database);
    return "postgresql://%s:%s@%s"
        .formatted(
            address.user(),
            address.password(),
            address.jdbcUrl().substring("jdbc:postgresql://".length()));
  }

  private String asked(String name, String sql) {
    try (var database = Database.connect(server().address(name), 1)) {
      return database.read(handle ->
          handle.createQuery(sql).map((row, _) -> String.valueOf(row.getString(1))).one());
    }
  }

  private EmbeddedServer server() {
    return EmbeddedServer.in(
        folder.resolve("home/default/database"), folder.resolve("home/postgresql"));
  }

  /// In a file and not on the terminal.
  private void tellWhatTookLongest() throws IOException {
    var longest =
        took.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(one ->
                String.format(Locale.ROOT, "%6.2f s  %s", one.getValue() / 1e9, one.getKey()))
            .toList();
    Files.write(Path.of("target", "documented-commands.txt"), longest);
  }

  /// Takes lines as they are printed.
  private static final class Lines extends OutputStream {
    private final List<Line> lines;
    private final boolean isTalk;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Lines(List<Line> lines, boolean isTalk) {
      this.lines = lines;
      this.isTalk = isTalk;
    }

    @Override
    public synchronized void write(int letter) {
      if (letter == '\n') {
        synchronized (lines) {
          lines.add(new Line(line.toString(StandardCharsets.UTF_8), isTalk));
        }
        line.reset();
      } else {
        line.write(letter);
      }
    }
  }
}
