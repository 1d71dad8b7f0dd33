package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// When one exchange was and will be open, from data with a source. Outside its known years it
/// refuses instead of guessing. Immutable to its users; safe for use by many threads.
public interface TradingCalendar {
  /// The New York Stock Exchange, 1990 to 2028. Nasdaq, Arca, American and Cboe keep the same
  /// sessions, but for the few minutes or hours that a failure at one of them cost it alone
  /// (2005-06-01, for one, ended at 15:56 on this exchange only).
  static TradingCalendar nyse() {
    return of(Mic.XNYS);
  }

  /// The calendar of an exchange, always the same object. The US exchanges beside XNYS have the one
  /// of XNYS.
  ///
  /// @throws IllegalArgumentException if the exchange is not one of `exchanges()`
  static TradingCalendar of(Mic exchange) {
    return BundledCalendars.of(exchange);
  }

  /// The calendar of an exchange with decisions that go before its file.
  ///
  /// @param overrides of any exchange; of two about one day of this one's file the operator's holds
  /// @throws IllegalArgumentException if the exchange is not one of `exchanges()`
  static TradingCalendar of(Mic exchange, Collection<DayOverride> overrides) {
    return BundledCalendars.of(exchange, overrides);
  }

  /// The exchanges that have a calendar, those of the US first.
  static List<Mic> exchanges() {
    return BundledCalendars.EXCHANGES;
  }

  /// The exchange whose calendar an instrument follows: where it is listed, and New York where that
  /// exchange has no calendar here or is not known.
  static Mic followed(Optional<Mic> listedOn) {
    return listedOn.filter(exchanges()::contains).map(mic -> of(mic).exchange()).orElse(Mic.XNYS);
  }

  Mic exchange();

  /// Where the exchange is; dates are dates there.
  ZoneId zone();

  /// First to last date about which this calendar knows anything.
  DateRange known();

  /// The session of a date; empty on weekends, holidays and closures.
  ///
  /// @throws IllegalArgumentException if the date is outside `known()`
  Optional<Session> session(LocalDate date);

  /// What a day that is not like others is called: the holiday, or the reason of a closure, of an
  /// early close or of other hours. Empty on ordinary sessions and on weekends.
  ///
  /// @throws IllegalArgumentException if the date is outside `known()`
  Optional<String> reason(LocalDate date);

  /// The session that a date would have at the regular hours in force then, whether it has one or
  /// not.
  ///
  /// @throws IllegalArgumentException if the date is outside `known()`
  Session regular(LocalDate date);

  /// All sessions of a range in ascending order, unmodifiable; can be empty.
  ///
  /// @throws IllegalArgumentException if the range is not inside `known()`
  List<Session> sessions(DateRange range);

  /// How many sessions a range has: the size of `sessions(range)`, without making the list.
  ///
  /// @throws IllegalArgumentException if the range is not inside `known()`
  int countSessions(DateRange range);

  /// The first session after the date.
  ///
  /// @throws IllegalArgumentException if the date or that session is outside `known()`
  Session next(LocalDate date);

  /// The last session before the date.
  ///
  /// @throws IllegalArgumentException if the date or that session is outside `known()`
  Session previous(LocalDate date);

  /// The last session whose close is at or before the instant.
  ///
  /// @throws IllegalArgumentException if the instant is before the first known close or after the
  ///   end of the last known date at the exchange
  Session lastClosedBy(Instant instant);

  /// Whether the date has a session at the regular hours in force.
  ///
  /// @throws IllegalArgumentException if the date is outside `known()`
  default boolean isOrdinary(LocalDate date) {
    return session(date).filter(regular(date)::equals).isPresent();
  }

  default boolean isSession(LocalDate date) {
    return session(date).isPresent();
  }
}
