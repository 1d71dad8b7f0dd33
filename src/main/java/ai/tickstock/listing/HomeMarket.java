package ai.tickstock.listing;

import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import java.util.Locale;

/// That a US-listed fund holds what trades on another exchange, its home market. The fund trades on
/// every US session all the same; where the home market is closed, its net asset value is stale.
///
/// @param expectedName part of the name of the fund that is meant: a ticker can have been given to
///   somebody else
/// @param exchange has a calendar
/// @param country whose market it is
public record HomeMarket(
    Symbol symbol, String expectedName, Mic exchange, String country, String source) {

  /// Whether an instrument of that name can be the fund; upper and lower case are alike.
  public boolean isOf(String name) {
    return name.toLowerCase(Locale.ROOT).contains(expectedName.toLowerCase(Locale.ROOT));
  }
}
