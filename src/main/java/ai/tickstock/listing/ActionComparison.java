package ai.tickstock.listing;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// New actions beside the stored ones: what is to be written, and what each row came to.
final class ActionComparison {
  private final Map<ActionFacts.Key, ActionFacts> stored = new HashMap<>();
  private final Map<ActionFacts.Key, ActionFacts> toWrite = new LinkedHashMap<>();
  private final Map<Symbol, Integer> unknown = new TreeMap<>();
  private final List<ActionCount.Conflict> conflicts = new ArrayList<>();
  private final List<ActionCount.Refused> refused = new ArrayList<>();
  private int added;
  private int corrected;
  private int unchanged;

  ActionComparison(List<ActionFacts> stored) {
    stored.forEach(action -> this.stored.put(action.key(), action));
  }

  void take(Symbol symbol, ActionFacts action) {
    var fromRows = toWrite.get(action.key());
    var ours = fromRows == null ? stored.get(action.key()) : fromRows;
    if (ours == null) {
      added++;
      toWrite.put(action.key(), action);
    } else if (ours.sameNumbers(action)) {
      unchanged++;
    } else if (fromRows == null && ours.sameRow(action)) {
      corrected++;
      toWrite.put(action.key(), action);
    } else {
      conflicts.add(
          new ActionCount.Conflict(
              action.key().instrument(),
              symbol,
              action.key().exDate(),
              ours.numbers(),
              action.numbers()));
    }
  }

  void refuse(Symbol symbol, LocalDate date, String reason) {
    refused.add(new ActionCount.Refused(symbol, date, reason));
  }

  void noHolder(Symbol symbol) {
    unknown.merge(symbol, 1, Integer::sum);
  }

  Collection<ActionFacts> toWrite() {
    return toWrite.values();
  }

  ActionCount count() {
    return new ActionCount(added, corrected, unchanged, unknown, conflicts, refused);
  }
}
