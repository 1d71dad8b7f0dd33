package ai.tickstock.jobs;

import ai.tickstock.market.Mic;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How the end of day of a session stands, from what is written down.
///
/// @param steps in their order, each by its last attempt; those never begun are missing
/// @param expected how many steps there are
/// @param done how many attempts this call made
/// @param calls of all attempts at all steps
public record EndOfDayReport(
    Mic exchange, LocalDate session, List<StepReport> steps, int expected, int done, long calls) {
  public EndOfDayReport {
    steps = List.copyOf(steps);
  }

  public enum State {
    COMPLETE,
    /// Something is missing.
    PARTIAL,
    /// The rest comes at a known time, and nothing else is missing.
    WAITING,
    /// A step failed.
    ERROR,
    RUNNING,
    /// Its process was killed, or it never came to its end.
    BROKEN_OFF;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public State state() {
    if (has(StepState.RUNNING)) {
      return State.RUNNING;
    }
    if (has(StepState.FAILED)) {
      return State.ERROR;
    }
    if (has(StepState.KILLED) || steps.size() < expected) {
      return State.BROKEN_OFF;
    }
    if (has(StepState.PART)) {
      return State.PARTIAL;
    }
    return has(StepState.WAITING) ? State.WAITING : State.COMPLETE;
  }

  private boolean has(StepState state) {
    return steps.stream().anyMatch(step -> step.state() == state);
  }

  /// When running it again brings more.
  public Optional<Instant> again() {
    return steps.stream().flatMap(step -> step.again().stream()).max(Instant::compareTo);
  }

  public Optional<StepReport> step(String name) {
    return steps.stream().filter(step -> step.step().equals(name)).findFirst();
  }
}
