package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Workers that claim tasks in batches and complete them as fast as the database lets them, without
/// asking anybody for bars.
public final class QueueRace {
  private static final DateRange DAY = DateRange.of(LocalDate.of(2026, 6, 12));
  private static final Duration LEASE = Duration.ofSeconds(60);

  private QueueRace() {}

  /// @param done completed by each worker; together all tasks, each once
  public record Result(double seconds, List<Integer> done) {}

  /// @param batch claimed at once
  public static Result run(DatabaseAddress address, int tasks, int workers, int batch)
      throws InterruptedException {
    try (var database = Database.connect(address, workers + 2)) {
      var ledger = LoadLedger.of(database);
      var request =
          new LoadRequest(
              "queue of " + tasks,
              new LoadRequest.Target.Symbols(List.of(new Symbol("SPY"))),
              BarInterval.DAY,
              DAY,
              LoadRequest.Priority.NORMAL,
              Optional.empty(),
              false);
      var open =
          IntStream.range(0, tasks)
              .mapToObj(i -> new NewTask(NewTask.Kind.AGGREGATES, Optional.empty(), "T" + i, DAY))
              .toList();
      int run =
          ledger
              .runs()
              .openOrJoin(
                  new RunTable.NewRun(
                      request,
                      LoadRequest.Priority.NORMAL,
                      "queue " + System.nanoTime(),
                      "bench",
                      "{}",
                      Map.of(),
                      open,
                      false))
              .runId();
      var done = new ArrayList<Integer>();
      var threads = new ArrayList<Thread>();
      long began = System.nanoTime();
      for (int i = 0; i < workers; i++) {
        int worker = ledger.tasks().registerWorker("bench " + i, i + 1L);
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  int count = work(database, ledger, run, worker, batch);
                  synchronized (done) {
                    done.add(count);
                  }
                }));
      }
      for (var thread : threads) {
        thread.join();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      var standing = ledger.account().standing(run);
      if (standing.done() != tasks || done.stream().mapToInt(n -> n).sum() != tasks) {
        throw new IllegalStateException("not each task was done once: " + standing + " " + done);
      }
      return new Result(seconds, List.copyOf(done));
    }
  }

  private static int work(Database database, LoadLedger ledger, int run, int worker, int batch) {
    int done = 0;
    while (true) {
      var claimed = ledger.tasks().claim(run, worker, batch, LEASE).tasks();
      if (claimed.isEmpty()) {
        return done;
      }
      var executed =
          claimed.stream()
              .map(task ->
                  new TaskQueue.Executed(
                      task, new TaskEnd.Done(0), new Answer.Cost(1, 1_000, 0), 0, 0, 0))
              .toList();
      done += database.inTransaction(h -> ledger.tasks().end(h, worker, executed)).size();
    }
  }
}
