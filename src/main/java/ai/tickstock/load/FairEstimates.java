package ai.tickstock.load;

import ai.tickstock.bars.FairValues;
import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Map;

/// The vendor's fair market values of what has no bar, told beside the evidence of holes. Coverage
/// itself does not need them, so they are asked for apart.
public record FairEstimates(Map<InstrumentId, Map<LocalDate, Double>> values) {
  /// Of the instruments of a report that have holes; there are none of minutes.
  public static FairEstimates of(Database database, CoverageReport report) {
    var ids =
        report.lines().stream()
            .filter(line -> !line.holes().isEmpty())
            .map(line -> line.instrument().id())
            .toList();
    return new FairEstimates(
        report.interval() == BarInterval.MINUTE || ids.isEmpty()
            ? Map.of()
            : database.read(h -> FairValues.approximations(h, ids, report.range())));
  }

  /// @param sessions of one hole
  /// @return the evidence, and what the estimates of its sessions say
  public String beside(InstrumentId instrument, DateRange sessions, String evidence) {
    var known =
        values.getOrDefault(instrument, Map.of()).entrySet().stream()
            .filter(value -> sessions.contains(value.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (known.isEmpty()) {
      return evidence;
    }
    var words =
        sessions.days() == 1
            ? "the vendor's fair market value was " + known.getFirst()
            : known.size() + " of these sessions have a fair market value of the vendor";
    return (evidence.isEmpty() ? "" : evidence + "; ") + words + " (an estimate, no close)";
  }
}
