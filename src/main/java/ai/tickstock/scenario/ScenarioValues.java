package ai.tickstock.scenario;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The parameters of one scenario, each checked by itself; whether they go together is seen when
/// the market is made.
public final class ScenarioValues {
  private final Map<String, String> values;
  private final String changed;

  private ScenarioValues(Map<String, String> values, String changed) {
    this.values = values;
    this.changed = changed;
  }

  /// @param given what was asked for in another way; the rest is as by default
  /// @throws ScenarioRefused for a parameter that is not there or means nothing
  static ScenarioValues of(List<ScenarioParameter> parameters, Map<String, String> given) {
    for (var name : given.keySet()) {
      if (parameters.stream().noneMatch(p -> p.name().equals(name))) {
        throw new ScenarioRefused(
            "there is no parameter '"
                + name
                + "' ("
                + parameters.stream().map(ScenarioParameter::name).collect(Collectors.joining(", "))
                + " are)");
      }
    }
    var values = new LinkedHashMap<String, String>();
    var changed = new StringBuilder();
    for (var parameter : parameters) {
      var text = given.get(parameter.name());
      var value = text == null ? parameter.byDefault() : parameter.checked(text);
      values.put(parameter.name(), value);
      if (!value.equals(parameter.byDefault())) {
        changed.append(' ').append(parameter.name()).append('=').append(value);
      }
    }
    return new ScenarioValues(values, changed.toString().strip());
  }

  /// What differs from the default, in the order of the parameters: `drawdown=40% seed=7`; empty if
  /// nothing does.
  public String changed() {
    return changed;
  }

  /// The text of one: `34%`.
  public String text(String parameter) {
    return Objects.requireNonNull(values.get(parameter), parameter);
  }

  /// @return 0.34 of `34%`
  double fraction(String parameter) {
    var text = text(parameter);
    return Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
  }

  long count(String parameter) {
    return Long.parseLong(text(parameter));
  }

  LocalDate date(String parameter) {
    return LocalDate.parse(text(parameter));
  }

  /// Ascending; empty where the scenario chooses.
  List<LocalDate> dates(String parameter) {
    var text = text(parameter);
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(LocalDate::parse).toList();
  }
}
