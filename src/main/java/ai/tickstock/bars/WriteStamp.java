package ai.tickstock.bars;

import java.time.Instant;

/// What stands beside every row of one write.
///
/// @param knownFrom start of the transaction by the database's clock
/// @param feed of the plan, for rows that are provisional
record WriteStamp(Instant knownFrom, int runId, BarSource source, Feed feed) {
  /// The number that stands with a row.
  int source(boolean provisional) {
    return (provisional ? source.whileRunning(feed) : source).number();
  }
}
