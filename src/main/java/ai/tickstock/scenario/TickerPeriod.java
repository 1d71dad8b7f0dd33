package ai.tickstock.scenario;

import java.time.LocalDate;
import java.util.Optional;

/// One ticker of one instrument and when it was used.
///
/// @param from first date
/// @param until first date on which it was no longer used; empty while it is
public record TickerPeriod(String ticker, LocalDate from, Optional<LocalDate> until) {
  public TickerPeriod {
    if (until.isPresent() && !from.isBefore(until.get())) {
      throw new IllegalArgumentException(
          "the ticker " + ticker + " ends (" + until.get() + ") before it starts (" + from + ")");
    }
  }

  public boolean covers(LocalDate date) {
    return !date.isBefore(from) && (until.isEmpty() || date.isBefore(until.get()));
  }
}
