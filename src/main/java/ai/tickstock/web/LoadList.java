package ai.tickstock.web;

import ai.tickstock.load.LoadRun;
import ai.tickstock.load.Runs;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Loads, the newest first.
///
/// @param nextBefore value of `before` for those that follow; empty at the end
record LoadList(List<Row> loads, Optional<Integer> nextBefore) {
  record Row(
      int id,
      String state,
      String asked,
      LocalDate from,
      LocalDate to,
      int tasks,
      int tasksDone,
      int tasksFailed,
      int calls,
      long rows,
      Instant created,
      Optional<Instant> finished) {}

  static LoadList of(Runs runs, OptionalInt before, int limit) {
    // One more tells whether there are more.
    var found = runs.before(before.orElse(Integer.MAX_VALUE), limit + 1);
    var shown = found.stream().limit(limit).map(LoadList::row).toList();
    return new LoadList(
        shown, found.size() > limit ? Optional.of(shown.getLast().id()) : Optional.empty());
  }

  private static Row row(LoadRun run) {
    return new Row(
        run.id(),
        run.state().word(),
        run.asked(),
        run.range().first(),
        run.range().last(),
        run.tasks().total(),
        run.tasks().done(),
        run.tasks().failed(),
        run.paid().calls(),
        run.paid().rows(),
        run.created(),
        run.finished());
  }
}
