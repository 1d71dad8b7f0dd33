package ai.tickstock.web;

import ai.tickstock.jobs.DailyReports;
import ai.tickstock.jobs.ReportedSession;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.quality.Comparison;
import ai.tickstock.quality.SecondSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the reports of the last thirty sessions counted, and how far a second source agreed.
///
/// @param sessions oldest first; one without a report has no numbers
record QualityTrends(List<Day> sessions) {
  private static final int COMPARISONS = 200;

  /// A session. Numbers that nobody counted are empty, which is not 0.
  ///
  /// @param wholePercent of the tracked symbols
  /// @param open findings when its report was made
  /// @param found new findings since the report before
  /// @param resolved findings that went away by themselves since then
  /// @param repaired findings that were put right since then
  /// @param revised bars of earlier sessions that the vendor corrected
  /// @param secondSource the last comparison of daily bars that was made on that date or before the
  ///   next session
  record Day(
      LocalDate session,
      Optional<Double> wholePercent,
      Optional<Long> open,
      Optional<Long> found,
      Optional<Long> resolved,
      Optional<Long> repaired,
      Optional<Long> revised,
      Optional<Agreement> secondSource) {
    boolean isEmpty() {
      return open.isEmpty() && secondSource.isEmpty();
    }
  }

  /// Of a sample of stored daily bars with another source.
  ///
  /// @param agreed bars that are the same there, of `compared`
  /// @param percent of those that were compared
  record Agreement(String source, long agreed, long compared, double percent) {
    String words() {
      return String.format(
          Locale.ROOT,
          "%s: %.3f %%, %s of %s bars",
          source,
          Math.floor(1000 * percent) / 1000,
          Words.number(agreed),
          Words.number(compared));
    }

    private static Agreement of(Comparison comparison) {
      var sampled = comparison.sampled();
      return new Agreement(
          comparison.source(),
          sampled.agreed(),
          sampled.compared(),
          100 * sampled.agreement().rate());
    }
  }

  static QualityTrends of(ConsoleProgram program) {
    var reported =
        new DailyReports(program.database(), program.finality(), program.clock()).trend();
    var agreements = agreements(program, reported);
    return new QualityTrends(
        reported.stream()
            .map(one ->
                new Day(
                    one.session(),
                    one.wholePercent(),
                    one.open(),
                    one.found(),
                    one.resolved(),
                    one.repaired(),
                    one.revised(),
                    Optional.ofNullable(agreements.get(one.session()))))
            .toList());
  }

  /// Comparisons are made on any day: each counts for the last session up to its date.
  private static Map<LocalDate, Agreement> agreements(
      ConsoleProgram program, List<ReportedSession> reported) {
    var agreements = new HashMap<LocalDate, Agreement>();
    for (var comparison :
        SecondSource.history(
            program.database(), List.of(BarInterval.DAY), COMPARISONS)) { // the newest first
      var date = Bar.dateOf(comparison.at());
      if (comparison.sampled().compared() > 0) {
        reported.reversed().stream()
            .map(ReportedSession::session)
            .filter(session -> !session.isAfter(date))
            .findFirst()
            .ifPresent(session -> agreements.putIfAbsent(session, Agreement.of(comparison)));
      }
    }
    return agreements;
  }

  boolean isEmpty() {
    return sessions.stream().allMatch(Day::isEmpty);
  }
}
