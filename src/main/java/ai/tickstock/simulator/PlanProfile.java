package ai.tickstock.simulator;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/// What a key's plan allows.
///
/// @param callsPerMinute most calls in any 60 s; empty for no limit
/// @param historyYears how far back bars reach, rolling; empty for everything
/// @param refusesToday whether bars of the current session are refused until 20:00 New York time
/// @param delay how far bars of the current session lag behind
/// @param saysDelayed whether bars come with the status `DELAYED`
public record PlanProfile(
    String name,
    OptionalInt callsPerMinute,
    OptionalInt historyYears,
    boolean refusesToday,
    Duration delay,
    boolean saysDelayed) {

  public static final PlanProfile BASIC =
      new PlanProfile("basic", OptionalInt.of(5), OptionalInt.of(2), true, Duration.ZERO, false);
  public static final PlanProfile STARTER = delayed("starter");
  public static final PlanProfile DEVELOPER = delayed("developer");
  public static final PlanProfile ADVANCED = immediate("advanced");
  public static final PlanProfile BUSINESS = immediate("business");

  private static PlanProfile delayed(String name) {
    return new PlanProfile(
        name, OptionalInt.empty(), OptionalInt.empty(), false, Duration.ofMinutes(15), true);
  }

  private static PlanProfile immediate(String name) {
    return new PlanProfile(
        name, OptionalInt.empty(), OptionalInt.empty(), false, Duration.ZERO, false);
  }

  /// @throws IllegalArgumentException if there is no such plan
  public static PlanProfile named(String name) {
    return switch (name) {
      case "basic" -> BASIC;
      case "starter" -> STARTER;
      case "developer" -> DEVELOPER;
      case "advanced" -> ADVANCED;
      case "business" -> BUSINESS;
      default ->
          throw new IllegalArgumentException(
              "unknown plan profile '"
                  + name
                  + "': use basic, starter, developer, advanced or business");
    };
  }

  public PlanProfile withCallsPerMinute(int calls) {
    return new PlanProfile(
        name, OptionalInt.of(calls), historyYears, refusesToday, delay, saysDelayed);
  }

  public PlanProfile withHistoryYears(int years) {
    return new PlanProfile(
        name, callsPerMinute, OptionalInt.of(years), refusesToday, delay, saysDelayed);
  }

  /// The first date whose bars are in the plan; empty if all are.
  Optional<LocalDate> firstDate(LocalDate today) {
    return historyYears.isPresent()
        ? Optional.of(today.minusYears(historyYears.getAsInt()))
        : Optional.empty();
  }
}
