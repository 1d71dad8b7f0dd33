package ai.tickstock.load;

import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static ai.tickstock.load.Workbench.universe;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.listing.EquityCategory;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    assertThat(summary.notLoaded()).isEmpty();
    for (var ticker :
        List.of("SPY", "QQQ", "IWM", "VTI", "XLK", "JPM", "JNJ", "XOM", "CAT", "PG")) {
      assertThat(bench.differences(ticker, year)).as(ticker).isEmpty();
    }
    assertThat(summary.isWhole()).isTrue();
    int sessions = Workbench.CALENDAR.sessions(year).size();
    assertThat(summary.total().expected()).isEqualTo(10 * sessions);
    assertThat(summary.total().stored()).isEqualTo(10 * sessions);
    assertThat(summary.classes().get(EquityCategory.ETFS).instruments()).isEqualTo(5);
    assertThat(summary.classes().get(EquityCategory.STOCKS).instruments()).isEqualTo(5);
    assertThat(summary.classes().get(EquityCategory.ETFS).sessions().of(CellState.PRESENT))
        .isEqualTo(5 * sessions);
    assertThat(summary.cost().rows()).isEqualTo(10 * sessions);
    assertThat((long) summary.cost().calls()).isEqualTo(bench.vendor().calls());
  }

  @Test
  void aUniverseWithAnotherCompanyInItReportsItAndLoadsTheRest() throws Exception {
    var summary = bench.load(universe(range("2026-06-01", "2026-06-12"), "ev,fintech"));

    assertThat(summary.notLoaded()).hasSize(3);
    assertThat(summary.notLoaded().getFirst()).startsWith("BYD is another company");
    assertThat(summary.notLoaded().get(1)).startsWith("FI is not known");
    assertThat(summary.notLoaded().getLast()).startsWith("SQ is not known");
    assertThat(summary.isWhole()).isFalse();
    assertThat(summary.incomplete()).isEmpty();
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

  @Test
  void aDatabaseThatGoesAwayWhileProgressIsCountedIsWaitedFor() throws Exception {
    var june = range("2026-06-01", "2026-06-12");
    var restarts = new AtomicInteger(2);
    var observer =
        new LoadObserver() {
          @Override
          public void note(String message) {}

          @Override
          public void progress(Progress progress) {
            if (restarts.getAndDecrement() > 0) {
              throw new DatabaseUnavailable(
                  DatabaseUnavailable.Kind.RESTARTING, "it restarts", new IOException("57P01"));
            }
          }
        };

    var result = bench.loader().load(symbols(june, "AAPL"), observer);

    assertThat(result).isInstanceOf(LoadResult.Finished.class);
    assertThat(bench.differences("AAPL", june)).isEmpty();
  }

  @Test
  void unknownSymbolsAreRefusedWithNearMatchesAndNothingIsStored() throws Exception {
    var result =
        bench
            .loader()
            .load(
                symbols(range("2026-01-02", "2026-06-12"), "AAPL", "APPL", "NVDAX"),
                LoadObserver.SILENT);

    assertThat(result).isInstanceOf(LoadResult.Misunderstood.class);
    assertThat(((LoadResult.Misunderstood) result).problems())
        .hasSize(2)
        .anyMatch(
            line -> line.startsWith("APPL is not known; did you mean") && line.contains("AAPL"))
        .anyMatch(line -> line.startsWith("NVDAX is not known") && line.contains("NVDA"));
    assertThat(bench.number("SELECT count(*) FROM instrument")).isZero();
    assertThat(bench.number("SELECT count(*) FROM load_run")).isZero();
  }

  @Test
  void anUnknownUniverseIsRefusedWithNearMatches() throws Exception {
    var result =
        bench
            .loader()
            .load(universe(range("2026-01-02", "2026-06-12"), "dev_etf"), LoadObserver.SILENT);

    assertThat(((LoadResult.Misunderstood) result).problems())
        .singleElement()
        .asString()
        .startsWith("there is no universe 'dev_etf'; did you mean dev_etfs");
    assertThat(bench.vendor().calls()).isZero();
  }

  @Test
  void thePlanSaysWhatTheLoadThenDoes() throws Exception {
    var known = symbols(range("2026-06-01", "2026-06-12"), "AAPL", "SPY", "QQQ");
    bench.load(known);
    var request = symbols(range("2026-01-02", "2026-06-12"), "AAPL", "SPY", "QQQ");
    var planned = (Loader.Planned.Plan) bench.loader().plan(request);
    long before = bench.vendor().calls();

    var summary = bench.load(request);

    assertThat(planned.plan().calls()).isEqualTo((int) (bench.vendor().calls() - before));
    assertThat(planned.plan().bySymbol()).isEqualTo(3);
    assertThat(planned.plan().mostCalls()).isGreaterThan(planned.plan().calls());
    assertThat(planned.plan().rows()).isEqualTo(summary.cost().rows());
    assertThat(planned.plan().dueSessions()).isEqualTo(summary.cost().rows());
    assertThat(planned.plan().present().stored()).isEqualTo(30);
    assertThat(planned.plan().joins()).isZero();
    var again = ((Loader.Planned.Plan) bench.loader().plan(request)).plan();
    assertThat(again.mostCalls()).as("nothing is owed").isEqualTo(again.calls()).isZero();
    assertThat(again.mostBytes()).isEqualTo(again.bytes());
  }

  @Test
  void provisionalBarsAreReplacedTheNextDayWithoutARevision() throws Exception {
    var day = range("2026-06-12", "2026-06-12");
    bench.setTime(Instant.parse("2026-06-12T21:00:00Z"));
    var evening = bench.load(symbols(day, "AAPL", "SPY"));
    assertThat(evening.total().of(CellState.PROVISIONAL)).isEqualTo(2);
    assertThat(bench.differences("AAPL", day)).isNotEmpty();

    bench.setTime(Workbench.MONDAY);
    var morning = bench.load(symbols(day, "AAPL", "SPY"));

    assertThat(morning.total().of(CellState.PRESENT)).isEqualTo(2);
    assertThat(bench.differences("AAPL", day)).isEmpty();
    assertThat(bench.number("SELECT count(*) FROM bar_revision")).isZero();
  }

  @Test
  void aSessionThatIsNotOverIsPendingAndNotMissing() throws Exception {
    bench.setTime(Instant.parse("2026-06-12T15:00:00Z"));

    var summary = bench.load(symbols(range("2026-06-11", "2026-06-12"), "AAPL"));

    assertThat(summary.total().of(CellState.PENDING) + summary.total().of(CellState.PROVISIONAL))
        .isEqualTo(1);
    assertThat(summary.isWhole()).isTrue();
  }

  @Test
  void sessionsBeforeAnEtfWasListedAreNotExpected() throws Exception {
    var listed =
        Workbench.MARKET.instruments().stream()
            .filter(one -> one.type().equals("ETF") && one.referenced() && one.delisted().isEmpty())
            .filter(one -> one.tickers().size() == 1)
            .filter(one ->
                one.listed().filter(LocalDate.of(2025, 3, 1)::isBefore).isPresent()
                    && one.listed().get().isBefore(LocalDate.of(2025, 9, 1)))
            .filter(one ->
                Workbench.MARKET.bars(one.lastTicker(), range("2025-10-01", "2026-06-12")).size()
                    == Workbench.CALENDAR.sessions(range("2025-10-01", "2026-06-12")).size())
            .findFirst()
            .orElseThrow();
    var request = symbols(range("2025-01-02", "2026-06-12"), listed.lastTicker());

    var summary = bench.load(request);

    assertThat(summary.incomplete()).isEmpty();
    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.total().expected())
        .isEqualTo(Workbench.MARKET.bars(listed.lastTicker(), request.range()).size());
    assertThat(bench.differences(listed.lastTicker(), request.range())).isEmpty();
  }

  @Test
  void sessionsBeforeAListingThatTheDetailsDoNotDateAreExplained() throws Exception {
    var listed = undatedListing();
    var request = symbols(range("2025-01-02", "2026-06-12"), listed);

    bench.load(request);

    assertThat(bench.rows("SELECT DISTINCT reason FROM coverage_range")).contains("(not_listed)");
    assertThat(bench.explainedThoughTraded(request.range())).isEmpty();
    assertThat(bench.differences(listed, request.range())).isEmpty();
  }

  @Test
  void theProgressTheSummaryAndTheLedgerCountTheSameCallsAndThoseForBarsApart() throws Exception {
    var request =
        symbols(range("2023-05-01", "2026-06-12"), undatedListing(), "FISV", "AAPL", "SPY");
    var shown = new AtomicInteger();

    var summary =
        Workbench.finished(
            bench
                .loader()
                .load(
                    request,
                    new LoadObserver() {
                      @Override
                      public void note(String message) {}

                      @Override
                      public void progress(Progress progress) {
                        shown.set(progress.calls());
                      }
                    }));

    int calls = (int) bench.vendor().calls();
    assertThat(summary.cost().calls()).isEqualTo(calls);
    assertThat(shown).hasValue(calls);
    var runs = Runs.postgres(bench.database());
    int run = summary.runId().orElseThrow();
    assertThat(runs.find(run).paid().calls()).isEqualTo(calls);
    assertThat(runs.find(run).paid().bytes()).isEqualTo(summary.cost().bytes());
    assertThat(bench.number("SELECT sum(calls) FROM load_task WHERE kind = 'listing_life'"))
        .isPositive();
    assertThat(runs.history(run).errors()).isEqualTo(summary.errors());
    assertThat((long) summary.errors().calls())
        .isEqualTo(bench.number("SELECT sum(calls) FROM load_task WHERE kind <> 'listing_life'"))
        .isLessThan(bench.number("SELECT sum(calls) FROM load_task"));
  }

  /// A ticker whose listing is later than 2025-03-01, which its details do not say.
  private static String undatedListing() {
    return Workbench.MARKET.instruments().stream()
        .filter(one -> !one.type().equals("ETF") && one.company().isEmpty())
        .filter(one -> one.referenced() && one.delisted().isEmpty() && !one.otc())
        .filter(one -> one.tickers().size() == 1)
        .filter(one ->
            one.listed().filter(LocalDate.of(2025, 3, 1)::isBefore).isPresent()
                && one.listed().get().isBefore(LocalDate.of(2025, 9, 1)))
        .filter(one ->
            !Workbench.MARKET.bars(one.lastTicker(), range("2025-10-01", "2026-06-12")).isEmpty())
        .findFirst()
        .orElseThrow()
        .lastTicker();
  }
}
