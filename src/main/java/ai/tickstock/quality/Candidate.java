package ai.tickstock.quality;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What a rule saw, before it is judged beside the rest of the market.
///
/// @param instrument 0 for the market, a universe or a file
/// @param sessions the days (since 1970) that it concerns, ascending, at least one
/// @param move the logarithm of a price's move, for what is judged by it; NaN for the rest
/// @param numbers what was seen, for programs
record Candidate(
    About rule,
    int instrument,
    String subject,
    List<Integer> sessions,
    Severity severity,
    double move,
    String words,
    Map<String, Object> numbers) {
  /// By instrument, then in time; a total one, whatever the order of threads and of the database.
  static final Comparator<Candidate> IN_ORDER =
      Comparator.comparingInt(Candidate::instrument)
          .thenComparingInt(Candidate::first)
          .thenComparing(candidate -> candidate.rule.id())
          .thenComparing(Candidate::subject)
          .thenComparingInt(Candidate::last)
          .thenComparing(Candidate::words);

  Candidate {
    sessions = List.copyOf(sessions);
    if (sessions.isEmpty()) {
      throw new IllegalArgumentException("a candidate of " + rule.id() + " concerns no session");
    }
  }

  int first() {
    return sessions.getFirst();
  }

  int last() {
    return sessions.getLast();
  }

  LocalDate firstDate() {
    return LocalDate.ofEpochDay(first());
  }

  LocalDate lastDate() {
    return LocalDate.ofEpochDay(last());
  }

  boolean isOfOne() {
    return instrument != 0;
  }
}
