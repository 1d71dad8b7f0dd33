package ai.tickstock.cli;

import ai.tickstock.access.Access;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Delivery;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.scenario.ScenarioMarket;
import ai.tickstock.universe.CacheEntries;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What commands need from the program around them; the root implements it. Everything is opened
/// when first asked for, so that a command without a database does not start one.
public interface Program {
  /// Results.
  PrintWriter out();

  /// Talk and progress.
  PrintWriter err();

  /// Version and what it was built from, in words.
  String version();

  /// Width of the terminal on which `err` shows; empty when it is no terminal.
  Optional<Integer> terminalColumns();

  InstantSource clock();

  /// The database to look at: where there is a choice, the one that was loaded last in this
  /// environment. Its schema is checked, the embedded server is started when it is used. Says on
  /// `err` which database that is, once.
  Database database();

  /// The database into which `loader()` loads and what `vendor()` says belongs: `tickstock`, or
  /// `tickstock_simulated` without a vendor's key.
  Database databaseOfVendor();

  /// The database for real data whatever vendor there is: for files.
  Database databaseForFiles();

  /// Loads from the vendor, or from the simulator where there is no key in profile `dev`.
  Loader loader();

  /// Loads from files into `databaseForFiles`.
  Loader fileLoader();

  /// Whether the vendor's published files hold real prices: then `fileLoader()` reads them, else
  /// `loader()` does.
  ///
  /// @throws RuntimeException for the operator if there are no keys for them
  boolean publishesRealPrices();

  /// Whether there are keys for the vendor's published files.
  boolean hasKeysForFiles();

  /// Notes which database was loaded last, for `database()`.
  void noteLoaded(boolean fromFiles);

  /// Whether there is a key for a real vendor.
  boolean hasVendorKey();

  /// The database of one scenario with its parameters; refused in production.
  ///
  /// @param story name and parameters in one line, as `Scenario.story` has it
  Database databaseOfScenario(String story);

  /// The scenarios that were loaded in this environment; empty while its server does not run.
  Optional<List<ScenarioDatabase>> loadedScenarios();

  /// Loads from a simulator of this market into its database; refused in production.
  Loader loaderOfScenario(ScenarioMarket market);

  /// Notes that this scenario was loaded last, for `database()`.
  void noteScenario(String story);

  /// Whom `loader()` asks.
  Vendor vendor();

  /// Loads nothing new: works with what is stored in `database()`, asks nobody.
  Loader loaderOfStored();

  /// When a name that changed in the lists is believed, as the settings say.
  ListingRules listingRules();

  /// The rows of a database that older applications read of universes.
  CacheEntries cacheEntries(Database database);

  /// Market caps, universes by rules, and those rows, by the exchange's calendar as decided.
  UniverseSync universeSync(Database database);

  /// Brings what is in the outbox and the notices of a database to where the settings say. Who asks
  /// closes it.
  Delivery delivery(Database database);

  /// The end of day of an exchange's sessions, into `databaseOfVendor()`.
  ///
  /// @throws IllegalArgumentException if there is no calendar of it
  EndOfDay endOfDay(Mic exchange);

  /// What the vendor knows of the market beside bars.
  MarketInformation marketInformation();

  /// When the vendor's bars are final under the settings, by the exchange's calendar as decided in
  /// a database.
  Finality finality(Database database);

  /// The calendar of an exchange with what `database()` holds about its days. Where no decision was
  /// ever taken no database is started for it.
  ///
  /// @throws IllegalArgumentException if there is no calendar of it
  TradingCalendar calendar(Mic exchange);

  /// The exchanges' calendars and decisions in `database()`.
  Calendars calendars();

  /// Notes in this environment that decisions were taken, for `calendar(Mic)`.
  void noteDecision();

  /// Who gives this command, for the audit: user and host.
  String operator();

  /// Whether a failure that one of these methods throws is meant for the operator: its message says
  /// what failed and what to do, so nobody needs a stack trace.
  boolean isForOperator(Throwable failure);

  /// Settings in force, for `config show`.
  List<SettingLine> settings();

