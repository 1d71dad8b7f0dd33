package ai.tickstock.simulator;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The columns by which a list can be sorted, and the order that a call asks for. A row without a
/// value stands behind those with one, in front of them in descending order. Rows that are alike
/// stand in the order that was given first, whichever way the list is sorted.
final class Columns<T> {
  private final Map<String, Comparator<T>> columns = new LinkedHashMap<>();
  private final Comparator<T> ties;

  private Columns(Comparator<T> ties) {
    this.ties = ties;
  }

  static <T> Columns<T> of(Comparator<T> ties) {
    return new Columns<>(ties);
  }

  <V extends Comparable<? super V>> Columns<T> with(String name, Function<T, V> value) {
    columns.put(name, Comparator.comparing(value));
    return this;
  }

  <V extends Comparable<? super V>> Columns<T> withOptional(
      String name, Function<T, Optional<V>> value) {
    columns.put(
        name,
        (a, b) -> {
          var left = value.apply(a);
          var right = value.apply(b);
          return left.isPresent() && right.isPresent()
              ? left.get().compareTo(right.get())
              : Boolean.compare(left.isEmpty(), right.isEmpty());
        });
    return this;
  }

  /// `sort=colA.asc,colB.desc` of the newer addresses; a column alone ascends.
  Comparator<T> sorted(Call call, String otherwise) {
    Comparator<T> order = (_, _) -> 0;
    for (var part : call.parameter("sort").orElse(otherwise).split(",", -1)) {
      int dot = part.indexOf('.');
      var direction = dot < 0 ? "asc" : part.substring(dot + 1);
      if (!direction.equals("asc") && !direction.equals("desc")) {
        throw call.bad("'sort' must be a column and .asc or .desc");
      }
      var column = column(call, dot < 0 ? part : part.substring(0, dot));
      order = order.thenComparing(direction.equals("desc") ? column.reversed() : column);
    }
    return order.thenComparing(ties);
  }

  /// `sort` and `order` of the older addresses.
  ///
  /// @param descending where `order` is not given
  Comparator<T> sorted(Call call, String otherwise, boolean descending) {
    var column = column(call, call.parameter("sort").orElse(otherwise));
    boolean down =
        call.parameter("order").isPresent() ? BarEndpoints.isDescending(call, "order") : descending;
    return (down ? column.reversed() : column).thenComparing(ties);
  }

  private Comparator<T> column(Call call, String name) {
    var column = columns.get(name);
    if (column == null) {
      throw call.bad("'sort' must be one of " + String.join(", ", columns.keySet()));
    }
    return column;
  }
}
