package ai.tickstock.load;

import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.MinuteChecks;
import ai.tickstock.bars.RejectReason;
import ai.tickstock.bars.RejectedBar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.util.List;
import java.util.Optional;

/// Which cells are rejected because of the rows that the checks refused.
final class RejectedCells {
  private RejectedCells() {}

  /// The cells that refused rows would have filled; rows of days without a session or outside the
  /// asked range fill none.
  static List<ExplainedRange> of(InstrumentId instrument, List<RejectedBar> rejected) {
    if (rejected.isEmpty()) {
      return List.of();
    }
    return rejected.stream()
        .filter(row -> row.session().isPresent())
        .filter(row ->
            row.reason() != RejectReason.OFF_SESSION && row.reason() != RejectReason.OUT_OF_RANGE)
        .map(row ->
            new ExplainedRange(
                instrument,
                DateRange.of(row.session().get()),
                ExplainedRange.State.REJECTED,
                row.reason().name(),
                row.detail(),
                Optional.empty()))
        .distinct()
        .toList();
  }

  /// Sessions of which every minute row was refused.
  static List<ExplainedRange> of(MinuteChecks.Checked checked) {
    return checked.rejectedCells().stream()
        .map(session -> whole(checked.batch().instrument(), DateRange.of(session)))
        .toList();
  }

  /// A session of minute bars of which no row could be taken.
  static ExplainedRange whole(InstrumentId instrument, DateRange session) {
    return new ExplainedRange(
        instrument,
        session,
        ExplainedRange.State.REJECTED,
        "all_rows_refused",
        "every minute row of the session was refused; they are in quarantine",
        Optional.empty());
  }
}
