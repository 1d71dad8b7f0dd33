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

  /// What a call asks for.
  ///
  /// @param column the only column; empty where there are several
  /// @param descending of the only column
  record Order<T>(Optional<String> column, boolean descending, Comparator<T> comparator) {
    boolean isBy(String name) {
      return column.filter(name::equals).isPresent();
    }
  }

  /// `sort=colA.asc,colB.desc` of the newer addresses; a column alone ascends.
  Comparator<T> sorted(Call call, String otherwise) {
    return order(call, otherwise).comparator();
  }

  /// As `sorted`, with what it is.
  Order<T> order(Call call, String otherwise) {
    Comparator<T> order = (_, _) -> 0;
    var parts = call.parameter("sort").orElse(otherwise).split(",", -1);
    var name = "";
    boolean down = false;
    for (var part : parts) {
      int dot = part.indexOf('.');
      var direction = dot < 0 ? "asc" : part.substring(dot + 1);
      if (!direction.equals("asc") && !direction.equals("desc")) {
        throw call.bad("'sort' must be a column and .asc or .desc");
      }
      name = dot < 0 ? part : part.substring(0, dot);
      down = direction.equals("desc");
      var column = column(call, name);
      order = order.thenComparing(down ? column.reversed() : column);
    }
    return new Order<>(
        parts.length == 1 ? Optional.of(name) : Optional.empty(), down, order.thenComparing(ties));
  }

  /// `sort` and `order` of the older addresses.
  ///
  /// @param descending where `order` is not given
  Comparator<T> sorted(Call call, String otherwise, boolean descending) {
    return order(call, otherwise, descending).comparator();
  }

  /// As `sorted`, with what it is.
  Order<T> order(Call call, String otherwise, boolean descending) {
    var name = call.parameter("sort").orElse(otherwise);
    var column = column(call, name);
    boolean down =
        call.parameter("order").isPresent() ? BarEndpoints.isDescending(call, "order") : descending;
    return new Order<>(
        Optional.of(name), down, (down ? column.reversed() : column).thenComparing(ties));
  }

  private Comparator<T> column(Call call, String name) {
    var column = columns.get(name);
    if (column == null) {
      throw call.bad("'sort' must be one of " + String.join(", ", columns.keySet()));
    }
    return column;
  }
}
