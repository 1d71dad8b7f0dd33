package ai.tickstock.bars;

import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// Gives the bars of an instrument, what was known of them before and their coverage to another
/// one: for instruments that were found to be one, or to be two.
public final class InstrumentRows {
  private static final String SHARED =
      """
      SELECT session FROM bar_daily a
      WHERE a.instrument_id = :from AND a.session >= :since
        AND EXISTS (SELECT 1 FROM bar_daily b
                    WHERE b.instrument_id = :to AND b.session = a.session)
      UNION
      SELECT session FROM bar_daily_adjusted a
      WHERE a.instrument_id = :from AND a.session >= :since
        AND EXISTS (SELECT 1 FROM bar_daily_adjusted b
                    WHERE b.instrument_id = :to AND b.session = a.session)
      UNION
      SELECT session FROM minute_session a
      WHERE a.instrument_id = :from AND a.session >= :since
        AND EXISTS (SELECT 1 FROM minute_session b
                    WHERE b.instrument_id = :to AND b.session = a.session)
      ORDER BY session
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

  /// The sessions from a date on of which both have bars of one kind, ascending: those cannot be
  /// one series.
  public static List<LocalDate> shared(
      Handle transaction, InstrumentId from, InstrumentId to, LocalDate since) {
    return transaction
        .createQuery(SHARED)
        .bind("from", from.value())
        .bind("to", to.value())
        .bind("since", since)
        .mapTo(LocalDate.class)
        .list();
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
