package ai.tickstock.listing;

import java.util.List;

/// What taking facts did.
///
/// @param funds that are known here and of which there was something to take
/// @param unknown tickers that nobody known here held on the day
/// @param noFunds tickers that something else held: a stock, or a fund that was listed later; each
///   with what it is
/// @param nothing tickers of which the source says nothing
/// @param older values that were not taken because one of a later day is here
public record EtfFactCount(
    int funds,
    List<String> unknown,
    List<String> noFunds,
    List<String> nothing,
    int added,
    int changed,
    int unchanged,
    int older) {
  public EtfFactCount {
    unknown = List.copyOf(unknown);
    noFunds = List.copyOf(noFunds);
    nothing = List.copyOf(nothing);
  }
}
