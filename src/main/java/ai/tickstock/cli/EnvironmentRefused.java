package ai.tickstock.cli;

/// An environment that was named cannot be made or removed. The message says why and what to do.
public final class EnvironmentRefused extends RuntimeException {
  public EnvironmentRefused(String message) {
    super(message);
  }
}
