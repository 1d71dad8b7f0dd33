package ai.tickstock.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// Three million day rows from 250 files of the whole market.
final class LoadFiles implements Benchmark {
  private static final double GOAL = 0.25;
  private static final double BARE_GOAL = 0.7;

  @Override
  public String name() {
    return "load-files";
  }

  @Override
  public String claim() {
    return "3 million day rows from 250 day files, checks and ledger, against CSV COPY of the same"
        + " rows in the order of days";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var files = DayFiles.of(home, size);
    var server = home.server();
    var csv = files.csv();
    var symbols = files.symbols();
    return new LoadRace(this, home, size, files.load(home, files.sessions().size()))
        .against(new OldSide("COPY, documented shape", server, OldTables.DAILY, csv, symbols), GOAL)
        .against(
            new OldSide("COPY, bare key", server, OldTables.DAILY_BARE, csv, symbols), BARE_GOAL)
        .shownBeside(
            new OldSide("two COPYs at once, documented", server, OldTables.DAILY, csv, symbols, 2))
        .run(List::of);
  }
}
