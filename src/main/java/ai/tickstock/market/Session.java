package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/// One exchange's trading day.
///
/// @param date local date of the exchange
/// @param open first instant of regular trading
/// @param close first instant after regular trading
/// @param lunch when trading rests in between; empty where it goes on all day
/// @param early whether it closes before the regular time that was in force on its date
public record Session(
    Mic exchange,
    LocalDate date,
    Instant open,
    Instant close,
    Optional<Break> lunch,
    boolean early) {

  /// @param start first instant without trading
  /// @param end first instant with trading again
  public record Break(Instant start, Instant end) {}

  public Session {
    if (!open.isBefore(close)) {
      throw new IllegalArgumentException("the session of " + date + " closes before it opens");
    }
    if (lunch.isPresent()) {
      var rest = lunch.get();
      if (!open.isBefore(rest.start)
          || !rest.start.isBefore(rest.end)
          || !rest.end.isBefore(close)) {
        throw new IllegalArgumentException(
            "the lunch break of " + date + " does not lie inside of its session");
      }
    }
  }

  /// A session without a lunch break.
  public Session(Mic exchange, LocalDate date, Instant open, Instant close, boolean early) {
    this(exchange, date, open, close, Optional.empty(), early);
  }

  /// Whether there is regular trading at the instant; the lunch break has none.
  public boolean isOpenAt(Instant instant) {
    return !instant.isBefore(open)
        && instant.isBefore(close)
        && lunch
            .map(rest -> instant.isBefore(rest.start) || !instant.isBefore(rest.end))
            .orElse(true);
  }

  /// Its hours on the clocks of a zone: `09:30-13:00`, or two spans around a lunch break.
  public String hours(ZoneId zone) {
    return lunch
        .map(rest -> span(zone, open, rest.start) + ", " + span(zone, rest.end, close))
        .orElseGet(() -> span(zone, open, close));
  }

  private static String span(ZoneId zone, Instant from, Instant to) {
    return from.atZone(zone).toLocalTime() + "-" + to.atZone(zone).toLocalTime();
  }
}
