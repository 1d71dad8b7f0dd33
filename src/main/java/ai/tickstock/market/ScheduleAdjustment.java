package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;

/// One thing on one date of an exchange that moves its hours, or the job after its close: what a
/// notice can be made of. Equal facts are the same fact.
///
/// @param zone where the exchange is
/// @param usual the session that the date would have by the hours of ordinary days; of a clock
///   change the session of the date itself
/// @param session the session of the date; empty when it has none
/// @param oldTime when the job would be due: as on ordinary days, or had the clocks not changed; of
///   an extra session when it is due
/// @param newTime when the job is due; empty when none is
/// @param reason the name of the day or what happens
public record ScheduleAdjustment(
    Kind kind,
    ZoneId zone,
    Session usual,
    Optional<Session> session,
    Instant oldTime,
    Optional<Instant> newTime,
    String reason) {

  public enum Kind {
    /// The session closes before its regular time.
    EARLY_CLOSE,
    /// The session has hours that the ordinary ones before it did not have: a late open, or the
    /// first day of new regular hours.
    OTHER_HOURS,
    /// A weekday without a session.
    CLOSURE,
    /// A session on a date that the calendar file has none on, such as a Saturday.
    EXTRA_SESSION,
    /// The first session after the exchange's clocks changed: the same local times, other instants.
    CLOCK_CHANGE
  }

  public ScheduleAdjustment {
    boolean closed = kind == Kind.CLOSURE;
    if (session.isPresent() == closed || newTime.isPresent() == closed) {
      throw new IllegalArgumentException(
          kind + " on " + usual.date() + (closed ? " has no" : " needs a") + " session and job");
    }
  }

  public Mic exchange() {
    return usual.exchange();
  }

  /// At the exchange.
  public LocalDate date() {
    return usual.date();
  }

  /// The fact in one sentence, without a full stop; times are local unless it says UTC.
  public String words() {
    var day = date().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + date();
    return switch (kind) {
      case EARLY_CLOSE ->
          exchange() + " closes early on " + day + " " + hours() + ": " + reason + "; " + job();
      case OTHER_HOURS ->
          exchange() + " has other hours on " + day + " " + hours() + ": " + reason + "; " + job();
      case CLOSURE ->
          exchange() + " is closed on " + day + ": " + reason + "; no job after the close is due";
      case EXTRA_SESSION ->
          exchange()
              + " has a session on "
              + day
              + " ("
              + session.map(s -> s.hours(zone)).orElseThrow()
              + "), which usually has none: "
              + reason
              + "; the job after the close is due at "
              + newTime.map(this::local).orElseThrow()
              + " in "
              + zone;
      case CLOCK_CHANGE ->
          reason
              + " in "
              + zone
              + " before "
              + day
              + ": the job after the close of "
              + exchange()
              + " is due at "
              + newTime.map(ScheduleAdjustment::utc).orElseThrow()
              + " UTC instead of "
              + utc(oldTime)
              + " UTC, at "
              + newTime.map(this::local).orElseThrow()
              + " there as before";
    };
  }

  /// `(09:30-13:00 instead of 09:30-16:00)`.
  private String hours() {
    return "("
        + session.map(s -> s.hours(zone)).orElseThrow()
        + " instead of "
        + usual.hours(zone)
        + ")";
  }

  private String job() {
    var due = newTime.map(this::local).orElseThrow();
    return "the job after the close is due at "
        + due
        + (newTime.orElseThrow().equals(oldTime) ? " as usual" : " instead of " + local(oldTime))
        + " in "
        + zone;
  }

  private LocalTime local(Instant instant) {
    return instant.atZone(zone).toLocalTime();
  }

  private static LocalTime utc(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalTime();
  }
}
