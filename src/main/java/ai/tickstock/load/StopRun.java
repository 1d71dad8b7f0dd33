package ai.tickstock.load;

/// The run cannot go on until an operator acted; it is paused and can be resumed.
public final class StopRun extends RuntimeException {
  public StopRun(String message) {
    super(message);
  }

  public StopRun(String message, Throwable cause) {
    super(message, cause);
  }

  /// For a failure that says itself what to do.
  StopRun(RuntimeException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
