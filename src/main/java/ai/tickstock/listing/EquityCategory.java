package ai.tickstock.listing;

import java.util.Locale;

/// What kinds of instruments summaries tell apart.
public enum EquityCategory {
  STOCKS,
  ETFS,
  OTHER;

  /// As the table of types and summaries write it: `stocks`, `etfs`, `other`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException naming the words that are known
  static EquityCategory of(String word) {
    for (var category : values()) {
      if (category.word().equalsIgnoreCase(word)) {
        return category;
      }
    }
    throw new IllegalArgumentException(
        "'" + word + "' is not a category of equity types: stocks, etfs, other are");
  }
}
