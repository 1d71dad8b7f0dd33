package ai.tickstock.load;

import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Cells for which asking failed.
///
/// @param forAll of every instrument of the run
record FailedCells(Map<InstrumentId, List<DateRange>> byInstrument, Collection<DateRange> forAll) {
  static final FailedCells NONE = new FailedCells(Map.of(), List.of());

  SessionSet of(InstrumentId instrument, DateRange range) {
    var dates = new HashSet<LocalDate>();
    var ranges = new ArrayList<>(forAll);
    ranges.addAll(byInstrument.getOrDefault(instrument, List.of()));
    for (var failed : ranges) {
      failed
          .overlap(range)
          .ifPresent(
              common -> common.first().datesUntil(common.last().plusDays(1)).forEach(dates::add));
    }
    return SessionSet.of(range, dates);
  }
}
