package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/// Trading before the open and after the close of a session, New York time: the span that holds the
/// extended sessions of all US exchanges. No other exchange has extended hours here.
public final class ExtendedHours {
  /// The first minute.
  public static final LocalTime BEGIN = LocalTime.of(4, 0);

  /// First time after the last minute of an ordinary session.
  public static final LocalTime END = LocalTime.of(20, 0);

  /// First time after the last minute of a session with an early close (holiday schedules of Nasdaq
  /// and of NYSE Arca: the late session ends at 17:00).
  public static final LocalTime END_AFTER_EARLY_CLOSE = LocalTime.of(17, 0);

  private ExtendedHours() {}

  /// When trading of a session is over for certain, extended hours included: 20:00 also after an
  /// early close. What waits for final bars waits until then; three hours too many do no harm, a
  /// late print that is missed would.
  public static Instant endOf(LocalDate session) {
    return at(session, END);
  }

  /// When extended hours of a session begin.
  static Instant beginOf(Session session) {
    return at(session.date(), BEGIN);
  }

  /// When extended hours of a session end by the schedule: at 17:00 after an early close.
  static Instant scheduledEndOf(Session session) {
    return at(session.date(), session.early() ? END_AFTER_EARLY_CLOSE : END);
  }

  private static Instant at(LocalDate session, LocalTime time) {
    return session.atTime(time).atZone(Bar.NEW_YORK).toInstant();
  }
}
