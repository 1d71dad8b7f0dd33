package ai.tickstock.load;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// A unit of work that is not in the ledger yet.
///
/// @param address what is asked for: a ticker, a file path, or empty for a whole session
/// @param after how long after it was planned it may begin at the earliest
record NewTask(
    Kind kind, Optional<InstrumentId> instrument, String address, DateRange range, Duration after) {

  /// One that may begin at once.
  NewTask(Kind kind, Optional<InstrumentId> instrument, String address, DateRange range) {
    this(kind, instrument, address, range, Duration.ZERO);
  }

  /// The same, to begin later.
  NewTask after(Duration later) {
    return new NewTask(kind, instrument, address, range, later);
  }

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
    LISTING_LIFE,
    /// Minute bars of one ticker.
    MINUTES,
    /// All minute bars of one session.
    MINUTE_FILE;

    /// The interval of the bars that it brings or explains.
    ///
    /// @param ofRun of the run that it belongs to
    BarInterval interval(BarInterval ofRun) {
      return switch (this) {
        case AGGREGATES, GROUPED, DAY_FILE, TICKER_FILE, SECOND_LOOK -> BarInterval.DAY;
        case MINUTES, MINUTE_FILE -> BarInterval.MINUTE;
        case LISTING_LIFE -> ofRun;
      };
    }

    /// Bars of one ticker.
    static Kind bySymbol(BarInterval interval) {
      return switch (interval) {
        case DAY -> AGGREGATES;
        case MINUTE -> MINUTES;
      };
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
