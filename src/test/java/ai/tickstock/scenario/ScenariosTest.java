package ai.tickstock.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Expectation.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenariosTest {
  private static final TradingCalendar NYSE = TradingCalendar.nyse();
  private static final List<String> OTHER_SEEDS =
      List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "19", "20251127");

  private static Stream<Scenario> scenarios() {
    return Scenarios.all().stream();
  }

  private static Scenario scenario(String name) {
    return Scenarios.named(name).orElseThrow();
  }

  private static ScenarioMarket market(Scenario scenario, Map<String, String> parameters) {
    return scenario.market(scenario.values(parameters), NYSE);
  }

  private static List<String> wrong(ScenarioMarket market) {
    return wrong(market, _ -> true);
  }

  /// Without the minutes of whole years.
  private static List<String> wrongEvents(ScenarioMarket market) {
    return wrong(market, line -> !line.what().startsWith("sessions whose minutes"));
  }

  private static List<String> wrong(ScenarioMarket market, Predicate<Expectation> lines) {
    var wrong = new ArrayList<String>();
    var recorded = market.recorded();
    for (var line : market.answerKey().stream().filter(lines).toList()) {
      var measured = line.measuredIn(recorded);
      if (measured.verdict() != Verdict.OK) {
        wrong.add(line.ticker() + ", " + line.what() + ": " + line.asked() + ", " + measured);
      }
    }
    return wrong;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyMarketIsWhatItsAnswerKeySaysDownToItsMinutes(Scenario scenario) {
    assertThat(wrong(market(scenario, Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void anotherSeedIsAnotherMarketWithTheSameEvents(Scenario scenario) {
    for (var seed : OTHER_SEEDS) {
      var market = market(scenario, Map.of("seed", seed));
      assertThat(wrongEvents(market)).as("seed " + seed).isEmpty();
      var date = market.windows().getFirst().last();
      assertThat(market.session(date))
          .isNotEqualTo(market(scenario, Map.of()).session(date))
          .isEqualTo(market(scenario, Map.of("seed", seed)).session(date));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "crash_2020, drawdown=60%",
    "crash_2020, drawdown=5%",
    "crash_2020, drawdown=12",
    "crash_2020, shape=u",
    "crash_2020, shape=w",
    "crash_2020, recovery=0%",
    "crash_2020, peak=2020-06-01;trough=2020-08-14",
    "crash_2020, volatility=35%",
    "growth_2021, growth=80%",
    "growth_2021, growth=-20%",
    "volatility_periods, march_2020=45%",
    "trend_changes, move=60%",
    "high_low_events, events=2025-03-03;move=70%",
    "gaps, gap=30%;events=2025-02-03",
    "halts, minutes=5;jump=20%",
    "half_days, start=2020-01-02",
    "dst, start=2023-01-03",
    "ipo_pop, pop=150%;fade=70%",
    "fat_finger, off=90%",
    "thin_etf, silence=80%",
    "flash_crash, depth=30%;minutes=5",
    "gaps, sessions=60"
  })
  void otherParametersChangeWhatHappensAndWhatTheKeySays(String name, String parameters) {
    var given =
        Stream.of(parameters.split(";"))
            .map(p -> p.split("="))
            .collect(Collectors.toMap(p -> p[0], p -> p[1]));
    assertThat(wrongEvents(market(scenario(name), given))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crash_2020 | drawdown=120% | parameter drawdown=120% lies outside: 5% to 90%",
        "crash_2020 | drawdown=much | is not a number",
        "crash_2020 | peak=2020-02-22 | no session of the scenario",
        "crash_2020 | peak=2020-03-20 | a crash needs at least 5 sessions before its peak",
        "crash_2020 | shape=z | v, u, w",
        "crash_2020 | start=1950-01-03 | outside the calendar's years",
        "crash_2020 | depth=3% | there is no parameter 'depth'",
        "gaps | sessions=12.5 | is not a whole number",
        "gaps | events=2025-02-30 | is not a date",
        "trend_changes | events=2025-03-03,2025-03-10 | less than 20 sessions",
        "dst | start=2025-05-01 | x",
        "half_days | start=2025-01-02 | x",
        "volatility_periods | start=2019-01-02 | does not hold February 2018",
        "ipo_pop | event=2025-12-01 | less than 65 sessions"
      })
  void refusesParametersThatMeanNothingOrDoNotGoTogether(
      String name, String parameter, String message) {
    var equals = parameter.indexOf('=');
    var given = new HashMap<String, String>();
    given.put(parameter.substring(0, equals), parameter.substring(equals + 1));
    if (message.equals("x")) {
      given.put("sessions", "60");
    }
    assertThatThrownBy(() -> market(scenario(name), given))
        .isInstanceOf(ScenarioRefused.class)
        .hasMessageContaining(message.equals("x") ? "take more sessions" : message);
  }

  @Test
  void allSymbolsHaveThePrefixThatNoRealOneHas() {
    for (var scenario : Scenarios.all()) {
      assertThat(market(scenario, Map.of()).tickers())
          .isNotEmpty()
          .doesNotHaveDuplicates()
          .allMatch(ticker -> ticker.startsWith(Scenario.PREFIX));
    }
  }

  @Test
  void symbolsDifferFromEachOther() {
    var market = market(scenario("gaps"), Map.of());
    var moves = new HashSet<List<Double>>();
    IntStream.range(0, market.tickers().size())
        .forEach(i -> moves.add(market.days(i).stream().map(d -> d.close() / d.open()).toList()));
    assertThat(moves).hasSameSizeAs(market.tickers());
  }

  @Test
  void aFatFingerStandsInOneMinuteAndInTheDay() {
    var market = market(scenario("fat_finger"), Map.of("events", "2025-03-03"));
    var date = LocalDate.of(2025, 3, 3);
    var day =
        market.session(date).stream()
            .filter(d -> d.ticker().equals("TEST_FATF"))
            .findFirst()
            .orElseThrow();
    var minutes = market.minutes("TEST_FATF", date);
    assertThat(IntStream.range(0, minutes.size()).filter(i -> minutes.low(i) == day.low()))
        .hasSize(1);
    assertThat(day.low()).isLessThan(0.7 * Math.min(day.open(), day.close()));
  }

  @Test
  void theStoryOfAScenarioNamesWhatWasAskedForInAnotherWay() {
    var crash = scenario("crash_2020");
    assertThat(crash.story(crash.values(Map.of()))).isEqualTo("crash_2020 seed=42");
    assertThat(crash.story(crash.values(Map.of("drawdown", "40.0", "seed", "7"))))
        .isEqualTo("crash_2020 seed=7 drawdown=40%");
    assertThat(crash.story(crash.values(Map.of("drawdown", "34.1%"))))
        .isEqualTo("crash_2020 seed=42");
  }
}
