package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import java.time.Instant;
import java.util.Set;

/// A daily bar as it lies in the database.
///
/// @param knownFrom when this value was stored
public record StoredBar(
    Bar bar,
    BarSource source,
    Set<Suspicion> suspicions,
    boolean provisional,
    Instant knownFrom,
    int runId) {
  public StoredBar {
    suspicions = Set.copyOf(suspicions);
  }
}
