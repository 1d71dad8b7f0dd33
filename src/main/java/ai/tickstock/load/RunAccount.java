package ai.tickstock.load;

import ai.tickstock.bars.LiveCheck;
import ai.tickstock.database.Database;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What the tasks of runs cost, brought and met.
final class RunAccount {
  private final Database database;

  RunAccount(Database database) {
    this.database = database;
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

  /// How asking for bars went so far.
  LoadErrors errors(Handle handle, int runId) {
    return handle
        .createQuery(
            """
            SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(failed_calls), 0) AS failed_calls,
                   count(*) FILTER (WHERE state IN ('done', 'failed', 'refused')) AS requests,
                   count(*) FILTER (WHERE state IN ('done', 'failed', 'refused') AND failed_calls > 0) AS troubled,
                   count(*) FILTER (WHERE state = 'failed') AS unresolved
            FROM load_task WHERE run_id = :run AND kind <> :listing_life
            """)
        .bind("run", runId)
        .bind("listing_life", NewTask.Kind.LISTING_LIFE.word())
        .map((row, context) ->
            new LoadErrors(
                row.getInt("calls"),
                row.getInt("failed_calls"),
                row.getInt("requests"),
                row.getInt("troubled"),
                row.getInt("unresolved")))
        .one();
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

  /// How far a run has come.
  ///
  /// @param done ended and all tasks by instrument; those for the whole market under empty
  /// @param calls all that were made for it, also before its tasks and between them
  record Progress(Map<Optional<InstrumentId>, LoadObserver.Done> done, int calls, long rows) {}

  Progress progress(int runId) {
    record Part(
        Optional<InstrumentId> whose, LoadObserver.Done done, int calls, int beside, long rows) {}
    var parts =
        database.read(handle ->
            handle
                .createQuery(
                    """
                    SELECT instrument_id, count(*) AS total, count(*) FILTER (WHERE state NOT IN ('ready', 'leased')) AS done,
                           sum(calls) AS calls, sum(rows) AS rows,
                           (SELECT CAST(plan #>> '{reference,calls}' AS integer) FROM load_run WHERE id = :run) AS beside
                    FROM load_task WHERE run_id = :run GROUP BY instrument_id
                    """)
                .bind("run", runId)
                .map((row, context) ->
                    new Part(
                        Optional.ofNullable(row.getObject("instrument_id", Integer.class))
                            .map(InstrumentId::new),
                        new LoadObserver.Done(row.getInt("done"), row.getInt("total")),
                        row.getInt("calls"),
                        row.getInt("beside"),
                        row.getLong("rows")))
                .list());
    return new Progress(
        parts.stream().collect(Collectors.toMap(Part::whose, Part::done)),
        parts.stream().mapToInt(Part::calls).sum()
            + parts.stream().mapToInt(Part::beside).findFirst().orElse(0),
        parts.stream().mapToLong(Part::rows).sum());
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

  /// Whether somebody asked for all that there is of a session, whatever came of it: a load of
  /// everything, or the end of that day. Comparisons of earlier sessions do not count.
  ///
  /// @param tracked whom the end of a day answers for
  boolean isWholeMarketAsked(Handle handle, LocalDate session, Collection<InstrumentId> tracked) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (
                SELECT FROM load_task t JOIN load_run r ON r.id = t.run_id
                WHERE r.everything AND r.end_of_day_asks IS NULL AND t.kind IN ('grouped', 'day_file')
                  AND t.first_date = :session)
              OR EXISTS (
                SELECT FROM load_run r JOIN load_run_instrument i ON i.run_id = r.id
                WHERE r.end_of_day_asks > 0 AND r.first_date = :session AND i.instrument_id = ANY (:ids))
            """)
        .bind("session", session)
        .bindArray("ids", Integer.class, tracked.stream().map(InstrumentId::value).toList())
        .mapTo(Boolean.class)
        .one();
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
                RunTable.range(rows),
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
}
