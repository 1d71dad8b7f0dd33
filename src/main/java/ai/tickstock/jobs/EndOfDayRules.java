package ai.tickstock.jobs;

import java.time.Duration;
import java.util.List;

/// How the end of day works; from the settings.
///
/// @param buffer time after the close of a session before its end of day may run
/// @param bufferAfterEarlyClose the same after a close that was earlier than usual
/// @param symbolAsks most names that the answer for the whole market leaves out to ask for
/// @param details most instruments a night whose details are asked for
/// @param calls of an evening, up to which details are asked for
/// @param weeklyDetails most instruments whose details are asked for at a weekend
/// @param repairs most findings a night that are repaired by asking again
/// @param minuteUniverses universes whose minutes are loaded
public record EndOfDayRules(
    Duration buffer,
    Duration bufferAfterEarlyClose,
    int symbolAsks,
    int details,
    int calls,
    int weeklyDetails,
    int repairs,
    List<String> minuteUniverses) {
  public static final EndOfDayRules DEFAULT =
      new EndOfDayRules(
          Duration.ofMinutes(45), Duration.ofMinutes(60), 40, 20, 60, 300, 5, List.of());

  public EndOfDayRules {
    minuteUniverses = List.copyOf(minuteUniverses);
  }
}
