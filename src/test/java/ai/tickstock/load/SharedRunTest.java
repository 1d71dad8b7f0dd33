package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several loaders in one run.
class SharedRunTest {
  private static final DateRange MONTHS = range("2026-01-02", "2026-06-12");
  private static final List<String> NAMES = Names.liquid(MARKET, MONTHS, 30);

  private Workbench bench;

  @BeforeEach
  void open() {
    bench = Workbench.open(MARKET, options -> options.withLatency(Duration.ofMillis(100)));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void twoLoadersShareARunAndNothingIsDoneTwice() throws Exception {
    var asked = new ConcurrentLinkedQueue<Symbol>();
    MeddlingProvider.Before remember =
        symbol -> {
          asked.add(symbol);
          return Optional.empty();
        };
    var request = symbols(MONTHS, NAMES.toArray(String[]::new));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one =
          threads.submit(
              () -> bench.loader(bench.database(), remember).load(request, LoadObserver.SILENT));
      var other =
          threads.submit(
              () -> bench.loader(bench.another(), remember).load(request, LoadObserver.SILENT));

      assertThat(finished(one.get()).isWhole()).isTrue();
      assertThat(finished(other.get()).isWhole()).isTrue();
    }

    assertThat(asked.stream().map(Symbol::ticker)).containsExactlyInAnyOrderElementsOf(NAMES);
    for (var ticker : NAMES) {
      assertThat(bench.differences(ticker, MONTHS)).as(ticker).isEmpty();
    }
    assertThat(bench.rows("SELECT DISTINCT state FROM load_run")).containsExactly("(complete)");
    assertThat(bench.number("SELECT count(*) FROM load_run")).isEqualTo(1);
    assertThat(bench.number("SELECT count(*) FROM load_worker")).isGreaterThan(1);
  }

  @Test
  void aWorkerWhoseLeaseRanOutWritesNothing() throws Exception {
    var frozen = new Symbol(NAMES.getFirst());
    var began = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var request = symbols(MONTHS, frozen.ticker());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(() ->
              bench
                  .loader(
                      bench.another(),
                      symbol -> {
                        began.countDown();
                        await(goOn);
                        return Optional.empty();
                      })
                  .load(request, LoadObserver.SILENT));
      began.await();
      var stopped = new AtomicBoolean();
      var expiring = threads.submit(() -> expire(stopped));

      assertThat(bench.load(request).isWhole()).isTrue();
      stopped.set(true);
      expiring.get();
      var rows = bench.rows("SELECT * FROM bar_daily ORDER BY session");
      goOn.countDown();

      assertThat(finished(slow.get()).isWhole()).isTrue();
      assertThat(bench.rows("SELECT * FROM bar_daily ORDER BY session")).isEqualTo(rows);
      assertThat(bench.number("SELECT count(*) FROM load_task WHERE calls = 1 AND fence >= 2"))
          .isEqualTo(1);
    }
  }

  /// The signs of life of the first worker do not arrive.
  private boolean expire(AtomicBoolean stopped) throws InterruptedException {
    while (!stopped.get()) {
      bench
          .database()
          .useTransaction(handle ->
              handle.execute(
                  "UPDATE load_task SET lease_until = now() - interval '1 second' WHERE state = 'leased' AND worker_id = 1"));
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
