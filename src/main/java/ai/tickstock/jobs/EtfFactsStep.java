package ai.tickstock.jobs;

import ai.tickstock.listing.EtfFacts;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.EtfProfileRow;
import ai.tickstock.provider.FundFacts;
import ai.tickstock.provider.PlanFacts.Verdict;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.VendorEndpoint;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the vendor says of funds, where the plan has it: the profiles of the session, or of the one
/// before where those are not out yet.
final class EtfFactsStep implements EndOfDayStep {
  private static final String SOURCE = "vendor";
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
        : new PlannedCalls(1, 4, "profiles of all funds, 5,000 a call");
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
    int calls = 0;
    for (var day : List.of(session, parts.calendar().previous(session).date())) {
      var answer = parts.information().etfProfiles(day);
      calls += answer.cost().calls();
      switch (answer) {
        case Answer.Failed<List<EtfProfileRow>>(var failure, _) -> {
          return failure.kind() == Kind.NOT_ENTITLED_ENDPOINT
              ? StepOutcome.of(StepState.SKIPPED, NOT_INCLUDED, Map.of("calls", calls))
              : StepOutcome.failed(failure.toString(), calls);
        }
        case Answer.Given<List<EtfProfileRow>>(var rows, _, _) -> {
          if (!rows.isEmpty()) {
            return taken(rows, day, calls);
          }
        }
      }
    }
    return StepOutcome.of(
        StepState.DONE, "the vendor has no profiles of these days yet", Map.of("calls", calls));
  }

  private StepOutcome taken(List<EtfProfileRow> rows, LocalDate day, int calls) {
    var count =
        EtfFacts.postgres(parts.database()).take(rows.stream().map(FundFacts::of).toList(), SOURCE);
    return StepOutcome.done(
        Map.of(
            "calls",
            calls,
            "processed_on",
            day.toString(),
            "symbols",
            count.funds(),
            "rows",
            count.added() + count.changed()));
  }
}