  record SettingLine(String name, String value, String source) {}

  /// The embedded server of this environment.
  EmbeddedDatabase embedded();

  /// Start, stop and status of the embedded server.
  interface EmbeddedDatabase {
    /// @return what to tell, e.g. where it listens
    String start();

    /// @return what to tell
    String stop();

    List<SettingLine> status();
  }

  /// What developers do with databases of their own; refused in production.
  Development development();

  /// Asks who sits at the terminal; false as well where nobody does.
  boolean confirms(String question);

  /// Brings the present database's schema up to date; refused in production.
  ///
  /// @return what was done
  String migrate();

  /// SQL for a person to run that brings the present database's schema up to date.
  String migrationScript();

  /// SQL for a person to run that makes the roles with the least rights; the same for every
  /// database.
  String rolesScript();

  /// SQL for a person to run that takes a database with the tables of the older TickStock to ours.
  String adoptionScript();

  /// SQL for a person to run that takes such an adoption back.
  String adoptionRollbackScript();

  /// Findings of `doctor`, in order.
  List<Finding> doctor();

  /// @param verdict `OK`, `WARN` or `FAIL`
  record Finding(String name, String value, String verdict, String advice) {}

  /// Finds out what the vendor's plan includes, and keeps it.
  PlanReport probePlan();

  /// How a probe of the vendor's plan went.
  sealed interface PlanReport {
    /// @param facts all that is known now
    /// @param before when the probe before this one was
    /// @param changes since then
    /// @param noticed the latest changes of all, newest first
    record Found(
        String vendor,
        PlanFacts facts,
        Optional<Instant> before,
        List<PlanFacts.Change> changes,
        List<VendorPlans.Noticed> noticed)
        implements PlanReport {}

    /// @param reason with the address of the failure and what to do
    record NotAnswered(String vendor, String reason) implements PlanReport {}
  }

  /// From now on every answer comes from the vendor and none is kept on disk. To be said before the
  /// vendor is asked for the first time.
  void keepNoAnswers();

  /// Serves the simulated vendor until it is interrupted.
  ///
  /// @return the exit code
  int simulate(SimulateOptions options) throws InterruptedException;

  /// Runs schedules and loads and serves HTTP until it is told to stop.
  ///
  /// @return the exit code
  int serve(ServeOptions options) throws InterruptedException;

  /// @param bind the address on which HTTP is served
  /// @param port 0: a free one
  /// @param pages whether the console is served, beside health and metrics
  /// @param isBehindProxy whether a proxy does TLS and says who asks
  /// @param isInsecure whether pages may go over other networks without TLS
  record ServeOptions(
      int port,
      String bind,
      boolean schedules,
      boolean workers,
      boolean pages,
      boolean isBehindProxy,
      boolean isInsecure) {}

  /// Who may use the console, in `databaseOfVendor()`.
  Access access();

  /// The schedules in `databaseOfVendor()`.
  Schedules schedules();

  /// Runs a schedule's job at once, in this process.
  ///
  /// @param progress takes a line about how it goes on
  /// @throws ai.tickstock.jobs.ScheduleRefused if that cannot be
  JobOutcome runJob(String schedule, Optional<LocalDate> session, Consumer<String> progress)
      throws InterruptedException;

  /// @param dataFolder real data instead of the synthetic market
  /// @param scenario a market in which known things happen instead
  /// @param limiter over which minute calls are counted: `sliding` or `fixed-minute`
  /// @param at where the simulated clock starts in place of now
  /// @param truth a file to write the answer key to, before anything is served
  /// @param remembers whether answers are made once and given again as they were
  record SimulateOptions(
      int port,
      Optional<Path> dataFolder,
      Optional<ScenarioMarket> scenario,
      Optional<Long> seed,
      String planProfile,
      Duration latency,
      Optional<Path> faults,
      Optional<Path> keys,
      Optional<Integer> callsPerMinute,
      String limiter,
      Optional<Instant> at,
      Optional<Path> truth,
      boolean remembers) {}
}
