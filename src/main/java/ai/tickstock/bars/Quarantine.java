package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Rows that the checks refused, kept as received in table `bar_quarantine`. Safe for use by many
/// threads.
public interface Quarantine {
  static Quarantine postgres(Database database) {
    return new PostgresQuarantine(database);
  }

  /// Keeps rows inside the caller's transaction; a row that is there already only counts once more.
  void keep(
      Handle transaction,
      int runId,
      BarInterval interval,
      BarSource source,
      List<RejectedBar> rows);

  /// What is kept of an instrument in a range of sessions, oldest first.
  List<Kept> read(InstrumentId instrument, BarInterval interval, DateRange range);

  /// Why rows were refused that a run was the first to bring, most frequent first.
  static List<Refusal> refusals(Handle transaction, int runId) {
    return PostgresQuarantine.refusals(transaction, runId);
  }

  /// @param ticker of one of the rows
  /// @param detail what was wrong with that one
  record Refusal(RejectReason reason, long rows, Symbol ticker, String detail) {}

  /// A refused row with its history.
  ///
  /// @param times how often it was received
  record Kept(
      long id, RejectedBar row, BarSource source, Instant firstSeen, Instant lastSeen, int times) {}
}
