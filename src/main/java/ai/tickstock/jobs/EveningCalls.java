package ai.tickstock.jobs;

import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The calls that one evening may make, `tickstock.eod.calls`. Bars, lists and corrections make
/// those that they need; who can wait for another night takes what is left.
///
/// @param session whose evening it is
record EveningCalls(EndOfDayParts parts, LocalDate session) {
  /// What is left by now.
  long left(Handle handle) {
    return parts.rules().calls()
        - EndOfDayTable.calls(handle, parts.calendar().exchange(), session);
  }

  /// What is left when steps that come later make all that they want.
  long leftBefore(List<EndOfDayStep> later, Handle handle) {
    return left(handle) - later.stream().mapToLong(one -> one.wanted(session)).sum();
  }
}
