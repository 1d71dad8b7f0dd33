package ai.tickstock.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The filters `name`, `name.gt`, `.gte`, `.lt`, `.lte` and `.any_of` of a call for one field, read
/// once for all rows.
final class Filter<V extends Comparable<? super V>> implements Predicate<V> {
  private final List<Predicate<V>> conditions = new ArrayList<>();

  private Filter(Call call, String name, Function<String, V> read) {
    call.parameter(name).map(read).ifPresent(v -> conditions.add(v::equals));
    call.parameter(name + ".gt").map(read).ifPresent(v -> conditions.add(x -> x.compareTo(v) > 0));
    call.parameter(name + ".gte")
        .map(read)
        .ifPresent(v -> conditions.add(x -> x.compareTo(v) >= 0));
    call.parameter(name + ".lt").map(read).ifPresent(v -> conditions.add(x -> x.compareTo(v) < 0));
    call.parameter(name + ".lte")
        .map(read)
        .ifPresent(v -> conditions.add(x -> x.compareTo(v) <= 0));
    call.list(name + ".any_of")
        .map(texts -> new HashSet<>(texts.stream().map(read).toList()))
        .ifPresent(values -> conditions.add(values::contains));
  }

  /// Text, compared byte by byte.
  static Filter<String> ofText(Call call, String name) {
    return new Filter<>(call, name, Function.identity());
  }

  static Filter<Double> ofNumber(Call call, String name) {
    return new Filter<>(call, name, text -> number(call, name, text));
  }

  static Filter<LocalDate> ofDate(Call call, String name) {
    return new Filter<>(call, name, text -> call.dateOf(name, text));
  }

  /// Whether a value passes.
  @Override
  public boolean test(V value) {
    for (var condition : conditions) {
      if (!condition.test(value)) {
        return false;
      }
    }
    return true;
  }

  /// What is not known passes only where nobody filters by it.
  boolean test(Optional<V> value) {
    return value.map(this::test).orElse(conditions.isEmpty());
  }

  boolean isEmpty() {
    return conditions.isEmpty();
  }

  private static Double number(Call call, String name, String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw call.bad("'" + name + "' must be a number");
    }
  }
}
