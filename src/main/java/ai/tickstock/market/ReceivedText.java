package ai.tickstock.market;

/// A row as text for a person, where its own text was not kept because its fields can repeat it.
public final class ReceivedText {
  private ReceivedText() {}

  /// The fields as JSON in the vendor's names.
  ///
  /// @param startMillis milliseconds since 1970
  /// @param volume left out when it is NaN
  /// @param vwap left out when it is NaN
  /// @param trades left out when they are negative
  public static String json(
      Symbol symbol,
      long startMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double vwap,
      long trades) {
    var text =
        new StringBuilder(128)
            .append("{\"T\":\"")
            .append(symbol)
            .append("\",\"t\":")
            .append(startMillis)
            .append(",\"o\":")
            .append(open)
            .append(",\"h\":")
            .append(high)
            .append(",\"l\":")
            .append(low)
            .append(",\"c\":")
            .append(close);
    if (!Double.isNaN(volume)) {
      text.append(",\"v\":").append(volume);
    }
    if (!Double.isNaN(vwap)) {
      text.append(",\"vw\":").append(vwap);
    }
    if (trades >= 0) {
      text.append(",\"n\":").append(trades);
    }
    return text.append('}').toString();
  }
}
