package ai.tickstock.load;

import static ai.tickstock.load.Workbench.finished;
import static ai.tickstock.load.Workbench.range;
import static ai.tickstock.load.Workbench.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.simulator.DataFolderMarket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loads of a data folder with instruments of London, Tokyo and New York.
class ExchangeLoadTest {
  private static final DateRange SPAN = range("2025-11-24", "2026-05-08");
  private static final DateRange BOXING_DAY = range("2025-12-26", "2025-12-26");
  private static final DateRange GOLDEN_WEEK = range("2026-05-04", "2026-05-06");
  private static final DateRange THANKSGIVING = range("2025-11-27", "2025-11-27");

  private static final Map<String, Mic> LISTED =
      Map.of("LDN", new Mic("XLON"), "TKY", new Mic("XTKS"), "USA", Mic.XNYS);

  /// On which London's name has no bar.
  private static final LocalDate HOLE = LocalDate.parse("2026-03-10");

  @TempDir private Path folder;
  private Workbench bench;

  @BeforeEach
  void open() throws IOException {
    gzip(
        "reference/tickers_all_2025-11-03.jsonl.gz",
        LISTED.entrySet().stream()
            .map(one ->
                """
                {"ticker":"%s","name":"%s plc","market":"stocks","primary_exchange":"%s","type_derived":"CS","active":true}\
                """
                    .formatted(one.getKey(), one.getKey(), one.getValue()))
            .toList());
    for (var day = SPAN.first(); !day.isAfter(SPAN.last()); day = day.plusDays(1)) {
      var lines = new ArrayList<String>();
      for (var ticker : List.of("LDN", "TKY", "USA")) {
        if (calendar(ticker).isSession(day) && !(ticker.equals("LDN") && day.equals(HOLE))) {
          lines.add(line(ticker, day));
        }
      }
      if (!lines.isEmpty()) {
        lines.addFirst("ticker,volume,open,close,high,low,window_start,transactions");
        gzip(
            "flatfiles/us_stocks_sip/day_aggs_v1/%d/%02d/%s.csv.gz"
                .formatted(day.getYear(), day.getMonthValue(), day),
            lines);
      }
    }
    bench = Workbench.over(DataFolderMarket.open(folder));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void anInstrumentIsAskedForOnNoneOfItsHolidaysAndOnThoseOfOthers() throws Exception {
    assertThat(bench.load(symbols(BOXING_DAY, "LDN")).total().expected()).isZero();
    assertThat(bench.load(symbols(GOLDEN_WEEK, "TKY")).total().expected()).isZero();
    assertThat(bench.load(symbols(THANKSGIVING, "USA")).total().expected()).isZero();
    assertThat(bench.number("SELECT count(*) FROM load_task")).isZero();

    assertThat(bench.load(symbols(BOXING_DAY, "TKY", "USA")).total().stored()).isEqualTo(2);
    assertThat(bench.load(symbols(GOLDEN_WEEK, "USA")).total().stored()).isEqualTo(3);
    assertThat(bench.load(symbols(THANKSGIVING, "LDN", "TKY")).total().stored()).isEqualTo(2);
  }

  @Test
  void aMixedLoadStoresTheSessionsOfEachExchangeAndCoverageAgrees() throws Exception {
    var request = symbols(SPAN, "LDN", "TKY", "USA");

    var summary = bench.load(request);

    assertThat(summary.total().of(CellState.REJECTED)).isZero();
    assertThat(summary.quarantined()).isZero();
    var report =
        CoverageReports.postgres(
                bench.database(),
                new Finality(Workbench.CALENDAR, Workbench.POLICY.finalDelay()),
                bench.clock())
            .report(BarInterval.DAY, asked(), SPAN, CoverageReports.Expect.WHOLE_RANGE);
    for (var line : report.lines()) {
      var ticker = line.symbol().ticker();
      int sessions = calendar(ticker).countSessions(SPAN);
      int holes = ticker.equals("LDN") ? 1 : 0;
      assertThat(line.sessions().expected()).as(ticker).isEqualTo(sessions);
      assertThat(line.sessions().of(CellState.PRESENT)).as(ticker).isEqualTo(sessions - holes);
    }
    assertThat(((Loader.Planned.Plan) bench.loader().plan(request)).plan().exchanges())
        .containsExactly(
            Map.entry(new Mic("XLON"), calendar("LDN").countSessions(SPAN)),
            Map.entry(Mic.XNYS, calendar("USA").countSessions(SPAN)),
            Map.entry(new Mic("XTKS"), calendar("TKY").countSessions(SPAN)));
  }

  @Test
  void whatIsMissingElsewhereIsNotLookedForInAnswersOfTheUs() throws Exception {
    var summary = bench.load(symbols(SPAN, "LDN"));

    assertThat(summary.total().of(CellState.UNEXPLAINED)).isEqualTo(1);
    assertThat(
            bench.number("SELECT count(*) FROM load_task WHERE kind IN ('grouped', 'second_look')"))
        .isZero();
  }

  @Test
  void filesOfAFolderAreReadByTheSameCalendars() throws Exception {
    var request =
        new LoadRequest(
            "files",
            symbols(SPAN, "LDN", "TKY", "USA").target(),
            BarInterval.DAY,
            SPAN,
            LoadRequest.Priority.NORMAL,
            Optional.of(folder),
            false);

    var summary = finished(bench.fileLoader().load(request, LoadObserver.SILENT));

    assertThat(summary.quarantined()).isZero();
    for (var ticker : LISTED.keySet()) {
      assertThat(
              bench.number(
                  "SELECT count(*) FROM bar_daily WHERE instrument_id = "
                      + bench.id(ticker).value()))
          .as(ticker)
          .isEqualTo(calendar(ticker).countSessions(SPAN) - (ticker.equals("LDN") ? 1 : 0));
    }
  }

  private Map<InstrumentId, Symbol> asked() {
    var asked = new HashMap<InstrumentId, Symbol>();
    LISTED.keySet().forEach(ticker -> asked.put(bench.id(ticker), new Symbol(ticker)));
    return asked;
  }

  private static TradingCalendar calendar(String ticker) {
    return TradingCalendar.of(LISTED.getOrDefault(ticker, Mic.XNYS));
  }

  private static String line(String ticker, LocalDate day) {
    long nanos = Bar.startOfSession(day).getEpochSecond() * 1_000_000_000L;
    double price = 100 + day.toEpochDay() % 7;
    return "%s,1000,%s,%s,%s,%s,%d,5"
        .formatted(ticker, price, price + 1, price + 2, price - 1, nanos);
  }

  private void gzip(String name, List<String> lines) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
