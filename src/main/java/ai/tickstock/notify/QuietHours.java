package ai.tickstock.notify;

import ai.tickstock.market.Bar;
import java.time.Instant;
import java.time.LocalTime;

/// Hours of the day in New York in which only critical notices are told; over midnight where the
/// end is before the begin.
///
/// @param to the first moment that is not quiet any more
public record QuietHours(LocalTime from, LocalTime to) {
  public QuietHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException("quiet hours from " + from + " to " + to + " are none");
    }
  }

  boolean contains(Instant now) {
    var time = now.atZone(Bar.NEW_YORK).toLocalTime();
    boolean isAfterBegin = !time.isBefore(from);
    boolean isBeforeEnd = time.isBefore(to);
    return from.isBefore(to) ? isAfterBegin && isBeforeEnd : isAfterBegin || isBeforeEnd;
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
