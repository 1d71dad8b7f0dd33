package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.LiveCheck;
import ai.tickstock.jobs.SmallMarket;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.TypeChange;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the rows of the equity types change in loads.
class EquityTypeLoadTest {
  private static final DateRange FRIDAY = range("2026-06-12", "2026-06-12");
  private static final String STORED_PREFERREDS =
      """
      SELECT count(*) FROM bar_daily JOIN instrument i ON i.id = instrument_id WHERE i.type = 'PFD'
      """;

  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void open() {
    bench =
        Workbench.over(
            new SmallMarket(
                MARKET,
                FRIDAY.first(),
                "CS",
                400,
                "ETF",
                150,
                "PFD",
                200,
                "WARRANT",
                30,
                "UNIT",
                20));
    types().seed();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aTypeThatIsNotLoadedIsCountedAndLeftOutUntilItIsLoadedAgain() throws Exception {
    set("PFD", "loaded", "false");

    var without = bench.load(Workbench.everything(FRIDAY));

    long left = without.untracked().get("PFD");
    assertThat(left).isGreaterThan(100);
    assertThat(without.untracked()).containsKeys("WARRANT", "UNIT").doesNotContainKey("CS");
    assertThat(bench.number(STORED_PREFERREDS)).isZero();
    long others = bench.number("SELECT count(*) FROM bar_daily");
    assertThat(bench.load(Workbench.everything(FRIDAY)).runId()).isEmpty();

    set("PFD", "loaded", "true");
    var with = bench.load(Workbench.everything(FRIDAY));

    assertThat(with.untracked()).doesNotContainKey("PFD").containsKey("WARRANT");
    assertThat(bench.number(STORED_PREFERREDS)).isEqualTo(left);
    assertThat(bench.number("SELECT count(*) FROM bar_daily")).isEqualTo(others + left);
    assertThat(bench.load(Workbench.everything(FRIDAY)).runId()).isEmpty();
  }

  @Test
  void aManualTypeIsLoadedByNameOnly() throws Exception {
    set("PFD", "update_frequency", "manual");

    var everything = bench.load(Workbench.everything(FRIDAY));

    assertThat(everything.untracked().get("PFD")).isGreaterThan(100);
    assertThat(bench.number(STORED_PREFERREDS)).isZero();
    assertThat(bench.load(Workbench.everything(FRIDAY)).runId()).isEmpty();
  }

  @Test
  void whatIsAskedForByNameIsLoadedWhateverItsTypeAndNothingElseIsCounted() throws Exception {
    set("ETF", "loaded", "false");

    var summary = bench.load(Workbench.symbols(FRIDAY, "SPY", "QQQ"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.untracked()).isEmpty();
    assertThat(bench.number("SELECT count(*) FROM bar_daily")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void anInstrumentInAClassThatIsNotLoadedIsCountedUnderTheClass() throws Exception {
    bench.load(Workbench.symbols(range("2026-06-11", "2026-06-11"), "SPY"));
    var spy =
        Instruments.postgres(bench.database())
            .current(List.of(new Symbol("SPY")))
            .get(new Symbol("SPY"));
    types().putInto(spy, "DEV_TESTING", "a test", "tester");

    var summary = bench.load(Workbench.everything(FRIDAY));

    assertThat(summary.untracked()).containsEntry("DEV_TESTING", 1L);
    assertThat(
            bench.number(
                "SELECT count(*) FROM bar_daily WHERE instrument_id = " + spy.id().value()))
        .isEqualTo(1);
  }

  @Test
  void barsOfFilesAreCountedByTypeToo() throws Exception {
    bench.load(Workbench.symbols(FRIDAY, "SPY", "AAPL"));
    set("ETF", "loaded", "false");
    dayFile("SPY", "AAPL");
    minuteFile("SPY", "AAPL");

    var days = files(BarInterval.DAY);
    var minutes = files(BarInterval.MINUTE);

    assertThat(days.untracked()).isEqualTo(Map.of("ETF", 1L));
    assertThat(minutes.untracked())
        .isEqualTo(Map.of("ETF", (long) MARKET.minutes("SPY", FRIDAY.first()).size()));
    assertThat(
            bench.rows(
                "SELECT DISTINCT s.ticker FROM bar_minute JOIN instrument_symbol s USING (instrument_id)"))
        .containsExactly("(AAPL)");
  }

  // ---- order, pace, groups

  @Test
  void tasksAreClaimedByThePriorityOfTheirTypes() throws Exception {
    set("ETF", "priority_level", "10");
    set("CS", "priority_level", "20");

    bench.load(Workbench.symbols(FRIDAY, "AAPL", "SPY", "MSFT", "QQQ"));
    assertThat(addresses(1)).hasSize(4).startsWith("AAPL", "MSFT");

    set("ETF", "priority_level", "30");
    bench.load(Workbench.symbols(range("2026-06-10", "2026-06-11"), "AAPL", "SPY", "MSFT", "QQQ"));
    assertThat(addresses(2).subList(0, 2)).containsExactlyInAnyOrder("SPY", "QQQ");
  }

  @Test
  void tasksOfATypeWithAPauseBeginOneAfterTheOther() throws Exception {
    var tickers = List.of("AAPL", "MSFT", "SPY", "NVDA");
    bench.load(Workbench.symbols(FRIDAY, tickers.toArray(String[]::new)));
    set("CS", "rate_limit_ms", "60000");
    var ledger = LoadLedger.of(bench.database());

    bench
        .database()
        .useTransaction(h -> ledger.tasks().add(h, 1, typeTasks().arranged(tasks(tickers))));

    assertThat(
            bench.rows(
                """
                SELECT address, round(extract(epoch FROM greatest(not_before, now()) - now()) / 60) FROM load_task WHERE state = 'ready' ORDER BY id
                """))
        .containsExactly("(AAPL,0)", "(MSFT,1)", "(NVDA,2)", "(SPY,0)");
  }

  @Test
  void aPauseKeepsNoLoadFromEnding() throws Exception {
    set("CS", "rate_limit_ms", "50");

    assertThat(bench.load(Workbench.symbols(FRIDAY, "AAPL", "MSFT", "SPY")).isWhole()).isTrue();
  }

  @Test
  void noMoreTasksAreStoredTogetherThanTheirTypeAllows() throws Exception {
    bench.load(Workbench.symbols(FRIDAY, "AAPL", "MSFT", "SPY"));
    set("CS", "batch_size", "2");
    var group = new TypeTasks.Group(typeTasks().rows(ids("AAPL", "MSFT", "SPY")));

    group.add(task("AAPL"));
    group.add(task("SPY"));
    assertThat(group.isFull()).isFalse();
    group.add(task("MSFT"));
    assertThat(group.isFull()).isTrue();
    assertThat(
            bench
                .load(Workbench.symbols(range("2026-06-10", "2026-06-11"), "AAPL", "MSFT", "SPY"))
                .isWhole())
        .isTrue();
  }

  private TypeTasks typeTasks() {
    return new TypeTasks(types().now(), Instruments.postgres(bench.database()));
  }

  private List<InstrumentId> ids(String... tickers) {
    return Stream.of(tickers).map(bench::id).toList();
  }

  private List<NewTask> tasks(List<String> tickers) {
    return tickers.stream()
        .map(ticker ->
            new NewTask(NewTask.Kind.AGGREGATES, Optional.of(bench.id(ticker)), ticker, FRIDAY))
        .toList();
  }

  private Task task(String ticker) {
    return new Task(
        1, NewTask.Kind.AGGREGATES, Optional.of(bench.id(ticker)), ticker, FRIDAY, 1, 0);
  }

  @Test
  void aPauseIsPartOfThePlansTime() throws Exception {
    bench.load(Workbench.symbols(range("2026-06-10", "2026-06-10"), "AAPL", "MSFT", "NVDA"));
    set("CS", "rate_limit_ms", "60000");

    var planned = bench.loader().plan(Workbench.symbols(FRIDAY, "AAPL", "MSFT", "NVDA"));

    assertThat(((Loader.Planned.Plan) planned).plan().duration().toMinutes()).isEqualTo(2);
  }

  // ---- live minutes

  @Test
  void liveMinutesAreValidatedAndCorrectedAndStoredOnce() throws Exception {
    var traded = MARKET.minutes("SPY", FRIDAY.first());
    bench.load(Workbench.symbols(range("2026-06-11", "2026-06-11"), "SPY"));
    var missed = List.of(100, 200);
    var wrong = List.of(50, 150, 250);
    for (int row = 0; row < traded.size(); row++) {
      if (!missed.contains(row)) {
        live(
            Instant.ofEpochMilli(traded.startMillis(row)),
            traded,
            row,
            wrong.contains(row) ? 0.25 : 0);
      }
    }
    live(neverTraded(traded), traded, 0, 0);
    assertThat(bench.rows("SELECT DISTINCT source, provisional FROM bar_minute"))
        .containsExactly("(6,t)");

    var summary = bench.load(Workbench.symbols(BarInterval.MINUTE, FRIDAY, "SPY"));

    assertThat(summary.live()).isEqualTo(new LiveCheck(traded.size() - 5, 3, 2, 1));
    assertThat(summary.isWhole()).isTrue();
    assertThat(bench.number("SELECT count(*) FROM bar_minute")).isEqualTo(traded.size());
    assertThat(bench.number("SELECT count(*) FROM bar_minute WHERE provisional")).isZero();
    assertThat(
            bench.rows(
                "SELECT start = '%s', source, count(*) FROM bar_minute_revision GROUP BY 1, 2 ORDER BY 1"
                    .formatted(neverTraded(traded))))
        .containsExactly("(f,6,3)", "(t,6,1)");
    var again = bench.load(Workbench.symbols(BarInterval.MINUTE, FRIDAY, "SPY"));
    assertThat(again.runId()).isEmpty();
    assertThat(again.live()).isEqualTo(LiveCheck.NONE);
  }

  private void live(Instant start, MinuteRows rows, int row, double off) {
    bench
        .database()
        .useTransaction(h ->
            h.createUpdate(
                    """
                    INSERT INTO ohlcv_1min (symbol, "timestamp", open, high, low, close, volume)
                    VALUES ('SPY', CAST(:start AS timestamptz), :open, :high, :low, :close, :volume)
                    """)
                .bind("start", start.toString())
                .bind("open", rows.open(row))
                .bind("high", rows.high(row) + off)
                .bind("low", rows.low(row))
                .bind("close", rows.close(row))
                .bind("volume", Math.round(rows.volume(row)))
                .execute());
  }

  private static Instant neverTraded(MinuteRows rows) {
    var traded = new HashSet<Instant>();
    IntStream.range(0, rows.size())
        .forEach(row -> traded.add(Instant.ofEpochMilli(rows.startMillis(row))));
    var minute = Instant.parse("2026-06-12T08:00:00Z");
    while (traded.contains(minute)) {
      minute = minute.plus(1, ChronoUnit.MINUTES);
    }
    return minute;
  }

  // ---- what all share

  private EquityTypes types() {
    return EquityTypes.postgres(bench.database());
  }

  private void set(String code, String field, String value) {
    assertThat(types().set(code, Map.of(field, value), "a test", "tester"))
        .isInstanceOf(TypeChange.Done.class);
  }

  private List<String> addresses(int run) {
    return bench
        .database()
        .read(h ->
            h.createQuery("SELECT address FROM load_task WHERE run_id = :run ORDER BY id")
                .bind("run", run)
                .mapTo(String.class)
                .list());
  }

  private LoadSummary files(BarInterval interval) throws InterruptedException {
    return finished(
        bench
            .fileLoader()
            .load(
                new LoadRequest(
                    "files",
                    new LoadRequest.Target.Everything(),
                    interval,
                    FRIDAY,
                    LoadRequest.Priority.NORMAL,
                    Optional.of(folder),
                    false),
                LoadObserver.SILENT));
  }

  private void dayFile(String... tickers) throws IOException {
    var lines = new ArrayList<String>();
    for (var ticker : tickers) {
      for (var bar : bench.vendor().market().bars(ticker, FRIDAY)) {
        lines.add(
            line(
                ticker,
                bar.volume().orElseThrow(),
                bar.open(),
                bar.close(),
                bar.high(),
                bar.low(),
                Bar.startOfSession(bar.session())));
      }
    }
    write("day_aggs_v1", lines);
  }

  private void minuteFile(String... tickers) throws IOException {
    var lines = new ArrayList<String>();
    for (var ticker : tickers) {
      var rows = MARKET.minutes(ticker, LocalDate.parse("2026-06-12"));
      for (int row = 0; row < rows.size(); row++) {
        lines.add(
            line(
                ticker,
                rows.volume(row),
                rows.open(row),
                rows.close(row),
                rows.high(row),
                rows.low(row),
                Instant.ofEpochMilli(rows.startMillis(row))));
      }
    }
    write("minute_aggs_v1", lines);
  }

  private static String line(
      String ticker,
      double volume,
      double open,
      double close,
      double high,
      double low,
      Instant start) {
    return String.join(
        ",",
        ticker,
        Double.toString(volume),
        Double.toString(open),
        Double.toString(close),
        Double.toString(high),
        Double.toString(low),
        start.getEpochSecond() + "000000000",
        "5");
  }

  private void write(String kind, List<String> lines) throws IOException {
    var all = new ArrayList<String>();
    all.add("ticker,volume,open,close,high,low,window_start,transactions");
    all.addAll(lines);
    Files.write(Files.createDirectories(folder.resolve(kind)).resolve("2026-06-12.csv"), all);
  }
}
