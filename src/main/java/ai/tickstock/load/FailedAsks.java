package ai.tickstock.load;

import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// How tasks end whose answer did not come, or is not believed.
record FailedAsks(LoadPolicy policy, InstantSource clock) {
  /// Asked again after a pause, as long as it has attempts left.
  Fetched again(Task task, String failure, String detail, Duration pause, Answer.Cost cost) {
    return Fetched.nothing(
        task,
        hasAttemptsLeft(task)
            ? new TaskEnd.Again(pause, true, failure, detail)
            : new TaskEnd.Failed(failure, detail),
        cost);
  }

  boolean hasAttemptsLeft(Task task) {
    return task.attempts() + 1 < policy.taskAttempts();
  }

  /// @param concerned whose cells a refusal explains
  /// @param recheckAfter when a refusal is looked at again; empty: as usual
  /// @throws StopRun when only an operator can help
  Fetched failed(
      Task task,
      ProviderFailure failure,
      Answer.Cost cost,
      List<InstrumentId> concerned,
      Optional<Instant> recheckAfter) {
    var recheck = recheckAfter.orElseGet(this::recheckRefused);
    if (Thread.currentThread().isInterrupted()) {
      return Fetched.nothing(
          task,
          new TaskEnd.Again(Duration.ZERO, false, failure.kind().name(), "the run was stopped"),
          cost);
    }
    return switch (failure.kind()) {
      case KEY_REFUSED -> throw new StopRun(failure.toString());
      case NOT_ENTITLED_TIMEFRAME ->
          refused(task, failure, cost, concerned, PlanReach.TIMEFRAME, recheck);
      case NOT_ENTITLED_ENDPOINT ->
          task.kind() == NewTask.Kind.AGGREGATES || task.kind() == NewTask.Kind.MINUTES
              ? refused(task, failure, cost, concerned, PlanReach.ENDPOINT, recheck)
              : refused(task, failure, cost, List.of(), PlanReach.ENDPOINT, recheck);
      case UNKNOWN_SYMBOL ->
          Fetched.nothing(
              task, new TaskEnd.Failed(failure.kind().name(), failure.toString()), cost);
      default -> {
        boolean nobodyTried = failure.attempts() == 0;
        var wait =
            failure
                .retryAfter()
                .orElse(policy.retryPause().multipliedBy(1L << Math.min(5, task.attempts())));
        yield nobodyTried
            ? Fetched.nothing(
                task,
                new TaskEnd.Again(wait, false, failure.kind().name(), failure.toString()),
                cost)
            : again(task, failure.kind().name(), failure.toString(), wait, cost);
      }
    };
  }

  private Fetched refused(
      Task task,
      ProviderFailure failure,
      Answer.Cost cost,
      List<InstrumentId> concerned,
      String reason,
      Instant recheck) {
    return Fetched.ofDetails(
        task,
        new TaskEnd.Refused(failure.kind().name(), failure.toString()),
        cost,
        concerned.stream()
            .map(instrument ->
                new ExplainedRange(
                    instrument,
                    task.range(),
                    ExplainedRange.State.REFUSED,
                    reason,
                    failure.message(),
                    Optional.of(recheck)))
            .toList(),
        Optional.empty());
  }

  /// When cells that are refused now are looked at again.
  Instant recheckRefused() {
    return clock.instant().plus(policy.refusedRecheckAfter());
  }
}
