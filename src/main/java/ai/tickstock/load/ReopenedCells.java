package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.PlanFacts.Verdict;
import ai.tickstock.provider.VendorEndpoint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Refusals that hold no longer because the plan was found to include more since: their cells are
/// owed again at once, whatever time they were to be asked again. What came after what is told by
/// the database's clock.
final class ReopenedCells {
  private final BarInterval interval;
  private final Collection<VendorPlans.Kept> plans;
  private final Instant now;

  private ReopenedCells(BarInterval interval, Collection<VendorPlans.Kept> plans, Instant now) {
    this.interval = interval;
    this.plans = plans;
    this.now = now;
  }

  /// What is known of instruments, without refusals that the plan as known now contradicts.
  static Map<InstrumentId, Coverage.Known> without(
      Handle handle, BarInterval interval, Map<InstrumentId, Coverage.Known> known, Instant now) {
    boolean anyRefused =
        known.values().stream()
            .anyMatch(one -> one.explained().stream().anyMatch(ReopenedCells::isByPlan));
    if (!anyRefused) {
      return known;
    }
    var reopened = new ReopenedCells(interval, VendorPlans.all(handle).values(), now);
    var holding = new HashMap<InstrumentId, Coverage.Known>(known.size() * 2);
    known.forEach((instrument, one) ->
        holding.put(
            instrument,
            new Coverage.Known(
                one.stored(),
                one.provisional(),
                one.traded(),
                one.remarks(),
                reopened.holding(one.explained()),
                one.omissions())));
    return holding;
  }

  private static boolean isByPlan(Coverage.Explained explained) {
    return explained.range().state() == ExplainedRange.State.REFUSED
        && (explained.range().reason().equals(PlanReach.TIMEFRAME)
            || explained.range().reason().equals(PlanReach.ENDPOINT));
  }

  private List<Coverage.Explained> holding(List<Coverage.Explained> explained) {
    var holding = new ArrayList<Coverage.Explained>(explained.size());
    for (var one : explained) {
      if (!isByPlan(one)) {
        holding.add(one);
      } else if (one.range().reason().equals(PlanReach.ENDPOINT)) {
        if (plans.stream().noneMatch(plan -> includesBars(plan, one.decidedAt()))) {
          holding.add(one);
        }
      } else {
        stillRefused(one).ifPresent(holding::add);
      }
    }
    return holding;
  }

  private boolean includesBars(VendorPlans.Kept plan, Instant since) {
    var endpoint =
        interval == BarInterval.DAY ? VendorEndpoint.DAILY_BARS : VendorEndpoint.MINUTE_BARS;
    return plan.changedAt().isAfter(since)
        && plan.facts().verdict(endpoint).equals(Optional.of(Verdict.INCLUDED));
  }

  /// The part of a refusal that lies before all that was found to be served since.
  private Optional<Coverage.Explained> stillRefused(Coverage.Explained one) {
    var served =
        plans.stream()
            .filter(plan -> plan.changedAt().isAfter(one.decidedAt()))
            .flatMap(plan -> plan.facts().edge(interval).stream())
            .map(edge -> edge.servedFrom(now))
            .min(LocalDate::compareTo);
    var sessions = one.range().sessions();
    if (served.isEmpty() || sessions.last().isBefore(served.get())) {
      return Optional.of(one);
    }
    if (!sessions.first().isBefore(served.get())) {
      return Optional.empty();
    }
    var range = one.range();
    return Optional.of(
        new Coverage.Explained(
            new ExplainedRange(
                range.instrument(),
                new DateRange(sessions.first(), served.get().minusDays(1)),
                range.state(),
                range.reason(),
                range.evidence(),
                range.recheckAfter()),
            one.decidedAt(),
            one.runId()));
  }
}
