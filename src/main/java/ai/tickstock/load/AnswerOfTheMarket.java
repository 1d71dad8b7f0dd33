package ai.tickstock.load;

import ai.tickstock.bars.DailyTurnover;
import ai.tickstock.bars.SessionSet;
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
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/// What an answer for the whole market of one session is measured by: the bars that are stored of
/// the sessions before it.
///
/// @param before those sessions, ascending
/// @param rows how many bars are stored of each; who has none is missing
/// @param turnover of these sessions
public record AnswerOfTheMarket(
    LocalDate session,
    List<LocalDate> before,
    Map<LocalDate, Long> rows,
    Map<InstrumentId, DailyTurnover> turnover) {
  private static final int SESSIONS = 20;
  private static final double WHOLE = 0.95;

  /// From fewer nothing is concluded: neither what a whole answer has, nor how a name trades.
  public static final int ENOUGH_SESSIONS = 5;

  /// Of the fullest session; of one with less only some names were asked for.
  private static final double COMPARABLE = 0.5;

  /// A longer hole of a name that trades every day is a suspension.
  private static final int LONGEST_HOLE = 5;

  /// Whether an answer is believed: what it leaves out is left out because it did not trade.
  public enum Plausibility {
    WHOLE,
    /// Bars are missing from it.
    PART,
    /// There is too little to compare it with: its bars are good, its silence says nothing.
    UNKNOWN
  }

  /// @param tracked whose bars count
  public static AnswerOfTheMarket of(
      Handle handle,
      TradingCalendar calendar,
      Collection<InstrumentId> tracked,
      LocalDate session) {
    var before = sessionsBefore(calendar, session);
    if (before.isEmpty()) {
      return new AnswerOfTheMarket(session, before, Map.of(), Map.of());
    }
    var turnover =
        DailyTurnover.read(handle, tracked, new DateRange(before.getFirst(), before.getLast()));
    var rows = new HashMap<LocalDate, Long>();
    turnover.values().forEach(one -> one.sessions().forEach(on -> rows.merge(on, 1L, Long::sum)));
    return new AnswerOfTheMarket(session, before, rows, turnover);
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

  /// How many bars are stored of each session before with which an answer can be compared,
  /// ascending. One with far fewer than the fullest is none: there only some names were asked for.
  ///
  /// @param names of ours that are in the answer
  private List<Long> comparable(long names) {
    long fullest = rows.values().stream().mapToLong(Long::longValue).reduce(names, Math::max);
    return rows.values().stream().filter(one -> one >= COMPARABLE * fullest).sorted().toList();
  }

  /// Number of sessions before with which an answer with so many of our names can be compared.
  public int comparableSessions(long names) {
    return comparable(names).size();
  }

  /// The median of bars stored of these sessions; empty where they are too few to tell.
  public OptionalLong usual(long names) {
    var sorted = comparable(names);
    return sorted.size() < ENOUGH_SESSIONS
        ? OptionalLong.empty()
        : OptionalLong.of(sorted.get(sorted.size() / 2));
  }

  /// Of an answer with so many of our names.
  public Plausibility plausibility(long names) {
    var usual = usual(names);
    if (usual.isEmpty()) {
      return Plausibility.UNKNOWN;
    }
    return names >= WHOLE * usual.getAsLong() ? Plausibility.WHOLE : Plausibility.PART;
  }

  /// Whether a name traded in each of the sessions before for which it was asked, but for a hole of
  /// a few sessions that goes on: a bar of it that is missing is a fault, or a suspension.
  ///
  /// @param asked sessions before of which it is known whether the name traded
  boolean tradesEverySession(InstrumentId instrument, SessionSet asked) {
    var ours = turnover.get(instrument);
    if (ours == null || before.isEmpty()) {
      return false;
    }
    var last = ours.dollars().lastKey();
    var known = before.stream().filter(asked::contains).toList();
    long sinceThen = known.stream().filter(one -> one.isAfter(last)).count();
    return ours.sessions().size() == known.size() - sinceThen && sinceThen <= LONGEST_HOLE;
  }

  /// Dollars that usually change hands in a session.
  public double usualDollars(InstrumentId instrument) {
    var ours = turnover.get(instrument);
    return ours == null ? 0 : ours.median();
  }

  /// Why a name that a whole answer leaves out did not trade; empty where too little is known of
  /// it.
  ///
  /// @param names of ours that are in the answer
  /// @param asked sessions before of which it is known whether the name traded
  Optional<String> evidence(
      InstrumentId instrument, long names, SessionSet asked, boolean askedBySymbol) {
    var ours = turnover.get(instrument);
    long known = before.stream().filter(asked::contains).count();
    return known < ENOUGH_SESSIONS
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "left out by the market's bars of the day, which have %,d of our names (median of"
                    + " the sessions before: %,d)%s; it traded in %d of the %d sessions before that"
                    + " were asked for",
                names,
                usual(names).orElse(0),
                askedBySymbol ? ", and by the symbol's bars" : "",
                ours == null ? 0 : ours.sessions().size(),
                known));
  }
}
