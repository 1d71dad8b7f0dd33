package ai.tickstock.load;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The runs of a database, to look at and to stop. Safe for use by many threads.
public final class Runs {
  /// A process lives while it holds the advisory lock of its key. One that holds no task just now
  /// may be between two of them: it counts for every run that it did not begin before.
  private static final String SELECT =
      """
      WITH living AS (
        SELECT w.id, w.started_at
        FROM load_worker w JOIN pg_locks l
          ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (l.classid::bigint << 32 | l.objid::bigint) = w.lock_key),
      idle AS (
        SELECT v.id, v.started_at
        FROM living v
        WHERE NOT EXISTS (
          SELECT FROM load_task t WHERE t.worker_id = v.id AND t.state = 'leased'))
      SELECT r.id, r.asked, r.bar_interval, r.first_date, r.last_date, r.source, r.state, r.message, r.waiting_for, r.priority, r.queued,
             r.created_at, r.finished_at,
             count(t.id) FILTER (WHERE t.state IN ('ready', 'leased')) AS open,
             count(t.id) FILTER (WHERE t.state = 'done') AS done,
             count(t.id) FILTER (WHERE t.state IN ('failed', 'refused')) AS failed,
             coalesce(sum(t.calls), 0) + coalesce(CAST(r.plan #>> '{reference,calls}' AS integer), 0) AS calls,
             coalesce(sum(t.bytes), 0) + coalesce(CAST(r.plan #>> '{reference,bytes}' AS bigint), 0) AS bytes,
             coalesce(sum(t.rows), 0) AS rows,
             bool_or(t.state = 'leased' AND t.worker_id IN (SELECT id FROM living))
               OR EXISTS (SELECT FROM idle WHERE idle.started_at >= r.created_at) AS is_worked_on
      FROM load_run r LEFT JOIN load_task t ON t.run_id = r.id
      WHERE r.id = ANY(:ids)
      GROUP BY r.id
      ORDER BY r.id DESC
      """;

  private static final String NEWEST = "SELECT id FROM load_run ORDER BY id DESC LIMIT :most";

  private static final String BEFORE =
      "SELECT id FROM load_run WHERE id < :before ORDER BY id DESC LIMIT :most";

  private static final String ENDED_LATELY =
      """
      SELECT count(*) FROM load_task
      WHERE run_id = :run AND state NOT IN ('ready', 'leased') AND finished_at > clock_timestamp() - :seconds * interval '1 second'
      """;

  private static final String UNFINISHED =
      "SELECT id FROM load_run WHERE state IN ('pending', 'running', 'paused') ORDER BY id DESC";

  /// Of two urgencies the lower one is overtaken by so many later runs and no more: so it is taken
  /// at last, however many urgent ones come.
  private static final String URGENT_FIRST =
      """
      SELECT id FROM load_run WHERE state IN ('pending', 'running')
      ORDER BY id + CASE priority WHEN 'critical' THEN 0 WHEN 'high' THEN 4 WHEN 'normal' THEN 16 ELSE 64 END,
               array_position(ARRAY['critical', 'high', 'normal', 'low'], priority)
      """;

  private static final String TASKS =
      """
      SELECT t.id, t.kind, t.address, t.first_date, t.last_date, t.state, w.name AS worker,
             t.attempts, t.calls, t.rows, coalesce(t.failure, '') AS failure,
             coalesce(t.failure_detail, '') AS failure_detail
      FROM load_task t LEFT JOIN load_worker w ON w.id = t.worker_id
      WHERE t.run_id = :run
      ORDER BY t.id
      """;

  /// Of a task for the whole market all that the run answers for.
  private static final String FAILED_SYMBOLS =
      """
      SELECT DISTINCT i.ticker
      FROM load_task t
        JOIN load_run_instrument i
          ON i.run_id = t.run_id AND (t.instrument_id IS NULL OR i.instrument_id = t.instrument_id)
      WHERE t.run_id = :run AND t.state IN ('failed', 'refused')
      ORDER BY i.ticker
      """;

  private static final String FAILED_RANGE =
      """
      SELECT min(first_date) AS first_date, max(last_date) AS last_date
      FROM load_task
      WHERE run_id = :run AND state IN ('failed', 'refused')
      HAVING count(*) > 0
      """;

  private static final String WAITS = "SELECT kind, seconds FROM load_run_wait WHERE run_id = :run";

  private static final String PLAN_AND_OUTCOME =
      "SELECT plan::text AS plan, coalesce(outcome, '{}')::text AS outcome FROM load_run WHERE id = :run";

  private static final List<String> COUNTS =
      List.of("instruments", "expected", "stored", "confirmed_empty", "unexplained");

  private static final String RESUME = "runs resume";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final LoadLedger ledger;

  private Runs(Database database) {
    this.database = database;
    this.ledger = LoadLedger.of(database);
  }

  public static Runs postgres(Database database) {
    return new Runs(database);
  }

  /// The newest runs, newest first.
  ///
  /// @param most how many at most
  public List<LoadRun> list(int most) {
    var ids =
        database.read(h -> h.createQuery(NEWEST).bind("most", most).mapTo(Integer.class).list());
    return runs(ids);
  }

