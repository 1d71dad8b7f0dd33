package ai.tickstock.jobs;

import ai.tickstock.bars.FairValues;
import ai.tickstock.load.AnswerOfTheMarket;
import ai.tickstock.load.FairPrices;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.VendorPlans;
import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.SnapshotRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The vendor's fair market values beside the bars of the session, on its own day only: the vendor
/// keeps none of the past. An estimate, never a close.
final class FairValuesStep implements EndOfDayStep {
  static final String NOT_ENTITLED = "NOT_ENTITLED";

  /// Dollars a session from which a name is liquid.
  private static final double LIQUID = 10_000_000;

  private final EndOfDayParts parts;

  FairValuesStep(EndOfDayParts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "fair-values";
  }

  @Override
  public PlannedCalls calls(LocalDate session) {
    return why(session)
        .map(why -> new PlannedCalls(0, 0, why))
        .orElse(new PlannedCalls(1, 1, "the snapshot of the whole market"));
  }

  /// Why nobody is asked; empty when the vendor is.
  private Optional<String> why(LocalDate session) {
    var facts = VendorPlans.postgres(parts.database()).read(parts.vendor().name());
    if (facts.fmv().equals(Optional.of(false))) {
      return Optional.of(NOT_ENTITLED + ": the vendor's plan has no fair market values");
    }
    return Bar.dateOf(parts.clock().instant()).equals(session)
        ? Optional.empty()
        : Optional.of("fair market values can be had on the session's own day only");
  }

  @Override
  public StepOutcome run(LocalDate session, LoadObserver observer) {
    var why = why(session);
    if (why.isPresent()) {
      return StepOutcome.skipped(why.get());
    }
    return switch (parts.information().marketSnapshot()) {
      case Answer.Failed<List<SnapshotRow>>(var failure, var cost) ->
          failure.kind() == Kind.NOT_ENTITLED_ENDPOINT
              ? StepOutcome.of(
                  StepState.SKIPPED,
                  NOT_ENTITLED + ": the vendor's plan has no snapshots",
                  Map.of("calls", cost.calls()))
              : StepOutcome.failed(failure.toString(), cost.calls());
      case Answer.Given<List<SnapshotRow>>(var rows, var cost, var at) ->
          kept(session, FairPrices.of(rows, session, at), cost.calls());
    };
  }

  private StepOutcome kept(LocalDate session, Map<Symbol, FairValues.Value> values, int calls) {
    if (values.isEmpty()) {
      return StepOutcome.of(
          StepState.SKIPPED,
          NOT_ENTITLED + ": the vendor's snapshot has no fair market values of the day",
          Map.of("calls", calls));
    }
    var byInstrument = FairPrices.byInstrument(parts.database(), session, values);
    var kept = parts.database().inTransaction(h -> FairValues.keep(h, session, byInstrument));
    var facts = new TreeMap<String, Object>();
    facts.put("calls", calls);
    facts.put("rows", kept.rows());
    facts.put("approximations", kept.approximations());
    errors(session, byInstrument, facts);
    return StepOutcome.done(facts);
  }

  /// How far the values were from the closes, in cents, liquid and thin names apart.
  private void errors(
      LocalDate session, Map<InstrumentId, FairValues.Value> values, Map<String, Object> facts) {
    var ids = values.keySet();
    var market =
        parts.database().read(h -> AnswerOfTheMarket.of(h, parts.calendar(), ids, session));
    var liquid = new ArrayList<Double>();
    var thin = new ArrayList<Double>();
    for (var one : parts.database().read(h -> FairValues.read(h, session, ids))) {
      (market.usualDollars(one.instrument()) >= LIQUID ? liquid : thin)
          .add(100 * Math.abs(one.value() - one.close()));
    }
    facts.put("cents_off_liquid", percentiles(liquid));
    facts.put("cents_off_thin", percentiles(thin));
  }

  private static Map<String, Object> percentiles(List<Double> errors) {
    if (errors.isEmpty()) {
      return Map.of("names", 0);
    }
    var sorted = errors.stream().sorted().toList();
    return Map.of(
        "names", sorted.size(),
        "median", at(sorted, 0.5),
        "p90", at(sorted, 0.9),
        "p99", at(sorted, 0.99));
  }

  private static double at(List<Double> sorted, double share) {
    return Math.rint(100 * sorted.get((int) (share * (sorted.size() - 1)))) / 100;
  }
}
