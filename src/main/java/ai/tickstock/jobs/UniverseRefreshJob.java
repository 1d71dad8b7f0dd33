package ai.tickstock.jobs;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.RuleRefresh.OfUniverse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Market caps, universes by rules, and the rows of older applications. Holds what a person should
/// approve.
///
/// @param sync made when the job runs, over the calendar as decided by then
public record UniverseRefreshJob(Supplier<UniverseSync> sync, InstantSource clock) implements Job {
  @Override
  public String name() {
    return "universe-refresh";
  }

  @Override
  public JobOutcome run(JobCall call) {
    var done = sync.get().run(Optional.empty(), Bar.dateOf(clock.instant()), false);
    var universes = done.rebalance().rules().universes();
    List<String> held =
        universes.stream().filter(one -> one.held().isPresent()).map(OfUniverse::universe).toList();
    long changed = universes.stream().filter(OfUniverse::isChanged).count();
    var facts = new HashMap<String, Object>();
    facts.put("universes", universes.size());
    facts.put("changed", changed);
    facts.put("held", held);
    done.copy().written().ifPresent(_ -> facts.put("rows", done.copy().rows()));
    var message = changed + " of " + universes.size() + " universes changed";
    if (done.copy().refused().isPresent()) {
      return JobOutcome.part(message + "; " + done.copy().refused().get(), facts);
    }
    return held.isEmpty()
        ? JobOutcome.done(message, facts)
        : JobOutcome.part(
            message
                + "; held for a person: "
                + String.join(", ", held)
                + " ('tickstock universe refresh KEY --approve')",
            facts);
  }
}
