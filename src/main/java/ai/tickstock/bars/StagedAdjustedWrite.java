package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import org.jdbi.v3.core.Handle;

/// Bars that their source had adjusted for splits, into a table that holds some of their cells
/// already. A later value replaces an earlier one without a revision: its source rewrites the past
/// at every split anyway. A volume that the new row lacks stays.
final class StagedAdjustedWrite {
  private static final String TABLE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS bar_daily_adjusted_staged (
        instrument_id integer NOT NULL,
        session       date NOT NULL,
        open          double precision NOT NULL,
        high          double precision NOT NULL,
        low           double precision NOT NULL,
        close         double precision NOT NULL,
        volume        double precision,
        known_from    timestamptz NOT NULL,
        run_id        integer NOT NULL,
        source        smallint NOT NULL,
        suspicions    smallint NOT NULL
      ) ON COMMIT DELETE ROWS\
      """;

  private static final String EMPTY = "TRUNCATE bar_daily_adjusted_staged";

  private static final String COPY =
      """
      COPY bar_daily_adjusted_staged (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, suspicions)
      FROM STDIN (FORMAT BINARY)\
      """;

  /// A row that was inserted has no locker yet, one that was updated had to be locked first.
  private static final String MERGE =
      """
      WITH written AS (
        INSERT INTO bar_daily_adjusted AS o (instrument_id, session, open, high, low, close, volume, known_from, run_id, source,
          suspicions)
        SELECT n.instrument_id, n.session, n.open, n.high, n.low, n.close, n.volume, n.known_from, n.run_id, n.source, n.suspicions
        FROM bar_daily_adjusted_staged n
        ORDER BY n.instrument_id, n.session
        ON CONFLICT (instrument_id, session) DO UPDATE SET
          open = excluded.open,
          high = excluded.high,
          low = excluded.low,
          close = excluded.close,
          volume = coalesce(excluded.volume, o.volume),
          known_from = excluded.known_from,
          run_id = excluded.run_id,
          source = excluded.source,
          suspicions = excluded.suspicions | CASE WHEN excluded.volume IS NULL THEN o.suspicions & 2::smallint ELSE 0::smallint END
        WHERE (o.open, o.high, o.low, o.close) IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close)
           OR excluded.volume IS NOT NULL AND excluded.volume IS DISTINCT FROM o.volume
        RETURNING o.xmax = 0 AS inserted)
      SELECT count(*) FILTER (WHERE inserted) AS inserted, count(*) FILTER (WHERE NOT inserted) AS replaced
      FROM written\
      """;

  private StagedAdjustedWrite() {}

  static WriteCount write(Handle transaction, WriteStamp stamp, CellRows rows) {
    transaction.execute(TABLE);
    transaction.execute(EMPTY);
    try (var copy = BinaryCopy.start(transaction, COPY)) {
      rows.writeAdjusted(copy, stamp);
      copy.finish();
    }
    return transaction
        .createQuery(MERGE)
        .map((row, context) -> {
          int inserted = row.getInt("inserted");
          int replaced = row.getInt("replaced");
          return new WriteCount(inserted, replaced, 0, rows.size() - inserted - replaced);
        })
        .one();
  }
}
