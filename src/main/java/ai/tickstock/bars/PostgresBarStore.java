package ai.tickstock.bars;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// Daily bars in the tables `bar_daily`, `bar_revision` and `bar_daily_adjusted`.
final class PostgresBarStore implements BarStore {
  private static final String COPY_RAW =
      """
      COPY bar_daily (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source, suspicions,
        provisional)
      FROM STDIN (FORMAT BINARY)\
      """;

  private static final String COPY_ADJUSTED =
      """
      COPY bar_daily_adjusted (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, suspicions)
      FROM STDIN (FORMAT BINARY)\
      """;

  /// Places (from 1) of the asked ranges that hold a row. The limit keeps the look-up by key.
  private static final String TAKEN_RAW =
      """
      SELECT asked.place
      FROM unnest(CAST(:instruments AS integer[]), CAST(:firsts AS date[]), CAST(:lasts AS date[]))
        WITH ORDINALITY AS asked (instrument_id, first, last, place)
      CROSS JOIN LATERAL (
        SELECT b.session
        FROM bar_daily b
        WHERE b.instrument_id = asked.instrument_id AND b.session BETWEEN asked.first AND asked.last
        LIMIT 1) taken\
      """;

  private static final String TAKEN_ADJUSTED =
      """
      SELECT asked.place
      FROM unnest(CAST(:instruments AS integer[]), CAST(:firsts AS date[]), CAST(:lasts AS date[]))
        WITH ORDINALITY AS asked (instrument_id, first, last, place)
      CROSS JOIN LATERAL (
        SELECT b.session
        FROM bar_daily_adjusted b
        WHERE b.instrument_id = asked.instrument_id AND b.session BETWEEN asked.first AND asked.last
        LIMIT 1) taken\
      """;

  private static final String READ_PRESENT =
      """
      SELECT session, open, high, low, close, volume, vwap, trades, source, suspicions, provisional, known_from, run_id
      FROM bar_daily
      WHERE instrument_id = :instrument AND session BETWEEN :first AND :last
      ORDER BY session\
      """;

  private static final String READ_KNOWN_AT =
      """
      SELECT session, open, high, low, close, volume, vwap, trades, source, suspicions, provisional, known_from, run_id
      FROM bar_daily
      WHERE instrument_id = :instrument AND session BETWEEN :first AND :last AND known_from <= :at
      UNION ALL
      SELECT session, open, high, low, close, volume, vwap, trades, source, suspicions, false, known_from, run_id
      FROM bar_revision
      WHERE instrument_id = :instrument AND session BETWEEN :first AND :last AND known_from <= :at AND known_until > :at
      ORDER BY session\
      """;

  private static final String READ_ADJUSTED =
      """
      SELECT session, open, high, low, close, volume, CAST(NULL AS double precision) AS vwap, CAST(NULL AS bigint) AS trades, source,
        suspicions, false AS provisional, known_from, run_id
      FROM bar_daily_adjusted
      WHERE instrument_id = :instrument AND session BETWEEN :first AND :last
      ORDER BY session\
      """;

  private static final String SUPERSEDED =
      """
      SELECT session, open, high, low, close, volume, vwap, trades, source, suspicions, false AS provisional, known_from, run_id,
        known_until
      FROM bar_revision
      WHERE instrument_id = :instrument AND session BETWEEN :first AND :last
      ORDER BY session, known_until\
      """;

  private final Database database;
  private final Feed feed;

  PostgresBarStore(Database database, Feed feed) {
    this.database = database;
    this.feed = feed;
  }

  @Override
  public WriteCount write(
      Handle transaction, int runId, BarSource source, List<BarBatch> batches, Path path) {
    var filled = batches.stream().filter(batch -> batch.size() > 0).toList();
    if (filled.isEmpty()) {
      return WriteCount.NONE;
    }
    var rows = CellRows.ascending(filled);
    var stamp = WriteStamp.now(transaction, runId, source, feed);
    var count =
        switch (path) {
          case STRAIGHT -> straight(transaction, stamp, rows);
          case COMPARE -> compared(transaction, stamp, rows);
          case FASTEST -> {
            var taken = taken(transaction, source, filled);
            yield taken.isEmpty()
                ? straight(transaction, stamp, rows)
                : straight(
                        transaction, stamp, rows.only((b, i) -> !taken.contains(new Cells(b, i))))
                    .plus(
                        compared(
                            transaction,
                            stamp,
                            rows.only((b, i) -> taken.contains(new Cells(b, i)))));
          }
        };
    InitialLoadDate.set(transaction, rows.instruments());
    return count;
  }