  /// Those before a run, newest first.
  ///
  /// @param most how many at most
  public List<LoadRun> before(int id, int most) {
    var ids =
        database.read(h ->
            h.createQuery(BEFORE)
                .bind("before", id)
                .bind("most", most)
                .mapTo(Integer.class)
                .list());
    return runs(ids);
  }

  /// How many tasks of a run ended within the time before now.
  public int endedWithin(int id, Duration time) {
    return database.read(h ->
        h.createQuery(ENDED_LATELY)
            .bind("run", id)
            .bind("seconds", time.toSeconds())
            .mapTo(Integer.class)
            .one());
  }

  /// Tasks of a run by the class of what they ask for, as far as they have come.
  public Map<EquityCategory, LoadObserver.Done> progress(int id) {
    var done = ledger.account().progress(id).done();
    var known =
        Instruments.postgres(database)
            .byId(done.keySet().stream().flatMap(Optional::stream).toList());
    var processing = EquityTypes.postgres(database).now();
    var classes = new EnumMap<EquityCategory, LoadObserver.Done>(EquityCategory.class);
    done.forEach((instrument, part) ->
        classes.merge(
            instrument
                .flatMap(one -> Optional.ofNullable(known.get(one)))
                .map(processing::category)
                .orElse(EquityCategory.OTHER),
            part,
            (a, b) -> new LoadObserver.Done(a.done() + b.done(), a.total() + b.total())));
    return classes;
  }

  /// Lets processes of `serve` go on with a run that is paused, or whose process died.
  ///
  /// @param by who wants it, for the audit
  /// @return whether somebody can go on with it
  /// @throws NoSuchRun if there is no such run
  public boolean resume(int id, String by) {
    return decided(
        RESUME,
        id,
        by,
        run -> {
          boolean isOpen =
              run.state().isResumable() && ledger.runs().setStateIfOpen(id, "running", "");
          if (isOpen) {
            ledger.runs().share(id);
          }
          return isOpen;
        });
  }

  /// Notes that somebody goes on with a run in a process of their own; of one that is over nothing.
  ///
  /// @param by who, for the audit
  /// @throws NoSuchRun if there is no such run
  public void noteResumed(int id, String by) {
    var _ = decided(RESUME, id, by, run -> run.finished().isEmpty());
  }

  /// Carries out what somebody decided about a run, and notes it where it could be done.
  private boolean decided(String action, int id, String by, Predicate<LoadRun> deed) {
    return database.inTransaction(h -> {
      var run = find(id);
      boolean isDone = deed.test(run);
      if (isDone) {
        Audit.note(h, by, action, "run " + id, run.asked());
      }
      return isDone;
    });
  }

  /// @throws NoSuchRun if there is none of that number
  public LoadRun find(int id) {
    return runs(List.of(id)).stream().findFirst().orElseThrow(() -> new NoSuchRun(id));
  }

  /// Runs that somebody could go on with, newest first.
  public List<LoadRun> resumable() {
    var ids = database.read(h -> h.createQuery(UNFINISHED).mapTo(Integer.class).list());
    return runs(ids).stream().filter(run -> run.state().isResumable()).toList();
  }

  /// Runs that a process without one of its own may take: those that wait, those whose process
  /// died, and those that several share; the urgent first, then the oldest, and none is overtaken
  /// for ever.
  List<LoadRun> takeable() {
    var ids = database.read(h -> h.createQuery(URGENT_FIRST).mapTo(Integer.class).list());
    var byId = runs(ids).stream().collect(Collectors.toMap(LoadRun::id, run -> run));
    return ids.stream()
        .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
        .filter(run ->
            run.state() == LoadRun.State.PENDING
                || run.state() == LoadRun.State.INTERRUPTED
                || run.state() == LoadRun.State.RUNNING && run.queued())
        .toList();
  }

  /// On how many runs living processes work, also those that wait for the vendor's limit.
  public int working() {
    var ids = database.read(h -> h.createQuery(UNFINISHED).mapTo(Integer.class).list());
    return (int) runs(ids).stream().filter(run -> run.state() == LoadRun.State.RUNNING).count();
  }

  /// In the order in which they were planned.
  ///
  /// @throws NoSuchRun if there is no such run
  public List<RunTask> tasks(int id) {
    find(id);
    return database.read(
        h -> h.createQuery(TASKS).bind("run", id).map((row, context) -> task(row)).list());
  }

  /// What would have to be asked for again: instruments and dates of tasks that ended without an
  /// answer. A load of it asks only for what is still missing then.
  ///
  /// @return empty where no task failed
  /// @throws NoSuchRun if there is no such run
  public Optional<Failed> failed(int id) {
    find(id);
    return database.read(h -> {
      var symbols =
          h.createQuery(FAILED_SYMBOLS).bind("run", id).mapTo(String.class).map(Symbol::new).list();
      return symbols.isEmpty()
          ? Optional.<Failed>empty()
          : h.createQuery(FAILED_RANGE)
              .bind("run", id)
              .map((row, context) -> new Failed(symbols, range(row)))
              .findOne();
    });
  }

