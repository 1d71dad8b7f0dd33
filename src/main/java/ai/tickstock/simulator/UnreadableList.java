package ai.tickstock.simulator;

/// A list of tickers that was asked for cannot be read; the message names file and place.
final class UnreadableList extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableList(String message, Throwable cause) {
    super(message, cause);
  }
}
