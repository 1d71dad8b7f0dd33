package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.List;

/// Daily bars of one instrument that are to be stored together.
///
/// @param range what was asked for; every bar lies in it
/// @param bars at most one a session, ascending
public record BarBatch(InstrumentId instrument, DateRange range, List<CheckedBar> bars) {
  public BarBatch {
    bars = List.copyOf(bars);
    var last = LocalDate.MIN;
    for (var checked : bars) {
      var session = checked.bar().session();
      if (!session.isAfter(last) || !range.contains(session)) {
        throw new IllegalArgumentException(
            "bars of " + instrument + " are not ascending within " + range + " at " + session);
      }
      last = session;
    }
  }
}
