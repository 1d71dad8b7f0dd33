package ai.tickstock.bars;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `minute_session`: gathers the summaries of one write and stores them together.
final class MinuteSessions {
  private static final String TABLE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS minute_session_staged (LIKE minute_session) ON COMMIT DELETE ROWS\
      """;

  /// Also an earlier write of this transaction has used it.
  private static final String EMPTY = "TRUNCATE minute_session_staged";

  private static final String COPY =
      """
      COPY minute_session_staged (instrument_id, session, bars, regular_bars, regular_minutes, first_start, last_start, gap_at_open,
        gap_at_close, longest_gap, longest_gap_start, open, high, low, close, volume, regular_volume, trades, repeats, rejected, lost, is_partial,
        provisional, asks, asked_at, run_id, source)
      FROM STDIN (FORMAT BINARY)\
      """;

  /// The same bars once more only count as a further ask.
  private static final String MERGE =
      """
      INSERT INTO minute_session AS o (instrument_id, session, bars, regular_bars, regular_minutes, first_start, last_start, gap_at_open,
        gap_at_close, longest_gap, longest_gap_start, open, high, low, close, volume, regular_volume, trades, repeats, rejected, lost, is_partial,
        provisional, asks, asked_at, run_id, source)
      SELECT n.instrument_id, n.session, n.bars, n.regular_bars, n.regular_minutes, n.first_start, n.last_start, n.gap_at_open,
        n.gap_at_close, n.longest_gap, n.longest_gap_start, n.open, n.high, n.low, n.close, n.volume, n.regular_volume, n.trades, n.repeats,
        n.rejected, n.lost, n.is_partial, n.provisional, n.asks, n.asked_at, n.run_id, n.source
      FROM minute_session_staged n
      ORDER BY n.instrument_id, n.session
      ON CONFLICT (instrument_id, session) DO UPDATE SET
        bars = excluded.bars, regular_bars = excluded.regular_bars, regular_minutes = excluded.regular_minutes,
        first_start = excluded.first_start, last_start = excluded.last_start, gap_at_open = excluded.gap_at_open,
        gap_at_close = excluded.gap_at_close, longest_gap = excluded.longest_gap, longest_gap_start = excluded.longest_gap_start,
        open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
        regular_volume = excluded.regular_volume, trades = excluded.trades, repeats = excluded.repeats, rejected = excluded.rejected, lost = excluded.lost,
        is_partial = excluded.is_partial, provisional = excluded.provisional, run_id = excluded.run_id, source = excluded.source,
        asked_at = greatest(o.asked_at, excluded.asked_at),
        asks = CASE
          WHEN (o.bars, o.first_start, o.last_start, o.open, o.high, o.low, o.close, o.volume, o.trades)
            IS NOT DISTINCT FROM (excluded.bars, excluded.first_start, excluded.last_start, excluded.open, excluded.high, excluded.low,
              excluded.close, excluded.volume, excluded.trades)
          THEN least(o.asks + CASE WHEN excluded.asked_at > o.asked_at THEN 1 ELSE 0 END, 32767)
          ELSE 1 END\
      """;

  private static final String READ =
      """
      SELECT session, bars, regular_bars, regular_minutes, first_start, last_start, gap_at_open, gap_at_close, longest_gap,
        longest_gap_start, open, high, low, close, volume, regular_volume, trades, repeats, rejected, lost, provisional
      FROM minute_session
      WHERE instrument_id = :instrument AND session BETWEEN :first AND :last
      ORDER BY session\
      """;

  private final Handle transaction;
  private final int runId;
  private final BarSource source;
  private final Instant askedAt;
  private final List<Summary> summaries = new ArrayList<>();

  private record Summary(InstrumentId instrument, MinuteSession session) {}

  MinuteSessions(Handle transaction, int runId, BarSource source, Instant askedAt) {
    this.transaction = transaction;
    this.runId = runId;
    this.source = source;
    this.askedAt = askedAt;
  }

  void add(InstrumentId instrument, List<MinuteSession> sessions) {
    sessions.forEach(session -> summaries.add(new Summary(instrument, session)));
  }

  void write() {
    transaction.execute(TABLE);
    transaction.execute(EMPTY);
    try (var copy = BinaryCopy.start(transaction, COPY)) {
      summaries.forEach(summary -> write(copy, summary.instrument(), summary.session()));
      copy.finish();
    }
    transaction.execute(MERGE);
  }

  private void write(BinaryCopy copy, InstrumentId instrument, MinuteSession session) {
    copy.row(27).int4(instrument.value()).date(session.session()).int4(session.bars());
    copy.int2(session.regularBars()).int2(session.regularMinutes());
    copy.timestamptz(session.firstStart()).timestamptz(session.lastStart());
    copy.int2(session.gapAtOpen()).int2(session.gapAtClose()).int2(session.longestGap());
    session.longestGapStart().ifPresentOrElse(copy::timestamptz, copy::nothing);
    copy.float8OrNothing(session.open()).float8OrNothing(session.high());
    copy.float8OrNothing(session.low()).float8OrNothing(session.close());
    copy.float8OrNothing(session.volume()).float8OrNothing(session.regularVolume());
    if (session.trades() < 0) {
      copy.nothing();
    } else {
      copy.int8(session.trades());
    }
    copy.int4(session.repeats())
        .int4(session.rejected())
        .int4(session.lost())
        .bool(session.isPartial());
    copy.bool(session.provisional()).int2(1).timestamptz(askedAt).int4(runId);
    copy.int2(source.number());
  }

  static List<MinuteSession> read(Handle handle, InstrumentId instrument, DateRange sessions) {
    return handle
        .createQuery(READ)
        .bind("instrument", instrument.value())
        .bind("first", sessions.first())
        .bind("last", sessions.last())
        .map((row, context) -> session(row))
        .list();
  }

  static MinuteSession session(ResultSet row) throws SQLException {
    long trades = row.getLong("trades");
    if (row.wasNull()) {
      trades = -1;
    }
    return new MinuteSession(
        row.getObject("session", LocalDate.class),
        row.getInt("bars"),
        row.getInt("regular_bars"),
        row.getInt("regular_minutes"),
        StoredRows.instant(row, "first_start"),
        StoredRows.instant(row, "last_start"),
        row.getInt("gap_at_open"),
        row.getInt("gap_at_close"),
        row.getInt("longest_gap"),
        Optional.ofNullable(row.getObject("longest_gap_start", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        number(row, "open"),
        number(row, "high"),
        number(row, "low"),
        number(row, "close"),
        number(row, "volume"),
        number(row, "regular_volume"),
        trades,
        row.getInt("repeats"),
        row.getInt("rejected"),
        row.getInt("lost"),
        row.getBoolean("provisional"));
  }

  /// NaN where there is none.
  private static double number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? Double.NaN : value;
  }
}
