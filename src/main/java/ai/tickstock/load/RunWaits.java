package ai.tickstock.load;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Where the time of one process's share in a run goes, until it is written down. Safe for use by
/// many threads; tasks that wait at once count each by itself.
final class RunWaits {
  enum Kind {
    /// Calls that waited for the vendor's limit, or for what is reserved or wished below it.
    LIMIT,
    /// The vendor's answers.
    VENDOR,
    /// Nothing was begun, see [Throttle].
    THROTTLE,
    /// Finished tasks were stored.
    DATABASE,
    /// Rows were checked.
    CHECKS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Kind, LongAdder> nanos = new ConcurrentHashMap<>();

  LongAdder of(Kind kind) {
    return nanos.computeIfAbsent(kind, _ -> new LongAdder());
  }

  /// What came since the last time, in seconds.
  Map<Kind, Double> taken() {
    var taken = new EnumMap<Kind, Double>(Kind.class);
    for (var kind : Kind.values()) {
      long sum = of(kind).sumThenReset();
      if (sum > 0) {
        taken.put(kind, sum / 1e9);
      }
    }
    return taken;
  }
}
