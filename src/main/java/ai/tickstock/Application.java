package ai.tickstock;

import ai.tickstock.access.Access;
import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Passwords;
import ai.tickstock.bars.Feed;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.cli.Development;
import ai.tickstock.cli.Program;
import ai.tickstock.cli.ScenarioDatabase;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseClock;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.database.Schema;
import ai.tickstock.database.ServerFacts;
import ai.tickstock.database.ServerStatus;
import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.EndOfDayParts;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.DatabaseRateLimiter;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Machine;
import ai.tickstock.load.Reserve;
import ai.tickstock.load.Throttle;
import ai.tickstock.load.Vendor;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Delivery;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.MeasuredLimiter;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.flatfile.PublishedFiles;
import ai.tickstock.provider.massive.AnswerCache;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.provider.s3.S3Files;
import ai.tickstock.provider.s3.S3Keys;
import ai.tickstock.provider.s3.S3Place;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.PlanProfile;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The wiring diagram: which part is made of which. Opens each part when it is first asked for and
/// closes what it opened.
final class Application implements Program, AutoCloseable {
  private static final String PROGRAM = "TickStock Data " + Build.present().version();

  private static final int CALLS_OF_A_PROBE = 60;

  /// At 5 calls a minute that takes 4 minutes.
  private static final int CALLS_WHEN_SLOW = 24;

  private static final int CHANGES_SHOWN = 20;

  private final Settings settings;
  private final Clock clock;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<Integer> columns;
  private final EmbeddedServer embedded;
  private final Databases databases;

  private @Nullable SimulatorServer simulator;
  private PlanProfile simulatedPlan = PlanProfile.ADVANCED;
  private @Nullable Vendor vendor;
  private @Nullable MassiveProvider massive;
  private @Nullable MeasuredLimiter measured;
  private final List<SimulatorServer> scenarios = new ArrayList<>();
  private final List<MassiveProvider> scenarioVendors = new ArrayList<>();
  private @Nullable Vendor backgroundVendor;
  private @Nullable MeasuredLimiter backgroundLimiter;
  private final Map<Database, Machine> machines = new ConcurrentHashMap<>();
  private boolean keepsAnswers;
  private @Nullable PublishedFiles published;

  Application(
      Settings settings, Clock clock, PrintWriter out, PrintWriter err, Optional<Integer> columns) {
    this.settings = settings;
    this.clock = clock;
    this.out = out;
    this.err = err;
    this.columns = columns;
    this.embedded =
        EmbeddedServer.in(
            settings.environmentFolder().resolve("database"),
            settings.home().resolve("postgresql"),
            settings.database().idleStop());
    this.databases = new Databases(settings, embedded, err);
    this.keepsAnswers = settings.cache().enabled();
  }

  @Override
  public String version() {
    return Build.present().words();
  }

  @Override
  public Database database() {
    return databases.lastLoaded();
  }

  @Override
  public Database databaseOfVendor() {
    return databases.ofSource();
  }

  @Override
  public Database databaseForFiles() {
    return databases.forFiles();
  }

  @Override
  public void noteLoaded(boolean fromFiles) {
    databases.note(fromFiles ? Source.FILES : databases.source());
  }

  // ---- loading

  @Override
  public boolean hasVendorKey() {
    return settings.vendor().apiKey().isPresent();
  }

  @Override
  public Database databaseOfScenario(String story) {
    return databases.ofScenario(story);
  }

  @Override
  public void noteScenario(String story) {
    databases.noteScenario(story);
  }

  @Override
  public Optional<List<ScenarioDatabase>> loadedScenarios() {
    return settings.profile() == Profile.PROD ? Optional.of(List.of()) : databases.scenarios();
  }

  @Override
  public Loader loaderOfScenario(ScenarioMarket market) {
    var database = databases.ofScenario(market.scenario().orElseThrow());
    var served = simulating(market);
    scenarios.add(served);
    var limiter = RateLimiter.local(Settings.UNPACED, clock);
    keepsAnswers = false;
    var provider = connect(served.uri(), new ApiKey("scenario"), limiter);
    scenarioVendors.add(provider);
    return loader(
        database,
        Optional.of(new Vendor("scenario", provider, limiter)),
        Calendars.postgres(database).of(Mic.XNYS),
        Settings.UNPACED);
  }

