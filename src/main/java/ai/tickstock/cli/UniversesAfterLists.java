package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.market.Bar;
import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.UniverseRefused;
import java.util.Optional;

/// Universes and what older applications read of them, brought in line in the run that took the
/// vendor's lists.
final class UniversesAfterLists {
  private UniversesAfterLists() {}

  /// Says what was done in one or two lines.
  static void bringInLine(Program program, Database database) {
    var today = Bar.dateOf(program.clock().instant());
    UniverseSync.Done done;
    try {
      done = program.universeSync(database).run(Optional.empty(), today, false);
    } catch (UniverseRefused later) {
      // A clock that was put back: the lists are taken all the same.
      program.err().println("universes stay as they are: " + later.getMessage());
      return;
    }
    var universes = done.rebalance().rules().universes();
    long changed = universes.stream().filter(RuleRefresh.OfUniverse::isChanged).count();
    long held = universes.stream().filter(one -> one.held().isPresent()).count();
    program
        .err()
        .println(
            "universes by rules: "
                + changed
                + " of "
                + universes.size()
                + " changed"
                + (held == 0
                    ? ""
                    : ", " + held + " held ('tickstock universe refresh --plan' shows why)")
                + done.copy()
                    .written()
                    .map(written -> "; " + UniverseCacheCommand.words(written))
                    .orElse(""));
    done.copy().refused().ifPresent(program.err()::println);
  }
}
