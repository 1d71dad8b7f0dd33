package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.PlanFacts.Verdict;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.VendorEndpoint;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// What the vendor says of funds, where the plan has it: the newest profiles that there are.
final class EtfFactsStep implements EndOfDayStep {
  private static final String NOT_INCLUDED = "the vendor's plan does not include profiles of funds";

  private final EndOfDayParts parts;

  EtfFactsStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "etf-facts";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return isRefused()
        ? new PlannedCalls(0, 0, NOT_INCLUDED)
        : new PlannedCalls(1, 8, "profiles of all funds, 5,000 a call");
  }

  private boolean isRefused() {
    return VendorPlans.postgres(parts.database())
        .read(parts.vendor().name())
        .verdict(VendorEndpoint.ETF_PROFILES)
        .equals(Optional.of(Verdict.REFUSED));
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    if (isRefused()) {
      return StepOutcome.skipped(NOT_INCLUDED);
    }
    var profiles =
        new FundProfiles(parts.database(), parts.information(), parts.calendar(), parts.clock());
    return switch (profiles.latest()) {
      case Answer.Failed<FundProfiles.Taken>(var failure, var cost) ->
          failure.kind() == Kind.NOT_ENTITLED_ENDPOINT
              ? StepOutcome.of(StepState.SKIPPED, NOT_INCLUDED, Map.of("calls", cost.calls()))
              : StepOutcome.failed(failure.toString(), cost.calls());
      case Answer.Given<FundProfiles.Taken>(var taken, _, _) ->
          StepOutcome.of(
              StepState.DONE,
              taken.profiles() == 0 ? "the vendor has no profiles of the last days" : "",
              Map.of(
                  "calls",
                  taken.calls(),
                  "symbols",
                  taken.profiles(),
                  "rows",
                  taken.count().added() + taken.count().changed()));
    };
  }
}
