package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/// What stands beside every row of one write.
///
/// @param knownFrom start of the transaction by the database's clock
/// @param knownFromMicros the same as the database writes it
/// @param feed of the plan, for rows that are provisional
record WriteStamp(Instant knownFrom, long knownFromMicros, int runId, BarSource source, Feed feed) {
  /// The stamp of a write of this transaction.
  static WriteStamp now(Handle transaction, int runId, BarSource source, Feed feed) {
    var began =
        transaction
            .createQuery("SELECT now()")
            .map((row, context) -> StoredRows.instant(row, "now"))
            .one();
    return new WriteStamp(began, BinaryCopy.micros(began), runId, source, feed);
  }

  /// The number that stands with a row.
  int source(boolean provisional) {
    return (provisional ? source.whileRunning(feed) : source).number();
  }
}
