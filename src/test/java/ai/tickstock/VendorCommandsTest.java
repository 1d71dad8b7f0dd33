package ai.tickstock;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vendor's plan and the answers kept on disk, by the command line.
class VendorCommandsTest {
  private static final Instant SATURDAY = Instant.parse("2026-11-21T12:00:00Z");
  private static final String KEY = "s3cret-k3y";

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();
  private Instant now = SATURDAY;

  @BeforeEach
  void aHomeOfItsOwn() {
    environment.put("TICKSTOCK_HOME", folder.resolve("home").toString());
  }

  // ---- answers kept on disk

  @Test
  void aRepeatedDevelopmentLoadCostsNoCall() {
    useDatabase(TestPostgres.emptyAddress());
    assertThat(loadEtfs().out()).contains("17 calls");
    useDatabase(TestPostgres.emptyAddress());

    var again = loadEtfs();

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains(": 0 calls, 0 B, 640 rows").contains("complete");
  }

  @Test
  void withoutTheCacheEveryAnswerComesFromTheVendor() {
    useDatabase(TestPostgres.emptyAddress());
    loadEtfs();
    useDatabase(TestPostgres.emptyAddress());

    var again = run("load", "--universe", "dev_etfs", "--months", "6", "--no-cache");

    assertThat(again.out()).contains("17 calls");
  }

  @Test
  void anotherSeedIsAnotherVendor() {
    useDatabase(TestPostgres.emptyAddress());
    loadEtfs();
    useDatabase(TestPostgres.emptyAddress());
    environment.put("TICKSTOCK_SIMULATOR_SEED", "43");

    assertThat(loadEtfs().out()).contains("17 calls");
  }

  @Test
  void damagedAnswersAreAskedForAgain() throws IOException {
    useDatabase(TestPostgres.emptyAddress());
    loadEtfs();
    try (var files = Files.walk(answers().resolve("bodies"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
    useDatabase(TestPostgres.emptyAddress());

    var again = loadEtfs();

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("complete").contains("640").contains("17 calls");
  }

  @Test
  void testAndProductionKeepNothing() {
    useDatabase(TestPostgres.emptyAddress());
    try (var simulator = simulator(PlanProfile.ADVANCED, true)) {
      use(simulator);
      environment.put("TICKSTOCK_PROFILE", "test");
      assertThat(run("load", "--symbols", "SPY", "--days", "2").exitCode()).isZero();
      environment.put("TICKSTOCK_PROFILE", "prod");
      assertThat(run("load", "--symbols", "SPY", "--days", "5").exitCode()).isZero();
    }

    assertThat(answers()).doesNotExist();
  }

  @Test
  void noFileHoldsTheKey() throws IOException {
    useDatabase(TestPostgres.emptyAddress());
    try (var simulator = simulator(PlanProfile.ADVANCED, true)) {
      use(simulator);
      assertThat(run("load", "--symbols", "SPY", "--days", "5").exitCode()).isZero();
    }

    assertThat(answers()).isDirectory();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(KEY);
      }
    }
  }

  @Test
  void theDoctorShowsWhereAnswersLie() {
    useDatabase(TestPostgres.emptyAddress());
    loadEtfs();

    assertThat(run("doctor").out()).contains(answers() + ": ").contains(" answers, ");
  }

  // ---- the plan

  @Test
  void twoPlansDifferClearly() {
    useDatabase(TestPostgres.emptyAddress());
    Result small;
    try (var simulator = simulator(PlanProfile.BASIC.withCallsPerMinute(10_000), true)) {
      use(simulator);
      small = run("doctor", "--vendor");
    }
    Result large;
    try (var simulator = simulator(PlanProfile.BUSINESS, true)) {
      use(simulator);
      large = run("doctor", "--vendor", "--json");
    }

    assertThat(small.exitCode()).as(small.err()).isZero();
    assertThat(small.err()).contains("the first probe of the plan of simulator");
    assertThat(small.out())
        .containsPattern("first served date of day bars +2024-11-21 +the last 2 years");
    assertThat(large.exitCode()).as(large.err()).isZero();
    assertThat(large.err())
        .contains("has changed since " + SATURDAY)
        .contains("history of day bars: no limit met, was the last 2 years");
    assertThat(large.out())
        .contains("\"changed: history of day bars\"")
        .contains("was the last 2 years, noticed " + SATURDAY)
        .doesNotContain(KEY);
  }

  @Test
  void theSimulatorInTheProcessHasAPlanToo() {
    useDatabase(TestPostgres.emptyAddress());

    var first = run("doctor", "--vendor");
    var second = run("doctor", "--vendor");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).containsPattern("daily bars of the whole market +included");
    assertThat(second.err()).contains("is as it was on " + SATURDAY);
  }

