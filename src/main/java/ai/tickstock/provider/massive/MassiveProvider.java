package ai.tickstock.provider.massive;

import static ai.tickstock.provider.massive.Question.encoded;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.EtfProfileRow;
import ai.tickstock.provider.ExchangeRow;
import ai.tickstock.provider.HolidayRow;
import ai.tickstock.provider.IpoRow;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.ListingType;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.MarketStatus;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.SnapshotRow;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.provider.TickerChange;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Massive (formerly Polygon.io) over REST. The simulator is the same adapter at another address.
///
/// An interrupt ends any question promptly with `INTERRUPTED`.
public final class MassiveProvider implements MarketDataProvider, MarketInformation {
  private static final Logger LOG = LoggerFactory.getLogger(MassiveProvider.class);

  private final Connection connection;
  private final Walk walk;
  private final CorporateActions actions;
  private final Information information;

  private MassiveProvider(Connection connection, Walk walk) {
    this.connection = connection;
    this.walk = walk;
    this.actions = new CorporateActions(walk);
    this.information = new Information(walk);
  }

  /// Nothing is sent before the first question.
  public static MassiveProvider connect(
      MassiveSettings settings, RateLimiter limiter, InstantSource clock) {
    return connect(settings, limiter, clock, Optional.empty());
  }

  /// One that looks for answers among those kept before it asks, and keeps what it gets.
  public static MassiveProvider connect(
      MassiveSettings settings,
      RateLimiter limiter,
      InstantSource clock,
      Optional<AnswerCache> kept) {
    return connect(settings, limiter, clock, Waits.USUAL, kept);
  }

  static MassiveProvider connect(
      MassiveSettings settings, RateLimiter limiter, InstantSource clock, Waits waits) {
    return connect(settings, limiter, clock, waits, Optional.empty());
  }

  static MassiveProvider connect(
      MassiveSettings settings,
      RateLimiter limiter,
      InstantSource clock,
      Waits waits,
      Optional<AnswerCache> kept) {
    var connection = new Connection(settings, limiter, clock, waits, kept);
    return new MassiveProvider(connection, new Walk(connection, settings, clock, kept));
  }

  /// As promised by the interface; closing either one closes both.
  @Override
  public MassiveProvider fresh() {
    return new MassiveProvider(connection, walk.fresh());
  }

  /// Until when calls fail at once because the vendor did not answer several times in a row; then
  /// one call is let through to probe. Empty while calls go out.
  public Optional<Instant> unreachableUntil() {
    return connection.unreachableUntil();
  }

  /// As promised by the interface; rows that repeat each other exactly are given once, rows that
  /// contradict each other are all given. So are rows outside the asked range.
  @Override
  public Answer<List<BarRow>> dailyBars(Symbol symbol, DateRange range) {
    var address = aggregates(symbol, "day", range);
    var question =
        new Question<>(address, BarReader.of(symbol), Optional.of(symbol))
            .kept(Keeping.barsTo(range.last()));
    return walk.all(question).map(rows -> ascendingOnce(symbol, range, rows));
  }

  /// Answers come ascending: then no row can repeat another.
  static List<BarRow> ascendingOnce(Symbol symbol, DateRange range, List<BarRow> rows) {
    int first = 1;
    while (first < rows.size() && rows.get(first - 1).start().isBefore(rows.get(first).start())) {
      first++;
    }
    if (first >= rows.size()) {
      return rows;
    }
    var once = new ArrayList<>(new LinkedHashSet<>(rows));
    if (once.size() < rows.size()) {
      LOG.debug(
          "exact repeats dropped symbol={} range={} rows={}",
          symbol,
          range,
          rows.size() - once.size());
    }
    once.sort(Comparator.comparing(BarRow::start));
    return once;
  }

  /// The most base bars that one page may hold are asked for, and every page is followed.
  private static String aggregates(Symbol symbol, String timespan, DateRange range) {
    return "/v2/aggs/ticker/"
        + encoded(symbol.ticker())
        + "/range/1/"
        + timespan
        + "/"
        + range.first()
        + "/"
        + range.last()
        + "?adjusted=false&sort=asc&limit=50000";
  }

  /// As promised by the interface; rows that repeat or contradict each other and rows outside the
  /// asked range are all given.
  @Override
  public Answer<MinuteRows> minuteBars(Symbol symbol, DateRange range) {
    var question =
        new Question<>(aggregates(symbol, "minute", range), BarReader.MINUTES, Optional.of(symbol))
            .kept(Keeping.barsTo(range.last()));
    return walk.all(question).map(rows -> minutes(symbol, rows));
  }

  static MinuteRows minutes(Symbol symbol, List<MinuteRow> rows) {
    var minutes = MinuteRows.of(symbol);
    for (var row : rows) {
      minutes.add(
          row.start(),
          row.open(),
          row.high(),
          row.low(),
          row.close(),
          row.volume(),
          row.vwap(),
          row.trades());
      if (!row.received().isEmpty()) {
        minutes.receivedAs(row.received());
      }
    }
    return minutes.build().ascending();
  }

  @Override
  public Answer<List<BarRow>> groupedDaily(LocalDate session) {
    return walk.all(
        Question.of(
                "/v2/aggs/grouped/locale/us/market/stocks/"
                    + session
                    + "?adjusted=false&include_otc=false",
                BarReader.of(session))
            .kept(Keeping.barsTo(session)));
  }

