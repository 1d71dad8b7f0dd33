package ai.tickstock.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Correlations of all funds from stored bars, by the command, beside one statement of SQL that
/// adjusts nothing.
final class FundCorrelations implements Benchmark {
  private static final String DATABASE = "bench_correlations";
  private static final int FUNDS = 3_000;
  private static final int SESSIONS = 504;
  private static final LocalDate AS_OF = LocalDate.of(2025, 12, 31);
  private static final double GOAL_SECONDS = 10;
  private static final double ALLOWED_DIFFERENCE = 1e-9;

  /// Benchmarks are the funds 1 to 4. Half of the funds pay, of these every tenth has split.
  private static final String FUND =
      """
      INSERT INTO instrument (name, type, mic, active, source)
      SELECT 'Fund ' || id, 'ETF', 'ARCX', true, 'bench' FROM generate_series(1, %d) AS id ORDER BY id;
      INSERT INTO instrument_symbol (instrument_id, ticker, reason, source)
      SELECT id, coalesce((ARRAY['SPY', 'QQQ', 'IWM', 'DIA'])[id], 'F' || lpad(id::text, 5, '0')), 'listed', 'bench'
      FROM instrument;
      INSERT INTO corporate_action (instrument_id, kind, ex_date, cash_amount, currency, source)
      SELECT id, 'dividend', session, 0.25, 'USD', 'bench'
      FROM instrument, bench_session WHERE id %% 2 = 0 AND age %% 63 = id %% 63;
      INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source)
      SELECT id, 'split', session, 1, 2, 'bench' FROM instrument, bench_session WHERE id %% 20 = 0 AND age = 100
      """;

  private static final String BARS =
      """
      INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
      SELECT id, session, close, close, close, close, 1000000, now(), 1, 1, false
      FROM (
        SELECT id, session,
               round((CASE WHEN id % 20 = 0 AND age > 100 THEN 2 ELSE 1 END * (20 + id % 300)
                 * exp(sum(0.01 * (sin(age * 78.233) + 0.4 * sin(age * (12.9898 + id % 4)) + id % 7 * 0.2 * sin(id * 3.7 + age * 43.1)))
                   OVER (PARTITION BY id ORDER BY session)))::numeric, 2)::double precision AS close
        FROM instrument, bench_session) AS walk
      ORDER BY id, session
      """;

  private static final String BASELINE =
      """
      CREATE TABLE bench_baseline AS
      WITH log_return AS (
        SELECT b.instrument_id, s.age, ln(b.close / lag(b.close) OVER (PARTITION BY b.instrument_id ORDER BY b.session)) AS value
        FROM bar_daily b JOIN bench_session s USING (session)
        WHERE s.age <= 253)
      SELECT f.instrument_id, m.instrument_id AS benchmark_id,
             corr(f.value, m.value) AS correlation_252, regr_slope(f.value, m.value) AS beta_252,
             corr(f.value, m.value) FILTER (WHERE f.age <= 60) AS correlation_60,
             regr_slope(f.value, m.value) FILTER (WHERE f.age <= 60) AS beta_60
      FROM log_return f JOIN log_return m USING (age)
      WHERE m.instrument_id <= 4 AND f.instrument_id <> m.instrument_id
      GROUP BY 1, 2\
      """;

  /// Where nothing is to be adjusted the two must say the same.
  private static final String LARGEST_DIFFERENCE =
      """
      SELECT coalesce(max(greatest(abs(c.correlation - CASE c.window_sessions WHEN 60 THEN b.correlation_60 ELSE b.correlation_252 END),
                                   abs(c.beta - CASE c.window_sessions WHEN 60 THEN b.beta_60 ELSE b.beta_252 END))), 'Infinity')
      FROM etf_correlation c JOIN bench_baseline b USING (instrument_id, benchmark_id)
      WHERE c.instrument_id % 2 = 1 AND c.benchmark_id % 2 = 1\
      """;

  @Override
  public String name() {
    return "correlations";
  }

  @Override
  public String claim() {
    return "correlation and beta of 3,000 ETFs to 4 benchmarks over 2 windows from stored bars, adjusted and"
        + " stored, by the command";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    int funds = size.of(FUNDS, 40);
    var server = home.server();
    var variables = home.migrated(DATABASE);
    try (var connection = server.connect(DATABASE)) {
      home.say("filling " + funds + " funds of " + SESSIONS + " sessions");
      fill(connection, funds);
      server.checkpoint();
      var ours = new ArrayList<Double>();
      var sql = new ArrayList<Double>();
      var processor = new ArrayList<Double>();
      for (int run = 0; run < size.runs(); run++) {
        BenchServer.execute(
            connection, List.of("TRUNCATE etf_correlation", "DROP TABLE IF EXISTS bench_baseline"));
        double before = home.serverProcessorSeconds();
        var refresh =
            home.tickstock(
                    variables,
                    List.of(
                        "universe",
                        "correlations",
                        "SPY",
                        "--refresh",
                        "--as-of",
                        AS_OF.toString(),
                        "--format",
                        "csv"))
                .requireExit(0);
        ours.add(refresh.seconds());
        processor.add(refresh.processorSeconds() + home.serverProcessorSeconds() - before);
        long began = System.nanoTime();
        BenchServer.execute(connection, List.of(BASELINE));
        sql.add((System.nanoTime() - began) / 1e9);
        requireTheSame(connection, funds);
      }
      return report(connection, size, ours, sql, processor);
    } finally {
      server.drop(DATABASE);
    }
  }

  private static void fill(Connection connection, int funds) throws SQLException {
    BenchServer.sessions(connection, AS_OF, SESSIONS);
    BenchServer.execute(connection, List.of(FUND.formatted(funds), BARS, "VACUUM (ANALYZE)"));
  }

  private static void requireTheSame(Connection connection, int funds) throws SQLException {
    long expected = 2L * 4 * (funds - 1);
    long rows =
        Long.parseLong(
            BenchServer.text(
                connection, "SELECT count(*) FROM etf_correlation WHERE correlation IS NOT NULL"));
    if (rows != expected) {
      throw new BenchmarkFailed(rows + " correlations are stored, and " + expected + " should be");
    }
    double difference = Double.parseDouble(BenchServer.text(connection, LARGEST_DIFFERENCE));
    if (difference > ALLOWED_DIFFERENCE) {
      throw new BenchmarkFailed("ours and the server's corr() differ by " + difference);
    }
  }

  private Report report(
      Connection connection, Size size, List<Double> ours, List<Double> sql, List<Double> processor)
      throws SQLException {
    var baseline =
        String.format(
            Locale.ROOT,
            "one statement with corr() and regr_slope() on closes as traded, nothing adjusted: %.2f s",
            Race.median(sql));
    return new Report(
        this,
        size,
        List.of(
            Measure.seconds("universe correlations", Race.median(ours), GOAL_SECONDS, baseline),
            Measure.ratio(
                "ours / corr() unadjusted",
                Race.median(ours) / Race.median(sql),
                OptionalDouble.empty(),
                baseline)),
        List.of(
            BenchServer.text(connection, "SELECT count(*) || ' daily bars' FROM bar_daily"),
            "ours, with the start of the JVM: " + seconds(ours),
            "processor time of ours, the server's with it: " + seconds(processor),
            "SQL: " + seconds(sql),
            "largest difference where nothing is adjusted: "
                + BenchServer.text(connection, LARGEST_DIFFERENCE)),
        List.of());
  }

  private static String seconds(List<Double> times) {
    return times.stream()
        .map(time -> String.format(Locale.ROOT, "%.2f s", time))
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }
}
