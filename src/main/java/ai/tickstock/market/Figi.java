package ai.tickstock.market;

/// A Financial Instrument Global Identifier, the lasting identity of an instrument where the vendor
/// knows it: 12 capital letters or digits, such as `BBG000B9XRY4`. The check digit is not verified,
/// since synthetic markets make up identifiers of their own.
public record Figi(String code) implements Comparable<Figi> {
  public Figi {
    if (!isValid(code)) {
      throw new IllegalArgumentException(
          "'" + code + "' is not a FIGI: 12 capital letters or digits are");
    }
  }

  /// Whether the text has the form of a FIGI.
  public static boolean isValid(String text) {
    return text.length() == 12
        && text.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(Figi other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
