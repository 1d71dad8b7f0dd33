package ai.tickstock.load;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is owed, parted at the edge of the vendor's plan. What lies before it gets tasks of its
/// own, which end as refused without a call, so that nobody plans an answer for the whole market
/// for it.
///
/// @param served what may be asked for
/// @param refused tasks for the rest
record BeyondPlan(List<CheapestPath.Owed> served, List<NewTask> refused) {
  /// @param edge dates before it are refused; empty when no refusal is known
  static BeyondPlan split(
      BarInterval interval, List<CheapestPath.Owed> due, Optional<LocalDate> edge) {
    if (edge.isEmpty()) {
      return new BeyondPlan(due, List.of());
    }
    var served = new ArrayList<CheapestPath.Owed>();
    var refused = new ArrayList<NewTask>();
    for (var owed : due) {
      var before =
          owed.due().within(new DateRange(DateRange.ALWAYS.first(), edge.get().minusDays(1)));
      var after = owed.due().minus(before);
      if (!before.isEmpty()) {
        refused.addAll(CheapestPath.byInstrument(interval, owed.with(before)));
      }
      if (!after.isEmpty()) {
        served.add(owed.with(after));
      }
    }
    return new BeyondPlan(served, refused);
  }

  /// Whether a task of a vendor lies before the edge as a whole.
  static boolean holds(NewTask task, Optional<LocalDate> edge) {
    boolean asksVendor =
        switch (task.kind()) {
          case AGGREGATES, GROUPED, SECOND_LOOK, LISTING_LIFE, MINUTES -> true;
          case DAY_FILE, TICKER_FILE, MINUTE_FILE -> false;
        };
    return asksVendor && edge.map(date -> task.range().last().isBefore(date)).orElse(false);
  }

  /// All tasks.
  List<NewTask> with(List<NewTask> asking) {
    var all = new ArrayList<>(asking);
    all.addAll(refused);
    return List.copyOf(all);
  }
}
