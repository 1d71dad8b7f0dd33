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
/// @param whileRunning whether what there is of a running session is loaded as well
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
    Duration referenceMaxAge,
    boolean whileRunning) {

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
          Duration.ofDays(7),
          false);

  /// The same, also of the session that is running.
  ///
  /// @param delay by which the plan's data lag behind
  public LoadPolicy whileRunning(Duration delay) {
    return new LoadPolicy(
        concurrency,
        lease,
        groupRows,
        taskAttempts,
        retryPause,
        giveUpAfter,
        delay,
        secondAskAfter,
        emptyRecheckAfter,
        refusedRecheckAfter,
        referenceMaxAge,
        true);
  }
}
