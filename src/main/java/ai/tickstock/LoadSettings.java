package ai.tickstock;

import java.time.Duration;

/// How a load works and when it asks again.
///
/// @param concurrency most tasks in flight in one process, 1 to 256
/// @param lease a claimed task belongs to its worker for so long unless it is renewed
/// @param groupRows finished tasks are written together up to about so many rows, 1 to 1_000_000
/// @param databaseGiveUpAfter a load waits so long for a database that went away
/// @param emptyRecheckAfter sessions confirmed empty are asked for again after so long
/// @param refusedRecheckAfter what the vendor's plan refused is asked for again after so long
/// @param secondAskAfter an omitted bar is asked for a second time no sooner than this
/// @param referenceMaxAge lists of listings and corporate actions are fetched again when older
public record LoadSettings(
    int concurrency,
    Duration lease,
    int groupRows,
    Duration databaseGiveUpAfter,
    Duration emptyRecheckAfter,
    Duration refusedRecheckAfter,
    Duration secondAskAfter,
    Duration referenceMaxAge) {}
