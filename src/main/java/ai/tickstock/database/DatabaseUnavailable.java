package ai.tickstock.database;

/// The server cannot be reached or refuses us; only an operator can mend it. The message names the
/// address and what to do.
public final class DatabaseUnavailable extends RuntimeException {
  public DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
