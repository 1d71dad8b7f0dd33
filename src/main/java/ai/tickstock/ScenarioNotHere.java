package ai.tickstock;

/// Scenarios are for development: none of their symbols may stand beside real ones.
final class ScenarioNotHere extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ScenarioNotHere() {
    super(
        "scenarios are for development and refused with profile prod: use profile dev with a"
            + " database of its own");
  }

  /// @throws ScenarioNotHere if this is a production installation
  static void unless(boolean development) {
    if (!development) {
      throw new ScenarioNotHere();
    }
  }
}
