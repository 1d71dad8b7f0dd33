package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.Session;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/// How the trading of a session spreads over its minutes: a thin morning from 04:00 New York time
/// on, much at the open and most at the close, a thin evening to 20:00, after an early close to
/// 17:00. Immutable.
final class MinuteShape {
  private static final double MORNING = 0.01;
  private static final double REGULAR = 0.97;
  private static final double EVENING = 0.02;

  private final int opening;
  private final int closing;
  private final double[] share;

  private MinuteShape(int opening, int closing, double[] share) {
    this.opening = opening;
    this.closing = closing;
    this.share = share;
  }

  /// The lengths of a session's three parts in one number.
  static long lengths(Session session) {
    var open = session.open().atZone(Bar.NEW_YORK).toLocalTime();
    var close = session.close().atZone(Bar.NEW_YORK).toLocalTime();
    var end = session.early() ? ExtendedHours.END_AFTER_EARLY_CLOSE : ExtendedHours.END;
    return (minutes(ExtendedHours.BEGIN, open) << 40)
        + (minutes(open, close) << 20)
        + minutes(close, end);
  }

  private static long minutes(LocalTime from, LocalTime to) {
    return Math.max(0, ChronoUnit.MINUTES.between(from, to));
  }

  static MinuteShape of(long lengths) {
    int before = (int) (lengths >>> 40);
    int regular = (int) (lengths >>> 20) & 0xFFFFF;
    int after = (int) lengths & 0xFFFFF;
    var share = new double[before + regular + after];
    for (int i = 0; i < before; i++) {
      double passed = (i + 0.5) / before;
      share[i] = 0.2 + 1.8 * passed * passed * passed;
    }
    for (int i = 0; i < regular; i++) {
      double fromNoon = 2 * (i + 0.5) / regular - 1;
      share[before + i] = 0.6 + 1.2 * fromNoon * fromNoon;
    }
    share[before] *= 4;
    share[before + regular - 1] *= 8;
    for (int i = 0; i < after; i++) {
      share[before + regular + i] = 0.15 + 2 / (1 + 0.2 * i);
    }
    scale(share, 0, before, MORNING);
    scale(share, before, before + regular, REGULAR);
    scale(share, before + regular, share.length, EVENING);
    return new MinuteShape(before, before + regular, share);
  }

  private static void scale(double[] share, int from, int to, double sum) {
    double all = 0;
    for (int i = from; i < to; i++) {
      all += share[i];
    }
    for (int i = from; i < to; i++) {
      share[i] *= sum / all;
    }
  }

  int minutes() {
    return share.length;
  }

  /// Minutes before the open.
  int opening() {
    return opening;
  }

  /// Minutes before the close, counted from 04:00 as all are.
  int closing() {
    return closing;
  }

  /// Share of the day's trading in a minute; about 1 in all.
  double share(int minute) {
    return share[minute];
  }

  boolean isRegular(int minute) {
    return minute >= opening && minute < closing;
  }
}
