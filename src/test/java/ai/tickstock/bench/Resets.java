package ai.tickstock.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Going back to a snapshot of 10 million bars, by the command, beside the server's bare copy of
/// the same database.
final class Resets implements Benchmark {
  private static final String DATABASE = "bench_reset";
  private static final String COPY = "bench_reset_copy";
  private static final int INSTRUMENTS = 8_000;
  private static final int SESSIONS = 1_250;
  private static final double GOAL_SECONDS = 2;

  private static final String BARS =
      """
      INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
                             provisional)
      SELECT id, session, 100 + age, 101 + age, 99 + age, 100.5 + age, 1000000, 100.25 + age, 5000, now(), 1, 1, false
      FROM generate_series(1, %d) AS id, bench_session
      ORDER BY id, session
      """;

  @Override
  public String name() {
    return "reset";
  }

  @Override
  public String claim() {
    return "going back to a snapshot of 10 million daily bars, by the command";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    int instruments = size.of(INSTRUMENTS, 20);
    var server = home.server();
    var variables = home.migrated(DATABASE);
    home.say("filling " + instruments + " instruments of " + SESSIONS + " sessions");
    String bars;
    try (var connection = server.connect(DATABASE)) {
      fill(connection, instruments);
      bars = BenchServer.text(connection, "SELECT count(*) FROM tickstock.bar_daily");
    }
    server.checkpoint();
    home.tickstock(variables, List.of("dev", "snapshot", "baseline", "--disconnect"))
        .requireExit(0);
    var ours = new ArrayList<Double>();
    var bare = new ArrayList<Double>();
    for (int run = 0; run < size.runs(); run++) {
      try (var connection = server.connect(DATABASE)) {
        BenchServer.execute(
            connection, List.of("DELETE FROM tickstock.bar_daily WHERE instrument_id <= 20"));
      }
      server.checkpoint();
      ours.add(
          home.tickstock(variables, List.of("dev", "reset", "baseline", "--disconnect", "--yes"))
              .requireExit(0)
              .seconds());
      requireAll(server, bars);
      bare.add(bareCopy(server));
    }
    server.drop("\"" + DATABASE + "@baseline\"");
    return report(size, bars, ours, bare);
  }

  private static void fill(Connection connection, int instruments) throws SQLException {
    BenchServer.sessions(connection, LocalDate.of(2026, 11, 20), SESSIONS);
    BenchServer.execute(connection, List.of(BARS.formatted(instruments), "VACUUM (ANALYZE)"));
  }

  private static void requireAll(BenchServer server, String bars) throws SQLException {
    try (var connection = server.connect(DATABASE)) {
      var now = BenchServer.text(connection, "SELECT count(*) FROM tickstock.bar_daily");
      if (!now.equals(bars)) {
        throw new BenchmarkFailed(now + " bars after the reset, " + bars + " before");
      }
    }
  }

  private static double bareCopy(BenchServer server) throws SQLException {
    server.drop(COPY);
    server.checkpoint();
    try (var connection = server.connect("postgres")) {
      long began = System.nanoTime();
      BenchServer.execute(
          connection,
          List.of(
              "CREATE DATABASE %s TEMPLATE \"%s@baseline\" STRATEGY FILE_COPY"
                  .formatted(COPY, DATABASE)));
      return (System.nanoTime() - began) / 1e9;
    } finally {
      server.drop(COPY);
    }
  }

  private Report report(Size size, String bars, List<Double> ours, List<Double> bare) {
    var baseline =
        String.format(
            Locale.ROOT,
            "CREATE DATABASE … STRATEGY FILE_COPY of the snapshot alone: %.2f s",
            Race.median(bare));
    return new Report(
        this,
        size,
        List.of(
            Measure.seconds("dev reset", Race.median(ours), GOAL_SECONDS, baseline),
            Measure.ratio(
                "ours / bare copy",
                Race.median(ours) / Race.median(bare),
                OptionalDouble.empty(),
                baseline)),
        List.of(
            bars + " daily bars",
            "ours, with the start of the JVM: " + seconds(ours),
            "bare copy: " + seconds(bare)),
        List.of());
  }

  private static String seconds(List<Double> times) {
    return String.join(
        ", ", times.stream().map(time -> String.format(Locale.ROOT, "%.2f s", time)).toList());
  }
}
