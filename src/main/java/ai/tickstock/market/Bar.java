package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Open, high, low, close and volume of one interval of one instrument, raw (as traded) unless the
/// holder says otherwise.
///
/// A bar that cannot be does not exist: prices are finite, high is at least low, high, low and
/// close are positive. What is odd but was reported as such stays possible: an open of 0 and an
/// open or close outside low and high.
///
/// @param start first instant of the interval; a daily bar starts at midnight New York time of its
///   session
/// @param open US dollars, 0 where the source knows none
/// @param volume shares, can be fractional; empty where the source has none
/// @param vwap volume-weighted average price in US dollars, where the source has it
/// @param trades number of trades, where the source has it
public record Bar(
    Instant start,
    double open,
    double high,
    double low,
    double close,
    OptionalDouble volume,
    OptionalDouble vwap,
    OptionalLong trades) {

  public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  public Bar {
    require(Double.isFinite(open) && open >= 0, "open is negative or not a number", open);
    require(Double.isFinite(high) && high > 0, "high is not positive", high);
    require(Double.isFinite(low) && low > 0, "low is not positive", low);
    require(Double.isFinite(close) && close > 0, "close is not positive", close);
    if (high < low) { // the words cost more than the bar
      require(false, "high is below the low of " + low, high);
    }
    require(
        volume.isEmpty() || Double.isFinite(volume.getAsDouble()) && volume.getAsDouble() >= 0,
        "volume is negative or not a number",
        volume.orElse(0));
    require(
        vwap.isEmpty() || Double.isFinite(vwap.getAsDouble()),
        "vwap is not a number",
        vwap.orElse(0));
    require(
        trades.isEmpty() || trades.getAsLong() >= 0,
        "trades is negative",
        (double) trades.orElse(0));
  }

  /// The start of the daily bar of a session: midnight New York time.
  public static Instant startOfSession(LocalDate session) {
    return Midnights.of(session);
  }

  /// The start of the daily bar of the date in New York at an instant.
  public static Instant startOfSession(Instant instant) {
    return Midnights.before(instant);
  }

  /// The date of the start in New York: for a daily bar its session.
  public LocalDate session() {
    return dateOf(start);
  }

  /// The date in New York at an instant.
  public static LocalDate dateOf(Instant instant) {
    return Midnights.date(instant);
  }

  private static void require(boolean holds, String otherwise, double seen) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise + ": " + seen);
    }
  }
}
