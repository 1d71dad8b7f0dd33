package ai.tickstock.jobs;

import ai.tickstock.audit.Audit;
import ai.tickstock.bars.CellState;
import ai.tickstock.database.Database;
import ai.tickstock.load.Finality;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.quality.SessionManifest;
import ai.tickstock.quality.SessionManifests;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keeps the manifests of final sessions, with their cells counted as the daily report counts them.
public final class Manifests {
  private static final String MINUTES =
      """
      SELECT count(*) AS expected, count(*) FILTER (WHERE NOT is_partial AND NOT provisional) AS present
      FROM minute_session WHERE session = :session
      """;

  private final Database database;
  private final Finality finality;
  private final InstantSource clock;
  private final SessionManifests kept;

  /// @param finality of the exchange whose sessions are meant
  public Manifests(Database database, Finality finality, InstantSource clock) {
    this.database = database;
    this.finality = finality;
    this.clock = clock;
    this.kept = new SessionManifests(database);
  }

  /// Keeps one of each final session of a range that has none.
  ///
  /// @return those
  public List<SessionManifest> keepDue(DateRange range) {
    return due(range).stream().flatMap(session -> keep(session).stream()).toList();
  }

  /// Keeps what is stored now of each final session of a range, in place of what was kept.
  ///
  /// @param reason why that counts no longer
  /// @param by who says so
  public List<SessionManifest> replace(DateRange range, String reason, String by) {
    database.useTransaction(
        handle -> Audit.note(handle, by, "quality manifest", range.toString(), reason));
    return sessions(range).stream().flatMap(session -> keep(session).stream()).toList();
  }

  private List<LocalDate> due(DateRange range) {
    var exchange = finality.calendar().exchange();
    var there =
        kept.list(range).stream()
            .filter(one -> one.exchange().equals(exchange))
            .map(SessionManifest::session)
            .collect(Collectors.toSet());
    return sessions(range).stream().filter(session -> !there.contains(session)).toList();
  }

  private List<LocalDate> sessions(DateRange range) {
    var now = clock.instant();
    return range.overlap(finality.calendar().known()).stream()
        .flatMap(known -> finality.calendar().sessions(known).stream())
        .map(Session::date)
        .filter(session -> finality.isFinal(session, now))
        .toList();
  }

  /// Keeps what is stored of a session now: of its days, and of its minutes where there are some.
  private List<SessionManifest> keep(LocalDate session) {
    var exchange = finality.calendar().exchange();
    var manifests = new ArrayList<SessionManifest>();
    manifests.add(kept.keep(exchange, session, BarInterval.DAY, days(session)));
    minutes(session)
        .ifPresent(cells -> manifests.add(kept.keep(exchange, session, BarInterval.MINUTE, cells)));
    return manifests;
  }

  private SessionManifest.Cells days(LocalDate session) {
    var coverage = TrackedCoverage.measure(database, finality, clock, session);
    return new SessionManifest.Cells(
        coverage.expected(),
        coverage.of(CellState.PRESENT),
        coverage.of(CellState.CONFIRMED_EMPTY) + coverage.of(CellState.ACCEPTED));
  }

  private Optional<SessionManifest.Cells> minutes(LocalDate session) {
    return database
        .read(handle ->
            handle
                .createQuery(MINUTES)
                .bind("session", session)
                .map((row, context) ->
                    new SessionManifest.Cells(row.getInt("expected"), row.getInt("present"), 0))
                .findOne())
        .filter(cells -> cells.expected() > 0);
  }
}
