package ai.tickstock;

import ai.tickstock.access.Access;
import ai.tickstock.access.IdentityProvider;
import ai.tickstock.access.Passwords;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.cli.Development;
import ai.tickstock.cli.Program;
import ai.tickstock.cli.ScenarioDatabase;
import ai.tickstock.database.Database;
import ai.tickstock.database.EmbeddedServer;
import ai.tickstock.database.ServerFacts;
import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.Job;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Delivery;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.universe.CacheEntries;
import java.io.Console;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The program: what commands and the server ask for, each from the part that makes it.
///
/// `StorageWiring` has the database server and its schema, `VendorWiring` who is asked for bars,
/// `LoadWiring` what loads them, `NightlyWiring` what runs by itself; `Serving` and
/// `ApplicationConsole` are the server.
///
/// Opens each part when it is first asked for and closes what it opened.
final class Application implements Program, AutoCloseable {
  static final String PROGRAM = "TickStock Data " + Build.present().version();

  private final Settings settings;
  private final Clock clock;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<Integer> columns;
  private final Databases databases;
  private final StorageWiring storage;
  private final VendorWiring vendors;
  private final LoadWiring loads;
  private final NightlyWiring nightly;

  Application(
      Settings settings, Clock clock, PrintWriter out, PrintWriter err, Optional<Integer> columns) {
    this.settings = settings;
    this.clock = clock;
    this.out = out;
    this.err = err;
    this.columns = columns;
    var embedded =
        EmbeddedServer.in(
            settings.environmentFolder().resolve("database"),
            settings.home().resolve("postgresql"),
            settings.database().idleStop());
    this.databases = new Databases(settings, embedded, err);
    this.storage = new StorageWiring(settings, databases, embedded);
    this.vendors = new VendorWiring(settings, clock, databases);
    this.loads = new LoadWiring(settings, clock, databases, vendors);
    this.nightly = new NightlyWiring(settings, clock, databases, vendors, loads);
  }

  @Override
  public String version() {
    return Build.present().words();
  }

  @Override
  public String operator() {
    return operatorHere();
  }

  static String operatorHere() {
    return System.getProperty("user.name") + " on " + host();
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  @Override
  public boolean isForOperator(Throwable failure) {
    return failure instanceof SettingsRefused
        || failure instanceof SchemaRefused
        || failure instanceof ScenarioNotHere
        || failure instanceof ProductionRefused
        || failure instanceof SimulatorCommand.SimulatorRefused;
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
  public EmbeddedDatabase embedded() {
    return storage.embedded();
  }

  @Override
  public String migrate() {
    return storage.migrate();
  }

  @Override
  public String migrationScript() {
    return storage.migrationScript();
  }

  @Override
  public String rolesScript() {
    return storage.rolesScript();
  }

  @Override
  public String adoptionScript() {
    return storage.adoptionScript();
  }

  @Override
  public String adoptionRollbackScript() {
    return storage.adoptionRollbackScript();
  }

  @Override
  public Development development() {
    return new DevelopmentDatabases(
        settings, databases, clock, loads::loader, loads::loaderWhileRunning);
  }

  // ---- who is asked, and what loads

  @Override
  public boolean hasVendorKey() {
    return vendors.hasVendorKey();
  }

  @Override
  public Vendor vendor() {
    return vendors.vendor();
  }

  @Override
  public MarketInformation marketInformation() {
    return vendors.marketInformation();
  }

  @Override
  public PlanReport probePlan() {
    return vendors.probePlan();
  }

  @Override
  public void keepNoAnswers() {
    vendors.keepNoAnswers();
  }

  @Override
  public boolean publishesRealPrices() {
    return vendors.publishesRealPrices();
  }

  @Override
  public boolean hasKeysForFiles() {
    return vendors.hasKeysForFiles();
  }

  /// How long calls have waited for the vendor's limit.
  Duration waited() {
    return vendors.waited();
  }

  /// How often the vendor said 429 to this process.
  long refusals() {
    return vendors.refusals();
  }

  @Override
  public Loader loader() {
    return loads.loader();
  }

  @Override
  public Loader loaderOfScenario(ScenarioMarket market) {
    return loads.loaderOfScenario(market);
  }

  @Override
  public Loader fileLoader() {
    return loads.fileLoader();
  }

  @Override
  public Loader loaderOfStored() {
    return loads.loader(database());
  }

  /// Goes on with loads that nobody waits for: leaves calls to others in trading hours, and stands
  /// still while the machine is busy.
  Loader backgroundLoader() {
    return loads.backgroundLoader();
  }

  /// As above, from files.
  Loader backgroundFileLoader() {
    return loads.backgroundFileLoader();
  }

  @Override
  public Finality finality(Database database) {
    return loads.finality(database);
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

  // ---- calendars, lists and universes

  @Override
  public TradingCalendar calendar(Mic exchange) {
    return storage.calendar(exchange);
  }

  @Override
  public Calendars calendars() {
    return Calendars.postgres(database());
  }

  @Override
  public void noteDecision() {
    storage.noteDecision();
  }

  @Override
  public ListingRules listingRules() {
    return settings.listing();
  }

  @Override
  public CacheEntries cacheEntries(Database database) {
    return nightly.cacheEntries(database);
  }

  @Override
  public UniverseSync universeSync(Database database) {
    return nightly.universeSync(database);
  }

  // ---- what runs by itself

  @Override
  public Delivery delivery(Database database) {
    return nightly.delivery(database);
  }

  @Override
  public EndOfDay endOfDay(Mic exchange) {
    return nightly.endOfDay(exchange);
  }

  @Override
  public Schedules schedules() {
    return nightly.schedules();
  }

  /// Lets the rules of the settings hold from now on, for a server.
  void enterSchedules() {
    nightly.enterSchedules();
  }

  @Override
  public JobOutcome runJob(String schedule, Optional<LocalDate> session, Consumer<String> progress)
      throws InterruptedException {
    return nightly.runJob(schedule, session, progress);
  }

  @Override
  public int serve(ServeOptions options) throws InterruptedException {
    Serving.requireSafe(options, settings);
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
    findings.add(new Finding("answer cache", vendors.keptAnswers(), "OK", ""));
    if (settings.vendor().apiKey().isPresent()) {
      findings.add(vendors.vendorAnswers());
    }
    return findings;
  }

  List<Job> jobs(Database database) {
    return nightly.jobs(database);
  }

  @Override
  public void close() {
    vendors.close();
    databases.close();
  }
}
