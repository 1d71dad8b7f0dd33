package ai.tickstock.simulator;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The last few lists that were put together, so that the pages of one walk sort once. Safe for use
/// by many threads.
final class RecentLists<T> {
  private static final int KEPT = 4;

  private final Map<String, SoftReference<List<T>>> lists =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<List<T>>> eldest) {
          return size() > KEPT;
        }
      };

  /// The list that a call is about: the same for all its pages on one day.
  List<T> of(Call call, Supplier<List<T>> made) {
    var asked = new TreeMap<>(call.parameters());
    asked.remove("page_marker");
    asked.remove("limit");
    var key = call.path() + "?" + asked + " " + call.today();
    synchronized (lists) {
      var kept = lists.get(key);
      var list = kept == null ? null : kept.get();
      if (list == null) {
        list = made.get();
        lists.put(key, new SoftReference<>(list));
      }
      return list;
    }
  }
}
