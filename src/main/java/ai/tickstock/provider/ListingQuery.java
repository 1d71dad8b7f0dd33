package ai.tickstock.provider;

import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.Optional;

/// Which part of the vendor's list is asked for.
///
/// @param symbol only this ticker; all when empty
/// @param type only this type code (`CS`, `ETF`, …); all when empty
/// @param active true: traded on the date; false: delisted by then
/// @param asOf the list as of that date; the latest when empty
public record ListingQuery(
    Optional<Symbol> symbol, Optional<String> type, boolean active, Optional<LocalDate> asOf) {
  public static final ListingQuery ALL_ACTIVE =
      new ListingQuery(Optional.empty(), Optional.empty(), true, Optional.empty());

  public static ListingQuery of(Symbol symbol) {
    return new ListingQuery(Optional.of(symbol), Optional.empty(), true, Optional.empty());
  }

  public ListingQuery delisted() {
    return new ListingQuery(symbol, type, false, asOf);
  }

  public ListingQuery on(LocalDate date) {
    return new ListingQuery(symbol, type, active, Optional.of(date));
  }
}
