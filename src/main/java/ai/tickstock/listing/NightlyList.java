package ai.tickstock.listing;

import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.TickerChange;
import java.util.List;
import java.util.Map;

/// A whole list of one night, by which names that left can be judged.
///
/// @param rows trading instruments, and delisted ones where the source has them
/// @param allExchanges whether it holds all exchanges of the US; else those that it names, wholly
/// @param histories what the vendor says of tickers that newcomers had, newest first; of those that
///   were asked for
public record NightlyList(
    List<ListingRow> rows,
    ListSource source,
    boolean allExchanges,
    Map<Symbol, List<TickerChange>> histories) {
  public NightlyList {
    rows = List.copyOf(rows);
    histories = Map.copyOf(histories);
  }

  public static NightlyList of(List<ListingRow> rows, ListSource source, boolean allExchanges) {
    return new NightlyList(rows, source, allExchanges, Map.of());
  }

  public NightlyList with(Map<Symbol, List<TickerChange>> histories) {
    return new NightlyList(rows, source, allExchanges, histories);
  }
}
