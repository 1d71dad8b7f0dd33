package ai.tickstock.bars;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The state of every expected session of one instrument: each cell in exactly one state.
/// Immutable.
public final class CellStates {
  private final SessionSet expected;
  private final Map<CellState, SessionSet> sessions;

  private CellStates(SessionSet expected, Map<CellState, SessionSet> sessions) {
    this.expected = expected;
    this.sessions = sessions;
  }

  /// Tells the cells apart. What comes first in this list wins: a stored bar (of a session that is
  /// partial a person's acceptance comes before); a refused row that no person accepted since; the
  /// explanation decided last; a failure; values that are not final yet; nothing known.
  ///
  /// @param expected sessions that should have a bar; all sets are of its range
  /// @param pending sessions whose values are not final yet
  /// @param failed sessions for which asking failed
  public static CellStates of(
      SessionSet expected, Coverage.Known known, SessionSet pending, SessionSet failed) {
    var sessions = new EnumMap<CellState, SessionSet>(CellState.class);
    for (var state : CellState.values()) {
      sessions.put(state, SessionSet.none(expected.range()));
    }
    var provisional = expected.and(known.stored()).and(known.provisional());
    sessions.put(CellState.PROVISIONAL, provisional);
    var partial = expected.and(known.partial()).minus(provisional);
    sessions.put(CellState.PRESENT, expected.and(known.stored()).minus(provisional).minus(partial));
    var rest = expected.minus(known.stored());

    var accepted = accepted(partial, known);
    sessions.put(CellState.PARTIAL, partial.minus(accepted));
    var decided = decided(rest, known);
    decided.merge(CellState.ACCEPTED, accepted, SessionSet::plus);
    for (var entry : decided.entrySet()) {
      sessions.put(entry.getKey(), entry.getValue());
      rest = rest.minus(entry.getValue());
    }
    sessions.put(CellState.FAILED, rest.and(failed));
    rest = rest.minus(failed);
    sessions.put(CellState.PENDING, rest.and(pending));
    sessions.put(CellState.UNEXPLAINED, rest.minus(pending));
    return new CellStates(expected, sessions);
  }

  /// Those that a person accepted.
  private static SessionSet accepted(SessionSet cells, Coverage.Known known) {
    var accepted = SessionSet.none(cells.range());
    for (var explained : known.explained()) {
      if (explained.range().state() == ExplainedRange.State.ACCEPTED) {
        accepted = accepted.plus(cells.within(explained.range().sessions()));
      }
    }
    return accepted;
  }

  /// Explanations in the order of their decision, each over the ones before, but none save a
  /// person's over a refused row.
  private static Map<CellState, SessionSet> decided(SessionSet open, Coverage.Known known) {
    var decided = new EnumMap<CellState, SessionSet>(CellState.class);
    var none = SessionSet.none(open.range());
    for (var explained : known.explained()) {
      var range = explained.range();
      var state = state(range.state());
      var cells = open.within(range.sessions());
      if (state == CellState.CONFIRMED_EMPTY || state == CellState.REFUSED) {
        cells = cells.minus(decided.getOrDefault(CellState.REJECTED, none));
      }
      for (var before : decided.entrySet()) {
        before.setValue(before.getValue().minus(cells));
      }
      decided.put(state, decided.getOrDefault(state, none).plus(cells));
    }
    return decided;
  }

  private static CellState state(ExplainedRange.State state) {
    return switch (state) {
      case CONFIRMED_EMPTY -> CellState.CONFIRMED_EMPTY;
      case REFUSED -> CellState.REFUSED;
      case REJECTED -> CellState.REJECTED;
      case ACCEPTED -> CellState.ACCEPTED;
    };
  }

  public SessionSet expected() {
    return expected;
  }

  /// The expected sessions in a state.
  public SessionSet in(CellState state) {
    return sessions.getOrDefault(state, SessionSet.none(expected.range()));
  }

  /// The state of a session; empty if it is not expected.
  public Optional<CellState> state(LocalDate session) {
    return sessions.entrySet().stream()
        .filter(entry -> entry.getValue().contains(session))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  public CoverageCount count() {
    var cells = new EnumMap<CellState, Integer>(CellState.class);
    sessions.forEach((state, set) -> cells.put(state, set.size()));
    return new CoverageCount(cells);
  }
}
