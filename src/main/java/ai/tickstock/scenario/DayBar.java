package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import java.time.LocalDate;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One printed row of one session, prices as traded. Not checked: sources print what they print.
///
/// @param volume shares; NaN where the source has none
/// @param vwap US dollars; NaN where the source has none
/// @param trades number of trades; negative where the source has none
public record DayBar(
    String ticker,
    LocalDate session,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double vwap,
    long trades,
    boolean otc) {

  /// The row as a checked bar.
  ///
  /// @throws IllegalArgumentException if the row cannot be a bar
  public Bar bar() {
    return new Bar(
        Bar.startOfSession(session),
        open,
        high,
        low,
        close,
        Double.isNaN(volume) ? OptionalDouble.empty() : OptionalDouble.of(volume),
        Double.isNaN(vwap) ? OptionalDouble.empty() : OptionalDouble.of(vwap),
        trades < 0 ? OptionalLong.empty() : OptionalLong.of(trades));
  }
}
