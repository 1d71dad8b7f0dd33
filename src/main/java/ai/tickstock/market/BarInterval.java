package ai.tickstock.market;

import java.util.Locale;

/// How long one bar is.
public enum BarInterval {
  /// One session; open, high, low and close of regular hours, volume of the whole day.
  DAY,
  /// One clock minute, extended hours (04:00-20:00 New York time) included.
  MINUTE;

  /// As the command line and the tables write it: `day`, `minute`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
