package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Everything that is true in a market, whenever it is asked: the simulator shows the part that the
/// vendor would show, tests compare with the whole. Immutable; safe for use by many threads.
public interface Market {
  /// What it is in one word: `synthetic`, `scenario` or `data`.
  String kind();

  /// Which scenario with which parameters, in one line; empty for other markets.
  default Optional<String> scenario() {
    return Optional.empty();
  }

  /// The seed of a synthetic market.
  OptionalLong seed();

  /// All instruments that it can tell apart, also delisted and future ones; the index is the place
  /// in the list. A source of dated lists knows the others by `listed`.
  List<Instrument> instruments();

  /// The instruments among which those of a date's lists of tickers are.
  default List<Instrument> listed(LocalDate date) {
    return instruments();
  }

  /// The instrument that a date's lists of tickers name under a ticker, or that prints bars under
  /// it.
  default Optional<Instrument> listed(String ticker, LocalDate date) {
    return holder(ticker, date);
  }

  /// The instrument that uses a ticker on a date; of a source of dated lists one of `instruments`,
  /// whether they name it then or not.
  Optional<Instrument> holder(String ticker, LocalDate date);

  /// Every row of a session, raw, in no particular order; empty without a session.
  List<DayBar> session(LocalDate date);

  /// Whether anything at all was printed on a date: a day on which a listed instrument has no bar
  /// then is one on which nobody traded it.
  default boolean hasBarsOn(LocalDate date) {
    return !session(date).isEmpty();
  }

  /// The rows printed under a ticker, raw, ascending, whoever used it; empty if nobody did.
  List<DayBar> history(String ticker, DateRange range);

  /// The minute rows printed under a ticker on a session, raw, ascending by start, extended hours
  /// included; empty if there are none. Whoever used the ticker on that date.
  MinuteRows minutes(String ticker, LocalDate session);

  /// The dividends of an instrument, oldest first; can reach into the future.
  List<Payout> payouts(Instrument instrument);

  /// Whether the lists of tickers hold a second, older row of the instrument, as the vendor's do.
  default boolean isListedTwice(Instrument instrument) {
    return false;
  }

  /// Whether lists of a date tell the type; those of long ago leave it out at times.
  default boolean tellsType(Instrument instrument, LocalDate date) {
    return true;
  }

  /// `history` as checked bars, for comparison with what a loader stored.
  ///
  /// @throws IllegalArgumentException if a row of the source cannot be a bar
  default List<Bar> bars(String ticker, DateRange range) {
    return history(ticker, range).stream().map(DayBar::bar).toList();
  }
}
