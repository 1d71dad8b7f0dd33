package ai.tickstock.load;

import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.SharedData;
import ai.tickstock.bars.CellState;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.simulator.DataFolderMarket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads from folders of files.
class FileLoadTest {
  private static final DateRange WEEK = range("2024-01-02", "2024-01-05");
  private static final String TABLES =
      """
      SELECT s.ticker, b.session, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.suspicions, b.provisional
      FROM bar_daily b JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2
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
  void tickersWithoutAListingAreStoredAsProvisionalInstruments() throws Exception {
    week();

    var summary = load(WEEK);

    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.total().stored()).isEqualTo(8);
    assertThat(bench.rows("SELECT DISTINCT provisional, initial_load_date IS NULL FROM instrument"))
        .containsExactly("(t,f)");
    assertThat(bench.rows(TABLES)).contains("(SPY,2024-01-02,10,12,9,11,1000,,5,0,f)");
  }

  @Test
  void aFileOfWhichNothingCanBeUsedIsNotComplete() throws Exception {
    var days = Files.createDirectories(folder.resolve("day_aggs_v1"));
    Files.writeString(
        days.resolve("2024-01-02.csv"),
        """
        ticker,volume,open,close,high,low,window_start,transactions
        SPY,1000,NaN,10,11,9,1704171600000000000,5
        AAPL,1000,1e300,1e300,1e300,1e300,1704171600000000000,5
        """);

    var summary = load(WEEK);

    assertThat(summary.quarantined()).isEqualTo(2);
    assertThat(summary.isWhole()).isFalse();
    assertThat(bench.rows("SELECT ticker, reason FROM bar_quarantine ORDER BY 1"))
        .containsExactly("(AAPL,impossible)", "(SPY,unreadable)");
  }

  @Test
  void aFolderWithoutAFileInTheRangeIsRefused() throws Exception {
    week();

    var result = loader(request(range("2025-01-02", "2025-01-03"), false));

    assertThat(((LoadResult.Misunderstood) result).problems())
        .singleElement()
        .asString()
        .contains("has no day file in 2025-01-02..2025-01-03")
        .contains("2024-01-02..2024-01-05");
  }

  @Test
  void theSameFolderTwiceChangesNothing() throws Exception {
    week();
    load(WEEK);
    var bars = bench.rows("SELECT * FROM bar_daily ORDER BY 1, 2");
    var instruments = bench.rows("SELECT * FROM instrument ORDER BY 1");

    assertThat(load(WEEK).isWhole()).isTrue();

    assertThat(bench.rows("SELECT * FROM bar_daily ORDER BY 1, 2")).isEqualTo(bars);
    assertThat(bench.rows("SELECT * FROM instrument ORDER BY 1")).isEqualTo(instruments);
    assertThat(bench.number("SELECT count(*) FROM bar_revision")).isZero();
  }

  @Test
  void aCorruptFileFailsAloneAndTheLoadIsNotWhole() throws Exception {
    week();
    var file = file(LocalDate.parse("2024-01-04"));
    var bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    var summary = load(WEEK);

    assertThat(summary.isWhole()).isFalse();
    assertThat(summary.total().stored()).isEqualTo(6);
    assertThat(summary.total().of(CellState.FAILED)).isEqualTo(2);
    assertThat(summary.failures()).singleElement().asString().contains("2024-01-04.csv.gz");
  }

  /// Its header has a zero byte in every other place, which no database takes.
  @Test
  void aFileInAnotherEncodingFailsAlone() throws Exception {
    week();
    var file = file(LocalDate.parse("2024-01-04"));
    Files.write(
        file,
        "ticker,volume,open,close,high,low,window_start,transactions\n"
            .getBytes(StandardCharsets.UTF_16LE));

    var summary = load(WEEK);

    assertThat(summary.total().stored()).isEqualTo(6);
    assertThat(summary.failures())
        .singleElement()
        .asString()
        .contains("WRONG_HEADER", "but found t\\u0000i\\u0000c");
  }

  @Test
  void tickersAreFoundWhateverTheirOrderInTheFilesAndWhicheverAreMissing() throws Exception {
    var days = Workbench.CALENDAR.sessions(WEEK).stream().map(Session::date).toList();
    write(days.get(0), price("AAPL", days.get(0), 1), price("QQQ", days.get(0), 2));
    write(
        days.get(1),
        price("SPY", days.get(1), 3),
        price("QQQ", days.get(1), 2),
        price("AAPL", days.get(1), 1));
    write(days.get(2), price("IWM", days.get(2), 4), price("SPY", days.get(2), 3));
    write(
        days.get(3),
        price("AAPL", days.get(3), 1),
        price("SPY", days.get(3), 3),
        price("IWM", days.get(3), 4),
        price("QQQ", days.get(3), 2));

    load(WEEK);

    assertThat(
            bench.rows(
                """
                SELECT s.ticker, b.close, count(*) FROM bar_daily b JOIN instrument_symbol s USING (instrument_id)
                GROUP BY 1, 2 ORDER BY 1
                """))
        .containsExactly("(AAPL,1,3)", "(IWM,4,2)", "(QQQ,2,3)", "(SPY,3,3)");
    assertThat(bench.number("SELECT count(*) FROM load_run_instrument")).isEqualTo(4);
  }

  @Test
  void aSessionThatFilesLeaveOutAgainMuchLaterIsEmptyWhereTheNameTradesThatThinly()
      throws Exception {
    for (var session : Workbench.CALENDAR.sessions(WEEK)) {
      var day = session.date();
      var lines = new ArrayList<String>();
      for (var ticker : List.of("AAPL", "IWM", "MSFT", "QQQ", "SPY")) {
        lines.add(price(ticker, day, 10) + "000");
      }
      if (!day.equals(LocalDate.parse("2024-01-03"))) {
        lines.add(price("THIN", day, 10));
      }
      write(day, lines.toArray(String[]::new));
    }

    assertThat(load(WEEK).total().of(CellState.UNEXPLAINED)).isEqualTo(1);
    bench.setTime(bench.clock().instant().plus(LoadPolicy.DEFAULT.secondAskAfter()));
    var later = load(WEEK);

    assertThat(later.total().of(CellState.CONFIRMED_EMPTY)).isEqualTo(1);
    assertThat(later.isWhole()).isTrue();
  }

  @Test
  void badRowsAreQuarantinedAndTheirCellsRejected() throws Exception {
    week();
    var day = LocalDate.parse("2024-01-03");
    write(
        day,
        line("SPY", day, 10, 12, 9, 11),
        line("SPY", day, 10, 12, 9, 11.5),
        line("QQQ", day, 10, 8, 9, 9),
        line("QQQ", day.minusDays(1), 10, 12, 9, 11),
        "DAMAGED,what,is,this");

    var summary = load(WEEK);

    assertThat(summary.isWhole()).isFalse();
    assertThat(summary.total().of(CellState.REJECTED)).isEqualTo(2);
    assertThat(bench.rows("SELECT reason, count(*) FROM bar_quarantine GROUP BY 1 ORDER BY 1"))
        .containsExactly(
            "(contradiction,2)", "(high_below_low,1)", "(misdated,1)", "(unreadable,1)");
    assertThat(bench.number("SELECT count(*) FROM bar_daily WHERE session = '2024-01-03'"))
        .isZero();
  }

  @Test
  void barsOfPerTickerFilesBeforeTheCalendarAreStoredAsSuch() throws Exception {
    tickerFile(
        "IBM",
        line("IBM", LocalDate.parse("1962-01-02"), 10, 12, 9, 11),
        line("IBM", LocalDate.parse("1990-01-02"), 20, 22, 19, 21),
        line("IBM", LocalDate.parse("1990-01-03"), 20, 22, 19, 21));

    var summary = load(range("1960-01-01", "1990-01-03"));

    assertThat(summary.isWhole()).isTrue();
    assertThat(summary.total().expected()).isEqualTo(2);
    assertThat(bench.rows("SELECT session, suspicions & 8 FROM bar_daily ORDER BY 1"))
        .containsExactly("(1962-01-02,8)", "(1990-01-02,0)", "(1990-01-03,0)");
  }

  @Test
  void splitAdjustedFilesAreStoredApart() throws Exception {
    tickerFile("IBM", line("IBM", LocalDate.parse("2024-01-02"), 20, 22, 19, 21));

    var summary = finished(loader(request(WEEK, true)));

    assertThat(summary.sourceAdjustedRows()).isEqualTo(1);
    assertThat(bench.number("SELECT count(*) FROM bar_daily")).isZero();
    assertThat(bench.number("SELECT count(*) FROM bar_daily_adjusted")).isEqualTo(1);
  }

  @Test
  void aYearOfRealFilesIsTheSameAsOverHttp() throws Exception {
    var readme =
        SharedData.fileOrSkip("README.md", "that files and HTTP store the same bars of 2020");
    folder = readme.getParent();
    var year = range("2020-01-01", "2020-12-31");

    var summary = load(year);

    assertThat(summary.failures()).isEmpty();
    assertThat(summary.incomplete()).isEmpty();
    assertThat(bench.number("SELECT count(DISTINCT session) FROM bar_daily")).isEqualTo(253);
    assertThat(
            bench.rows(
                """
                SELECT s.ticker, b.session, b.close FROM bar_daily b JOIN instrument_symbol s USING (instrument_id)
                WHERE s.ticker = 'SPY' AND b.session = '2020-03-23'
                   OR s.ticker = 'AAPL' AND b.session IN ('2020-08-28', '2020-08-31') ORDER BY 1, 2
                """))
        .containsExactly(
            "(AAPL,2020-08-28,499.23)", "(AAPL,2020-08-31,129.04)", "(SPY,2020-03-23,222.95)");

    try (var http = Workbench.over(DataFolderMarket.open(folder))) {
      var served = http.load(Workbench.everything(year));

      assertThat(served.incomplete()).isEmpty();
      assertThat(http.rows(TABLES)).isEqualTo(bench.rows(TABLES));
      assertThat(http.rows("SELECT * FROM coverage_range"))
          .isEqualTo(bench.rows("SELECT * FROM coverage_range"));
      assertThat(served.total()).isEqualTo(summary.total());
    }
  }

  private LoadSummary load(DateRange range) throws InterruptedException {
    return finished(loader(request(range, false)));
  }

  private LoadResult loader(LoadRequest request) throws InterruptedException {
    return bench.fileLoader().load(request, LoadObserver.SILENT);
  }

  private LoadRequest request(DateRange range, boolean sourceAdjusted) {
    return new LoadRequest(
        "files",
        new LoadRequest.Target.Everything(),
        BarInterval.DAY,
        range,
        LoadRequest.Priority.NORMAL,
        Optional.of(folder),
        sourceAdjusted);
  }

  private void week() throws IOException {
    for (var session : Workbench.CALENDAR.sessions(WEEK)) {
      var day = session.date();
      write(day, line("QQQ", day, 20, 22, 19, 21), line("SPY", day, 10, 12, 9, 11));
    }
  }

  /// With 5 trades.
  private static String price(String ticker, LocalDate day, double price) {
    return line(ticker, day, price, price, price, price);
  }

  private static String line(
      String ticker, LocalDate day, double open, double high, double low, double close) {
    long nanos = Bar.startOfSession(day).getEpochSecond() * 1_000_000_000L;
    return ticker + ",1000," + open + "," + close + "," + high + "," + low + "," + nanos + ",5";
  }

  private Path file(LocalDate day) {
    return folder
        .resolve("us_stocks_sip/day_aggs_v1")
        .resolve("%d/%02d/%s.csv.gz".formatted(day.getYear(), day.getMonthValue(), day));
  }

  private void write(LocalDate day, String... lines) throws IOException {
    gzip(file(day), lines);
  }

  private void tickerFile(String ticker, String... lines) throws IOException {
    gzip(folder.resolve(ticker + ".csv.gz"), lines);
  }

  private static void gzip(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    var all = new ArrayList<String>();
    all.add("ticker,volume,open,close,high,low,window_start,transactions");
    all.addAll(List.of(lines));
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", all) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
