package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.util.Optional;

/// Cells that no bar stands for, with the reason: a row of `coverage_range`. A stored bar beats it,
/// a later one beats an earlier one.
///
/// @param reason a short code, e.g. `not_listed`, `no_trade`, `plan_timeframe`
/// @param evidence what was seen where, for a person
/// @param recheckAfter from then on a plan asks again; empty = only on demand
public record ExplainedRange(
    InstrumentId instrument,
    DateRange sessions,
    State state,
    String reason,
    String evidence,
    Optional<Instant> recheckAfter) {

  public enum State {
    /// It is known that nothing was traded or that the instrument was not listed.
    CONFIRMED_EMPTY,
    /// The plan does not include it.
    REFUSED,
    /// A row came and was refused by the checks; it is in quarantine.
    REJECTED,
    /// A person accepted the hole.
    ACCEPTED
  }
}
