package ai.tickstock.subset;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.util.List;
import java.util.Map;

/// What is copied.
///
/// @param instruments of the database that is read, with their tickers now
/// @param range New York dates of bars, both ends included
/// @param intervals of which bars are copied
public record SubsetRequest(
    Map<InstrumentId, Symbol> instruments, DateRange range, List<BarInterval> intervals) {
  public SubsetRequest {
    instruments = Map.copyOf(instruments);
    intervals = List.copyOf(intervals);
    if (instruments.isEmpty()) {
      throw new IllegalArgumentException("no instrument was named");
    }
  }
}
