package ai.tickstock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A worker without memory, and queues that are full.
final class MemoryFaults {
  private static final String EXHAUSTED = "ran out of its memory";
  private static final int MOST_RUNS = 3;
  private static final int LOADS = 4;

  private MemoryFaults() {}

  /// The heap is made smaller until a worker has none left.
  static String exhausted(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.WIDE).open()) {
      for (int megabytes : List.of(46, 40, 36, 32)) {
        try (var process = arena.start(arena.workload().command(), "-Xmx" + megabytes + "m")) {
          var ended = arena.end(process);
          arena.oracle().requireHonest(ended, arena.database());
          if (ended.said().contains(EXHAUSTED)) {
            assertThat(ended.exit()).as(ended.said()).isEqualTo(1);
            int runs = arena.loadUntilWhole(MOST_RUNS);
            arena.requireSameLedger();
            return "exhausted with %d MB; whole after %d more; %s"
                .formatted(megabytes, runs, arena.exits());
          }
          assertThat(ended.exit()).as("without having run out: %s", ended.said()).isZero();
          arena.execute(
              "TRUNCATE bar_minute, minute_session, coverage_omission, coverage_range, load_run, load_task, load_untracked, load_run_instrument, load_run_wait CASCADE");
        }
      }
      throw new AssertionError("no heap was too small");
    }
  }

  /// Nothing can be stored for a while: what was fetched waits, and no more is asked for than fits.
  static String fullQueue(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).open()) {
      arena.setting("TICKSTOCK_LOAD_GROUP_ROWS", "100");
      var commits = Commits.hold(arena);
      var load = arena.begin();
      commits.awaitOne();
      long calls = settled(arena);
      assertThat(arena.number("SELECT count(*) FROM load_task WHERE state = 'ready'"))
          .as("tasks that nobody asked for yet")
          .isGreaterThan(3);
      commits.letThrough();
      var ended = arena.end(load);
      assertThat(ended.exit()).as(ended.said()).isZero();
      arena.requireSameLedger();
      return "%d calls, then none until the first commit; %s".formatted(calls, arena.exits());
    }
  }

  /// More loads than a process takes at once.
  static String fullPlaces(Arena.Plan plan) throws Exception {
    try (var arena = plan.on(Workload.DAYS).open()) {
      arena.setting("TICKSTOCK_SERVE_RUNS", "1");
      var tickers = arena.workload().tickers();
      for (int load = 0; load < LOADS; load++) {
        int first = load * tickers.size() / LOADS;
        var names = tickers.subList(first, first + tickers.size() / LOADS);
        var command = new ArrayList<>(arena.workload().command());
        command.set(command.indexOf("--symbols") + 1, String.join(",", names));
        command.add("--queue");
        assertThat(arena.run(command).exit()).isZero();
      }
      var process = arena.start(List.of("serve", "--port", "0", "--no-pages", "--no-schedules"));
      arena.await(
          "all loads are whole",
          () -> arena.number("SELECT count(*) FROM load_run WHERE state = 'complete'") == LOADS);
      process.terminate();
      assertThat(arena.end(process).exit()).isZero();
      arena.requireSame();
      assertThat(arena.number("SELECT count(*) FROM load_task WHERE calls > 1")).isZero();
      return LOADS + " loads waited for one place; " + arena.exits();
    }
  }

  /// Waits until the vendor hears no more.
  private static long settled(Arena arena) throws InterruptedException {
    long before = -1;
    for (long calls = arena.calls(); calls != before; calls = arena.calls()) {
      before = calls;
      TimeUnit.MILLISECONDS.sleep(1_500);
    }
    return before;
  }
}
