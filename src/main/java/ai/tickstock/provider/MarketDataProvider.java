package ai.tickstock.provider;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A vendor of US stock and ETF data. Every method blocks until the rate limit lets the call go and
/// the whole answer (all pages) is there; retries of passing faults happen inside. Safe for use by
/// many threads; made for virtual threads.
///
/// Prices are raw (as traded). Rows come as the vendor gave them, unchecked: who stores them checks
/// them.
public interface MarketDataProvider extends AutoCloseable {

  /// Daily bars of one symbol, ascending by start, each start the New York midnight of its session.
  /// A session that the answer leaves out is *not* a proof that nothing was traded; an unknown
  /// symbol gives an empty list as well.
  Answer<List<BarRow>> dailyBars(Symbol symbol, DateRange range);

  /// Daily bars of the whole market for one session, in no order; empty on a day without a session.
  /// `BarRow.start` is the New York midnight of the asked session whatever stamp the vendor uses
  /// here.
  Answer<List<BarRow>> groupedDaily(LocalDate session);

  /// Minute bars of one symbol, ascending by start, from 04:00 to 20:00 New York time of each date.
  /// A minute without a bar is a minute without a trade, or a fault: the answer does not say which.
  Answer<MinuteRows> minuteBars(Symbol symbol, DateRange range);

  /// The vendor's list of instruments, all pages, duplicates included as received.
  Answer<List<ListingRow>> listings(ListingQuery query);

  /// Facts of one symbol that the lists lack.
  ///
  /// @param asOf the date whose holder of the symbol is meant; the present holder when empty
  /// @return `Failed` with `UNKNOWN_SYMBOL` when the vendor knows none
  Answer<ListingDetails> details(Symbol symbol, Optional<LocalDate> asOf);

  /// The tickers that the present holder of a symbol has had, newest first, the symbol itself
  /// included. A date can be wrong by a day or two: dated lists decide. What is delisted has none.
  ///
  /// @return `Failed` with `UNKNOWN_SYMBOL` when the vendor knows no history of the symbol
  Answer<List<TickerChange>> tickerChanges(Symbol symbol);

  /// The tickers that the instrument with this composite FIGI has had; else as `tickerChanges`.
  Answer<List<TickerChange>> tickerChangesOf(String compositeFigi);

  /// The vendor's security type codes with their descriptions.
  Answer<List<ListingType>> types();

  /// Splits with an execution date in the range, ascending by ticker and date, duplicates as
  /// received.
  ///
  /// @param symbols only these; all of the market when empty
  Answer<List<SplitRow>> splits(List<Symbol> symbols, DateRange executionDates);

  /// Dividends with an ex-date in the range, ascending by ticker and date, duplicates as received.
  ///
  /// @param symbols only these; all of the market when empty
  Answer<List<DividendRow>> dividends(List<Symbol> symbols, DateRange exDates);

  /// The same vendor, asked anew: where answers are kept for later, none of them is given. For who
  /// asks again on purpose.
  default MarketDataProvider fresh() {
    return this;
  }

  @Override
  void close();
}
