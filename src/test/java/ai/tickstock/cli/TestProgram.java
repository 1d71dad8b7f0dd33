package ai.tickstock.cli;

import ai.tickstock.access.Access;
import ai.tickstock.access.Passwords;
import ai.tickstock.bars.Feed;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.Snapshots;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.EndOfDayParts;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.Job;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.JobProcess;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.Loader;
import ai.tickstock.load.RefreshProfile;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Delivery;
import ai.tickstock.notify.NoticeSettings;
import ai.tickstock.notify.RoutingRules;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.flatfile.PublishedFiles;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program around a command in a test: a throw-away database, a vendor of ours, and a clock
/// that stands on the day after the session of 2024-01-31.
final class TestProgram implements Program, AutoCloseable {
  static final Instant NOW = Instant.parse("2024-02-01T15:00:00Z");
  static final RoutingRules RULES =
      new RoutingRules(
          Optional.empty(), 10, LocalTime.of(7, 30), Duration.ZERO, Duration.ofMinutes(30));
  private static final NoticeSettings NOWHERE =
      new NoticeSettings(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), RULES);
  static final RateLimit LIMIT = RateLimit.perMinute(100_000);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final PrintWriter outWriter = new PrintWriter(out);
  private final PrintWriter errWriter = new PrintWriter(err);
  private Optional<Database> database = Optional.empty();
  private Optional<DatabaseAddress> place = Optional.empty();
  private Instant now = NOW;
  private Optional<Database> files = Optional.empty();
  private Optional<RuntimeException> failure = Optional.empty();
  private Optional<SimulateOptions> simulated = Optional.empty();
  final ListedVendor vendor = new ListedVendor();

  /// The database is made when somebody first asks for it.
  static TestProgram onNewDatabase() {
    return new TestProgram();
  }

  private Database opened() {
    database =
        database.or(() ->
            Optional.of(
                place
                    .map(address -> Database.connect(address, 8))
                    .orElseGet(TestPostgres::migrated)));
    return database.get();
  }

  /// What a command did.
  record Ended(int exitCode, String out, String err) {}

  Ended run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    int exitCode = CommandLineInterface.run(this, args);
    return new Ended(exitCode, out.toString(), err.toString());
  }

  /// As `run`, with the arguments in one text.
  Ended line(String words) {
    return run(words.split(" "));
  }

  void setClock(String instant) {
    now = Instant.parse(instant);
    vendor.answersAt(now);
  }

  void useAnotherDatabaseForFiles() {
    files = Optional.of(TestPostgres.migrated());
  }

  /// What opening the database throws from now on.
  void breaksWith(RuntimeException thrown) {
    failure = Optional.of(thrown);
  }

  Optional<SimulateOptions> simulated() {
    return simulated;
  }

  LoadResult load(String from, String to, String... symbols) throws InterruptedException {
    return loader().load(request(from, to, symbols), LoadObserver.SILENT);
  }

  static LoadRequest request(String from, String to, String... symbols) {
    return new LoadRequest(
        "load --symbols " + String.join(",", symbols),
        new LoadRequest.Target.Symbols(Stream.of(symbols).map(Symbol::new).toList()),
        BarInterval.DAY,
        new DateRange(LocalDate.parse(from), LocalDate.parse(to)),
        LoadRequest.Priority.NORMAL,
        Optional.empty(),
        false);
  }

  LoadResult loadFiles(Path folder, boolean sourceAdjusted, String from, String to)
      throws InterruptedException {
    return fileLoader()
        .load(
            new LoadRequest(
                "load --from-files",
                new LoadRequest.Target.Everything(),
                BarInterval.DAY,
                new DateRange(LocalDate.parse(from), LocalDate.parse(to)),
                LoadRequest.Priority.NORMAL,
                Optional.of(folder),
                sourceAdjusted),
            LoadObserver.SILENT);
  }

  @Override
  public PrintWriter out() {
    return outWriter;
  }

  @Override
  public PrintWriter err() {
    return errWriter;
  }

  @Override
  public String version() {
    return "0.0.0, commit unknown of today";
  }

  @Override
  public Optional<Integer> terminalColumns() {
    return Optional.empty();
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public Database database() {
    failure.ifPresent(thrown -> {
      throw thrown;
    });
    return opened();
  }

  @Override
  public Database databaseOfVendor() {
    return database();
  }

  @Override
  public void noteLoaded(boolean fromFiles) {}

  @Override
  public Database databaseForFiles() {
    return files.orElseGet(this::opened);
  }

  @Override
  public Loader loader() {
    return loader(Calendars.postgres(opened()).of(Mic.XNYS));
  }

  private Loader loader(TradingCalendar calendar) {
    return new Loader(
        opened(),
        Optional.of(vendor()),
        LIMIT,
        LoadPolicy.DEFAULT,
        calendar,
        clock(),
        "test loader");
  }

  @Override
  public Loader fileLoader() {
    return new Loader(
            databaseForFiles(),
            Optional.empty(),
            LIMIT,
            LoadPolicy.DEFAULT,
            Calendars.postgres(databaseForFiles()).of(Mic.XNYS),
            clock(),
            "test loader")
        .reading(published);
  }

  private Optional<PublishedFiles> published = Optional.empty();

  /// From now on there are keys for these.
  void publishes(PublishedFiles files) {
    published = Optional.of(files);
  }

  @Override
  public boolean publishesRealPrices() {
    return true;
  }

  @Override
  public boolean hasKeysForFiles() {
    return published.isPresent();
  }

  private final Map<String, Database> scenarios = new HashMap<>();
  private final List<AutoCloseable> served = new ArrayList<>();
  private boolean hasKey;

  /// From now on there is a key for a real vendor.
  void hasKey() {
    hasKey = true;
  }

  @Override
  public boolean hasVendorKey() {
    return hasKey;
  }

  @Override
  public Database databaseOfScenario(String story) {
    return scenarios.computeIfAbsent(story, _ -> TestPostgres.migrated());
  }

  @Override
  public void noteScenario(String story) {
    database = Optional.of(databaseOfScenario(story));
  }

  private final List<ScenarioDatabase> scenarioDatabases = new ArrayList<>();

  /// What `loadedScenarios` says from now on.
  void hasLoaded(ScenarioDatabase... loaded) {
    scenarioDatabases.addAll(List.of(loaded));
  }

  @Override
  public Optional<List<ScenarioDatabase>> loadedScenarios() {
    return Optional.of(scenarioDatabases);
  }

  @Override
  public Loader loaderOfScenario(ScenarioMarket market) {
    var into = databaseOfScenario(market.scenario().orElseThrow());
    var calendar = Calendars.postgres(into).of(Mic.XNYS);
    var server = SimulatorServer.start(SimulatorOptions.over(market, calendar, clock()));
    served.add(server);
    var limiter = RateLimiter.local(LIMIT, clock());
    var provider =
        MassiveProvider.connect(
            MassiveSettings.of(server.uri(), new ApiKey("any")),
            limiter,
            clock(),
            Optional.empty());
    served.add(provider);
    return new Loader(
        into,
        Optional.of(new Vendor("scenario", provider, limiter)),
        LIMIT,
        LoadPolicy.DEFAULT,
        calendar,
        clock(),
        "test loader");
  }

  @Override
  public Vendor vendor() {
    return new Vendor("test", vendor, RateLimiter.local(LIMIT, clock()));
  }

  @Override
  public Loader loaderOfStored() {
    return fileLoader();
  }

  @Override
  public Finality finality(Database database) {
    return new Finality(Calendars.postgres(database).of(Mic.XNYS), LoadPolicy.DEFAULT.finalDelay());
  }

  @Override
  public TradingCalendar calendar(Mic exchange) {
    return decided ? Calendars.of(exchange, database().address()) : TradingCalendar.of(exchange);
  }

  private boolean decided;

  @Override
  public Calendars calendars() {
    return Calendars.postgres(database());
  }

  @Override
  public void noteDecision() {
    decided = true;
  }

  @Override
  public String operator() {
    return "tester on here";
  }

  private @Nullable MarketInformation information;

  void informs(MarketInformation other) {
    information = other;
  }

  @Override
  public ListingRules listingRules() {
    return ListingRules.DEFAULT;
  }

  private NoticeSettings notices = NOWHERE;

  /// Where notices and events go from now on.
  void notifies(NoticeSettings other) {
    notices = other;
  }

  @Override
  public Delivery delivery(Database from) {
    return Delivery.of(from, notices, "tickstock-data");
  }

  @Override
  public CacheEntries cacheEntries(Database database) {
    return CacheEntries.postgres(database, "DEFAULT");
  }

  @Override
  public UniverseSync universeSync(Database database) {
    return new UniverseSync(
        database, finality(database).calendar(), cacheEntries(database), clock());
  }

  @Override
  public EndOfDay endOfDay(Mic exchange) {
    var calendar = Calendars.postgres(opened()).of(exchange);
    return new EndOfDay(
        new EndOfDayParts(
            opened(),
            loader(calendar),
            vendor(),
            marketInformation(),
            new Finality(calendar, LoadPolicy.DEFAULT.finalDelay()),
            ListingRules.DEFAULT,
            CacheEntries.postgres(opened(), "DEFAULT"),
            EndOfDayRules.DEFAULT,
            clock(),
            "tester on here, pid 1"));
  }

  @Override
  public MarketInformation marketInformation() {
    return Objects.requireNonNull(information);
  }

  @Override
  public boolean isForOperator(Throwable thrown) {
    return thrown instanceof UnsupportedOperationException;
  }

  @Override
  public List<SettingLine> settings() {
    return List.of(
        new SettingLine("profile", "dev", "default"),
        new SettingLine("vendor.key", "***", "MASSIVE_API_KEY"));
  }

  @Override
  public EmbeddedDatabase embedded() {
    return new EmbeddedDatabase() {
      @Override
      public String start() {
        return "running on port 5433";
      }

      @Override
      public String stop() {
        return "stopped";
      }

      @Override
      public List<SettingLine> status() {
        return List.of(new SettingLine("state", "running", ""));
      }
    };
  }

  private final List<Environment> environments = new ArrayList<>();
  private boolean confirms;
  private Optional<String> shared = Optional.empty();

  /// What is answered to questions from now on.
  void answers(boolean yes) {
    confirms = yes;
  }

  void sharesItsDatabase(String why) {
    shared = Optional.of(why);
  }

  @Override
  public boolean confirms(String question) {
    err.append(question).append('\n');
    return confirms;
  }

  @Override
  public Development development() {
    failure.ifPresent(thrown -> {
      throw thrown;
    });
    return new Development() {
      @Override
      public Snapshots snapshots(boolean real) {
        var address = opened().address();
        reconnect(address);
        return Snapshots.of(address);
      }

      @Override
      public String database(boolean real) {
        return "the database of the test";
      }

      @Override
      public Map<String, RefreshProfile> profiles() {
        return Map.of(
            "ui", RefreshProfile.parse("2 symbols of dev_etfs; 7 days; day+minute").orElseThrow());
      }

      @Override
      public Database databaseFor(Optional<String> claimed) {
        return opened();
      }

      @Override
      public Loader fileLoaderFor(Optional<String> claimed) {
        return fileLoader();
      }

      @Override
      public Loader loader(Feed feed) {
        return TestProgram.this.loader();
      }

      @Override
      public Duration delay(Feed feed) {
        return LoadPolicy.DEFAULT.finalDelay();
      }

      @Override
      public boolean isReal(Optional<String> claimed) {
        return true;
      }

      @Override
      public List<Environment> environments() {
        return environments;
      }

      @Override
      public List<String> create(String environment, Optional<String> snapshot, boolean real) {
        environments.add(
            new Environment(
                environment,
                Optional.of("127.0.0.1:25000"),
                0,
                12_000_000,
                Duration.ofHours(3),
                false,
                false,
                List.of()));
        return List.of("filled with " + snapshot.orElse("nothing"));
      }

      @Override
      public void drop(String environment, boolean disconnect) {
        environments.removeIf(one -> one.name().equals(environment));
      }

      @Override
      public Optional<List<ScenarioDatabase>> scenarios() {
        return loadedScenarios();
      }

      @Override
      public int dropScenario(String story, boolean disconnect) {
        scenarioDatabases.removeIf(one -> one.story().equals(story));
        return 0;
      }

      @Override
      public Optional<String> shared() {
        return shared;
      }
    };
  }

  /// Connected again when somebody next asks for the database.
  private void reconnect(DatabaseAddress address) {
    opened().close();
    database = Optional.empty();
    place = Optional.of(address);
  }

  @Override
  public String migrate() {
    failure.ifPresent(thrown -> {
      throw thrown;
    });
    return "the schema is up to date";
  }

  @Override
  public String migrationScript() {
    return "-- nothing is pending";
  }

  @Override
  public String rolesScript() {
    return "CREATE ROLE tickstock_reader;";
  }

  @Override
  public String adoptionScript() {
    return "-- the old tables become ours";
  }

  @Override
  public String adoptionRollbackScript() {
    return "-- the old tables go back";
  }

  private List<Finding> findings = List.of(new Finding("fsync", "on", "OK", ""));

  void finds(Finding... others) {
    findings = List.of(others);
  }

  @Override
  public List<Finding> doctor() {
    return findings;
  }

  private PlanReport plan = new PlanReport.NotAnswered("test", "nobody asked for it");
  private boolean keepsNoAnswers;

  void plans(PlanReport other) {
    plan = other;
  }

  @Override
  public PlanReport probePlan() {
    return plan;
  }

  boolean keepsAnswers() {
    return !keepsNoAnswers;
  }

  @Override
  public void keepNoAnswers() {
    keepsNoAnswers = true;
  }

  @Override
  public int simulate(SimulateOptions options) {
    simulated = Optional.of(options);
    return 0;
  }

  private Optional<ServeOptions> serving = Optional.empty();
  private final List<Job> jobs = new ArrayList<>();

  Optional<ServeOptions> served() {
    return serving;
  }

  /// Jobs that there are from now on.
  void has(Job... others) {
    jobs.addAll(List.of(others));
  }

  @Override
  public Access access() {
    return Access.postgres(opened(), clock(), new Passwords(4));
  }

  @Override
  public int serve(ServeOptions options) {
    serving = Optional.of(options);
    return 0;
  }

  @Override
  public Schedules schedules() {
    return new Schedules(database(), calendars()::of, jobs, clock());
  }

  @Override
  public JobOutcome runJob(String schedule, Optional<LocalDate> session, Consumer<String> progress)
      throws InterruptedException {
    var process = JobProcess.register(database(), "test process", clock());
    return schedules().runNow(schedule, session, process, clock(), progress);
  }

  @Override
  public void close() {
    for (var opened : served.reversed()) {
      try {
        opened.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    files.ifPresent(Database::close);
    database.ifPresent(Database::close);
    scenarios.values().forEach(Database::close);
  }
}
