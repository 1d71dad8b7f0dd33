package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;

/// An answer left these sessions out: an observation, not yet an explanation.
///
/// @param askedAt when the answer had arrived, by the program's clock
public record Omission(
    InstrumentId instrument, DateRange sessions, AnswerPath path, Instant askedAt) {
  /// By which way somebody looked.
  public enum AnswerPath {
    AGGREGATES,
    GROUPED,
    FILE
  }
}
