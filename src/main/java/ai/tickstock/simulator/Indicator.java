package ai.tickstock.simulator;

import java.util.Arrays;

/// Moving averages and what is made of them, value by value over a series; NaN where the series is
/// too short yet.
final class Indicator {
  /// What can be asked for, with the ordinary windows.
  enum Kind {
    SMA(50),
    EMA(50),
    RSI(14),
    /// Its windows have names of their own.
    MACD(26);

    final int window;

    Kind(int window) {
      this.window = window;
    }
  }

  private Indicator() {}

  /// The mean of the last `window` values.
  static double[] sma(double[] series, int window) {
    var means = new double[series.length];
    Arrays.fill(means, Double.NaN);
    for (int i = window - 1; i < series.length; i++) {
      double sum = 0;
      for (int j = i - window + 1; j <= i; j++) {
        sum += series[j];
      }
      means[i] = sum / window;
    }
    return means;
  }

  /// Begins with the mean of the first `window` values that are numbers.
  static double[] ema(double[] series, int window) {
    var means = new double[series.length];
    Arrays.fill(means, Double.NaN);
    int first = 0;
    while (first < series.length && Double.isNaN(series[first])) {
      first++;
    }
    double weight = 2.0 / (window + 1);
    double sum = 0;
    for (int i = first; i < series.length; i++) {
      int seen = i - first + 1;
      if (seen <= window) {
        sum += series[i];
        means[i] = seen == window ? sum / window : Double.NaN;
      } else {
        means[i] = means[i - 1] + weight * (series[i] - means[i - 1]);
      }
    }
    return means;
  }

  /// Wilder's, 0 to 100.
  static double[] rsi(double[] series, int window) {
    var strengths = new double[series.length];
    Arrays.fill(strengths, Double.NaN);
    double up = 0;
    double down = 0;
    for (int i = 1; i < series.length; i++) {
      double move = series[i] - series[i - 1];
      double gain = Math.max(0, move);
      double loss = Math.max(0, -move);
      if (i <= window) {
        up += gain / window;
        down += loss / window;
      } else {
        up += (gain - up) / window;
        down += (loss - down) / window;
      }
      if (i >= window) {
        strengths[i] = down == 0 ? 100 : 100 - 100 / (1 + up / down);
      }
    }
    return strengths;
  }

  /// One series less another, value by value.
  static double[] difference(double[] left, double[] right) {
    var difference = new double[left.length];
    for (int i = 0; i < left.length; i++) {
      difference[i] = left[i] - right[i];
    }
    return difference;
  }
}
