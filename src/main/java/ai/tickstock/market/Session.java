package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;

/// One exchange's trading day.
///
/// @param date local date of the exchange
/// @param open first instant of regular trading
/// @param close first instant after regular trading
/// @param early whether it closes before the regular time of those years
public record Session(Mic exchange, LocalDate date, Instant open, Instant close, boolean early) {
  public Session {
    if (!open.isBefore(close)) {
      throw new IllegalArgumentException("the session of " + date + " closes before it opens");
    }
  }
}
