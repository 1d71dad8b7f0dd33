package ai.tickstock.bars;

import static ai.tickstock.bars.TestBars.JANUARY;
import static ai.tickstock.bars.TestBars.range;
import static ai.tickstock.bars.TestBars.sessions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.bars.Coverage.Explained;
import ai.tickstock.bars.Coverage.Known;
import ai.tickstock.bars.ExplainedRange.State;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellStatesTest {
  private static final InstrumentId SPY = new InstrumentId(1);
  private static final SessionSet NONE = SessionSet.none(JANUARY);
  private static final SessionSet ONE = sessions(JANUARY, "2024-01-02");

  @Test
  void everyCellHasExactlyOneState() {
    var random = new Random(42);
    for (int round = 0; round < 200; round++) {
      var stored = some(random);
      var explained = new ArrayList<Explained>();
      for (int i = 0; i < random.nextInt(6); i++) {
        int first = 1 + random.nextInt(31);
        int last = first + random.nextInt(32 - first);
        explained.add(
            explained(
                State.values()[random.nextInt(4)],
                "2024-01-%02d".formatted(first),
                "2024-01-%02d".formatted(last)));
      }
      var known = Known.ofDays(stored, stored.and(some(random)), explained, List.of());
      var expected = some(random);

      var states = CellStates.of(expected, known, some(random), some(random));

      assertThat(states.count().expected()).isEqualTo(expected.size());
      assertThat(states.count().stored()).isEqualTo(expected.and(stored).size());
      assertThat(states.expected()).isEqualTo(expected);
      for (var day = JANUARY.first(); JANUARY.contains(day); day = day.plusDays(1)) {
        var session = day;
        var holding =
            List.of(CellState.values()).stream()
                .filter(state -> states.in(state).contains(session))
                .toList();
        assertThat(holding).hasSize(expected.contains(session) ? 1 : 0);
        assertThat(states.state(session)).isEqualTo(holding.stream().findFirst());
      }
    }
  }

  @Test
  void aStoredBarBeatsEveryExplanation() {
    var explained = List.of(explained(State.REJECTED, "2024-01-01", "2024-01-31"));

    assertThat(state(Known.ofDays(ONE, NONE, explained, List.of()), ONE, ONE))
        .isEqualTo(CellState.PRESENT);
    assertThat(state(Known.ofDays(ONE, ONE, explained, List.of()), ONE, ONE))
        .isEqualTo(CellState.PROVISIONAL);
  }

  @Test
  void theExplanationDecidedLastHolds() {
    assertThat(explainedBy(State.CONFIRMED_EMPTY, State.REFUSED)).isEqualTo(CellState.REFUSED);
    assertThat(explainedBy(State.REFUSED, State.CONFIRMED_EMPTY))
        .isEqualTo(CellState.CONFIRMED_EMPTY);
    assertThat(explainedBy(State.ACCEPTED, State.CONFIRMED_EMPTY))
        .isEqualTo(CellState.CONFIRMED_EMPTY);
  }

  @Test
  void aRefusedRowIsNotExplainedAwayByAnAnswerThatLeavesItOut() {
    assertThat(explainedBy(State.REJECTED, State.CONFIRMED_EMPTY)).isEqualTo(CellState.REJECTED);
    assertThat(explainedBy(State.CONFIRMED_EMPTY, State.REJECTED)).isEqualTo(CellState.REJECTED);
    assertThat(explainedBy(State.REJECTED, State.REFUSED)).isEqualTo(CellState.REJECTED);
  }

  @Test
  void aPersonCanAcceptARefusedRow() {
    assertThat(explainedBy(State.REJECTED, State.ACCEPTED)).isEqualTo(CellState.ACCEPTED);
    assertThat(explainedBy(State.REJECTED, State.ACCEPTED, State.REJECTED))
        .isEqualTo(CellState.REJECTED);
  }

  @Test
  void anExplanationBeatsAFailureAndAFailureBeatsWaiting() {
    var unknown = Known.ofDays(NONE, NONE, List.of(), List.of());
    var empty =
        Known.ofDays(
            NONE,
            NONE,
            List.of(explained(State.CONFIRMED_EMPTY, "2024-01-02", "2024-01-02")),
            List.of());

    assertThat(state(empty, ONE, ONE)).isEqualTo(CellState.CONFIRMED_EMPTY);
    assertThat(state(unknown, ONE, ONE)).isEqualTo(CellState.FAILED);
    assertThat(state(unknown, ONE, NONE)).isEqualTo(CellState.PENDING);
    assertThat(state(unknown, NONE, NONE)).isEqualTo(CellState.UNEXPLAINED);
  }

  @Test
  void anOmissionIsNoExplanation() {
    var omission =
        new Omission(
            SPY, JANUARY, Omission.AnswerPath.AGGREGATES, Instant.parse("2024-02-01T00:00:00Z"));

    assertThat(state(Known.ofDays(NONE, NONE, List.of(), List.of(omission)), NONE, NONE))
        .isEqualTo(CellState.UNEXPLAINED);
  }

  @Test
  void aSessionThatIsNotExpectedHasNoState() {
    var states = CellStates.of(ONE, Known.ofDays(NONE, NONE, List.of(), List.of()), NONE, NONE);

    assertThat(states.state(LocalDate.parse("2024-01-03"))).isEmpty();
    assertThat(states.state(LocalDate.parse("2025-01-03"))).isEmpty();
  }

  @Test
  void setsOfAnotherRangeAreRefused() {
    var other = SessionSet.none(range("2024-01-01", "2024-01-30"));

    assertThatThrownBy(
            () -> CellStates.of(ONE, Known.ofDays(NONE, NONE, List.of(), List.of()), other, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not mix");
  }

  @Test
  void countsAddUp() {
    var one = new CoverageCount(Map.of(CellState.PRESENT, 3, CellState.PENDING, 1));
    var other = new CoverageCount(Map.of(CellState.PRESENT, 2, CellState.PROVISIONAL, 5));

    var sum = CoverageCount.NONE.plus(one).plus(other);

    assertThat(sum.of(CellState.PRESENT)).isEqualTo(5);
    assertThat(sum.of(CellState.FAILED)).isZero();
    assertThat(sum.stored()).isEqualTo(10);
    assertThat(sum.expected()).isEqualTo(11);
    assertThat(sum).isEqualTo(new CoverageCount(sum.cells()));
  }

  @Test
  void aNegativeCountIsRefused() {
    assertThatThrownBy(() -> new CoverageCount(Map.of(CellState.FAILED, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 FAILED");
  }

  private static CellState explainedBy(State... inThisOrder) {
    var explained =
        List.of(inThisOrder).stream()
            .map(state -> explained(state, "2024-01-02", "2024-01-02"))
            .toList();
    return state(Known.ofDays(NONE, NONE, explained, List.of()), ONE, ONE);
  }

  /// The state of the one expected cell.
  private static CellState state(Known known, SessionSet pending, SessionSet failed) {
    return CellStates.of(ONE, known, pending, failed).state(ONE.toList().getFirst()).orElseThrow();
  }

  private static Explained explained(State state, String first, String last) {
    return new Explained(
        new ExplainedRange(SPY, range(first, last), state, "because", "seen", Optional.empty()),
        Instant.EPOCH,
        1);
  }

  private static SessionSet some(Random random) {
    return SessionSet.of(
        JANUARY,
        JANUARY
            .first()
            .datesUntil(JANUARY.last().plusDays(1))
            .filter(d -> random.nextBoolean())
            .toList());
  }
}
