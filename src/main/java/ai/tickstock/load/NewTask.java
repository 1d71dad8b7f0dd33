package ai.tickstock.load;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.util.Locale;
import java.util.Optional;

/// A unit of work that is not in the ledger yet.
///
/// @param address what is asked for: a ticker, a file path, or empty for a whole session
record NewTask(Kind kind, Optional<InstrumentId> instrument, String address, DateRange range) {

  enum Kind {
    /// Daily bars of one ticker.
    AGGREGATES,
    /// One session of the whole market.
    GROUPED,
    DAY_FILE,
    TICKER_FILE,
    /// One session of the whole market again, by the grouped way, for bars that another answer left
    /// out.
    SECOND_LOOK,
    /// Whether the vendor's dated lists hold an instrument at both ends of a range without bars.
    LISTING_LIFE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
