package ai.tickstock.load;

import ai.tickstock.market.Bar;
import java.time.Instant;
import java.time.LocalTime;

/// A stretch of each day in New York, over midnight where the end is before the begin.
///
/// @param from its first moment
/// @param to the first moment after it
public record DayWindow(LocalTime from, LocalTime to) {
  public DayWindow {
    if (from.equals(to)) {
      throw new IllegalArgumentException("a window from " + from + " to " + to + " is none");
    }
  }

  boolean contains(Instant now) {
    var time = now.atZone(Bar.NEW_YORK).toLocalTime();
    boolean isAfterBegin = !time.isBefore(from);
    boolean isBeforeEnd = time.isBefore(to);
    return from.isBefore(to) ? isAfterBegin && isBeforeEnd : isAfterBegin || isBeforeEnd;
  }

  /// `18:00-09:00`.
  @Override
  public String toString() {
    return from + "-" + to;
  }
}
