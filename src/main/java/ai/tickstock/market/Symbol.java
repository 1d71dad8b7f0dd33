package ai.tickstock.market;

/// A ticker as the vendor writes it: case sensitive (`BRK.B`, `BACpL`), a dated label and not an
/// identity.
///
/// @param ticker 1 to 20 printable ASCII characters without blanks, commas, slashes, colons or `@`
public record Symbol(String ticker) implements Comparable<Symbol> {
  public Symbol {
    if (!isValid(ticker)) {
      throw new IllegalArgumentException(
          "'" + ticker + "' is not a ticker: 1 to 20 letters, digits or . - _ ^ $ + = # * ! ~ are");
    }
  }

  /// Whether the text could be a ticker; says nothing about whether somebody trades under it.
  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > 20) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (!alphanumeric && ".-_^$+=#*!~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /// Byte-wise, upper case before lower case, as the vendor sorts.
  @Override
  public int compareTo(Symbol other) {
    return ticker.compareTo(other.ticker);
  }

  @Override
  public String toString() {
    return ticker;
  }
}
