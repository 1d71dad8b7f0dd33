package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// A vendor with a small list, a bar of each of its tickers in each session, and faults on demand.
/// The close is 100 in the first session of 2024 and one cent more in each later one.
final class ListedVendor implements MarketDataProvider {
  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  private static final LocalDate FIRST = LocalDate.parse("2024-01-02");

  private final List<ListingRow> list = new ArrayList<>();
  private final List<SplitRow> splits = new ArrayList<>();
  private final Set<String> omitted = new HashSet<>();
  private Instant receivedAt = TestProgram.NOW;
  private Optional<ProviderFailure.Kind> down = Optional.empty();
  private Optional<ProviderFailure.Kind> barsDown = Optional.empty();

  /// When its answers arrive from now on.
  void answersAt(Instant instant) {
    receivedAt = instant;
  }

  ListedVendor lists(ListingRow... rows) {
    list.addAll(List.of(rows));
    return this;
  }

  ListedVendor splits(SplitRow... rows) {
    splits.addAll(List.of(rows));
    return this;
  }

  /// Leaves a bar out of every answer.
  ListedVendor omits(String ticker, String session) {
    omitted.add(ticker + " " + session);
    return this;
  }

  ListedVendor fails(ProviderFailure.Kind kind) {
    down = Optional.of(kind);
    return this;
  }

  ListedVendor failsForBars(ProviderFailure.Kind kind) {
    barsDown = Optional.of(kind);
    return this;
  }

  void recovers() {
    down = Optional.empty();
    barsDown = Optional.empty();
  }

  private <T> Answer<T> answer(T value) {
    return answer(value, Optional.empty());
  }

  private <T> Answer<T> answer(T value, Optional<ProviderFailure.Kind> fault) {
    var cost = new Answer.Cost(1, 1_000, 0);
    return down.or(() -> fault)
        .<Answer<T>>map(kind ->
            new Answer.Failed<>(
                new ProviderFailure(kind, "GET /somewhere", 500, 1, "it is away", Optional.empty()),
                cost))
        .orElseGet(() -> new Answer.Given<>(value, cost, receivedAt));
  }

  @Override
  public Answer<List<BarRow>> dailyBars(Symbol symbol, DateRange range) {
    boolean known = list.stream().anyMatch(row -> row.symbol().equals(symbol));
    return answer(
        CALENDAR.sessions(range).stream()
            .map(Session::date)
            .filter(date -> known && !omitted.contains(symbol + " " + date))
            .map(date -> bar(symbol, date))
            .toList(),
        barsDown);
  }

  /// Three minutes from the open of each session.
  @Override
  public Answer<MinuteRows> minuteBars(Symbol symbol, DateRange range) {
    var rows = MinuteRows.of(symbol);
    boolean known = list.stream().anyMatch(row -> row.symbol().equals(symbol));
    CALENDAR.sessions(range).stream()
        .filter(session -> known && !omitted.contains(symbol + " " + session.date()))
        .forEach(session -> {
          double price = bar(symbol, session.date()).close();
          for (int minute = 0; minute < 3; minute++) {
            long start = session.open().toEpochMilli() + 60_000L * minute;
            rows.add(start, price, price + 0.02, price - 0.02, price, 100, price, 2);
          }
        });
    return answer(rows.build(), barsDown);
  }

  @Override
  public Answer<List<BarRow>> groupedDaily(LocalDate session) {
    return answer(
        list.stream()
            .filter(row -> row.active() && !omitted.contains(row.symbol() + " " + session))
            .map(row -> bar(row.symbol(), session))
            .toList(),
        barsDown);
  }

  private static BarRow bar(Symbol symbol, LocalDate session) {
    int number = CALENDAR.countSessions(new DateRange(FIRST, session)) - 1;
    double close = (10_000 + number) / 100.0;
    return new BarRow(
        symbol,
        Bar.startOfSession(session),
        close - 0.25,
        close + 1,
        close - 1,
        close,
        OptionalDouble.of(1_000_000),
        OptionalDouble.of(close),
        OptionalLong.of(5_000),
        "");
  }

  @Override
  public Answer<List<ListingRow>> listings(ListingQuery query) {
    return answer(
        list.stream()
            .filter(row -> row.active() == query.active())
            .filter(row -> query.symbol().isEmpty() || query.symbol().get().equals(row.symbol()))
            .toList());
  }

  @Override
  public Answer<ListingDetails> details(Symbol symbol, Optional<LocalDate> asOf) {
    return new Answer.Failed<>(
        new ProviderFailure(
            ProviderFailure.Kind.UNKNOWN_SYMBOL, "GET /details", 404, 1, "none", Optional.empty()),
        Answer.Cost.NONE);
  }

  @Override
  public Answer<List<TickerChange>> tickerChanges(Symbol symbol) {
    return tickerChangesOf("none");
  }

  @Override
  public Answer<List<TickerChange>> tickerChangesOf(String compositeFigi) {
    return new Answer.Failed<>(
        new ProviderFailure(
            ProviderFailure.Kind.UNKNOWN_SYMBOL, "GET /events", 404, 1, "none", Optional.empty()),
        Answer.Cost.NONE);
  }

  @Override
  public Answer<List<ListingType>> types() {
    return answer(List.of());
  }

  @Override
  public Answer<List<SplitRow>> splits(List<Symbol> symbols, DateRange executionDates) {
    return answer(
        splits.stream()
            .filter(s -> symbols.isEmpty() || symbols.contains(s.symbol()))
            .filter(s -> executionDates.contains(s.executionDate()))
            .toList());
  }

  @Override
  public Answer<List<DividendRow>> dividends(List<Symbol> symbols, DateRange exDates) {
    return answer(List.of());
  }

  @Override
  public void close() {}
}
