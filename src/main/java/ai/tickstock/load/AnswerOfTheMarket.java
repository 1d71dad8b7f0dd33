package ai.tickstock.load;

import ai.tickstock.bars.DailyTurnover;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// What an answer for the whole market of one session is measured by: the bars that are stored of
/// the sessions before it.
///
/// @param before those sessions, ascending
/// @param usual the median of bars stored of each; 0 where none is
/// @param turnover of these sessions
public record AnswerOfTheMarket(
    LocalDate session,
    List<LocalDate> before,
    long usual,
    Map<InstrumentId, DailyTurnover> turnover) {
  private static final int SESSIONS = 20;
  private static final double WHOLE = 0.95;

  /// A longer hole of a name that trades every day is a suspension.
  private static final int LONGEST_HOLE = 5;

  /// @param tracked whose bars count
  public static AnswerOfTheMarket of(
      Handle handle,
      TradingCalendar calendar,
      Collection<InstrumentId> tracked,
      LocalDate session) {
    var before = sessionsBefore(calendar, session);
    if (before.isEmpty()) {
      return new AnswerOfTheMarket(session, before, 0, Map.of());
    }
    var turnover =
        DailyTurnover.read(handle, tracked, new DateRange(before.getFirst(), before.getLast()));
    var rows = new HashMap<LocalDate, Long>();
    turnover.values().forEach(one -> one.sessions().forEach(on -> rows.merge(on, 1L, Long::sum)));
    var sorted = rows.values().stream().sorted().toList();
    return new AnswerOfTheMarket(
        session, before, sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2), turnover);
  }

  /// The last twenty.
  private static List<LocalDate> sessionsBefore(TradingCalendar calendar, LocalDate session) {
    var all =
        new DateRange(session.minusDays(2L * SESSIONS), session.minusDays(1))
            .overlap(calendar.known())
            .map(calendar::sessions)
            .orElse(List.of());
    return all.subList(Math.max(0, all.size() - SESSIONS), all.size()).stream()
        .map(Session::date)
        .toList();
  }

  /// Whether an answer with so many of our names is believed: what it leaves out is left out
  /// because it did not trade. Where nothing is stored of the sessions before, nothing is known.
  public boolean isPlausible(long names) {
    return usual > 0 && names >= WHOLE * usual;
  }

  /// Whether a name traded in each of the sessions before, but for a hole of a few sessions that
  /// goes on: a bar of it that is missing is a fault, or a suspension.
  public boolean tradesEverySession(InstrumentId instrument) {
    var ours = turnover.get(instrument);
    if (ours == null || before.isEmpty()) {
      return false;
    }
    int last = before.indexOf(ours.dollars().lastKey());
    return ours.sessions().size() == last + 1 && before.size() - 1 - last <= LONGEST_HOLE;
  }

  /// Dollars that usually change hands in a session.
  public double usualDollars(InstrumentId instrument) {
    var ours = turnover.get(instrument);
    return ours == null ? 0 : ours.median();
  }

  /// Why a name that such an answer leaves out did not trade.
  String evidence(InstrumentId instrument, long names, boolean askedBySymbol) {
    var ours = turnover.get(instrument);
    return String.format(
        Locale.ROOT,
        "left out by the market's bars of the day, which have %,d of our names (median of the"
            + " sessions before: %,d)%s; it traded in %d of the %d sessions before",
        names,
        usual,
        askedBySymbol ? ", and by the symbol's bars" : "",
        ours == null ? 0 : ours.sessions().size(),
        before.size());
  }
}
