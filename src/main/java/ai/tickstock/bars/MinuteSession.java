package ai.tickstock.bars;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// What the minute bars of one session of one instrument amount to: a row of `minute_session`.
///
/// Gaps are counted in regular minutes (from the open to the close of the session, so 210 of them
/// on a day that closes at 13:00).
///
/// @param bars of the whole day, extended hours included; at least 1
/// @param regularBars those that start in regular hours
/// @param regularMinutes how many minutes the regular hours have
/// @param gapAtOpen minutes before the first regular bar; all where there is none
/// @param gapAtClose minutes after the last regular bar; all where there is none
/// @param longestGap most minutes in a row without a bar between the first and the last regular one
/// @param longestGapStart where that begins; empty when there is no such gap
/// @param open US dollars, of the regular bars, as are high, low and close; NaN where there is none
/// @param volume shares of all bars that have one; NaN where none has
/// @param regularVolume shares of the regular bars; NaN where none has a volume
/// @param trades of all bars; negative where the source has none
/// @param repeats rows of the answer or file that repeated another one exactly
/// @param rejected rows of the answer or file that the checks refused
/// @param lost minutes of which every row was refused, and rows that could not be read at all
/// @param provisional whether a bar of it was stored before its values were final
public record MinuteSession(
    LocalDate session,
    int bars,
    int regularBars,
    int regularMinutes,
    Instant firstStart,
    Instant lastStart,
    int gapAtOpen,
    int gapAtClose,
    int longestGap,
    Optional<Instant> longestGapStart,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double regularVolume,
    long trades,
    int repeats,
    int rejected,
    int lost,
    boolean provisional) {
  /// Shorter gaps are left to the quality rules: halts of five and ten minutes are common.
  private static final int LEAST_GAP = 30;

  /// Fewer bars do not tell how densely an instrument trades: thin names trade in bursts.
  private static final int LEAST_BARS = 30;

  private static final double BY_CHANCE = 1e-6;

  /// The same bars with what an answer or file said beside them.
  MinuteSession seenIn(MinuteSession answer) {
    return with(answer.repeats, answer.rejected, answer.lost);
  }

  MinuteSession alsoRefused(int rows) {
    return with(repeats, rejected + rows, lost + rows);
  }

  private MinuteSession with(int repeated, int refused, int gone) {
    return new MinuteSession(
        session,
        bars,
        regularBars,
        regularMinutes,
        firstStart,
        lastStart,
        gapAtOpen,
        gapAtClose,
        longestGap,
        longestGapStart,
        open,
        high,
        low,
        close,
        volume,
        regularVolume,
        trades,
        repeated,
        refused,
        gone,
        provisional);
  }

  /// Whether minutes were refused and nothing came in their place, or a gap in regular hours is
  /// longer than the instrument's own trading of that session explains: at half the density of its
  /// bars outside of the gaps (trading is slower around noon), such a gap anywhere in the session
  /// has a chance of less than one in a million. Too few bars are judged by what is usual for the
  /// instrument instead, see [Coverage.Remark]. Kept in `minute_session.is_partial` when the
  /// session is written: a changed rule reaches stored sessions by a migration that counts them
  /// anew.
  public boolean isPartial() {
    if (lost > 0) {
      return true;
    }
    if (regularBars < LEAST_BARS) {
      return false;
    }
    int gap = Math.max(longestGap, Math.max(gapAtOpen, gapAtClose));
    int span = regularMinutes - gapAtOpen - gapAtClose - longestGap;
    double density = Math.min(1, (double) regularBars / Math.max(1, span));
    return gap >= LEAST_GAP && regularMinutes * Math.pow(1 - density / 2, gap) < BY_CHANCE;
  }
}
