package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import ai.tickstock.market.Mic;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The end of day of a session, by schedule. What waits for the vendor runs again when it is due.
/// One with open symbols is done in part and is not run again by itself: its steps did their work,
/// and people were told once.
///
/// @param endOfDay of an exchange; made when the job runs, over the calendar as decided by then
public record EndOfDayJob(Function<Mic, EndOfDay> endOfDay) implements Job {
  public static final String NAME = "end-of-day";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public JobOutcome run(JobCall call) throws InterruptedException {
    EndOfDayReport report;
    try {
      report = endOfDay.apply(call.exchange()).run(call.session(), new Lines(call));
    } catch (EndOfDayRefused refused) {
      var why = String.valueOf(refused.getMessage());
      return refused.possibleFrom().isPresent()
          ? new JobOutcome(JobOutcome.State.PART, why, Map.of(), refused.possibleFrom())
          : JobOutcome.failed(why);
    }
    var message = "end of day of " + call.session() + ": " + report.state().word();
    var facts = Map.of("state", report.state().word(), "calls", report.calls());
    var open =
        Stream.concat(
                Stream.of(message),
                report.steps().stream()
                    .filter(step -> !step.state().isDone() && !step.message().isEmpty())
                    .map(step -> step.step() + ": " + step.message()))
            .collect(Collectors.joining("; "));
    return switch (report.state()) {
      case COMPLETE -> JobOutcome.done(message, facts);
      case PARTIAL, WAITING -> new JobOutcome(JobOutcome.State.PART, open, facts, report.again());
      case ERROR, BROKEN_OFF, RUNNING ->
          new JobOutcome(JobOutcome.State.FAILED, open, facts, Optional.empty());
    };
  }

  /// Steps as lines of progress.
  private record Lines(JobCall call) implements EndOfDayObserver {
    @Override
    public void began(String step) {
      call.progress().accept(step);
    }

    @Override
    public void ended(StepReport step) {
      call.progress().accept(step.step() + " " + step.state().word());
    }

    @Override
    public void note(String message) {
      call.progress().accept(message);
    }

    @Override
    public void progress(LoadObserver.Progress progress) {
      // A line for each task would be thousands.
    }
  }
}
