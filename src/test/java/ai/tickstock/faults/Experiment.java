package ai.tickstock.faults;

/// Makes a fault and sees what becomes of it.
interface Experiment {
  /// @return what was seen, for the page
  /// @throws AssertionError when something does not hold that must
  String run(Arena.Plan plan) throws Exception;
}
