package ai.tickstock.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// When one exchange was and will be open, from data with a source. Outside its known years it
/// refuses instead of guessing. Immutable; safe for use by many threads.
public interface TradingCalendar {
  /// The New York Stock Exchange, 1990 to 2028; Nasdaq, Arca, American and Cboe keep the same
  /// sessions.
  static TradingCalendar nyse() {
    return NyseCalendar.INSTANCE;
  }

  Mic exchange();

  /// First to last date about which this calendar knows anything.
  DateRange known();

  /// The session of a date; empty on weekends, holidays and closures.
  ///
  /// @throws IllegalArgumentException if the date is outside `known()`
  Optional<Session> session(LocalDate date);

  /// All sessions of a range in ascending order; can be empty.
  ///
  /// @throws IllegalArgumentException if the range is not inside `known()`
  List<Session> sessions(DateRange range);

  /// The first session after the date.
  Session next(LocalDate date);

  /// The last session before the date.
  Session previous(LocalDate date);

  default boolean isSession(LocalDate date) {
    return session(date).isPresent();
  }
}
