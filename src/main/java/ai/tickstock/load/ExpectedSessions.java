package ai.tickstock.load;

import ai.tickstock.bars.SessionSet;
import ai.tickstock.listing.Instrument;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.Optional;

/// Which sessions of a range an instrument should have a bar for: the exchange's sessions, cut by
/// the listing's life.
///
/// Where somebody asked for the instrument by name, its life begins with the range unless a later
/// listing date is known. Where somebody asked for all that a source has, or the instrument is
/// known from bars only, nothing is expected before its first bar, and of an instrument without any
/// bar nothing at all: a list that names it today says nothing about the past.
public final class ExpectedSessions {
  private final DateRange range;
  private final SessionSet sessions;
  private final boolean everything;

  /// @param everything whether all that a source has was asked for, and not certain instruments
  public ExpectedSessions(TradingCalendar calendar, DateRange range, boolean everything) {
    this.range = range;
    this.everything = everything;
    this.sessions =
        range
            .overlap(calendar.known())
            .map(known ->
                SessionSet.of(range, calendar.sessions(known).stream().map(Session::date).toList()))
            .orElse(SessionSet.none(range));
  }

  /// All sessions of the range, whatever the instrument.
  public SessionSet all() {
    return sessions;
  }

  public DateRange range() {
    return range;
  }

  /// @param life from the first to the last bar of the instrument, where it has any
  public SessionSet of(Instrument instrument, Optional<DateRange> life) {
    Optional<LocalDate> first = instrument.listDate();
    Optional<LocalDate> last = instrument.delistDate().map(date -> date.minusDays(1));
    if (everything || instrument.provisional()) {
      if (life.isEmpty()) {
        return SessionSet.none(range);
      }
      if (first.isEmpty() || instrument.provisional()) {
        first = Optional.of(life.get().first());
      }
      if (instrument.provisional()) {
        last = Optional.of(life.get().last());
      }
    }
    var from = first.filter(date -> date.isAfter(range.first())).orElse(range.first());
    var to = last.filter(date -> date.isBefore(range.last())).orElse(range.last());
    return to.isBefore(from) ? SessionSet.none(range) : sessions.within(new DateRange(from, to));
  }
}
