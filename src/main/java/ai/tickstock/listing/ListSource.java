package ai.tickstock.listing;

import ai.tickstock.market.Bar;
import java.time.Instant;
import java.time.LocalDate;

/// Where a list comes from: who said it, and as of when.
///
/// @param vendor as it is stored with the facts, e.g. `massive`
/// @param asOf when the list was true
public record ListSource(String vendor, Instant asOf) {
  public ListSource {
    if (vendor.isBlank()) {
      throw new IllegalArgumentException("the source of a list needs a name");
    }
  }

  /// The New York date of the list: a ticker found in it is held from this date on.
  public LocalDate date() {
    return Bar.dateOf(asOf);
  }
}
