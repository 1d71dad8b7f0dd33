package ai.tickstock.database;

/// The server's disk is full (SQLSTATE 53100); the transaction was rolled back and nothing is lost.
public final class DatabaseFull extends RuntimeException {
  DatabaseFull(String message, Throwable cause) {
    super(message, cause);
  }
}
