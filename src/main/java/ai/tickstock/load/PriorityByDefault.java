package ai.tickstock.load;

import ai.tickstock.listing.EquityType;
import ai.tickstock.market.InstrumentId;
import java.util.Collection;
import java.util.Map;

/// How urgent a load is when nobody says so: by how many are asked for, by the priorities of their
/// equity types, and by what changes hands in them.
final class PriorityByDefault {
  /// A universe that is larger is a market, not a choice of somebody.
  private static final int MANY = 1_000;

  private static final int FEW = 100;
  private static final int ORDINARY_TYPE = 50;
  private static final int WATCHED_TYPE = 70;
  private static final double LIQUID_DOLLARS = 100_000_000;

  private PriorityByDefault() {}

  /// @param types what drives the asked ones; those without one are missing
  /// @param dollars what usually changes hands in a session; those that are not known are missing
  static LoadRequest.Priority of(
      boolean everything,
      Collection<InstrumentId> asked,
      Map<InstrumentId, EquityType> types,
      Map<InstrumentId, Double> dollars) {
    int highest =
        types.values().stream().mapToInt(EquityType::priority).max().orElse(ORDINARY_TYPE);
    if (everything || asked.size() > MANY || highest < ORDINARY_TYPE) {
      return LoadRequest.Priority.LOW;
    }
    long liquid =
        asked.stream().filter(id -> dollars.getOrDefault(id, 0.0) >= LIQUID_DOLLARS).count();
    return asked.size() <= FEW && highest >= WATCHED_TYPE && 2 * liquid >= asked.size()
        ? LoadRequest.Priority.HIGH
        : LoadRequest.Priority.NORMAL;
  }
}
