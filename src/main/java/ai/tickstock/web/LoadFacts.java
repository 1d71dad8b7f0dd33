package ai.tickstock.web;

import ai.tickstock.listing.EquityCategory;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRun;
import ai.tickstock.load.RunTask;
import ai.tickstock.load.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One load.
///
/// @param state as `tickstock runs` prints it
/// @param message why it stands still
/// @param created by the database's clock
/// @param rate tasks that ended in the last minute
/// @param left time at that rate; empty while nothing ends
/// @param waitingFor what its processes wait for just now; empty when they go on
/// @param waits where the time of its tasks went so far; tasks that wait at once count each
/// @param weaker in which respects one that ended is less than what was asked for
/// @param failures the first failed tasks
/// @param failuresCount of all
record LoadFacts(
    int id,
    String state,
    String asked,
    LocalDate from,
    LocalDate to,
    String source,
    String message,
    List<ClassDone> classes,
    int tasks,
    int tasksDone,
    int tasksFailed,
    int tasksOpen,
    int calls,
    long rows,
    long bytes,
    Instant created,
    Optional<Instant> finished,
    int rate,
    Optional<Duration> left,
    Optional<String> waitingFor,
    List<Wait> waits,
    List<String> weaker,
    List<Failure> failures,
    int failuresCount,
    boolean isOver,
    boolean canPause,
    boolean canResume,
    boolean canCancel,
    boolean canRetry) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int FAILURES = 20;

  /// Tasks of one class; those for the whole market are `Whole market and other`.
  record ClassDone(String name, int done, int total) {
    int percent() {
      return total == 0 ? 0 : (int) (100L * done / total);
    }
  }

  /// @param kind `limit`, `vendor`, `throttle`, `checks` or `database`
  record Wait(String kind, Duration time) {
    /// What the time went to.
    String words() {
      return words(kind);
    }

    static String words(String kind) {
      return switch (kind) {
        case "limit" -> "waiting for the vendor's limit";
        case "vendor" -> "the vendor's answers";
        case "throttle" -> "throttled";
        case "checks" -> "checking rows";
        case "database" -> "storing rows";
        default -> Words.code(kind);
      };
    }
  }

  record Failure(
      String kind, String address, LocalDate from, LocalDate to, String failure, String detail) {}

  static LoadFacts of(Runs runs, int id) {
    var run = runs.find(id);
    var history = runs.history(id);
    boolean isOver = isOver(run.state());
    int rate = isOver ? 0 : runs.endedWithin(id, MINUTE);
    var failed =
        run.tasks().failed() == 0
            ? List.<RunTask>of()
            : runs.tasks(id).stream().filter(RunTask::hasFailed).toList();
    return new LoadFacts(
        run.id(),
        run.state().word(),
        run.asked(),
        run.range().first(),
        run.range().last(),
        run.source(),
        run.message(),
        classes(runs.progress(id)),
        run.tasks().total(),
        run.tasks().done(),
        run.tasks().failed(),
        run.tasks().open(),
        run.paid().calls(),
        run.paid().rows(),
        run.paid().bytes(),
        run.created(),
        run.finished(),
        rate,
        rate == 0 || run.tasks().open() == 0
            ? Optional.empty()
            : Optional.of(MINUTE.multipliedBy(run.tasks().open()).dividedBy(rate)),
        run.waitingFor(),
        waits(history.waits()),
        history.weaker(),
        failed.stream().limit(FAILURES).map(LoadFacts::failure).toList(),
        failed.size(),
        isOver,
        run.state() == LoadRun.State.RUNNING || run.state() == LoadRun.State.PENDING,
        run.state() == LoadRun.State.PAUSED || run.state() == LoadRun.State.INTERRUPTED,
        !isOver,
        isOver && !failed.isEmpty() && !run.isFromFiles());
  }

  static boolean isOver(LoadRun.State state) {
    return switch (state) {
      case CANCELLED, COMPLETE, PARTIAL, FAILED -> true;
      case PENDING, RUNNING, INTERRUPTED, PAUSED -> false;
    };
  }

  private static List<ClassDone> classes(Map<EquityCategory, LoadObserver.Done> progress) {
    var classes = new ArrayList<ClassDone>();
    for (var category : EquityCategory.values()) {
      var done = progress.get(category);
      if (done != null) {
        classes.add(
            new ClassDone(
                category == EquityCategory.OTHER ? "Whole market and other" : category.word(),
                done.done(),
                done.total()));
      }
    }
    return classes;
  }

  /// In the order in which a task goes through them.
  private static List<Wait> waits(Map<String, Double> seconds) {
    return Stream.of("limit", "vendor", "throttle", "checks", "database")
        .filter(seconds::containsKey)
        .map(kind ->
            new Wait(kind, Duration.ofMillis(Math.round(1000 * seconds.getOrDefault(kind, 0.0)))))
        .toList();
  }

  private static Failure failure(RunTask task) {
    return new Failure(
        task.kind(),
        task.address(),
        task.range().first(),
        task.range().last(),
        task.failure(),
        task.detail());
  }
}
