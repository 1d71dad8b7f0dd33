package ai.tickstock.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;

/// The partner's scores of a fund: 0 to 10 for risk and reward, 0 to 100 for the others. They
/// change with the month.
record EtfAnalytics(FundDay day) {
  private static final List<String> RISKS =
      List.of("country", "deviation", "efficiency", "liquidity", "structure", "volatility");

  private static final Map<String, List<String>> PARTS =
      Map.of(
          "technical", List.of("st", "it", "lt"),
          "sentiment", List.of("pc", "si", "iv"),
          "behavioral", List.of(),
          "fundamental", List.of("pe", "pcf", "pb", "div"),
          "global", List.of("sector", "country"),
          "quality", List.of("liquidity", "diversification", "firm"));

  /// The names of all scores.
  static final List<String> SCORES = scores();

  private static List<String> scores() {
    var names = new ArrayList<>(List.of("reward_score", "risk_total_score", "quant_total_score"));
    RISKS.forEach(r -> names.add("risk_" + r));
    new TreeMap<>(PARTS)
        .forEach((whole, parts) -> {
          names.add("quant_composite_" + whole);
          parts.forEach(part -> names.add("quant_" + whole + "_" + part));
        });
    return List.copyOf(names);
  }

  /// Totals are means of their parts.
  double score(String name) {
    return switch (name) {
      case "risk_total_score" ->
          rounded(RISKS.stream().mapToDouble(r -> score("risk_" + r)).average().orElseThrow());
      case "quant_total_score" ->
          rounded(
              PARTS.keySet().stream()
                  .mapToDouble(p -> score("quant_composite_" + p))
                  .average()
                  .orElseThrow());
      default -> {
        int month = day.effective().getYear() * 12 + day.effective().getMonthValue();
        double most = name.startsWith("quant") ? 100 : 10;
        yield rounded(most * Dice.roll(61, day.fund().name() + name, month));
      }
    };
  }

  private static double rounded(double value) {
    return Math.rint(value * 100) / 100;
  }

  /// A letter for the total score.
  String grade() {
    double total = score("quant_total_score");
    return total >= 71 ? "A" : total >= 56 ? "B" : total >= 41 ? "C" : total >= 26 ? "D" : "F";
  }

  /// What a call asks of the grade and the scores.
  static Predicate<FundDay> filter(Call call) {
    var grade = Filter.ofText(call, "quant_grade");
    var scores = new HashMap<String, Filter<Double>>();
    SCORES.forEach(s -> scores.put(s, Filter.ofNumber(call, s)));
    scores.values().removeIf(Filter::isEmpty);
    return d -> {
      var analytics = new EtfAnalytics(d);
      return (grade.isEmpty() || grade.test(analytics.grade()))
          && scores.entrySet().stream()
              .allMatch(s -> s.getValue().test(analytics.score(s.getKey())));
    };
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    day.writeKey(json);
    json.writeStringProperty("quant_grade", grade());
    SCORES.forEach(s -> Json.number(json, s, score(s)));
    json.writeEndObject();
  }
}
