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
record Question<T>(String address, RowReader<T> rows, Optional<Symbol> about) {
  static <T> Question<T> of(String address, RowReader<T> rows) {
    return new Question<>(address, rows, Optional.empty());
  }

  /// A value in a path or a query. Case stays: `BACpL` is not `BACPL`.
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
