package ai.tickstock.listing;

import ai.tickstock.market.Symbol;
import java.util.List;

/// What details did to our instruments.
///
/// @param listing what their list rows did
/// @param changed instruments of which a detail was other than said
/// @param unchanged instruments of which every detail was known
/// @param withoutInstrument tickers whose row was skipped, so that the details have no place
public record DetailsCount(
    SyncCount listing, int changed, int unchanged, List<Symbol> withoutInstrument) {
  public DetailsCount {
    withoutInstrument = List.copyOf(withoutInstrument);
  }
}
