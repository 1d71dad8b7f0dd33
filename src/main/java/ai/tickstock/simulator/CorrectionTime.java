package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.TradingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/// When corrections of a session's bars come out.
public sealed interface CorrectionTime {
  /// A day after 20:00 New York time.
  CorrectionTime DAY_AFTER = new Later(Duration.ofDays(1));

  /// Not at all.
  CorrectionTime NEVER = new At(Instant.MAX);

  /// At that time of a session. Not before its bars are final, at 20:00 New York time.
  Instant of(LocalDate session, TradingCalendar calendar);

  /// As the fault format writes it.
  String word();

  /// So long after 20:00 New York time of the session.
  record Later(Duration after) implements CorrectionTime {
    public Later {
      if (after.isNegative()) {
        throw new IllegalArgumentException("corrections come after the session, not " + after);
      }
    }

    @Override
    public Instant of(LocalDate session, TradingCalendar calendar) {
      return ExtendedHours.endOf(session).plus(after);
    }

    @Override
    public String word() {
      return after.toString();
    }
  }

  /// At 20:00 New York time of the session that many sessions after it.
  record SessionsLater(int sessions) implements CorrectionTime {
    private static final int LONGEST_CLOSURE = 10;

    public SessionsLater {
      if (sessions < 1) {
        throw new IllegalArgumentException("corrections come sessions later, not " + sessions);
      }
    }

    @Override
    public Instant of(LocalDate session, TradingCalendar calendar) {
      // Wide enough for weekends and the longest closure; past the known years it never comes.
      var ahead =
          new DateRange(session.plusDays(1), session.plusDays(2L * sessions + LONGEST_CLOSURE))
              .overlap(calendar.known())
              .map(calendar::sessions)
              .orElse(List.of());
      return ahead.size() < sessions
          ? Instant.MAX
          : ExtendedHours.endOf(ahead.get(sessions - 1).date());
    }

    @Override
    public String word() {
      return sessions + (sessions == 1 ? " session" : " sessions");
    }
  }

  /// All at one instant; those of later sessions when these are final.
  record At(Instant instant) implements CorrectionTime {
    @Override
    public Instant of(LocalDate session, TradingCalendar calendar) {
      var end = ExtendedHours.endOf(session);
      return instant.isBefore(end) ? end : instant;
    }

    @Override
    public String word() {
      return instant.toString();
    }
  }

  /// @param text `PT24H`, `2 sessions` or `2026-03-12T06:00:00Z`
  /// @throws IllegalArgumentException if it is none of these
  static CorrectionTime of(String text) {
    var sessions = Pattern.compile("(\\d{1,3}) sessions?").matcher(text);
    if (sessions.matches()) {
      return new SessionsLater(Integer.parseInt(sessions.group(1)));
    }
    try {
      return text.startsWith("P")
          ? new Later(Duration.parse(text))
          : new At(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'after' is PT24H, 2 sessions or 2026-03-12T06:00:00Z, not '" + text + "'", e);
    }
  }
}
