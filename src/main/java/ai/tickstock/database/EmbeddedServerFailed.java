package ai.tickstock.database;

import org.jspecify.annotations.Nullable;

/// The embedded server could not be unpacked, created, started or stopped. The message says what,
/// where, and what an operator can do.
public final class EmbeddedServerFailed extends RuntimeException {
  EmbeddedServerFailed(String message) {
    super(message);
  }

  EmbeddedServerFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
