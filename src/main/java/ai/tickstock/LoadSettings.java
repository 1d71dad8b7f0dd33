package ai.tickstock;

import java.time.Duration;

/// How a load works and when it asks again.
///
/// @param concurrency most tasks in flight in one process, 1 to 256
/// @param lease a claimed task belongs to its worker for so long unless it is renewed
/// @param groupRows finished tasks are written together up to about so many rows, 1 to 1_000_000
/// @param databaseGiveUpAfter a run waits so long for a database or a vendor that went away, then
///   it pauses
/// @param emptyRecheckAfter sessions confirmed empty are asked for again after so long
/// @param refusedRecheckAfter what the vendor's plan refused is asked for again after so long
/// @param secondAskAfter asking the same way again for a bar that was left out counts as evidence
///   after so long
/// @param referenceMaxAge lists of listings and corporate actions are fetched again when older
record LoadSettings(
    int concurrency,
    Duration lease,
    int groupRows,
    Duration databaseGiveUpAfter,
    Duration emptyRecheckAfter,
    Duration refusedRecheckAfter,
    Duration secondAskAfter,
    Duration referenceMaxAge) {}
