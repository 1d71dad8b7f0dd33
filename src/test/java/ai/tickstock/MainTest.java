package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Scenarios;
import ai.tickstock.scenario.SyntheticMarket;
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
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program by its command line, against a real database and the simulator.
class MainTest {
  private static final Clock SATURDAY =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
  private static final String HEADER =
      "ticker,volume,open,close,high,low,window_start,transactions\n";

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aHomeOfItsOwn() {
    environment.put("TICKSTOCK_HOME", folder.resolve("home").toString());
  }

  @Test
  void loadsAUniverseFromTheSimulatorWithoutAKey() {
    useDatabase(TestPostgres.emptyAddress());

    var load = run("load", "--universe", "dev_etfs", "--months", "6");

    assertThat(load.exitCode()).as(load.err()).isZero();
    assertThat(load.out()).contains("complete: every expected session is stored").contains("640");
    assertThat(load.err()).contains("source: the simulator (synthetic market, seed 42)");

    var again = run("load", "--universe", "dev_etfs", "--months", "6");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("0 calls");
    assertThat(run("bars", "SPY", "--days", "3", "--format", "csv").out().lines()).hasSize(4);
    assertThat(run("runs", "list", "--json").out()).contains("\"complete\"");
  }

  @Test
  void refusesToMixFilesWithTheSimulatedMarketInOneDatabase() throws IOException {
    useDatabase(TestPostgres.emptyAddress());
    assertThat(run("load", "--symbols", "SPY", "--days", "1").exitCode()).isZero();

    var files =
        run(
            "load",
            "--from-files",
            dayFiles().toString(),
            "--all",
            "--from",
            "2024-03-04",
            "--to",
            "2024-03-04");

    assertThat(files.exitCode()).isEqualTo(1);
    assertThat(files.err()).contains("holds the market of \"simulator, seed 42\"");
    assertThat(run("coverage", "--symbols", "SPY").err()).contains("1 stored");
  }

  @Test
  void loadsFilesWithoutAVendorAndLooksAtThemAfterwards() throws IOException {
    useDatabase(TestPostgres.emptyAddress());

    var load =
        run(
            "load",
            "--from-files",
            dayFiles().toString(),
            "--all",
            "--from",
            "2024-03-04",
            "--to",
            "2024-03-04");

    assertThat(load.exitCode()).as(load.err()).isZero();
    assertThat(run("bars", "QQXA", "--from", "2024-03-04", "--to", "2024-03-04").out())
        .contains("20.2");
  }

  @Test
  void theVendorsListNeverEntersTheDatabaseOfFiles() throws IOException {
    var home = homeWithPostgres();
    try {
      var day = new String[] {"--all", "--from", "2024-03-04", "--to", "2024-03-04"};
      assertThat(run(plus(day, "load", "--from-files", dayFiles().toString())).exitCode()).isZero();

      var sync = run("symbols", "sync");

      assertThat(sync.exitCode()).as(sync.err()).isZero();
      assertThat(sync.err()).contains("tickstock_simulated");
      assertThat(run("symbols", "show", "SPY", "--real").exitCode()).isEqualTo(2);
      assertThat(run("bars", "QQXA", "--from", "2024-03-04", "--to", "2024-03-04").out())
          .contains("20.2");
    } finally {
      run("db", "stop");
    }
    assertThat(home).isDirectory();
  }

  @Test
  void plansWithoutAskingAnybody() {
    useDatabase(TestPostgres.emptyAddress());

    var plan = run("load", "--symbols", "SPY,QQQ", "--months", "6", "--plan");

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("calls for bars by symbol");
    assertThat(run("runs", "list").err()).contains("no runs yet");
  }

  @Test
  void productionNeedsAKeyAndSaysHowToGiveOne() {
    useDatabase(TestPostgres.address());
    environment.put("TICKSTOCK_PROFILE", "prod");

    var load = run("load", "--universe", "dev_etfs", "--months", "6");

    assertThat(load.exitCode()).isEqualTo(1);
    assertThat(load.err()).contains("MASSIVE_API_KEY").doesNotContain("at ai.tickstock");
  }

  @Test
  void productionNeverChangesItsSchemaAndPrintsTheScriptForAPerson() {
    useDatabase(TestPostgres.emptyAddress());
    environment.put("TICKSTOCK_PROFILE", "prod");
    environment.put("MASSIVE_API_KEY", "k3y");

    var load = run("load", "--symbols", "SPY", "--days", "1");
    assertThat(load.exitCode()).isEqualTo(1);
    assertThat(load.err()).contains("tickstock db script").doesNotContain("k3y");

    var script = run("db", "script");
    assertThat(script.exitCode()).as(script.err()).isZero();
    assertThat(script.out()).contains("CREATE TABLE bar_daily").contains("lock_timeout");
    assertThat(run("db", "migrate").exitCode()).isEqualTo(1);
  }

