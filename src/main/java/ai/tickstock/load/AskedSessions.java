package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Sessions of which the daily bar of an instrument was asked for and answered: it is stored, an
/// answer left it out, or it is confirmed that there is none. Of the others nobody knows whether
/// the instrument traded, and no absence of theirs says anything about it.
///
/// @param range all that was looked at
record AskedSessions(DateRange range, Map<InstrumentId, SessionSet> byInstrument) {
  static AskedSessions read(
      Handle handle,
      Coverage coverage,
      TradingCalendar calendar,
      Collection<InstrumentId> instruments,
      DateRange range) {
    var sessions =
        range.overlap(calendar.known()).map(calendar::sessions).orElse(List.of()).stream()
            .map(Session::date)
            .toList();
    var asked = new HashMap<InstrumentId, SessionSet>();
    coverage
        .read(handle, BarInterval.DAY, instruments, range)
        .forEach((id, known) ->
            asked.put(
                id,
                SessionSet.of(
                    range, sessions.stream().filter(one -> isAnswered(known, one)).toList())));
    return new AskedSessions(range, asked);
  }

  private static boolean isAnswered(Coverage.Known known, LocalDate session) {
    return known.stored().contains(session)
        || known.omissions().stream().anyMatch(one -> one.sessions().contains(session))
        || known
            .explanation(session)
            .filter(one -> one.range().state() == ExplainedRange.State.CONFIRMED_EMPTY)
            .isPresent();
  }

  SessionSet of(InstrumentId instrument) {
    return byInstrument.getOrDefault(instrument, SessionSet.none(range));
  }
}
