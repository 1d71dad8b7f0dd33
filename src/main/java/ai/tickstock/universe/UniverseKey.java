package ai.tickstock.universe;

import java.util.Map;
import java.util.Optional;

/// How people name one universe (of expressions: `UniverseKeys`): `top_50`, or `etf:top_100` where
/// several kinds have the key.
///
/// @param kind `stock_universe`, `etf_universe` or `themes`; any when empty
record UniverseKey(Optional<String> kind, String key) {
  private static final int LONGEST = 100;

  static final String STOCKS = "stock_universe";
  static final String ETFS = "etf_universe";

  private static final Map<String, String> KINDS =
      Map.of("stock", STOCKS, "etf", ETFS, "themes", "themes");

  /// @throws UniverseRefused if the text is no key
  static UniverseKey parse(String text) {
    var parts = text.strip().split(":", 2);
    if (parts.length == 2 && isKind(parts[0])) {
      var kind = KINDS.getOrDefault(parts[0], parts[0]);
      return new UniverseKey(Optional.of(kind), checked(parts[1], text));
    }
    return new UniverseKey(Optional.empty(), checked(text.strip(), text));
  }

  private static String checked(String key, String text) {
    if (key.length() > LONGEST) {
      throw new UniverseRefused("a key has " + LONGEST + " characters at most");
    }
    if (!key.matches("[a-z0-9]+(_[a-z0-9]+)*") || KINDS.containsKey(key)) {
      throw new UniverseRefused(
          "'"
              + text
              + "' is not a key of one universe: lower case words joined by _ are, with etf:,"
              + " stock: or themes: before it where two have it");
    }
    return key;
  }

  /// What people say before a key of that kind.
  static String prefix(String kind) {
    return KINDS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(kind))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(kind);
  }

  /// Whether a word before `:` is a kind, in either spelling.
  static boolean isKind(String word) {
    return KINDS.containsKey(word) || KINDS.containsValue(word);
  }

  /// `etf:top_100`.
  static String withKind(String kind, String key) {
    return prefix(kind) + ":" + key;
  }

  boolean means(String otherKind, String otherKey) {
    return key.equals(otherKey) && kind.map(otherKind::equals).orElse(true);
  }

  @Override
  public String toString() {
    return kind.map(one -> withKind(one, key)).orElse(key);
  }
}
