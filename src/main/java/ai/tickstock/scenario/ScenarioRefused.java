package ai.tickstock.scenario;

/// A scenario cannot be made as it was asked for; the message says why and what can be asked
/// instead.
public final class ScenarioRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioRefused(String message) {
    super(message);
  }
}
