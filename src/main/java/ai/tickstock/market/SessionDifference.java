package ai.tickstock.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A date on which two exchanges differ in a way that matters to who trades here what is priced
/// there: there is no full session there on a session here, or a session there only.
///
/// @param date of either exchange's own calendar; their sessions of one date need not overlap
/// @param reasonHere what the day is called here; empty on full sessions
/// @param reasonThere the same there
public record SessionDifference(
    LocalDate date,
    Trading here,
    Optional<String> reasonHere,
    Trading there,
    Optional<String> reasonThere) {

  /// How much of a session a date has.
  public enum Trading {
    FULL,
    /// It closes early, or has other hours than usual, such as a late open after a storm.
    SHORT,
    CLOSED
  }

  /// The differences in a range, by date. A short session here is none by itself.
  ///
  /// @throws IllegalArgumentException if the range is not inside the known years of both
  public static List<SessionDifference> between(
      TradingCalendar here, TradingCalendar there, DateRange range) {
    return range
        .first()
        .datesUntil(range.last().plusDays(1))
        .map(date ->
            new SessionDifference(
                date,
                trading(here, date),
                here.reason(date),
                trading(there, date),
                there.reason(date)))
        .filter(SessionDifference::matters)
        .toList();
  }

  private boolean matters() {
    return here == Trading.CLOSED ? there != Trading.CLOSED : there != Trading.FULL;
  }

  private static Trading trading(TradingCalendar calendar, LocalDate date) {
    return !calendar.isSession(date)
        ? Trading.CLOSED
        : calendar.isOrdinary(date) ? Trading.FULL : Trading.SHORT;
  }
}
