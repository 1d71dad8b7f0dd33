package ai.tickstock;

import ai.tickstock.bars.Feed;
import ai.tickstock.calendar.Calendars;
import ai.tickstock.database.Database;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Machine;
import ai.tickstock.load.Throttle;
import ai.tickstock.load.Vendor;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.scenario.ScenarioMarket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What loads: from whom, into which database, by which calendar and at which pace.
final class LoadWiring {
  private final Settings settings;
  private final Clock clock;
  private final Databases databases;
  private final VendorWiring vendors;
  private final Map<Database, Machine> machines = new ConcurrentHashMap<>();

  LoadWiring(Settings settings, Clock clock, Databases databases, VendorWiring vendors) {
    this.settings = settings;
    this.clock = clock;
    this.databases = databases;
    this.vendors = vendors;
  }

  /// Asks the vendor for somebody who waits.
  Loader loader() {
    var asked = vendors.vendor();
    return loader(databases.ofSource(), Optional.of(asked));
  }

  /// Asks the simulator of a scenario.
  Loader loaderOfScenario(ScenarioMarket market) {
    var database = databases.ofScenario(market.scenario().orElseThrow());
    return loader(
        database,
        Optional.of(vendors.ofScenario(market)),
        Calendars.postgres(database).of(Mic.XNYS),
        Settings.UNPACED);
  }

  Loader fileLoader() {
    return loader(databases.forFiles());
  }

  /// Of files, or of what is stored.
  Loader loader(Database into) {
    return loader(into, Optional.empty());
  }

  /// Asks the vendor with the calendar of an exchange.
  Loader loader(Database into, Vendor vendor, TradingCalendar calendar) {
    return loader(into, Optional.of(vendor), calendar, settings.pace());
  }

  /// Goes on with loads that nobody waits for: leaves calls to others in trading hours, and stands
  /// still while the machine is busy.
  Loader backgroundLoader() {
    var asked = vendors.backgroundVendor();
    var database = databases.ofSource();
    return loader(
        database,
        Optional.of(asked),
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

  /// Also of the session that is running.
  Loader loaderWhileRunning(Feed feed) {
    if (feed == Feed.DELAYED) {
      vendors.simulateDelay();
    }
    var asked = vendors.vendor();
    var into = databases.ofSource();
    return loader(
        into,
        Optional.of(asked),
        Calendars.postgres(into).of(Mic.XNYS),
        settings.pace(),
        Throttle.ofUrgent(settings.throttle(), machine(into)),
        policy().whileRunning(DevelopmentDatabases.delay(feed, settings.vendor().delay())));
  }

  Finality finality(Database database) {
    var calendars = Calendars.postgres(database).asDecided();
    return new Finality(calendars.apply(Mic.XNYS), delay(), false, calendars);
  }

  /// The setting where it was given, else what is known of the vendor's plan, else the default.
  Duration delay() {
    var set = settings.vendor().delay();
    return settings.isGiven(SettingKey.DELAY)
        ? set
        : databases
            .opened()
            .flatMap(opened -> VendorPlans.postgres(opened).read(databases.source().name()).delay())
            .orElse(set);
  }

  private Loader loader(Database into, Optional<Vendor> vendor) {
    return loader(into, vendor, Calendars.postgres(into).of(Mic.XNYS), settings.pace());
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
        .reading(vendors.published());
  }

  private Machine machine(Database database) {
    return machines.computeIfAbsent(database, one -> new Machine(one, settings.home()));
  }
}
