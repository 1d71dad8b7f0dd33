package ai.tickstock.listing;

import java.time.LocalDate;
import java.util.Optional;

/// A known instrument that the last whole lists did not name.
///
/// @param lastNamed date of the last list that named it
/// @param firstAbsent date of the first one that did not
/// @param nights different lists in a row without it, at least 1
/// @param leftList counted as having left a list that does not hold all exchanges
/// @param keptBecause why somebody said that it trades; then absence does not count
record Absence(
    LocalDate lastNamed,
    LocalDate firstAbsent,
    int nights,
    boolean leftList,
    Optional<String> keptBecause) {

  Absence oneMoreNight() {
    return new Absence(lastNamed, firstAbsent, nights + 1, leftList, keptBecause);
  }

  Absence ofLeaver() {
    return new Absence(lastNamed, firstAbsent, nights, true, keptBecause);
  }
}
