package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/// What one symbol did so far today, as a vendor's snapshot says it. A symbol that has not traded
/// yet has zeros, which are no prices: `day` is empty then.
///
/// @param day the running session so far; empty before the first trade
/// @param minute the newest minute with a trade, its start unknown where the vendor says none
/// @param previousClose of the session before
/// @param updatedAt when the vendor last changed it
/// @param delayed whether the vendor says that it lags behind; empty where it does not say
/// @param fmv the vendor's fair market value, where the plan has it
public record SnapshotRow(
    Symbol symbol,
    Optional<Prices> day,
    Optional<MinuteSoFar> minute,
    OptionalDouble previousClose,
    Optional<Instant> updatedAt,
    Optional<Boolean> delayed,
    Optional<FairValue> fmv) {

  /// @param volumeShares can be fractional
  public record Prices(
      double open,
      double high,
      double low,
      double close,
      double volumeShares,
      OptionalDouble vwap) {}

  public record MinuteSoFar(Optional<Instant> start, Prices prices) {}

  /// @param at when it was computed, where the vendor says it
  public record FairValue(double price, Optional<Instant> at) {}
}
