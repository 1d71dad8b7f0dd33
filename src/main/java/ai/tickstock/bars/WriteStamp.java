package ai.tickstock.bars;

import java.time.Instant;

/// What stands beside every row of one write.
///
/// @param knownFrom start of the transaction by the database's clock
record WriteStamp(Instant knownFrom, int runId, BarSource source) {}
