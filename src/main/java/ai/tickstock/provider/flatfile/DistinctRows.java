package ai.tickstock.provider.flatfile;

import ai.tickstock.provider.BarRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows of one file by what must be unique in it: exact repeats are counted and left out, different
/// values are set aside together.
final class DistinctRows<K> {
  private final Map<K, BarRow> rows = new LinkedHashMap<>();
  private final Map<K, List<BarRow>> contradicting = new LinkedHashMap<>();
  private long exactRepeats;

  void add(K key, BarRow row) {
    var set = contradicting.get(key);
    if (set != null) {
      if (set.contains(row)) {
        exactRepeats++;
      } else {
        set.add(row);
      }
      return;
    }
    var first = rows.putIfAbsent(key, row);
    if (first == null) {
      return;
    }
    if (first.equals(row)) {
      exactRepeats++;
    } else {
      rows.remove(key);
      contradicting.put(key, new ArrayList<>(List.of(first, row)));
    }
  }

  /// Those without a contradiction, in the order in which they came.
  List<BarRow> rows() {
    return List.copyOf(rows.values());
  }

  List<Contradiction> contradictions() {
    return contradicting.values().stream().map(Contradiction::new).toList();
  }

  long exactRepeats() {
    return exactRepeats;
  }
}
