package ai.tickstock.universe;

import java.util.Optional;

/// How the returns of one instrument went with those of a benchmark in a window of sessions.
///
/// @param numbers empty where there is a reason
/// @param overlap returns that both have
record Comovement(Optional<Numbers> numbers, int overlap, Optional<Reason> reason) {
  /// @param correlation of the log returns, -1 to 1
  /// @param beta covariance over the variance of the benchmark
  record Numbers(double correlation, double beta) {}

  /// Why there are no numbers.
  enum Reason {
    /// The returns that both have are less than 90 % of the window.
    TOO_FEW_SESSIONS,
    /// One of the two prices was the same all the time.
    DOES_NOT_MOVE
  }

  /// A standard deviation of a return below that is what rounding leaves of a constant price.
  private static final double NO_MOVE = 1e-10;

  /// Compares over the sessions on which both have a close, each return from one such session to
  /// the next; where one lacks a session both have one return over it.
  ///
  /// @param instrument logarithms of adjusted closes by session, NaN where there is none
  /// @param benchmark the same of the benchmark for the same sessions
  /// @param window how many returns at the end of the arrays are looked at; they hold at least one
  ///   session more
  static Comovement of(double[] instrument, double[] benchmark, int window) {
    var x = new double[window];
    var y = new double[window];
    int returns = 0;
    int before = -1;
    for (int session = benchmark.length - 1 - window; session < benchmark.length; session++) {
      if (Double.isNaN(instrument[session]) || Double.isNaN(benchmark[session])) {
        continue;
      }
      if (before >= 0) {
        x[returns] = instrument[session] - instrument[before];
        y[returns] = benchmark[session] - benchmark[before];
        returns++;
      }
      before = session;
    }
    return isEnough(returns, window)
        ? ofReturns(x, y, returns)
        : new Comovement(Optional.empty(), returns, Optional.of(Reason.TOO_FEW_SESSIONS));
  }

  /// Whether so many returns of a window say something: 90 % of it.
  static boolean isEnough(int returns, int window) {
    return 10 * returns >= 9 * window;
  }

  /// In two passes, so that no digits are lost where the mean is large beside the deviations; the
  /// sums of the deviations, which would be 0 without rounding, correct the rest.
  private static Comovement ofReturns(double[] x, double[] y, int n) {
    double meanX = mean(x, n);
    double meanY = mean(y, n);
    double sumX = 0;
    double sumY = 0;
    double squaresX = 0;
    double squaresY = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      sumX += dx;
      sumY += dy;
      squaresX += dx * dx;
      squaresY += dy * dy;
      products += dx * dy;
    }
    squaresX -= sumX * sumX / n;
    squaresY -= sumY * sumY / n;
    products -= sumX * sumY / n;
    double least = n * NO_MOVE * NO_MOVE;
    if (squaresX <= least || squaresY <= least) {
      return new Comovement(Optional.empty(), n, Optional.of(Reason.DOES_NOT_MOVE));
    }
    double correlation = products / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
    return new Comovement(
        Optional.of(new Numbers(Math.clamp(correlation, -1.0, 1.0), products / squaresY)),
        n,
        Optional.empty());
  }

  private static double mean(double[] values, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += values[i];
    }
    return sum / n;
  }
}
