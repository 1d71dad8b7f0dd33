package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// A daily bar as it came, before any check.
///
/// @param instrument whose it is
/// @param symbol the ticker under which it came
/// @param open US dollars; NaN where it was missing or unreadable, as are the other three
/// @param received the row as received, asked for only when it is refused
public record ReceivedBar(
    InstrumentId instrument,
    Symbol symbol,
    Instant start,
    double open,
    double high,
    double low,
    double close,
    OptionalDouble volume,
    OptionalDouble vwap,
    OptionalLong trades,
    Supplier<String> received) {

  /// The date of the start in New York.
  LocalDate session() {
    return Bar.dateOf(start);
  }

  /// Whether two rows say the same of the same start.
  boolean repeats(ReceivedBar other) {
    return start.equals(other.start)
        && Double.compare(open, other.open) == 0
        && Double.compare(high, other.high) == 0
        && Double.compare(low, other.low) == 0
        && Double.compare(close, other.close) == 0
        && volume.equals(other.volume)
        && vwap.equals(other.vwap)
        && trades.equals(other.trades);
  }
}
