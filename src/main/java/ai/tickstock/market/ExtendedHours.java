package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/// Trading before the open and after the close of a session, New York time.
public final class ExtendedHours {
  /// The first minute.
  public static final LocalTime BEGIN = LocalTime.of(4, 0);

  /// First time after the last minute; also on days with an early close.
  public static final LocalTime END = LocalTime.of(20, 0);

  private ExtendedHours() {}

  /// When trading of a session is over, extended hours included.
  public static Instant endOf(LocalDate session) {
    return session.atTime(END).atZone(Bar.NEW_YORK).toInstant();
  }
}
