package ai.tickstock.database;

/// Others are connected to a database that must be left alone for a moment, or do the same with it.
/// The message names them and says what to do; nothing was changed.
public final class DatabaseInUse extends RuntimeException {
  DatabaseInUse(String message) {
    super(message);
  }
}
