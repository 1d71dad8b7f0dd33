package ai.tickstock.simulator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Counts what arrives: calls an endpoint, answers a status, and calls in any 60 s a key. Safe for
/// use by many threads.
final class CallStats {
  private static final int WINDOW_SECONDS = 60;

  private static final class Arrivals {
    private final Deque<Instant> all = new ArrayDeque<>();
    private final Deque<Instant> admitted = new ArrayDeque<>();
    private int most;
  }

  private final Map<String, Long> endpoints = new TreeMap<>();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Map<String, Arrivals> keys = new HashMap<>();

  /// Counts a call of a key and says whether its plan admits it. Refused calls do not use up the
  /// plan.
  ///
  /// @return seconds until a call would be admitted; empty when this one is
  synchronized OptionalInt arrive(String key, Instant now, PlanProfile plan, RateWindow window) {
    var arrivals = keys.computeIfAbsent(key, _ -> new Arrivals());
    boolean fixed = window == RateWindow.FIXED_MINUTE;
    var minute = now.truncatedTo(ChronoUnit.MINUTES);
    trim(arrivals.all, now.minusSeconds(WINDOW_SECONDS));
    trim(arrivals.admitted, fixed ? minute.minusNanos(1) : now.minusSeconds(WINDOW_SECONDS));
    arrivals.all.addLast(now);
    arrivals.most = Math.max(arrivals.most, arrivals.all.size());
    if (plan.callsPerMinute().isPresent()
        && arrivals.admitted.size() >= plan.callsPerMinute().getAsInt()) {
      var counted = fixed ? minute : arrivals.admitted.getFirst();
      long free = counted.plusSeconds(WINDOW_SECONDS).getEpochSecond();
      return OptionalInt.of((int) Math.max(1, free - now.getEpochSecond()));
    }
    arrivals.admitted.addLast(now);
    return OptionalInt.empty();
  }

  private static void trim(Deque<Instant> calls, Instant gone) {
    while (!calls.isEmpty() && !calls.getFirst().isAfter(gone)) {
      calls.removeFirst();
    }
  }

  synchronized void answered(String endpoint, int status) {
    endpoints.merge(endpoint, 1L, Long::sum);
    statuses.merge(status, 1L, Long::sum);
  }

  synchronized Map<String, Long> endpoints() {
    return new TreeMap<>(endpoints);
  }

  synchronized Map<Integer, Long> statuses() {
    return new TreeMap<>(statuses);
  }

  /// Most calls in any 60 s, admitted or not, by key.
  synchronized Map<String, Integer> mostInAMinute() {
    var most = new TreeMap<String, Integer>();
    keys.forEach((key, arrivals) -> most.put(key, arrivals.most));
    return most;
  }
}
