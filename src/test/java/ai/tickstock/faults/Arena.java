package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.DrivenProgram;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.load.FinalTables;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.json.JsonMapper;

/// Where one fault is made: a home, a database, a vendor over HTTP, a clock, and the program
/// between them. Each end of a command is looked at by the oracle.
final class Arena implements AutoCloseable {
  /// A Monday morning before the open.
  static final Instant MONDAY = Instant.parse("2026-06-15T12:00:00Z");

  private static final String KEY = "canary-key-91f3c2d7e5";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Workload workload;
  private final Random random;
  private final Optional<MutantDriver.Mutation> mutation;
  private final boolean forgetsPages;
  private final Oracle oracle;
  private final Path home;
  private final DatabaseAddress address;
  private final SimulatorServer vendor;
  private final Map<String, String> environment = new HashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<Program.Ended> ends = new CopyOnWriteArrayList<>();
  private volatile Instant now = MONDAY;
  private Optional<Database> database = Optional.empty();

  private Arena(
      Workload workload,
      long seed,
      Optional<MutantDriver.Mutation> mutation,
      boolean forgetsPages,
      DatabaseAddress address) {
    this.workload = workload;
    this.random = new Random(seed);
    this.mutation = mutation;
    this.forgetsPages = forgetsPages;
    this.address = address;
    this.oracle = new Oracle(workload, List.of(KEY));
    try {
      home = Files.createTempDirectory("tickstock-faults-");
      Files.writeString(clockFile(), now.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    vendor =
        SimulatorServer.start(SimulatorOptions.over(Workload.MARKET, Workload.CALENDAR, this::now));
    opened.add(vendor);
    environment.put("PATH", String.valueOf(System.getenv("PATH")));
    environment.put("TICKSTOCK_HOME", home.toString());
    environment.put("MASSIVE_API_KEY", KEY);
    environment.put("TICKSTOCK_VENDOR_RATE_LIMIT_CALLS", "60000");
    environment.put("TICKSTOCK_VENDOR_CACHE_ENABLED", "false");
    environment.put("TICKSTOCK_VENDOR_REQUEST_TIMEOUT", "20s");
    environment.put("TICKSTOCK_LOAD_CONCURRENCY", "3");
    environment.put("TICKSTOCK_LOAD_GROUP_ROWS", "200");
    environment.put("TICKSTOCK_THROTTLE_PROCESSORS_PERCENT", "100");
    environment.put("TICKSTOCK_THROTTLE_FREE_DISK_PERCENT", "0");
    environment.put("TICKSTOCK_THROTTLE_SLOW_DATABASE", "0s");
    environment.put(DrivenProgram.CLOCK, clockFile().toString());
    asks(vendor.uri());
    uses(address);
  }

  /// How a fault's arena is made.
  record Plan(
      Workload workload,
      long seed,
      Duration latency,
      Optional<MutantDriver.Mutation> mutation,
      boolean forgetsPages) {
    static Plan of(Workload workload, long seed) {
      return new Plan(workload, seed, Duration.ZERO, Optional.empty(), false);
    }

    Plan on(Workload other) {
      return new Plan(other, seed, latency, mutation, forgetsPages);
    }

    /// The vendor takes so long for each answer with bars.
    Plan slow(int millis) {
      return new Plan(workload, seed, Duration.ofMillis(millis), mutation, forgetsPages);
    }

    Plan with(MutantDriver.Mutation planted) {
      return new Plan(workload, seed, latency, Optional.of(planted), forgetsPages);
    }

    Plan forgettingPages() {
      return new Plan(workload, seed, latency, mutation, true);
    }

    /// On a database of its own, which is gone afterwards.
    Arena open() {
      var address = TestPostgres.address();
      var arena = openAt(address);
      var drop =
          "DROP DATABASE %s WITH (FORCE)".formatted(address.jdbcUrl().replaceFirst(".*/", ""));
      arena.opened.addFirst(() -> TestPostgres.asSuperuser(drop));
      return arena;
    }

    Arena openAt(DatabaseAddress address) {
      var arena = new Arena(workload, seed, mutation, forgetsPages, address);
      if (!latency.isZero()) {
        arena.faults(
            FaultRule.of(FaultKind.LATENCY)
                .withEndpoint("/v2/aggs/*")
                .withDelayMillis(Math.toIntExact(latency.toMillis())));
      }
      if (forgetsPages) {
        var client = ForgetfulClient.before(arena.vendor.uri());
        arena.opened.add(client);
        arena.asks(client.uri());
      }
      return arena;
    }
  }

  static Arena undisturbed(Workload workload) {
    return Plan.of(workload, 1).open();
  }

  private Path clockFile() {
    return home.resolve("clock");
  }

  // ---- what there is

  Workload workload() {
    return workload;
  }

  Random random() {
    return random;
  }

  SimulatorServer vendor() {
    return vendor;
  }

  Oracle oracle() {
    return oracle;
  }

  DatabaseAddress address() {
    return address;
  }

  Path home() {
    return home;
  }

  boolean isPlanted() {
    return mutation.isPresent();
  }

  Instant now() {
    return now;
  }

  /// For the program, its processes and the vendor.
  void setTime(Instant time) {
    now = time;
    try {
      var next = home.resolve("clock.next");
      Files.writeString(next, time.toString());
      Files.move(next, clockFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void setting(String variable, String value) {
    environment.put(variable, value);
  }

  void asks(URI other) {
    environment.put("TICKSTOCK_VENDOR_BASE_URL", other.toString());
  }

  void uses(DatabaseAddress other) {
    environment.put(
        "DATABASE_URL",
        other.jdbcUrl() + "?user=" + other.user() + "&password=" + other.password());
  }

  /// The same database through another port.
  DatabaseAddress through(Relay relay) {
    opened.add(relay);
    return new DatabaseAddress(
        address.jdbcUrl().replaceFirst(":[0-9]+/", ":" + relay.port() + "/"),
        address.user(),
        address.password());
  }

  int databasePort() {
    return URI.create(address.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  /// The test's own way into the database.
  Database database() {
    if (database.isEmpty()) {
      database = Optional.of(Database.connect(address, 4));
    }
    return database.get();
  }

  /// Nobody of the test is connected any more.
  void disconnect() {
    database.ifPresent(Database::close);
    database = Optional.empty();
  }

  /// A connection outside of pools, e.g. to hold a lock over several steps.
  Connection connection(String databaseName) throws SQLException {
    var url =
        databaseName.isEmpty()
            ? address.jdbcUrl()
            : address.jdbcUrl().replaceFirst("/[^/]*$", "/" + databaseName);
    var connection = DriverManager.getConnection(url, address.user(), address.password());
    opened.add(connection);
    return connection;
  }

  long number(String query) {
    return database().read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  List<String> rows(String query) {
    return FinalTables.read(database(), List.of(query)).getFirst();
  }

  void execute(String statement) {
    database().useTransaction(handle -> handle.execute(statement));
  }

  <T extends AutoCloseable> T opened(T one) {
    opened.add(one);
    return one;
  }

  // ---- the program

  /// The workload's load, from its begin to its end, looked at.
  Program.Ended load() {
    return run(workload.command());
  }

  /// A command from its begin to its end, looked at.
  Program.Ended run(List<String> command) {
    var ended = command(command);
    oracleLooks(ended, command);
    return ended;
  }

  /// A command that comes before the fault; nobody looks at it.
  Program.Ended prepare(List<String> command) {
    return command(command);
  }

  private void oracleLooks(Program.Ended ended, List<String> command) {
    if (command.getFirst().equals("load") && !command.contains("--queue")) {
      oracle.requireHonest(ended, database());
    }
  }

  private Program.Ended command(List<String> command) {
    try {
      if (mutation.isPresent()) {
        try (var process = start(command)) {
          return noted(process.end());
        }
      }
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      int exit =
          DrivenProgram.run(
              environment,
              home,
              ((InstantSource) () -> now).withZone(ZoneOffset.UTC),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              command.toArray(String[]::new));
      return noted(
          new Program.Ended(
              command,
              exit,
              out.toString(StandardCharsets.UTF_8),
              err.toString(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Program.Ended noted(Program.Ended ended) {
    ends.add(ended);
    return ended;
  }

  /// The load beside the test, which looks at its end by itself.
  CompletableFuture<Program.Ended> begin() {
    var ended = new CompletableFuture<Program.Ended>();
    Thread.ofPlatform()
        .name("load")
        .start(() -> {
          try {
            ended.complete(command(workload.command()));
          } catch (RuntimeException | Error e) {
            ended.completeExceptionally(e);
          }
        });
    return ended;
  }

  /// Waits for a load that was begun, and looks at it.
  Program.Ended end(CompletableFuture<Program.Ended> begun) {
    var ended = begun.join();
    oracleLooks(ended, workload.command());
    return ended;
  }

  /// Loads until it says that all is there.
  ///
  /// @param most how often at most
  /// @return how often it was needed
  int loadUntilWhole(int most) {
    for (int run = 1; run <= most; run++) {
      if (load().exit() == 0) {
        return run;
      }
    }
    throw new AssertionError("not whole after %d loads: %s".formatted(most, ends.getLast().said()));
  }

  Program start(List<String> command, String... java) throws IOException {
    var all = new HashMap<>(environment);
    mutation.ifPresent(planted -> all.put(DrivenProgram.MUTATION, planted.name()));
    return opened(Program.start(home, all, List.of(java), command));
  }

  /// Kills, and looks at what is left.
  void kill(Program process) throws IOException, InterruptedException {
    noted(process.kill());
  }

  /// Notes what a process said that has ended by itself.
  Program.Ended end(Program process) throws IOException, InterruptedException {
    return noted(process.end());
  }

  // ---- looking

  void await(String what, BooleanSupplier is) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .until(is::getAsBoolean);
    } catch (ConditionTimeoutException never) {
      throw new AssertionError("never came: " + what + "; " + processes(), never);
    }
  }

  private List<String> processes() {
    return opened.stream()
        .filter(Program.class::isInstance)
        .map(Program.class::cast)
        .map(Program::toString)
        .toList();
  }

  /// Waits until somebody in the database waits for a lock of ours with such a statement.
  void awaitBlocked(Connection looking, String statement) {
    await(
        "blocked at " + statement,
        () -> {
          try (var query =
              looking.prepareStatement(
                  """
                  SELECT count(*) FROM pg_stat_activity
                  WHERE wait_event_type = 'Lock' AND query ~ ? AND pid <> pg_backend_pid()
                  """)) {
            query.setString(1, statement);
            try (var rows = query.executeQuery()) {
              rows.next();
              return rows.getInt(1) > 0;
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /// Waits until a part of the load is stored and another one is not.
  void awaitMiddle() {
    await(
        "the middle of the load",
        () ->
            number("SELECT count(*) FROM load_task WHERE state = 'done'") > 0
                && number("SELECT count(*) FROM load_task WHERE state IN ('ready', 'leased')") > 3);
  }

  long calls() {
    return vendor.calls();
  }

  void faults(FaultRule... rules) {
    vendor.faults(List.of(rules));
  }

  /// How many calls or rows the vendor's faults have struck.
  long struck() {
    try {
      var connection =
          (HttpURLConnection) vendor.uri().resolve("/_sim/stats").toURL().openConnection();
      try (var body = connection.getInputStream()) {
        return JsonMapper.shared().readTree(body).path("faults").properties().stream()
            .mapToLong(kind -> kind.getValue().asLong())
            .sum();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- the end

  /// All is as after an undisturbed run, ledger included, and no secret got out.
  void requireSameLedger() {
    oracle.requireSameLedger(database());
    requireSecret();
  }

  /// What readers see is as after an undisturbed run, and no secret got out.
  void requireSame() {
    oracle.requireSame(database());
    requireSecret();
  }

  void requireSecret() {
    oracle.requireSecret(ends, home, database());
  }

  /// Exit codes of all that ran.
  String exits() {
    return "exit codes "
        + String.join(", ", ends.stream().map(one -> Integer.toString(one.exit())).toList());
  }

  /// The last command's words contain these.
  void requireSaid(Program.Ended ended, String... words) {
    assertThat(ended.said()).contains(words);
  }

  @Override
  public void close() {
    disconnect();
    for (var one : opened.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    try (var files = Files.walk(home)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
