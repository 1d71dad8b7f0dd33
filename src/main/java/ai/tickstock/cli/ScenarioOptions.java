package ai.tickstock.cli;

import ai.tickstock.listing.NearMatches;
import ai.tickstock.scenario.Scenario;
import ai.tickstock.scenario.ScenarioParameter;
import ai.tickstock.scenario.ScenarioValues;
import ai.tickstock.scenario.Scenarios;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// `--param NAME=VALUE`, and the scenario that they belong to.
final class ScenarioOptions {
  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "Changes the scenario, e.g. drawdown=40%%; repeatable.")
  private List<String> parameters = new ArrayList<>();

  boolean areGiven() {
    return !parameters.isEmpty();
  }

  /// @throws Misuse if there is none of that name
  static Scenario named(String name) {
    var names = Scenarios.all().stream().map(Scenario::name).toList();
    return Scenarios.named(name)
        .orElseThrow(() ->
            new Misuse(
                "there is no scenario '"
                    + name
                    + "'"
                    + Refusals.didYouMean(NearMatches.of(name, names, 3))
                    + " ('tickstock scenario list' shows all "
                    + names.size()
                    + ")"));
  }

  /// The parameters as asked for.
  ///
  /// @throws Misuse if one is not written as `NAME=VALUE`, given twice, or not there
  ScenarioValues values(Scenario scenario) {
    var given = new LinkedHashMap<String, String>();
    var known = scenario.parameters().stream().map(ScenarioParameter::name).toList();
    for (var text : parameters) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new Misuse("--param " + text + ": NAME=VALUE is meant, e.g. --param seed=7");
      }
      var name = text.substring(0, equals);
      if (!known.contains(name)) {
        throw new Misuse(
            "the scenario "
                + scenario.name()
                + " has no parameter '"
                + name
                + "'"
                + Refusals.didYouMean(NearMatches.of(name, known, 2))
                + " ("
                + known.stream().collect(Collectors.joining(", "))
                + " are)");
      }
      if (given.put(name, text.substring(equals + 1)) != null) {
        throw new Misuse("--param " + name + " is given twice");
      }
    }
    return scenario.values(given);
  }
}
