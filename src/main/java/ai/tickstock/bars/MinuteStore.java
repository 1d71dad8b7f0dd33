package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Raw minute bars at rest, with what was known before and a summary of each session. Safe for use
/// by many threads.
public interface MinuteStore {
  static MinuteStore postgres(Database database, TradingCalendar calendar) {
    return new PostgresMinuteStore(database, calendar, Feed.EOD);
  }

  /// @param feed what provisional bars are marked with
  static MinuteStore postgres(Database database, TradingCalendar calendar, Feed feed) {
    return new PostgresMinuteStore(database, calendar, feed);
  }

  /// Makes room for bars of these sessions: to be called before the first of them is written, in a
  /// transaction of its own.
  ///
  /// @param sessions from 1990 to a year from now
  void prepare(DateRange sessions);

  /// Stores bars inside the caller's transaction, by the rules of [BarStore#write]: straight where
  /// no row exists (`STRAIGHT` looks as well), else compared, what differs going to the revisions.
  /// Counts the sessions anew from what is stored then, and sets the instruments' initial load
  /// date. Says how live minutes compare with the final ones.
  ///
  /// @param batches at most one row an instrument and start; in any order
  /// @param askedAt when the answers had arrived
  /// @throws BarStore.StraightCopyLost as `BarStore.write` does
  MinuteWrite write(
      Handle transaction,
      int runId,
      BarSource source,
      Instant askedAt,
      List<MinuteBatch> batches,
      BarStore.Path path);

  /// Bars in ascending order of start.
  ///
  /// @param sessions New York dates
  /// @param knownAt the values that were known then; the present ones when empty
  List<StoredBar> read(InstrumentId instrument, DateRange sessions, Optional<Instant> knownAt);

  /// What is stored of each session, ascending.
  List<MinuteSession> sessions(InstrumentId instrument, DateRange sessions);
}
