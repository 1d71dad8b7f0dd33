package ai.tickstock.quality;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// A finding as a pass has it, before it is compared with those that are known.
///
/// @param instrument 0 for the market, a universe or a file
/// @param sessions those that it concerns, ascending
/// @param evidence what was seen, for programs
record Draft(
    String rule,
    int instrument,
    String subject,
    List<LocalDate> sessions,
    Severity severity,
    String summary,
    Map<String, Object> evidence) {
  Draft {
    sessions = List.copyOf(sessions);
  }

  LocalDate first() {
    return sessions.getFirst();
  }

  LocalDate last() {
    return sessions.getLast();
  }
}
