package ai.tickstock.bars;

import ai.tickstock.database.RowSnapshot;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// Gives the bars of an instrument, what was known of them before and their coverage to another
/// one: for instruments that were found to be one, or to be two.
public final class InstrumentRows {
  private static final String SESSIONS =
      """
      SELECT min(first) AS first, max(last) AS last
      FROM (
        SELECT min(session) AS first, max(session) AS last FROM bar_daily WHERE instrument_id = :id
        UNION ALL
        SELECT min(session), max(session) FROM bar_daily_adjusted WHERE instrument_id = :id
        UNION ALL
        SELECT min(session), max(session) FROM bar_revision WHERE instrument_id = :id
        UNION ALL
        SELECT min(session), max(session) FROM minute_session WHERE instrument_id = :id
        UNION ALL
        SELECT CAST(min(start) AT TIME ZONE 'America/New_York' AS date),
               CAST(max(start) AT TIME ZONE 'America/New_York' AS date)
        FROM bar_minute WHERE instrument_id = :id) kinds
      HAVING min(first) IS NOT NULL
      """;

  private static final List<String> MOVES =
      List.of(
          """
          UPDATE bar_daily SET instrument_id = :to
          WHERE instrument_id = :from AND session >= :since
          """,
          """
          UPDATE bar_daily_adjusted SET instrument_id = :to
          WHERE instrument_id = :from AND session >= :since
          """,
          """
          UPDATE bar_revision SET instrument_id = :to
          WHERE instrument_id = :from AND session >= :since
          """,
          """
          UPDATE bar_minute SET instrument_id = :to
          WHERE instrument_id = :from
            AND start >= CAST(:since AS timestamp) AT TIME ZONE 'America/New_York'
          """,
          """
          UPDATE bar_minute_revision SET instrument_id = :to
          WHERE instrument_id = :from
            AND start >= CAST(:since AS timestamp) AT TIME ZONE 'America/New_York'
          """,
          """
          UPDATE minute_session SET instrument_id = :to
          WHERE instrument_id = :from AND session >= :since
          """);

  /// A range that the date cuts in two is left whole in its earlier part and copied for the later.
  private static final List<String> OTHERS =
      List.of(
          """
          UPDATE bar_quarantine SET instrument_id = :to
          WHERE instrument_id = :from AND session >= :since
          """,
          """
          INSERT INTO fair_approximation (instrument_id, session, fmv, fmv_at)
          SELECT :to, session, fmv, fmv_at FROM fair_approximation
          WHERE instrument_id = :from AND session >= :since
          ON CONFLICT (instrument_id, session) DO NOTHING
          """,
          """
          DELETE FROM fair_approximation WHERE instrument_id = :from AND session >= :since
          """,
          """
          INSERT INTO coverage_range
            (instrument_id, bar_interval, first_session, last_session, state, reason, evidence,
             run_id, decided_at, recheck_after)
          SELECT :to, bar_interval, greatest(first_session, :since), last_session, state, reason,
                 evidence, run_id, decided_at, recheck_after
          FROM coverage_range
          WHERE instrument_id = :from AND last_session >= :since
          """,
          """
          DELETE FROM coverage_range WHERE instrument_id = :from AND first_session >= :since
          """,
          """
          UPDATE coverage_range SET last_session = CAST(:since AS date) - 1
          WHERE instrument_id = :from AND last_session >= :since
          """,
          """
          INSERT INTO coverage_omission
            (instrument_id, bar_interval, first_session, last_session, path, asked_at, run_id)
          SELECT :to, bar_interval, greatest(first_session, :since), last_session, path, asked_at,
                 run_id
          FROM coverage_omission
          WHERE instrument_id = :from AND last_session >= :since
          ON CONFLICT DO NOTHING
          """,
          """
          DELETE FROM coverage_omission WHERE instrument_id = :from AND first_session >= :since
          """,
          """
          UPDATE coverage_omission SET last_session = CAST(:since AS date) - 1
          WHERE instrument_id = :from AND last_session >= :since
          """);

  /// What a move cuts or numbers anew.
  public static final List<RowSnapshot> SNAPSHOTS =
      List.of(
          new RowSnapshot(
              "bar_quarantine",
              "instrument_id",
              List.of(
                  "instrument_id",
                  "ticker",
                  "bar_interval",
                  "session",
                  "reason",
                  "detail",
                  "received",
                  "source",
                  "first_run_id",
                  "first_seen",
                  "last_seen",
                  "times")),
          new RowSnapshot(
              "coverage_range",
              "instrument_id",
              List.of(
                  "instrument_id",
                  "bar_interval",
                  "first_session",
                  "last_session",
                  "state",
                  "reason",
                  "evidence",
                  "run_id",
                  "decided_at",
                  "recheck_after")),
          new RowSnapshot(
              "coverage_omission",
              "instrument_id",
              List.of(
                  "instrument_id",
                  "bar_interval",
                  "first_session",
                  "last_session",
                  "path",
                  "asked_at",
                  "run_id")));

  private static final String LAST_BARS =
      """
      SELECT asked.id, last.session
      FROM unnest(:ids) AS asked (id)
        CROSS JOIN LATERAL (
          SELECT session FROM bar_daily WHERE instrument_id = asked.id
          ORDER BY session DESC LIMIT 1) last
      """;

  private InstrumentRows() {}

  /// The session of each one's last daily bar; who has none is missing.
  public static Map<InstrumentId, LocalDate> lastBars(
      Handle transaction, Collection<InstrumentId> instruments) {
    var last = new HashMap<InstrumentId, LocalDate>();
    transaction
        .createQuery(LAST_BARS)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("id")), row.getObject("session", LocalDate.class)))
        .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
    return last;
  }

  /// The first and the last session of which it has a bar of any kind.
  public static Optional<DateRange> sessions(Handle transaction, InstrumentId instrument) {
    return transaction
        .createQuery(SESSIONS)
        .bind("id", instrument.value())
        .map((row, context) ->
            new DateRange(
                row.getObject("first", LocalDate.class), row.getObject("last", LocalDate.class)))
        .findOne();
  }

  /// Moves everything that is dated from that day on.
  ///
  /// @return bars that were moved, those that were superseded counted as well
  public static long move(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since) {
    long bars = 0;
    for (var move : MOVES) {
      bars += run(transaction, move, from, to, since);
    }
    for (var move : OTHERS) {
      run(transaction, move, from, to, since);
    }
    return bars;
  }

  private static int run(
      Handle transaction, String statement, InstrumentId from, InstrumentId to, LocalDate since) {
    return transaction
        .createUpdate(statement)
        .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
        .bind("from", from.value())
        .bind("to", to.value())
        .bind("since", since)
        .execute();
  }
}
