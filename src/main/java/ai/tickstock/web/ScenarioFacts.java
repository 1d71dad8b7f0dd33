package ai.tickstock.web;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Scenario;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.scenario.Scenarios;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A market in which known things happen, with its default parameters.
///
/// @param key what is in its data, and how it must be measured
record ScenarioFacts(
    String name,
    String title,
    String about,
    List<String> windows,
    List<String> instruments,
    List<Parameter> parameters,
    List<Line> key) {

  record Parameter(String name, String value, String range, String meaning) {}

  /// @param data `twin`, `real` or `pattern`
  record Line(String data, String symbol, String what, String asked) {}

  /// All of them, by name.
  record All(List<One> scenarios) {
    /// @param hasRealWindow whether it is the twin of something that happened
    record One(
        String name,
        String title,
        String first,
        String last,
        int sessions,
        int lines,
        boolean hasRealWindow) {}

    /// They are those of the program: made once.
    private static final class Known {
      private static final All ALL = new All(Scenarios.all().stream().map(All::one).toList());
    }

    static All of() {
      return Known.ALL;
    }

    private static One one(Scenario scenario) {
      var market = ScenarioFacts.market(scenario);
      var windows = market.windows();
      return new One(
          scenario.name(),
          scenario.title(),
          windows.getFirst().first().toString(),
          windows.getLast().last().toString(),
          windows.stream().mapToInt(TradingCalendar.of(Mic.XNYS)::countSessions).sum(),
          market.answerKey().size(),
          scenario.history().isPresent());
    }
  }

  static ScenarioFacts of(Asked asked) {
    var scenario =
        Scenarios.named(asked.shown("name"))
            .orElseThrow(() ->
                new Misasked(HttpStatus.NOT_FOUND, "there is no scenario " + asked.shown("name")));
    var values = scenario.values(Map.of());
    var market = market(scenario);
    var twin =
        market.answerKey().stream()
            .map(line -> new Line("twin", line.ticker(), line.what(), line.asked()));
    var real =
        scenario.history().stream()
            .flatMap(history -> history.key().stream())
            .map(line -> new Line("real", line.ticker(), line.what(), line.asked()));
    var planted =
        market.patterns().stream()
            .map(one -> new Line("pattern", one.ticker(), one.kind().words(), one.when()));
    return new ScenarioFacts(
        scenario.name(),
        scenario.title(),
        scenario.about(),
        market.windows().stream().map(DateRange::toString).toList(),
        market.tickers(),
        scenario.parameters().stream()
            .map(one ->
                new Parameter(one.name(), values.text(one.name()), one.range(), one.meaning()))
            .toList(),
        Stream.of(twin, real, planted).flatMap(lines -> lines).toList());
  }

  private static ScenarioMarket market(Scenario scenario) {
    return scenario.market(scenario.values(Map.of()), TradingCalendar.of(Mic.XNYS));
  }
}
