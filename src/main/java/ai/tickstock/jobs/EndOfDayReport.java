package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
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
  static final String REPORT = "report";

  /// Among the facts of the report: symbols that are open.
  static final String OPEN = "missing_count";

  public EndOfDayReport {
    steps = List.copyOf(steps);
  }

  /// The one word that command, pages, jobs, events and notices have for it.
  public enum State {
    /// Every step is done, and no tracked symbol is open: each is stored, provisionally stored,
    /// known to have no bar, or accepted.
    COMPLETE,
    /// Something is missing, be it one symbol of ten thousand.
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
    if (has(StepState.WAITING)) {
      return State.WAITING;
    }
    // Reports were done with up to a twentieth of the symbols open once; their rows say so.
    return step(REPORT).filter(report -> report.number(OPEN) > 0).isPresent()
        ? State.PARTIAL
        : State.COMPLETE;
  }

  /// How it stands after a report that measures so much, before that report is written down.
  State with(TrackedCoverage coverage) {
    var before = withoutReport().state();
    int open = coverage.missing().size();
    int due = coverage.of(CellState.REFUSED) + coverage.of(CellState.PENDING);
    boolean isWhole = open == 0 || before == State.WAITING && open == due;
    return switch (before) {
      case COMPLETE, WAITING -> isWhole ? before : State.PARTIAL;
      case PARTIAL, ERROR, RUNNING, BROKEN_OFF -> before;
    };
  }

  EndOfDayReport withoutReport() {
    var others = steps.stream().filter(step -> !step.step().equals(REPORT)).toList();
    return new EndOfDayReport(exchange, session, others, expected - 1, done, calls);
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
