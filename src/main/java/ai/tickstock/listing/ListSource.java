package ai.tickstock.listing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// Who said it, and as of when.
///
/// @param vendor as it is stored with the facts, e.g. `massive`
/// @param asOf when the list was true
public record ListSource(String vendor, Instant asOf) {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  public ListSource {
    if (vendor.isBlank()) {
      throw new IllegalArgumentException("the source of a list needs a name");
    }
  }

  /// The New York date of the list: a ticker found in it is held from this date on.
  public LocalDate date() {
    return LocalDate.ofInstant(asOf, NEW_YORK);
  }
}
