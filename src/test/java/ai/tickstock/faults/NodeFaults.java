package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.jobs.DefaultSchedules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Two real `serve` processes on one database, of which one dies or is frozen.
final class NodeFaults {
  private static final int LEASE_SECONDS = 3;

  private static final String WAITING_FOR_ROWS =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY bar_daily (%' AND state = 'active' AND wait_event = 'ClientRead'";

  private NodeFaults() {}

  /// Frozen with calls under way, past its lease, until the other has done all; then continued,
  /// when its answers lie there to be stored.
  static String frozen(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(1_000).open()) {
      queue(arena);
      var one = serve(arena);
      freezeInTheMiddle(arena, one);
      long inHand = arena.number("SELECT count(*) FROM load_task WHERE state = 'leased'");
      var other = serve(arena);
      awaitWhole(arena);
      arena.await(
          "the frozen one is expelled",
          () -> arena.number("SELECT count(*) FROM job_process") == 1);
      requireThatItWakesExpelled(arena, one);
      stop(arena, other);
      arena.requireSameLedger();
      return "frozen with %d tasks in hand and continued after the other one had finished; %s"
          .formatted(inHand, arena.exits());
    }
  }

  /// Frozen while the server waits for the rows of a COPY, where no time-out runs: it came to the
  /// COPY and no further when the table was free. The other one has to free what it holds.
  static String frozenWithinACopy(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(100).open()) {
      var looking = arena.connection("");
      var holding = arena.connection("");
      queue(arena);
      holding.setAutoCommit(false);
      try (var lock = holding.createStatement()) {
        lock.execute("LOCK TABLE tickstock.bar_daily IN SHARE MODE");
      }
      var one = serve(arena);
      arena.awaitBlocked(looking, "^COPY bar_daily \\(");
      one.freeze();
      holding.rollback();
      arena.await("the server waits for rows", () -> arena.number(WAITING_FOR_ROWS) > 0);
      long inHand = arena.number("SELECT count(*) FROM load_task WHERE state = 'leased'");
      var other = serve(arena);
      awaitWhole(arena);
      assertThat(arena.number(WAITING_FOR_ROWS)).isZero();
      assertThat(arena.number("SELECT count(*) FROM job_process")).isEqualTo(1);
      requireThatItWakesExpelled(arena, one);
      stop(arena, other);
      arena.requireSameLedger();
      return "frozen with %d tasks in hand, whose locks the other one freed, and continued after it had finished; %s"
          .formatted(inHand, arena.exits());
    }
  }

  static String killed(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(300).open()) {
      queue(arena);
      var one = serve(arena);
      awaitStored(arena, 2 + arena.random().nextInt(4));
      arena.kill(one);
      var other = serve(arena);
      awaitWhole(arena);
      stop(arena, other);
      arena.requireSameLedger();
      return "killed in the middle; the other one finished; " + arena.exits();
    }
  }

  /// Told to stop in the middle, while another one works.
  static String stopped(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).slow(300).open()) {
      queue(arena);
      var one = serve(arena);
      var other = serve(arena);
      awaitStored(arena, 2 + arena.random().nextInt(4));
      stop(arena, one);
      awaitWhole(arena);
      stop(arena, other);
      arena.requireSameLedger();
      assertThat(arena.number("SELECT count(*) FROM load_task WHERE calls > 1")).isZero();
      return "one of two stopped in the middle, nothing was asked for twice; " + arena.exits();
    }
  }

  private static void requireThatItWakesExpelled(Arena arena, Program frozen) throws Exception {
    frozen.thaw();
    var ended = arena.end(frozen);
    assertThat(ended.exit()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said()).contains("was silent for longer than its lease");
  }

  private static void queue(Arena arena) {
    arena.setting("TICKSTOCK_LOAD_LEASE", LEASE_SECONDS + "s");
    // Its clock is the database's, and nothing of that day is to be fired.
    for (var schedule : DefaultSchedules.ALL) {
      var name = schedule.name().toUpperCase(Locale.ROOT).replace('-', '_');
      arena.setting("TICKSTOCK_SCHEDULES_" + name, "off");
    }
    var command = new ArrayList<>(arena.workload().command());
    command.add("--queue");
    assertThat(arena.run(command).exit()).isZero();
  }

  private static Program serve(Arena arena) throws IOException {
    var process = arena.start(List.of("serve", "--port", "0", "--no-pages"));
    arena.await("serving", () -> isServing(process));
    return process;
  }

  private static boolean isServing(Program process) {
    try {
      assertThat(process.isAlive()).as(process.said()).isTrue();
      return process.said().contains("stop with Ctrl-C");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitStored(Arena arena, int tasks) {
    arena.await(
        tasks + " tasks are done",
        () -> arena.number("SELECT count(*) FROM load_task WHERE state = 'done'") >= tasks);
  }

  /// Not within a transaction: that is another fault.
  private static void freezeInTheMiddle(Arena arena, Program process) throws Exception {
    for (int attempt = 0; attempt < 50; attempt++) {
      awaitStored(arena, 1);
      arena.await(
          "calls under way",
          () -> arena.number("SELECT count(*) FROM load_task WHERE state = 'leased'") == 3);
      process.freeze();
      TimeUnit.MILLISECONDS.sleep(50);
      boolean isOutside =
          arena.number(
                  "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND xact_start IS NOT NULL AND pid <> pg_backend_pid()")
              == 0;
      if (isOutside && arena.number("SELECT count(*) FROM load_task WHERE state = 'leased'") == 3) {
        return;
      }
      process.thaw();
    }
    throw new AssertionError("never outside of a transaction");
  }

  private static void awaitWhole(Arena arena) {
    arena.await(
        "the load is whole",
        () -> arena.number("SELECT count(*) FROM load_run WHERE state = 'complete'") == 1);
  }

  private static void stop(Arena arena, Program process) throws Exception {
    process.terminate();
    var ended = arena.end(process);
    assertThat(ended.exit()).as(ended.said()).isZero();
  }
}