  @Test
  void asksForTheNameOfTheSettingsFileWhenItIsLeftOut() {
    for (var arguments : new String[][] {{"config", "show", "--config"}, {"--config=", "doctor"}}) {
      var result = run(arguments);

      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).contains("--config needs the settings file");
    }
  }

  @Test
  void tellsAllMistakesInTheSettingsAtOnce() throws IOException {
    var file = folder.resolve("wrong.yaml");
    Files.writeString(file, "tickstock:\n  vendr:\n    name: x\n  load:\n    concurrency: many\n");

    var result = run("--config", file.toString(), "config", "show");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("vendr").contains("concurrency").contains("wrong.yaml");
  }

  @Test
  void showsSettingsWithoutTheKey() {
    environment.put("MASSIVE_API_KEY", "s3cret-key");

    var result = run("config", "show");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("***").doesNotContain("s3cret-key");
  }

  @Test
  void aScenarioHasADatabaseOfItsOwnAndIsLookedAtAfterItWasLoaded() {
    useDatabase(TestPostgres.emptyAddress());

    var load = run("load", "--scenario", "gaps", "--param", "sessions=60", "--interval", "day");

    assertThat(load.exitCode()).as(load.err()).isZero();
    assertThat(load.err()).contains("source: the scenario gaps seed=42 sessions=60");
    assertThat(run("bars", "TEST_GAPU", "--from", "2025-01-02", "--to", "2025-01-10").out())
        .contains("2025-01-10");
    var other = run("load", "--scenario", "gaps", "--param", "sessions=61");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("holds the market of \"scenario gaps seed=42 sessions=60\"");
    var vendor = run("load", "--symbols", "SPY", "--days", "1");
    assertThat(vendor.exitCode()).isEqualTo(1);
    assertThat(vendor.err()).contains("takes nothing from \"simulator, seed 42\"");
  }

  @Test
  void productionRefusesScenarios() {
    useDatabase(TestPostgres.emptyAddress());
    environment.put("TICKSTOCK_PROFILE", "prod");
    for (var command :
        List.of(
            List.of("load", "--scenario", "gaps"),
            List.of("scenario", "verify", "gaps"),
            List.of("simulate", "--scenario", "gaps"))) {
      var refused = run(command.toArray(String[]::new));
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(1);
      assertThat(refused.err()).contains("refused with profile prod");
    }
  }

  @Test
  void aServedScenarioNeverEntersTheDatabaseOfRealPrices() {
    var nyse = TradingCalendar.nyse();
    var scenario = Scenarios.named("gaps").orElseThrow();
    var market = scenario.market(scenario.values(Map.of("sessions", "60")), nyse);
    useDatabase(TestPostgres.emptyAddress());
    try (var simulator = SimulatorServer.start(SimulatorOptions.over(market, nyse, SATURDAY))) {
      environment.put("TICKSTOCK_VENDOR_BASE_URL", simulator.uri().toString());
      environment.put("MASSIVE_API_KEY", "any");
      var load = run("load", "--symbols", "TEST_SPY", "--from", "2025-01-02", "--to", "2025-01-10");
      assertThat(load.exitCode()).as(load.err()).isZero();
      assertThat(load.err()).contains("source: the scenario gaps seed=42 sessions=60");
    }
  }

  @Test
  void aSimulatorElsewhereOnThisMachineFillsTheSimulatedMarketAndNotTheRealOne() {
    useDatabase(TestPostgres.emptyAddress());
    var calendar = TradingCalendar.nyse();
    var options = SimulatorOptions.over(new SyntheticMarket(7, calendar), calendar, SATURDAY);
    try (var simulator = SimulatorServer.start(options.withPlan(PlanProfile.STARTER))) {
      environment.put("MASSIVE_API_KEY", "any");
      environment.put("TICKSTOCK_VENDOR_BASE_URL", simulator.uri().toString());
      environment.put("TICKSTOCK_VENDOR_RATE_LIMIT_UNLIMITED", "true");

      var load = run("load", "--symbols", "SPY", "--days", "2");

      assertThat(load.exitCode()).as(load.err()).isZero();
      assertThat(load.err()).contains("synthetic market, seed 7");
    }
  }

  @Test
  void doctorTellsAWrongKeyFromARightOne() {
    useDatabase(TestPostgres.emptyAddress());
    var calendar = TradingCalendar.nyse();
    var options =
        SimulatorOptions.over(new SyntheticMarket(7, calendar), calendar, SATURDAY)
            .withKeys(Map.of("right-k3y", PlanProfile.STARTER));
    try (var simulator = SimulatorServer.start(options)) {
      environment.put("TICKSTOCK_VENDOR_BASE_URL", simulator.uri().toString());
      environment.put("MASSIVE_API_KEY", "wrong-k3y");
      var wrong = run("doctor");
      assertThat(wrong.exitCode()).isEqualTo(1);
      assertThat(wrong.out()).contains("KEY_REFUSED").contains("check MASSIVE_API_KEY");
      assertThat(wrong.out() + wrong.err()).doesNotContain("wrong-k3y");

      environment.put("MASSIVE_API_KEY", "right-k3y");
      assertThat(run("doctor").out()).contains("answers, accepts the key");
    }
  }

  @Test
  void aSimulatorThatCannotStartSaysWhyWithoutWordsOfJava() throws IOException {
    var calendar = TradingCalendar.nyse();
    var options = SimulatorOptions.over(new SyntheticMarket(7, calendar), calendar, SATURDAY);
    try (var first = SimulatorServer.start(options)) {
      var port = String.valueOf(first.uri().getPort());

      var second = run("simulate", "--port", port);

      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err())
          .startsWith("tickstock: the simulator cannot listen on 127.0.0.1:" + port)
          .doesNotContain("unexpected", "Exception");
    }
    var faults =
        Files.writeString(folder.resolve("faults.json"), "{\"faults\": [{\"kind\": \"rain\"}]}");

    var unknownFault = run("simulate", "--port", "0", "--faults", faults.toString());

    assertThat(unknownFault.exitCode()).isEqualTo(1);
    assertThat(unknownFault.err()).contains("rain").doesNotContain("unexpected", "Exception");
  }

  @Test
  void doctorShowsThatNothingIsLostAtAPowerCut() {
    useDatabase(TestPostgres.address());

    var doctor = run("doctor");

    assertThat(doctor.out())
        .contains("fsync")
        .contains("full_page_writes")
        .contains("synchronous_commit");
  }

  @Test
  void startsAndStopsTheEmbeddedServer() throws IOException {
    homeWithPostgres();

    try {
      assertThat(run("db", "status").out()).contains("not created yet");
      var start = run("db", "start");
      assertThat(start.exitCode()).as(start.err()).isZero();
      assertThat(run("db", "status").out()).contains("running").contains("127.0.0.1:");
      assertThat(run("db", "migrate").out()).contains("up to date");
    } finally {
      assertThat(run("db", "stop").out()).contains("stopped");
    }
  }

  /// A home for an embedded server that need not unpack PostgreSQL once more.
  private Path homeWithPostgres() throws IOException {
    var home = Files.createDirectories(folder.resolve("home"));
    var unpacked = Path.of(System.getProperty("user.home"), ".tickstock", "postgresql");
    if (Files.isDirectory(unpacked)) {
      Files.createSymbolicLink(home.resolve("postgresql"), unpacked);
    }
    return home;
  }

  private static String[] plus(String[] last, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
  }

  private Path dayFiles() throws IOException {
    var days = Files.createDirectories(folder.resolve("us_stocks_sip/day_aggs_v1/2024/03"));
    Files.writeString(
        days.resolve("2024-03-04.csv"),
        HEADER + "QQXA,812345,20.01,20.2,20.31,19.95,1709528400000000000,6021\n");
    return folder.resolve("us_stocks_sip/day_aggs_v1");
  }

  private void useDatabase(DatabaseAddress address) {
    var place = address.jdbcUrl().substring("jdbc:postgresql://".length());
    environment.put(
        "DATABASE_URL", "postgresql://" + address.user() + ":" + address.password() + "@" + place);
  }

  @Test
  void servesPagesToOtherMachinesOnlyWhenTheyAreEncryptedOrSomebodySaysOtherwise() {
    var refused = run("serve", "--bind", "0.0.0.0");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("--bind 0.0.0.0", "tickstock.web.tls.key-store", "--behind-proxy", "--no-pages");
  }

  @Test
  void aResultThatCouldNotBeWrittenIsNoSuccess() {
    var full = runInto(failing("No space left on device"), "config", "show");
    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(full.err())
        .isEqualTo(
            "tickstock: a part of the output could not be written to standard output: No space left on device\n");
  }

  @Test
  void aReaderThatWantsNoMoreIsNoFailure() {
    var gone = runInto(failing("Broken pipe"), "config", "show");
    assertThat(gone.exitCode()).isZero();
    assertThat(gone.err()).isEmpty();
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(message);
      }
    };
  }

  private Result runInto(OutputStream out, String... arguments) {
    var err = new ByteArrayOutputStream();
    int exitCode = Main.run(arguments, environment, folder, SATURDAY, out, new PrintStream(err));
    return new Result(exitCode, "", err.toString(StandardCharsets.UTF_8));
  }

  private Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            arguments, environment, folder, SATURDAY, new PrintStream(out), new PrintStream(err));
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private record Result(int exitCode, String out, String err) {}
}
