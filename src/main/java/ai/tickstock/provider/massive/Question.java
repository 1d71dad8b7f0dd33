package ai.tickstock.provider.massive;

import ai.tickstock.market.Symbol;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What is asked of the vendor.
///
/// @param address path and query of the first page
/// @param rows reads one row of the answer
/// @param about the ticker that an answer has to name, if it names one
/// @param place where the rows stand in the answer
/// @param keeping whether the answer cache may have the answer
record Question<T>(
    String address, RowReader<T> rows, Optional<Symbol> about, Place place, Keeping keeping) {

  /// Where the rows of an answer stand.
  enum Place {
    RESULTS("results"),
    TICKERS("tickers"),
    TICKER("ticker"),
    /// The body is the object, or the list, without an envelope.
    BODY("");

    private final String field;

    Place(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }

    String words() {
      return this == BODY ? "the answer" : field;
    }
  }

  Question(String address, RowReader<T> rows, Optional<Symbol> about) {
    this(address, rows, about, Place.RESULTS, Keeping.NEVER);
  }

  static <T> Question<T> of(String address, RowReader<T> rows) {
    return new Question<>(address, rows, Optional.empty());
  }

  /// The same with its rows elsewhere.
  Question<T> in(Place other) {
    return new Question<>(address, rows, about, other, keeping);
  }

  /// The same, about one ticker.
  Question<T> about(Symbol symbol) {
    return new Question<>(address, rows, Optional.of(symbol), place, keeping);
  }

  /// The same, to be kept.
  Question<T> kept(Keeping other) {
    return new Question<>(address, rows, about, place, other);
  }

  /// A value in a path or a query. Case stays: `BACpL` is not `BACPL`.
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
