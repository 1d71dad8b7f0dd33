package ai.tickstock.universe;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The lists of tickers in a value of `public.cache_entries`, whoever wrote it: a bare array, or an
/// object with a list under `stocks`, `etfs`, `symbols` or `tickers`, of texts or of objects with a
/// `ticker` or a `symbol`.
final class ListedTickers {
  private static final List<String> LISTS = List.of("stocks", "etfs", "symbols", "tickers");
  private static final List<String> NAMES = List.of("ticker", "symbol");
  private static final String COUNT = "count";

  private ListedTickers() {}

  /// The value with other tickers, all replaced at once. Who was listed under a ticker that
  /// somebody else in the list has from now on is dropped: its holder gave it up. Empty when
  /// nothing changes.
  static Optional<JsonNode> renamed(JsonNode value, Map<String, String> renames) {
    var renamed = value.deepCopy();
    boolean changed = false;
    if (renamed instanceof ArrayNode array) {
      changed = rename(array, renames);
    } else if (renamed instanceof ObjectNode object) {
      for (var list : LISTS) {
        if (object.get(list) instanceof ArrayNode array) {
          int before = array.size();
          changed |= rename(array, renames);
          if (array.size() < before && object.path(COUNT).asInt(-1) == before) {
            object.put(COUNT, array.size());
          }
        }
      }
    }
    return changed ? Optional.of(renamed) : Optional.empty();
  }

  /// The same shape with nobody in it.
  static JsonNode emptied(JsonNode value) {
    var emptied = value.deepCopy();
    if (emptied instanceof ArrayNode array) {
      array.removeAll();
    } else if (emptied instanceof ObjectNode object) {
      for (var list : LISTS) {
        if (object.get(list) instanceof ArrayNode array) {
          array.removeAll();
        }
      }
      if (object.has(COUNT)) {
        object.put(COUNT, 0);
      }
    }
    return emptied;
  }

  private static boolean rename(ArrayNode list, Map<String, String> renames) {
    Set<String> taken = new HashSet<>();
    list.forEach(element ->
        ticker(element).filter(renames::containsKey).map(renames::get).ifPresent(taken::add));
    if (taken.isEmpty()) {
      return false;
    }
    for (int i = list.size() - 1; i >= 0; i--) {
      var element = list.get(i);
      var before = ticker(element);
      var after = before.map(renames::get);
      if (after.isPresent()) {
        if (element instanceof ObjectNode object) {
          NAMES.stream()
              .filter(name -> object.path(name).asString("").equals(before.get()))
              .forEach(name -> object.put(name, after.get()));
        } else {
          list.set(i, StringNode.valueOf(after.get()));
        }
      } else if (before.filter(taken::contains).isPresent()) {
        list.remove(i);
      }
    }
    return true;
  }

  private static Optional<String> ticker(JsonNode element) {
    if (element.isString()) {
      return Optional.of(element.asString());
    }
    return NAMES.stream()
        .map(element::path)
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .findFirst();
  }
}
