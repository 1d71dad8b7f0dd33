package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.universe.EtfUniverses;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fills the universes of ETFs by the rules. Holds what a person should approve.
public record UniverseRefreshJob(Database database, InstantSource clock) implements Job {
  @Override
  public String name() {
    return "universe-refresh";
  }

  @Override
  public JobOutcome run(JobCall call) {
    var refreshed =
        EtfUniverses.postgres(database)
            .refresh(Optional.empty(), Bar.dateOf(clock.instant()), false);
    int joined = refreshed.stream().mapToInt(one -> one.joined().size()).sum();
    int left = refreshed.stream().mapToInt(one -> one.left().size()).sum();
    List<String> held =
        refreshed.stream()
            .filter(one -> one.held().isPresent())
            .map(EtfUniverses.Refreshed::universe)
            .toList();
    var facts = Map.of("universes", refreshed.size(), "joined", joined, "left", left, "held", held);
    var message = refreshed.size() + " universes: " + joined + " joined, " + left + " left";
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
