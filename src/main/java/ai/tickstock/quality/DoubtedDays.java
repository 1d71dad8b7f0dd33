package ai.tickstock.quality;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Days whose bars are in doubt before a second source is asked.
final class DoubtedDays {
  private static final int MOST_FINDINGS = 100_000;

  private static final String REVISED =
      """
      SELECT DISTINCT r.instrument_id, r.session - DATE '1970-01-01' AS day
      FROM bar_revision r
      WHERE r.instrument_id = ANY(:ids) AND r.session BETWEEN :first AND :last
      """;

  private static final String REVISED_MINUTES =
      """
      SELECT DISTINCT r.instrument_id,
             CAST(r.start AT TIME ZONE 'America/New_York' AS date) - DATE '1970-01-01' AS day
      FROM bar_minute_revision r
      WHERE r.instrument_id = ANY(:ids)
        AND r.start >= CAST(:first AS timestamp) AT TIME ZONE 'America/New_York'
        AND r.start < CAST(CAST(:last AS date) + 1 AS timestamp) AT TIME ZONE 'America/New_York'
      """;

  private final Map<Integer, Set<Integer>> days = new HashMap<>();

  private DoubtedDays() {}

  /// Days (since 1970) by instrument with an open finding, with bars that the source contradicted
  /// before, or with corrected ones.
  static Map<Integer, Set<Integer>> read(
      Database database,
      InstantSource clock,
      BarInterval interval,
      RefereeNames names,
      Disagreements disagreements,
      String source,
      DateRange range) {
    var doubted = new DoubtedDays();
    doubted.addFindings(new Findings(database, clock), names, range);
    return database.read(handle -> {
      disagreements
          .open(handle, source, range)
          .forEach(bar -> doubted.add(bar.instrument(), bar.session()));
      doubted.addRevised(handle, interval, names.instruments(), range);
      return doubted.days;
    });
  }

  private void addFindings(Findings findings, RefereeNames names, DateRange range) {
    var found =
        findings.list(
            new Findings.Filter(
                Optional.of(Finding.State.OPEN),
                Severity.LOW,
                "",
                Optional.empty(),
                range,
                MOST_FINDINGS));
    for (var finding : found) {
      var whose =
          finding.instrument().isPresent()
              ? List.of(finding.instrument().get().value())
              : names.holders(Findings.names(finding), finding.first());
      for (int instrument : whose) {
        Findings.sessions(finding).forEach(session -> add(instrument, session));
      }
    }
  }

  private void addRevised(
      Handle handle, BarInterval interval, Collection<Integer> instruments, DateRange range) {
    handle
        .createQuery(interval == BarInterval.DAY ? REVISED : REVISED_MINUTES)
        .bindArray("ids", Integer.class, List.copyOf(instruments))
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) ->
            Map.entry(row.getInt("instrument_id"), LocalDate.ofEpochDay(row.getInt("day"))))
        .forEach(bar -> add(bar.getKey(), bar.getValue()));
  }

  private void add(int instrument, LocalDate session) {
    days.computeIfAbsent(instrument, _ -> new HashSet<>()).add((int) session.toEpochDay());
  }

  /// Stored bars of the last sessions are in doubt because nothing was corrected yet: from which
  /// day on, by the numbers of exchanges.
  ///
  /// @param stored from the first to the last stored bar
  /// @param sessions how many are meant
  static List<LocalDate> newSince(
      Exchanges exchanges, DateRange range, DateRange stored, double sessions) {
    var last = range.last().isBefore(stored.last()) ? range.last() : stored.last();
    return exchanges.all().stream()
        .map(exchange -> newSince(exchange.calendar(), last, sessions))
        .toList();
  }

  private static LocalDate newSince(TradingCalendar calendar, LocalDate last, double sessions) {
    var known =
        new DateRange(last.minusDays(5 + 2 * (long) sessions), last)
            .overlap(calendar.known())
            .map(calendar::sessions)
            .orElse(List.of());
    int from = known.size() - (int) sessions;
    return sessions == 0 || known.isEmpty()
        ? last.plusDays(1)
        : known.get(Math.max(0, from)).date();
  }
}
