package ai.tickstock.provider;

import java.time.Instant;
import java.util.Map;

/// Whether the market is open, as a vendor says it.
///
/// @param market `open`, `closed` or `extended-hours`
/// @param earlyHours whether pre-market trading is on
/// @param afterHours whether after-hours trading is on
/// @param serverTime the vendor's clock
/// @param exchanges the same word by the vendor's name of the exchange, e.g. `nyse`
public record MarketStatus(
    String market,
    boolean earlyHours,
    boolean afterHours,
    Instant serverTime,
    Map<String, String> exchanges) {
  public MarketStatus {
    exchanges = Map.copyOf(exchanges);
  }
}
