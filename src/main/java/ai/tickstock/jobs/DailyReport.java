package ai.tickstock.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a session came to, as people read it the same evening.
///
/// @param exchange its MIC
/// @param status of the end of day: `complete`, `partial`, `waiting`, `error`, …
/// @param missing tickers of tracked symbols that are not whole, the largest turnover first; at
///   most 2,000
/// @param universes the least whole first
/// @param person what waited for somebody when the report was made, the gravest first
/// @param repaired findings that were put right since the report of the session before
/// @param steps of the end of day in their order
/// @param trend up to thirty sessions with a report, oldest first, this one included
public record DailyReport(
    String exchange,
    LocalDate session,
    Instant madeAt,
    String status,
    Whole whole,
    List<String> missing,
    List<Score> scoreboard,
    List<OfUniverse> universes,
    Findings findings,
    List<Waiting> person,
    List<Repaired> repaired,
    List<Revised> revisions,
    List<Change> changes,
    List<Step> steps,
    List<Trend> trend) {

  /// What waits for somebody still.
  public List<Waiting> standing() {
    return person.stream().filter(one -> one.since().isEmpty()).toList();
  }

  /// @param person the same, as it stands now
  DailyReport with(List<Waiting> person) {
    return new DailyReport(
        exchange,
        session,
        madeAt,
        status,
        whole,
        missing,
        scoreboard,
        universes,
        findings,
        person,
        repaired,
        revisions,
        changes,
        steps,
        trend);
  }

  /// @param expected tracked symbols that owe a bar
  /// @param complete of those stored, known to have none, or accepted
  /// @param percent of them
  /// @param dollarPercent of what usually changes hands in them
  /// @param states symbols by the state of their cell
  public record Whole(
      int expected,
      int complete,
      double percent,
      double dollarPercent,
      Map<String, Integer> states) {}

  /// @param missing some tickers
  public record OfUniverse(
      String universe, int expected, int complete, double percent, List<String> missing) {}

  /// @param open by severity
  /// @param fresh found for the first time since the report before
  public record Findings(Map<String, Long> open, long fresh, long resolved, long repaired) {
    long allOpen() {
      return open.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// @param what a finding's rule, or a kind of decision
  /// @param command what shows it, or decides it
  /// @param since what became of a finding after the report was made; empty while it is open, and
  ///   for all else
  public record Waiting(
      String severity,
      String what,
      String subject,
      String words,
      String command,
      Optional<String> since) {
    Waiting(String severity, String what, String subject, String words, String command) {
      this(severity, what, subject, words, command, Optional.empty());
    }

    Waiting since(String became) {
      return new Waiting(severity, what, subject, words, command, Optional.of(became));
    }
  }

  public record Repaired(long finding, String rule, String subject, String words) {}

  /// Corrections by the vendor of one earlier session.
  ///
  /// @param material of those that changed a price or much of the volume
  public record Revised(LocalDate session, long revised, long material, List<String> largest) {}

  /// One who joined or left a universe.
  ///
  /// @param state `applied` or `held`
  /// @param capBefore market cap before the last one, in dollars
  public record Change(
      String universe,
      String symbol,
      String way,
      String state,
      Optional<Double> capBefore,
      Optional<Double> cap,
      String reason) {}

  /// @param usual median seconds of it in the sessions before
  /// @param advice what to look at; empty for one that is not slow
  public record Step(
      String step,
      String state,
      double seconds,
      Optional<Double> usual,
      long calls,
      String message,
      String advice) {}

  public record Trend(
      LocalDate session, double percent, long open, long calls, long revised, double minutes) {}
}
