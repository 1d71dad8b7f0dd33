package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.shapes.CandleShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a pattern library that knows nothing of us finds in our scenarios.
class PatternCheckTest {
  private static final TradingCalendar NYSE = TradingCalendar.nyse();

  private static List<PatternCheck.Row> checked(Scenario scenario, String seed) {
    var market = scenario.market(scenario.values(Map.of("seed", seed)), NYSE);
    return PatternCheck.of(market.recorded(), market.patterns());
  }

  @ParameterizedTest
  @ValueSource(strings = {"42", "1", "2", "3"})
  void findsNearlyAllThatIsPlanted(String seed) {
    for (var scenario : Scenarios.all()) {
      var rows = checked(scenario, seed);
      int planted = rows.stream().mapToInt(PatternCheck.Row::planted).sum();
      int found = rows.stream().mapToInt(PatternCheck.Row::found).sum();
      assertThat(planted).as(scenario.name()).isGreaterThanOrEqualTo(15);
      assertThat(found)
          .as(scenario.name() + " " + rows)
          .isGreaterThanOrEqualTo((int) Math.ceil(PatternCheck.LEAST_FOUND * planted));
    }
  }

  @Test
  void aYearHasRoomForAllShapes() {
    for (var scenario : Scenarios.all()) {
      if (scenario.history().isEmpty()) {
        assertThat(checked(scenario, "42"))
            .as(scenario.name())
            .hasSizeGreaterThanOrEqualTo(CandleShape.values().length)
            .allMatch(row -> row.planted() > 0);
      }
    }
  }

  @Test
  void countsWhatIsFoundWhereNothingWasPlanted() {
    var scenario = Scenarios.named("gaps").orElseThrow();
    var market = scenario.market(scenario.values(Map.of()), NYSE);
    var planted = market.patterns();
    var without = planted.subList(1, planted.size());
    var one = PatternCheck.of(market.recorded(), List.of(planted.getFirst())).getFirst();
    assertThat(one.planted()).isEqualTo(1);
    assertThat(one.found()).isEqualTo(1);
    int elsewhere =
        PatternCheck.of(market.recorded(), planted).stream()
            .mapToInt(PatternCheck.Row::others)
            .sum();
    int more =
        PatternCheck.of(market.recorded(), without).stream()
            .mapToInt(PatternCheck.Row::others)
            .sum();
    assertThat(elsewhere).isPositive();
    assertThat(more + one.others() + 1).isGreaterThanOrEqualTo(elsewhere);
  }

  @Test
  void findsNothingInPricesWithoutThePattern() {
    var scenario = Scenarios.named("gaps").orElseThrow();
    var market = scenario.market(scenario.values(Map.of()), NYSE);
    var moved =
        market.patterns().stream()
            .map(p -> new PlantedPattern("TEST_AGG", p.kind(), p.session()))
            .toList();
    var rows = PatternCheck.of(market.recorded(), moved);
    assertThat(rows.stream().mapToInt(PatternCheck.Row::found).sum())
        .isLessThan(rows.stream().mapToInt(PatternCheck.Row::planted).sum() / 2);
  }
}
