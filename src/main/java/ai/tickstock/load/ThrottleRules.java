package ai.tickstock.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// When loads go slower or stand still, from the settings.
///
/// @param reserve share of the vendor's limit that work in the background leaves to others in
///   trading hours, from 0 to less than 1
/// @param busiest share of the processors' time; where they are busier nothing more is begun
/// @param leastFreeDisk share of the disk; where less is free nothing more is begun
/// @param slowDatabase an answer to nothing that takes longer makes loads ask for one thing at a
///   time; zero: never
/// @param pauses work in the background begins nothing in these
/// @param runs where there are some, work in the background begins something in these only
public record ThrottleRules(
    double reserve,
    double busiest,
    double leastFreeDisk,
    Duration slowDatabase,
    List<DayWindow> pauses,
    List<DayWindow> runs) {
  public static final ThrottleRules DEFAULT =
      new ThrottleRules(0.5, 0.8, 0.1, Duration.ofMillis(500), List.of(), List.of());

  public ThrottleRules {
    pauses = List.copyOf(pauses);
    runs = List.copyOf(runs);
  }

  /// Whether work in the background may go on at that time of the day.
  boolean allows(Instant time) {
    return pauses.stream().noneMatch(window -> window.contains(time))
        && (runs.isEmpty() || runs.stream().anyMatch(window -> window.contains(time)));
  }
}
