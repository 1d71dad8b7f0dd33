package ai.tickstock.load;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.ListingType;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.provider.TickerChange;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A provider that asks another one, after something of a test's own.
final class MeddlingProvider implements MarketDataProvider {
  /// What happens before a symbol's bars are asked for.
  interface Before {
    /// @return the answer instead of the vendor's; empty to ask the vendor
    Optional<Answer<List<BarRow>>> bars(Symbol symbol);
  }

  private final MarketDataProvider asked;
  private final Before before;

  MeddlingProvider(MarketDataProvider asked, Before before) {
    this.asked = asked;
    this.before = before;
  }

  /// As an adapter says it after its own tries, or without a try behind an open circuit.
  static Optional<Answer<List<BarRow>>> unreachable(int attempts) {
    return Optional.of(
        new Answer.Failed<>(
            new ProviderFailure(
                ProviderFailure.Kind.UNREACHABLE,
                "GET /v2/aggs",
                0,
                attempts,
                "cannot connect",
                Optional.of(Duration.ofMillis(30))),
            new Answer.Cost(attempts, 0, 0)));
  }

  @Override
  public Answer<List<BarRow>> dailyBars(Symbol symbol, DateRange range) {
    return before.bars(symbol).orElseGet(() -> asked.dailyBars(symbol, range));
  }

  @Override
  public Answer<MinuteRows> minuteBars(Symbol symbol, DateRange range) {
    return asked.minuteBars(symbol, range);
  }

  @Override
  public Answer<List<BarRow>> groupedDaily(LocalDate session) {
    return asked.groupedDaily(session);
  }

  @Override
  public Answer<List<ListingRow>> listings(ListingQuery query) {
    return asked.listings(query);
  }

  @Override
  public Answer<ListingDetails> details(Symbol symbol, Optional<LocalDate> asOf) {
    return asked.details(symbol, asOf);
  }

  @Override
  public Answer<List<TickerChange>> tickerChanges(Symbol symbol) {
    return asked.tickerChanges(symbol);
  }

  @Override
  public Answer<List<TickerChange>> tickerChangesOf(String compositeFigi) {
    return asked.tickerChangesOf(compositeFigi);
  }

  @Override
  public Answer<List<ListingType>> types() {
    return asked.types();
  }

  @Override
  public Answer<List<SplitRow>> splits(List<Symbol> symbols, DateRange executionDates) {
    return asked.splits(symbols, executionDates);
  }

  @Override
  public Answer<List<DividendRow>> dividends(List<Symbol> symbols, DateRange exDates) {
    return asked.dividends(symbols, exDates);
  }

  @Override
  public void close() {}
}
