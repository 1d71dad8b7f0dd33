package ai.tickstock.jobs;

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
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// A vendor whose lists of trading instruments lack some names, other ones each night, and in some
/// nights end too early.
final class FlappingProvider implements MarketDataProvider {
  private final MarketDataProvider vendor;
  private final double missing;
  private final double cutShort;
  private long night;
  private boolean barsAnswered = true;

  /// @param missing the share of names that a list lacks, 0 to 1
  /// @param cutShort the share of nights in which the list ends after half of it
  FlappingProvider(MarketDataProvider vendor, double missing, double cutShort) {
    this.vendor = vendor;
    this.missing = missing;
    this.cutShort = cutShort;
  }

  void night(LocalDate date) {
    night = date.toEpochDay();
  }

  /// Whether bars are given, or refused for a wrong key.
  void answersBars(boolean yes) {
    barsAnswered = yes;
  }

  private static <T> Answer<T> failed() {
    return new Answer.Failed<>(
        new ProviderFailure(
            ProviderFailure.Kind.KEY_REFUSED,
            "GET /v2/aggs",
            401,
            1,
            "Unknown API Key",
            Optional.empty()),
        Answer.Cost.NONE);
  }

  @Override
  public Answer<List<ListingRow>> listings(ListingQuery query) {
    var answer = vendor.listings(query);
    if (!(answer instanceof Answer.Given<List<ListingRow>>(var rows, var cost, var at))
        || !query.active()) {
      return answer;
    }
    var dice = new SplittableRandom(night);
    int end = dice.nextDouble() < cutShort ? rows.size() / 2 : rows.size();
    var kept = rows.subList(0, end).stream().filter(_ -> dice.nextDouble() >= missing).toList();
    return new Answer.Given<>(kept, cost, at);
  }

  @Override
  public MarketDataProvider fresh() {
    return this;
  }

  @Override
  public Answer<List<BarRow>> dailyBars(Symbol symbol, DateRange range) {
    return barsAnswered ? vendor.dailyBars(symbol, range) : failed();
  }

  @Override
  public Answer<List<BarRow>> groupedDaily(LocalDate session) {
    return barsAnswered ? vendor.groupedDaily(session) : failed();
  }

  @Override
  public Answer<MinuteRows> minuteBars(Symbol symbol, DateRange range) {
    return vendor.minuteBars(symbol, range);
  }

  @Override
  public Answer<ListingDetails> details(Symbol symbol, Optional<LocalDate> asOf) {
    return vendor.details(symbol, asOf);
  }

  @Override
  public Answer<List<TickerChange>> tickerChanges(Symbol symbol) {
    return vendor.tickerChanges(symbol);
  }

  @Override
  public Answer<List<TickerChange>> tickerChangesOf(String compositeFigi) {
    return vendor.tickerChangesOf(compositeFigi);
  }

  @Override
  public Answer<List<ListingType>> types() {
    return vendor.types();
  }

  @Override
  public Answer<List<SplitRow>> splits(List<Symbol> symbols, DateRange executionDates) {
    return vendor.splits(symbols, executionDates);
  }

  @Override
  public Answer<List<DividendRow>> dividends(List<Symbol> symbols, DateRange exDates) {
    return vendor.dividends(symbols, exDates);
  }

  @Override
  public void close() {
    vendor.close();
  }
}