  /// @param symbols under which they were asked for
  public record Failed(List<Symbol> symbols, DateRange range) {}

  /// @throws NoSuchRun if there is no such run
  public RunHistory history(int id) {
    find(id);
    return database.read(h -> {
      var waits = new TreeMap<String, Double>();
      h.createQuery(WAITS)
          .bind("run", id)
          .map((row, context) -> Map.entry(row.getString("kind"), row.getDouble("seconds")))
          .forEach(wait -> waits.put(wait.getKey(), wait.getValue()));
      return h.createQuery(PLAN_AND_OUTCOME)
          .bind("run", id)
          .map((row, context) ->
              history(
                  JSON.readTree(row.getString("plan")),
                  JSON.readTree(row.getString("outcome")),
                  ledger.account().errors(h, id),
                  waits))
          .one();
    });
  }

  private static RunHistory history(
      JsonNode plan, JsonNode outcome, LoadErrors errors, Map<String, Double> waits) {
    var classes = new TreeMap<String, Map<String, Integer>>();
    outcome
        .path("classes")
        .properties()
        .forEach(one -> {
          var counts = new LinkedHashMap<String, Integer>();
          COUNTS.forEach(name -> counts.put(name, one.getValue().path(name).asInt(0)));
          classes.put(one.getKey(), counts);
        });
    var weaker = new ArrayList<String>();
    outcome.path("weaker").forEach(line -> weaker.add(line.asString()));
    return new RunHistory(
        plan.path("tasks").asInt(0),
        plan.path("reference").path("calls").asInt(0),
        errors,
        waits,
        classes,
        weaker);
  }

  /// Lets no task of the run be claimed any more until somebody resumes it; processes that work on
  /// it end what they have in hand.
  ///
  /// @param by who wants it, for the audit
  /// @return whether it could be paused: it was running, or paused already
  /// @throws NoSuchRun if there is no such run
  public boolean pause(int id, String by) {
    return decided(
        "runs pause", id, by, _ -> ledger.runs().setStateIfOpen(id, "paused", "paused by hand"));
  }

  /// Leaves a paused run, or one whose process died, to the processes that take runs.
  ///
  /// @param by who wants it, for the audit
  /// @return whether it was in such a state
  /// @throws NoSuchRun if there is no such run
  public boolean handOver(int id, String by) {
    return decided(RESUME, id, by, run -> run.state().isResumable() && ledger.runs().handOver(id));
  }

  /// Ends the run for good; what it stored stays.
  ///
  /// @param by who wants it, for the audit
  /// @return whether it could be cancelled: it was waiting, running or paused
  /// @throws NoSuchRun if there is no such run
  public boolean cancel(int id, String by) {
    return decided(
        "runs cancel",
        id,
        by,
        _ -> ledger.runs().setStateIfOpen(id, "cancelled", "cancelled by hand"));
  }

  private List<LoadRun> runs(List<Integer> ids) {
    return database.read(h ->
        h.createQuery(SELECT)
            .bindArray("ids", Integer.class, ids)
            .map((row, context) -> run(row))
            .list());
  }

  private static LoadRun run(ResultSet row) throws SQLException {
    var state = LoadRun.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    boolean isDead = state == LoadRun.State.RUNNING && !row.getBoolean("is_worked_on");
    var waitingFor =
        Optional.of(row.getString("waiting_for"))
            .filter(reason -> state == LoadRun.State.RUNNING && !isDead && !reason.isEmpty());
    return new LoadRun(
        row.getInt("id"),
        row.getString("asked"),
        BarInterval.valueOf(row.getString("bar_interval").toUpperCase(Locale.ROOT)),
        range(row),
        row.getString("source"),
        isDead ? leftAs(row.getBoolean("queued")) : state,
        row.getString("message"),
        waitingFor,
        LoadRequest.Priority.valueOf(row.getString("priority").toUpperCase(Locale.ROOT)),
        row.getBoolean("queued"),
        new LoadRun.Tasks(row.getInt("open"), row.getInt("done"), row.getInt("failed")),
        new LoadRun.Paid(row.getInt("calls"), row.getLong("bytes"), row.getLong("rows")),
        instant(row, "created_at").orElseThrow(),
        instant(row, "finished_at"));
  }

  /// What others share waits for the next of them.
  private static LoadRun.State leftAs(boolean queued) {
    return queued ? LoadRun.State.PENDING : LoadRun.State.INTERRUPTED;
  }

  private static RunTask task(ResultSet row) throws SQLException {
    return new RunTask(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("address"),
        range(row),
        row.getString("state"),
        Optional.ofNullable(row.getString("worker")),
        row.getInt("attempts"),
        row.getInt("calls"),
        row.getLong("rows"),
        row.getString("failure"),
        row.getString("failure_detail"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static DateRange range(ResultSet row) throws SQLException {
    return new DateRange(
        row.getObject("first_date", LocalDate.class), row.getObject("last_date", LocalDate.class));
  }
}
