package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/// Raw bars into a table that holds some of their cells already, by way of temporary tables. One
/// text of the rule serves days and minutes, whose tables differ in names and in the key.
///
/// The rule, for a stored and a new row of one cell:
///
/// - An optional value (volume, vwap, trades) that the new row lacks is no difference, and the
///   stored one stays: a source that never has it does not destroy it. The source, the suspicions
///   and the run alone are no difference either.
/// - An optional value that the stored row lacks is filled in. That alone is no revision, and the
///   row's `known_from` stays.
/// - Stored provisional: replaced by a row that differs or is final. A provisional value leaves no
///   revision, but for one that an application had inserted while the session ran (source 6): it
///   was acted upon, so it is kept where the final one differs in a price or by a whole share. When
///   a final row merely confirms it, its `known_from` stays, since the value was known all along.
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
          CREATE TEMPORARY TABLE IF NOT EXISTS {bars}_staged (
            instrument_id integer NOT NULL,
            {key} {type} NOT NULL,
            open          double precision NOT NULL,
            high          double precision NOT NULL,
            low           double precision NOT NULL,
            close         double precision NOT NULL,
            volume        double precision,
            vwap          double precision,
            trades        {count},
            known_from    timestamptz NOT NULL,
            run_id        integer NOT NULL,
            source        smallint NOT NULL,
            suspicions    smallint NOT NULL,
            provisional   boolean NOT NULL
          ) ON COMMIT DELETE ROWS\
          """,
          """
          CREATE TEMPORARY TABLE IF NOT EXISTS {bars}_due (LIKE {bars}_staged INCLUDING ALL) ON COMMIT DELETE ROWS\
          """);

  /// Also an earlier write of this transaction has used them.
  private static final String EMPTY = "TRUNCATE {bars}_staged, {bars}_due";

  private static final String COPY =
      """
      COPY {bars}_staged (instrument_id, {key}, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      FROM STDIN (FORMAT BINARY)\
      """;

  /// Rows whose cell is empty or needs a change. The limit keeps the look-up by key, whatever the
  /// planner believes about a table without statistics.
  private static final String FIND_DUE =
      """
      INSERT INTO {bars}_due (instrument_id, {key}, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      SELECT n.instrument_id, n.{key}, n.open, n.high, n.low, n.close, n.volume, n.vwap, n.trades, n.known_from, n.run_id, n.source,
        n.suspicions, n.provisional
      FROM {bars}_staged n
      LEFT JOIN LATERAL (
        SELECT b.instrument_id, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.provisional
        FROM {bars} b
        WHERE b.instrument_id = n.instrument_id AND b.{key} = n.{key}
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
      INSERT INTO {bars} AS o (instrument_id, {key}, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      SELECT n.instrument_id, n.{key}, n.open, n.high, n.low, n.close, n.volume, n.vwap, n.trades, n.known_from, n.run_id, n.source,
        n.suspicions, n.provisional
      FROM {bars}_due n
      ORDER BY n.instrument_id, n.{key}
      ON CONFLICT (instrument_id, {key}) DO UPDATE SET run_id = o.run_id WHERE false\
      """;

  /// The microsecond keeps time running forward where another writer stored the old value after
  /// this transaction had begun.
  private static final String KEEP_REVISIONS =
      """
      INSERT INTO {revisions} (instrument_id, {key}, open, high, low, close, volume, vwap, trades, known_from, known_until, run_id,
        source, suspicions)
      SELECT o.instrument_id, o.{key}, o.open, o.high, o.low, o.close, o.volume, o.vwap, o.trades, o.known_from,
        greatest(n.known_from, o.known_from + interval '1 microsecond'), o.run_id, o.source, o.suspicions
      FROM {bars}_due n
      CROSS JOIN LATERAL (
        SELECT b.instrument_id, b.{key}, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.known_from, b.run_id, b.source,
          b.suspicions, b.provisional
        FROM {bars} b
        WHERE b.instrument_id = n.instrument_id AND b.{key} = n.{key}
        LIMIT 1) o
      WHERE NOT n.provisional
        AND (NOT o.provisional
            AND ((o.open, o.high, o.low, o.close) IS DISTINCT FROM (n.open, n.high, n.low, n.close)
              OR n.volume <> o.volume
              OR n.vwap <> o.vwap
              OR n.trades <> o.trades)
          OR o.provisional AND o.source = 6
            AND ((o.open, o.high, o.low, o.close) IS DISTINCT FROM (n.open, n.high, n.low, n.close)
              OR abs(n.volume - o.volume) >= 1))
      ORDER BY n.instrument_id, n.{key}\
      """;

  /// Every cell exists and is locked by now, so this only updates. Bit 2 (volume is zero) goes with
  /// the volume.
  private static final String SUPERSEDE =
      """
      INSERT INTO {bars} AS o (instrument_id, {key}, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      SELECT n.instrument_id, n.{key}, n.open, n.high, n.low, n.close, n.volume, n.vwap, n.trades, n.known_from, n.run_id, n.source,
        n.suspicions, n.provisional
      FROM {bars}_due n
      ORDER BY n.instrument_id, n.{key}
      ON CONFLICT (instrument_id, {key}) DO UPDATE SET
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

  static final StagedWrite DAILY =
      new StagedWrite("bar_daily", "bar_revision", "session", "date", "bigint");
  static final StagedWrite MINUTE =
      new StagedWrite("bar_minute", "bar_minute_revision", "start", "timestamptz", "integer");

  private final List<String> tables;
  private final String empty;
  private final String copy;
  private final String findDue;
  private final String insertOrLock;
  private final String keepRevisions;
  private final String supersede;

  /// @param count type of the number of trades
  private StagedWrite(String bars, String revisions, String key, String type, String count) {
    UnaryOperator<String> named =
        sql ->
            sql.replace("{bars}", bars)
                .replace("{revisions}", revisions)
                .replace("{key}", key)
                .replace("{type}", type)
                .replace("{count}", count);
    this.tables = TABLES.stream().map(named).toList();
    this.empty = named.apply(EMPTY);
    this.copy = named.apply(COPY);
    this.findDue = named.apply(FIND_DUE);
    this.insertOrLock = named.apply(INSERT_OR_LOCK);
    this.keepRevisions = named.apply(KEEP_REVISIONS);
    this.supersede = named.apply(SUPERSEDE);
  }

  /// @param count how many rows there are, not 0
  /// @param rows writes them ascending by key, each key once
  WriteCount write(Handle transaction, int count, Consumer<BinaryCopy> rows) {
    prepare(transaction);
    stage(transaction, rows);
    int due = transaction.execute(findDue);
    int inserted = due == 0 ? 0 : transaction.execute(insertOrLock);
    if (inserted == due) {
      return new WriteCount(inserted, 0, 0, count - inserted);
    }
    int revised = transaction.execute(keepRevisions);
    int superseded = transaction.execute(supersede);
    return new WriteCount(inserted, superseded - revised, revised, count - inserted - superseded);
  }

  /// Makes the temporary tables, empty.
  void prepare(Handle transaction) {
    tables.forEach(transaction::execute);
    transaction.execute(empty);
  }

  void stage(Handle transaction, Consumer<BinaryCopy> rows) {
    try (var staging = BinaryCopy.start(transaction, copy)) {
      rows.accept(staging);
      staging.finish();
    }
  }

  /// The COPY into the temporary table.
  String copy() {
    return copy;
  }
}
