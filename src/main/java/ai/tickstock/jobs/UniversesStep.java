package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.UniverseRefused;
import java.time.LocalDate;
import java.util.Optional;
import java.util.TreeMap;

/// Market caps, the universes that rules fill, and the rows of older applications, as of the
/// session.
final class UniversesStep implements EndOfDayStep {
  private final EndOfDayParts parts;

  UniversesStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "universes";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return PlannedCalls.NONE;
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var sync = new UniverseSync(parts.database(), parts.calendar(), parts.entries(), parts.clock());
    UniverseSync.Done done;
    try {
      done = sync.run(Optional.empty(), session, false);
    } catch (UniverseRefused laterAlready) {
      return StepOutcome.skipped(String.valueOf(laterAlready.getMessage()));
    }
    var universes = done.rebalance().rules().universes();
    var held = universes.stream().filter(one -> one.held().isPresent()).toList();
    var changed = universes.stream().filter(RuleRefresh.OfUniverse::isChanged).toList();
    var facts = new TreeMap<String, Object>();
    facts.put("calls", 0);
    facts.put("market_caps", done.rebalance().caps().written());
    facts.put("universes", universes.size());
    facts.put("changed", changed.size());
    facts.put(
        "joined",
        changed.stream().mapToInt(one -> one.held().isEmpty() ? one.joined().size() : 0).sum());
    facts.put(
        "left",
        changed.stream()
            .mapToInt(one -> one.gone().size() + (one.held().isEmpty() ? one.left().size() : 0))
            .sum());
    facts.put("held", held.size());
    done.copy().written().ifPresent(_ -> facts.put("rows", done.copy().rows()));
    if (done.copy().refused().isPresent()) {
      return StepOutcome.of(StepState.PART, done.copy().refused().get(), facts);
    }
    return StepOutcome.of(
        StepState.DONE,
        held.isEmpty()
            ? ""
            : held.size() + " held for approval, the first: " + held.getFirst().universe(),
        facts);
  }
}
