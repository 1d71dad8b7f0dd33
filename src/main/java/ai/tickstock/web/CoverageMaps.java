package ai.tickstock.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Measured coverage, kept while nothing that it was measured from changes: of the whole market it
/// takes seconds, and a page asks for it twice. Safe for use by many threads.
final class CoverageMaps {
  private static final int KEPT = 4;
  private static final long SHORT_MILLIS = 150;

  /// Rows that were written since the server counts, by tables of which coverage is made. They are
  /// told within a second or so of a commit.
  private static final String WRITTEN =
      """
      SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
      FROM pg_stat_user_tables
      WHERE schemaname = 'tickstock'
        AND relname IN ('bar_daily', 'coverage_range', 'coverage_omission', 'load_task', 'instrument', 'instrument_symbol',
                        'universe', 'universe_member', 'calendar_override', 'equity_types')
      """;

  private final ConsoleProgram program;
  private final Map<Wish, FutureTask<CoverageFacts>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, FutureTask<CoverageFacts>> eldest) {
          return size() > KEPT;
        }
      };

  CoverageMaps(ConsoleProgram program) {
    this.program = program;
  }

  /// @param written as the server counts it
  private record Wish(String universe, int months, LocalDate last, long written) {}

  /// Of two who want the same at once one measures. Who does not wait is told what is kept, or that
  /// it is being measured.
  CoverageFacts of(Asked asked) {
    var universe = asked.shown("universe");
    if (universe.isEmpty()) {
      return CoverageFacts.of(asked, program);
    }
    long written = program.database().read(h -> h.createQuery(WRITTEN).mapTo(Long.class).one());
    var wish =
        new Wish(
            universe,
            CoverageFacts.months(asked),
            program.finality().lastFinal(program.clock().instant()),
            written);
    FutureTask<CoverageFacts> measuring;
    synchronized (kept) {
      measuring =
          kept.computeIfAbsent(wish, _ -> new FutureTask<>(() -> CoverageFacts.of(asked, program)));
    }
    boolean isWaiting = !asked.word("wait", List.of("yes", "no"), "yes").equals("no");
    try {
      if (isWaiting) {
        measuring.run(); // does nothing the second time
        return measuring.get();
      }
      Thread.ofVirtual().name("map").start(measuring);
      return measuring.get(SHORT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillMeasuring) {
      return CoverageFacts.nothing(asked, program, true);
    } catch (ExecutionException e) {
      synchronized (kept) {
        kept.remove(wish, measuring);
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
