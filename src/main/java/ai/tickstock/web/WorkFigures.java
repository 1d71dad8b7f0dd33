package ai.tickstock.web;

import ai.tickstock.database.Database;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What the metrics tell of the work of all processes, read from the tables and kept for a few
/// seconds, so that several scrapers cost no more than one. Safe for use by many threads.
final class WorkFigures {
  private static final long KEPT = Duration.ofSeconds(10).toNanos();

  /// Labels and a value.
  record Figure(List<String> labels, double value) {}

  record All(
      List<Figure> tasks,
      List<Figure> runs,
      List<Figure> waitingRuns,
      List<Figure> waits,
      List<Figure> totals,
      List<Figure> jobRuns,
      List<Figure> jobSuccess,
      List<Figure> waitingNotices,
      List<Figure> processes) {}

  private static final String TASKS =
      """
      SELECT state, count(*)::double precision AS value FROM load_task GROUP BY state
      """;

  private static final String RUNS =
      """
      SELECT state, count(*)::double precision AS value FROM load_run GROUP BY state
      """;

  /// Whose process died waits for nothing; its reason stays until it goes on.
  private static final String WAITING_RUNS =
      """
      SELECT count(*)::double precision AS value FROM load_run WHERE state = 'running' AND waiting_for <> ''
      """;

  private static final String WAITS =
      """
      SELECT kind, sum(seconds) AS value FROM load_run_wait GROUP BY kind
      """;

  private static final String TOTALS =
      """
      SELECT 'calls', coalesce(sum(calls), 0)::double precision AS value FROM load_task
      UNION ALL SELECT 'rows', coalesce(sum(rows), 0) FROM load_task
      UNION ALL SELECT 'retries', coalesce(sum(attempts), 0) FROM load_task
      UNION ALL SELECT 'failed_calls', coalesce(sum(failed_calls), 0) FROM load_task
      UNION ALL SELECT 'unresolved', count(*) FROM load_task WHERE state = 'failed'
      UNION ALL SELECT 'bytes', coalesce(sum(bytes), 0) FROM load_task
      """;

  private static final String JOB_RUNS =
      """
      SELECT job, exchange, state, count(*)::double precision AS value
      FROM job_run GROUP BY job, exchange, state
      """;

  private static final String JOB_SUCCESS =
      """
      SELECT job, exchange, extract(epoch FROM max(finished_at))::double precision AS value
      FROM job_run WHERE state IN ('done', 'part') GROUP BY job, exchange
      """;

  private static final String PROCESSES =
      "SELECT count(*)::double precision AS value FROM job_process";

  private static final String HAS_NOTICES = "SELECT to_regclass('tickstock.notice') IS NOT NULL";

  private static final String NOTICES =
      """
      SELECT count(*)::double precision AS value FROM notice WHERE route = 'new' AND state <> 'resolved'
      """;

  private final Database database;
  private List<All> kept = List.of();
  private long readAt;

  WorkFigures(Database database) {
    this.database = database;
  }

  synchronized All read() {
    if (kept.isEmpty() || System.nanoTime() - readAt > KEPT) {
      kept = List.of(database.read(WorkFigures::all));
      readAt = System.nanoTime();
    }
    return kept.getFirst();
  }

  private static All all(Handle h) {
    boolean hasNotices = h.createQuery(HAS_NOTICES).mapTo(Boolean.class).one();
    return new All(
        figures(h, TASKS, 1),
        figures(h, RUNS, 1),
        figures(h, WAITING_RUNS, 0),
        figures(h, WAITS, 1),
        figures(h, TOTALS, 1),
        figures(h, JOB_RUNS, 3),
        figures(h, JOB_SUCCESS, 2),
        hasNotices ? figures(h, NOTICES, 0) : List.of(),
        figures(h, PROCESSES, 0));
  }

  private static List<Figure> figures(Handle h, String query, int labels) {
    return h.createQuery(query)
        .map((row, context) -> {
          var names = new String[labels];
          for (int i = 0; i < labels; i++) {
            names[i] = row.getString(i + 1);
          }
          return new Figure(List.of(names), row.getDouble("value"));
        })
        .list();
  }
}
