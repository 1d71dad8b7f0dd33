package ai.tickstock.jobs;

import ai.tickstock.load.LoadObserver;
import java.time.LocalDate;

/// One step of the end of day. It can be done again at any time: what is there already costs little
/// and changes nothing.
interface EndOfDayStep {
  /// A short word: `bars`.
  String name();

  /// What it will ask, from what is known here; asks nobody.
  PlannedCalls calls(LocalDate session);

  /// The calls that are kept for it, see [EveningCalls]: those that it expects.
  default int wanted(LocalDate session) {
    return calls(session).calls();
  }

  /// @throws InterruptedException when stopped from outside
  StepOutcome run(LocalDate session, LoadObserver observer) throws InterruptedException;

  /// @param calls that are expected
  /// @param most where more are found to be needed on the way
  record PlannedCalls(int calls, int most, String why) {
    static final PlannedCalls NONE = new PlannedCalls(0, 0, "asks nobody");
  }
}
