package ai.tickstock;

import ai.tickstock.cli.Program.PlanReport;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.CorrelationsJob;
import ai.tickstock.jobs.DetailsJob;
import ai.tickstock.jobs.EndOfDayJob;
import ai.tickstock.jobs.EtfFactsJob;
import ai.tickstock.jobs.Job;
import ai.tickstock.jobs.JobOutcome;
import ai.tickstock.jobs.ListingBackfill;
import ai.tickstock.jobs.ListingWatch;
import ai.tickstock.jobs.ListingWatchJob;
import ai.tickstock.jobs.PlanProbeJob;
import ai.tickstock.jobs.UniverseRefreshJob;
import java.util.List;
import java.util.Map;

/// The jobs that there are, made of the parts of the program.
final class JobList {
  private JobList() {}

  static List<Job> of(Application application, Database database) {
    var clock = application.clock();
    return List.of(
        new ListingWatchJob(
            () ->
                new ListingWatch(
                    database,
                    application.listingRules(),
                    application.finality(database).calendar(),
                    application.cacheEntries(database),
                    clock),
            application::vendor,
            () ->
                new ListingBackfill(
                    database,
                    application.loader(),
                    application.vendor(),
                    application.marketInformation(),
                    application.finality(database),
                    clock,
                    ListingBackfill.DAYS),
            () -> application.universeSync(database),
            clock),
        new EndOfDayJob(application::endOfDay),
        new EtfFactsJob(
            database,
            application::marketInformation,
            () -> application.finality(database).calendar(),
            clock),
        new DetailsJob(
            database, application::vendor, application.endOfDayRules().weeklyDetails(), clock),
        new UniverseRefreshJob(() -> application.universeSync(database), clock),
        new CorrelationsJob(database, () -> application.finality(database), clock),
        new PlanProbeJob(() -> probed(application)));
  }

  private static JobOutcome probed(Application application) {
    return switch (application.probePlan()) {
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
