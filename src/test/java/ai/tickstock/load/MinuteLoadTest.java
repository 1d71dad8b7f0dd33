package ai.tickstock.load;

import static ai.tickstock.load.Workbench.MARKET;
import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import ai.tickstock.bars.CellState;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.simulator.FaultKind;
import ai.tickstock.simulator.FaultRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads of minute bars, from the vendor and from files.
class MinuteLoadTest {
  /// The clocks change on March 8, 2026.
  private static final DateRange SPRING = range("2026-03-05", "2026-03-10");

  private static final DateRange QUARTER = range("2026-03-02", "2026-06-12");
  private static final String ROWS =
      """
      SELECT s.ticker, m.start, m.open, m.high, m.low, m.close, m.volume, m.vwap, m.trades, m.suspicions, m.provisional
      FROM bar_minute m JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2
      """;

  @TempDir private Path folder;
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
  void storesEveryMinuteThatTheMarketTradedOverTheChangeOfTheClocks() throws Exception {
    var thin = Names.thin(MARKET, QUARTER, 1).getFirst();

    var summary = bench.load(minutes(SPRING, "SPY", "AAPL", thin));

    assertThat(summary.failures()).isEmpty();
    assertThat(summary.total().of(CellState.PARTIAL)).isZero();
    for (var ticker : List.of("SPY", "AAPL", thin)) {
      assertThat(stored(ticker, SPRING)).as(ticker).isEqualTo(traded(ticker, SPRING)).isNotEmpty();
    }
    assertThat(bench.rows("SELECT DISTINCT source, provisional FROM bar_minute"))
        .containsExactly("(1,f)");
  }

  @Test
  void aHalfDayEndsItsRegularHoursAtOne() throws Exception {
    var friday = range("2025-11-28", "2025-11-28");

    assertThat(bench.load(minutes(friday, "SPY")).isWhole()).isTrue();

    assertThat(
            bench.rows("SELECT regular_minutes, gap_at_close < 5, is_partial FROM minute_session"))
        .containsExactly("(210,t,f)");
    assertThat(stored("SPY", friday)).isEqualTo(traded("SPY", friday));
  }

  @Test
  void theSameLoadAgainAsksForNoBarAndChangesNoRow() throws Exception {
    bench.load(minutes(SPRING, "SPY", "AAPL"));
    var before = bench.rows("SELECT * FROM bar_minute ORDER BY instrument_id, start");

    var again = bench.load(minutes(SPRING, "SPY", "AAPL"));

    assertThat(again.runId()).isEmpty();
    assertThat(again.cost().calls()).isZero();
    assertThat(again.total().stored()).isEqualTo(8);
    assertThat(bench.rows("SELECT * FROM bar_minute ORDER BY instrument_id, start"))
        .isEqualTo(before);
  }

  @Test
  void aLongerLoadAsksOnlyForTheNewSessions() throws Exception {
    bench.load(minutes(range("2026-03-05", "2026-03-06"), "SPY"));

    bench.load(minutes(SPRING, "SPY"));

    assertThat(bench.rows("SELECT first_date, last_date FROM load_task ORDER BY id"))
        .containsExactly("(2026-03-05,2026-03-06)", "(2026-03-09,2026-03-10)");
    assertThat(stored("SPY", SPRING)).isEqualTo(traded("SPY", SPRING));
  }

  @Test
  void sessionsWithoutATradeOfThinNamesAreConfirmedEmptyByTheDailyBars() throws Exception {
    var thin = Names.thin(MARKET, QUARTER, 3);
    var liquid = Names.liquid(MARKET, QUARTER, 6);

    var summary =
        bench.load(
            minutes(QUARTER, Stream.concat(thin.stream(), liquid.stream()).toArray(String[]::new)));

    assertThat(summary.total().of(CellState.CONFIRMED_EMPTY)).isPositive();
    assertThat(bench.rows("SELECT DISTINCT bar_interval, state FROM coverage_range"))
        .containsExactly("(minute,confirmed_empty)");
    assertThat(bench.explainedThoughTraded(QUARTER)).isEmpty();
  }

