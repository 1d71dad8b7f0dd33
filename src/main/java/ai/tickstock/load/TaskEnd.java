package ai.tickstock.load;

import java.time.Duration;

/// How one execution of a task ended, for the ledger.
sealed interface TaskEnd {
  record Done(int rows) implements TaskEnd {}

  /// Back in the queue.
  ///
  /// @param counts whether this was one of the task's few attempts
  record Again(Duration in, boolean counts, String failure, String detail) implements TaskEnd {}

  record Refused(String failure, String detail) implements TaskEnd {}

  record Failed(String failure, String detail) implements TaskEnd {}

  default String state() {
    return switch (this) {
      case Done d -> "done";
      case Again a -> "ready";
      case Refused r -> "refused";
      case Failed f -> "failed";
    };
  }
}
