package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases of developers by the command line, each with a server of its own.
class DevelopmentTest {
  private static final Clock SATURDAY =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private Clock clock = SATURDAY;

  private final Map<String, String> variables = new HashMap<>();

  /// PostgreSQL need not be unpacked once more.
  @BeforeEach
  void aHomeOfItsOwn() throws IOException {
    var home = Files.createDirectories(folder.resolve("home"));
    variables.put("TICKSTOCK_HOME", home.toString());
    var unpacked = Path.of(System.getProperty("user.home"), ".tickstock", "postgresql");
    if (Files.isDirectory(unpacked)) {
      Files.createSymbolicLink(home.resolve("postgresql"), unpacked);
    }
  }

  @AfterEach
  void stopTheServers() {
    run("default", "dev", "env", "drop", "alice", "--yes", "--disconnect");
    run("default", "dev", "env", "drop", "bob", "--yes", "--disconnect");
    run("default", "db", "stop");
  }

  @Test
  void twoDevelopersWorkAtOnceOneResetsWhileTheOtherLoads() throws Exception {
    done("default", "load", "--symbols", "SPY", "--days", "5", "--interval", "minute");
    done("default", "dev", "snapshot", "baseline");
    var made = done("default", "dev", "env", "create", "alice", "--from", "baseline");
    assertThat(made.out()).contains("rows in", "as in the snapshot baseline");
    done("default", "dev", "env", "create", "bob");
    assertThat(run("default", "dev", "env", "create", "bob").err()).contains("already");
    var minutes = done("default", "bars", "SPY", "--interval", "minute", "--format", "csv").out();
    assertThat(done("alice", "bars", "SPY", "--interval", "minute", "--format", "csv").out())
        .isEqualTo(minutes);
    done("alice", "load", "--symbols", "QQQ", "--days", "5");

    try (var both = Executors.newFixedThreadPool(2)) {
      Callable<Ended> reset = () -> done("alice", "dev", "reset", "baseline");
      Callable<Ended> load = () -> done("bob", "load", "--universe", "dev_etfs", "--months", "3");
      var loading = both.submit(load);
      var resetting = both.submit(reset);
      assertThat(resetting.get().out()).contains("reset to baseline");
      assertThat(loading.get().out()).contains("complete: every expected session is stored");
    }

    assertThat(run("alice", "bars", "QQQ", "--days", "5").exitCode()).isEqualTo(2);
    assertThat(done("alice", "load", "--symbols", "SPY", "--days", "5").out()).contains("complete");
    assertThat(run("default", "bars", "QQQ", "--days", "5").exitCode()).isEqualTo(2);
    var list = done("bob", "dev", "env", "list", "--format", "csv").out();
    assertThat(list)
        .containsPattern("alice,running,127.0.0.1:\\d+,")
        .contains("bob,\"running, in force\"");
  }

