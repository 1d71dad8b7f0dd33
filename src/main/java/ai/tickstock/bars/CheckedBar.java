package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import java.util.EnumSet;
import java.util.Set;

/// A daily bar that passed the checks.
///
/// @param provisional fetched before the vendor's values of that session were final
public record CheckedBar(Bar bar, Set<Suspicion> suspicions, boolean provisional) {
  public CheckedBar {
    suspicions = suspicions.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(suspicions));
  }
}
