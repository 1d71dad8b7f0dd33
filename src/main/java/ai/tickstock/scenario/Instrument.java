package ai.tickstock.scenario;

import ai.tickstock.market.Split;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// One security of a market, the same through renames.
///
/// @param index its place in `Market.instruments()`, from 0
/// @param type the vendor's type code, `CS`, `ETF`, …
/// @param exchange MIC of the primary exchange; a name such as `OTC Link` off the exchanges
/// @param otc whether it trades off the exchanges
/// @param company empty for funds, preferreds, warrants and the like
/// @param listed first listing of the company; empty where the source does not know
/// @param delisted first date on which it was no longer listed
/// @param tickers its tickers in the order of time, at least one
/// @param splits by execution date, oldest first
/// @param referenced whether the lists of tickers name it; some print bars only
public record Instrument(
    int index,
    String name,
    String type,
    String exchange,
    boolean otc,
    Optional<Company> company,
    Optional<String> compositeFigi,
    Optional<String> shareClassFigi,
    Optional<LocalDate> listed,
    Optional<LocalDate> delisted,
    List<TickerPeriod> tickers,
    List<Split> splits,
    boolean referenced) {
  public Instrument {
    tickers = List.copyOf(tickers);
    splits = List.copyOf(splits);
    if (tickers.isEmpty()) {
      throw new IllegalArgumentException("an instrument needs a ticker: " + name);
    }
  }

  Instrument withCompany(Optional<Company> changed) {
    return new Instrument(
        index,
        name,
        type,
        exchange,
        otc,
        changed,
        compositeFigi,
        shareClassFigi,
        listed,
        delisted,
        tickers,
        splits,
        referenced);
  }

  /// The ticker of a date; empty before the listing and from the delisting on.
  public Optional<String> tickerOn(LocalDate date) {
    if (!isListedOn(date)) {
      return Optional.empty();
    }
    for (var period : tickers) {
      if (period.covers(date)) {
        return Optional.of(period.ticker());
      }
    }
    return Optional.empty();
  }

  /// The last ticker that it has or had.
  public String lastTicker() {
    return tickers.getLast().ticker();
  }

  public boolean isListedOn(LocalDate date) {
    return (listed.isEmpty() || !date.isBefore(listed.get()))
        && (delisted.isEmpty() || date.isBefore(delisted.get()));
  }

  public boolean isDelistedOn(LocalDate date) {
    return delisted.isPresent() && !date.isBefore(delisted.get());
  }
}
