package ai.tickstock.bench;

import ai.tickstock.bench.ReaderQueries.Query;
import ai.tickstock.bench.ReaderQueries.Reads;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What the older applications ask, on a database of a production's size.
final class Readers implements Benchmark {
  private static final String DATABASE = "bench_readers";
  private static final double GOAL_SECONDS = 0.010;
  private static final int WARM_RUNS = 30;
  private static final int WARM_RUNS_OF_EVERYTHING = 3;
  private static final String ROWS =
      """
      SELECT (SELECT sum(reltuples) FROM pg_class WHERE oid = CAST('tickstock.bar_daily' AS regclass)) || ' daily bars, '
        || (SELECT sum(c.reltuples) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = CAST('tickstock.bar_minute' AS regclass)) || ' minute bars'\
      """;

  @Override
  public String name() {
    return "readers";
  }

  @Override
  public String claim() {
    return "the queries of the older applications on 15 million daily bars and 3 years of minutes"
        + " of 50 symbols, median of "
        + WARM_RUNS
        + " warm runs";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var full = ReaderDatabase.full();
    var filled =
        size.scale() == 1
            ? full
            : new ReaderDatabase(
                size.of(full.instruments(), 60),
                full.sessions(),
                size.of(full.minuteSymbols(), 8),
                full.minuteSessions());
    var server = home.server();
    home.migrated(DATABASE);
    home.say("filling the tables; the full size takes minutes");
    filled.fill(server.address(DATABASE));
    server.checkpoint();
    try (var connection = server.connect(DATABASE)) {
      BenchServer.execute(connection, List.of("SET search_path = tickstock, public"));
      return report(size, connection);
    } finally {
      server.drop(DATABASE);
    }
  }

  private Report report(Size size, Connection connection) throws SQLException {
    var rows = BenchServer.text(connection, ROWS);
    var pages = new ArrayList<Measure>();
    var details = new ArrayList<String>();
    details.add(rows);
    for (var query : ReaderQueries.all()) {
      boolean page = query.reads() == Reads.PAGE;
      var times = times(connection, query, page ? WARM_RUNS : WARM_RUNS_OF_EVERYTHING);
      double median = Race.median(times);
      details.add(
          String.format(
              Locale.ROOT,
              "%-36s %9.3f ms%s",
              query.name(),
              median * 1000,
              page ? "" : "   reads everything: no goal"));
      if (page) {
        pages.add(
            new Measure(
                query.name(),
                median,
                OptionalDouble.of(GOAL_SECONDS),
                Measure.Unit.SECONDS,
                "slowest of the queries, " + query.name() + ", on " + rows));
      }
    }
    // The slowest stands for all; it is named in the baseline.
    pages.sort((a, b) -> Double.compare(b.value(), a.value()));
    return new Report(this, size, List.of(pages.getFirst()), details, List.of());
  }

  /// Seconds of warm runs.
  private static List<Double> times(Connection connection, Query query, int runs)
      throws SQLException {
    var times = new ArrayList<Double>();
    for (int run = -1; run < runs; run++) {
      double seconds = query.seconds(connection);
      if (run >= 0) {
        times.add(seconds);
      }
    }
    return times;
  }
}
