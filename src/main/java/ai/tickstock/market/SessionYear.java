package ai.tickstock.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sessions of one year, worked out. Immutable.
final class SessionYear {
  /// Each month has 32 places for its days, so that a date's place need not be counted out.
  private static final int PLACES = 13 * 32;

  /// Ascending.
  final List<Session> sessions;

  /// Of days that are not like others, see `TradingCalendar.reason`.
  final Map<LocalDate, String> reasons;

  private final @Nullable Session[] byPlace = new @Nullable Session[PLACES];

  /// How many sessions there are until a place, that place included.
  private final int[] until = new int[PLACES];

  SessionYear(List<Session> sessions, Map<LocalDate, String> reasons) {
    this.sessions = List.copyOf(sessions);
    this.reasons = Map.copyOf(reasons);
    for (var session : sessions) {
      int place = place(session.date());
      byPlace[place] = session;
      until[place] = 1;
    }
    for (int place = 1; place < PLACES; place++) {
      until[place] += until[place - 1];
    }
  }

  /// The session of a date of this year.
  Optional<Session> on(LocalDate date) {
    return Optional.ofNullable(byPlace[place(date)]);
  }

  /// How many sessions lie before a date of this year.
  int before(LocalDate date) {
    return until[place(date) - 1];
  }

  /// How many there are until a date of this year, that of the date included.
  int through(LocalDate date) {
    return until[place(date)];
  }

  private static int place(LocalDate date) {
    return date.getMonthValue() * 32 + date.getDayOfMonth();
  }
}