  @Override
  public Loader loader() {
    var asked = vendor();
    return loader(databases.ofSource(), Optional.of(asked));
  }

  @Override
  public boolean publishesRealPrices() {
    if (playsThePublisher()) {
      return false;
    }
    settings.requireKeysForFiles();
    return Source.ofFiles(settings.flatFiles().endpoint(), databases.source()).isReal();
  }

  @Override
  public boolean hasKeysForFiles() {
    return settings.flatFiles().keys().isPresent();
  }

  /// Whether the simulator in the process has the files, as it has the bars.
  private boolean playsThePublisher() {
    return settings.usesSimulator()
        && !hasKeysForFiles()
        && !settings.isGiven(SettingKey.FILES_ENDPOINT);
  }

  /// Where there are keys, or a running simulator that has the files.
  private synchronized Optional<PublishedFiles> published() {
    if (published == null) {
      if (playsThePublisher() && simulator != null) {
        // It listens at another port each time.
        published =
            S3Files.at(
                place(simulator.uri()).named(databases.source().stamp()),
                new S3Keys("simulator", "simulator"),
                clock);
      } else if (hasKeysForFiles()) {
        var keys = settings.requireKeysForFiles();
        published =
            S3Files.at(
                place(settings.flatFiles().endpoint()),
                new S3Keys(keys.access().value(), keys.secret().value()),
                clock);
      }
    }
    return Optional.ofNullable(published);
  }

  private S3Place place(URI endpoint) {
    var vendor = settings.vendor();
    return new S3Place(
        endpoint,
        settings.flatFiles().bucket(),
        settings.environmentFolder().resolve("spool"),
        vendor.connectTimeout(),
        vendor.requestTimeout(),
        vendor.maxAttempts());
  }

  @Override
  public Loader loaderOfStored() {
    return loader(database(), Optional.empty());
  }

  @Override
  public Loader fileLoader() {
    return loader(databases.forFiles(), Optional.empty());
  }

  @Override
  public synchronized Vendor vendor() {
    if (vendor == null) {
      boolean simulated = settings.usesSimulator();
      var key = simulated ? new ApiKey("simulator") : vendorKey();
      var base = simulated ? simulator().uri() : settings.vendor().baseUrl();
      var name = databases.source().name();
      if (simulated && settings.simulator().callsPerMinute() == 0) {
        measured = new MeasuredLimiter(RateLimiter.local(settings.pace(), clock));
        backgroundLimiter = measured;
      } else {
        var limiter = DatabaseRateLimiter.shared(databases.ofSource(), name, settings.budget());
        measured = new MeasuredLimiter(limiter);
        backgroundLimiter =
            new MeasuredLimiter(
                limiter.inBackground(
                    Reserve.inTradingHours(
                        Calendars.postgres(databases.ofSource()).of(Mic.XNYS),
                        settings.throttle().reserve())));
      }
      massive = connect(base, key, measured);
      vendor = new Vendor(name, massive, measured);
      backgroundVendor = new Vendor(name, connect(base, key, backgroundLimiter), backgroundLimiter);
    }
    return vendor;
  }

  private ApiKey vendorKey() {
    var key = settings.requireVendorKey();
    return settings
        .vendor()
        .apiKeyFile()
        .map(file -> new ApiKey(new KeyFile(file, key, Logging::mask)::present))
        .orElseGet(() -> new ApiKey(key.value()));
  }

  /// Goes on with loads that nobody waits for: leaves calls to others in trading hours, and stands
  /// still while the machine is busy.
  Loader backgroundLoader() {
    vendor();
    var database = databases.ofSource();
    return loader(
        database,
        Optional.ofNullable(backgroundVendor),
        Calendars.postgres(database).of(Mic.XNYS),
        settings.pace(),
        Throttle.ofBackground(settings.throttle(), machine(database)));
  }

  /// As above, from files.
  Loader backgroundFileLoader() {
    var database = databases.forFiles();
    return loader(
        database,
        Optional.empty(),
        Calendars.postgres(database).of(Mic.XNYS),
        settings.pace(),
        Throttle.ofBackground(settings.throttle(), machine(database)));
  }

