package ai.tickstock.load;

import java.time.Duration;
import java.util.Locale;

/// How long files took, and how long those of a year would take.
///
/// @param files at least one
record FilePace(int files, Duration took) {
  private static final int SESSIONS_OF_A_YEAR = 252;

  /// `read 5 files in 1 min 10 s, 14.0 s a file: the 252 sessions of a year take 58 min 48 s`.
  String words() {
    double each = took.toMillis() / 1e3 / files;
    return String.format(
        Locale.ROOT,
        "read %,d %s in %s, %.1f s a file: the %d sessions of a year take %s",
        files,
        files == 1 ? "file" : "files",
        words(took),
        each,
        SESSIONS_OF_A_YEAR,
        words(Duration.ofMillis((long) (1e3 * each * SESSIONS_OF_A_YEAR))));
  }

  private static String words(Duration time) {
    if (time.toMinutes() == 0) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
    return time.toHours() == 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }
}