  /// The cells of one instrument in a batch.
  private record Cells(int batch, int instrument) {}

  @Override
  public List<StoredBar> read(InstrumentId instrument, DateRange range, Optional<Instant> knownAt) {
    return database.read(handle -> {
      var query = handle.createQuery(knownAt.isPresent() ? READ_KNOWN_AT : READ_PRESENT);
      knownAt.ifPresent(at -> query.bind("at", at.atOffset(ZoneOffset.UTC)));
      return query
          .bind("instrument", instrument.value())
          .bind("first", range.first())
          .bind("last", range.last())
          .map((row, context) -> daily(row))
          .list();
    });
  }

  @Override
  public List<StoredBar> readSourceAdjusted(InstrumentId instrument, DateRange range) {
    return rows(READ_ADJUSTED, instrument, range, (row, context) -> daily(row));
  }

  @Override
  public List<Superseded> superseded(InstrumentId instrument, DateRange range) {
    return rows(
        SUPERSEDED,
        instrument,
        range,
        (row, context) -> new Superseded(daily(row), StoredRows.instant(row, "known_until")));
  }

  private <T> List<T> rows(
      String query, InstrumentId instrument, DateRange range, RowMapper<T> mapper) {
    return database.read(handle ->
        handle
            .createQuery(query)
            .bind("instrument", instrument.value())
            .bind("first", range.first())
            .bind("last", range.last())
            .map(mapper)
            .list());
  }

  /// Those that hold a row.
  private static Set<Cells> taken(Handle transaction, BarSource source, List<BarBatch> batches) {
    var asked = new ArrayList<Cells>();
    var firsts = new ArrayList<String>();
    var lasts = new ArrayList<String>();
    for (int b = 0; b < batches.size(); b++) {
      int batch = b;
      var first = batches.get(b).range().first().toString();
      var last = batches.get(b).range().last().toString();
      batches
          .get(b)
          .instruments()
          .forEach(instrument -> {
            asked.add(new Cells(batch, instrument));
            firsts.add(first);
            lasts.add(last);
          });
    }
    return transaction
        .createQuery(source.isRaw() ? TAKEN_RAW : TAKEN_ADJUSTED)
        .bindArray("instruments", Integer.class, asked.stream().map(Cells::instrument).toList())
        .bindArray("firsts", String.class, firsts)
        .bindArray("lasts", String.class, lasts)
        .mapTo(Integer.class)
        .map(place -> asked.get(place - 1))
        .set();
  }

  private static WriteCount straight(Handle transaction, WriteStamp stamp, CellRows rows) {
    if (rows.size() == 0) {
      return WriteCount.NONE;
    }
    return stamp.source().isRaw()
        ? StraightCopy.write(transaction, COPY_RAW, copy -> rows.writeRaw(copy, stamp))
        : StraightCopy.write(transaction, COPY_ADJUSTED, copy -> rows.writeAdjusted(copy, stamp));
  }

  private static WriteCount compared(Handle transaction, WriteStamp stamp, CellRows rows) {
    return stamp.source().isRaw()
        ? StagedWrite.DAILY.write(transaction, rows.size(), copy -> rows.writeRaw(copy, stamp))
        : StagedAdjustedWrite.write(transaction, stamp, rows);
  }

  private static StoredBar daily(ResultSet row) throws SQLException {
    return StoredRows.bar(row, Bar.startOfSession(row.getObject("session", LocalDate.class)));
  }

  @Override
  public long sourceAdjustedRows(Handle handle, int runId) {
    return handle
        .createQuery("SELECT count(*) FROM bar_daily_adjusted WHERE run_id = :run")
        .bind("run", runId)
        .mapTo(Long.class)
        .one();
  }
}
