package ai.tickstock.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Measured coverage, kept while nothing that it was measured from changes: of the whole market it
/// takes seconds, and a page asks for it twice. What was measured before a change is shown as of
/// then to who does not wait. Safe for use by many threads.
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
  private final Map<Wish, Measuring> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, Measuring> eldest) {
          return size() > KEPT;
        }
      };

  CoverageMaps(ConsoleProgram program) {
    this.program = program;
  }

  private record Wish(String universe, int months) {}

  /// What it is measured from.
  ///
  /// @param written as the server counts it
  private record Version(LocalDate last, long written) {}

  /// @param before the newest that was measured earlier
  private record Measuring(
      Version version, FutureTask<CoverageFacts> task, Optional<CoverageFacts> before) {
    boolean isUnderWay() {
      return task.state() == Future.State.RUNNING;
    }

    Optional<CoverageFacts> newest() {
      return task.state() == Future.State.SUCCESS ? Optional.of(task.resultNow()) : before;
    }
  }

  /// Of two who want the same at once one measures. Who does not wait is told what is kept, as of
  /// when, and that it is being measured.
  CoverageFacts of(Asked asked) {
    var universe = asked.shown("universe");
    if (universe.isEmpty()) {
      return CoverageFacts.of(asked, program);
    }
    boolean isWaiting = !asked.word("wait", List.of("yes", "no"), "yes").equals("no");
    long written = program.database().read(h -> h.createQuery(WRITTEN).mapTo(Long.class).one());
    var wish = new Wish(universe, CoverageFacts.months(asked));
    var version = new Version(program.finality().lastFinal(program.clock().instant()), written);
    var measuring = measuring(wish, version, isWaiting, asked);
    try {
      if (isWaiting) {
        measuring.task().run(); // does nothing the second time
        return measuring.task().get();
      }
      Thread.ofVirtual().name("map").start(measuring.task());
      var facts = measuring.task().get(SHORT_MILLIS, TimeUnit.MILLISECONDS);
      return measuring.version().equals(version) ? facts : facts.asOfBefore();
    } catch (TimeoutException stillMeasuring) {
      return measuring
          .before()
          .map(CoverageFacts::asOfBefore)
          .orElseGet(() -> CoverageFacts.nothing(asked, program, true));
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

  /// While a load writes, each look would begin another one: who does not wait takes the one that
  /// is under way.
  private Measuring measuring(Wish wish, Version version, boolean isWaiting, Asked asked) {
    synchronized (kept) {
      var latest = Optional.ofNullable(kept.get(wish));
      var fitting =
          latest.filter(one -> one.version().equals(version) || (!isWaiting && one.isUnderWay()));
      var measuring =
          fitting.orElseGet(() ->
              new Measuring(
                  version,
                  new FutureTask<>(() -> CoverageFacts.of(asked, program)),
                  latest.flatMap(Measuring::newest)));
      kept.put(wish, measuring);
      return measuring;
    }
  }
}
