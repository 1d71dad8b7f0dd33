package ai.tickstock.load;

import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.RateLimiter;

/// Whom a process asks.
///
/// @param name as it is stored with facts: `massive`, `simulator`
public record Vendor(String name, MarketDataProvider provider, RateLimiter limiter) {}
