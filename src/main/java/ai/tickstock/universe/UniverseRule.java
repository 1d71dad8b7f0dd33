package ai.tickstock.universe;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Who belongs to a universe, as parts joined by `;` that all must hold: `stocks; sector =
/// Technology; market_cap >= 10e9; top 10 by market_cap`.
///
/// @param text as it was written
/// @param top how many at most, and by what; the last part
record UniverseRule(String text, List<Condition> conditions, Optional<Top> top) {

  /// The first `count` by a measure, the greatest first.
  record Top(int count, Measure measure) {}

  UniverseRule {
    conditions = List.copyOf(conditions);
  }

  /// @throws UniverseRefused naming the part that cannot be read and the words that are known
  static UniverseRule parse(String text) {
    return RuleParser.BUNDLED.parse(text);
  }

  /// Other universes that it names.
  List<UniverseKey> universes() {
    return conditions.stream()
        .filter(Condition.InUniverse.class::isInstance)
        .map(Condition.InUniverse.class::cast)
        .flatMap(condition -> condition.universes().stream())
        .distinct()
        .toList();
  }

  /// Types that it names.
  List<String> types() {
    return conditions.stream()
        .filter(Condition.OfType.class::isInstance)
        .map(Condition.OfType.class::cast)
        .flatMap(condition -> condition.types().stream())
        .distinct()
        .toList();
  }

  boolean uses(Measure measure) {
    return top.filter(t -> t.measure() == measure).isPresent()
        || conditions.stream()
            .anyMatch(c -> c instanceof Condition.Threshold t && t.measure() == measure);
  }

  /// Whether it asks for a theme, or for a sector, which funds have by theirs.
  boolean usesThemes() {
    return conditions.stream()
        .anyMatch(c -> c instanceof Condition.OfTheme || c instanceof Condition.InSector);
  }

  /// Whether it asks for what [ai.tickstock.listing.Fundamentals] tell.
  boolean usesFundamentals() {
    return top.filter(t -> t.measure() != Measure.VOLUME).isPresent()
        || conditions.stream()
            .anyMatch(c ->
                switch (c) {
                  case Condition.Threshold t -> t.measure() != Measure.VOLUME;
                  case Condition.InBand _, Condition.InIndustry _, Condition.OfSic _ -> true;
                  case Condition.OfCategory _,
                      Condition.OfType _,
                      Condition.InSector _,
                      Condition.OfTheme _,
                      Condition.InUniverse _ ->
                      false;
                });
  }

  /// Whether it chooses among the instruments of its kind by more than how many.
  boolean chooses() {
    return top.isEmpty() && conditions.stream().anyMatch(c -> !c.isKind());
  }

  /// Its conditions of size, trading and cost as a JSON object, in the words that consumers know;
  /// empty when it has none.
  Optional<String> liquidityFilter() {
    var filter = new TreeMap<String, Double>();
    for (var condition : conditions) {
      if (condition instanceof Condition.Threshold(var measure, var comparison, var bound)) {
        boolean isLeast = comparison == Comparison.AT_LEAST || comparison == Comparison.MORE_THAN;
        switch (measure) {
          case AUM -> filter.put(isLeast ? "min_aum" : "aum_max", bound);
          case VOLUME -> filter.put(isLeast ? "min_volume" : "volume_max", bound);
          case EXPENSE_RATIO ->
              filter.put(isLeast ? "min_expense_ratio" : "expense_ratio_max", bound);
          case MARKET_CAP -> {
            // A matter of size, not of how easily it is traded.
          }
        }
      }
    }
    if (filter.isEmpty()) {
      return Optional.empty();
    }
    var json = new StringBuilder();
    filter.forEach((name, bound) ->
        json.append(json.isEmpty() ? "{" : ", ")
            .append('"')
            .append(name)
            .append("\": ")
            .append(new BigDecimal(bound.toString()).stripTrailingZeros().toPlainString()));
    return Optional.of(json.append('}').toString());
  }
}
