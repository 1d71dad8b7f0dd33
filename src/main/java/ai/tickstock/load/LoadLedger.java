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
              .bind("priority", run.request().priority().name().toLowerCase(Locale.ROOT))
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

  /// @param queued whether it waits for a process that takes it, instead of being run by this one
  record NewRun(
      LoadRequest request,
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

  void addTasks(Handle handle, int runId, List<NewTask> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO load_task (run_id, kind, instrument_id, address, first_date, last_date, not_before)
            VALUES (:run, :kind, :instrument, :address, :first, :last, clock_timestamp() + :after * interval '1 second')
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

  /// Claims up to so many tasks that are due: never claimed ones, or ones whose lease has run out.
  List<Task> claim(int runId, int workerId, int most, Duration lease) {
    return database.inTransaction(handle ->
        handle
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
            .list());
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
                    attempts = t.attempts + u.counted, not_before = clock_timestamp() + u.wait * interval '1 second',
                    failure = nullif(u.failure, ''), failure_detail = nullif(u.detail, ''), worker_id = NULL, lease_until = NULL,
                    finished_at = CASE WHEN u.state <> 'ready' THEN clock_timestamp() END
                FROM unnest(:ids, :fences, :states, :calls, :bytes, :rows, :skipped, :quarantined, :repeats, :waits, :counted, :failures, :details)
                  AS u (id, fence, state, calls, bytes, rows, skipped, quarantined, repeats, wait, counted, failure, detail)
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
            .bindArray("waits", Double.class, waits)
            .bindArray("counted", Integer.class, counted)
            .bindArray("failures", String.class, failures)
            .bindArray("details", String.class, details)
            .mapTo(Long.class)
            .list());
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

  private static String failure(TaskEnd end) {
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
