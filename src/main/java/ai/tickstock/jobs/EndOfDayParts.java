package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.universe.CacheEntries;
import java.time.InstantSource;

/// What an end of day works with.
///
/// @param loader one that follows the calendar of `finality`
/// @param finality of the exchange whose sessions are meant
/// @param entries what older applications read of universes
/// @param who runs it, for the second one who wants to
public record EndOfDayParts(
    Database database,
    Loader loader,
    Vendor vendor,
    MarketInformation information,
    Finality finality,
    ListingRules listing,
    CacheEntries entries,
    EndOfDayRules rules,
    InstantSource clock,
    String who) {
  TradingCalendar calendar() {
    return finality.calendar();
  }

  /// Whether the vendor's answers for whole markets are about the exchange.
  boolean isOfTheUs() {
    return calendar().exchange().equals(Mic.XNYS);
  }
}
