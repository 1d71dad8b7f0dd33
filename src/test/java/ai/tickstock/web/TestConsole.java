package ai.tickstock.web;

import ai.tickstock.access.Access;
import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Passwords;
import ai.tickstock.access.Role;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.jobs.DefaultSchedules;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.Job;
import ai.tickstock.jobs.JobCall;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.JobProcess;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.load.CallBudget;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadHands;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import ai.tickstock.universe.Universes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A console over HTTP with a new database, a simulated vendor behind it, and a process that takes
/// loads, at a time that tests set.
final class TestConsole implements ConsoleProgram, AutoCloseable {
  /// Stands in a setting and in the key: no page may show it.
  static final String CANARY = "canary-key-9f3b1c77";

  /// A Monday morning before the open.
  static final Instant MONDAY = Instant.parse("2026-06-15T12:00:00Z");

  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();
  private static final RateLimit UNHURRIED = RateLimit.perSecond(10_000);

  private final Database database = TestPostgres.migrated();
  private final SimulatorServer simulator;
  private final MassiveProvider provider;
  private final LoadHands hands;
  private final WebServer server;
  private final Access access;
  private final JobProcess process;
  private final Console pages;
  private final AtomicInteger decisions = new AtomicInteger();
  private volatile Instant now = MONDAY;
  private volatile CountDownLatch loading = new CountDownLatch(0);

  /// @param latency of the vendor's answers
  static TestConsole open(Duration latency) {
    return new TestConsole(latency, Exposure.local(0));
  }

  static TestConsole open(Exposure exposure) {
    return new TestConsole(Duration.ZERO, exposure);
  }

  /// With a provider that vouches for people.
  static TestConsole open(IdentityProvider provider) {
    return new TestConsole(Duration.ZERO, Exposure.local(0), Optional.of(provider));
  }

  private TestConsole(Duration latency, Exposure exposure) {
    this(latency, exposure, Optional.empty());
  }

  private TestConsole(
      Duration latency, Exposure exposure, Optional<IdentityProvider> identityProvider) {
    simulator =
        SimulatorServer.start(
            SimulatorOptions.over(new SyntheticMarket(20_251, CALENDAR), CALENDAR, clock())
                .withLatency(latency));
    provider =
        MassiveProvider.connect(
            MassiveSettings.of(simulator.uri(), new ApiKey(CANARY)),
            RateLimiter.local(UNHURRIED, Clock.systemUTC()),
            clock());
    var own = Access.postgres(database, clock(), new Passwords(4));
    access = identityProvider.map(own::with).orElse(own);
    Universes.postgres(database).seed();
    schedules().seed(DefaultSchedules.ALL, Map.of());
    hands = new LoadHands(database, run -> Optional.of(loader()), 2, Duration.ofSeconds(5));
    process = JobProcess.register(database, "host pid 1", clock());
    var health = new Health(database, process, Optional.empty(), clock(), Duration.ofSeconds(60));
    pages = new Console(this, access, exposure, health::report);
    server =
        WebServer.start(
            exposure,
            database,
            new LinkedHashMap<>(),
            health::report,
            () -> 0,
            hands::working,
            Optional.of(pages));
    hands.start();
  }

  int port() {
    return server.port();
  }

  /// Methods and paths under `/api` that the server has.
  List<String> apiPaths() {
    return server.paths().stream().filter(path -> path.startsWith("/api/")).distinct().toList();
  }

  /// All that can be asked and told.
  ConsoleRoutes routes() {
    return pages.routes();
  }

  /// How often the program was told that a day was decided.
  int decisions() {
    return decisions.get();
  }

  Access access() {
    return access;
  }

  /// Loads are prepared no further than to the loader from now on.
  void holdLoads() {
    loading = new CountDownLatch(1);
  }

  void releaseLoads() {
    loading.countDown();
  }

  List<String> finish(Duration patience) throws InterruptedException {
    return pages.finish(patience);
  }

  void setTime(String instant) {
    now = Instant.parse(instant);
  }

  /// Somebody who has chosen a password already.
  Visit person(String name, Role role) {
    var first = access.accounts().add(name, role, "test");
    var visit = new Visit(port());
    visit.login(name, first);
    visit.changePassword(first, "a password of " + name);
    return visit;
  }

  Visit stranger() {
    return new Visit(port());
  }

  @Override
  public Database database() {
    return database;
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public Loader loader() {
    try {
      loading.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Loader(
        database,
        Optional.of(
            new Vendor("simulator", provider, RateLimiter.local(UNHURRIED, Clock.systemUTC()))),
        UNHURRIED,
        LoadPolicy.DEFAULT,
        CALENDAR,
        clock(),
        "test");
  }

  private record Idle(String name) implements Job {
    @Override
    public JobOutcome run(JobCall call) {
      return JobOutcome.done("", Map.of());
    }
  }

  @Override
  public Schedules schedules() {
    return new Schedules(
        database,
        calendars()::of,
        DefaultSchedules.ALL.stream().<Job>map(one -> new Idle(one.name())).toList(),
        clock());
  }

  @Override
  public Calendars calendars() {
    return Calendars.postgres(database);
  }

  @Override
  public Finality finality() {
    return new Finality(calendars().of(Mic.XNYS), LoadPolicy.DEFAULT.finalDelay());
  }

  @Override
  public EndOfDayRules endOfDay() {
    return EndOfDayRules.DEFAULT;
  }

  @Override
  public UniverseSync universeSync() {
    return new UniverseSync(database, CALENDAR, CacheEntries.postgres(database, "test"), clock());
  }

  @Override
  public JobOutcome runJob(String schedule, Optional<LocalDate> session)
      throws InterruptedException {
    return schedules().runNow(schedule, session, process, clock(), line -> {});
  }

  @Override
  public void noteDecision() {
    decisions.incrementAndGet();
  }

  @Override
  public String vendor() {
    return "simulator";
  }

  @Override
  public CallBudget budget() {
    return CallBudget.of(UNHURRIED);
  }

  @Override
  public double reserve() {
    return 0.5;
  }

  @Override
  public long refusals() {
    return 0;
  }

  @Override
  public List<Environment> environments() {
    return List.of(
        new Environment(
            "default",
            "running",
            true,
            Optional.of("127.0.0.1:31851"),
            3,
            1_400_000_000L,
            Duration.ofMinutes(2)),
        new Environment(
            "alice", "stopped", false, Optional.empty(), 0, 60_000_000L, Duration.ofDays(9)));
  }

  @Override
  public String source() {
    return "the simulator, seed 20251";
  }

  @Override
  public String pace() {
    return UNHURRIED.toString();
  }

  @Override
  public String version() {
    return "test";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting("tickstock.vendor.api-key", "***", "MASSIVE_API_KEY"),
        new Setting("tickstock.home", "/tmp/<b>home</b>", "default"));
  }

  @Override
  public void close() {
    server.close();
    hands.close();
    provider.close();
    simulator.close();
    database.close();
  }
}
