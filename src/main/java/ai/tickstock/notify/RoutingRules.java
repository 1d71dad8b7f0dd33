package ai.tickstock.notify;

import ai.tickstock.market.Bar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;

/// When people are told. Times of day are New York's.
///
/// @param messagesAnHour most messages of notices that are not critical; what is beyond goes into
///   the digest; 0: all do
/// @param digestAt when the digest is due
/// @param groupWindow how long others of the same kind are waited for
/// @param escalateAfter a critical notice that nobody acknowledged goes to the next contact
public record RoutingRules(
    Optional<QuietHours> quietHours,
    int messagesAnHour,
    LocalTime digestAt,
    Duration groupWindow,
    Duration escalateAfter) {

  boolean isQuiet(Instant now) {
    return quietHours.isPresent() && quietHours.get().contains(now);
  }

  /// The first digest after a moment. Where the clock is put forward over it, an hour later.
  Instant digestAfter(Instant moment) {
    var local = moment.atZone(Bar.NEW_YORK);
    var today = local.toLocalDate().atTime(digestAt).atZone(Bar.NEW_YORK);
    return today.isAfter(local)
        ? today.toInstant()
        : local.toLocalDate().plusDays(1).atTime(digestAt).atZone(Bar.NEW_YORK).toInstant();
  }
}
