package ai.tickstock.jobs;

import ai.tickstock.load.Loader;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Repairs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a repair of a finding costs, as command and console tell it before it is begun.
public sealed interface RepairCost {
  /// @param sessions for which is asked
  /// @param calls an estimate; none where files are read
  /// @param duration under the present limit, an estimate of at least a second
  /// @param limit of the vendor
  record Known(int sessions, int calls, Duration duration, String limit) implements RepairCost {}

  /// @param problems why nothing can be planned
  record Unknown(List<String> problems) implements RepairCost {}

  /// Asks nobody.
  ///
  /// @param files a data folder to take bars from in place of the vendor
  static RepairCost of(Finding finding, Loader loader, Optional<Path> files) {
    return switch (loader.plan(LoaderRefetch.request(Repairs.wanted(finding), files))) {
      case Loader.Planned.Misunderstood(var problems) -> new Unknown(problems);
      case Loader.Planned.Plan(var plan) -> {
        // Bars that are taken out are owed then, and the plan sees them as stored.
        boolean isAll = files.isEmpty() && Repairs.way(finding) == Repairs.Way.REPLACE;
        int calls = isAll ? plan.wholeCalls() : plan.calls();
        var paced = plan.limit().timeFor(calls);
        var longer = paced.compareTo(plan.duration()) > 0 ? paced : plan.duration();
        yield new Known(
            finding.sessions(),
            calls,
            // Less is not told by any estimate.
            longer.toSeconds() == 0 ? Duration.ofSeconds(1) : longer,
            plan.limit().toString());
      }
    };
  }
}
