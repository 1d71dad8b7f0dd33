package ai.tickstock.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.Omission.AnswerPath;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyCellsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 10);
  private static final Instant NOON = Instant.parse("2026-06-11T16:00:00Z");
  private static final EmptyCells JUDGE = new EmptyCells(Duration.ofHours(12));
  private static final List<Omission> TWO_WAYS =
      List.of(omission(AnswerPath.AGGREGATES, NOON), omission(AnswerPath.GROUPED, NOON));

  @ParameterizedTest(name = "{0} trades, {1} bars on {2} sessions: {3}")
  @CsvSource({
    "  3, 80, 100, true",
    "  3, 99, 100, true",
    "  9, 99, 100, true",
    " 10, 99, 100, false",
    " 30, 90, 100, true",
    " 49, 95, 100, true",
    " 49, 96, 100, false",
    " 50, 50, 100, false",
    "500, 50, 100, false",
    "  3,  0, 100, false",
  })
  void aSessionWithoutATradeIsBelievedOfNamesWithFewTrades(
      double trades, int bars, int sessions, boolean believed) {
    var habit = habit(bars, sessions, OptionalDouble.of(1e9), OptionalDouble.of(trades));

    assertThat(JUDGE.evidence(TWO_WAYS, Optional.of(habit)).isPresent()).isEqualTo(believed);
  }

  @ParameterizedTest(name = "{0} shares, {1} bars on {2} sessions: {3}")
  @CsvSource({
    " 999, 99, 100, true",
    "1000, 99, 100, false",
    "4999, 90, 100, true",
    "5000, 50, 100, false",
  })
  void sharesCountWhereTradesAreUnknown(double shares, int bars, int sessions, boolean believed) {
    var habit = habit(bars, sessions, OptionalDouble.of(shares), OptionalDouble.empty());

    assertThat(JUDGE.evidence(TWO_WAYS, Optional.of(habit)).isPresent()).isEqualTo(believed);
  }

  @Test
  void oneWayIsEvidenceOnlyWhenAskedAgainMuchLater() {
    var thin = Optional.of(habit(80, 100, OptionalDouble.of(100), OptionalDouble.of(3)));
    var first = omission(AnswerPath.AGGREGATES, NOON);

    assertThat(JUDGE.evidence(List.of(), thin)).isEmpty();
    assertThat(JUDGE.evidence(List.of(first), thin)).isEmpty();
    assertThat(JUDGE.evidence(List.of(first, later(Duration.ofHours(11))), thin)).isEmpty();
    assertThat(JUDGE.evidence(List.of(later(Duration.ofHours(12)), first), thin))
        .hasValue(
            "left out by the symbol's bars at 2026-06-11T16:00:00Z and again at"
                + " 2026-06-12T04:00:00Z; a usual session has 3 trades, 20 % of the sessions around"
                + " have none");
  }

  @Test
  void twoWaysOrALaterAskCanBeEvidence() {
    var first = omission(AnswerPath.AGGREGATES, NOON);

    assertThat(JUDGE.areTwo(TWO_WAYS)).isTrue();
    assertThat(JUDGE.areTwo(List.of(later(Duration.ofHours(12)), first))).isTrue();
    assertThat(JUDGE.areTwo(List.of(first, later(Duration.ofHours(11))))).isFalse();
    assertThat(JUDGE.areTwo(List.of())).isFalse();
  }

  @Test
  void nothingIsBelievedOfANameWithoutAnyBar() {
    assertThat(JUDGE.evidence(TWO_WAYS, Optional.empty())).isEmpty();
    assertThat(
            JUDGE.evidence(
                TWO_WAYS,
                Optional.of(habit(5, 10, OptionalDouble.empty(), OptionalDouble.empty()))))
        .isEmpty();
  }

  @Test
  void moreBarsThanSessionsCannotBe() {
    assertThatThrownBy(() -> habit(11, 10, OptionalDouble.empty(), OptionalDouble.empty()))
        .hasMessage("11 bars on 10 sessions cannot be");
  }

  @Test
  void theTypicalRateLeavesTheWorstThirdAside() {
    var names =
        List.of(
            new OmissionRate(90, 100),
            new OmissionRate(0, 100),
            new OmissionRate(1, 100),
            new OmissionRate(0, 100),
            new OmissionRate(60, 100),
            new OmissionRate(3, 100));

    assertThat(OmissionRate.typical(names)).isEqualTo(new OmissionRate(4, 400));
    assertThat(OmissionRate.typical(names).share()).isEqualTo(0.01);
    assertThat(OmissionRate.typical(List.of()).share()).isZero();
  }

  private static Omission later(Duration by) {
    return omission(AnswerPath.AGGREGATES, NOON.plus(by));
  }

  private static Omission omission(AnswerPath path, Instant askedAt) {
    return new Omission(new InstrumentId(1), DateRange.of(DAY), path, askedAt);
  }

  private static EmptyCells.Habit habit(
      int bars, int sessions, OptionalDouble volume, OptionalDouble trades) {
    return new EmptyCells.Habit(
        new Coverage.Trading(DAY.minusYears(1), DAY, bars, volume, trades), sessions);
  }
}
