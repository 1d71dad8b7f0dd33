package ai.tickstock.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Measured coverage, kept while nothing that it was measured from changes: of the whole market it
/// takes seconds, and a page asks for it twice. What was measured before a change is shown as of
/// then to who does not wait. Safe for use by many threads.
final class CoverageMaps {
  private static final int KEPT = 6;
  private static final long SHORT_MILLIS = 150;

  /// So many rows are worth measuring a market again before somebody looks: less than the bars of
  /// one session of it.
  private static final long MUCH = 5_000;

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

  /// @param universe key, or several joined by commas
  /// @param months up to the last final session
  record Wish(String universe, int months) {}

  /// What stands between the parts of a measurement that nobody waits for.
  interface Rest {
    /// @param wanted is counted down when somebody waits for the measurement after all: from then
    ///   on there is no rest
    void between(CountDownLatch wanted) throws InterruptedException;
  }

  /// What it is measured from.
  ///
  /// @param written as the server counts it
  private record Version(LocalDate last, long written) {
    boolean isNear(Version other) {
      return last.equals(other.last) && Math.abs(written - other.written) < MUCH;
    }
  }

  /// One measurement, for all who want it.
  private static final class Measuring {
    private final Version version;

    /// The newest that was measured earlier.
    private final Optional<CoverageFacts> before;

    private final FutureTask<CoverageFacts> task;
    private final CountDownLatch wanted = new CountDownLatch(1);
    private volatile int percent;

    Measuring(
        ConsoleProgram program,
        Wish wish,
        Version version,
        Rest rest,
        Optional<CoverageFacts> before) {
      this.version = version;
      this.before = before;
      this.task =
          new FutureTask<>(() ->
              CoverageFacts.of(
                  wish.universe(),
                  wish.months(),
                  program,
                  measured -> {
                    percent = measured;
                    if (measured < 100 && wanted.getCount() > 0) {
                      rest.between(wanted);
                    }
                  }));
    }

    boolean isUnderWay() {
      return task.state() == Future.State.RUNNING;
    }

    /// Whether little was written since.
    boolean isNear(Version now) {
      return task.state() == Future.State.SUCCESS && version.isNear(now);
    }

    Optional<CoverageFacts> newest() {
      return task.state() == Future.State.SUCCESS ? Optional.of(task.resultNow()) : before;
    }
  }

  /// Of two who want the same at once one measures. Who does not wait is told what is kept, as of
  /// when, and that it is being measured.
  CoverageFacts of(Asked asked) {
    int months = CoverageFacts.months(asked);
    var wish = new Wish(asked.shown("universe"), months);
    if (wish.universe().isEmpty()) {
      return CoverageFacts.nothing(months, program);
    }
    boolean isWaiting = !asked.word("wait", List.of("yes", "no"), "yes").equals("no");
    var version = version();
    var measuring = measuring(wish, version, isWaiting);
    measuring.wanted.countDown();
    try {
      if (isWaiting) {
        measuring.task.run(); // does nothing the second time
        return measuring.task.get();
      }
      Thread.ofVirtual().name("map").start(measuring.task);
      var facts = measuring.task.get(SHORT_MILLIS, TimeUnit.MILLISECONDS);
      return measuring.version.equals(version) ? facts : facts.asOfBefore(0);
    } catch (TimeoutException stillMeasuring) {
      int percent = measuring.percent;
      return measuring
          .before
          .map(facts -> facts.asOfBefore(percent))
          .orElseGet(
              () -> CoverageFacts.unmeasured(wish.universe(), wish.months(), percent, program));
    } catch (ExecutionException e) {
      forget(wish, measuring);
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Measures before somebody asks, in the thread of the caller, where nothing is kept or much was
  /// written since.
  ///
  /// @return whether it was measured
  boolean prepare(Wish wish, Rest rest) throws InterruptedException {
    var version = version();
    var measuring = ahead(wish, version, rest);
    if (measuring.isEmpty()) {
      return false;
    }
    try {
      measuring.get().task.run();
      measuring.get().task.get();
      return true;
    } catch (ExecutionException e) {
      forget(wish, measuring.get());
      switch (e.getCause()) {
        case InterruptedException stopped -> throw stopped;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private Optional<Measuring> ahead(Wish wish, Version version, Rest rest) {
    synchronized (kept) {
      var latest = Optional.ofNullable(kept.get(wish));
      if (latest.filter(one -> one.isUnderWay() || one.isNear(version)).isPresent()) {
        return Optional.empty();
      }
      var measuring =
          new Measuring(program, wish, version, rest, latest.flatMap(Measuring::newest));
      kept.put(wish, measuring);
      return Optional.of(measuring);
    }
  }

  private Version version() {
    return new Version(
        program.finality().lastFinal(program.clock().instant()),
        program.database().read(h -> h.createQuery(WRITTEN).mapTo(Long.class).one()));
  }

  private void forget(Wish wish, Measuring measuring) {
    synchronized (kept) {
      kept.remove(wish, measuring);
    }
  }

  /// While a load writes, each look would begin another one: who does not wait takes the one that
  /// is under way.
  private Measuring measuring(Wish wish, Version version, boolean isWaiting) {
    synchronized (kept) {
      var latest = Optional.ofNullable(kept.get(wish));
      var fitting =
          latest.filter(one -> one.version.equals(version) || (!isWaiting && one.isUnderWay()));
      var measuring =
          fitting.orElseGet(() ->
              new Measuring(program, wish, version, _ -> {}, latest.flatMap(Measuring::newest)));
      kept.put(wish, measuring);
      return measuring;
    }
  }
}
