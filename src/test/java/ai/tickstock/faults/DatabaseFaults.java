package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.database.ServerStatus;
import ai.tickstock.database.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/// The database goes away, is full, or is slow, in the middle of a load.
final class DatabaseFaults {
  private static final int LATENCY_MILLIS = 60;
  private static final int MOST_RUNS = 3;

  private DatabaseFaults() {}

  static String restarted(Arena.Plan plan) throws Exception {
    return onServerOfItsOwn(
        plan,
        server -> {
          server.stop();
          server.start();
        },
        "restarted");
  }

  static String killed(Arena.Plan plan) throws Exception {
    return onServerOfItsOwn(
        plan,
        server -> {
          if (!(server.status() instanceof ServerStatus.Running running)) {
            throw new AssertionError("the server does not run");
          }
          var main = ProcessHandle.of(running.pid()).orElseThrow();
          main.destroyForcibly();
          main.onExit().get(1, TimeUnit.MINUTES);
          server.start();
        },
        "killed and recovered");
  }

  private interface Blow {
    void strike(EmbeddedServer server) throws Exception;
  }

  private static String onServerOfItsOwn(Arena.Plan plan, Blow blow, String what) throws Exception {
    var folder = Files.createTempDirectory("tickstock-faults-server-");
    var programs = Path.of(System.getProperty("user.home"), ".tickstock", "postgresql");
    var server = EmbeddedServer.in(folder, programs, Duration.ofMinutes(30));
    try (var arena = plan.on(Workload.DAYS).slow(LATENCY_MILLIS).openAt(server.address("market"))) {
      arena.database().migrate();
      var load = arena.begin();
      arena.awaitMiddle();
      arena.disconnect();
      blow.strike(server);
      var ended = arena.end(load);
      int more = ended.exit() == 0 ? 0 : arena.loadUntilWhole(MOST_RUNS);
      arena.requireSameLedger();
      return "%s in the middle; %d more loads; %s".formatted(what, more, arena.exits());
    } finally {
      server.stop();
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  static String outOfConnections(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(LATENCY_MILLIS).open()) {
      var ours = arena.connection("");
      var load = arena.begin();
      arena.awaitMiddle();
      arena.disconnect();
      execute(ours, "ALTER DATABASE \"%s\" CONNECTION LIMIT 1".formatted(name(arena)));
      endOthers(ours);
      TimeUnit.SECONDS.sleep(2);
      assertThat(others(ours)).as("connections of the program").isZero();
      execute(ours, "ALTER DATABASE \"%s\" CONNECTION LIMIT -1".formatted(name(arena)));
      return wholeAfter(arena, arena.end(load), "no connection was free for 2 s");
    }
  }

  static String fullDisk(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(LATENCY_MILLIS).open()) {
      var ours = arena.connection("");
      execute(ours, "SET search_path = tickstock, public");
      execute(
          ours,
          """
          CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
          AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''53100'', MESSAGE = ''could not extend file: No space left on device''; END'
          """);
      // From this many bars on, there is no room for more.
      int bars = 112 * (1 + arena.random().nextInt(8));
      execute(
          ours,
          "CREATE FUNCTION has_no_room() RETURNS boolean LANGUAGE sql AS 'SELECT count(*) >= %d FROM tickstock.bar_daily'"
              .formatted(bars));
      execute(
          ours,
          "CREATE TRIGGER no_room BEFORE INSERT ON bar_daily FOR EACH ROW WHEN (has_no_room()) EXECUTE FUNCTION no_room()");
      var stopped = arena.load();
      assertThat(stopped.exit()).as(stopped.said()).isNotZero();
      assertThat(stopped.said()).contains("is full").contains("paused");
      execute(ours, "DROP TRIGGER no_room ON bar_daily");
      return wholeAfter(
          arena, stopped, "full from " + bars + " bars on; the run paused and said so");
    }
  }

