package ai.tickstock.market;

/// A market identifier code of ISO 10383: four capital letters or digits, such as `XNYS`.
public record Mic(String code) implements Comparable<Mic> {
  public static final Mic XNYS = new Mic("XNYS");
  public static final Mic XNAS = new Mic("XNAS");

  public Mic {
    if (!isValid(code)) {
      throw new IllegalArgumentException(
          "'" + code + "' is not a market identifier code (four capital letters or digits)");
    }
  }

  /// Whether the text has the form of a code; the vendor also writes names such as `OTC Link`.
  public static boolean isValid(String text) {
    return text.length() == 4
        && text.chars().allMatch(c -> c >= 'A' && c <= 'Z' || c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(Mic other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
