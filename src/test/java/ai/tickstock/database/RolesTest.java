package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.jobs.JobProcess;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.quality.SessionManifest;
import ai.tickstock.quality.SessionManifests;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// What the roles of `db script --roles` may do, and what not.
class RolesTest {
  private static final DateRange WEEK =
      new DateRange(LocalDate.parse("2026-06-08"), LocalDate.parse("2026-06-12"));
  private static final Instant LONG_AGO = Instant.parse("2026-06-15T12:00:00Z");
  private static ThrowAwayServer server;
  private static DatabaseAddress place;
  private static Database loader;
  private static Database reader;

  @BeforeAll
  static void makeThem() throws Exception {
    // Roles belong to a whole server, so this one is not shared with other tests.
    server = ThrowAwayServer.start(BinariesArchive.shipped());
    place = server.migrated();
    server.execute("ALTER ROLE tickstock CREATEROLE");
    Scripts.run(place, Schema.rolesScript("tickstock 1"));
    server.execute("CREATE ROLE program LOGIN PASSWORD 'program' IN ROLE tickstock_loader");
    server.execute("CREATE ROLE application LOGIN PASSWORD 'application' IN ROLE tickstock_reader");
    loader = Database.connect(as("program"), 8);
    reader = Database.connect(as("application"), 2);
    load(BarInterval.DAY, WEEK);
  }

  @AfterAll
  static void close() {
    loader.close();
    reader.close();
  }

  private static DatabaseAddress as(String role) {
    return new DatabaseAddress(place.jdbcUrl(), role, role);
  }

