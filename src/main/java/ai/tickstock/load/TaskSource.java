package ai.tickstock.load;

import ai.tickstock.market.InstrumentId;
import java.util.Set;

/// Where the answers of a run's tasks come from: a vendor or a folder. Safe for use by many
/// threads.
interface TaskSource {
  /// Does the asking and the checking; stores nothing. A fault of the other side is a `TaskEnd`,
  /// not an exception.
  ///
  /// @throws StopRun when only an operator can help
  /// @throws InterruptedException when the run is being stopped
  Fetched execute(Task task) throws InterruptedException;

  /// How many tasks may be in hand at once, from their claim to the end of the transaction that
  /// stores them; keeps what is in memory within bounds.
  default int mostInHand() {
    return Integer.MAX_VALUE;
  }

  /// How many tasks may be executed at once.
  default int mostExecuting() {
    return Integer.MAX_VALUE;
  }

  /// Rows after which finished tasks are committed together.
  default int groupRows(LoadPolicy policy) {
    return policy.groupRows();
  }

  /// These have joined the run, which is committed: results need not name them again.
  default void joined(Set<InstrumentId> instruments) {}

  /// Tasks of a stage come now, 0 to begin with.
  default void begin(int stage) {}

  /// How often the answers so far left out names that trade every day.
  default OmissionRate seen() {
    return OmissionRate.NONE;
  }
}
