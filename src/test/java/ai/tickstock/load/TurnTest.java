package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whose tasks are claimed when several runs go on.
class TurnTest {
  private static final DateRange DAY = DateRange.of(LocalDate.of(2026, 6, 12));
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final int TASKS = 400;

  private final Database database = TestPostgres.migrated();
  private final LoadLedger ledger = LoadLedger.of(database);
  private int worker;

  @BeforeEach
  void register() {
    worker = ledger.tasks().registerWorker("test", 1);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int run(LoadRequest.Priority priority, boolean shared) {
    return run(priority, shared, "vendor");
  }

  private int run(LoadRequest.Priority priority, boolean shared, String source) {
    var request =
        new LoadRequest(
            priority + " " + shared,
            new LoadRequest.Target.Symbols(List.of(new Symbol("SPY"))),
            BarInterval.DAY,
            DAY,
            priority,
            Optional.empty(),
            false);
    var tasks =
        IntStream.range(0, TASKS)
            .mapToObj(i -> new NewTask(NewTask.Kind.AGGREGATES, Optional.empty(), "T" + i, DAY))
            .toList();
    int id =
        ledger
            .runs()
            .openOrJoin(
                new RunTable.NewRun(
                    request,
                    priority,
                    source + priority + shared,
                    source,
                    "{}",
                    Map.of(),
                    tasks,
                    shared))
            .runId();
    ledger.runs().setStateIfOpen(id, "running", "");
    return id;
  }

  private void end(List<Task> tasks) {
    database.useTransaction(h ->
        ledger
            .tasks()
            .end(
                h,
                worker,
                tasks.stream()
                    .map(task ->
                        new TaskQueue.Executed(
                            task, new TaskEnd.Done(0), new Answer.Cost(1, 0, 0), 0, 0, 0))
                    .toList()));
  }

  /// A run that always has tasks in hand: it claims new ones before it ends those before.
  private final class Busy {
    private final int id;
    private List<Task> inHand = List.of();
    private int ended;

    Busy(int id) {
      this.id = id;
    }

    void goOn(int most) {
      var next = ledger.tasks().claim(id, worker, most, LEASE).tasks();
      end(inHand);
      ended += inHand.size();
      inHand = next;
    }
  }

  @Test
  void aLowLoadIsServedInItsShareWhileAHighOneIsAlwaysThere() {
    var high = new Busy(run(LoadRequest.Priority.HIGH, true));
    var low = new Busy(run(LoadRequest.Priority.LOW, true));
    high.goOn(8);
    while (high.ended < 160) {
      high.goOn(8);
      low.goOn(8);
    }
    assertThat(low.ended).isBetween(35, 45);
  }

  @Test
  void whatSomebodyWaitsForOvertakesABulkLoadThatCameBefore() {
    var bulk = new Busy(run(LoadRequest.Priority.NORMAL, true));
    for (int i = 0; i < 10; i++) {
      bulk.goOn(8);
    }
    int before = bulk.ended;
    var typed = new Busy(run(LoadRequest.Priority.NORMAL, false));
    typed.goOn(8);
    while (typed.ended < 80) {
      typed.goOn(8);
      bulk.goOn(8);
    }
    assertThat(bulk.ended - before).isBetween(8, 32);
  }

  @Test
  void aLoadOutOfTurnIsToldSoAndGoesOnWhenTheUrgentOneIsDone() {
    int high = run(LoadRequest.Priority.CRITICAL, true);
    int low = run(LoadRequest.Priority.LOW, true);
    var inHand = ledger.tasks().claim(high, worker, 1, LEASE).tasks();
    ledger.tasks().claim(low, worker, 1, LEASE);
    assertThat(ledger.tasks().claim(low, worker, 8, LEASE))
        .isEqualTo(new TaskQueue.Claim(List.of(), true));
    end(inHand);
    assertThat(ledger.tasks().claim(low, worker, 8, LEASE).tasks()).hasSize(8);
  }

  @Test
  void loadsOfDifferentSourcesDoNotWaitForEachOther() {
    int high = run(LoadRequest.Priority.CRITICAL, true);
    int files = run(LoadRequest.Priority.LOW, true, "files:/data");
    ledger.tasks().claim(high, worker, 8, LEASE);
    for (int i = 0; i < 5; i++) {
      assertThat(ledger.tasks().claim(files, worker, 8, LEASE).tasks()).hasSize(8);
    }
  }

  @Test
  void aPausedLoadHandsOutNothingAndGoesOnAfterwards() {
    int run = run(LoadRequest.Priority.NORMAL, true);
    var runs = Runs.postgres(database);
    assertThat(runs.pause(run, "somebody")).isTrue();
    assertThat(ledger.tasks().claim(run, worker, 8, LEASE).tasks()).isEmpty();
    assertThat(runs.handOver(run, "somebody")).isTrue();
    assertThat(runs.find(run).state()).isEqualTo(LoadRun.State.PENDING);
  }
}
