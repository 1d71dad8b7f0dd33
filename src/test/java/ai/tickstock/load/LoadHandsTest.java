package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Loads that wait for a process, and processes that take them.
class LoadHandsTest {
  private static final DateRange MONTHS = range("2026-01-02", "2026-06-12");
  private static final List<String> NAMES = Names.liquid(MARKET, MONTHS, 24);
  private static final LoadRequest REQUEST = symbols(MONTHS, NAMES.toArray(String[]::new));

  private Workbench bench;

  @BeforeEach
  void open() {
    bench = Workbench.open(MARKET, options -> options.withLatency(Duration.ofMillis(100)));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private LoadHands hands(Database database) {
    return new LoadHands(
        database, run -> Optional.of(bench.loader(database)), 2, Duration.ofSeconds(20));
  }

  private LoadResult.Queued queued() throws InterruptedException {
    return (LoadResult.Queued) bench.loader().queue(REQUEST, LoadObserver.SILENT);
  }

  private void awaitState(int run, LoadRun.State state) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Runs.postgres(bench.database()).find(run).state() == state);
  }

  @Test
  void aQueuedLoadWaitsUntilAProcessTakesIt() throws Exception {
    var queued = queued();
    assertThat(queued.tasks()).isEqualTo(NAMES.size());
    assertThat(Runs.postgres(bench.database()).find(queued.runId()).state())
        .isEqualTo(LoadRun.State.PENDING);
    assertThat(queued().joined()).isTrue();

    try (var hands = hands(bench.database())) {
      hands.start();
      awaitState(queued.runId(), LoadRun.State.COMPLETE);
    }

    for (var ticker : NAMES) {
      assertThat(bench.differences(ticker, MONTHS)).as(ticker).isEmpty();
    }
  }

  @Test
  void twoProcessesShareAQueuedLoadAndAskForNothingTwice() throws Exception {
    var queued = queued();

    try (var one = hands(bench.database());
        var other = hands(bench.another())) {
      one.start();
      other.start();
      awaitState(queued.runId(), LoadRun.State.COMPLETE);
    }

    assertThat(bench.number("SELECT count(*) FROM load_task WHERE calls > 1")).isZero();
    assertThat(bench.number("SELECT count(*) FROM load_worker")).isEqualTo(2);
  }

  @Test
  void aLoadWhoseProcessDiedIsContinued() throws Exception {
    var queued = queued();
    bench
        .database()
        .useTransaction(h -> h.execute("UPDATE load_run SET state = 'running', queued = false"));
    assertThat(Runs.postgres(bench.database()).find(queued.runId()).state())
        .isEqualTo(LoadRun.State.INTERRUPTED);

    try (var hands = hands(bench.database())) {
      hands.start();
      awaitState(queued.runId(), LoadRun.State.COMPLETE);
    }
  }

  @Test
  void aStopEndsWhatIsInHandAndLeavesTheRestToOthers() throws Exception {
    var queued = queued();
    var hands = hands(bench.database());
    hands.start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> bench.number("SELECT count(*) FROM load_task WHERE state = 'leased'") > 0);

    hands.close();

    assertThat(bench.number("SELECT count(*) FROM load_task WHERE state = 'leased'")).isZero();
    assertThat(bench.number("SELECT count(*) FROM load_task WHERE calls > 1")).isZero();
    assertThat(Runs.postgres(bench.database()).find(queued.runId()).state())
        .isIn(LoadRun.State.PENDING, LoadRun.State.COMPLETE);
  }

  @Test
  void theMoreUrgentLoadIsTakenFirst() throws Exception {
    var queued = queued();
    var urgent =
        (LoadResult.Queued)
            bench
                .loader()
                .queue(
                    new LoadRequest(
                        "urgent",
                        REQUEST.target(),
                        REQUEST.interval(),
                        range("2025-01-02", "2025-02-03"),
                        LoadRequest.Priority.HIGH,
                        Optional.empty(),
                        false),
                    LoadObserver.SILENT);

    assertThat(Runs.postgres(bench.database()).takeable())
        .extracting(LoadRun::id)
        .containsExactly(urgent.runId(), queued.runId());
  }
}
