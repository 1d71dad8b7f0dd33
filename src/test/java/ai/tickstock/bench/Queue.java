package ai.tickstock.bench;

import ai.tickstock.load.QueueRace;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The task queue alone: two workers claim in batches and complete, on a durable server.
final class Queue implements Benchmark {
  private static final String DATABASE = "bench_queue";
  private static final int TASKS = 40_000;
  private static final int WORKERS = 2;
  private static final int BATCH = 64;
  private static final double GOAL_PER_SECOND = 2_000;

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public String claim() {
    return WORKERS
        + " workers claim tasks of one load in batches of "
        + BATCH
        + " and complete them with their fences, nothing else";
  }

  @Override
  public Report run(BenchHome home, Size size)
      throws IOException, SQLException, InterruptedException {
    int tasks = size.of(TASKS, 2_000);
    var rates = new ArrayList<Double>();
    var details = new ArrayList<String>();
    var server = home.server();
    for (int i = 0; i < size.runs(); i++) {
      home.migrated(DATABASE);
      server.checkpoint();
      var result = QueueRace.run(server.address(DATABASE), tasks, WORKERS, BATCH);
      rates.add(tasks / result.seconds());
      details.add(
          String.format(
              Locale.ROOT,
              "%,d tasks in %.2f s, by worker %s",
              tasks,
              result.seconds(),
              result.done()));
    }
    server.drop(DATABASE);
    return new Report(
        this,
        size,
        List.of(
            new Measure(
                "tasks claimed and completed",
                Race.median(rates),
                OptionalDouble.of(GOAL_PER_SECOND),
                Measure.Unit.PER_SECOND,
                "a durable server on this machine")),
        details,
        List.of());
  }
}
