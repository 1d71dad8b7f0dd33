package ai.tickstock.scenario;

import java.util.List;
import java.util.Optional;

/// All scenarios there are.
public final class Scenarios {
  private static final List<Scenario> ALL =
      List.of(
          TwinScenarios.crash2020(),
          TwinScenarios.growth2021(),
          TwinScenarios.volatilityPeriods(),
          PriceScenarios.trendChanges(),
          PriceScenarios.highLowEvents(),
          PriceScenarios.gaps(),
          CompanyScenarios.splits(),
          SessionScenarios.halts(),
          SessionScenarios.halfDays(),
          SessionScenarios.daylightSaving(),
          CompanyScenarios.rename(),
          CompanyScenarios.ipoPop(),
          SessionScenarios.fatFinger(),
          SessionScenarios.thinEtf(),
          SessionScenarios.flashCrash());

  private Scenarios() {}

  /// In the order of the documentation.
  public static List<Scenario> all() {
    return ALL;
  }

  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
