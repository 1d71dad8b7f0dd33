package ai.tickstock.load;

import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.AnswerCache;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.simulator.BarAnswer;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads whose vendor keeps its answers on disk.
class KeptAnswersTest {
  private static final DateRange MONTHS = range("2026-03-02", "2026-06-12");

  @TempDir Path folder;

  private final Workbench bench = Workbench.open();

  @AfterEach
  void close() {
    bench.close();
  }

  private LoadSummary load(Database into, LoadRequest request) throws InterruptedException {
    var cache =
        new AnswerCache(
            folder.resolve("answers"),
            "simulator",
            100_000_000,
            Duration.ofDays(1),
            Workbench.POLICY.finalDelay(),
            bench.clock());
    var limiter = RateLimiter.local(Workbench.UNHURRIED, Clock.systemUTC());
    try (var provider =
        MassiveProvider.connect(
            MassiveSettings.of(bench.vendor().uri(), new ApiKey("k3y")),
            limiter,
            bench.clock(),
            Optional.of(cache))) {
      var loader =
          new Loader(
              into,
              Optional.of(new Vendor("simulator", provider, limiter)),
              Workbench.UNHURRIED,
              Workbench.POLICY,
              TradingCalendar.nyse(),
              bench.clock(),
              "test");
      return Workbench.finished(loader.load(request, LoadObserver.SILENT));
    }
  }

  @Test
  void anotherDatabaseIsLoadedWithoutACall() throws Exception {
    var request = symbols(MONTHS, "SPY", "AAPL");
    load(bench.database(), request);
    long calls = bench.vendor().calls();
    bench.setTime(Workbench.MONDAY.plus(Duration.ofHours(5)));

    try (var another = TestPostgres.migrated()) {
      var summary = load(another, request);

      assertThat(summary.isWhole()).isTrue();
      assertThat(summary.cost().calls()).isZero();
      assertThat(bench.vendor().calls()).isEqualTo(calls);
      assertThat(rows(another)).isEqualTo(rows(bench.database()));
    }
  }

  private static List<String> rows(Database database) {
    return Workbench.rows(
        database,
        "SELECT session, open, high, low, close, volume, vwap, trades, provisional FROM bar_daily"
            + " ORDER BY instrument_id, session");
  }

  @Test
  void whatAnAnswerLeftOutIsAskedAnewAndNotTakenFromTheKeptOneAgain() throws Exception {
    var request = symbols(MONTHS, "SPY");
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.DROPPED_BAR)
                    .withProbability(0.1)
                    .withAnswers(Set.of(BarAnswer.AGGREGATES, BarAnswer.GROUPED))));
    var first = load(bench.database(), request);
    assertThat(first.total().of(CellState.UNEXPLAINED)).isPositive();
    bench.vendor().faults(List.of());
    bench.setTime(Workbench.MONDAY.plus(Duration.ofHours(13)));

    var again = load(bench.database(), request);

    assertThat(again.isWhole()).isTrue();
    assertThat(bench.differences("SPY", MONTHS)).isEmpty();
  }

  @Test
  void aKeptAnswerIsAsOldAsItWasWhenItCame() throws Exception {
    // On the evening of the last session its bar is final only 15 minutes after 20:00.
    bench.setTime(Instant.parse("2026-06-13T00:10:00Z"));
    var day = symbols(range("2026-06-12", "2026-06-12"), "SPY");
    assertThat(load(bench.database(), day).total().of(CellState.PROVISIONAL)).isEqualTo(1);
    bench.setTime(Workbench.MONDAY);

    var later = load(bench.database(), day);

    assertThat(later.total().of(CellState.PRESENT)).isEqualTo(1);
    assertThat(later.cost().calls()).isPositive();
  }
}
