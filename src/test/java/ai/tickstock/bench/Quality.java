package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All rules over five years and over one market day of 12,000 instruments, by the command, from
/// committed rows.
final class Quality implements Benchmark {
  private static final String DATABASE = "bench_quality";
  private static final double GOAL_ALL = 20;
  private static final double GOAL_DAY = 5;
  private static final double GOAL_QUERY = 0.1;
  private static final String DAY = ReaderDatabase.LAST_SESSION.toString();

  @Override
  public String name() {
    return "quality";
  }

  @Override
  public String claim() {
    return "all quality rules over 15 million daily bars, and over one session of 12,000 instruments with its context,"
        + " from committed rows, by the command";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var full = ReaderDatabase.full();
    var data = new ReaderDatabase(size.of(full.instruments(), 100), full.sessions(), 8, 5);
    var server = home.server();
    var variables = home.migrated(DATABASE);
    home.say("filling " + data.instruments() + " instruments of " + data.sessions() + " sessions");
    data.fill(server.address(DATABASE));
    server.checkpoint();
    try (var connection = server.connect(DATABASE)) {
      var all = new ArrayList<Double>();
      var day = new ArrayList<Double>();
      var words = new ArrayList<String>();
      for (int run = 0; run < size.runs(); run++) {
        all.add(scan(home, variables, words, "--from", "2021-01-04", "--to", DAY));
        day.add(scan(home, variables, words, "--session", DAY));
      }
      var query = queries(connection);
      var bars = BenchServer.text(connection, "SELECT count(*) AS bars FROM tickstock.bar_daily");
      return new Report(
          this,
          size,
          List.of(
              measure("all rules, " + bars + " bars", Race.median(all), GOAL_ALL),
              measure("one session", Race.median(day), GOAL_DAY),
              measure("list of open findings", query, GOAL_QUERY)),
          words,
          List.of());
    } finally {
      server.drop(DATABASE);
    }
  }

  private static double scan(
      BenchHome home, Map<String, String> variables, List<String> words, String... dates)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("quality", "scan", "--format", "csv"));
    command.addAll(List.of(dates));
    var scan = home.tickstock(variables, command);
    if (scan.exit() != 0 && scan.exit() != 3) {
      throw new BenchmarkFailed("the scan ended with " + scan.exit() + ": " + scan.err());
    }
    scan.err().lines().filter(line -> line.contains("bars")).forEach(words::add);
    return scan.seconds();
  }

  private static double queries(java.sql.Connection connection) throws SQLException {
    long began = System.nanoTime();
    BenchServer.text(
        connection,
        """
        SELECT count(*) AS findings FROM (
          SELECT id FROM tickstock.quality_finding WHERE state = 'open' AND severity = ANY(ARRAY['high', 'critical'])
          ORDER BY last_session DESC LIMIT 1000) worst
        """);
    return (System.nanoTime() - began) / 1e9;
  }

  private static Measure measure(String what, double seconds, double goal) {
    return Measure.seconds(what, seconds, goal, "");
  }
}
