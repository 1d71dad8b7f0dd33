package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Raw daily bars into a table that holds some of their cells already, by way of temporary tables.
///
/// The rule, for a stored and a new row of one cell:
///
/// - An optional value (volume, vwap, trades) that the new row lacks is no difference, and the
///   stored one stays: a source that never has it does not destroy it. The source, the suspicions
///   and the run alone are no difference either.
/// - An optional value that the stored row lacks is filled in. That alone is no revision, and the
///   row's `known_from` stays.
/// - Stored provisional: replaced by a row that differs or is final. A provisional value leaves no
///   revision. When a final row merely confirms it, its `known_from` stays, since the value was
///   known all along.
/// - Stored final: left alone by a provisional row; by a final one that differs it is superseded
///   and goes to `bar_revision`.
///
/// Two writers of the same cells end like one after the other, in the order of their commits: all
/// cells that need a change are first inserted or locked in one statement in key order, and only
/// then compared for good. A row that compares equal without a lock is left alone, as if we had
/// come before whoever is changing it.
final class StagedWrite {
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TEMPORARY TABLE IF NOT EXISTS bar_daily_staged (
            instrument_id integer NOT NULL,
            session       date NOT NULL,
            open          double precision NOT NULL,
            high          double precision NOT NULL,
            low           double precision NOT NULL,
            close         double precision NOT NULL,
            volume        double precision,
            vwap          double precision,
            trades        bigint,
            known_from    timestamptz NOT NULL,
            run_id        integer NOT NULL,
            source        smallint NOT NULL,
            suspicions    smallint NOT NULL,
            provisional   boolean NOT NULL
          ) ON COMMIT DELETE ROWS\
          """,
          """
          CREATE TEMPORARY TABLE IF NOT EXISTS bar_daily_due (LIKE bar_daily_staged INCLUDING ALL) ON COMMIT DELETE ROWS\
          """);

  /// Also an earlier write of this transaction has used them.
  private static final String EMPTY = "TRUNCATE bar_daily_staged, bar_daily_due";

  private static final String COPY =
      """
      COPY bar_daily_staged (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      FROM STDIN (FORMAT BINARY)\
      """;

  /// Rows whose cell is empty or needs a change. The limit keeps the look-up by key, whatever the
  /// planner believes about a table without statistics.
  private static final String FIND_DUE =
      """
      INSERT INTO bar_daily_due (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      SELECT n.instrument_id, n.session, n.open, n.high, n.low, n.close, n.volume, n.vwap, n.trades, n.known_from, n.run_id, n.source,
        n.suspicions, n.provisional
      FROM bar_daily_staged n
      LEFT JOIN LATERAL (
        SELECT b.instrument_id, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.provisional
        FROM bar_daily b
        WHERE b.instrument_id = n.instrument_id AND b.session = n.session
        LIMIT 1) o ON true
      WHERE o.instrument_id IS NULL
         OR o.provisional AND NOT n.provisional
         OR (o.provisional OR NOT n.provisional)
            AND ((o.open, o.high, o.low, o.close) IS DISTINCT FROM (n.open, n.high, n.low, n.close)
              OR n.volume IS NOT NULL AND n.volume IS DISTINCT FROM o.volume
              OR n.vwap IS NOT NULL AND n.vwap IS DISTINCT FROM o.vwap
              OR n.trades IS NOT NULL AND n.trades IS DISTINCT FROM o.trades)\
      """;

  /// Fills the empty cells and locks the others, which it leaves as they are.
  private static final String INSERT_OR_LOCK =
      """
      INSERT INTO bar_daily AS o (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      SELECT n.instrument_id, n.session, n.open, n.high, n.low, n.close, n.volume, n.vwap, n.trades, n.known_from, n.run_id, n.source,
        n.suspicions, n.provisional
      FROM bar_daily_due n
      ORDER BY n.instrument_id, n.session
      ON CONFLICT (instrument_id, session) DO UPDATE SET run_id = o.run_id WHERE false\
      """;

  /// The microsecond keeps time running forward where another writer stored the old value after
  /// this transaction had begun.
  private static final String KEEP_REVISIONS =
      """
      INSERT INTO bar_revision (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, known_until, run_id,
        source, suspicions)
      SELECT o.instrument_id, o.session, o.open, o.high, o.low, o.close, o.volume, o.vwap, o.trades, o.known_from,
        greatest(n.known_from, o.known_from + interval '1 microsecond'), o.run_id, o.source, o.suspicions
      FROM bar_daily_due n
      CROSS JOIN LATERAL (
        SELECT b.instrument_id, b.session, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.known_from, b.run_id, b.source,
          b.suspicions, b.provisional
        FROM bar_daily b
        WHERE b.instrument_id = n.instrument_id AND b.session = n.session
        LIMIT 1) o
      WHERE NOT o.provisional AND NOT n.provisional
        AND ((o.open, o.high, o.low, o.close) IS DISTINCT FROM (n.open, n.high, n.low, n.close)
          OR n.volume <> o.volume
          OR n.vwap <> o.vwap
          OR n.trades <> o.trades)
      ORDER BY n.instrument_id, n.session\
      """;

  /// Every cell exists and is locked by now, so this only updates. Bit 2 (volume is zero) goes with
  /// the volume.
  private static final String SUPERSEDE =
      """
      INSERT INTO bar_daily AS o (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      SELECT n.instrument_id, n.session, n.open, n.high, n.low, n.close, n.volume, n.vwap, n.trades, n.known_from, n.run_id, n.source,
        n.suspicions, n.provisional
      FROM bar_daily_due n
      ORDER BY n.instrument_id, n.session
      ON CONFLICT (instrument_id, session) DO UPDATE SET
        open = excluded.open,
        high = excluded.high,
        low = excluded.low,
        close = excluded.close,
        volume = coalesce(excluded.volume, o.volume),
        vwap = coalesce(excluded.vwap, o.vwap),
        trades = coalesce(excluded.trades, o.trades),
        known_from = CASE
          WHEN (o.open, o.high, o.low, o.close) IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close)
            OR excluded.volume <> o.volume
            OR excluded.vwap <> o.vwap
            OR excluded.trades <> o.trades
          THEN greatest(excluded.known_from, o.known_from + interval '1 microsecond')
          ELSE o.known_from END,
        run_id = excluded.run_id,
        source = excluded.source,
        suspicions = excluded.suspicions | CASE WHEN excluded.volume IS NULL THEN o.suspicions & 2::smallint ELSE 0::smallint END,
        provisional = excluded.provisional
      WHERE o.provisional AND NOT excluded.provisional
         OR (o.provisional OR NOT excluded.provisional)
            AND ((o.open, o.high, o.low, o.close) IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close)
              OR excluded.volume IS NOT NULL AND excluded.volume IS DISTINCT FROM o.volume
              OR excluded.vwap IS NOT NULL AND excluded.vwap IS DISTINCT FROM o.vwap
              OR excluded.trades IS NOT NULL AND excluded.trades IS DISTINCT FROM o.trades)\
      """;

  private StagedWrite() {}

  /// @param rows ascending by key, each key once, not empty
  static WriteCount write(Handle transaction, WriteStamp stamp, List<CellRow> rows) {
    TABLES.forEach(transaction::execute);
    transaction.execute(EMPTY);
    try (var copy = BinaryCopy.start(transaction, COPY)) {
      rows.forEach(row -> row.writeRaw(copy, stamp));
      copy.finish();
    }
    int due = transaction.execute(FIND_DUE);
    int inserted = due == 0 ? 0 : transaction.execute(INSERT_OR_LOCK);
    if (inserted == due) {
      return new WriteCount(inserted, 0, 0, rows.size() - inserted);
    }
    int revised = transaction.execute(KEEP_REVISIONS);
    int superseded = transaction.execute(SUPERSEDE);
    return new WriteCount(
        inserted, superseded - revised, revised, rows.size() - inserted - superseded);
  }
}
