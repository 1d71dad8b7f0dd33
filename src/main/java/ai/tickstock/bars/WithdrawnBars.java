package ai.tickstock.bars;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// Takes daily bars out of the table so that they are asked for again, and puts back those for
/// which nothing came. Nothing is lost: the values go into quarantine and stay known as a revision.
public final class WithdrawnBars {
  private static final String QUARANTINE =
      """
      INSERT INTO bar_quarantine AS kept (instrument_id, ticker, bar_interval, session, reason, detail, received, source, first_run_id)
      SELECT b.instrument_id, :ticker, 'day', b.session, :reason, :detail,
             concat_ws(',', b.session, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.fmv), b.source, b.run_id
      FROM bar_daily b
      WHERE b.instrument_id = :id AND b.session = ANY(CAST(:sessions AS date[]))
      ON CONFLICT (ticker, bar_interval, reason, md5(received)) DO UPDATE SET
        detail = excluded.detail, last_seen = excluded.last_seen, times = kept.times + 1
      """;

  private static final String KEEP =
      """
      INSERT INTO bar_revision (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, known_until, run_id,
        source, suspicions)
      SELECT instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, :at, run_id, source, suspicions
      FROM bar_daily
      WHERE instrument_id = :id AND session = ANY(CAST(:sessions AS date[]))
      """;

  private static final String TAKE_OUT =
      """
      DELETE FROM bar_daily WHERE instrument_id = :id AND session = ANY(CAST(:sessions AS date[]))
      """;

  private static final String PUT_BACK =
      """
      INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
        suspicions, provisional)
      SELECT instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source, suspicions, false
      FROM bar_revision
      WHERE instrument_id = :id AND session = ANY(CAST(:sessions AS date[])) AND known_until = :at
      ON CONFLICT (instrument_id, session) DO NOTHING
      """;

  /// What is back was never superseded.
  private static final String NOT_SUPERSEDED =
      """
      DELETE FROM bar_revision r
      USING bar_daily b
      WHERE r.instrument_id = :id AND r.session = ANY(CAST(:sessions AS date[])) AND r.known_until = :at
        AND b.instrument_id = r.instrument_id AND b.session = r.session AND b.known_from = r.known_from
      """;

  private static final String COUNT =
      """
      SELECT count(*) FROM bar_daily WHERE instrument_id = :id AND session = ANY(CAST(:sessions AS date[]))
      """;

  private final InstrumentId instrument;
  private final List<LocalDate> sessions;
  private final Instant at;

  /// @param at when they are taken out, to the microsecond: names them afterwards
  public WithdrawnBars(InstrumentId instrument, Collection<LocalDate> sessions, Instant at) {
    this.instrument = instrument;
    this.sessions = List.copyOf(sessions);
    this.at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /// @param symbol under which they stand in quarantine
  /// @param why for a person
  /// @return bars taken out
  public int withdraw(Handle transaction, Symbol symbol, String why) {
    run(transaction, QUARANTINE, symbol.ticker(), why);
    run(transaction, KEEP, "", "");
    return run(transaction, TAKE_OUT, "", "");
  }

  /// Puts back those for which no other bar is stored by now.
  ///
  /// @return bars put back
  public int putBack(Handle transaction) {
    int back = run(transaction, PUT_BACK, "", "");
    run(transaction, NOT_SUPERSEDED, "", "");
    return back;
  }

  /// Bars that are stored of these sessions.
  public int stored(Handle handle) {
    return handle
        .createQuery(COUNT)
        .bind("id", instrument.value())
        .bindArray("sessions", String.class, sessions.stream().map(LocalDate::toString).toList())
        .mapTo(Integer.class)
        .one();
  }

  private int run(Handle transaction, String statement, String ticker, String detail) {
    return transaction
        .createUpdate(statement)
        .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
        .bind("id", instrument.value())
        .bindArray("sessions", String.class, sessions.stream().map(LocalDate::toString).toList())
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .bind("reason", RejectReason.WITHDRAWN.code())
        .bind("ticker", ticker)
        .bind("detail", detail)
        .execute();
  }
}
