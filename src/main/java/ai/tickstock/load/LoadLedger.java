package ai.tickstock.load;

import ai.tickstock.bars.LiveCheck;
import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Runs and their tasks at rest: who does what until when, judged by the database's clock. Any
/// number of processes share it.
final class LoadLedger {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// That of the least urgent run, see the column `stride`.
  private static final long LONGEST_STRIDE = 32;

  private final Database database;

  LoadLedger(Database database) {
    this.database = database;
  }

  // ---- runs

  /// Continues the unfinished run of the same request, or opens a new one with these instruments
  /// and tasks.
  Opened openOrJoin(NewRun run) {
    return database.inTransaction(handle -> {
      handle
          .createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:f, 7))) AS l")
          .bind("f", run.fingerprint())
          .mapTo(Integer.class)
          .one();
      var open = unfinished(handle, run.fingerprint());
      if (open.isPresent()) {
        if (!run.queued()) {
          setState(handle, open.get(), "running");
        }
        return new Opened(open.get(), true);
      }
      int id =
          handle
              .createQuery(
                  """
                  INSERT INTO load_run (asked, fingerprint, bar_interval, first_date, last_date, priority, source, everything, end_of_day_asks, state, queued, plan)
                  VALUES (:asked, :fingerprint, :interval, :first, :last, :priority, :source, :everything, :asks, :state, :queued, CAST(:plan AS jsonb))
                  RETURNING id
                  """)
              .bind("asked", run.request().asked())
              .bind("fingerprint", run.fingerprint())
              .bind("interval", run.request().interval().word())
              .bind("first", run.request().range().first())
              .bind("last", run.request().range().last())
              .bind("priority", run.priority().word())
              .bind("source", run.source())
              .bind("everything", LoadPlanner.isEverything(run.request()))
              .bind(
                  "asks",
                  run.request().target() instanceof LoadRequest.Target.EndOfDay(int asks)
                      ? asks
                      : null)
              .bind("state", run.queued() ? "pending" : "running")
              .bind("queued", run.queued())
              .bind("plan", run.planJson())
              .mapTo(Integer.class)
              .one();
      addInstruments(handle, id, run.instruments());
      addTasks(handle, id, run.tasks());
      return new Opened(id, false);
    });
  }

  /// @param joined whether the run was there already
  record Opened(int runId, boolean joined) {}

  /// @param priority the one asked for, or what is usual for what is asked for
  /// @param queued whether it waits for a process that takes it, instead of being run by this one
  record NewRun(
      LoadRequest request,
      LoadRequest.Priority priority,
      String fingerprint,
      String source,
      String planJson,
      Map<InstrumentId, Symbol> instruments,
      List<NewTask> tasks,
      boolean queued) {}

  Optional<Integer> unfinished(Handle handle, String fingerprint) {
    return handle
        .createQuery(
            "SELECT id FROM load_run WHERE fingerprint = :f AND state IN ('pending', 'running', 'paused') ORDER BY id DESC LIMIT 1")
        .bind("f", fingerprint)
        .mapTo(Integer.class)
        .findOne();
  }

  /// The instruments for which a run answers, with the ticker under which each was asked for.
  void addInstruments(Handle handle, int runId, Map<InstrumentId, Symbol> instruments) {
    if (instruments.isEmpty()) {
      return;
    }
    var sorted = List.copyOf(new TreeMap<>(instruments).entrySet());
    handle
        .createUpdate(
            """
            INSERT INTO load_run_instrument (run_id, instrument_id, ticker)
            SELECT :run, i.id, i.ticker FROM unnest(:ids, :tickers) AS i (id, ticker)
            ON CONFLICT DO NOTHING
            """)
        .bind("run", runId)
        .bindArray("ids", Integer.class, sorted.stream().map(e -> e.getKey().value()).toList())
        .bindArray(
            "tickers", String.class, sorted.stream().map(e -> e.getValue().ticker()).toList())
        .execute();
  }

  /// Those that need not wait may begin at any time, also at one before now: a clock that is set
  /// back would hold them back else.
  void addTasks(Handle handle, int runId, List<NewTask> tasks) {
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

  RunRow run(int runId) {
    return database.read(handle -> run(handle, runId));
  }

  RunRow run(Handle handle, int runId) {
    return handle
        .createQuery(
            """
            SELECT id, asked, bar_interval, first_date, last_date, everything, end_of_day_asks, state, stage, message, source FROM load_run WHERE id = :id
            """)
        .bind("id", runId)
        .map((rows, context) -> runRow(rows))
        .findOne()
        .orElseThrow(() -> new NoSuchRun(runId));
  }

  /// @param asks of a run for the end of a session: most symbols to ask for by name
  record RunRow(
      int id,
      String asked,
      BarInterval interval,
      DateRange range,
      boolean everything,
      OptionalInt asks,
      String state,
      int stage,
      String message,
      String source) {
    boolean isEndOfDay() {
      return asks.isPresent();
    }
  }

  private static RunRow runRow(ResultSet rows) throws SQLException {
    return new RunRow(
        rows.getInt("id"),
        rows.getString("asked"),
        BarInterval.valueOf(rows.getString("bar_interval").toUpperCase(Locale.ROOT)),
        range(rows),
        rows.getBoolean("everything"),
        Optional.ofNullable(rows.getObject("end_of_day_asks", Integer.class)).stream()
            .mapToInt(asks -> asks)
            .findFirst(),
        rows.getString("state"),
        rows.getInt("stage"),
        rows.getString("message"),
        rows.getString("source"));
  }

  Map<InstrumentId, Symbol> instruments(Handle handle, int runId) {
    return handle
        .createQuery("SELECT instrument_id, ticker FROM load_run_instrument WHERE run_id = :run")
        .bind("run", runId)
        .reduceRows(
            new TreeMap<InstrumentId, Symbol>(),
            (map, row) -> {
              map.put(
                  new InstrumentId(row.getColumn("instrument_id", Integer.class)),
                  new Symbol(row.getColumn("ticker", String.class)));
              return map;
            });
  }

  /// Pauses, cancels or continues a run that is not finished.
  ///
  /// @return whether it was in a state that allows it
  boolean setStateIfOpen(int runId, String state, String message) {
    return database.inTransaction(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE load_run SET state = :state, message = :message
                    WHERE id = :id AND state IN ('pending', 'running', 'paused')
                    """)
                .bind("state", state)
                .bind("message", message)
                .bind("id", runId)
                .execute()
            > 0);
  }

  /// Leaves a run that is not finished to processes that take runs.
  ///
  /// @return whether it was in a state that allows it
  boolean handOver(int runId) {
    return database.inTransaction(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE load_run SET state = 'pending', queued = true, message = ''
                    WHERE id = :id AND state IN ('pending', 'running', 'paused')
                    """)
                .bind("id", runId)
                .execute()
            > 0);
  }

  /// Notes that any process that takes runs may join in.
  void share(int runId) {
    database.useTransaction(handle ->
        handle
            .createUpdate("UPDATE load_run SET queued = true WHERE id = :id AND NOT queued")
            .bind("id", runId)
            .execute());
  }

  private static void setState(Handle handle, int runId, String state) {
    handle
        .createUpdate("UPDATE load_run SET state = :state, message = '' WHERE id = :id")
        .bind("state", state)
        .bind("id", runId)
        .execute();
  }

  /// Moves the run to the next stage if all tasks of this one have ended; exactly one of several
  /// workers does it.
  ///
  /// @param next tasks of the next stage, worked out inside the transaction; empty ends the run
  Advance advance(int runId, int fromStage, Function<Handle, List<NewTask>> next) {
    return database.inTransaction(handle -> {
      var run =
          handle
              .createQuery("SELECT state, stage FROM load_run WHERE id = :id FOR UPDATE")
              .bind("id", runId)
              .map((rows, context) ->
                  new StateAndStage(rows.getString("state"), rows.getInt("stage")))
              .one();
      if (!run.state().equals("running")
          || run.stage() != fromStage
          || openTasks(handle, runId) > 0) {
        return Advance.SOMEBODY_ELSE_DID;
      }
      var tasks = next.apply(handle);
      addTasks(handle, runId, tasks);
      handle
          .createUpdate("UPDATE load_run SET stage = stage + 1 WHERE id = :id")
          .bind("id", runId)
          .execute();
      return tasks.isEmpty() ? Advance.NOTHING_TO_DO : Advance.TASKS_ADDED;
    });
  }

  enum Advance {
    SOMEBODY_ELSE_DID,
    NOTHING_TO_DO,
    TASKS_ADDED
  }

  private record StateAndStage(String state, int stage) {}

  private static int openTasks(Handle handle, int runId) {
    return handle
        .createQuery(
            "SELECT count(*) FROM load_task WHERE run_id = :id AND state IN ('ready', 'leased')")
        .bind("id", runId)
        .mapTo(Integer.class)
        .one();
  }

  /// The addresses of the files of a source that were read to their end, whatever came of them.
  ///
  /// @param asked only by runs that were about all of these; empty: only by runs about everybody
  Set<String> readFiles(
      Handle handle,
      String source,
      BarInterval interval,
      DateRange range,
      Optional<Set<InstrumentId>> asked) {
    return Set.copyOf(
        handle
            .createQuery(
                """
                SELECT DISTINCT t.address FROM load_task t JOIN load_run r ON r.id = t.run_id
                WHERE r.source = :source AND t.state = 'done' AND t.kind = :kind
                  AND t.first_date BETWEEN :first AND :last
                  AND CASE WHEN :everybody THEN r.everything ELSE NOT EXISTS (
                    SELECT FROM unnest(:asked) AS a (id) WHERE NOT EXISTS (
                      SELECT FROM load_run_instrument i WHERE i.run_id = r.id AND i.instrument_id = a.id)) END
                """)
            .bind("source", source)
            .bind(
                "kind",
                (interval == BarInterval.MINUTE ? NewTask.Kind.MINUTE_FILE : NewTask.Kind.DAY_FILE)
                    .word())
            .bind("first", range.first())
            .bind("last", range.last())
            .bind("everybody", asked.isEmpty())
            .bindArray(
                "asked",
                Integer.class,
                asked.orElse(Set.of()).stream().map(InstrumentId::value).toList())
            .mapTo(String.class)
            .list());
  }

  /// Ends a run once.
  ///
  /// @return whether this call did it
  boolean finish(Handle handle, int runId, String state, String outcomeJson) {
    return handle
            .createUpdate(
                """
                UPDATE load_run SET state = :state, outcome = CAST(:outcome AS jsonb), message = '', finished_at = clock_timestamp()
                WHERE id = :id AND state = 'running'
                """)
            .bind("state", state)
            .bind("outcome", outcomeJson)
            .bind("id", runId)
            .execute()
        > 0;
  }

  /// Finished runs that were asked for a day, ascending.
  List<Integer> finishedOver(LocalDate day) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT id FROM load_run
                WHERE state IN ('complete', 'partial', 'failed') AND :day BETWEEN first_date AND last_date
                ORDER BY id
                """)
            .bind("day", day)
            .mapTo(Integer.class)
            .list());
  }

  /// Another outcome of a run that ended; when it ended and how long it took stays.
  void reexplain(Handle handle, int runId, String state, String outcomeJson) {
    handle
        .createUpdate(
            """
            UPDATE load_run
            SET state = :state,
              outcome = CAST(:outcome AS jsonb) || jsonb_build_object('seconds', outcome -> 'seconds')
            WHERE id = :id AND state IN ('complete', 'partial', 'failed')
            """)
        .bind("state", state)
        .bind("outcome", outcomeJson)
        .bind("id", runId)
        .execute();
  }

  // ---- workers and tasks

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
                range(rows),
                rows.getLong("fence"),
                rows.getInt("attempts")))
        .list();
  }

  /// Notes what a process that works on a run waits for.
  ///
  /// @param reason completes "waiting for …"; empty: nothing
  void noteWaiting(int runId, String reason) {
    database.useTransaction(handle ->
        handle
            .createUpdate(
                """
                UPDATE load_run
                SET waiting_for = :reason, waiting_since = CASE WHEN :reason <> '' THEN clock_timestamp() END
                WHERE id = :run AND waiting_for <> :reason
                """)
            .bind("reason", reason)
            .bind("run", runId)
            .execute());
  }

  /// Adds to where the time of a run went.
  void addWaits(int runId, Map<RunWaits.Kind, Double> seconds) {
    if (seconds.isEmpty()) {
      return;
    }
    database.useTransaction(handle -> {
      var batch =
          handle.prepareBatch(
              """
              INSERT INTO load_run_wait AS w (run_id, kind, seconds) VALUES (:run, :kind, :seconds)
              ON CONFLICT (run_id, kind) DO UPDATE SET seconds = w.seconds + EXCLUDED.seconds
              """);
      new TreeMap<>(seconds)
          .forEach((kind, time) ->
              batch.bind("run", runId).bind("kind", kind.word()).bind("seconds", time).add());
      batch.execute();
    });
  }

  /// How asking went so far.
  LoadErrors errors(Handle handle, int runId) {
    return handle
        .createQuery(
            """
            SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(failed_calls), 0) AS failed_calls,
                   count(*) FILTER (WHERE state IN ('done', 'failed', 'refused')) AS requests,
                   count(*) FILTER (WHERE state IN ('done', 'failed', 'refused') AND failed_calls > 0) AS troubled,
                   count(*) FILTER (WHERE state = 'failed') AS unresolved
            FROM load_task WHERE run_id = :run
            """)
        .bind("run", runId)
        .map((row, context) ->
            new LoadErrors(
                row.getInt("calls"),
                row.getInt("failed_calls"),
                row.getInt("requests"),
                row.getInt("troubled"),
                row.getInt("unresolved")))
        .one();
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
      details.add(detail(one.end()));
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

  /// Writes down which bars a task met and did not store, by the code that says so.
  void noteUntracked(Handle handle, Task task, Map<String, Integer> untracked) {
    if (untracked.isEmpty()) {
      return;
    }
    var sorted = List.copyOf(new TreeMap<>(untracked).entrySet());
    handle
        .createUpdate(
            """
            INSERT INTO load_untracked (task_id, code, bars)
            SELECT :task, u.code, u.bars FROM unnest(:codes, :bars) AS u (code, bars)
            """)
        .bind("task", task.id())
        .bindArray("codes", String.class, sorted.stream().map(Map.Entry::getKey).toList())
        .bindArray("bars", Integer.class, sorted.stream().map(Map.Entry::getValue).toList())
        .execute();
  }

  /// Bars that a run met and did not store, by code.
  Map<String, Long> untracked(Handle handle, int runId) {
    return handle
        .createQuery(
            """
            SELECT u.code, sum(u.bars) AS bars FROM load_untracked u JOIN load_task t ON t.id = u.task_id
            WHERE t.run_id = :run GROUP BY u.code
            """)
        .bind("run", runId)
        .reduceRows(
            new TreeMap<String, Long>(),
            (map, row) -> {
              map.put(row.getColumn("code", String.class), row.getColumn("bars", Long.class));
              return map;
            });
  }

  /// Writes down what a task found about live minutes.
  void noteLive(Handle handle, Task task, LiveCheck live) {
    if (live.isNothing()) {
      return;
    }
    handle
        .createUpdate(
            """
            UPDATE load_task SET live_confirmed = live_confirmed + :confirmed, live_corrected = live_corrected + :corrected,
              live_added = live_added + :added, live_withdrawn = live_withdrawn + :withdrawn
            WHERE id = :task
            """)
        .bind("confirmed", live.confirmed())
        .bind("corrected", live.corrected())
        .bind("added", live.added())
        .bind("withdrawn", live.withdrawn())
        .bind("task", task.id())
        .execute();
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

  /// Where a run stands: tasks by state, and what was paid so far.
  Standing standing(int runId) {
    return database.read(handle -> standing(handle, runId));
  }

  Standing standing(Handle handle, int runId) {
    return handle
        .createQuery(
            """
            SELECT count(*) FILTER (WHERE state IN ('ready', 'leased')) AS open,
                   count(*) FILTER (WHERE state = 'leased') AS leased,
                   count(*) FILTER (WHERE state = 'done') AS done,
                   count(*) FILTER (WHERE state IN ('failed', 'refused')) AS failed,
                   coalesce(sum(calls), 0) AS calls, coalesce(sum(bytes), 0) AS bytes, coalesce(sum(rows), 0) AS rows,
                   coalesce(sum(quarantined), 0) AS quarantined, coalesce(sum(repeats), 0) AS repeats,
                   coalesce(sum(live_confirmed), 0) AS live_confirmed, coalesce(sum(live_corrected), 0) AS live_corrected,
                   coalesce(sum(live_added), 0) AS live_added, coalesce(sum(live_withdrawn), 0) AS live_withdrawn
            FROM load_task WHERE run_id = :run
            """)
        .bind("run", runId)
        .map((rows, context) ->
            new Standing(
                rows.getInt("open"),
                rows.getInt("leased"),
                rows.getInt("done"),
                rows.getInt("failed"),
                rows.getInt("calls"),
                rows.getLong("bytes"),
                rows.getLong("rows"),
                rows.getLong("quarantined"),
                rows.getLong("repeats"),
                new LiveCheck(
                    rows.getInt("live_confirmed"),
                    rows.getInt("live_corrected"),
                    rows.getInt("live_added"),
                    rows.getInt("live_withdrawn"))))
        .one();
  }

  record Standing(
      int open,
      int leased,
      int done,
      int failed,
      int calls,
      long bytes,
      long rows,
      long quarantined,
      long repeats,
      LiveCheck live) {
    static final Standing NONE = new Standing(0, 0, 0, 0, 0, 0, 0, 0, 0, LiveCheck.NONE);
  }

  /// Ended and all tasks of a run by instrument; those for the whole market under empty.
  Map<Optional<InstrumentId>, LoadObserver.Done> doneByInstrument(int runId) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT instrument_id, count(*) AS total, count(*) FILTER (WHERE state NOT IN ('ready', 'leased')) AS done
                FROM load_task WHERE run_id = :run GROUP BY instrument_id
                """)
            .bind("run", runId)
            .reduceRows(
                new HashMap<Optional<InstrumentId>, LoadObserver.Done>(),
                (map, row) -> {
                  map.put(
                      Optional.ofNullable(row.getColumn("instrument_id", Integer.class))
                          .map(InstrumentId::new),
                      new LoadObserver.Done(
                          row.getColumn("done", Integer.class),
                          row.getColumn("total", Integer.class)));
                  return map;
                }));
  }

  /// Sessions of which an answer for the whole market was stored after its values were final, with
  /// all that loads of everything take by now.
  ///
  /// @param delay of the plan, after 20:00 New York time
  Set<LocalDate> wholeMarketSessions(Handle handle, DateRange range, Duration delay) {
    return new HashSet<>(
        handle
            .createQuery(
                """
                SELECT DISTINCT t.first_date FROM load_task t JOIN load_run r ON r.id = t.run_id
                WHERE r.everything AND r.end_of_day_asks IS NULL AND t.kind = 'grouped' AND t.state = 'done'
                  AND t.first_date BETWEEN :first AND :last
                  AND t.finished_at >= (t.first_date + time '20:00') AT TIME ZONE 'America/New_York' + :delay * interval '1 second'
                  AND NOT EXISTS (
                    SELECT FROM load_untracked u JOIN equity_types e ON e.code = u.code
                    WHERE u.task_id = t.id AND e.loaded AND e.update_frequency <> 'manual')
                """)
            .bind("first", range.first())
            .bind("last", range.last())
            .bind("delay", (double) delay.toSeconds())
            .mapTo(LocalDate.class)
            .list());
  }

  /// Whether the vendor's plan refused the answer for the whole market since then.
  boolean refusesWholeMarket(Handle handle, String source, Instant since) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (
              SELECT 1 FROM load_task t JOIN load_run r ON r.id = t.run_id
              WHERE r.source = :source AND t.kind IN ('grouped', 'second_look') AND t.state = 'refused'
                AND t.failure = 'NOT_ENTITLED_ENDPOINT' AND t.finished_at >= :since)
            """)
        .bind("source", source)
        .bind("since", since.atOffset(ZoneOffset.UTC))
        .mapTo(Boolean.class)
        .one();
  }

  /// The answers for the whole market of a run, with how much was in each.
  List<WholeMarketAnswer> wholeMarketAnswers(Handle handle, int runId) {
    return handle
        .createQuery(
            """
            SELECT t.first_date, t.skipped,
                   CASE WHEN t.kind <> 'minute_file' THEN t.rows
                     ELSE (SELECT count(*) FROM minute_session m WHERE m.run_id = t.run_id AND m.session = t.first_date) END AS ours
            FROM load_task t
            WHERE t.run_id = :run AND t.kind IN ('grouped', 'second_look', 'day_file', 'minute_file') AND t.state = 'done' ORDER BY t.id
            """)
        .bind("run", runId)
        .map((rows, context) ->
            new WholeMarketAnswer(
                rows.getObject("first_date", LocalDate.class),
                rows.getInt("ours"),
                rows.getInt("ours") + rows.getInt("skipped")))
        .list();
  }

  /// @param ours instruments of the run that were in it
  /// @param tickers all tickers that were in it
  record WholeMarketAnswer(LocalDate session, int ours, int tickers) {}

  Loader.RunPlan plan(int runId) {
    return database.read(handle ->
        JSON.readValue(
            handle
                .createQuery("SELECT plan::text FROM load_run WHERE id = :id")
                .bind("id", runId)
                .mapTo(String.class)
                .one(),
            Loader.RunPlan.class));
  }

  /// Tasks of one kind in certain states.
  List<EndedTask> ended(Handle handle, int runId, String... states) {
    return handle
        .createQuery(
            """
            SELECT kind, instrument_id, address, first_date, last_date, state, coalesce(failure, '') AS failure,
                   coalesce(failure_detail, '') AS failure_detail
            FROM load_task WHERE run_id = :run AND state = ANY (:states) ORDER BY id
            """)
        .bind("run", runId)
        .bindArray("states", String.class, List.of(states))
        .map((rows, context) ->
            new EndedTask(
                NewTask.Kind.of(rows.getString("kind")),
                Optional.ofNullable(rows.getObject("instrument_id", Integer.class))
                    .map(InstrumentId::new),
                rows.getString("address"),
                range(rows),
                rows.getString("state"),
                rows.getString("failure"),
                rows.getString("failure_detail")))
        .list();
  }

  record EndedTask(
      NewTask.Kind kind,
      Optional<InstrumentId> instrument,
      String address,
      DateRange range,
      String state,
      String failure,
      String detail) {}

  private static DateRange range(ResultSet rows) throws SQLException {
    return new DateRange(
        rows.getObject("first_date", LocalDate.class),
        rows.getObject("last_date", LocalDate.class));
  }
}
