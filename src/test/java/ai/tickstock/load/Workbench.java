package ai.tickstock.load;

import ai.tickstock.bars.BarStore;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A new database, a simulated vendor over HTTP, and loaders between them, at a time that tests
/// set.
final class Workbench implements AutoCloseable {
  static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  static final long SEED = 20_251;
  static final Market MARKET = new SyntheticMarket(SEED, CALENDAR);

  /// A Monday morning before the open, after the last fixed point of the calendar's tests.
  static final Instant MONDAY = Instant.parse("2026-06-15T12:00:00Z");

  static final RateLimit UNHURRIED = RateLimit.perSecond(10_000);

  /// As in production, but without waits worth noticing.
  static final LoadPolicy POLICY =
      new LoadPolicy(
          8,
          Duration.ofSeconds(60),
          30_000,
          3,
          Duration.ofMillis(20),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          Duration.ofHours(12),
          Duration.ofDays(30),
          Duration.ofDays(7),
          Duration.ofDays(7),
          false);

  private final Database database;
  private final SimulatorServer server;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private volatile Instant now = MONDAY;
  private LoadPolicy policy = POLICY;
  private RateLimit limit = UNHURRIED;
  private Throttle throttle = Throttle.NONE;

  private Workbench(Market market, UnaryOperator<SimulatorOptions> options) {
    database = TestPostgres.migrated();
    server =
        SimulatorServer.start(options.apply(SimulatorOptions.over(market, CALENDAR, this::now)));
  }

  static Workbench open() {
    return over(MARKET);
  }

  static Workbench over(Market market) {
    return open(market, options -> options);
  }

  static Workbench open(Market market, UnaryOperator<SimulatorOptions> options) {
    return new Workbench(market, options);
  }

  Workbench with(LoadPolicy changed) {
    policy = changed;
    return this;
  }

  Workbench with(Throttle changed) {
    throttle = changed;
    return this;
  }

  Workbench with(RateLimit changed) {
    limit = changed;
    return this;
  }

  Database database() {
    return database;
  }

  SimulatorServer vendor() {
    return server;
  }

  Instant now() {
    return now;
  }

  void setTime(Instant time) {
    now = time;
  }

  /// A loader of its own connection to the vendor.
  Loader loader() {
    return loader(database);
  }

  Loader loader(Database into) {
    return loader(into, symbol -> Optional.empty());
  }

  /// One whose provider does something before it asks.
  Loader loader(Database into, MeddlingProvider.Before before) {
    var limiter = RateLimiter.local(limit, Clock.systemUTC());
    var provider =
        MassiveProvider.connect(
            MassiveSettings.of(server.uri(), new ApiKey("test-key-of-a-load")), limiter, clock());
    opened.add(provider);
    var vendor = new Vendor("simulator", new MeddlingProvider(provider, before), limiter);
    return new Loader(
            into, Optional.of(vendor), limit, policy, TradingCalendar.nyse(), clock(), "test")
        .heldBackBy(throttle);
  }

  /// A second way into the same database, as another process has it.
  Database another() {
    var another = Database.connect(database.address(), 6);
    opened.add(another);
    return another;
  }

  Loader fileLoader() {
    return new Loader(
        database, Optional.empty(), limit, policy, TradingCalendar.nyse(), clock(), "test");
  }

  InstantSource clock() {
    return this::now;
  }

  LoadSummary load(LoadRequest request) throws InterruptedException {
    return finished(loader().load(request, LoadObserver.SILENT));
  }

  static LoadSummary finished(LoadResult result) {
    if (result instanceof LoadResult.Finished(var summary)) {
      return summary;
    }
    throw new AssertionError("the load did not finish: " + result);
  }

  static LoadRequest symbols(DateRange range, String... tickers) {
    return symbols(BarInterval.DAY, range, tickers);
  }

  static LoadRequest symbols(BarInterval interval, DateRange range, String... tickers) {
    return new LoadRequest(
        "symbols " + String.join(",", tickers),
        new LoadRequest.Target.Symbols(Arrays.stream(tickers).map(Symbol::new).toList()),
        interval,
        range,
        LoadRequest.Priority.NORMAL,
        Optional.empty(),
        false);
  }

  static LoadRequest universe(DateRange range, String expression) {
    return new LoadRequest(
        "universe " + expression,
        new LoadRequest.Target.Universe(expression),
        BarInterval.DAY,
        range,
        LoadRequest.Priority.NORMAL,
        Optional.empty(),
        false);
  }

  static LoadRequest everything(DateRange range) {
    return new LoadRequest(
        "everything",
        new LoadRequest.Target.Everything(),
        BarInterval.DAY,
        range,
        LoadRequest.Priority.NORMAL,
        Optional.empty(),
        false);
  }

  static DateRange range(String first, String last) {
    return new DateRange(LocalDate.parse(first), LocalDate.parse(last));
  }

  InstrumentId id(String ticker) {
    return Instruments.postgres(database)
        .currentOrLast(List.of(new Symbol(ticker)))
        .get(new Symbol(ticker))
        .id();
  }

  /// What is stored under a ticker and is not true, or is true and not stored, by session.
  Map<LocalDate, String> differences(String ticker, DateRange range) {
    var stored = new TreeMap<LocalDate, Bar>();
    BarStore.postgres(database)
        .read(id(ticker), range, Optional.empty())
        .forEach(bar -> stored.put(bar.bar().session(), bar.bar()));
    var differences = new TreeMap<LocalDate, String>();
    for (var bar : server.market().bars(ticker, range)) {
      var ours = stored.remove(bar.session());
      if (!bar.equals(ours)) {
        differences.put(bar.session(), bar + " is stored as " + ours);
      }
    }
    stored.forEach((session, bar) -> differences.put(session, bar + " is stored and not true"));
    return differences;
  }

  /// Cells that are explained as empty although the market traded.
  List<String> explainedThoughTraded(DateRange range) {
    var wrong = new ArrayList<String>();
    database.useTransaction(handle ->
        handle
            .createQuery(
                """
                SELECT s.ticker, c.first_session, c.last_session
                FROM coverage_range c JOIN instrument_symbol s USING (instrument_id) WHERE c.state = 'confirmed_empty'
                """)
            .map((row, context) -> {
              var ticker = row.getString(1);
              var sessions =
                  new DateRange(
                      row.getObject(2, LocalDate.class), row.getObject(3, LocalDate.class));
              server.market().bars(ticker, sessions).stream()
                  .filter(bar -> range.contains(bar.session()))
                  .forEach(bar -> wrong.add(ticker + " " + bar.session()));
              return ticker;
            })
            .list());
    return wrong;
  }

  /// Rows of a query as text, each column in the database's own words.
  List<String> rows(String query) {
    return rows(database, query);
  }

  static List<String> rows(Database database, String query) {
    return database.read(handle ->
        handle.createQuery("SELECT q::text FROM (" + query + ") q").mapTo(String.class).list());
  }

  long number(String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    for (var one : opened) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    server.close();
    database.close();
  }
}
