package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.SessionLock;
import ai.tickstock.listing.Listed;
import ai.tickstock.load.LoadResult;
import ai.tickstock.provider.ProviderFailure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunsCommandTest {
  private static final long KEY = 1L << 40 | 77;

  private final TestProgram program = TestProgram.onNewDatabase();

  @BeforeEach
  void listAapl() {
    program.vendor.lists(Listed.as("AAPL").named("Apple Inc.").row());
  }

  @AfterEach
  void close() {
    program.close();
  }

  /// A run that stands still since the vendor refused the key.
  private void pausedRun() throws InterruptedException {
    program.vendor.failsForBars(ProviderFailure.Kind.KEY_REFUSED);
    assertThat(program.load("2024-01-22", "2024-01-31", "AAPL"))
        .isInstanceOf(LoadResult.Stopped.class);
    program.vendor.recovers();
  }

  private String state() {
    return program.line("runs list --format csv").out().lines().toList().get(1).split(",")[1];
  }

  @Test
  void saysThatThereAreNone() {
    var ended = program.line("runs list --format csv");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines()).hasSize(1);
    assertThat(ended.err()).isEqualTo("there are no runs yet; 'tickstock load' starts one\n");
  }

  @Test
  void listsTheNewestFirst() throws InterruptedException {
    program.load("2024-01-30", "2024-01-30", "AAPL");
    program.load("2024-01-31", "2024-01-31", "AAPL");
    var lines = program.line("runs list --format csv").out().lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo(
            "run,state,waiting_for,priority,asked,from,to,source,tasks,done,failed,calls,rows,started,finished");
    assertThat(lines.get(1))
        .startsWith("2,complete,,normal,load --symbols AAPL,2024-01-31,2024-01-31,test,1,1,0,1,1,");
    assertThat(lines.get(2)).startsWith("1,complete,");
    assertThat(program.line("runs list --limit 1 --format csv").out().lines()).hasSize(2);
  }

  @Test
  void showsOneRunAndItsTasks() throws InterruptedException {
    program.load("2024-01-30", "2024-01-31", "AAPL");
    assertThat(program.line("runs show 1 --format csv").out())
        .contains(
            "state,complete\n",
            "tasks,1\n",
            "tasks_done,1\n",
            "calls,5\n",
            "calls_for_bars,1\n",
            "rows,2\n");
    assertThat(program.line("runs show 1 --tasks --format csv").out())
        .isEqualTo(
            """
            task,kind,address,from,to,state,worker,attempts,calls,rows,failure,detail
            1,aggregates,AAPL,2024-01-30,2024-01-31,done,,0,1,2,,
            """);
  }

  @Test
  void namesFailedTasksWithTheirReason() throws InterruptedException {
    program.load("2024-01-30", "2024-01-31", "AAPL");
    program
        .database()
        .useTransaction(h ->
            h.execute(
                "UPDATE load_task SET state = 'failed', failure = 'BAD_ANSWER', failure_detail = 'cut off'"));
    assertThat(program.line("runs show 1").err())
        .isEqualTo(
            """
            failed tasks:
              aggregates AAPL 2024-01-30..2024-01-31: BAD_ANSWER cut off
            """);
  }

  @Test
  void aRunningRunWithoutALivingProcessIsInterrupted() throws InterruptedException {
    pausedRun();
    assertThat(state()).isEqualTo("paused");
    program.database().useTransaction(h -> h.execute("UPDATE load_run SET state = 'running'"));
    assertThat(state()).isEqualTo("interrupted");
    assertThat(program.line("runs show 1").err())
        .contains("'tickstock runs resume 1' goes on with it");

    program
        .database()
        .useTransaction(
            h -> h.execute("INSERT INTO load_worker (name, lock_key) VALUES ('another', ?)", KEY));
    assertThat(state()).isEqualTo("interrupted");
    try (var alive = SessionLock.tryAcquire(program.database(), KEY).orElseThrow()) {
      assertThat(alive.isHeld()).isTrue();
      assertThat(state()).isEqualTo("running");
      assertThat(program.line("runs resume").err())
          .isEqualTo("there is no paused or interrupted run\n");
    }
  }

  @Test
  void aProcessThatHoldsATaskOfAnotherRunDoesNotCount() throws InterruptedException {
    program.load("2024-01-30", "2024-01-30", "AAPL");
    pausedRun();
    program
        .database()
        .useTransaction(h -> {
          h.execute("UPDATE load_run SET state = 'running'");
          h.execute("INSERT INTO load_worker (name, lock_key) VALUES ('another', ?)", KEY);
          h.execute(
              """
              UPDATE load_task SET state = 'leased', worker_id = (SELECT max(id) FROM load_worker)
              WHERE run_id = 1
              """);
        });
    try (var alive = SessionLock.tryAcquire(program.database(), KEY).orElseThrow()) {
      assertThat(alive.isHeld()).isTrue();
      var lines = program.line("runs list --format csv").out().lines().toList();
      assertThat(lines.get(1)).startsWith("2,interrupted,");
      assertThat(lines.get(2)).startsWith("1,running,");
    }
  }

  @Test
  void resumesTheNewestThatStandsStillAndPrintsTheSummary() throws InterruptedException {
    pausedRun();
    var ended = program.line("runs resume");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).startsWith("continuing run 1: load --symbols AAPL\n");
    assertThat(ended.out())
        .startsWith(
            """
            class   instruments  expected  stored  confirmed empty  unexplained
            Stocks            1         8       8                0            0
            Total             1         8       8                0            0
            """)
        .endsWith("run 1 complete: every expected session is stored\n");
    assertThat(state()).isEqualTo("complete");
  }

  @Test
  void resumingAFinishedRunIsRefused() throws InterruptedException {
    program.load("2024-01-31", "2024-01-31", "AAPL");
    var ended = program.line("runs resume 1");
    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .endsWith("tickstock: run 1 is complete; only a running or paused run can be resumed\n");
  }

  @Test
  void aRunOfAnotherSourceThanThePresentIsNotResumed() throws InterruptedException {
    pausedRun();
    program.database().useTransaction(h -> h.execute("UPDATE load_run SET source = 'files:/data'"));
    program.useAnotherDatabaseForFiles();
    var ended = program.line("runs resume 1");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).startsWith("tickstock: run 1 asks files:/data, but the source");
  }

  @Test
  void pausesAndCancels() throws InterruptedException {
    pausedRun();
    program.database().useTransaction(h -> h.execute("UPDATE load_run SET state = 'running'"));
    var paused = program.line("runs pause 1");
    assertThat(paused.exitCode()).isZero();
    assertThat(paused.err()).isEqualTo("run 1 is paused; 'tickstock runs resume 1' goes on\n");
    assertThat(state()).isEqualTo("paused");
    assertThat(program.line("runs show 1 --format csv").out()).contains("message,paused by hand\n");
    var cancelled = program.line("runs cancel 1");
    assertThat(cancelled.exitCode()).isZero();
    assertThat(cancelled.err()).isEqualTo("run 1 is cancelled; what it stored stays\n");
    assertThat(state()).isEqualTo("cancelled");
    var again = program.line("runs cancel 1");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err())
        .isEqualTo(
            "tickstock: run 1 is cancelled; only a run that waits, runs or is paused can be cancelled\n");
    assertThat(program.line("runs pause 1").exitCode()).isEqualTo(1);
  }

  private List<String> decisions() {
    return program
        .database()
        .read(h -> Audit.read(h, Long.MAX_VALUE, "runs ", 10))
        .reversed()
        .stream()
        .map(one -> String.join(", ", one.actor(), one.action(), one.subject(), one.detail()))
        .toList();
  }

  @Test
  void whoStopsARunAndGoesOnWithItStandsInTheAudit() throws InterruptedException {
    pausedRun();
    program.line("runs pause 1");
    program.line("runs resume 1");
    assertThat(state()).isEqualTo("complete");
    program.line("runs pause 1");
    program.line("runs resume 1");

    assertThat(decisions())
        .as("of what could be done only")
        .containsExactly(
            "tester on here, runs pause, run 1, load --symbols AAPL",
            "tester on here, runs resume, run 1, load --symbols AAPL");
  }

  @Test
  void whoLeavesARunToServeAndEndsItStandsInTheAudit() throws InterruptedException {
    pausedRun();
    program.database().useTransaction(h -> h.execute("UPDATE load_run SET queued = true"));
    program.line("runs resume 1");
    assertThat(state()).isEqualTo("pending");
    program.line("runs cancel 1");

    assertThat(decisions())
        .containsExactly(
            "tester on here, runs resume, run 1, load --symbols AAPL",
            "tester on here, runs cancel, run 1, load --symbols AAPL");
  }

  @Test
  void aRunThatIsNotThereIsAMisuse() {
    for (var line :
        new String[] {
          "runs show 7", "runs show 7 --tasks", "runs pause 7", "runs cancel 7", "runs resume 7"
        }) {
      var ended = program.line(line);
      assertThat(ended.exitCode()).as(line).isEqualTo(2);
      assertThat(ended.err())
          .isEqualTo("tickstock: there is no run 7; 'tickstock runs list' shows them\n");
    }
    assertThat(program.line("runs list --limit 0").exitCode()).isEqualTo(2);
  }
}
