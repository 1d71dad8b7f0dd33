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

  /// One list, put together by the first who asks; others who ask for the same wait for it.
  private static final class Kept<T> {
    private SoftReference<List<T>> list = new SoftReference<>(null);

    synchronized List<T> get(Supplier<List<T>> made) {
      var kept = list.get();
      if (kept == null) {
        kept = made.get();
        list = new SoftReference<>(kept);
      }
      return kept;
    }
  }

  private final Map<String, Kept<T>> lists =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept<T>> eldest) {
          return size() > KEPT;
        }
      };

  /// The list that a call is about: the same for all its pages on one day.
  List<T> of(Call call, Supplier<List<T>> made) {
    var asked = new TreeMap<>(call.parameters());
    asked.remove("page_marker");
    asked.remove("limit");
    var key = call.path() + "?" + asked + " " + call.today();
    Kept<T> kept;
    synchronized (lists) {
      kept = lists.computeIfAbsent(key, _ -> new Kept<>());
    }
    return kept.get(made);
  }
}
