package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Runs at rest: what was asked for, by whom it is answered for, and how it ended. Any number of
/// processes share it.
final class RunTable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final TaskQueue queue;

  RunTable(Database database, TaskQueue queue) {
    this.database = database;
    this.queue = queue;
  }

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
              .bind("everything", run.request().isEverything())
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
      queue.add(handle, id, run.tasks());
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

  /// Says that a run is worked on.
  ///
  /// @return whether it waited, or ran already
  boolean begin(int runId) {
    return database.inTransaction(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE load_run SET state = 'running', message = ''
                    WHERE id = :id AND state IN ('pending', 'running')
                    """)
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
          || queue.open(handle, runId) > 0) {
        return Advance.SOMEBODY_ELSE_DID;
      }
      var tasks = next.apply(handle);
      queue.add(handle, runId, tasks);
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

  /// What a run must remember beside its tasks.
  record RunPlan(Answer.Cost reference, List<String> leftOut, boolean sourceAdjusted, int tasks) {}

  /// Adds calls that are of no task to those that were made before the tasks.
  void addPaid(int runId, Answer.Cost cost) {
    if (cost.calls() == 0) {
      return;
    }
    database.useTransaction(handle ->
        handle
            .createUpdate(
                """
                UPDATE load_run SET plan = jsonb_set(plan, '{reference}', jsonb_build_object(
                  'calls', CAST(plan #>> '{reference,calls}' AS integer) + :calls,
                  'bytes', CAST(plan #>> '{reference,bytes}' AS bigint) + :bytes,
                  'retries', CAST(plan #>> '{reference,retries}' AS integer) + :retries))
                WHERE id = :id
                """)
            .bind("calls", cost.calls())
            .bind("bytes", cost.bytes())
            .bind("retries", cost.retries())
            .bind("id", runId)
            .execute());
  }

  RunPlan plan(int runId) {
    return database.read(handle ->
        JSON.readValue(
            handle
                .createQuery("SELECT plan::text FROM load_run WHERE id = :id")
                .bind("id", runId)
                .mapTo(String.class)
                .one(),
            RunPlan.class));
  }

  static DateRange range(ResultSet rows) throws SQLException {
    return new DateRange(
        rows.getObject("first_date", LocalDate.class),
        rows.getObject("last_date", LocalDate.class));
  }
}
