package ai.tickstock.provider.flatfile;

import ai.tickstock.market.Bar;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/// Reads the start of a row as New York time.
final class Stamps {
  /// Seconds since 1970 that a time in microseconds, taken for nanoseconds, does not reach before
  /// the year 2128.
  private static final long LATEST_MICROS_AS_NANOS = 5_000_000L;

  private Stamps() {}

  static LocalDate day(Instant start) {
    return Bar.dateOf(start);
  }

  static boolean isMidnight(Instant start) {
    return LocalDateTime.ofInstant(start, Bar.NEW_YORK).toLocalTime().equals(LocalTime.MIDNIGHT);
  }

  /// Why a start is wrong.
  ///
  /// @param expected what it should be, e.g. `2019-08-12 by the file's name`
  static String mismatch(Instant start, String expected) {
    var local = LocalDateTime.ofInstant(start, Bar.NEW_YORK);
    return "window_start is "
        + (isMidnight(start) ? local.toLocalDate() : local)
        + " New York time, expected "
        + expected
        + (isMidnight(start) ? "" : perhapsOtherUnit(start));
  }

  /// A question for a start so near to 1970 that its number is probably one of milli- or
  /// microseconds.
  static String perhapsOtherUnit(Instant start) {
    return Math.abs(start.getEpochSecond()) < LATEST_MICROS_AS_NANOS
        ? " (are these milli- or microseconds? nanoseconds are needed)"
        : "";
  }

  /// What to do about a file whose rows all carry another day than its name.
  static String misStamped(Path file, long rows, LocalDate day) {
    return file.getFileName()
        + ": all "
        + Wording.count(rows, "row")
        + " carry the window_start of "
        + day
        + perhapsOtherUnit(Bar.startOfSession(day))
        + "; nothing of this file was taken. Download it again; if the new file is the"
        + " same, load this session from the vendor instead (the same command without"
        + " --from-files)";
  }
}
