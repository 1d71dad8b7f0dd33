package ai.tickstock.bench;

import ai.tickstock.bars.StagingRace;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The writer of a load alone: rows in memory into the temporary table in which they are compared,
/// beside COPY of the same bytes.
final class Staging implements Benchmark {
  private static final String DATABASE = "bench_staging";
  private static final int GROUPS = 20;

  /// About what a load commits together.
  private static final int INSTRUMENTS = 24;

  private static final int SESSIONS = 1_250;

  /// 0.8 of the rate of bytes that are only sent.
  private static final double GOAL = 1 / 0.8;

  @Override
  public String name() {
    return "staging";
  }

  @Override
  public String claim() {
    return "rows in memory through the load's binary writer into its staging table, against COPY"
        + " of the same bytes, prepared";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var server = home.server();
    home.migrated(DATABASE);
    server.checkpoint();
    var race =
        StagingRace.run(
            server.address(DATABASE), size.of(GROUPS, 1), INSTRUMENTS, SESSIONS, 3 * size.runs());
    server.drop(DATABASE);
    double ours = Race.median(race.ours());
    double raw = Race.median(race.raw());
    return new Report(
        this,
        size,
        List.of(
            Measure.ratio(
                "ours / prepared bytes",
                ours / raw,
                OptionalDouble.of(GOAL),
                String.format(
                    Locale.ROOT,
                    "COPY of the same bytes, %,.0f rows a second; ours %,.0f",
                    race.rows() / raw,
                    race.rows() / ours))),
        List.of(
            line("ours", race, ours),
            line("prepared bytes", race, raw),
            "a rate of 0.8 of the prepared bytes' is a time of 1.25 of theirs"),
        List.of());
  }

  private static String line(String what, StagingRace.Result race, double seconds) {
    return String.format(
        Locale.ROOT,
        "%-14s  %,d rows in %.3f s: %,.0f rows, %.0f MB a second",
        what,
        race.rows(),
        seconds,
        race.rows() / seconds,
        race.bytes() / seconds / 1e6);
  }
}