  /// A disk of two megabytes that is full but for a little, under the table of bars.
  static String fullSmallDisk(Arena.Plan plan) throws Exception {
    var disk = Files.createTempDirectory("tickstock-faults-disk-");
    assumeThat(runs("mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs", disk.toString()))
        .as("a small disk can be mounted here")
        .isTrue();
    var address = TestPostgres.address();
    var space = "small_" + name(address);
    try {
      TestPostgres.asSuperuser("CREATE TABLESPACE %s LOCATION '%s'".formatted(space, disk));
      TestPostgres.asSuperuser("GRANT CREATE ON TABLESPACE %s TO tickstock".formatted(space));
      try (var arena = plan.on(Workload.DAYS).openAt(address)) {
        arena.execute("ALTER TABLE bar_daily SET TABLESPACE " + space);
        var filler = disk.resolve("filler");
        fill(disk, filler, 100_000 + 8_192 * arena.random().nextInt(8));
        var stopped = arena.load();
        assertThat(stopped.exit()).as(stopped.said()).isNotZero();
        assertThat(stopped.said()).contains("is full").contains("No space left on device");
        long bars = arena.number("SELECT count(*) FROM bar_daily");
        Files.delete(filler);
        return wholeAfter(
            arena, stopped, "full after " + bars + " bars; the run paused and said so");
      }
    } finally {
      TestPostgres.asSuperuser("DROP DATABASE %s WITH (FORCE)".formatted(name(address)));
      TestPostgres.asSuperuser("DROP TABLESPACE " + space);
      runs("umount", disk.toString());
      Files.delete(disk);
    }
  }

  /// Leaves so many bytes free.
  private static void fill(Path disk, Path filler, long free) throws IOException {
    long size = Files.getFileStore(disk).getUsableSpace() - free;
    Files.write(filler, new byte[Math.toIntExact(size)]);
  }

  private static boolean runs(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  static String readOnly(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(LATENCY_MILLIS).open()) {
      var ours = arena.connection("");
      var load = arena.begin();
      arena.awaitMiddle();
      arena.disconnect();
      execute(
          ours,
          "ALTER DATABASE \"%s\" SET default_transaction_read_only = on".formatted(name(arena)));
      endOthers(ours);
      TimeUnit.SECONDS.sleep(2);
      execute(
          ours, "ALTER DATABASE \"%s\" RESET default_transaction_read_only".formatted(name(arena)));
      endOthers(ours);
      return wholeAfter(arena, arena.end(load), "read-only for 2 s");
    }
  }

  static String slow(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).open()) {
      var relay = Relay.to(arena.databasePort());
      arena.uses(arena.through(relay));
      relay.slow(20);
      var ended = arena.load();
      assertThat(ended.exit()).as(ended.said()).isZero();
      arena.requireSameLedger();
      return "20 ms for each way to the server; " + arena.exits();
    }
  }

  static String networkCut(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(LATENCY_MILLIS).open()) {
      var relay = Relay.to(arena.databasePort());
      arena.uses(arena.through(relay));
      var load = arena.begin();
      arena.awaitMiddle();
      for (int cut = 0; cut < 3; cut++) {
        relay.cut();
        TimeUnit.MILLISECONDS.sleep(100 + arena.random().nextInt(400));
        relay.mend();
        TimeUnit.MILLISECONDS.sleep(100 + arena.random().nextInt(300));
      }
      return wholeAfter(arena, arena.end(load), "cut three times");
    }
  }

  /// The server commits, and the answer is lost.
  static String cutAtCommit(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(20).open()) {
      var relay = Relay.to(arena.databasePort());
      arena.uses(arena.through(relay));
      var commits = Commits.hold(arena);
      var load = arena.begin();
      commits.awaitOne();
      relay.holdAnswers();
      long before = arena.number("SELECT count(*) FROM load_task WHERE state = 'done'");
      commits.letThrough();
      arena.await(
          "committed",
          () -> arena.number("SELECT count(*) FROM load_task WHERE state = 'done'") > before);
      relay.cut();
      relay.letAnswersThrough();
      relay.mend();
      return wholeAfter(arena, arena.end(load), "the answer to a commit was lost");
    }
  }

  static String vendorCut(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(LATENCY_MILLIS).open()) {
      var relay = arena.opened(Relay.to(arena.vendor().uri().getPort()));
      arena.asks(URI.create("http://127.0.0.1:" + relay.port()));
      var load = arena.begin();
      arena.awaitMiddle();
      relay.cut();
      TimeUnit.MILLISECONDS.sleep(700 + arena.random().nextInt(600));
      relay.mend();
      return wholeAfter(arena, arena.end(load), "cut for about a second");
    }
  }

  // ---- what is common

  private static String wholeAfter(Arena arena, Program.Ended ended, String what) {
    int more = ended.exit() == 0 ? 0 : arena.loadUntilWhole(MOST_RUNS);
    arena.requireSameLedger();
    return "%s; %d more loads; %s".formatted(what, more, arena.exits());
  }

  private static String name(Arena arena) {
    return name(arena.address());
  }

  private static String name(DatabaseAddress address) {
    return address.jdbcUrl().replaceFirst(".*/", "");
  }

  private static void endOthers(Connection ours) throws SQLException {
    execute(
        ours,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
  }

  private static int others(Connection ours) throws SQLException {
    try (var statement = ours.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND query <> ''")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
