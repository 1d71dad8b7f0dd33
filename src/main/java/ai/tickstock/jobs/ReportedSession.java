package ai.tickstock.jobs;

import java.time.LocalDate;
import java.util.Optional;

/// What the daily report of a session counted. All are empty for a session without a report, and
/// one where its report could not tell: that is not 0.
///
/// @param wholePercent of the tracked symbols that owed a bar
/// @param open findings when the report was made
/// @param found findings that are new, or came again, since the report before
/// @param resolved findings that went away by themselves since then
/// @param repaired findings that were put right since then
/// @param revised bars of earlier sessions that the vendor corrected; empty where that was not
///   looked at
public record ReportedSession(
    LocalDate session,
    Optional<Double> wholePercent,
    Optional<Long> open,
    Optional<Long> found,
    Optional<Long> resolved,
    Optional<Long> repaired,
    Optional<Long> revised) {
  static ReportedSession without(LocalDate session) {
    return new ReportedSession(
        session,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
