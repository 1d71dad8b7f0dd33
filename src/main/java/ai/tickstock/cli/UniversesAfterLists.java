package ai.tickstock.cli;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Mic;
import ai.tickstock.universe.CacheEntries;
import ai.tickstock.universe.RuleRefresh;
import java.util.Optional;

/// Universes and what older applications read of them, brought in line in the run that took the
/// vendor's lists.
final class UniversesAfterLists {
  private UniversesAfterLists() {}

  /// Says what was done in one or two lines.
  static void bringInLine(Program program, Database database) {
    var sync =
        new UniverseSync(
            database,
            Calendars.postgres(database).of(Mic.XNYS),
            CacheEntries.postgres(database, program.cacheEnvironment()),
            program.clock());
    var done = sync.run(Optional.empty(), Bar.dateOf(program.clock().instant()), false);
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
                + done.written()
                    .map(written -> "; " + UniverseCacheCommand.words(written))
                    .orElse(""));
    done.refused().ifPresent(program.err()::println);
  }
}
