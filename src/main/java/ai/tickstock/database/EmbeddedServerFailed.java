package ai.tickstock.database;

/// The embedded server could not be unpacked, created, started or stopped. The message says what,
/// where, and what an operator can do.
public final class EmbeddedServerFailed extends RuntimeException {
  EmbeddedServerFailed(String message) {
    super(message);
  }

  EmbeddedServerFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
