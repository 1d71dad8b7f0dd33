package ai.tickstock.scenario.shapes;

/// The four prices of one interval.
public record Candle(double open, double high, double low, double close) {
  public Candle {
    if (!(low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close))) {
      throw new IllegalArgumentException(
          "no candle has open %s, high %s, low %s, close %s".formatted(open, high, low, close));
    }
  }

  double range() {
    return high - low;
  }

  double body() {
    return Math.abs(close - open);
  }

  /// In cents.
  Candle rounded() {
    double o = cents(open);
    double c = cents(close);
    return new Candle(
        o, Math.max(cents(high), Math.max(o, c)), Math.min(cents(low), Math.min(o, c)), c);
  }

  private static double cents(double price) {
    return Math.max(0.01, StrictMath.rint(price * 100) / 100);
  }
}
