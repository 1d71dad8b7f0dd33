package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The tasks of runs: who does what until when, judged by the database's clock. Any number of
/// processes share it.
final class TaskQueue {
  /// That of the least urgent run, see the column `stride`.
  private static final long LONGEST_STRIDE = 32;

  private final Database database;

  TaskQueue(Database database) {
    this.database = database;
  }

  /// Those that need not wait may begin at any time, also at one before now: a clock that is set
  /// back would hold them back else.
  void add(Handle handle, int runId, List<NewTask> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO load_task (run_id, kind, instrument_id, address, first_date, last_date, not_before)
            VALUES (:run, :kind, :instrument, :address, :first, :last,
              CASE WHEN :after > 0 THEN clock_timestamp() + :after * interval '1 second' ELSE '-infinity' END)
            """);
    for (var task : tasks) {
      batch
          .bind("run", runId)
          .bind("kind", task.kind().word())
          .bind("instrument", task.instrument().map(InstrumentId::value).orElse(null))
          .bind("address", task.address())
          .bind("first", task.range().first())
          .bind("last", task.range().last())
          .bind("after", task.after().toMillis() / 1000.0)
          .add();
    }
    batch.execute();
  }

  int open(Handle handle, int runId) {
    return handle
        .createQuery(
            "SELECT count(*) FROM load_task WHERE run_id = :id AND state IN ('ready', 'leased')")
        .bind("id", runId)
        .mapTo(Integer.class)
        .one();
  }

  int registerWorker(String name, long lockKey) {
    return database.inTransaction(handle ->
        handle
            .createQuery(
                "INSERT INTO load_worker (name, lock_key) VALUES (:name, :key) RETURNING id")
            .bind("name", name)
            .bind("key", lockKey)
            .mapTo(Integer.class)
            .one());
  }

  /// What a claim brought.
  ///
  /// @param isOutOfTurn whether it brought nothing because more urgent runs come first
  record Claim(List<Task> tasks, boolean isOutOfTurn) {}

  /// Claims up to so many tasks that are due: never claimed ones, or ones whose lease has run out.
  ///
  /// Runs of the same source share it by their urgency. Each claimed task moves the run's `turn` by
  /// its `stride`, which is the longer the less urgent it is: 32 of a low one, 4 of a critical one,
  /// a quarter of that where a process of its own works on it because somebody waits. While a more
  /// urgent run has tasks in hand, a run claims only up to that one's turn. So of a fast and a slow
  /// run neither stands still: the order is the same whoever claims when. A run that comes, or goes
  /// on after a while, begins where the others are.
  Claim claim(int runId, int workerId, int most, Duration lease) {
    return database.inTransaction(handle -> {
      var turn = turn(handle, runId, most);
      if (turn.tasks() == 0) {
        return new Claim(List.of(), true);
      }
      var tasks = claim(handle, runId, workerId, turn.tasks(), lease);
      if (turn.isShared() && !tasks.isEmpty()) {
        handle
            .createUpdate(
                "UPDATE load_run SET turn = greatest(turn, :from) + :tasks * stride WHERE id = :run")
            .bind("from", turn.from())
            .bind("tasks", tasks.size())
            .bind("run", runId)
            .execute();
      }
      return new Claim(tasks, false);
    });
  }

  /// @param tasks that may be claimed
  /// @param from where the run's turn begins at least
  /// @param isShared whether other runs have tasks in hand
  private record Turn(int tasks, long from, boolean isShared) {}

  private static Turn turn(Handle handle, int runId, int most) {
    return handle
        .createQuery(
            """
            SELECT max(us.stride) AS stride, max(us.turn) AS turn, count(o.id) AS others,
                   min(o.turn) AS least_turn, min(o.turn) FILTER (WHERE o.stride < us.stride) AS urgent_turn
            FROM load_run us LEFT JOIN load_run o
              ON o.source = us.source AND o.state = 'running' AND o.id <> us.id
                AND EXISTS (
                  SELECT FROM load_task b
                  WHERE b.run_id = o.id AND b.state = 'leased' AND b.lease_until > clock_timestamp())
            WHERE us.id = :run
            """)
        .bind("run", runId)
        .map((row, context) -> {
          long stride = row.getLong("stride");
          long from = Math.max(row.getLong("turn"), row.getLong("least_turn") - LONGEST_STRIDE);
          var urgent = Optional.ofNullable(row.getObject("urgent_turn", Long.class));
          long tasks =
              urgent.map(to -> to < from ? 0 : (to - from) / stride + 1).orElse((long) most);
          return new Turn((int) Math.min(most, tasks), from, row.getInt("others") > 0);
        })
        .one();
  }

  private static List<Task> claim(
      Handle handle, int runId, int workerId, int most, Duration lease) {
    return handle
        .createQuery(
            """
            UPDATE load_task t
            SET state = 'leased', worker_id = :worker, fence = t.fence + 1,
                lease_until = clock_timestamp() + :lease * interval '1 second'
            FROM (
              SELECT l.id FROM load_task l JOIN load_run r ON r.id = l.run_id
              WHERE l.run_id = :run AND r.state = 'running'
                AND (l.state = 'ready' AND l.not_before <= clock_timestamp()
                  OR l.state = 'leased' AND l.lease_until < clock_timestamp())
              ORDER BY l.id LIMIT :most FOR UPDATE OF l SKIP LOCKED
            ) due
            WHERE t.id = due.id
            RETURNING t.id, t.kind, t.instrument_id, t.address, t.first_date, t.last_date, t.fence, t.attempts
            """)
        .bind("worker", workerId)
        .bind("lease", lease.toMillis() / 1000.0)
        .bind("run", runId)
        .bind("most", most)
        .map((rows, context) ->
            new Task(
                rows.getLong("id"),
                NewTask.Kind.of(rows.getString("kind")),
                Optional.ofNullable(rows.getObject("instrument_id", Integer.class))
                    .map(InstrumentId::new),
                rows.getString("address"),
                RunTable.range(rows),
                rows.getLong("fence"),
                rows.getInt("attempts")))
        .list();
  }

  /// Whose bars the tasks of a run ask for that have not ended.
  List<InstrumentId> openInstruments(int runId) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT DISTINCT instrument_id FROM load_task
                WHERE run_id = :run AND state IN ('ready', 'leased') AND instrument_id IS NOT NULL
                """)
            .bind("run", runId)
            .mapTo(Integer.class)
            .map(InstrumentId::new)
            .list());
  }

  /// Sign of life for tasks in hand. Those that a transaction is just storing need none, and are
  /// not waited for.
  void extendLeases(int workerId, Collection<Long> taskIds, Duration lease) {
    if (taskIds.isEmpty()) {
      return;
    }
    database.useTransaction(handle ->
        handle
            .createUpdate(
                """
                UPDATE load_task SET lease_until = clock_timestamp() + :lease * interval '1 second'
                WHERE id IN (
                  SELECT id FROM load_task WHERE worker_id = :worker AND state = 'leased' AND id = ANY (:ids)
                  ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
                """)
            .bind("lease", lease.toMillis() / 1000.0)
            .bind("worker", workerId)
            .bindArray("ids", Long.class, List.copyOf(taskIds))
            .execute());
  }

  /// Gives back the tasks of workers that died: whose advisory lock nobody holds any more.
  ///
  /// @return tasks given back
  int releaseTasksOfTheDead(int runId) {
    return database.inTransaction(handle -> {
      var keys =
          handle
              .createQuery(
                  """
                  SELECT DISTINCT w.lock_key FROM load_task t JOIN load_worker w ON w.id = t.worker_id
                  WHERE t.run_id = :run AND t.state = 'leased'
                  """)
              .bind("run", runId)
              .mapTo(Long.class)
              .list();
      int released = 0;
      for (long key : keys) {
        boolean dead =
            handle
                .createQuery("SELECT pg_try_advisory_xact_lock(:key)")
                .bind("key", key)
                .mapTo(Boolean.class)
                .one();
        if (dead) {
          released +=
              handle
                  .createUpdate(
                      """
                      UPDATE load_task t SET state = 'ready', worker_id = NULL, lease_until = NULL, fence = fence + 1
                      FROM load_worker w
                      WHERE w.id = t.worker_id AND w.lock_key = :key AND t.run_id = :run AND t.state = 'leased'
                      """)
                  .bind("key", key)
                  .bind("run", runId)
                  .execute();
        }
      }
      return released;
    });
  }

  /// Hands back tasks that a worker has claimed and does not begin.
  void handBack(int workerId, Collection<Long> taskIds) {
    database.useTransaction(handle ->
        handle
            .createUpdate(
                """
                UPDATE load_task SET state = 'ready', worker_id = NULL, lease_until = NULL, fence = fence + 1
                WHERE worker_id = :worker AND state = 'leased' AND id = ANY (:ids)
                """)
            .bind("worker", workerId)
            .bindArray("ids", Long.class, List.copyOf(taskIds))
            .execute());
  }

  /// Hands back what a worker that stops has not finished.
  void handBack(int workerId) {
    database.useTransaction(handle ->
        handle
            .createUpdate(
                """
                UPDATE load_task SET state = 'ready', worker_id = NULL, lease_until = NULL, fence = fence + 1
                WHERE worker_id = :worker AND state = 'leased'
                """)
            .bind("worker", workerId)
            .execute());
  }

  /// One executed task for the ledger.
  record Executed(
      Task task, TaskEnd end, Answer.Cost cost, int skipped, int quarantined, int repeats) {}

  /// Writes down how tasks ended, in the transaction that stores what they brought. Results of
  /// tasks that meanwhile belong to somebody else do not count.
  ///
  /// @return ids of the tasks whose results count
  Set<Long> end(Handle handle, int workerId, List<Executed> executed) {
    var ids = new ArrayList<Long>();
    var fences = new ArrayList<Long>();
    var states = new ArrayList<String>();
    var calls = new ArrayList<Integer>();
    var bytes = new ArrayList<Long>();
    var rows = new ArrayList<Integer>();
    var skipped = new ArrayList<Integer>();
    var quarantined = new ArrayList<Integer>();
    var repeats = new ArrayList<Integer>();
    var failedCalls = new ArrayList<Integer>();
    var waits = new ArrayList<Double>();
    var counted = new ArrayList<Integer>();
    var failures = new ArrayList<String>();
    var details = new ArrayList<String>();
    for (var one : executed) {
      ids.add(one.task().id());
      fences.add(one.task().fence());
      states.add(one.end().state());
      calls.add(one.cost().calls());
      bytes.add(one.cost().bytes());
      rows.add(one.end() instanceof TaskEnd.Done done ? done.rows() : 0);
      skipped.add(one.end() instanceof TaskEnd.Done ? one.skipped() : 0);
      quarantined.add(one.quarantined());
      repeats.add(one.repeats());
      failedCalls.add(failedCalls(one));
      waits.add(one.end() instanceof TaskEnd.Again again ? again.in().toMillis() / 1000.0 : 0.0);
      counted.add(one.end() instanceof TaskEnd.Again again && again.counts() ? 1 : 0);
      failures.add(failure(one.end()));
      details.add(detail(one.end()).replace("\0", "\\u0000")); // which a text column cannot hold
    }
    return new HashSet<>(
        handle
            .createQuery(
                """
                UPDATE load_task t
                SET state = u.state, calls = t.calls + u.calls, bytes = t.bytes + u.bytes, rows = t.rows + u.rows, skipped = t.skipped + u.skipped,
                    quarantined = t.quarantined + u.quarantined, repeats = t.repeats + u.repeats,
                    failed_calls = t.failed_calls + u.failed_calls,
                    attempts = t.attempts + u.counted, not_before = clock_timestamp() + u.wait * interval '1 second',
                    failure = nullif(u.failure, ''), failure_detail = nullif(u.detail, ''), worker_id = NULL, lease_until = NULL,
                    finished_at = CASE WHEN u.state <> 'ready' THEN clock_timestamp() END
                FROM unnest(:ids, :fences, :states, :calls, :bytes, :rows, :skipped, :quarantined, :repeats, :failed_calls, :waits, :counted, :failures, :details)
                  AS u (id, fence, state, calls, bytes, rows, skipped, quarantined, repeats, failed_calls, wait, counted, failure, detail)
                WHERE t.id = u.id AND t.fence = u.fence AND t.state = 'leased' AND t.worker_id = :worker
                RETURNING t.id
                """)
            .bind("worker", workerId)
            .bindArray("ids", Long.class, ids)
            .bindArray("fences", Long.class, fences)
            .bindArray("states", String.class, states)
            .bindArray("calls", Integer.class, calls)
            .bindArray("bytes", Long.class, bytes)
            .bindArray("rows", Integer.class, rows)
            .bindArray("skipped", Integer.class, skipped)
            .bindArray("quarantined", Integer.class, quarantined)
            .bindArray("repeats", Integer.class, repeats)
            .bindArray("failed_calls", Integer.class, failedCalls)
            .bindArray("waits", Double.class, waits)
            .bindArray("counted", Integer.class, counted)
            .bindArray("failures", String.class, failures)
            .bindArray("details", String.class, details)
            .mapTo(Long.class)
            .list());
  }

  /// Calls that brought no answer: those that were made again at once, and the last one of an ask
  /// that failed. A refusal is an answer.
  private static int failedCalls(Executed one) {
    boolean failed = one.end() instanceof TaskEnd.Again || one.end() instanceof TaskEnd.Failed;
    return one.cost().retries() + (failed && one.cost().calls() > 0 ? 1 : 0);
  }

  static String failure(TaskEnd end) {
    return switch (end) {
      case TaskEnd.Done d -> "";
      case TaskEnd.Again a -> a.failure();
      case TaskEnd.Refused r -> r.failure();
      case TaskEnd.Failed f -> f.failure();
    };
  }

  private static String detail(TaskEnd end) {
    return switch (end) {
      case TaskEnd.Done d -> "";
      case TaskEnd.Again a -> a.detail();
      case TaskEnd.Refused r -> r.detail();
      case TaskEnd.Failed f -> f.detail();
    };
  }
}
