package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A new database with some weeks of a small market, the simulated vendor of it, and ends of day
/// between them at times that tests set.
final class Evening implements AutoCloseable {
  static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  static final SyntheticMarket WHOLE = new SyntheticMarket(20_251, CALENDAR);

  /// An ordinary Friday.
  static final LocalDate FRIDAY = LocalDate.parse("2026-06-12");

  /// Of types that are loaded in `market()`.
  static final int NAMES = 64;

  private static final RateLimit UNHURRIED = RateLimit.perSecond(10_000);

  /// As in production, but without waits worth noticing.
  private static final LoadPolicy POLICY =
      new LoadPolicy(
          8,
          Duration.ofSeconds(60),
          30_000,
          2,
          Duration.ofMillis(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(15),
          Duration.ofHours(12),
          Duration.ofDays(30),
          Duration.ofDays(7),
          Duration.ofDays(7),
          false);

  private final Database database;
  private final SimulatorServer server;
  private final MassiveProvider provider;
  private final Vendor vendor;
  private volatile InstantSource clock;

  private Evening(Database database, SmallMarket market, LocalDate session, PlanProfile plan) {
    setTime(at(session, "16:45"));
    this.database = database;
    // Only the second key has a small plan: what is there before was had by a larger one.
    server =
        SimulatorServer.start(
            SimulatorOptions.over(market, CALENDAR, this::now)
                .withKeys(Map.of("large", PlanProfile.ADVANCED, "asked", plan)));
    var limiter = RateLimiter.local(UNHURRIED, Clock.systemUTC());
    provider = connect("asked", limiter);
    vendor = new Vendor("simulator", provider, limiter);
  }

  private MassiveProvider connect(String key, RateLimiter limiter) {
    return MassiveProvider.connect(
        MassiveSettings.of(server.uri(), new ApiKey(key)).withMaxAttempts(2), limiter, this::now);
  }

  static SmallMarket market() {
    return new SmallMarket(WHOLE, FRIDAY, "CS", 40, "ETF", 16, "PFD", 4, "ADRC", 4, "WARRANT", 3);
  }

  /// With the sessions of five weeks before one, which is over since 45 minutes.
  static Evening before(SmallMarket market, LocalDate session, PlanProfile plan)
      throws InterruptedException {
    return on(TestPostgres.migrated(), market, session, plan);
  }

  /// Over a database of others.
  static Evening on(Database database, SmallMarket market, LocalDate session, PlanProfile plan)
      throws InterruptedException {
    var evening = new Evening(database, market, session, plan);
    evening.fill(
        new LoadRequest.Target.Everything(),
        new DateRange(session.minusDays(35), session.minusDays(1)));
    return evening;
  }

  /// Without a bar.
  static Evening unfilled(SmallMarket market, LocalDate session, PlanProfile plan) {
    return new Evening(TestPostgres.migrated(), market, session, plan);
  }

  static Evening ordinary() throws InterruptedException {
    return before(market(), FRIDAY, PlanProfile.ADVANCED);
  }

  /// Loads a range on the evening of its last day, and reads the vendor's lists.
  void fill(LoadRequest.Target target, DateRange range) throws InterruptedException {
    var limiter = RateLimiter.local(UNHURRIED, Clock.systemUTC());
    var then = clock;
    setTime(at(range.last(), "21:00"));
    try (var large = connect("large", limiter)) {
      var loader =
          new Loader(
              database,
              Optional.of(new Vendor("simulator", large, limiter)),
              UNHURRIED,
              POLICY,
              CALENDAR,
              this::now,
              "filler");
      var result =
          loader.load(
              new LoadRequest(
                  "a range",
                  target,
                  BarInterval.DAY,
                  range,
                  LoadRequest.Priority.NORMAL,
                  Optional.empty(),
                  false),
              LoadObserver.SILENT);
      if (!(result instanceof LoadResult.Finished)) {
        throw new IllegalStateException("the database was not filled: " + result);
      }
      new ListingWatch(
              database,
              ListingRules.DEFAULT,
              TradingCalendar.nyse(),
              CacheEntries.postgres(database, "DEFAULT"),
              this::now)
          .fromVendor(new Vendor("simulator", large, limiter), Optional.empty());
    }
    clock = then;
  }

  /// New York time.
  static Instant at(LocalDate session, String time) {
    return session.atTime(LocalTime.parse(time)).atZone(Bar.NEW_YORK).toInstant();
  }

  void setTime(Instant time) {
    clock = InstantSource.fixed(time);
  }

  /// From now on it has the time of others.
  void follow(InstantSource other) {
    clock = other;
  }

  Instant now() {
    return clock.instant();
  }

  Database database() {
    return database;
  }

  SimulatorServer vendor() {
    return server;
  }

  EndOfDay endOfDay() {
    return endOfDay(EndOfDayRules.DEFAULT);
  }

  EndOfDay endOfDay(EndOfDayRules rules) {
    return endOfDay(rules, Mic.XNYS);
  }

  EndOfDay endOfDay(EndOfDayRules rules, Mic exchange) {
    return endOfDay(database, TradingCalendar.of(exchange), rules);
  }

  EndOfDay endOfDay(Database database, TradingCalendar calendar, EndOfDayRules rules) {
    return new EndOfDay(
        new EndOfDayParts(
            database,
            new Loader(
                database, Optional.of(vendor), UNHURRIED, POLICY, calendar, this::now, "test"),
            vendor,
            provider,
            new Finality(calendar, Duration.ofMinutes(15)),
            ListingRules.DEFAULT,
            CacheEntries.postgres(database, "DEFAULT"),
            rules,
            this::now,
            "tester, pid 7"));
  }

  EndOfDayReport run(LocalDate session) throws InterruptedException {
    return endOfDay().run(session, EndOfDayObserver.SILENT);
  }

  /// Rows of a query as text, each column in the database's own words.
  List<String> rows(String query) {
    return database.read(handle ->
        handle.createQuery("SELECT q::text FROM (" + query + ") q").mapTo(String.class).list());
  }

  long number(String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    provider.close();
    server.close();
    database.close();
  }
}
