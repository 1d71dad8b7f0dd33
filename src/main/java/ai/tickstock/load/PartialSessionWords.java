package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.market.Bar;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Locale;

/// Says what of a partial session is there and what is missing.
final class PartialSessionWords {
  /// Shorter gaps are not worth a word here.
  static final int LEAST_GAP = 15;

  private PartialSessionWords() {}

  /// `165 of 390 regular minutes (usual: 388), none for 214 minutes before the close`; times are
  /// New York's.
  static String words(Coverage.Remark remark) {
    var day = remark.summary();
    var gaps = new ArrayList<String>();
    if (day.lost() > 0) {
      gaps.add(day.lost() == 1 ? "1 minute refused" : day.lost() + " minutes refused");
    }
    if (day.gapAtOpen() >= LEAST_GAP) {
      gaps.add("none in the first " + day.gapAtOpen() + " minutes");
    }
    if (day.longestGap() >= LEAST_GAP) {
      gaps.add(
          "none for "
              + day.longestGap()
              + " minutes"
              + day.longestGapStart().map(start -> " from " + time(start)).orElse(""));
    }
    if (day.gapAtClose() >= LEAST_GAP) {
      gaps.add("none in the last " + day.gapAtClose() + " minutes");
    }
    return String.format(
            Locale.ROOT,
            "%d of %d regular minutes (usual: %.0f)",
            day.regularBars(),
            day.regularMinutes(),
            remark.usualBars() * day.regularMinutes() / 100)
        + (gaps.isEmpty() ? "" : ", " + String.join(", ", gaps));
  }

  private static LocalTime time(Instant instant) {
    return LocalTime.ofInstant(instant, Bar.NEW_YORK);
  }
}
