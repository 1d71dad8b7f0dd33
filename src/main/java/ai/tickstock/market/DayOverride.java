package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A decision about one day of an exchange that goes before what its calendar file says.
///
/// @param exchange whose calendar file it is about
/// @param date at the exchange
/// @param opens local time; the regular one when empty
/// @param closes local time; the regular one when empty
/// @param reason what the day is called, not blank
public record DayOverride(
    Mic exchange,
    LocalDate date,
    Kind kind,
    Optional<LocalTime> opens,
    Optional<LocalTime> closes,
    String reason,
    Source source) {

  private static final int LONGEST_REASON = 200;

  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");
  private static final Pattern NOTHING_SAID = Pattern.compile("[\\p{Z}\\s]*");

  public enum Kind {
    /// No session.
    CLOSED,
    /// A session, whatever the file says; at the regular hours unless others are given.
    OPEN,
    /// A session that opens at the regular time and closes earlier.
    EARLY_CLOSE
  }

  /// Whose decision; a later one here goes before an earlier one.
  public enum Source {
    VENDOR,
    OPERATOR
  }

  /// @throws IllegalArgumentException if it has times that do not go with its kind, none that it
  ///   needs, or no reason
  public DayOverride {
    boolean hasTimes = opens.isPresent() || closes.isPresent();
    if (kind == Kind.CLOSED && hasTimes) {
      throw new IllegalArgumentException("a closed day has no times");
    }
    if (kind == Kind.EARLY_CLOSE && (closes.isEmpty() || opens.isPresent())) {
      throw new IllegalArgumentException("an early close needs its closing time, and no other");
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a decision about a day needs a reason");
    }
  }

  /// The same decision about another exchange.
  public DayOverride of(Mic other) {
    return new DayOverride(other, date, kind, opens, closes, reason, source);
  }

  /// Why this decision would change nothing or cannot be; empty when it can be taken. One that was
  /// taken holds nevertheless when the file says the same later.
  ///
  /// @param calendar what holds without it
  public Optional<String> objection(TradingCalendar calendar) {
    if (reason.length() > LONGEST_REASON || UNPRINTABLE.matcher(reason).find()) {
      return Optional.of(
          "a reason is one line of at most "
              + LONGEST_REASON
              + " characters, without control codes");
    }
    if (NOTHING_SAID.matcher(reason).matches()) {
      return Optional.of("a decision about a day needs a reason that can be read");
    }
    if (Stream.of(opens, closes)
        .flatMap(Optional::stream)
        .anyMatch(t -> !t.truncatedTo(ChronoUnit.MINUTES).equals(t))) {
      return Optional.of("times are whole minutes, such as 13:00");
    }
    if (!calendar.known().contains(date)) {
      return Optional.of(
          "the calendar of " + exchange + " knows " + calendar.known() + " and not " + date);
    }
    var session = calendar.session(date);
    if (kind == Kind.CLOSED) {
      return session.isPresent()
          ? Optional.empty()
          : Optional.of(exchange + " is closed on " + date + " anyway" + named(calendar));
    }
    if (kind == Kind.EARLY_CLOSE && session.isEmpty()) {
      return Optional.of(
          exchange
              + " is closed on "
              + date
              + named(calendar)
              + ": to make it a session, override it as open");
    }
    var regular = calendar.regular(date);
    var open = opens.orElse(local(calendar, regular.open()));
    var close = closes.orElse(local(calendar, regular.close()));
    if (!open.isBefore(close)) {
      return Optional.of("a session cannot close at " + close + ", it opens at " + open);
    }
    for (var time : List.of(open, close)) {
      if (calendar.zone().getRules().getValidOffsets(date.atTime(time)).isEmpty()) {
        return Optional.of(time + " is left out by a clock change on " + date);
      }
    }
    if (kind == Kind.EARLY_CLOSE && !close.isBefore(local(calendar, regular.close()))) {
      return Optional.of(
          close
              + " is no early close of "
              + exchange
              + ": it regularly closes at "
              + local(calendar, regular.close()));
    }
    boolean same =
        session
            .map(s ->
                local(calendar, s.open()).equals(open) && local(calendar, s.close()).equals(close))
            .orElse(false);
    return same
        ? Optional.of(
            exchange
                + " is open from "
                + open
                + " to "
                + close
                + " on "
                + date
                + " anyway"
                + named(calendar))
        : Optional.empty();
  }

  private String named(TradingCalendar calendar) {
    return calendar.reason(date).map(name -> " (" + name + ")").orElse("");
  }

  private static LocalTime local(TradingCalendar calendar, Instant instant) {
    return instant.atZone(calendar.zone()).toLocalTime();
  }
}
