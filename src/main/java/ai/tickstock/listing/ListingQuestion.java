package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A doubtful case for somebody to decide.
///
/// @param instrument who held a ticker before
/// @param other who may be the same; empty when the question is about one instrument only
/// @param symbol the ticker in doubt
/// @param on first date of what is in doubt
/// @param confidence how often such a case is one, from 0 to 1
public record ListingQuestion(
    int id,
    Kind kind,
    InstrumentId instrument,
    Optional<InstrumentId> other,
    Symbol symbol,
    LocalDate on,
    double confidence,
    String evidence,
    Instant askedAt) {

  /// What is asked.
  public enum Kind {
    /// Is the newcomer the one that left, under another ticker?
    RENAMED,
    /// Is it still the same company under this ticker, with another name?
    ANOTHER_NAME,
    /// Two instruments claim one ticker on one day: is the one that was taken the right one?
    TWO_CLAIMS
  }
}