  private static void load(BarInterval interval, DateRange range) throws InterruptedException {
    var calendar = TradingCalendar.nyse();
    var now = Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);
    var limiter = RateLimiter.local(RateLimit.perSecond(1_000), Clock.systemUTC());
    try (var vendor =
            SimulatorServer.start(
                SimulatorOptions.over(new SyntheticMarket(42, calendar), calendar, now));
        var provider =
            MassiveProvider.connect(
                MassiveSettings.of(vendor.uri(), new ApiKey("any")), limiter, now)) {
      var result =
          new Loader(
                  loader,
                  Optional.of(new Vendor("simulator", provider, limiter)),
                  RateLimit.perSecond(1_000),
                  LoadPolicy.DEFAULT,
                  calendar,
                  now,
                  "test")
              .load(
                  new LoadRequest(
                      "as the program",
                      new LoadRequest.Target.Symbols(
                          List.of(new Symbol("SPY"), new Symbol("AAPL"))),
                      interval,
                      range,
                      LoadRequest.Priority.NORMAL,
                      Optional.empty(),
                      false),
                  LoadObserver.SILENT);
      assertThat(result)
          .isInstanceOfSatisfying(
              LoadResult.Finished.class,
              finished -> assertThat(finished.summary().isWhole()).isTrue());
    }
  }

  private static long number(Database database, String query) {
    return database.read(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  private static void refused(Database database, String statement) {
    assertThatThrownBy(() -> database.useTransaction(handle -> handle.execute(statement)))
        .as(statement)
        .hasStackTraceContaining("permission denied");
  }

  @Test
  void theProgramLoadsDaysAndMinutesOfAMonthThatIsNotThereYet() throws Exception {
    assertThat(loader.schema().state()).isInstanceOf(SchemaState.Current.class);
    assertThat(number(loader, "SELECT count(*) FROM bar_daily")).isEqualTo(10);

    load(BarInterval.MINUTE, DateRange.of(LocalDate.parse("2026-06-12")));

    assertThat(number(loader, "SELECT count(*) FROM bar_minute")).isGreaterThan(700);
  }

  @Test
  void theProgramKeepsManifests() {
    var kept =
        new SessionManifests(loader)
            .keep(
                Mic.XNYS,
                LocalDate.parse("2026-06-11"),
                BarInterval.DAY,
                new SessionManifest.Cells(2, 2, 0));
    assertThat(kept.bars()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE tickstock.another (a integer)",
        "CREATE TABLE public.another (a integer)",
        "CREATE SCHEMA another",
        "CREATE OR REPLACE FUNCTION ticker_id(symbol text) RETURNS integer LANGUAGE sql AS 'SELECT 0'",
        "UPDATE flyway_schema_history SET success = false",
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
        "TRUNCATE bar_daily"
      })
  void theProgramCannot(String statement) {
    refused(loader, statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE bar_daily",
        "ALTER TABLE bar_daily ADD COLUMN another integer",
        "CREATE INDEX another ON bar_daily (session)",
        "DROP VIEW ohlcv_daily"
      })
  void theProgramOwnsNothing(String statement) {
    assertThatThrownBy(() -> loader.useTransaction(handle -> handle.execute(statement)))
        .hasStackTraceContaining("must be owner");
  }

  @Test
  void applicationsSeeTheViews() {
    assertThat(number(reader, "SELECT count(*) FROM ohlcv_daily WHERE symbol = 'SPY'"))
        .isEqualTo(5);
    assertThat(number(reader, "SELECT count(*) FROM symbols WHERE symbol = 'AAPL'")).isEqualTo(1);
    assertThat(number(reader, "SELECT count(*) FROM ohlcv_latest('SPY', 'day', 3)")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM bar_daily",
        "SELECT count(*) FROM web_account",
        "SELECT count(*) FROM load_run",
        "INSERT INTO ohlcv_1min (symbol, timestamp, open, high, low, close, volume) VALUES ('SPY', now(), 1, 1, 1, 1, 1)",
        "SELECT ensure_bar_minute(date '2020-01-01', date '2020-01-02')",
        "CREATE TABLE public.another (a integer)"
      })
  void applicationsCannot(String statement) {
    refused(reader, statement);
  }

  @Test
  void aProcessEndsConnectionsOfItsOwnRole() throws Exception {
    try (var frozen = Database.connect(as("program"), 2)) {
      var process = silent(frozen);
      var held = inATransaction(frozen.pool().getConnection(), process);

      assertThat(expels()).containsExactly("frozen");

      assertThat(held.isValid(5)).isFalse();
    }
  }

  @Test
  void aProcessSaysWhoseConnectionsItMayNotEndAndGoesOn() throws Exception {
    server.execute("CREATE ROLE another LOGIN PASSWORD 'another' IN ROLE tickstock_loader");
    var log = (Logger) LoggerFactory.getLogger(JobProcess.class);
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    log.addAppender(logged);
    try (var frozen = Database.connect(as("another"), 2)) {
      var process = silent(frozen);
      var held = inATransaction(frozen.pool().getConnection(), process);

      assertThat(expels()).isEmpty();

      assertThat(held.isValid(5)).isTrue();
      assertThat(logged.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .contains(
              "cannot end connections process=" + process.id(),
              "roles=[another]",
              "GRANT pg_signal_backend");

      server.execute("GRANT pg_signal_backend TO program");
      assertThat(expels()).containsExactly("frozen");
      assertThat(held.isValid(5)).isFalse();
    } finally {
      log.detachAppender(logged);
      server.execute("REVOKE pg_signal_backend FROM program");
    }
  }

  private static JobProcess silent(Database own) {
    var process = JobProcess.register(own, "frozen", () -> LONG_AGO);
    var _ = process.fenced(own);
    return process;
  }

  private static Connection inATransaction(Connection connection, JobProcess process)
      throws SQLException {
    connection.setAutoCommit(false);
    try (var fence =
        connection.prepareStatement("SELECT 1 FROM job_process WHERE id = ? FOR KEY SHARE")) {
      fence.setLong(1, process.id());
      fence.execute();
    }
    return connection;
  }

  private static List<String> expels() {
    return JobProcess.register(loader, "other", () -> LONG_AGO.plusSeconds(100))
        .expelSilent(loader, Duration.ofSeconds(60), () -> LONG_AGO.plusSeconds(100));
  }

  @Test
  void theScriptCanBeRunAgain() throws Exception {
    Scripts.run(place, Schema.rolesScript("tickstock 1"));
    applicationsSeeTheViews();
  }
}
