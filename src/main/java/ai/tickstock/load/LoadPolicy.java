package ai.tickstock.load;

import java.time.Duration;

/// How loads behave; from the settings.
///
/// @param concurrency answers awaited at once by one process
/// @param lease how long a claimed task belongs to its worker without a sign of life, on the
///   database's clock
/// @param groupRows rows after which finished tasks are committed together
/// @param taskAttempts asks of one task, each with the adapter's own retries, before it counts as
///   failed
/// @param retryPause wait before a task that failed is asked again; doubles with each ask
/// @param giveUpAfter how long vendor or database may be away before the run is paused
/// @param finalDelay time after 20:00 New York of a session from which the vendor's values are
///   final
/// @param secondAskAfter time after which asking the same way again counts as a later ask
/// @param emptyRecheckAfter age at which a confirmed-empty cell is asked for again
/// @param refusedRecheckAfter age at which a refused cell is asked for again
/// @param referenceMaxAge age at which the vendor's list of instruments is read again
public record LoadPolicy(
    int concurrency,
    Duration lease,
    int groupRows,
    int taskAttempts,
    Duration retryPause,
    Duration giveUpAfter,
    Duration finalDelay,
    Duration secondAskAfter,
    Duration emptyRecheckAfter,
    Duration refusedRecheckAfter,
    Duration referenceMaxAge) {

  public static final LoadPolicy DEFAULT =
      new LoadPolicy(
          8,
          Duration.ofSeconds(60),
          30_000,
          3,
          Duration.ofSeconds(3),
          Duration.ofMinutes(10),
          Duration.ofMinutes(15),
          Duration.ofHours(12),
          Duration.ofDays(30),
          Duration.ofDays(7),
          Duration.ofDays(7));
}