  private Machine machine(Database database) {
    return machines.computeIfAbsent(database, one -> new Machine(one, settings.home()));
  }

  @Override
  public void keepNoAnswers() {
    keepsAnswers = false;
  }

  @Override
  public Finality finality(Database database) {
    var calendars = Calendars.postgres(database).asDecided();
    return new Finality(calendars.apply(Mic.XNYS), delay(), false, calendars);
  }

  @Override
  public TradingCalendar calendar(Mic exchange) {
    // A file that cannot be seen may be there: only what surely is not spares the question.
    boolean surelyNone =
        settings.database().address().isEmpty()
            && settings.profile() != Profile.PROD
            && Files.notExists(decisionsWereTaken());
    return surelyNone
        ? TradingCalendar.of(exchange)
        : Calendars.of(exchange, databases.addressOfLastLoaded());
  }

  @Override
  public Calendars calendars() {
    return Calendars.postgres(database());
  }

  @Override
  public void noteDecision() {
    if (settings.database().address().isPresent()) {
      return; // it is asked each time
    }
    try {
      Files.writeString(decisionsWereTaken(), "days were decided in this environment\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + decisionsWereTaken(), e);
    }
  }

  /// Spares questions about a calendar the embedded server where its databases have nothing to say.
  private Path decisionsWereTaken() {
    return settings.environmentFolder().resolve("calendar-decided");
  }

  @Override
  public String operator() {
    return System.getProperty("user.name") + " on " + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  @Override
  public ListingRules listingRules() {
    return settings.listing();
  }

  @Override
  public CacheEntries cacheEntries(Database database) {
    return CacheEntries.postgres(database, settings.cacheEnvironment());
  }

  @Override
  public UniverseSync universeSync(Database database) {
    return new UniverseSync(database, finality(database).calendar(), cacheEntries(database), clock);
  }

  @Override
  public Delivery delivery(Database database) {
    var source = database.claimedBy().filter(name -> name.startsWith(Source.SIMULATOR));
    return Delivery.of(
        database,
        settings.notices(),
        source.map(name -> "tickstock-data (" + name + ")").orElse("tickstock-data"));
  }

  @Override
  public EndOfDay endOfDay(Mic exchange) {
    var asked = vendor();
    var database = databases.ofSource();
    var calendar = Calendars.postgres(database).of(exchange);
    return new EndOfDay(
        new EndOfDayParts(
            database,
            loader(database, Optional.of(asked), calendar),
            asked,
            marketInformation(),
            new Finality(calendar, delay()),
            settings.listing(),
            cacheEntries(database),
            settings.endOfDay(),
            clock,
            operator() + ", pid " + ProcessHandle.current().pid()));
  }

  EndOfDayRules endOfDayRules() {
    return settings.endOfDay();
  }

  @Override
  public MarketInformation marketInformation() {
    vendor();
    return Objects.requireNonNull(massive);
  }

  /// The setting where it was given, else what is known of the vendor's plan, else the default.
  private Duration delay() {
    var set = settings.vendor().delay();
    return settings.isGiven(SettingKey.DELAY)
        ? set
        : databases
            .opened()
            .flatMap(opened -> VendorPlans.postgres(opened).read(databases.source().name()).delay())
            .orElse(set);
  }

  @Override
  public boolean isForOperator(Throwable failure) {
    return failure instanceof SettingsRefused
        || failure instanceof SchemaRefused
        || failure instanceof ScenarioNotHere
        || failure instanceof ProductionRefused
        || failure instanceof SimulatorCommand.SimulatorRefused;
  }

  private Loader loader(Database into, Optional<Vendor> vendor) {
    return loader(into, vendor, Calendars.postgres(into).of(Mic.XNYS));
  }

  private Loader loader(Database into, Optional<Vendor> vendor, TradingCalendar calendar) {
    return loader(into, vendor, calendar, settings.pace());
  }

  private Loader loader(
      Database into, Optional<Vendor> vendor, TradingCalendar calendar, RateLimit pace) {
    return loader(
        into, vendor, calendar, pace, Throttle.ofUrgent(settings.throttle(), machine(into)));
  }

  private Loader loader(
      Database into,
      Optional<Vendor> vendor,
      TradingCalendar calendar,
      RateLimit pace,
      Throttle throttle) {
    return loader(into, vendor, calendar, pace, throttle, policy());
  }

  /// Also of the session that is running.
  private Loader loaderWhileRunning(Feed feed) {
    if (feed == Feed.DELAYED) {
      simulatedPlan = PlanProfile.DEVELOPER.withFairValue();
    }
    var asked = vendor();
    var into = databases.ofSource();
    return loader(
        into,
        Optional.of(asked),
        Calendars.postgres(into).of(Mic.XNYS),
        settings.pace(),
        Throttle.ofUrgent(settings.throttle(), machine(into)),
        policy().whileRunning(DevelopmentDatabases.delay(feed, settings.vendor().delay())));
  }

  private LoadPolicy policy() {
    var load = settings.load();
    return new LoadPolicy(
        load.concurrency(),
        load.lease(),
        load.groupRows(),
        LoadPolicy.DEFAULT.taskAttempts(),
        LoadPolicy.DEFAULT.retryPause(),
        load.databaseGiveUpAfter(),
        delay(),
        load.secondAskAfter(),
        load.emptyRecheckAfter(),
        load.refusedRecheckAfter(),
        load.referenceMaxAge(),
        false);
  }

  private Loader loader(
      Database into,
      Optional<Vendor> vendor,
      TradingCalendar calendar,
      RateLimit pace,
      Throttle throttle,
      LoadPolicy policy) {
    return new Loader(
            into, vendor, pace, policy, calendar, clock, "pid " + ProcessHandle.current().pid())
        .following(Calendars.postgres(into).asDecided())
        .heldBackBy(throttle)
        .reading(published());
  }

  private MassiveProvider connect(URI base, ApiKey key, RateLimiter limiter) {
    var how = settings.vendor();
    return MassiveProvider.connect(
        MassiveSettings.of(base, key)
            .withTimeouts(how.connectTimeout(), how.requestTimeout())
            .withMaxAttempts(how.maxAttempts()),
        limiter,
        clock,
        keepsAnswers ? Optional.of(answers(base)) : Optional.empty());
  }

  /// The simulator in the process listens at another port each time; its seed says whose answers
  /// they are.
  private AnswerCache answers(URI base) {
    var stamp = databases.source().stamp();
    return answers(settings.usesSimulator() ? stamp : stamp + " at " + base);
  }

  private AnswerCache answers(String namespace) {
    return new AnswerCache(
        settings.environmentFolder().resolve("answers"),
        namespace,
        settings.cache().megabytes() * 1_000_000L,
        settings.cache().maxAge(),
        settings.vendor().delay(),
        clock);
  }

  private SimulatorServer simulator() {
    if (simulator == null) {
      simulator =
          simulating(new SyntheticMarket(settings.simulator().seed(), TradingCalendar.nyse()));
    }
    return simulator;
  }

  private SimulatorServer simulating(Market market) {
    return SimulatorServer.start(
        SimulatorOptions.over(market, TradingCalendar.nyse(), clock)
            .withLatency(settings.simulator().latency())
            .withPlan(simulatedPlan));
  }

  // ---- what commands show

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public Optional<Integer> terminalColumns() {
    return columns;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public List<SettingLine> settings() {
    return settings.describe().stream()
        .map(s -> new SettingLine(s.name(), s.value(), s.source()))
        .toList();
  }

  @Override
  public EmbeddedDatabase embedded() {
    return new EmbeddedDatabase() {
      @Override
      public String start() {
        embedded.start();
        return words(embedded.status());
      }

      @Override
      public String stop() {
        return embedded.stop() ? "stopped" : "was not running";
      }

      @Override
      public List<SettingLine> status() {
        return lines(embedded.status());
      }
    };
  }

  @Override
  public Development development() {
    return new DevelopmentDatabases(
        settings,
        databases,
        clock,
        into -> loader(into, Optional.empty()),
        this::loaderWhileRunning);
  }

  @Override
  public boolean confirms(String question) {
    var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (terminal.isEmpty()) {
      return false;
    }
    err.print(question + " [y/N] ");
    err.flush();
    var answer = Objects.requireNonNullElse(terminal.get().readLine(), "").strip();
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  private static String words(ServerStatus status) {
    return String.join(
        ", ", lines(status).stream().map(line -> line.name() + " " + line.value()).toList());
  }

  private static List<SettingLine> lines(ServerStatus status) {
    return switch (status) {
      case ServerStatus.NotCreated(var folder) ->
          List.of(line("state", "not created yet"), line("data directory", folder.toString()));
      case ServerStatus.Stopped(var folder) ->
          List.of(line("state", "stopped"), line("data directory", folder.toString()));
      case ServerStatus.Running running ->
          List.of(
              line("state", "running"),
              line("address", "127.0.0.1:" + running.port()),
              line("pid", Long.toString(running.pid())),
              line("since", running.since().toString()),
              line("version", running.version()),
              line("connections", Integer.toString(running.connections())),
              line("data directory", running.dataDirectory().toString()));
    };
  }

  private static SettingLine line(String name, String value) {
    return new SettingLine(name, value, "");
  }

  @Override
  public String migrate() {
    if (settings.profile() == Profile.PROD) {
      throw new SchemaRefused(
          "production schemas are changed by people: run the SQL that 'tickstock db script' prints");
    }
    var opened = database();
    return "the schema of " + opened.address() + " is up to date: " + opened.schema().state();
  }

  @Override
  public String migrationScript() {
    try (var opened = Database.connect(databases.address(), 2)) {
      return opened.schema().pendingScript(PROGRAM);
    }
  }

  @Override
  public String rolesScript() {
    return Schema.rolesScript(PROGRAM);
  }

  @Override
  public String adoptionScript() {
    try (var opened = Database.connect(databases.address(), 2)) {
      return opened.schema().adoptionScript(PROGRAM);
    } catch (IllegalStateException nothingToAdopt) {
      throw new SchemaRefused(String.valueOf(nothingToAdopt.getMessage()));
    }
  }

  @Override
  public String adoptionRollbackScript() {
    try (var opened = Database.connect(databases.address(), 2)) {
      return opened.schema().adoptionRollbackScript(PROGRAM);
    }
  }

  @Override
  public List<Finding> doctor() {
    var findings = new ArrayList<Finding>();
    findings.add(new Finding("program", PROGRAM + " on Java " + Runtime.version(), "OK", ""));
    findings.add(new Finding("profile", settings.profile().toString(), "OK", ""));
    findings.add(new Finding("source", databases.source().words(), "OK", ""));
    findings.add(new Finding("pace", settings.pace().toString(), "OK", ""));
    for (var fact : ServerFacts.of(database(), clock)) {
      findings.add(
          new Finding(
              fact.name(),
              fact.value(),
              fact.verdict().name().toUpperCase(Locale.ROOT),
              fact.advice()));
    }
    findings.add(
        new Finding(
            "answer cache", settings.cache().enabled() ? answers("").words() : "off", "OK", ""));
    if (settings.vendor().apiKey().isPresent()) {
      findings.add(vendorAnswers());
    }
    return findings;
  }

  /// One call with the key: nothing else tells a wrong key from a right one.
  private Finding vendorAnswers() {
    return switch (vendor().provider().fresh().types()) {
      case Answer.Given<?> _ -> new Finding("vendor", "answers, accepts the key", "OK", "");
      case Answer.Failed<?>(var failure, _) ->
          new Finding(
              "vendor",
              failure.kind().toString(),
              "FAIL",
              failure.message() + " (" + failure.address() + ")");
    };
  }

  @Override
  public PlanReport probePlan() {
    var name = vendor().name();
    var plans = VendorPlans.postgres(databases.ofSource());
    var answer =
        Objects.requireNonNull(massive)
            .probePlan(
                Calendars.postgres(databases.ofSource()).of(Mic.XNYS),
                isSlow() ? CALLS_WHEN_SLOW : CALLS_OF_A_PROBE);
    return switch (answer) {
      case Answer.Failed<PlanFacts>(var failure, _) ->
          new PlanReport.NotAnswered(name, failure.toString());
      case Answer.Given<PlanFacts>(var facts, _, _) -> {
        var before = plans.read(name).probedAt();
        var changes = plans.probed(name, facts);
        yield new PlanReport.Found(
            name, plans.read(name), before, changes, plans.changes(name, CHANGES_SHOWN));
      }
    };
  }

  private boolean isSlow() {
    return settings.pace().timeFor(CALLS_OF_A_PROBE).compareTo(Duration.ofMinutes(1)) > 0;
  }

  @Override
  public int simulate(SimulateOptions options) throws InterruptedException {
    try (var server = SimulatorCommand.start(options, settings, clock)) {
      out.println(server.uri());
      out.flush();
      err.println("simulating the vendor at " + server.uri() + " until interrupted (Ctrl-C)");
      err.flush();
      Thread.currentThread().join();
      return 0;
    }
  }

  // ---- what runs by itself

  @Override
  public int serve(ServeOptions options) throws InterruptedException {
    requireSafe(options);
    var name = host() + " pid " + ProcessHandle.current().pid();
    return Serving.run(this, settings, databases.ofSource(), name, options);
  }

  @Override
  public Access access() {
    var access = Access.postgres(databases.ofSource(), clock, Passwords.STRONG);
    return settings
        .serve()
        .provider()
        .map(client -> access.with(new IdentityProvider(client)))
        .orElse(access);
  }

  /// Whose market the pages show.
  Source source() {
    return databases.source();
  }

  /// From now on works in the database of the vendor behind a fence.
  void workIn(Database fenced) {
    databases.workIn(fenced);
  }

  /// Whether files and the vendor's bars go into one database.
  boolean worksWithFiles() {
    return databases.source().isReal();
  }

  /// Pages carry passwords: over other networks only by TLS, or where somebody says otherwise.
  private void requireSafe(ServeOptions options) {
    boolean isSafe =
        !options.pages()
            || options.isBehindProxy()
            || options.isInsecure()
            || settings.serve().keyStore().isPresent()
            || isLoopback(options.bind());
    if (!isSafe) {
      throw new SettingsRefused(
          List.of(
              "--bind "
                  + options.bind()
                  + " serves pages to other machines, and there is no TLS: give"
                  + " tickstock.web.tls.key-store, or --behind-proxy where a proxy does it, or"
                  + " --no-pages for health and metrics alone, or --insecure"));
    }
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// How long calls have waited for the vendor's limit.
  Duration waited() {
    var urgent = measured == null ? Duration.ZERO : measured.waited();
    return backgroundLimiter == null || backgroundLimiter == measured
        ? urgent
        : urgent.plus(backgroundLimiter.waited());
  }

  /// How often the vendor said 429 to this process.
  long refusals() {
    long urgent = measured == null ? 0 : measured.refusals();
    return backgroundLimiter == null || backgroundLimiter == measured
        ? urgent
        : urgent + backgroundLimiter.refusals();
  }

  @Override
  public Schedules schedules() {
    var database = databases.ofSource();
    return new Schedules(
        database, Calendars.postgres(database)::of, JobList.of(this, database), clock);
  }

  @Override
  public JobOutcome runJob(String schedule, Optional<LocalDate> session, Consumer<String> progress)
      throws InterruptedException {
    var database = databases.ofSource();
    var databaseClock = new DatabaseClock(database);
    try (var alive =
        SignOfLife.begin(
            database,
            host() + " pid " + ProcessHandle.current().pid(),
            databaseClock,
            settings.load().lease())) {
      workIn(alive.process().fenced(database));
      return schedules().runNow(schedule, session, alive.process(), databaseClock, progress);
    }
  }

  @Override
  public void close() {
    if (vendor != null) {
      vendor.provider().close();
    }
    scenarioVendors.forEach(MassiveProvider::close);
    if (backgroundVendor != null) {
      backgroundVendor.provider().close();
    }
    if (published != null) {
      published.close();
    }
    if (simulator != null) {
      simulator.close();
    }
    scenarios.forEach(SimulatorServer::close);
    databases.close();
  }
}
