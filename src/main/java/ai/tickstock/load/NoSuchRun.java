package ai.tickstock.load;

/// There is no run of that number.
public final class NoSuchRun extends RuntimeException {
  NoSuchRun(int runId) {
    super("there is no run " + runId + "; 'tickstock runs list' shows them");
  }
}