  @Test
  void aKeyThatIsRefusedFailsAndSaysWhatToDo() {
    useDatabase(TestPostgres.emptyAddress());
    var calendar = TradingCalendar.nyse();
    var options =
        SimulatorOptions.over(new SyntheticMarket(42, calendar), calendar, clock())
            .withKeys(Map.of("another", PlanProfile.BASIC));
    try (var simulator = SimulatorServer.start(options)) {
      use(simulator);

      var ended = run("doctor", "--vendor");

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err())
          .contains("KEY_REFUSED")
          .contains("MASSIVE_API_KEY")
          .doesNotContain(KEY);
    }
  }

  @Test
  void theLearnedDelayHoldsUnlessOneIsSet() {
    // Five minutes after the last trade of Friday.
    now = Instant.parse("2026-11-21T01:05:00Z");
    for (var set : List.of(Optional.<String>empty(), Optional.of("15m"))) {
      useDatabase(TestPostgres.emptyAddress());
      set.ifPresent(delay -> environment.put("TICKSTOCK_VENDOR_DELAY", delay));
      run("doctor", "--vendor");
      learnThatThereIsNoDelay();

      run("load", "--symbols", "SPY", "--from", "2026-11-20", "--to", "2026-11-20", "--no-cache");

      assertThat(
              run(
                      "coverage",
                      "--symbols",
                      "SPY",
                      "--from",
                      "2026-11-20",
                      "--to",
                      "2026-11-20",
                      "--json")
                  .out())
          .contains("\"provisional\" : " + (set.isPresent() ? 1 : 0));
    }
  }

  private void learnThatThereIsNoDelay() {
    try (var database = Database.connect(address, 2)) {
      VendorPlans.postgres(database)
          .probed(
              "simulator",
              new PlanFacts(
                  Optional.of(now),
                  List.of(),
                  Optional.of(Duration.ZERO),
                  "said so",
                  List.of(),
                  Optional.empty(),
                  false,
                  1));
    }
  }

  // ---- around

  private DatabaseAddress address = TestPostgres.address();

  private void useDatabase(DatabaseAddress other) {
    address = other;
    var place = other.jdbcUrl().substring("jdbc:postgresql://".length());
    environment.put(
        "DATABASE_URL", "postgresql://" + other.user() + ":" + other.password() + "@" + place);
  }

  private SimulatorServer simulator(PlanProfile plan, boolean refusesEarlyStart) {
    var calendar = TradingCalendar.nyse();
    return SimulatorServer.start(
        SimulatorOptions.over(new SyntheticMarket(42, calendar), calendar, clock())
            .withPlan(plan)
            .withRefusesEarlyStart(refusesEarlyStart));
  }

  private void use(SimulatorServer simulator) {
    environment.put("MASSIVE_API_KEY", KEY);
    environment.put("TICKSTOCK_VENDOR_BASE_URL", simulator.uri().toString());
    environment.put("TICKSTOCK_VENDOR_RATE_LIMIT_UNLIMITED", "true");
  }

  private Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private Path answers() {
    return folder.resolve("home/default/answers");
  }

  private Result loadEtfs() {
    return run("load", "--universe", "dev_etfs", "--months", "6");
  }

  private Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            arguments, environment, folder, clock(), new PrintStream(out), new PrintStream(err));
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private record Result(int exitCode, String out, String err) {}
}
