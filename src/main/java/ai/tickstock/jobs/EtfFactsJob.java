package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.Bar;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.FundFacts;
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
  private static final String SOURCE = "vendor";

  @Override
  public String name() {
    return "etf-facts";
  }

  @Override
  public JobOutcome run(JobCall call) {
    var now = clock.instant();
    return switch (FundProfiles.latest(information.get(), calendar.get(), Bar.dateOf(now), now)) {
      case Answer.Failed<FundProfiles>(var failure, _)
          when failure.kind() == ProviderFailure.Kind.NOT_ENTITLED_ENDPOINT ->
          JobOutcome.skipped("the vendor's plan does not include profiles of funds");
      case Answer.Failed<FundProfiles>(var failure, _) ->
          JobOutcome.failed("no profiles, nothing changed: " + failure);
      case Answer.Given<FundProfiles>(var profiles, _, _) -> {
        var count =
            EtfFacts.postgres(database)
                .take(profiles.rows().stream().map(FundFacts::of).toList(), SOURCE);
        yield JobOutcome.done(
            profiles.rows().size()
                + " profiles: "
                + count.added()
                + " facts new, "
                + count.changed()
                + " changed",
            Map.of(
                "profiles", profiles.rows().size(),
                "funds", count.funds(),
                "added", count.added(),
                "changed", count.changed(),
                "unknown", count.unknown().size(),
                "calls", profiles.calls()));
      }
    };
  }
}
