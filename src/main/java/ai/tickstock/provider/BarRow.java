package ai.tickstock.provider;

import ai.tickstock.market.ReceivedText;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One bar as a vendor or a file gave it, before any check. A required number that was missing or
/// unreadable is NaN.
///
/// @param start first instant of the bar; daily bars at New York midnight
/// @param volume shares; empty where the source has the column but no value in it
/// @param received the row's own text when the other fields cannot repeat it (something in it was
///   unreadable), else empty
public record BarRow(
    Symbol symbol,
    Instant start,
    double open,
    double high,
    double low,
    double close,
    OptionalDouble volume,
    OptionalDouble vwap,
    OptionalLong trades,
    String received) {

  /// The row as received, or its fields as JSON in the vendor's names when nothing in it was
  /// unreadable.
  public String asReceived() {
    if (!received.isEmpty()) {
      return received;
    }
    return ReceivedText.json(
        symbol,
        start.toEpochMilli(),
        open,
        high,
        low,
        close,
        volume.orElse(Double.NaN),
        vwap.orElse(Double.NaN),
        trades.orElse(-1));
  }
}
