package ai.tickstock.quality;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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

  /// Whether it is of many names, that one among them; of more than are listed it can be any.
  boolean hasName(String ticker) {
    return evidence.get("names") instanceof Collection<?> names
        && (names.contains(ticker)
            || evidence.get("count") instanceof Integer count && count > names.size());
  }

  /// Both as one: what is worse speaks for it.
  Draft with(Draft other) {
    boolean isOtherWorse = other.severity.compareTo(severity) > 0;
    var worse = isOtherWorse ? other : this;
    var rest = isOtherWorse ? this : other;
    var days = new TreeSet<>(sessions);
    days.addAll(other.sessions);
    return new Draft(
        rule,
        instrument,
        worse.subject,
        List.copyOf(days),
        worse.severity,
        worse.summary.equals(rest.summary) ? worse.summary : worse.summary + "; " + rest.summary,
        worse.evidence);
  }
}
