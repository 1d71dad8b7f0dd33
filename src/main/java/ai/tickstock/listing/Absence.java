package ai.tickstock.listing;

import java.time.LocalDate;
import java.util.Optional;

/// A known instrument that the last whole lists did not name.
///
/// @param lastNamed date of the last list that named it
/// @param firstAbsent date of the first one that did not
/// @param lastAbsent date of the last one that was counted as a night
/// @param nights dates of lists in a row without it, at least 1; several lists of a date, of
///   whatever source, are one night
/// @param leftList counted as having left a list that does not hold all exchanges
/// @param keptBecause why somebody said that it trades; then absence does not count
record Absence(
    LocalDate lastNamed,
    LocalDate firstAbsent,
    LocalDate lastAbsent,
    int nights,
    boolean leftList,
    Optional<String> keptBecause) {

  /// The same one where that date was counted already.
  Absence missingOn(LocalDate date) {
    return date.isAfter(lastAbsent)
        ? new Absence(lastNamed, firstAbsent, date, nights + 1, leftList, keptBecause)
        : this;
  }

  Absence ofLeaver() {
    return new Absence(lastNamed, firstAbsent, lastAbsent, nights, true, keptBecause);
  }
}
