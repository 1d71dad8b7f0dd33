package ai.tickstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `./tickstock bench` says; the measuring itself is no test.
class BenchTest {
  private static final Size WHOLE = new Size(1, 3);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void namesTheBenchmarksWhenItIsMisused() {
    for (var arguments : List.of(new String[] {}, new String[] {"load-weekly"})) {
      assertThat(run(arguments)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("all, load-daily, load-files, load-minutes, load-small, load-minutes-http")
          .contains(
              "startup, calendar, listing-watch, queue, simulator, readers, correlations, rebalance, eod")
          .contains("decode, staging, growth, peers")
          .contains("readers-under-load, web");
    }
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"--scale, 0", "--scale, 1.5", "--runs, 0"})
  void refusesASizeThatCannotBe(String option, String value) {
    assertThat(run("startup", option, value)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(option);
  }

  @Test
  void theFirstMissedGoalStandsForTheWhole() {
    var met = Measure.ratio("a", 0.5, OptionalDouble.of(0.7), "COPY, 10 s");
    var shown = Measure.ratio("b", 9, OptionalDouble.empty(), "bare, 1 s");
    var missed = Measure.seconds("c", 0.8, 0.7, "java -version, 0.05 s");

    assertThat(report(WHOLE, List.of(), shown, met).json())
        .hasToString(
            "{name=load-daily, goal=0.7, value=0.5, unit=ratio, baseline=COPY, 10 s, pass=true}");
    assertThat(report(WHOLE, List.of(), shown, met, missed).json())
        .hasToString(
            "{name=load-daily, goal=0.7, value=0.8, unit=seconds, baseline=java -version, 0.05 s,"
                + " pass=false}");
  }

  @Test
  void whatIsOnlyShownPasses() {
    var shown = Measure.ratio("a", 9, OptionalDouble.empty(), "another engine, 1 s");

    assertThat(report(WHOLE, List.of(), shown).json())
        .hasToString(
            "{name=load-daily, goal=null, value=9.0, unit=ratio, baseline=another engine, 1 s,"
                + " pass=true}");
    assertThat(report(WHOLE, List.of(), shown).text()).endsWith("no goal");
  }

  @Test
  void aBrokenConditionIsNoPassAndASmallSizeIsTold() {
    var met = Measure.ratio("a", 0.5, OptionalDouble.of(0.7), "COPY, 10 s");

    var report = report(new Size(0.1, 3), List.of("the heap reached 600 MB"), met);

    assertThat(report.pass()).isFalse();
    assertThat(report.json())
        .containsEntry("baseline", "COPY, 10 s; the heap reached 600 MB; tried at scale 0.1");
    assertThat(report.text()).contains("the heap reached 600 MB").contains("goal 0.700  pass");
  }

  @Test
  void manyASecondAreBetterThanFew() {
    assertThat(perSecond(90).pass()).isFalse();
    assertThat(perSecond(110).pass()).isTrue();
  }

  private static Measure perSecond(double value) {
    return new Measure("rows", value, OptionalDouble.of(100), Measure.Unit.PER_SECOND, "none");
  }

  @Test
  void thePeakOfTheHeapIsReadFromTheCollectorsLog() {
    var log =
        List.of(
            "[0.8s][info][gc] GC(0) Pause Young (Allocation Failure) 101M->72M(365M) 59.165ms",
            "[0.9s][info][gc] GC(1) Pause Full (Allocation Failure) 172M->60M(365M) 78.786ms",
            "[1.0s][info][gc,exit]  DefNew     total 116160K, used 51200K [0x0, 0x1, 0x2)",
            "[1.0s][info][gc,exit]   eden space 103296K,  35% used [0x0, 0x1, 0x2)",
            "[1.0s][info][gc,exit]  Tenured    total 265244K, used 102400K [0x0, 0x1, 0x2)",
            "[1.0s][info][gc,exit]  Metaspace       used 950300K, committed 9664K, reserved 1K");
    assertThat(Execution.peakHeap(log)).isEqualTo(172L << 20);
    assertThat(Execution.peakHeap(log.subList(2, 6))).isEqualTo(150L << 20);
    assertThat(Execution.peakHeap(List.of())).isZero();
  }

  @Test
  void theMedianIsTheMiddleOne() {
    assertThat(Race.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Race.median(List.of(4.0, 1.0))).isEqualTo(2.5);
  }

  @Test
  void rowsAreWrittenAsAVendorPrintsThem() {
    assertThat(CsvRows.text(472.65)).isEqualTo("472.65");
    assertThat(CsvRows.text(15)).isEqualTo("15");
    assertThat(CsvRows.text(0.0001)).isEqualTo("0.0001");
    assertThat(CsvRows.text(123_623_719.25)).isEqualTo("123623719.25");
  }

  @Test
  void steadyTickersMeanOneInstrument() {
    var market = new SyntheticMarket(42, TradingCalendar.nyse());
    var steady = SteadyTickers.in(market);
    assertThat(steady).hasSizeGreaterThan(10_000).doesNotHaveDuplicates();
    assertThat(steady).contains("SPY", "AAPL").doesNotContain("META", "FB");
  }

  @Test
  void aMissingProcessHasUsedNothing() {
    assertThat(ProcessorTime.of(Long.MAX_VALUE)).isZero();
    assertThat(ProcessorTime.peakResident(Long.MAX_VALUE)).isZero();
  }

  @Test
  void whatEndedOtherwiseThanItMayIsNoMeasurement() {
    var ended = new Execution(1, 1, 0, 0, 1, "", "database gone\n");
    assertThat(ended.requireExit(0, 1)).isSameAs(ended);
    assertThatThrownBy(() -> ended.requireExit(0))
        .isInstanceOf(BenchmarkFailed.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("database gone");
  }

  private static Report report(Size size, List<String> broken, Measure... measures) {
    return new Report(new LoadDaily(), size, List.of(measures), List.of("run 1"), broken);
  }

  private int run(String... arguments) {
    return new Bench(
            Path.of("nowhere"),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }
}
