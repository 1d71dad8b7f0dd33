package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static ai.tickstock.load.Workbench.universe;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.CellState;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.listing.EquityCategory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The plain ways of a load, against a simulated vendor and a real database.
class LoaderTest {
  private Workbench bench;

  @BeforeEach
  void open() {
    bench = Workbench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void stocksAndEtfsAreStoredAsTheMarketHasThem() throws Exception {
    var year = range("2025-06-16", "2026-06-12");

    var summary = bench.load(universe(year, "dev_etfs,dev_sectors"));

    var store = BarStore.postgres(bench.database());
    for (var ticker :
        List.of("SPY", "QQQ", "IWM", "VTI", "XLK", "JPM", "JNJ", "XOM", "CAT", "PG")) {
      assertThat(
              store.read(bench.id(ticker), year, Optional.empty()).stream()
                  .map(StoredBar::bar)
                  .toList())
          .as(ticker)
          .isEqualTo(MARKET.bars(ticker, year));
    }
    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.total().expected()).isEqualTo(2_500 - 10);
    assertThat(summary.total().stored()).isEqualTo(2_490);
    assertThat(summary.classes().get(EquityCategory.ETF).instruments()).isEqualTo(5);
    assertThat(summary.classes().get(EquityCategory.STOCK).instruments()).isEqualTo(5);
    assertThat(summary.classes().get(EquityCategory.ETF).sessions().of(CellState.PRESENT))
        .isEqualTo(1_245);
    assertThat(summary.cost().rows()).isEqualTo(2_490);
    assertThat((long) summary.cost().calls()).isEqualTo(bench.vendor().calls());
  }

  @Test
  void theSameRequestAgainMakesNoBarCallAndChangesNoRow() throws Exception {
    var request = symbols(range("2026-01-02", "2026-06-12"), "AAPL", "SPY");
    bench.load(request);
    var rows = bench.rows("SELECT * FROM bar_daily ORDER BY instrument_id, session");
    long calls = bench.vendor().calls();

    var again = bench.load(request);

    assertThat(again.runId()).isEmpty();
    assertThat(again.isWhole()).isTrue();
    assertThat(bench.vendor().calls()).isEqualTo(calls);
    assertThat(bench.rows("SELECT * FROM bar_daily ORDER BY instrument_id, session"))
        .isEqualTo(rows);
  }

  @Test
  void aRequestThatOverlapsAsksOnlyForWhatIsMissing() throws Exception {
    bench.load(symbols(range("2026-02-02", "2026-04-30"), "AAPL", "SPY"));

    bench.load(symbols(range("2026-01-02", "2026-04-30"), "AAPL", "SPY", "QQQ"));

    assertThat(
            bench.rows(
                "SELECT address, first_date, last_date FROM load_task WHERE run_id = 2 ORDER BY address"))
        .containsExactly(
            "(AAPL,2026-01-02,2026-01-30)",
            "(QQQ,2026-01-02,2026-04-30)",
            "(SPY,2026-01-02,2026-01-30)");
  }
}
