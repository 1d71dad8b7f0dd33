package ai.tickstock.simulator;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/// What a key's plan allows.
///
/// @param callsPerMinute most calls a minute; empty for no limit
/// @param historyYears how far back bars reach, rolling; empty for everything
/// @param minuteYears how far back bars within a day reach, rolling; empty for as far as days
/// @param refusesToday whether bars of the current session are refused until 20:00 New York time
/// @param delay how far bars and snapshots of the current session lag behind
/// @param saysDelayed whether bars and snapshots come with the status `DELAYED`
/// @param snapshots whether snapshots are in the plan
/// @param fairValue whether snapshots hold the vendor's fair market value
/// @param flatFiles whether flat files are in the plan
/// @param etfProfiles whether the partner's data of ETFs were bought with it
public record PlanProfile(
    String name,
    OptionalInt callsPerMinute,
    OptionalInt historyYears,
    OptionalInt minuteYears,
    boolean refusesToday,
    Duration delay,
    boolean saysDelayed,
    boolean snapshots,
    boolean fairValue,
    boolean flatFiles,
    boolean etfProfiles) {

  public static final PlanProfile BASIC =
      new PlanProfile(
          "basic",
          OptionalInt.of(5),
          OptionalInt.of(2),
          OptionalInt.empty(),
          true,
          Duration.ZERO,
          false,
          false,
          false,
          false,
          false);
  public static final PlanProfile STARTER = delayed("starter");
  public static final PlanProfile DEVELOPER = delayed("developer");
  public static final PlanProfile ADVANCED = immediate("advanced");
  public static final PlanProfile BUSINESS =
      new PlanProfile(
          "business",
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          false,
          Duration.ZERO,
          false,
          true,
          true,
          true,
          true);

  /// A plan with snapshots and flat files, without fair market values and ETF profiles, whose
  /// minutes reach as far back as its days.
  public PlanProfile(
      String name,
      OptionalInt callsPerMinute,
      OptionalInt historyYears,
      boolean refusesToday,
      Duration delay,
      boolean saysDelayed) {
    this(
        name,
        callsPerMinute,
        historyYears,
        OptionalInt.empty(),
        refusesToday,
        delay,
        saysDelayed,
        true,
        false,
        true,
        false);
  }

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
    return with(OptionalInt.of(calls), historyYears, minuteYears, etfProfiles);
  }

  public PlanProfile withHistoryYears(int years) {
    return with(callsPerMinute, OptionalInt.of(years), minuteYears, etfProfiles);
  }

  public PlanProfile withMinuteYears(int years) {
    return with(callsPerMinute, historyYears, OptionalInt.of(years), etfProfiles);
  }

  public PlanProfile withEtfProfiles(boolean bought) {
    return with(callsPerMinute, historyYears, minuteYears, bought);
  }

  /// The same with the vendor's fair market values in its snapshots.
  public PlanProfile withFairValue() {
    return new PlanProfile(
        name,
        callsPerMinute,
        historyYears,
        minuteYears,
        refusesToday,
        delay,
        saysDelayed,
        snapshots,
        true,
        flatFiles,
        etfProfiles);
  }

  private PlanProfile with(
      OptionalInt calls, OptionalInt years, OptionalInt yearsOfMinutes, boolean profiles) {
    return new PlanProfile(
        name,
        calls,
        years,
        yearsOfMinutes,
        refusesToday,
        delay,
        saysDelayed,
        snapshots,
        fairValue,
        flatFiles,
        profiles);
  }

  /// The first date whose daily bars are in the plan; empty if all are.
  Optional<LocalDate> firstDate(LocalDate today) {
    return first(today, historyYears);
  }

  /// The first date whose bars within the day are in the plan; empty if all are.
  Optional<LocalDate> firstMinuteDate(LocalDate today) {
    return first(today, minuteYears.isPresent() ? minuteYears : historyYears);
  }

  private static Optional<LocalDate> first(LocalDate today, OptionalInt years) {
    return years.isPresent() ? Optional.of(today.minusYears(years.getAsInt())) : Optional.empty();
  }
}
