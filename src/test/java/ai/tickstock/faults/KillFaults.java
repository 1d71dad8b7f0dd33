package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.TestPostgres;
import ai.tickstock.load.FinalTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// SIGKILL at a named point. A lock that the test holds lets the process come exactly there and no
/// further; the program has no hook for it.
final class KillFaults {
  /// 17:30 in New York: Friday's bars are there, and provisional.
  private static final Instant FRIDAY_EVENING = Instant.parse("2026-06-12T21:30:00Z");

  private static final String FRIDAY = "session = DATE '2026-06-12'";
  private static final String MERGE = "INSERT INTO bar_daily AS o";
  private static final String HISTORY =
      "SELECT version, checksum, success FROM tickstock.flyway_schema_history WHERE version IS NOT NULL ORDER BY installed_rank";
  private static final String COLUMNS =
      """
      SELECT table_schema, table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
      WHERE table_schema IN ('tickstock', 'public') ORDER BY 1, 2, ordinal_position
      """;

  private KillFaults() {}

  static String afterFetch(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(100).open()) {
      var looking = arena.connection("");
      var holding = arena.connection("");
      var process = arena.start(arena.workload().command());
      int stored = arena.random().nextInt(6);
      arena.await(
          "the vendor is asked",
          () ->
              arena.number("SELECT count(*) FROM load_task WHERE state = 'done'") >= stored
                  && arena.number("SELECT count(*) FROM load_task WHERE state = 'leased'") > 0);
      lock(holding, "LOCK TABLE load_task IN SHARE MODE");
      arena.awaitBlocked(looking, "UPDATE load_task t\\s+SET state = u.state");
      arena.kill(process);
      holding.rollback();
      return wholeAfterwards(arena, "at the first statement of a commit");
    }
  }

  static String inStaging(Arena.Plan plan) throws Exception {
    try (var arena = withProvisionalSession(plan)) {
      var looking = arena.connection("");
      var first = arena.connection("");
      lock(first, "LOCK TABLE bar_daily IN SHARE MODE");
      var process = arena.start(arena.workload().command());
      arena.awaitBlocked(looking, "^COPY bar_daily \\(");
      // Behind the copy, which will fail, stands one who keeps the next transaction from reading.
      var second = arena.connection("");
      second.setAutoCommit(false);
      var queued =
          CompletableFuture.runAsync(
              () -> execute(second, "LOCK TABLE tickstock.bar_daily IN ACCESS EXCLUSIVE MODE"));
      arena.awaitBlocked(looking, "^LOCK TABLE tickstock.bar_daily");
      first.rollback();
      queued.join();
      arena.awaitBlocked(looking, "INSERT INTO bar_daily_due");
      arena.kill(process);
      second.rollback();
      return finalAfterwards(arena, "with the rows staged and none compared");
    }
  }

  static String duringMerge(Arena.Plan plan) throws Exception {
    try (var arena = withProvisionalSession(plan)) {
      var looking = arena.connection("");
      var holding = arena.connection("");
      lock(holding, "SELECT 1 FROM bar_daily WHERE " + FRIDAY + " FOR UPDATE");
      var process = arena.start(arena.workload().command());
      arena.awaitBlocked(looking, MERGE);
      arena.kill(process);
      holding.rollback();
      return finalAfterwards(arena, "in the statement that locks the cells");
    }
  }

  static String beforeCommit(Arena.Plan plan) throws Exception {
    return atCommit(plan, true);
  }

  static String afterCommit(Arena.Plan plan) throws Exception {
    return atCommit(plan, false);
  }

  /// The server ends the transaction of a client that it finds dead, or commits when it was told to
  /// before.
  private static String atCommit(Arena.Plan plan, boolean isRolledBack) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(20).open()) {
      var commits = Commits.hold(arena);
      var process = arena.start(arena.workload().command());
      for (int let = arena.random().nextInt(4); let > 0; let--) {
        commits.letOneThrough();
      }
      commits.awaitOne();
      long before = arena.number("SELECT count(*) FROM load_task WHERE state = 'done'");
      arena.kill(process);
      if (isRolledBack) {
        commits.endTheirSessions();
      }
      commits.letThrough();
      if (!isRolledBack) {
        arena.await(
            "committed",
            () -> arena.number("SELECT count(*) FROM load_task WHERE state = 'done'") > before);
      }
      return wholeAfterwards(
          arena, isRolledBack ? "before the commit" : "after a commit that it never heard of");
    }
  }

  static String duringMigration(Arena.Plan plan) throws Exception {
    var address = TestPostgres.emptyAddress();
    try (var arena = plan.on(Workload.DAYS).openAt(address)) {
      // A table of that name that is not committed yet makes the step that creates it wait.
      var holding = arena.connection("");
      lock(holding, "CREATE TABLE public.cache_entries (id integer)");
      var process = arena.start(List.of("db", "migrate"));
      arena.awaitBlocked(arena.connection(""), "CREATE TABLE public.cache_entries");
      arena.kill(process);
      holding.rollback();
      long steps =
          arena.number(
              "SELECT count(*) FROM tickstock.flyway_schema_history WHERE version IS NOT NULL");
      assertThat(arena.run(List.of("db", "migrate")).exit()).isZero();

      try (var undisturbed = TestPostgres.migrated()) {
        assertThat(arena.rows(HISTORY))
            .isEqualTo(FinalTables.read(undisturbed, List.of(HISTORY)).getFirst());
        assertThat(arena.rows(COLUMNS))
            .isEqualTo(FinalTables.read(undisturbed, List.of(COLUMNS)).getFirst());
      }
      return wholeAfterwards(arena, "in a step, with " + steps + " steps behind it");
    }
  }

  static String duringSnapshot(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).open()) {
      arena.loadUntilWhole(1);
      arena.disconnect();
      var looking = arena.connection("postgres");
      var holding = commented(arena);
      var process = arena.start(List.of("dev", "snapshot", "baseline"));
      arena.awaitBlocked(looking, "^CREATE DATABASE");
      arena.kill(process);
      holding.rollback();
      var again = arena.run(List.of("dev", "snapshot", "baseline"));
      assertThat(again.exit()).as(again.said()).isZero();
      arena.requireSameLedger();
      return "killed in the copy; the next snapshot took its place; " + arena.exits();
    }
  }

  static String duringReset(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).open()) {
      arena.loadUntilWhole(1);
      arena.disconnect();
      assertThat(arena.run(List.of("dev", "snapshot", "baseline")).exit()).isZero();
      arena.execute("DELETE FROM bar_daily WHERE " + FRIDAY);
      arena.disconnect();
      var looking = arena.connection("postgres");
      // Not before it was seen that nobody is connected.
      var holding = commented(arena);
      var process = arena.start(List.of("dev", "reset", "baseline", "--yes"));
      arena.awaitBlocked(looking, "^ALTER DATABASE");
      arena.kill(process);
      holding.rollback();
      var again = arena.run(List.of("dev", "reset", "baseline", "--yes"));
      assertThat(again.exit()).as(again.said()).isZero();
      arena.requireSameLedger();
      return "killed before the databases change places; the next reset did it; " + arena.exits();
    }
  }

  // ---- what is common

  /// Holds the database as such: nobody can copy or rename it.
  private static Connection commented(Arena arena) throws SQLException {
    var connection = arena.connection("postgres");
    connection.setAutoCommit(false);
    var name = arena.address().jdbcUrl().replaceFirst(".*/", "");
    execute(connection, "COMMENT ON DATABASE \"" + name + "\" IS 'held'");
    return connection;
  }

  private static Arena withProvisionalSession(Arena.Plan plan) {
    var arena = plan.on(Workload.DAYS).open();
    arena.setTime(FRIDAY_EVENING);
    arena.prepare(arena.workload().command());
    assertThat(arena.number("SELECT count(*) FROM bar_daily WHERE provisional"))
        .isEqualTo(arena.workload().tickers().size());
    arena.setTime(Arena.MONDAY);
    return arena;
  }

  private static String wholeAfterwards(Arena arena, String where) {
    int runs = arena.loadUntilWhole(2);
    arena.requireSameLedger();
    return seen(arena, where, runs);
  }

  private static String finalAfterwards(Arena arena, String where) {
    int runs = arena.loadUntilWhole(2);
    arena.requireSame();
    assertThat(
            arena.rows(
                "SELECT run_id, kind, address, first_date, count(*), sum(rows) FROM load_task GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"))
        .isEmpty();
    assertThat(arena.number("SELECT count(*) FROM bar_daily WHERE provisional")).isZero();
    return seen(arena, where, runs);
  }

  private static String seen(Arena arena, String where, int runs) {
    return "killed %s; whole after %d more; %s".formatted(where, runs, arena.exits());
  }

  private static void lock(Connection connection, String statement) throws SQLException {
    execute(connection, "SET search_path = tickstock, public");
    connection.setAutoCommit(false);
    execute(connection, statement);
  }

  private static void execute(Connection connection, String statement) {
    try (var sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
