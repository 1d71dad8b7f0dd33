package ai.tickstock.scenario;

import java.util.Collection;

/// What prices of a market look like in numbers: tails, clusters, what moves with what.
///
/// Returns are differences of logarithms of closes.
public final class MarketStatistics {
  private MarketStatistics() {}

  /// One less than there are closes.
  public static double[] returns(Collection<Double> closes) {
    var returns = new double[Math.max(0, closes.size() - 1)];
    double before = Double.NaN;
    int at = -1;
    for (double close : closes) {
      if (at >= 0) {
        returns[at] = StrictMath.log(close / before);
      }
      before = close;
      at++;
    }
    return returns;
  }

  /// The deviation of daily returns, a year's worth.
  public static double yearly(double[] returns) {
    return StrictMath.sqrt(moment(returns, 2) * returns.length / (returns.length - 1))
        * StrictMath.sqrt(FactorReturns.SESSIONS_A_YEAR);
  }

  /// How much fatter the tails are than those of a normal distribution, which has 0.
  public static double excessKurtosis(double[] returns) {
    double variance = moment(returns, 2);
    return moment(returns, 4) / (variance * variance) - 3;
  }

  /// How much values are like those a number of places before, -1 to 1.
  public static double autocorrelation(double[] values, int lag) {
    double mean = mean(values);
    double with = 0;
    for (int i = lag; i < values.length; i++) {
      with += (values[i] - mean) * (values[i - lag] - mean);
    }
    return with / (moment(values, 2) * values.length);
  }

  /// Their sizes without signs.
  public static double[] absolute(double[] values) {
    var sizes = new double[values.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(values[i]);
    }
    return sizes;
  }

  /// How much two move together, -1 to 1.
  public static double correlation(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double with = 0;
    for (int i = 0; i < a.length; i++) {
      with += (a[i] - meanA) * (b[i] - meanB);
    }
    return with / a.length / StrictMath.sqrt(moment(a, 2) * moment(b, 2));
  }

  /// The change from one value to the next, by least squares.
  static double slope(Collection<Double> values) {
    double middle = (values.size() - 1) / 2.0;
    double with = 0;
    double all = 0;
    int at = 0;
    for (double value : values) {
      with += (at - middle) * value;
      all += (at - middle) * (at - middle);
      at++;
    }
    return with / all;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double moment(double[] values, int power) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      double apart = value - mean;
      sum += power == 2 ? apart * apart : apart * apart * apart * apart;
    }
    return sum / values.length;
  }
}
