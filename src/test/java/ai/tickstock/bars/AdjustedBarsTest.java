package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.bar;
import static ai.tickstock.bars.TestBars.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.tickstock.bars.AdjustedBars.Reason;
import ai.tickstock.bars.AdjustedBars.Skipped;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Dividend;
import ai.tickstock.market.Split;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdjustedBarsTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

  @Test
  void applesCloseBeforeItsSplitIsExact() {
    var raw = List.of(bar("2020-08-28", 499.23), bar("2020-08-31", 129.04));

    var adjusted = bySplits(raw, split("2020-08-31", "1", "4"));

    assertThat(adjusted.get(0).close()).isEqualTo(124.8075);
    assertThat(adjusted.get(0).open()).isEqualTo(124.8075);
    assertThat(adjusted.get(0).high()).isEqualTo(125.0575);
    assertThat(adjusted.get(0).low()).isEqualTo(62.40375);
    assertThat(adjusted.get(0).vwap()).hasValue(124.8075);
    assertThat(adjusted.get(0).volume()).hasValue(4_000);
    assertThat(adjusted.get(0).trades()).hasValue(10);
    assertThat(adjusted.get(0).start()).isEqualTo(raw.get(0).start());
    assertThat(adjusted.get(1)).isEqualTo(raw.get(1));
  }

  @Test
  void withoutAdjustmentBarsStayAsTheyAre() {
    var raw = List.of(bar("2020-08-28", 499.23));

    assertThat(
            AdjustedBars.of(
                raw,
                List.of(split("2020-08-31", "1", "4")),
                List.of(dividend("2020-08-31", "0.82")),
                Adjustment.NONE,
                TODAY))
        .isEqualTo(new AdjustedBars(raw, List.of()));
  }

  @Test
  void aReverseSplitRaisesPricesAndLowersVolumes() {
    var adjusted = bySplits(List.of(bar("2021-08-02", 12.95)), split("2021-08-03", "8", "1"));

    assertThat(adjusted.getFirst().close()).isEqualTo(103.6);
    assertThat(adjusted.getFirst().volume()).hasValue(125);
  }

  @Test
  void splitsMultiplyAlsoThoseOfOneDay() {
    var raw = List.of(bar("2020-01-02", 60), bar("2020-01-03", 30), bar("2020-01-06", 10));

    var adjusted =
        bySplits(
            raw,
            split("2020-01-06", "1", "3"),
            split("2020-01-03", "1", "2"),
            split("2020-01-03", "10", "1"));

    assertThat(closes(adjusted)).containsExactly(100.0, 10 * 1.0, 10.0);
  }

  @Test
  void theProductOfSplitsIsExact() {
    var raw = List.of(bar("2020-01-02", 10));

    assertThat(closes(bySplits(raw, split("2020-01-03", "1", "3"), split("2020-01-06", "3", "1"))))
        .containsExactly(10.0);
    assertThat(closes(bySplits(raw, split("2020-01-03", "1", "3")))).containsExactly(10.0 / 3);
    assertThat(closes(bySplits(raw, split("2020-01-03", "1000", "1015"))))
        .containsExactly(9.85221674876847290640394088669950738);
  }

  @Test
  void aSplitOnADateWithoutABarCountsForTheBarsBefore() {
    var raw = List.of(bar("2020-01-03", 30), bar("2020-01-06", 10));

    assertThat(closes(bySplits(raw, split("2020-01-04", "1", "3")))).containsExactly(10.0, 10.0);
  }

  @Test
  void aSplitAfterTheLastBarCountsForAll() {
    var raw = List.of(bar("2020-01-03", 30), bar("2020-01-06", 60));

    assertThat(closes(bySplits(raw, split("2020-09-04", "1", "3")))).containsExactly(10.0, 20.0);
  }

  @Test
  void aSplitBeforeTheFirstBarChangesNothing() {
    var raw = List.of(bar("2020-01-03", 30));

    assertThat(bySplits(raw, split("2020-01-03", "1", "3"))).isEqualTo(raw);
  }

  @Test
  void aSplitThatIsNotExecutedYetDoesNotCount() {
    var raw = List.of(bar("2020-08-28", 499.23));
    var split = List.of(split("2020-08-31", "1", "4"));

    assertThat(
            closes(
                AdjustedBars.of(raw, split, List.of(), Adjustment.SPLITS, date("2020-08-30"))
                    .bars()))
        .containsExactly(499.23);
    assertThat(
            closes(
                AdjustedBars.of(raw, split, List.of(), Adjustment.SPLITS, date("2020-08-31"))
                    .bars()))
        .containsExactly(124.8075);
  }

  @Test
  void aDividendLowersThePricesBeforeItByItsPartOfTheCloseBefore() {
    var raw = List.of(bar("2020-01-02", 50), bar("2020-01-03", 100), bar("2020-01-06", 99));

    var adjusted = byAll(raw, List.of(), dividend("2020-01-06", "1"));

    assertThat(adjusted.skipped()).isEmpty();
    assertThat(closes(adjusted.bars())).containsExactly(49.5, 99.0, 99.0);
    assertThat(adjusted.bars().get(0).vwap()).hasValue(49.5);
    assertThat(adjusted.bars().get(0).volume()).hasValue(1_000);
    assertThat(
            closes(
                AdjustedBars.of(
                        raw,
                        List.of(),
                        List.of(dividend("2020-01-06", "1")),
                        Adjustment.SPLITS,
                        TODAY)
                    .bars()))
        .containsExactly(50.0, 100.0, 99.0);
  }

  @Test
  void dividendsMultiplyAndTwoOfOneDayBothCount() {
    var raw = List.of(bar("2020-01-02", 100), bar("2020-01-03", 50), bar("2020-01-06", 50));

    var adjusted =
        byAll(
            raw,
            List.of(),
            dividend("2020-01-03", "10"),
            dividend("2020-01-06", "5"),
            dividend("2020-01-06", "5"));

    assertThat(adjusted.bars().get(0).close()).isCloseTo(100 * 0.9 * 0.9 * 0.9, within(1e-12));
    assertThat(adjusted.bars().get(1).close()).isCloseTo(50 * 0.9 * 0.9, within(1e-12));
    assertThat(adjusted.bars().get(2).close()).isEqualTo(50);
  }

  @Test
  void aDividendOnTheDayOfASplitIsOfTheNewShares() {
    var raw = List.of(bar("2020-01-03", 100), bar("2020-01-06", 24));

    var adjusted = byAll(raw, List.of(split("2020-01-06", "1", "4")), dividend("2020-01-06", "1"));

    assertThat(adjusted.bars().getFirst().close()).isCloseTo(25 * (1 - 1 / 25.0), within(1e-12));
  }

  @Test
  void aDividendBeforeALaterSplitIsOfTheOldShares() {
    var raw = List.of(bar("2020-01-02", 100), bar("2020-01-03", 99), bar("2020-01-06", 25));

    var adjusted = byAll(raw, List.of(split("2020-01-06", "1", "4")), dividend("2020-01-03", "1"));

    assertThat(adjusted.bars().getFirst().close()).isCloseTo(25 * 0.99, within(1e-12));
  }

  @Test
  void aDividendOfTheFutureOrBeforeTheFirstBarDoesNotCount() {
    var raw = List.of(bar("2020-01-02", 100), bar("2020-01-03", 99));

    var adjusted =
        AdjustedBars.of(
            raw,
            List.of(),
            List.of(dividend("2020-01-02", "1"), dividend("2020-01-04", "1")),
            Adjustment.ALL,
            date("2020-01-03"));

    assertThat(adjusted).isEqualTo(new AdjustedBars(raw, List.of()));
  }

  @Test
  void whatCannotBeAppliedIsReported() {
    var raw = List.of(bar("2020-01-02", 100), bar("2020-01-03", 99));
    var canadian = new Dividend(date("2020-01-03"), new BigDecimal("0.4"), "CAD");
    var late = dividend("2020-01-14", "1");
    var all = dividend("2020-01-03", "100");

    var adjusted = byAll(raw, List.of(), late, all, canadian);

    assertThat(adjusted.bars()).isEqualTo(raw);
    assertThat(adjusted.skipped())
        .containsExactlyInAnyOrder(
            new Skipped(canadian, Reason.OTHER_CURRENCY),
            new Skipped(late, Reason.NO_CLOSE_BEFORE),
            new Skipped(all, Reason.NOT_BELOW_THE_CLOSE));
    assertThat(adjusted.skipped().getLast().dividend()).isEqualTo(late);
  }

  @Test
  void aPartOfTheRangeKeepsTheFactorsOfWhatCameAfter() {
    var raw = List.of(bar("2020-01-02", 50), bar("2020-01-03", 100), bar("2020-01-06", 99));

    var part =
        byAll(raw, List.of(), dividend("2020-01-06", "1"))
            .within(range("2020-01-01", "2020-01-02"));

    assertThat(closes(part.bars())).containsExactly(49.5);
  }

  @Test
  void noBarsAreAdjustedToNone() {
    assertThat(
            byAll(List.of(), List.of(split("2020-01-06", "1", "4")), dividend("2020-01-03", "1")))
        .isEqualTo(new AdjustedBars(List.of(), List.of()));
  }

  @Test
  void barsThatAreNotAscendingAreRefused() {
    var twice = List.of(bar("2020-01-03", 1), bar("2020-01-03", 1));

    assertThatThrownBy(() -> byAll(twice, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bars are not ascending at 2020-01-03");
  }

  private static List<Bar> bySplits(List<Bar> raw, Split... splits) {
    return AdjustedBars.of(raw, List.of(splits), List.of(), Adjustment.SPLITS, TODAY).bars();
  }

  private static AdjustedBars byAll(List<Bar> raw, List<Split> splits, Dividend... dividends) {
    return AdjustedBars.of(raw, splits, List.of(dividends), Adjustment.ALL, TODAY);
  }

  private static List<Double> closes(List<Bar> bars) {
    return bars.stream().map(Bar::close).toList();
  }

  private static Split split(String executionDate, String from, String to) {
    return new Split(date(executionDate), new BigDecimal(from), new BigDecimal(to));
  }

  private static Dividend dividend(String exDate, String cash) {
    return new Dividend(date(exDate), new BigDecimal(cash), "USD");
  }

  private static LocalDate date(String text) {
    return LocalDate.parse(text);
  }
}
