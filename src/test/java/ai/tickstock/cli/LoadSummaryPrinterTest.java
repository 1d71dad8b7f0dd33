package ai.tickstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CoverageCount;
import ai.tickstock.bars.LiveCheck;
import ai.tickstock.bars.Quarantine;
import ai.tickstock.bars.RejectReason;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.load.LoadErrors;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.LoadSummary;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadSummaryPrinterTest {
  private static final DateRange HALF_YEAR =
      new DateRange(LocalDate.parse("2023-08-01"), LocalDate.parse("2024-01-31"));
  private static final LoadSummary.Cost COST =
      new LoadSummary.Cost(15, 1_234_567, 1_890, Duration.ofMillis(4_210));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int print(LoadResult result, Format format) {
    return LoadSummaryPrinter.print(result, format, new PrintWriter(out), new PrintWriter(err));
  }

  private static CoverageCount count(Object... statesAndCells) {
    var cells = new EnumMap<CellState, Integer>(CellState.class);
    for (int i = 0; i < statesAndCells.length; i += 2) {
      cells.put((CellState) statesAndCells[i], (Integer) statesAndCells[i + 1]);
    }
    return new CoverageCount(cells);
  }

  private static LoadSummary summary(
      CoverageCount stocks,
      CoverageCount etfs,
      List<LoadSummary.SymbolOutcome> incomplete,
      List<String> notLoaded,
      List<String> failures) {
    var classes = new EnumMap<EquityCategory, LoadSummary.ClassCount>(EquityCategory.class);
    classes.put(EquityCategory.STOCKS, new LoadSummary.ClassCount(10, stocks));
    classes.put(EquityCategory.ETFS, new LoadSummary.ClassCount(5, etfs));
    return new LoadSummary(
        OptionalInt.of(7),
        BarInterval.DAY,
        HALF_YEAR,
        classes,
        incomplete,
        notLoaded,
        failures,
        COST,
        0,
        0,
        List.of(),
        0,
        false,
        Map.of(),
        LiveCheck.NONE,
        0,
        LoadErrors.NONE);
  }

  private static LoadSummary whole() {
    return summary(
        count(CellState.PRESENT, 1_260),
        count(CellState.PRESENT, 629, CellState.CONFIRMED_EMPTY, 1),
        List.of(),
        List.of(),
        List.of());
  }

  private static LoadSummary.SymbolOutcome lacking(String ticker, String... dates) {
    return new LoadSummary.SymbolOutcome(
        new Symbol(ticker),
        EquityCategory.STOCKS,
        count(CellState.PRESENT, 125, CellState.UNEXPLAINED, 1),
        List.of(dates).stream().map(LocalDate::parse).map(DateRange::of).toList(),
        true);
  }

  @Test
  void aWholeLoadIsCompleteAndSaysWhatIsStored() {
    assertThat(print(new LoadResult.Finished(whole()), Format.TABLE)).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            class   instruments  expected  stored  confirmed empty  unexplained
            Stocks           10      1260    1260                0            0
            ETFs              5       630     629                1            0
            Total            15      1890    1889                1            0

            2023-08-01..2024-01-31: 15 calls, 1.2 MB, 1,890 rows, 4.2 s
            run 7 complete: every expected session is stored or explained
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void oneSessionLessIsPartialNamesItAndExitsWithThree() {
    var summary =
        summary(
            count(CellState.PRESENT, 1_259, CellState.UNEXPLAINED, 1),
            count(CellState.PRESENT, 620, CellState.PROVISIONAL, 5, CellState.PENDING, 5),
            List.of(lacking("AAPL", "2024-01-24")),
            List.of("FOO is not known"),
            List.of());
    assertThat(print(new LoadResult.Finished(summary), Format.TABLE)).isEqualTo(3);
    assertThat(out.toString())
        .isEqualTo(
            """
            class   instruments  expected  stored  confirmed empty  unexplained  provisional  pending
            Stocks           10      1260    1259                0            1            0        0
            ETFs              5       630     625                0            0            5        5
            Total            15      1890    1884                0            1            5        5

            2023-08-01..2024-01-31: 15 calls, 1.2 MB, 1,890 rows, 4.2 s
            not complete:
              AAPL  2024-01-24
            not loaded:
              FOO is not known
            run 7 partial: 1,884 of 1,890 expected sessions stored; 1 session unexplained, 1 not loaded
            """);
  }

  @Test
  void provisionalBarsAreNotCalledFinal() {
    var summary =
        summary(
            count(CellState.PRESENT, 9, CellState.PROVISIONAL, 1),
            count(),
            List.of(),
            List.of(),
            List.of());
    assertThat(print(new LoadResult.Finished(summary), Format.TABLE)).isZero();
    assertThat(out.toString())
        .endsWith(
            "run 7 complete: every expected session is stored, as far as the vendor's values are"
                + " final\n");
  }

  @Test
  void namesTwentySymbolsAndCountsTheRest() {
    var many = IntStream.range(10, 33).mapToObj(i -> lacking("S" + i, "2024-01-24")).toList();
    var summary =
        summary(
            count(CellState.PRESENT, 1, CellState.UNEXPLAINED, 23),
            count(),
            many,
            List.of(),
            List.of("BAD_ANSWER 1 task: cut off"));
    assertThat(print(new LoadResult.Finished(summary), Format.TABLE)).isEqualTo(3);
    assertThat(out.toString())
        .contains("  S29  2024-01-24\n  and 3 more: tickstock coverage --explain\n")
        .doesNotContain("  S30")
        .contains("failures:\n  BAD_ANSWER 1 task: cut off\n");
  }

  @Test
  void showsFiveRangesOfASymbolAndCountsTheRest() {
    var summary =
        summary(
            count(CellState.PRESENT, 1, CellState.UNEXPLAINED, 7),
            count(),
            List.of(
                lacking(
                    "A",
                    "2024-01-02",
                    "2024-01-04",
                    "2024-01-08",
                    "2024-01-10",
                    "2024-01-12",
                    "2024-01-17",
                    "2024-01-19")),
            List.of(),
            List.of());
    print(new LoadResult.Finished(summary), Format.TABLE);
    assertThat(out.toString()).contains("2024-01-12 and 2 more ranges\n");
  }

  @Test
  void nothingStoredAndFailuresIsFailed() {
    var summary =
        summary(
            count(CellState.FAILED, 10),
            count(),
            List.of(),
            List.of(),
            List.of("UNREACHABLE 1 task: refused"));
    assertThat(print(new LoadResult.Finished(summary), Format.TABLE)).isEqualTo(1);
    assertThat(out.toString())
        .endsWith("run 7 failed: 0 of 10 expected sessions stored; 10 sessions failed, failures\n");
  }

  @Test
  void aStoppedRunSaysHowToGoOn() {
    var stopped = new LoadResult.Stopped(7, "paused", "the vendor is away", whole());
    assertThat(print(stopped, Format.TABLE)).isEqualTo(3);
    assertThat(err.toString())
        .isEqualTo(
            "run 7 is paused: the vendor is away; 'tickstock runs resume 7' goes on with it\n");
    assertThat(out.toString()).contains("run 7 paused: 1,889 of 1,890").doesNotContain("complete:");
  }

  @Test
  void aCancelledRunCannotBeResumed() {
    assertThat(print(new LoadResult.Stopped(7, "cancelled", "", whole()), Format.TABLE))
        .isEqualTo(3);
    assertThat(err.toString()).isEqualTo("run 7 is cancelled\n");
  }

  @Test
  void whatMeansNothingIsAMisuse() {
    var problems = List.of("SPYY is not known; did you mean SPY?");
    assertThat(print(new LoadResult.Misunderstood(problems), Format.TABLE)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .isEqualTo("tickstock: SPYY is not known; did you mean SPY?\nnothing was stored\n");
  }

  @Test
  void whatCouldNotStartFails() {
    assertThat(print(new LoadResult.NotStarted("there is no vendor"), Format.JSON)).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("tickstock: there is no vendor\n");
    assertThat(out.toString())
        .isEqualTo(
            """
            {
              "state" : "not_started",
              "problems" : [ "there is no vendor" ]
            }
            """);
  }

  @Test
  void jsonHasStableKeys() {
    print(new LoadResult.Finished(whole()), Format.JSON);
    var keys =
        out.toString()
            .lines()
            .filter(line -> line.matches(" {2}\"\\w+\" : .*"))
            .map(line -> line.strip().split("\"")[1])
            .toList();
    assertThat(keys)
        .containsExactly(
            "run",
            "state",
            "whole",
            "message",
            "interval",
            "from",
            "to",
            "classes",
            "total",
            "calls",
            "calls_for_bars",
            "bytes",
            "rows",
            "seconds",
            "errors",
            "source_adjusted_rows",
            "quarantined_rows",
            "quarantined_by_reason",
            "quarantined_again",
            "repeated_rows",
            "skipped_rows",
            "skipped_by_type",
            "live_minutes",
            "never_seen",
            "incomplete",
            "not_loaded",
            "failures");
    assertThat(out.toString()).contains("\"state\" : \"complete\"", "\"confirmed_empty\" : 1");
  }

  @Test
  void csvIsOneRowAClass() {
    print(new LoadResult.Finished(whole()), Format.CSV);
    assertThat(out.toString())
        .isEqualTo(
            """
            class,instruments,expected,stored,confirmed_empty,unexplained
            Stocks,10,1260,1260,0,0
            ETFs,5,630,629,1,0
            Total,15,1890,1889,1,0
            """);
  }

  @Test
  void nothingExpectedIsSaidAsSuch() {
    var nothing =
        new LoadSummary(
            OptionalInt.empty(),
            BarInterval.DAY,
            HALF_YEAR,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            COST,
            3,
            1_004,
            List.of(
                new Quarantine.Refusal(
                    RejectReason.MISDATED,
                    1,
                    new Symbol("VODL"),
                    "window_start \u001b[2J is not midnight")),
            5,
            false,
            new TreeMap<>(Map.of("WARRANT", 1L, "PFD", 1_003L)),
            new LiveCheck(385, 3, 2, 1),
            2,
            new LoadErrors(1_030, 212, 500, 170, 3));
    assertThat(print(new LoadResult.Finished(nothing), Format.TABLE)).isZero();
    assertThat(out.toString())
        .contains("3 bars stored as split-adjusted by their source, apart from the raw ones\n")
        .contains("1,004 rows refused by the checks and kept in quarantine")
        .contains("  misdated 1, first VODL: window_start ?[2J is not midnight\n")
        .contains("  1,003 the same as rows that are kept already\n")
        .contains("5 rows repeated another one exactly: kept once\n")
        .contains(
            "1,004 bars of types that are not loaded ('tickstock types list'): counted, not stored: PFD 1,003, WARRANT 1\n")
        .contains(
            "errors: 212 of 1,030 calls for bars failed (20.58 %), 3 of 500 requests unresolved after retries (0.60 %)\n")
        .contains("live minutes: 385 validated, 3 corrected, 2 added, 1 withdrawn\n")
        .contains("2 instruments of the source's list without any bar; nothing is expected of them")
        .endsWith("complete: nothing is expected in 2023-08-01..2024-01-31\n");
  }
}
