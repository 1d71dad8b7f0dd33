package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.range;
import static ai.tickstock.bars.TestBars.sessions;
import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.bars.BarChecks.Checked;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarChecksTest {
  private static final InstrumentId SPY = new InstrumentId(1);
  private static final InstrumentId QQQ = new InstrumentId(2);
  private static final TradingCalendar NYSE = TradingCalendar.nyse();
  private static final DateRange EVER = range("1900-01-01", "2999-12-31");

  @Test
  void acceptsAnOrdinaryBarAsItIs() {
    var row = row("2024-01-02").values(472.16, 473.67, 470.49, 472.65);

    assertThat(BarChecks.check(row.build(), EVER, NYSE, true))
        .isEqualTo(
            new Checked.Accepted(
                SPY,
                new CheckedBar(
                    new Bar(
                        Bar.startOfSession(LocalDate.parse("2024-01-02")),
                        472.16,
                        473.67,
                        470.49,
                        472.65,
                        OptionalDouble.of(1_000),
                        OptionalDouble.of(10.5),
                        OptionalLong.of(7)),
                    Set.of(),
                    true)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNoNumber(double odd) {
    assertRefused(
        row("2024-01-02").values(odd, 12, 9, 11), RejectReason.NOT_A_NUMBER, "open is " + odd);
    assertRefused(
        row("2024-01-02").values(10, odd, 9, 11), RejectReason.NOT_A_NUMBER, "high is " + odd);
    assertRefused(
        row("2024-01-02").values(10, 12, odd, 11), RejectReason.NOT_A_NUMBER, "low is " + odd);
    assertRefused(
        row("2024-01-02").values(10, 12, 9, odd), RejectReason.NOT_A_NUMBER, "close is " + odd);
    assertRefused(row("2024-01-02").volume(odd), RejectReason.NOT_A_NUMBER, "volume is " + odd);
  }

  @Test
  void refusesPricesThatAreZeroOrNegative() {
    assertRefused(
        row("2024-01-02").values(-1, 12, 9, 11), RejectReason.NEGATIVE_OR_ZERO, "open is -1.0");
    assertRefused(
        row("2024-01-02").values(10, 0, 9, 11), RejectReason.NEGATIVE_OR_ZERO, "high is 0.0");
    assertRefused(
        row("2024-01-02").values(10, 12, 0, 11), RejectReason.NEGATIVE_OR_ZERO, "low is 0.0");
    assertRefused(
        row("2024-01-02").values(10, 12, 9, -11), RejectReason.NEGATIVE_OR_ZERO, "close is -11.0");
    assertRefused(row("2024-01-02").volume(-1), RejectReason.NEGATIVE_OR_ZERO, "volume is -1.0");
  }

  @Test
  void refusesAHighBelowTheLow() {
    assertRefused(
        row("2024-01-02").values(9.9, 9.81, 9.93, 9.9),
        RejectReason.HIGH_BELOW_LOW,
        "high 9.81 below low 9.93");
    assertThat(suspicions(row("2024-01-02").values(9, 9, 9, 9))).isEmpty();
  }

  @Test
  void refusesWhatNothingThatTradesCanHave() {
    assertRefused(
        row("2024-01-02").values(1e300, 1e300, 1e300, 1e300),
        RejectReason.IMPOSSIBLE,
        "open is 1.0E300");
    assertRefused(
        row("2024-01-02").values(9, 9, 1e-30, 9), RejectReason.IMPOSSIBLE, "low is 1.0E-30");
    assertThat(suspicions(row("2024-01-02").values(810_000, 812_000, 809_000, 811_000))).isEmpty();
    assertThat(suspicions(row("2024-01-02").values(0.0001, 0.0002, 0.0001, 0.0001))).isEmpty();
  }

  @Test
  void refusesWhatWasNotAskedFor() {
    var asked = range("2024-01-02", "2024-01-05");

    assertThat(refusal(BarChecks.check(row("2024-01-08").build(), asked, NYSE, false)))
        .satisfies(refused -> {
          assertThat(refused.reason()).isEqualTo(RejectReason.OUT_OF_RANGE);
          assertThat(refused.detail()).isEqualTo("2024-01-08 is outside 2024-01-02..2024-01-05");
          assertThat(refused.session()).contains(LocalDate.parse("2024-01-08"));
          assertThat(refused.instrument()).contains(SPY);
          assertThat(refused.symbol()).isEqualTo(new Symbol("SPY"));
          assertThat(refused.received()).isEqualTo("as it came");
        });
  }

  @Test
  void refusesABarOfADayOnWhichTheExchangeWasClosed() {
    assertRefused(row("2024-01-06"), RejectReason.OFF_SESSION, "XNYS was closed on 2024-01-06");
  }

  @Test
  void storesWhatIsOlderThanTheCalendarAndRefusesWhatIsNewer() {
    var before = NYSE.known().first().minusDays(1);
    var after = NYSE.known().last().plusDays(1);

    assertThat(suspicions(row(before.toString()))).containsExactly(Suspicion.OUTSIDE_CALENDAR);
    assertRefused(
        row(after.toString()),
        RejectReason.OUT_OF_RANGE,
        after + " is after the calendar's last date " + NYSE.known().last());
  }

  @Test
  void refusesADailyBarThatDoesNotStartAtMidnightInNewYork() {
    var midnightUtc = row("2024-01-02").start(Instant.parse("2024-01-02T00:00:00Z"));

    assertRefused(
        midnightUtc, RejectReason.MISDATED, "2024-01-02T00:00:00Z is not midnight in New York");
    assertThat(refusal(BarChecks.check(midnightUtc.build(), EVER, NYSE, false)).session())
        .contains(LocalDate.parse("2024-01-01"));
    assertThat(suspicions(row("2024-07-02").start(Instant.parse("2024-07-02T04:00:00Z"))))
        .isEmpty();
  }

  @Test
  void aDateThatNoTableHoldsIsNoCell() {
    var mad = row("2024-01-02").start(Instant.ofEpochMilli(Long.MAX_VALUE));

    assertThat(refusal(BarChecks.check(mad.build(), EVER, NYSE, false)).session()).isEmpty();
  }

  @Test
  void flagsWhatIsOddButPossible() {
    assertThat(suspicions(row("2024-01-02").values(0, 12, 9, 11)))
        .containsExactly(Suspicion.OPEN_IS_ZERO);
    assertThat(suspicions(row("2024-01-02").volume(0))).containsExactly(Suspicion.VOLUME_IS_ZERO);
    var outside = Set.of(Suspicion.OPEN_OR_CLOSE_OUTSIDE_LOW_AND_HIGH);
    assertThat(suspicions(row("2024-01-02").values(12.01, 12, 9, 11))).isEqualTo(outside);
    assertThat(suspicions(row("2024-01-02").values(8.99, 12, 9, 11))).isEqualTo(outside);
    assertThat(suspicions(row("2024-01-02").values(10, 12, 9, 12.01))).isEqualTo(outside);
    assertThat(suspicions(row("2024-01-02").values(10, 12, 9, 8.99))).isEqualTo(outside);
    assertThat(suspicions(row("2024-01-02").values(12, 12, 9, 9))).isEmpty();
  }

  @Test
  void anUnusableVwapOrNumberOfTradesIsLeftOutAndFlagged() {
    for (double vwap : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.5}) {
      var bar = accepted(row("2024-01-02").vwap(vwap));
      assertThat(bar.bar().vwap()).isEmpty();
      assertThat(bar.bar().trades()).hasValue(7);
      assertThat(bar.suspicions()).containsExactly(Suspicion.VWAP_OR_TRADES_UNUSABLE);
    }
    var bar = accepted(row("2024-01-02").trades(-1));
    assertThat(bar.bar().trades()).isEmpty();
    assertThat(bar.bar().vwap()).hasValue(10.5);
    assertThat(bar.suspicions()).containsExactly(Suspicion.VWAP_OR_TRADES_UNUSABLE);
    assertThat(suspicions(row("2024-01-02").vwap(0).trades(0))).isEmpty();
  }

  @Test
  void sortsTheRowsOfAnAnswerByInstrumentAndSession() {
    var checked =
        checkAll(
            row("2024-01-03").of(QQQ),
            row("2024-01-03"),
            row("2024-01-02"),
            row("2024-01-02").of(QQQ));

    assertThat(checked.accepted().keySet()).containsExactly(SPY, QQQ);
    assertThat(checked.accepted().values())
        .allSatisfy(bars ->
            assertThat(bars)
                .extracting(bar -> bar.bar().session().toString())
                .containsExactly("2024-01-02", "2024-01-03"));
    assertThat(checked.bars()).isEqualTo(4);
    assertThat(checked.refused()).isEmpty();
    assertThat(checked.repeats()).isZero();
  }

  @Test
  void anExactRepeatIsMergedAndCounted() {
    var bad = row("2024-01-03").values(10, Double.NaN, 9, 11);

    var checked = checkAll(row("2024-01-02"), bad, row("2024-01-02"), bad, row("2024-01-02"));

    assertThat(checked.bars()).isEqualTo(1);
    assertThat(checked.refused()).hasSize(1);
    assertThat(checked.repeats()).isEqualTo(3);
  }

  @Test
  void everyValueCanContradict() {
    var variants =
        List.of(
            row("2024-01-02").values(10.1, 12, 9, 11),
            row("2024-01-02").values(10, 12.1, 9, 11),
            row("2024-01-02").values(10, 12, 9.1, 11),
            row("2024-01-02").values(10, 12, 9, 11.1),
            row("2024-01-02").volume(1_001),
            row("2024-01-02").vwap(10.6),
            row("2024-01-02").trades(8));
    for (var variant : variants) {
      var checked = checkAll(row("2024-01-02"), variant, row("2024-01-02"), row("2024-01-03"));

      assertThat(checked.refused())
          .hasSize(2)
          .allSatisfy(refused -> {
            assertThat(refused.reason()).isEqualTo(RejectReason.CONTRADICTION);
            assertThat(refused.detail()).isEqualTo("one of 2 different rows of this session");
          });
      assertThat(checked.repeats()).isEqualTo(1);
      assertThat(checked.bars()).isEqualTo(1);
      assertThat(checked.rejected(SPY, TestBars.JANUARY))
          .isEqualTo(sessions(TestBars.JANUARY, "2024-01-02"));
      assertThat(checked.rejected(QQQ, TestBars.JANUARY).isEmpty()).isTrue();
    }
  }

  @Test
  void aRowThatCannotBeDoesNotHarmAnotherOneOfItsCell() {
    var checked = checkAll(row("2024-01-02").values(10, -1, 9, 11), row("2024-01-02"));

    assertThat(checked.bars()).isEqualTo(1);
    assertThat(checked.refused())
        .extracting(RejectedBar::reason)
        .containsExactly(RejectReason.NEGATIVE_OR_ZERO);
    assertThat(checked.rejected(SPY, TestBars.JANUARY).isEmpty()).isTrue();
  }

  @Test
  void theSameSessionOfTwoInstrumentsIsNoContradiction() {
    assertThat(checkAll(row("2024-01-02"), row("2024-01-02").of(QQQ).volume(5)).bars())
        .isEqualTo(2);
  }

  @Test
  void marksTheSessionsThatAreNotFinalAndAsksOnlyAboutThoseOfTheCalendar() {
    var before = NYSE.known().first().minusDays(1);
    var rows =
        List.of(
            row(before.toString()).build(),
            row("2024-01-02").build(),
            row("2024-01-03").build(),
            row("2024-01-06").build());

    var checked =
        BarChecks.checkAll(
            rows,
            EVER,
            NYSE,
            session -> NYSE.session(session).orElseThrow().date().getDayOfMonth() == 3);

    assertThat(checked.accepted().get(SPY))
        .extracting(CheckedBar::provisional)
        .containsExactly(false, false, true);
  }

  @Test
  void suspicionsSurviveAsBits() {
    assertThat(Suspicion.of(0)).isEmpty();
    assertThat(Suspicion.of(31)).containsExactlyInAnyOrder(Suspicion.values());
    assertThat(Suspicion.bits(Set.of(Suspicion.values()))).isEqualTo(31);
    assertThat(Suspicion.of(32 + 2)).containsExactly(Suspicion.VOLUME_IS_ZERO);
  }

  private static BarChecks.CheckedRows checkAll(Row... rows) {
    return BarChecks.checkAll(
        List.of(rows).stream().map(Row::build).toList(), EVER, NYSE, session -> false);
  }

  private static void assertRefused(Row row, RejectReason reason, String detail) {
    var refused = refusal(BarChecks.check(row.build(), EVER, NYSE, false));
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.detail()).isEqualTo(detail);
    assertThat(refused.received()).isEqualTo("as it came");
  }

  private static RejectedBar refusal(Checked checked) {
    assertThat(checked).isInstanceOf(Checked.Refused.class);
    return ((Checked.Refused) checked).row();
  }

  private static CheckedBar accepted(Row row) {
    var checked = BarChecks.check(row.build(), EVER, NYSE, false);
    assertThat(checked).isInstanceOf(Checked.Accepted.class);
    return ((Checked.Accepted) checked).bar();
  }

  private static Set<Suspicion> suspicions(Row row) {
    return accepted(row).suspicions();
  }

  private static Row row(String session) {
    return new Row(Bar.startOfSession(LocalDate.parse(session)));
  }

  /// A row that passes, changed by what a test is about.
  private static final class Row {
    private InstrumentId instrument = SPY;
    private Instant start;
    private double[] prices = {10, 12, 9, 11};
    private double volume = 1_000;
    private double vwap = 10.5;
    private long trades = 7;

    Row(Instant start) {
      this.start = start;
    }

    Row of(InstrumentId other) {
      instrument = other;
      return this;
    }

    Row start(Instant other) {
      start = other;
      return this;
    }

    Row values(double open, double high, double low, double close) {
      prices = new double[] {open, high, low, close};
      return this;
    }

    Row volume(double other) {
      volume = other;
      return this;
    }

    Row vwap(double other) {
      vwap = other;
      return this;
    }

    Row trades(long other) {
      trades = other;
      return this;
    }

    ReceivedBar build() {
      return new ReceivedBar(
          instrument,
          new Symbol("SPY"),
          start,
          prices[0],
          prices[1],
          prices[2],
          prices[3],
          OptionalDouble.of(volume),
          OptionalDouble.of(vwap),
          OptionalLong.of(trades),
          () -> "as it came");
    }
  }
}