  @Override
  public Answer<List<ListingRow>> listings(ListingQuery query) {
    var address = new StringBuilder("/v3/reference/tickers?market=stocks");
    query.symbol().ifPresent(s -> address.append("&ticker=").append(encoded(s.ticker())));
    query.type().ifPresent(type -> address.append("&type=").append(encoded(type)));
    address.append("&active=").append(query.active());
    query.asOf().ifPresent(date -> address.append("&date=").append(date));
    address.append("&sort=ticker&order=asc&limit=1000");
    return walk.all(
        Question.of(address.toString(), ReferenceRows.listings(query.active()))
            .kept(Keeping.ROWS_BY_AGE));
  }

  @Override
  public Answer<ListingDetails> details(Symbol symbol, Optional<LocalDate> asOf) {
    var address =
        "/v3/reference/tickers/"
            + encoded(symbol.ticker())
            + asOf.map(date -> "?date=" + date).orElse("");
    var question =
        new Question<>(address, ReferenceRows.DETAILS, Optional.of(symbol))
            .kept(Keeping.ROWS_BY_AGE);
    return switch (walk.all(question)) {
      case Answer.Failed<List<ListingDetails>> failed -> failed.as();
      case Answer.Given<List<ListingDetails>>(var rows, var cost, var receivedAt) -> {
        if (rows.size() != 1) {
          yield wrong(address, "the details are missing in the answer", cost);
        }
        var details = rows.getFirst();
        if (!details.listing().symbol().equals(symbol)) {
          yield wrong(
              address,
              "asked for " + symbol + ", the answer is about " + details.listing().symbol(),
              cost);
        }
        yield new Answer.Given<>(details, cost, receivedAt);
      }
    };
  }

  private static <T> Answer<T> wrong(String address, String message, Answer.Cost cost) {
    return new Answer.Failed<>(
        new ProviderFailure(Kind.BAD_ANSWER, "GET " + address, 200, 1, message, Optional.empty()),
        cost);
  }

  @Override
  public Answer<List<TickerChange>> tickerChanges(Symbol symbol) {
    return tickerChanges(symbol.ticker(), Optional.of(symbol));
  }

  @Override
  public Answer<List<TickerChange>> tickerChangesOf(String compositeFigi) {
    return tickerChanges(compositeFigi, Optional.empty());
  }

  private Answer<List<TickerChange>> tickerChanges(String id, Optional<Symbol> symbol) {
    var address = "/vX/reference/tickers/" + encoded(id) + "/events?types=ticker_change";
    var question =
        new Question<>(address, ReferenceRows.TICKER_CHANGES, symbol).kept(Keeping.ROWS_BY_AGE);
    return switch (walk.all(question)) {
      case Answer.Failed<List<List<TickerChange>>> failed -> failed.as();
      case Answer.Given<List<List<TickerChange>>>(var rows, var cost, var receivedAt) ->
          rows.size() == 1
              ? new Answer.Given<>(rows.getFirst(), cost, receivedAt)
              : wrong(address, "the ticker history is missing or unreadable in the answer", cost);
    };
  }

  @Override
  public Answer<List<ListingType>> types() {
    return walk.all(
        Question.of("/v3/reference/tickers/types?asset_class=stocks&locale=us", ReferenceRows.TYPES)
            .kept(Keeping.ROWS_BY_AGE));
  }

  @Override
  public Answer<List<SplitRow>> splits(List<Symbol> symbols, DateRange executionDates) {
    return actions.splits(symbols, executionDates);
  }

  @Override
  public Answer<List<DividendRow>> dividends(List<Symbol> symbols, DateRange exDates) {
    return actions.dividends(symbols, exDates);
  }

  @Override
  public Answer<PlanFacts> probePlan(TradingCalendar calendar, int mostCalls) {
    return new PlanProbe(walk, calendar, mostCalls)
        .facts(connection.limitMet(), connection::limitMet);
  }

  @Override
  public Answer<List<SnapshotRow>> snapshots(List<Symbol> symbols) {
    return information.snapshots(symbols);
  }

  @Override
  public Answer<List<SnapshotRow>> marketSnapshot() {
    return information.marketSnapshot();
  }

  @Override
  public Answer<SnapshotRow> snapshot(Symbol symbol) {
    return information.snapshot(symbol);
  }

  @Override
  public Answer<MarketStatus> marketStatus() {
    return information.marketStatus();
  }

  @Override
  public Answer<List<HolidayRow>> holidays() {
    return information.holidays();
  }

  @Override
  public Answer<Optional<BarRow>> previousDay(Symbol symbol) {
    return information.previousDay(symbol);
  }

  @Override
  public Answer<List<IpoRow>> ipos(LocalDate listedFrom) {
    return information.ipos(listedFrom);
  }

  @Override
  public Answer<List<ExchangeRow>> exchanges() {
    return information.exchanges();
  }

  @Override
  public Answer<Optional<EtfProfileRow>> etfProfile(Symbol symbol) {
    return information.etfProfile(symbol);
  }

  @Override
  public Answer<List<EtfProfileRow>> etfProfiles(LocalDate processedOn) {
    return information.etfProfiles(processedOn);
  }

  @Override
  public void close() {
    connection.close();
  }
}
