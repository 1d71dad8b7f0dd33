package ai.tickstock.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// One time at which a schedule is due.
///
/// @param session date at the exchange that is worked for
/// @param noWork why there is nothing to do: the holiday on which the exchange is closed
/// @param usually when it would be due if the session closed at its regular time; the same where it
///   does
record Firing(LocalDate session, Instant due, Optional<String> noWork, Instant usually) {
  static Firing at(LocalDate session, Instant due) {
    return new Firing(session, due, Optional.empty(), due);
  }
}
