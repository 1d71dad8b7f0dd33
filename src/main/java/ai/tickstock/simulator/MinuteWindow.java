package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/// Windows of several minutes or hours. They start anew at midnight New York time, so that the ones
/// of an hour start on the hour; none is longer than a day.
///
/// @param millis length, 60,000 to 86,400,000
record MinuteWindow(long millis) {
  static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
  private static final long DAY = TimeUnit.DAYS.toMillis(1);

  static MinuteWindow of(boolean hours, int multiplier) {
    long unit = hours ? TimeUnit.HOURS.toMillis(1) : MINUTE;
    return new MinuteWindow(Math.min(DAY, multiplier * unit));
  }

  boolean isSingleMinute() {
    return millis == MINUTE;
  }

  /// Where a day starts.
  static long midnight(LocalDate date) {
    return Bar.startOfSession(date).toEpochMilli();
  }

  static LocalDate date(long time) {
    return Bar.dateOf(Instant.ofEpochMilli(time));
  }

  /// The start of the window that holds a time.
  ///
  /// @param midnight of the day of that time
  long start(long midnight, long time) {
    return midnight + Math.floorDiv(time - midnight, millis) * millis;
  }

  /// The start of the window that holds a time.
  long start(long time) {
    return start(midnight(date(time)), time);
  }

  /// The last millisecond of that window.
  long end(long time) {
    return Math.min(start(time) + millis, midnight(date(time).plusDays(1))) - 1;
  }
}
