package ai.tickstock;

import java.time.Duration;
import java.util.Map;

/// How a running program behaves.
///
/// @param stopWithin how long a stop may take
/// @param runs loads on which one process works at once
/// @param schedules rules by the name of the schedule; `off` pauses it
record ServeSettings(Duration stopWithin, int runs, Map<String, String> schedules) {
  ServeSettings {
    schedules = Map.copyOf(schedules);
  }
}