  @Test
  void minutesThatOneAnswerLeftOutAreAskedForAgainWhereADailyBarShowsTrading() throws Exception {
    bench.load(Workbench.symbols(SPRING, "SPY"));
    bench
        .vendor()
        .faults(
            List.of(
                FaultRule.of(FaultKind.WRONG_EMPTY)
                    .withEndpoint("/v2/aggs/ticker/SPY/range/1/minute/*")
                    .withCalls(1, 1)));

    var summary = bench.load(minutes(SPRING, "SPY"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(stored("SPY", SPRING)).isEqualTo(traded("SPY", SPRING));
  }

  @Test
  void minutesOfARunningSessionAreProvisionalAndMarkedAndReplacedInTheEvening() throws Exception {
    var today = range("2026-06-15", "2026-06-15");
    bench.setTime(Instant.parse("2026-06-15T20:30:00Z"));
    bench.load(minutes(today, "SPY"));
    assertThat(bench.rows("SELECT DISTINCT source, provisional FROM bar_minute"))
        .containsExactly("(8,t)");
    assertThat(bench.rows("SELECT DISTINCT provisional FROM minute_session"))
        .containsExactly("(t)");

    bench.setTime(Instant.parse("2026-06-16T13:00:00Z"));
    var summary = bench.load(minutes(today, "SPY"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(stored("SPY", today)).isEqualTo(traded("SPY", today));
    assertThat(bench.number("SELECT count(*) FROM bar_minute WHERE provisional")).isZero();
    assertThat(bench.number("SELECT count(*) FROM bar_minute_revision")).isZero();
  }

  @Test
  void aRenamedInstrumentIsAskedForUnderBothTickers() throws Exception {
    var rename = range("2022-06-07", "2022-06-10");

    assertThat(bench.load(minutes(rename, "META")).isWhole()).isTrue();

    assertThat(bench.rows("SELECT address, first_date, last_date FROM load_task ORDER BY 2"))
        .containsExactly("(FB,2022-06-07,2022-06-08)", "(META,2022-06-09,2022-06-10)");
  }

  @Test
  void aPlanSaysWhatMinutesCost() {
    var planned = bench.loader().plan(minutes(range("2025-12-15", "2026-06-12"), "SPY", "QQQ"));

    assertThat(planned).isInstanceOf(Loader.Planned.Plan.class);
    if (planned instanceof Loader.Planned.Plan(var plan)) {
      assertThat(plan.bySymbol()).isEqualTo(2 * 2);
      assertThat(plan.rows()).isEqualTo(plan.dueSessions() * 800);
    }
  }

  // ---- files

  @Test
  void filesAndTheVendorStoreTheSameRows() throws Exception {
    var session = LocalDate.parse("2026-03-09");
    write(session, "AAPL", "SPY");

    var summary = loadFiles(DateRange.of(session));

    assertThat(summary.isWhole()).isTrue();
    for (var ticker : List.of("AAPL", "SPY")) {
      var vwapless =
          traded(ticker, DateRange.of(session)).stream().map(MinuteLoadTest::withoutVwap).toList();
      assertThat(stored(ticker, DateRange.of(session))).isEqualTo(vwapless);
    }
    assertThat(bench.rows("SELECT DISTINCT source FROM bar_minute")).containsExactly("(7)");
  }

  @Test
  void aFileOfAnotherDayIsNotTakenAndTheOthersAre() throws Exception {
    write(LocalDate.parse("2026-03-09"), "SPY");
    Files.copy(file("2026-03-09"), file("2026-03-10"));

    var summary = loadFiles(range("2026-03-09", "2026-03-10"));

    assertThat(summary.isWhole()).isFalse();
    assertThat(summary.failures()).singleElement().asString().contains("MISDATED", "2026-03-09");
    assertThat(bench.rows("SELECT session FROM minute_session")).containsExactly("(2026-03-09)");
  }

  @Test
  void aFileThatWasCutOffGivesNothingAndTheOthersAreStored() throws Exception {
    write(LocalDate.parse("2026-03-09"), "SPY");
    write(LocalDate.parse("2026-03-10"), "SPY");
    var whole = gzip(Files.readAllBytes(file("2026-03-10")));
    Files.delete(file("2026-03-10"));
    Files.write(
        folder.resolve("minute_aggs_v1/2026-03-10.csv.gz"), Arrays.copyOf(whole, whole.length / 2));

    var summary = loadFiles(range("2026-03-09", "2026-03-10"));

    assertThat(summary.failures()).singleElement().asString().contains("CORRUPT", "cut off");
    assertThat(bench.rows("SELECT session FROM minute_session")).containsExactly("(2026-03-09)");
  }

  @Test
  void aCorrectedFileSupersedesAndKeepsWhatWasKnown() throws Exception {
    var session = LocalDate.parse("2026-03-09");
    write(session, "SPY");
    loadFiles(DateRange.of(session));
    var lines = new ArrayList<>(Files.readAllLines(file("2026-03-09")));
    lines.set(200, lines.get(200).replaceFirst(",[0-9.]+,", ",77777,"));
    Files.write(file("2026-03-09"), lines);
    bench.database().useTransaction(h -> h.execute("UPDATE minute_session SET is_partial = true"));
    bench.setTime(bench.now().plusSeconds(13 * 3_600));

    loadFiles(DateRange.of(session));

    assertThat(bench.number("SELECT count(*) FROM bar_minute_revision")).isEqualTo(1);
    assertThat(bench.number("SELECT count(*) FROM bar_minute WHERE volume = 77777")).isEqualTo(1);
    assertThat(bench.rows("SELECT is_partial, asks FROM minute_session")).containsExactly("(f,1)");
  }

  @Test
  void partialAndRepeatedDaysOfTheRealDataAreReported() throws Exception {
    var december = range("2019-12-13", "2020-01-16");
    var data =
        SharedData.fileOrSkip(
                "flatfiles/us_stocks_sip/minute_aggs_v1/2019/12/2019-12-24.csv.gz",
                "whether partial days of real minute bars are found")
            .getParent()
            .getParent()
            .getParent();

    var summary = loadFiles(data, december);

    assertThat(summary.total().of(CellState.PARTIAL)).isEqualTo(17);
    assertThat(summary.repeats()).isEqualTo(5_071);
    assertThat(summary.incomplete().stream().map(o -> o.symbol() + " " + o.open()))
        .contains(
            "SPY [2019-12-13, 2019-12-20, 2020-01-10, 2020-01-14..2020-01-16]",
            "XBI [2019-12-16, 2020-01-13]");
    assertThat(
            bench.rows(
                """
                SELECT session, repeats FROM minute_session WHERE repeats > 0 ORDER BY 1
                """))
        .containsExactly("(2020-01-14,3575)", "(2020-01-15,899)", "(2020-01-16,597)");
    assertThat(
            bench.rows(
                """
                SELECT max(start), bool_or(is_partial) FROM bar_minute m JOIN minute_session USING (instrument_id)
                JOIN instrument_symbol s USING (instrument_id)
                WHERE s.ticker = 'SPY' AND session = '2019-12-24' AND start::date = '2019-12-24'
                """))
        .containsExactly("(\"2019-12-24 18:00:00+00\",f)");
  }

  // ---- what all share

  private LoadSummary loadFiles(DateRange range) throws InterruptedException {
    return loadFiles(folder, range);
  }

  private LoadSummary loadFiles(Path from, DateRange range) throws InterruptedException {
    return finished(
        bench
            .fileLoader()
            .load(
                new LoadRequest(
                    "files",
                    new LoadRequest.Target.Everything(),
                    BarInterval.MINUTE,
                    range,
                    LoadRequest.Priority.NORMAL,
                    Optional.of(from),
                    false),
                LoadObserver.SILENT));
  }

  private static LoadRequest minutes(DateRange range, String... tickers) {
    return Workbench.symbols(BarInterval.MINUTE, range, tickers);
  }

  private List<Bar> stored(String ticker, DateRange range) {
    return MinuteStore.postgres(bench.database(), Workbench.CALENDAR)
        .read(bench.id(ticker), range, Optional.empty())
        .stream()
        .map(stored -> stored.bar())
        .toList();
  }

  private static List<Bar> traded(String ticker, DateRange range) {
    var bars = new ArrayList<Bar>();
    for (var session : Workbench.CALENDAR.sessions(range)) {
      var rows = MARKET.minutes(ticker, session.date());
      for (int row = 0; row < rows.size(); row++) {
        bars.add(
            new Bar(
                Instant.ofEpochMilli(rows.startMillis(row)),
                rows.open(row),
                rows.high(row),
                rows.low(row),
                rows.close(row),
                optional(rows.volume(row)),
                optional(rows.vwap(row)),
                OptionalLong.of(rows.trades(row))));
      }
    }
    return bars;
  }

  private static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Bar withoutVwap(Bar bar) {
    return new Bar(
        bar.start(),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        bar.volume(),
        optional(Double.NaN),
        bar.trades());
  }

  private Path file(String session) {
    return folder.resolve("minute_aggs_v1/" + session + ".csv");
  }

  private void write(LocalDate session, String... tickers) throws IOException {
    Files.createDirectories(folder.resolve("minute_aggs_v1"));
    var lines = new ArrayList<String>();
    lines.add("ticker,volume,open,close,high,low,window_start,transactions");
    for (var ticker : tickers) {
      for (var bar : traded(ticker, DateRange.of(session))) {
        lines.add(
            ticker
                + ","
                + bar.volume().orElseThrow()
                + ","
                + bar.open()
                + ","
                + bar.close()
                + ","
                + bar.high()
                + ","
                + bar.low()
                + ","
                + bar.start().getEpochSecond()
                + "000000000,"
                + bar.trades().orElseThrow());
      }
    }
    Files.write(file(session.toString()), lines);
  }

  private static byte[] gzip(byte[] text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text);
    }
    return bytes.toByteArray();
  }
}
