package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.ProviderFailure;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/// Asks the vendor for the profiles of all funds.
///
/// @param calendar of New York, as decided by now
public record EtfFactsJob(
    Database database,
    Supplier<MarketInformation> information,
    Supplier<TradingCalendar> calendar,
    InstantSource clock)
    implements Job {
  @Override
  public String name() {
    return "etf-facts";
  }

  @Override
  public JobOutcome run(JobCall call) {
    var profiles = new FundProfiles(database, information.get(), calendar.get(), clock);
    return switch (profiles.latest()) {
      case Answer.Failed<FundProfiles.Taken>(var failure, _)
          when failure.kind() == ProviderFailure.Kind.NOT_ENTITLED_ENDPOINT ->
          JobOutcome.skipped("the vendor's plan does not include profiles of funds");
      case Answer.Failed<FundProfiles.Taken>(var failure, _) ->
          JobOutcome.failed("no profiles, nothing changed: " + failure);
      case Answer.Given<FundProfiles.Taken>(var taken, _, _) -> {
        var count = taken.count();
        yield JobOutcome.done(
            taken.profiles()
                + " profiles: "
                + count.added()
                + " facts new, "
                + count.changed()
                + " changed",
            Map.of(
                "profiles", taken.profiles(),
                "funds", count.funds(),
                "added", count.added(),
                "changed", count.changed(),
                "unknown", count.unknown().size(),
                "calls", taken.calls()));
      }
    };
  }
}
