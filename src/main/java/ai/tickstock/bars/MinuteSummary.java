package ai.tickstock.bars;

import ai.tickstock.market.MinuteRows;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Sums minute bars up by session: the one way in which `minute_session` is counted.
final class MinuteSummary {
  private static final int MINUTE = 60_000;

  private final TradingDays days;
  private final int[] repeats;
  private final int[] rejected;
  private final int[] lost;

  /// @param repeats by place of the session among the days
  /// @param rejected by place of the session among the days
  /// @param lost by place of the session among the days
  MinuteSummary(TradingDays days, int[] repeats, int[] rejected, int[] lost) {
    this.days = days;
    this.repeats = repeats;
    this.rejected = rejected;
    this.lost = lost;
  }

  static MinuteSummary of(TradingDays days) {
    return new MinuteSummary(
        days, new int[days.size()], new int[days.size()], new int[days.size()]);
  }

  /// @param rows ascending, each start once, all within the days
  /// @param provisional asked once for each session that has rows
  List<MinuteSession> of(MinuteRows rows, Predicate<LocalDate> provisional) {
    var sessions = new ArrayList<MinuteSession>();
    int day = 0;
    for (int from = 0; from < rows.size(); ) {
      day = days.notEndedBefore(rows.startMillis(from), day);
      int to = from + 1;
      while (to < rows.size() && days.holds(day, rows.startMillis(to))) {
        to++;
      }
      sessions.add(session(rows, from, to, day, provisional.test(days.date(day))));
      from = to;
    }
    return sessions;
  }

  private MinuteSession session(MinuteRows rows, int from, int to, int day, boolean provisional) {
    int minutes = days.regularMinutes(day);
    int regular = 0;
    int firstRegular = -1;
    int last = -1;
    int longest = 0;
    int longestAfter = -1;
    double open = Double.NaN;
    double high = Double.NaN;
    double low = Double.NaN;
    double close = Double.NaN;
    double volume = Double.NaN;
    double regularVolume = Double.NaN;
    long trades = -1;
    for (int row = from; row < to; row++) {
      double shares = rows.volume(row);
      if (!Double.isNaN(shares)) {
        volume = Double.isNaN(volume) ? shares : volume + shares;
      }
      if (rows.trades(row) >= 0) {
        trades = Math.max(0, trades) + rows.trades(row);
      }
      int minute = days.minutesSinceOpen(day, rows.startMillis(row));
      if (minute < 0 || minute >= minutes) {
        continue;
      }
      regular++;
      if (!Double.isNaN(shares)) {
        regularVolume = Double.isNaN(regularVolume) ? shares : regularVolume + shares;
      }
      if (firstRegular < 0) {
        firstRegular = minute;
        open = rows.open(row);
        high = rows.high(row);
        low = rows.low(row);
      } else if (minute - last - 1 > longest) {
        longest = minute - last - 1;
        longestAfter = last;
      }
      high = Math.max(high, rows.high(row));
      low = Math.min(low, rows.low(row));
      close = rows.close(row);
      last = minute;
    }
    return new MinuteSession(
        days.date(day),
        to - from,
        regular,
        minutes,
        Instant.ofEpochMilli(rows.startMillis(from)),
        Instant.ofEpochMilli(rows.startMillis(to - 1)),
        regular == 0 ? minutes : firstRegular,
        regular == 0 ? minutes : minutes - last - 1,
        longest,
        longest == 0
            ? Optional.empty()
            : Optional.of(
                Instant.ofEpochMilli(days.open(day) + (long) MINUTE * (longestAfter + 1))),
        open,
        high,
        low,
        close,
        volume,
        regularVolume,
        trades,
        repeats[day],
        rejected[day],
        lost[day],
        provisional);
  }
}
