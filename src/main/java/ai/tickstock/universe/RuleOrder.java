package ai.tickstock.universe;

import ai.tickstock.universe.UniverseCatalogue.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The universes that have a rule, each after those that its rule names; and what is wrong with
/// rules: a text that cannot be read, a universe that there is not, a circle.
final class RuleOrder {
  private final UniverseCatalogue catalogue;
  private final Map<Integer, UniverseRule> rules = new LinkedHashMap<>();
  private final Map<Integer, String> problems = new LinkedHashMap<>();
  private final List<Entry> order = new ArrayList<>();
  private final Set<Integer> visited = new HashSet<>();

  RuleOrder(UniverseCatalogue catalogue) {
    this.catalogue = catalogue;
    for (var entry : catalogue.entries()) {
      visit(entry, new ArrayDeque<>());
    }
  }

  private void visit(Entry entry, Deque<Entry> path) {
    if (path.stream().anyMatch(one -> one.id() == entry.id())) {
      noteCircle(entry, path);
      return;
    }
    if (entry.rule().isEmpty() || !visited.add(entry.id())) {
      return;
    }
    path.addLast(entry);
    try {
      var rule = UniverseRule.parse(entry.rule().get());
      rules.put(entry.id(), rule);
      for (var key : rule.universes()) {
        visit(catalogue.get(key), path);
      }
    } catch (UniverseRefused refused) {
      problems.putIfAbsent(entry.id(), String.valueOf(refused.getMessage()));
    }
    path.removeLast();
    order.add(entry);
  }

  private void noteCircle(Entry again, Deque<Entry> path) {
    var circle = path.stream().dropWhile(one -> one.id() != again.id()).toList();
    var words =
        Stream.concat(circle.stream(), Stream.of(again))
            .map(catalogue::shown)
            .collect(Collectors.joining(" -> "));
    circle.forEach(one -> problems.putIfAbsent(one.id(), "the rules go in a circle: " + words));
  }

  /// Those with a rule.
  List<Entry> entries() {
    return List.copyOf(order);
  }

  /// Empty where the text cannot be read.
  Optional<UniverseRule> rule(Entry entry) {
    return Optional.ofNullable(rules.get(entry.id()));
  }

  /// What is wrong with the rule of a universe.
  Optional<String> problem(Entry entry) {
    return Optional.ofNullable(problems.get(entry.id()));
  }

  boolean uses(Measure measure) {
    return rules.values().stream().anyMatch(rule -> rule.uses(measure));
  }
}
