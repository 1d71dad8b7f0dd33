package ai.tickstock.bench;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Bars as they were known at an instant, of instruments of whose bars a tenth was revised since,
/// beside the bars of today.
final class AsOf implements Benchmark {
  private static final String DATABASE = "bench_as_of";
  private static final int INSTRUMENTS = 4_000;
  private static final int SESSIONS = 1_250;
  private static final int READS = 400;

  /// As for the pages of `readers`.
  private static final double GOAL_SECONDS = 0.01;

  private static final DateRange ALL =
      new DateRange(ReaderDatabase.LAST_SESSION.minusYears(6), ReaderDatabase.LAST_SESSION);

  /// Between the first value of each bar and the second one of the revised.
  private static final Instant BETWEEN = Instant.parse("2026-11-21T12:00:00Z");

  private static final String REVISED =
      """
      WITH replaced AS (
        UPDATE tickstock.bar_daily
        SET volume = volume + 1, known_from = known_from + interval '1 day'
        WHERE (instrument_id + (session - date '2020-01-01')) % 10 = 0
        RETURNING instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source, suspicions)
      INSERT INTO tickstock.bar_revision (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, known_until,
        run_id, source, suspicions)
      SELECT instrument_id, session, open, high, low, close, volume - 1, vwap, trades, known_from - interval '1 day', known_from, run_id,
        source, suspicions
      FROM replaced\
      """;

  @Override
  public String name() {
    return "as-of";
  }

  @Override
  public String claim() {
    return "5 years of daily bars of a symbol as known at an instant, of 5 million bars of which a"
        + " tenth was revised since, beside those of today";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    var data = new ReaderDatabase(size.of(INSTRUMENTS, 100), SESSIONS, 8, 5);
    var server = home.server();
    home.migrated(DATABASE);
    var address = server.address(DATABASE);
    home.say("filling the tables and revising a tenth");
    data.fill(address);
    try (var connection = server.connect(DATABASE)) {
      BenchServer.execute(
          connection,
          List.of(REVISED, "VACUUM (ANALYZE) tickstock.bar_daily, tickstock.bar_revision"));
    }
    server.checkpoint();
    try (var database = Database.connect(address, 1)) {
      var bars = BarStore.postgres(database);
      var present = new ArrayList<Double>();
      var known = new ArrayList<Double>();
      long rows = 0;
      long revised = 0;
      for (int read = 0; read < 2 * READS; read++) {
        var instrument = new InstrumentId(1 + read * 7 % data.instruments());
        long began = System.nanoTime();
        var today = bars.read(instrument, ALL, Optional.empty());
        long between = System.nanoTime();
        var then = bars.read(instrument, ALL, Optional.of(BETWEEN));
        long ended = System.nanoTime();
        if (read >= READS) {
          present.add((between - began) / 1e9);
          known.add((ended - between) / 1e9);
          rows += then.size();
          revised += revised(today, then);
        }
      }
      server.drop(DATABASE);
      return report(size, present, known, rows, revised);
    }
  }

  /// Bars that differ; they are the later ones by a share.
  private static long revised(List<StoredBar> today, List<StoredBar> then) {
    if (today.size() != then.size()) {
      throw new BenchmarkFailed(today.size() + " bars today, " + then.size() + " then");
    }
    long revised = 0;
    for (int i = 0; i < today.size(); i++) {
      double more =
          today.get(i).bar().volume().orElseThrow() - then.get(i).bar().volume().orElseThrow();
      if (more != 0 && more != 1) {
        throw new BenchmarkFailed("not the value of then: " + then.get(i));
      }
      revised += (long) more;
    }
    return revised;
  }

  private Report report(
      Size size, List<Double> present, List<Double> known, long rows, long revised) {
    if (revised * 9 > rows || revised * 11 < rows) {
      throw new BenchmarkFailed(revised + " of " + rows + " bars were other ones, not a tenth");
    }
    double today = Race.median(present);
    double then = Race.median(known);
    return new Report(
        this,
        size,
        List.of(
            Measure.seconds(
                "as known then, median of " + known.size() + " symbols",
                then,
                GOAL_SECONDS,
                String.format(Locale.ROOT, "the same of today, %.1f ms", 1000 * today))),
        List.of(
            String.format(
                Locale.ROOT,
                "as known then %.2f ms, as of today %.2f ms a symbol of %d bars; %,d of %,d bars had another"
                    + " value then",
                1000 * then,
                1000 * today,
                rows / known.size(),
                revised,
                rows)),
        List.of());
  }
}
