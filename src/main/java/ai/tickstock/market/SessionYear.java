package ai.tickstock.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// The sessions of one year, worked out. Immutable.
final class SessionYear {
  private static final int MOST_DAYS = 366;

  /// Ascending.
  final List<Session> sessions;

  /// Of days that are not like others, see `TradingCalendar.reason`.
  final Map<LocalDate, String> reasons;

  /// How many sessions there are until a day of the year, that day (1 to 366) included.
  private final int[] until = new int[MOST_DAYS + 1];

  SessionYear(List<Session> sessions, Map<LocalDate, String> reasons) {
    this.sessions = List.copyOf(sessions);
    this.reasons = Map.copyOf(reasons);
    for (var session : sessions) {
      until[session.date().getDayOfYear()] = 1;
    }
    for (int day = 1; day <= MOST_DAYS; day++) {
      until[day] += until[day - 1];
    }
  }

  int before(LocalDate date) {
    return until[date.getDayOfYear() - 1];
  }

  int through(LocalDate date) {
    return until[date.getDayOfYear()];
  }
}
