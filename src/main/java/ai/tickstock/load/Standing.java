package ai.tickstock.load;

import ai.tickstock.bars.CellState;
import ai.tickstock.bars.CellStates;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.util.Optional;

/// One instrument of a run as it stands.
///
/// @param life from its first to its last bar of all; empty without any bar
record Standing(
    Instrument instrument,
    Symbol symbol,
    CellStates cells,
    Coverage.Known known,
    Optional<DateRange> life) {

  /// Whether an answer for the whole market, which is of the US alone, can have its bars.
  boolean isInWholeMarket() {
    return instrument.follows().equals(Mic.XNYS);
  }

  SessionSet missing() {
    return cells.in(CellState.UNEXPLAINED);
  }

  /// Whether each expected session has its final bars: no later stage of a run changes that.
  boolean isWhole() {
    return cells.in(CellState.PRESENT).size() == cells.expected().size();
  }

  /// Those of the sessions on which no daily bar shows that the instrument traded.
  SessionSet untraded(SessionSet sessions) {
    return sessions.minus(sessions.and(known.traded()));
  }

  /// Partial sessions that were asked for only once, or long ago.
  SessionSet partialToRecheck(Instant now, LoadPolicy policy) {
    var partial = cells.in(CellState.PARTIAL);
    return SessionSet.of(
        partial.range(),
        partial.stream()
            .filter(session ->
                known
                    .remark(session)
                    .map(remark ->
                        !now.isBefore(
                            remark
                                .askedAt()
                                .plus(
                                    remark.asks() == 1
                                        ? policy.secondAskAfter()
                                        : policy.emptyRecheckAfter())))
                    .orElse(false))
            .toList());
  }

  /// Cells that a person accepted and that are asked for all the same.
  SessionSet acceptedToAsk(Instant now) {
    return toAskAgain(cells.in(CellState.ACCEPTED), now);
  }

  /// Confirmed-empty and refused cells whose explanation is old enough to ask again.
  SessionSet toRecheck(Instant now) {
    return toAskAgain(cells.in(CellState.CONFIRMED_EMPTY).plus(cells.in(CellState.REFUSED)), now);
  }

  private SessionSet toAskAgain(SessionSet explained, Instant now) {
    return SessionSet.of(
        explained.range(),
        explained.stream()
            .filter(session ->
                known
                    .explanation(session)
                    .flatMap(e -> e.range().recheckAfter())
                    .map(after -> !now.isBefore(after))
                    .orElse(false))
            .toList());
  }

  /// What a run wants to find out: missing cells and those to recheck.
  SessionSet open(Instant now) {
    return missing().plus(toRecheck(now));
  }
}
