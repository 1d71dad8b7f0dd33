package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Raw daily bars at rest, with what was known before. Safe for use by many threads.
public interface BarStore {
  static BarStore postgres(Database database) {
    return new PostgresBarStore(database, Feed.EOD);
  }

  /// @param feed what provisional bars are marked with
  static BarStore postgres(Database database, Feed feed) {
    return new PostgresBarStore(database, feed);
  }

  /// Stores bars inside the caller's transaction. Where no row exists for these instruments and
  /// ranges the rows go straight into the table; else they are compared: an equal row is left
  /// alone, a provisional one is replaced, a final one that differs from a final new one is kept as
  /// a revision and superseded, and a provisional new one never replaces a final one.
  /// Split-adjusted bars go to their own table, without revisions.
  ///
  /// Sets the instruments' initial load date if these are their first bars.
  ///
  /// @param batches at most one an instrument and session; in any order
  /// @param runId stands beside each row that is written
  /// @throws StraightCopyLost if one of the cells is stored already, with `STRAIGHT`, or another
  ///   transaction stored it in the meantime: roll back and call again with `COMPARE`
  WriteCount write(
      Handle transaction, int runId, BarSource source, List<BarBatch> batches, Path path);

  /// How rows get into the table.
  enum Path {
    /// Straight without a look: the cheapest where nothing is stored; where something is, the
    /// transaction is lost.
    STRAIGHT,
    /// Straight where no row exists, else compared.
    FASTEST,
    /// Always compared: for the second try after a straight copy met a row of somebody else.
    COMPARE
  }

  /// One of these cells was stored, before or between our look and our copy; the transaction is
  /// lost.
  final class StraightCopyLost extends RuntimeException {
    StraightCopyLost(Throwable cause) {
      super("one of these bars is stored already", cause);
    }
  }

  /// Bars in ascending order of session.
  ///
  /// @param knownAt the values that were known then; the present ones when empty
  List<StoredBar> read(InstrumentId instrument, DateRange range, Optional<Instant> knownAt);

  /// Bars that their source had adjusted for splits, ascending.
  List<StoredBar> readSourceAdjusted(InstrumentId instrument, DateRange range);

  /// Values that were superseded by a later final one, ascending by session and by their end.
  List<Superseded> superseded(InstrumentId instrument, DateRange range);

  /// A value that held for a while.
  ///
  /// @param knownUntil when the next one was stored
  record Superseded(StoredBar value, Instant knownUntil) {}

  /// Bars that a run stored as split-adjusted by their source.
  long sourceAdjustedRows(Handle handle, int runId);
}