  /// A week later only that week is asked for, with a hole that somebody made in the middle.
  @Test
  void refreshesOnlyWhatIsMissingAndASecondTimeNothing() throws Exception {
    var address = TestPostgres.emptyAddress();
    variables.put("DATABASE_URL", url(address));
    variables.put("TICKSTOCK_DEV_PROFILES_UI", "6 symbols of dev_top_10; 90 days; day+minute");
    var first = done("default", "dev", "refresh", "--profile", "ui_testing", "--format", "csv");
    assertThat(first.out().lines().skip(1).map(line -> line.split(",")[6]))
        .containsExactly("0", "0");

    clock = Clock.offset(SATURDAY, Duration.ofDays(7));
    try (var database = Database.connect(address, 1)) {
      database.useTransaction(
          handle -> handle.execute("DELETE FROM bar_daily WHERE session = DATE '2026-10-14'"));
    }
    var week = done("default", "dev", "refresh", "--profile", "ui", "--format", "csv");
    var rows = week.out().lines().skip(1).map(line -> line.split(",")).toList();
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row[7]).as("stored").isEqualTo(row[5]);
          assertThat(Double.parseDouble(row[8])).as("bars spared").isGreaterThan(70);
          assertThat(Integer.parseInt(row[9])).as("calls").isBetween(1, 8);
        });

    var again = done("default", "dev", "refresh", "--profile", "ui", "--format", "csv");
    assertThat(again.out().lines().skip(1).map(line -> line.split(",")))
        .allSatisfy(row -> {
          assertThat(row[8]).as("bars spared").isEqualTo("100");
          assertThat(row[9]).as("calls").isEqualTo("0");
        });
    assertThat(run("default", "dev", "refresh", "--profile", "no").err())
        .contains("there is no profile 'no'; there are patterns, backtesting, ui, etf");
  }

  /// On a Friday at noon in New York: the last quarter of an hour is not there yet, and the bars
  /// say so; the final ones replace them.
  @Test
  void refreshesARunningSessionAsADelayedPlanHasItWithFairMarketValues() {
    var address = TestPostgres.emptyAddress();
    variables.put("DATABASE_URL", url(address));
    var profile = "3 symbols of dev_top_10; 5 days; day+minute; ";
    variables.put("TICKSTOCK_DEV_PROFILES_UI", profile + "delayed");
    clock = Clock.fixed(Instant.parse("2026-11-20T17:00:00Z"), ZoneOffset.UTC);

    var noon = done("default", "dev", "refresh", "--profile", "ui", "--format", "csv");

    assertThat(noon.out()).contains("day,delayed,2026-11-16,2026-11-20", "minute,delayed,");
    assertThat(noon.err())
        .containsPattern("fair market values of [1-9]\\d* symbols, 3 of them new");
    assertThat(feeds(address)).containsExactly("delayed 2026-11-20 3", "eod 2026-11-19 12");
    assertThat(rows(address, "SELECT count(*) FROM bar_daily WHERE fmv > 0 AND provisional"))
        .containsExactly("3");
    assertThat(
            rows(
                address,
                "SELECT max(start) AT TIME ZONE 'UTC' < '2026-11-20 16:45' AND max(start) AT TIME"
                    + " ZONE 'UTC' > '2026-11-20 16:30' FROM bar_minute"))
        .containsExactly("t");

    clock = Clock.offset(clock, Duration.ofHours(1));
    done("default", "dev", "refresh", "--profile", "ui");
    assertThat(
            rows(
                address,
                "SELECT max(start) AT TIME ZONE 'UTC' > '2026-11-20 17:30' FROM bar_minute"))
        .containsExactly("t");

    variables.put("TICKSTOCK_DEV_PROFILES_UI", profile + "full");
    done("default", "dev", "refresh", "--profile", "ui");
    assertThat(feeds(address)).containsExactly("eod 2026-11-19 12", "full 2026-11-20 3");

    clock = SATURDAY;
    variables.put("TICKSTOCK_DEV_PROFILES_UI", profile + "delayed");
    var over = done("default", "dev", "refresh", "--profile", "ui");
    assertThat(over.err()).contains("the vendor has them on the session's own day only");
    assertThat(feeds(address)).containsExactly("eod 2026-11-20 15");
  }

  private static List<String> feeds(DatabaseAddress address) {
    return rows(
        address,
        "SELECT feed || ' ' || max(session) || ' ' || count(*) FROM bar_daily b JOIN bar_source s ON"
            + " s.id = b.source GROUP BY feed ORDER BY feed");
  }

  private static List<String> rows(DatabaseAddress address, String query) {
    try (var database = Database.connect(address, 1)) {
      return database.read(handle -> handle.createQuery(query).mapTo(String.class).list());
    }
  }

  /// What production holds beyond the universe and the dates stays there.
  @Test
  void copiesUniversesAndMonthsOfAnotherDatabaseAndGoesOn() throws Exception {
    var production = TestPostgres.emptyAddress();
    variables.put("DATABASE_URL", url(production));
    done("default", "load", "--universe", "dev_etfs,etf_core", "--months", "4");
    done("default", "load", "--symbols", "SPY", "--days", "3", "--interval", "minute");
    done("default", "calendar", "override", "close", "XNYS", "2026-11-27", "--reason", "a test");
    var bars = done("default", "bars", "SPY", "--months", "2", "--format", "csv").out();
    var minutes = done("default", "bars", "SPY", "--interval", "minute", "--days", "2").out();

    variables.put("DATABASE_URL", url(TestPostgres.emptyAddress()));
    String[] copy = {
      "dev",
      "copy",
      "--from",
      url(production),
      "--universe",
      "dev_etfs",
      "--months",
      "2",
      "--interval",
      "day,minute"
    };
    var copied = done("default", copy);

    assertThat(copied.out()).contains("bars of 5 instruments, 2 universes");
    assertThat(done("default", "bars", "SPY", "--months", "2", "--format", "csv").out())
        .isEqualTo(bars);
    assertThat(done("default", "bars", "SPY", "--months", "4", "--format", "csv").out())
        .isEqualTo(bars);
    assertThat(done("default", "bars", "SPY", "--interval", "minute", "--days", "2").out())
        .isEqualTo(minutes);
    assertThat(done("default", "calendar", "override", "list").out()).contains("a test");
    assertThat(done("default", "coverage", "--universe", "dev_etfs", "--months", "2").exitCode())
        .isZero();
    assertThat(done("default", copy).out()).contains("copied 0 bars", "10 sets were as before");
  }

  @Test
  void copiesNothingOverInstrumentsThatAreNotThoseOfTheOtherDatabase() throws Exception {
    var production = TestPostgres.emptyAddress();
    variables.put("DATABASE_URL", url(production));
    done("default", "load", "--symbols", "SPY,QQQ", "--days", "3");
    variables.put("DATABASE_URL", url(TestPostgres.emptyAddress()));
    done("default", "load", "--symbols", "AAPL", "--days", "3");

    var refused =
        run(
            "default",
            "dev",
            "copy",
            "--from",
            url(production),
            "--universe",
            "dev_etfs",
            "--months",
            "1");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("instruments that are not those of", "dev env create");
    var older = TestPostgres.emptyAddress();
    var none =
        run(
            "default",
            "dev",
            "copy",
            "--from",
            url(older),
            "--universe",
            "dev_etfs",
            "--months",
            "1");
    assertThat(none.err()).contains("has no tables of ours");
  }

  private static String url(DatabaseAddress address) {
    return "postgresql://%s:%s@%s"
        .formatted(
            address.user(),
            address.password(),
            address.jdbcUrl().substring("jdbc:postgresql://".length()));
  }

  @Test
  void deletesADatabaseThatAScenarioHadForItself() {
    assertThat(done("default", "scenario", "list").err())
        .contains("the database server does not run");
    String[] load = {"load", "--scenario", "gaps", "--param", "seed=7", "--interval", "day"};
    done("default", load);
    done("default", "dev", "snapshot", "planted");
    assertThat(done("default", "scenario", "list").out())
        .containsPattern("gaps seed=7 +[1-9][0-9.]+ +\\d+ (s|min) +loaded with these parameters");
    assertThat(done("default", "dev", "env", "list").out())
        .containsPattern("gaps seed=7, [0-9.]+ MB, \\d+ (s|min) old");
    String[] drop = {"dev", "drop", "--scenario", "gaps", "--param", "seed=7"};
    assertThat(run("default", drop).err()).contains("Delete the scenario gaps seed=7", "--yes");

    var dropped =
        done("default", "dev", "drop", "--scenario", "gaps", "--param", "seed=7", "--yes");

    assertThat(dropped.out()).contains("removed the scenario gaps seed=7 and 1 snapshot of it");
    assertThat(done("default", "scenario", "list").out()).doesNotContain("gaps seed=7");
    assertThat(run("default", drop).err())
        .contains("the scenario gaps seed=7 is not loaded in the environment default");
    assertThat(done("default", "runs", "list").err()).contains("the simulator");
    done("default", load);
  }

  @Test
  void anEnvironmentOfItsOwnTakesNoOtherDatabase() {
    done("default", "dev", "env", "create", "alice");
    variables.put("DATABASE_URL", "postgresql://loader:secret@production:5432/tickstock");

    var refused = run("alice", "runs", "list");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("the environment alice has a database of its own", "production:5432/tickstock")
        .doesNotContain("secret");
    variables.remove("DATABASE_URL");
    assertThat(run("alice", "dev", "env", "drop", "alice", "--yes").err())
        .contains("this command works in the environment alice itself");
    done("default", "dev", "env", "drop", "alice", "--yes");
    assertThat(folder.resolve("home/alice")).doesNotExist();
  }

  @Test
  void refusesNamesThatAreNoFolderOfTheirOwn() {
    for (var name : new String[] {"../other", "a'b", "postgresql", "Alice", ""}) {
      var refused = run("default", "dev", "env", "create", name);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("'" + name + "' cannot be the name of an environment");
    }
    assertThat(run("default", "dev", "env", "drop", "carol", "--yes").err())
        .contains("there is no environment carol");
  }

  @Test
  void leavesFoldersAloneThatAreNoEnvironments() throws IOException {
    var mine = Files.createDirectories(folder.resolve("home/projects/database"));
    Files.writeString(mine.resolve("notes.txt"), "mine");

    assertThat(run("default", "dev", "env", "create", "projects").err())
        .contains("is there already and is no environment");
    assertThat(run("default", "dev", "env", "drop", "projects", "--yes").err())
        .contains("there is no environment projects");
    assertThat(mine.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void isRefusedInProduction() {
    variables.put("TICKSTOCK_PROFILE", "prod");
    variables.put("DATABASE_URL", "postgresql://loader:secret@production:5432/tickstock");
    for (var command :
        new String[][] {
          {"dev", "snapshot"},
          {"dev", "reset", "--yes"},
          {"dev", "snapshots"},
          {"dev", "drop", "x", "--yes"},
          {"dev", "refresh", "--profile", "ui"},
          {
            "dev", "copy", "--from", "postgresql://a@b/c", "--universe", "dev_etfs", "--months", "1"
          },
          {"dev", "env", "create", "x"},
          {"dev", "env", "list"},
          {"dev", "env", "drop", "x", "--yes"}
        }) {
      var refused = run("default", command);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("there is none of it in the profile prod");
    }
  }

  private record Ended(int exitCode, String out, String err) {}

  private Ended done(String environment, String... arguments) {
    var ended = run(environment, arguments);
    assertThat(ended.exitCode()).as(String.join(" ", arguments) + ": " + ended.err()).isZero();
    return ended;
  }

  private Ended run(String environment, String... arguments) {
    var its = new HashMap<>(variables);
    its.put("TICKSTOCK_ENVIRONMENT", environment);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            arguments,
            its,
            folder,
            clock,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
