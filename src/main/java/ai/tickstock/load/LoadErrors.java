package ai.tickstock.load;

import java.util.Locale;

/// The two error figures of a run: how often asking failed, and what that left without an answer.
///
/// @param calls for bars; what is asked about lists, tickers, splits, dividends and listings is not
///   among them
/// @param failedCalls of those without an answer; they were made again, or given up
/// @param requests tasks for bars that ended
/// @param troubled of those that met a failed call
/// @param unresolved of those that ended without an answer, after all retries
public record LoadErrors(int calls, int failedCalls, int requests, int troubled, int unresolved) {
  public static final LoadErrors NONE = new LoadErrors(0, 0, 0, 0, 0);

  /// In percent of the calls.
  public double failedPercent() {
    return percent(failedCalls, calls);
  }

  /// In percent of the requests.
  public double unresolvedPercent() {
    return percent(unresolved, requests);
  }

  /// Those that got their answer in the end, in percent of those that met a failed call; 100 where
  /// none did.
  public double recoveredPercent() {
    return troubled == 0 ? 100 : 100 - percent(unresolved, troubled);
  }

  private static double percent(int part, int whole) {
    return whole == 0 ? 0 : Math.rint(10_000.0 * part / whole) / 100;
  }

  /// `212 of 1,030 calls for bars failed (20.58 %), 3 of 500 requests unresolved after retries` and
  /// their share in percent.
  public String words() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d calls for bars failed (%.2f %%),"
            + " %,d of %,d requests unresolved after retries (%.2f %%)",
        failedCalls,
        calls,
        failedPercent(),
        unresolved,
        requests,
        unresolvedPercent());
  }
}
