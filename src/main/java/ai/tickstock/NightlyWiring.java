package ai.tickstock;

import ai.tickstock.calendar.Calendars;
import ai.tickstock.cli.Program.PlanReport;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseClock;
import ai.tickstock.jobs.CorrelationsJob;
import ai.tickstock.jobs.DefaultSchedules;
import ai.tickstock.jobs.DetailsJob;
import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.EndOfDayJob;
import ai.tickstock.jobs.EndOfDayParts;
import ai.tickstock.jobs.EtfFactsJob;
import ai.tickstock.jobs.Job;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.ListingBackfill;
import ai.tickstock.jobs.ListingWatch;
import ai.tickstock.jobs.ListingWatchJob;
import ai.tickstock.jobs.PlanProbeJob;
import ai.tickstock.jobs.Schedules;
import ai.tickstock.jobs.UniverseRefreshJob;
import ai.tickstock.jobs.UniverseSync;
import ai.tickstock.load.Finality;
import ai.tickstock.market.Mic;
import ai.tickstock.notify.Delivery;
import ai.tickstock.universe.CacheEntries;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What runs by itself, in the evening or when its schedule says so: the end of day and the other
/// jobs, and what they need.
final class NightlyWiring {
  private final Settings settings;
  private final Clock clock;
  private final Databases databases;
  private final VendorWiring vendors;
  private final LoadWiring loads;
  private volatile boolean hasSeededSchedules;

  NightlyWiring(
      Settings settings, Clock clock, Databases databases, VendorWiring vendors, LoadWiring loads) {
    this.settings = settings;
    this.clock = clock;
    this.databases = databases;
    this.vendors = vendors;
    this.loads = loads;
  }

  EndOfDay endOfDay(Mic exchange) {
    var asked = vendors.vendor();
    var database = databases.ofSource();
    var calendars = Calendars.postgres(database).asDecided();
    var calendar = calendars.apply(exchange);
    return new EndOfDay(
        new EndOfDayParts(
            database,
            loads.loader(database, asked, calendar),
            asked,
            vendors.marketInformation(),
            new Finality(calendar, loads.delay(), false, calendars),
            settings.listing(),
            cacheEntries(database),
            settings.endOfDay(),
            clock,
            Application.operatorHere() + ", pid " + ProcessHandle.current().pid()));
  }

  UniverseSync universeSync(Database database) {
    return new UniverseSync(
        database, loads.finality(database).calendar(), cacheEntries(database), clock);
  }

  CacheEntries cacheEntries(Database database) {
    return CacheEntries.postgres(database, settings.cacheEnvironment());
  }

  Delivery delivery(Database database) {
    var source = database.claimedBy().filter(name -> name.startsWith(Source.SIMULATOR));
    return Delivery.of(
        database,
        settings.notices(),
        source.map(name -> "tickstock-data (" + name + ")").orElse("tickstock-data"));
  }

  /// With those that the program brings along. A server's settings hold, and not those of whoever
  /// looks.
  Schedules schedules() {
    var schedules = storedSchedules();
    if (!hasSeededSchedules) {
      schedules.seedMissing(DefaultSchedules.ALL, settings.serve().schedules());
      hasSeededSchedules = true;
    }
    return schedules;
  }

  /// Lets the rules of the settings hold from now on.
  void enterSchedules() {
    storedSchedules().seed(DefaultSchedules.ALL, settings.serve().schedules());
    hasSeededSchedules = true;
  }

  private Schedules storedSchedules() {
    var database = databases.ofSource();
    return new Schedules(database, Calendars.postgres(database)::of, jobs(database), clock);
  }

  JobOutcome runJob(String schedule, Optional<LocalDate> session, Consumer<String> progress)
      throws InterruptedException {
    var database = databases.ofSource();
    var databaseClock = new DatabaseClock(database);
    try (var alive =
        SignOfLife.begin(
            database,
            Application.host() + " pid " + ProcessHandle.current().pid(),
            databaseClock,
            settings.load().lease())) {
      databases.workIn(alive.process().fenced(database));
      return schedules().runNow(schedule, session, alive.process(), databaseClock, progress);
    }
  }

  /// All that there are.
  List<Job> jobs(Database database) {
    return List.of(
        new ListingWatchJob(
            () ->
                new ListingWatch(
                    database,
                    settings.listing(),
                    loads.finality(database).calendar(),
                    cacheEntries(database),
                    clock),
            vendors::vendor,
            () ->
                new ListingBackfill(
                    database,
                    loads.loader(),
                    vendors.vendor(),
                    vendors.marketInformation(),
                    loads.finality(database),
                    clock,
                    ListingBackfill.DAYS),
            () -> universeSync(database),
            clock),
        new EndOfDayJob(this::endOfDay),
        new EtfFactsJob(
            database, vendors::marketInformation, () -> loads.finality(database).calendar(), clock),
        new DetailsJob(database, vendors::vendor, settings.endOfDay().weeklyDetails(), clock),
        new UniverseRefreshJob(() -> universeSync(database), clock),
        new CorrelationsJob(database, () -> loads.finality(database), clock),
        new PlanProbeJob(this::probed));
  }

  private JobOutcome probed() {
    return switch (vendors.probePlan()) {
      case PlanReport.NotAnswered(var vendor, var reason) ->
          JobOutcome.failed(vendor + " was not asked to the end: " + reason);
      case PlanReport.Found found ->
          JobOutcome.done(
              found.changes().isEmpty()
                  ? "the plan of " + found.vendor() + " is as it was"
                  : "the plan of " + found.vendor() + " changed: " + found.changes(),
              Map.of("changes", found.changes().size()));
    };
  }
}
