package ai.tickstock.listing;

/// What kinds of instruments summaries tell apart.
public enum EquityCategory {
  STOCKS("Stocks"),
  ETFS("ETFs"),
  OTHER("Other");

  private final String word;

  EquityCategory(String word) {
    this.word = word;
  }

  /// As the table of types and summaries write it: `Stocks`, `ETFs`, `Other`.
  public String word() {
    return word;
  }

  /// The category of a word in upper or lower case.
  ///
  /// @throws IllegalArgumentException naming the words that are known
  static EquityCategory of(String word) {
    for (var category : values()) {
      if (category.word().equalsIgnoreCase(word)) {
        return category;
      }
    }
    throw new IllegalArgumentException(
        "'" + word + "' is not a category of equity types: Stocks, ETFs, Other are");
  }
}
