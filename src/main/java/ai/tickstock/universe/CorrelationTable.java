package ai.tickstock.universe;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.market.InstrumentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `etf_correlation`.
final class CorrelationTable {
  /// One at a time stores, so that the later of two finds what the earlier one left.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 3)";

  private static final String STAGE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS etf_correlation_staged (
        instrument_id integer, benchmark_id integer, window_sessions smallint, as_of date,
        correlation double precision, beta double precision, overlap integer, missing_reason text
      ) ON COMMIT DELETE ROWS
      """;

  private static final String COPY =
      """
      COPY etf_correlation_staged
        (instrument_id, benchmark_id, window_sessions, as_of, correlation, beta, overlap,
         missing_reason)
      FROM STDIN (FORMAT BINARY)\
      """;

  /// An equal row is left alone. What was inserted has no older version.
  private static final String TAKE =
      """
      WITH taken AS (
        INSERT INTO etf_correlation AS e
          (instrument_id, benchmark_id, window_sessions, as_of, correlation, beta, overlap,
           missing_reason)
        SELECT instrument_id, benchmark_id, window_sessions, as_of, correlation, beta, overlap,
               missing_reason
        FROM etf_correlation_staged
        ORDER BY instrument_id, benchmark_id, window_sessions, as_of
        ON CONFLICT (instrument_id, benchmark_id, window_sessions, as_of) DO UPDATE SET
          correlation = excluded.correlation, beta = excluded.beta, overlap = excluded.overlap,
          missing_reason = excluded.missing_reason
        WHERE (e.correlation, e.beta, e.overlap, e.missing_reason) IS DISTINCT FROM
              (excluded.correlation, excluded.beta, excluded.overlap, excluded.missing_reason)
        RETURNING e.xmax = 0 AS added)
      SELECT count(*) FILTER (WHERE added) AS added, count(*) FILTER (WHERE NOT added) AS changed
      FROM taken
      """;

  private static final String REMOVE =
      """
      DELETE FROM etf_correlation e
      WHERE e.as_of = :as_of
        AND NOT EXISTS (
          SELECT FROM etf_correlation_staged s
          WHERE s.instrument_id = e.instrument_id AND s.benchmark_id = e.benchmark_id
            AND s.window_sessions = e.window_sessions)
      """;

  private static final String NEWEST =
      "SELECT max(as_of) FROM etf_correlation WHERE as_of <= :through";

  /// Of the newest session up to a date for which the instrument has some.
  private static final String OF_INSTRUMENT =
      """
      SELECT c.instrument_id, c.benchmark_id, c.window_sessions, c.correlation, c.beta, c.overlap,
             c.missing_reason, c.as_of
      FROM etf_correlation c
      WHERE c.instrument_id = :instrument
        AND c.as_of = (
          SELECT max(l.as_of) FROM etf_correlation l
          WHERE l.instrument_id = :instrument AND l.as_of <= :through)
      ORDER BY c.benchmark_id, c.window_sessions DESC
      """;

  private static final String OF_BENCHMARK =
      """
      SELECT instrument_id, benchmark_id, window_sessions, correlation, beta, overlap,
             missing_reason
      FROM etf_correlation
      WHERE as_of = :as_of AND benchmark_id = :benchmark
      ORDER BY instrument_id, window_sessions
      """;

  private CorrelationTable() {}

  /// One row but for its date.
  record Row(
      InstrumentId instrument,
      InstrumentId benchmark,
      CorrelationWindow window,
      Comovement comovement) {}

  /// Makes the rows of a session be these.
  static CorrelationRefresh.Rows store(Handle transaction, LocalDate asOf, List<Row> rows) {
    transaction.execute(LOCK);
    transaction.execute(STAGE);
    try (var copy = BinaryCopy.start(transaction, COPY)) {
      rows.forEach(row -> write(copy, asOf, row));
      copy.finish();
    }
    int removed = transaction.createUpdate(REMOVE).bind("as_of", asOf).execute();
    return transaction
        .createQuery(TAKE)
        .map((row, context) ->
            new CorrelationRefresh.Rows(row.getInt("added"), row.getInt("changed"), removed))
        .one();
  }

  private static void write(BinaryCopy copy, LocalDate asOf, Row row) {
    var comovement = row.comovement();
    copy.row(8)
        .int4(row.instrument().value())
        .int4(row.benchmark().value())
        .int2(row.window().sessions())
        .date(asOf);
    comovement
        .numbers()
        .ifPresentOrElse(
            numbers -> copy.float8(numbers.correlation()).float8(numbers.beta()),
            () -> copy.nothing().nothing());
    copy.int4(comovement.overlap());
    comovement.reason().ifPresentOrElse(reason -> copy.text(word(reason)), copy::nothing);
  }

  /// The newest session up to a date for which correlations are stored.
  static Optional<LocalDate> newest(Handle handle, LocalDate through) {
    return handle
        .createQuery(NEWEST)
        .bind("through", through)
        .map((row, context) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
        .one();
  }

  static List<Row> ofBenchmark(Handle handle, InstrumentId benchmark, LocalDate asOf) {
    return handle
        .createQuery(OF_BENCHMARK)
        .bind("benchmark", benchmark.value())
        .bind("as_of", asOf)
        .map((row, context) -> row(row))
        .list();
  }

  /// A row with its date.
  record Dated(LocalDate asOf, Row row) {}

  static List<Dated> ofInstrument(Handle handle, InstrumentId instrument, LocalDate through) {
    return handle
        .createQuery(OF_INSTRUMENT)
        .bind("instrument", instrument.value())
        .bind("through", through)
        .map((row, context) -> new Dated(row.getObject("as_of", LocalDate.class), row(row)))
        .list();
  }

  private static Row row(ResultSet row) throws SQLException {
    var reason = Optional.ofNullable(row.getString("missing_reason"));
    double correlation = row.getDouble("correlation");
    double beta = row.getDouble("beta");
    return new Row(
        new InstrumentId(row.getInt("instrument_id")),
        new InstrumentId(row.getInt("benchmark_id")),
        CorrelationWindow.of(row.getInt("window_sessions")),
        new Comovement(
            reason.isPresent()
                ? Optional.empty()
                : Optional.of(new Comovement.Numbers(correlation, beta)),
            row.getInt("overlap"),
            reason.map(CorrelationTable::reason)));
  }

  static String word(Comovement.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  private static Comovement.Reason reason(String word) {
    return Comovement.Reason.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
