package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.DateRange;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Loads that are held back, paused and spread, and what is told of them.
class HeldBackTest {
  private static final DateRange MONTHS = range("2026-01-02", "2026-06-12");
  private static final List<String> NAMES = Names.liquid(MARKET, MONTHS, 24);
  private static final LoadRequest REQUEST = symbols(MONTHS, NAMES.toArray(String[]::new));

  private final SettableSurroundings around = new SettableSurroundings();
  private Workbench bench;

  @BeforeEach
  void open() {
    bench = Workbench.open(MARKET, options -> options.withLatency(Duration.ofMillis(50)));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private LoadRun onlyRun() {
    return Runs.postgres(bench.database()).list(1).getFirst();
  }

  private static void await(Callable<Boolean> that) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(that);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aLoadWaitsWhereAllCanSeeItAndGoesOnWhenTheMachineIsFree() throws Exception {
    bench.with(Throttle.ofBackground(ThrottleRules.DEFAULT, around));
    around.busyProcessors = 0.95;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var loading = threads.submit(() -> bench.loader().load(REQUEST, LoadObserver.SILENT));
      await(() ->
          bench.number("SELECT count(*) FROM load_run") > 0 && onlyRun().waitingFor().isPresent());

      assertThat(onlyRun().state()).isEqualTo(LoadRun.State.RUNNING);
      assertThat(onlyRun().waitingFor().orElseThrow()).startsWith("the processors");
      assertThat(Runs.postgres(bench.database()).history(1).errors().calls())
          .as("calls for bars")
          .isZero();
      around.busyProcessors = 0.2;

      assertThat(finished(loading.get()).isWhole()).isTrue();
    }
    assertThat(onlyRun().waitingFor()).isEmpty();
    assertThat(Runs.postgres(bench.database()).history(1).waits().get("throttle")).isPositive();
  }

  @Test
  void aLoadThatIsPausedWhenAServerHasJustChosenItStaysPaused() throws Exception {
    var runs = Runs.postgres(bench.database());
    bench.loader().queue(REQUEST, LoadObserver.SILENT);
    long calls = bench.vendor().calls();
    assertThat(runs.pause(1, "somebody")).isTrue();

    assertThat(bench.loader().takeUp(1, LoadObserver.SILENT)).isEmpty();

    assertThat(bench.rows("SELECT state, message FROM load_run"))
        .containsExactly("(paused,\"paused by hand\")");
    assertThat(bench.vendor().calls()).isEqualTo(calls);

    assertThat(runs.handOver(1, "somebody")).isTrue();
    var ended = bench.loader().takeUp(1, LoadObserver.SILENT).orElseThrow();
    assertThat(finished(ended).isWhole()).isTrue();
    assertThat(bench.loader().takeUp(1, LoadObserver.SILENT)).as("it is over").isEmpty();
  }

  @Test
  void aLoadIsPausedFromElsewhereEndsWhatItHasInHandAndAsksForNothingTwice() throws Exception {
    var runs = Runs.postgres(bench.another());
    var paused = new CountDownLatch(1);
    var loader =
        bench.loader(
            bench.database(),
            symbol -> {
              awaited(paused);
              return Optional.empty();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var loading = threads.submit(() -> loader.load(REQUEST, LoadObserver.SILENT));
      await(() -> bench.number("SELECT count(*) FROM load_task WHERE state = 'leased'") > 0);
      assertThat(runs.pause(1, "somebody")).isTrue();
      paused.countDown();

      var stopped = (LoadResult.Stopped) loading.get();

      assertThat(stopped.state()).isEqualTo("paused");
      assertThat(stopped.message()).isEqualTo("paused by hand");
    }
    assertThat(bench.number("SELECT count(*) FROM load_task WHERE state = 'leased'")).isZero();
    assertThat(bench.number("SELECT count(*) FROM load_task WHERE state = 'ready'")).isPositive();

    assertThat(finished(bench.loader().resume(1, LoadObserver.SILENT)).isWhole()).isTrue();
    assertThat(bench.number("SELECT max(calls) FROM load_task")).isEqualTo(1);
  }

  @Test
  void aPausedLoadThatIsHandedOverIsTakenByAnotherProcess() throws Exception {
    var queued = (LoadResult.Queued) bench.loader().queue(REQUEST, LoadObserver.SILENT);
    var runs = Runs.postgres(bench.database());
    assertThat(runs.pause(queued.runId(), "somebody")).isTrue();
    assertThat(runs.takeable()).isEmpty();
    assertThat(runs.handOver(queued.runId(), "somebody")).isTrue();

    try (var hands =
        new LoadHands(
            bench.another(), run -> Optional.of(bench.loader()), 2, Duration.ofSeconds(20))) {
      hands.start();
      await(() -> onlyRun().state() == LoadRun.State.COMPLETE);
    }
  }

  @Test
  void spreadAndNewestFirstALoadMakesNoCallMore() throws Exception {
    var spread =
        new LoadRequest(
            "spread",
            REQUEST.target(),
            REQUEST.interval(),
            MONTHS,
            new LoadRequest.Course(Optional.empty(), true, Duration.ofSeconds(2)),
            Optional.empty(),
            false);

    assertThat(bench.load(spread).isWhole()).isTrue();

    assertThat(bench.number("SELECT sum(calls) FROM load_task")).isEqualTo(NAMES.size());
    assertThat(bench.number("SELECT count(DISTINCT not_before) FROM load_task"))
        .isGreaterThan(NAMES.size() / 2);
  }

  @Test
  void saysHowManyCallsFailedAndWhatThatLeftUnresolved() throws Exception {
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.STATUS)
                    .withStatus(503, "html")
                    .withEndpoint("/v2/aggs/ticker/*")
                    .withProbability(0.2)
                    .withSeed(5)));

    var errors = bench.load(REQUEST).errors();

    assertThat(errors.requests()).isEqualTo(NAMES.size());
    assertThat(errors.failedCalls()).isPositive();
    assertThat(errors.calls()).isEqualTo(NAMES.size() + errors.failedCalls());
    assertThat(errors.unresolved()).isZero();
    assertThat(errors.recoveredPercent()).isEqualTo(100);
    var history = Runs.postgres(bench.database()).history(1);
    assertThat(history.errors()).isEqualTo(errors);
    assertThat(history.plannedTasks()).isEqualTo(NAMES.size());
    assertThat(history.classes().values().stream().mapToInt(c -> c.get("instruments")).sum())
        .isEqualTo(NAMES.size());
    assertThat(history.weaker()).isEmpty();
  }
}
