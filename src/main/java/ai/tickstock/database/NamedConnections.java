package ai.tickstock.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Connections of a pool under a name that the server shows (`application_name`), given to them
/// where they are taken out, once the process has become somebody. Safe for use by many threads.
final class NamedConnections implements DataSource {
  static final String APPLICATION_NAME = "ApplicationName";

  private final DataSource pool;
  private volatile String name = "";

  NamedConnections(DataSource pool) {
    this.pool = pool;
  }

  /// Connections that are taken from now on are called so.
  void rename(String other) {
    name = other;
  }

  /// Nothing is sent where the connection is called so already.
  Connection named(Connection connection) throws SQLException {
    var called = name;
    if (called.isEmpty()) {
      return connection;
    }
    try {
      connection.setClientInfo(APPLICATION_NAME, called);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    return named(pool.getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return named(pool.getConnection(user, password));
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }
}
