package ai.tickstock.scenario;

import java.util.function.Function;

/// One line of an answer key: something that is in a scenario's data, and how it is measured.
///
/// @param ticker of which instrument; empty for all
/// @param what in the field's words: `drawdown from 2020-02-19 to 2020-03-23`
/// @param asked with its tolerance: `-34 % ± 1`
public record Expectation(
    String ticker, String what, String asked, Function<RecordedMarket, Measured> measure) {

  /// What was found in its place.
  ///
  /// @param text in the form of `asked`: `-34.02 %`
  public record Measured(String text, Verdict verdict) {
    static Measured of(String text, boolean ok) {
      return new Measured(text, ok ? Verdict.OK : Verdict.MISSED);
    }

    static Measured notLoaded() {
      return new Measured("not loaded", Verdict.NOT_LOADED);
    }
  }

  /// Whether what was measured is what was asked for.
  public enum Verdict {
    OK,
    MISSED,
    /// There is nothing to measure: neither right nor wrong.
    NOT_LOADED
  }

  public Measured measuredIn(RecordedMarket market) {
    return measure.apply(market);
  }
}
