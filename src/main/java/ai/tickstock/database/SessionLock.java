package ai.tickstock.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// A lock that one session of the whole database has: PostgreSQL's advisory lock, on a connection
/// of its own. The server gives it back when the holder closes it or its connection ends, also by
/// `kill -9`. Needs a direct connection (not a pooler that shares sessions). Safe for many threads.
public final class SessionLock implements AutoCloseable {
  private static final int ANSWER_SECONDS = 5;

  private final Connection connection;

  private SessionLock(Connection connection) {
    this.connection = connection;
  }

  /// Takes the lock if nobody has it.
  ///
  /// @param key any number that all its users agree on
  /// @return empty when somebody else has it
  /// @throws DatabaseUnavailable when the server cannot be asked
  public static Optional<SessionLock> tryAcquire(Database database, long key) {
    var connection = database.ownConnection();
    try {
      if (acquired(connection, key)) {
        return Optional.of(new SessionLock(connection));
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      try {
        connection.close();
      } catch (SQLException close) {
        e.addSuppressed(close);
      }
      throw new Failures(database.address()).connecting(e);
    }
  }

  /// Whether the server still knows our session, and so our lock. Asks it, for up to 5 s.
  public boolean isHeld() {
    try {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      throw new IllegalStateException("a constant number of seconds was refused", e);
    }
  }

  /// Gives the lock back. A connection that is lost already has done so.
  @Override
  public void close() {
    try (connection;
        var statement = connection.createStatement()) {
      // A closed session ends a moment later, and the next one who asks may come before that.
      statement.execute("SELECT pg_advisory_unlock_all()");
    } catch (SQLException _) {
      // The server ends the session, and with it the lock, either way.
    }
  }

  private static boolean acquired(Connection connection, long key) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
      statement.setLong(1, key);
      try (var result = statement.executeQuery()) {
        result.next();
        return result.getBoolean(1);
      }
    }
  }
}
