package ai.tickstock.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// Cuts lists into pages by a marker in the cursor.
final class Pages {
  private Pages() {}

  static <T> Reply page(
      Call call, Faults faults, List<T> all, int limit, Function<T, Consumer<JsonGenerator>> row) {
    int from = call.parameter("page_marker").map(m -> marker(call, m)).orElse(0);
    int to = Math.min(all.size(), from + limit);
    var rows = from >= to ? List.<T>of() : all.subList(from, to);
    int resumed = faults.repeatsLastOf(rows.size()) ? to - 1 : to;
    Optional<String> next =
        to < all.size()
            ? Optional.of(
                call.next(
                    call.path(),
                    Map.of("page_marker", String.valueOf(resumed), "limit", String.valueOf(limit))))
            : Optional.empty();
    return Envelope.ofRows(call, faults, rows.stream().map(row).toList(), next);
  }

  private static int marker(Call call, String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw call.bad("the cursor is not valid");
    }
  }

  /// Whether a value passes the filters `name`, `name.gt`, `.gte`, `.lt`, `.lte` and `.any_of`.
  static boolean passes(Call call, String name, String value) {
    return passes(call, name, value, Function.identity());
  }

  /// As for text; the filters are numbers.
  static boolean passes(Call call, String name, double value) {
    return passes(call, name, value, text -> number(call, name, text));
  }

  private static <V extends Comparable<V>> boolean passes(
      Call call, String name, V value, Function<String, V> read) {
    return call.parameter(name).map(v -> value.equals(read.apply(v))).orElse(true)
        && call.parameter(name + ".gt").map(v -> value.compareTo(read.apply(v)) > 0).orElse(true)
        && call.parameter(name + ".gte").map(v -> value.compareTo(read.apply(v)) >= 0).orElse(true)
        && call.parameter(name + ".lt").map(v -> value.compareTo(read.apply(v)) < 0).orElse(true)
        && call.parameter(name + ".lte").map(v -> value.compareTo(read.apply(v)) <= 0).orElse(true)
        && call.list(name + ".any_of")
            .map(l -> l.stream().map(read).anyMatch(value::equals))
            .orElse(true);
  }

  private static Double number(Call call, String name, String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw call.bad("'" + name + "' must be a number");
    }
  }
}
