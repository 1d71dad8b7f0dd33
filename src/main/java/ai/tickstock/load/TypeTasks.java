package ai.tickstock.load;

import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.Processing;
import ai.tickstock.market.InstrumentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the equity types say about a run's tasks: which come first, how far apart they begin, how
/// many are stored together. A task for the whole market belongs to no type.
record TypeTasks(Processing processing, Instruments instruments) {
  /// Tasks for the whole market first, then by falling priority, else in the order given; each with
  /// the time at which it may begin at the earliest.
  List<NewTask> arranged(List<NewTask> tasks) {
    return arranged(tasks, Map.of(), false);
  }

  /// As above, and those of one priority by falling dollar volume.
  ///
  /// @param dollars what usually changes hands in a session
  /// @param newestFirst whether before all that tasks of later dates come first
  List<NewTask> arranged(
      List<NewTask> tasks, Map<InstrumentId, Double> dollars, boolean newestFirst) {
    var rows = rows(tasks.stream().flatMap(task -> task.instrument().stream()).toList());
    var sorted = new ArrayList<>(tasks);
    Comparator<NewTask> byDate =
        newestFirst
            ? Comparator.comparing((NewTask task) -> task.range().last()).reversed()
            : Comparator.comparingInt(_ -> 0);
    sorted.sort(
        byDate
            .thenComparingInt(task ->
                task.instrument()
                    .map(id -> rows.containsKey(id) ? -rows.get(id).priority() : 0)
                    .orElse(Integer.MIN_VALUE))
            .thenComparingDouble(
                task -> task.instrument().map(id -> -dollars.getOrDefault(id, 0.0)).orElse(0.0)));
    var begins = new HashMap<String, Duration>();
    return sorted.stream()
        .map(task ->
            task.instrument()
                .map(rows::get)
                .filter(row -> !row.pause().isZero())
                .map(row -> task.after(next(begins, row)))
                .orElse(task))
        .toList();
  }

  private static Duration next(Map<String, Duration> begins, EquityType row) {
    var begin = begins.getOrDefault(row.code(), Duration.ZERO);
    begins.put(row.code(), begin.plus(row.pause()));
    return begin;
  }

  /// How long after the first of these tasks the last one may begin.
  static Duration spread(List<NewTask> arranged) {
    return arranged.stream()
        .map(NewTask::after)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /// The rows that drive these instruments; those without one are missing.
  Map<InstrumentId, EquityType> rows(List<InstrumentId> ids) {
    var rows = new HashMap<InstrumentId, EquityType>();
    instruments
        .byId(ids)
        .forEach((id, instrument) -> processing.of(instrument).ifPresent(row -> rows.put(id, row)));
    return rows;
  }

  /// Counts tasks that are to be stored together, until one type has as many as it allows.
  static final class Group {
    private final Map<InstrumentId, EquityType> rows;
    private final Map<String, Integer> tasks = new HashMap<>();
    private boolean full;

    Group(Map<InstrumentId, EquityType> rows) {
      this.rows = rows;
    }

    void add(Task task) {
      Optional<EquityType> row = task.instrument().map(rows::get);
      row.ifPresent(type -> full |= tasks.merge(type.code(), 1, Integer::sum) >= type.batchSize());
    }

    boolean isFull() {
      return full;
    }
  }
}
