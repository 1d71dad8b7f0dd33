package ai.tickstock.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A driver of PostgreSQL that makes a program with a mistake out of one without: it changes what
/// the program says to its database, as if it had been written so. For showing that the oracle sees
/// such mistakes.
public final class MutantDriver implements Driver {
  /// A mistake, named for what the program does then.
  public enum Mutation {
    /// The ledger's entry is committed before the rows that it tells of are written.
    COMMITS_THE_LEDGER_FIRST(
        "UPDATE load_task t\nSET state = u.state", "UPDATE load_task t\nSET state = u.state"),
    /// A task counts as done when somebody takes it, not when its rows are stored.
    DONE_WHEN_TAKEN(
        "UPDATE load_task t\nSET state = 'leased'",
        "UPDATE load_task t\nSET state = 'done'",
        "AND t.fence = u.fence AND t.state = 'leased'",
        "AND t.fence = u.fence AND t.state = 'done'"),
    /// Results count whoever has the task by now, and an expelled process may write.
    KNOWS_NO_FENCE(
        "AND t.fence = u.fence AND t.state = 'leased' AND t.worker_id = ?",
        "AND (? IS NOT NULL)",
        "SELECT 1 FROM job_process WHERE id = ? FOR KEY SHARE",
        "SELECT 1 WHERE CAST(? AS bigint) > 0"),
    /// What could not be delivered is written down as delivered.
    TAKES_FAILED_FOR_DELIVERED(
        "state = ?, next_attempt",
        "state = CASE WHEN CAST(? AS text) <> '' THEN 'delivered' END, delivered_at = now(), next_attempt");

    private final String[] texts;

    Mutation(String... texts) {
      this.texts = texts;
    }

    /// @return empty where the statement stays as it is
    Optional<String> of(String statement) {
      for (int i = 0; i < texts.length; i += 2) {
        if (statement.contains(texts[i])) {
          return Optional.of(statement.replace(texts[i], texts[i + 1]));
        }
      }
      return Optional.empty();
    }
  }

  private static final Driver REAL = new org.postgresql.Driver();
  private static final Map<String, Mutation> PLANTED = new ConcurrentHashMap<>();
  private static final String EVERYWHERE = "";
  private static final AtomicLong CHANGED = new AtomicLong();
  private static boolean isFirst;

  private MutantDriver() {}

  /// From now on all connections of this process make the mistake.
  public static void everywhere(Mutation mutation) {
    PLANTED.put(EVERYWHERE, mutation);
    standFirst();
  }

  /// From now on new connections of this process to one database make it.
  static void at(String jdbcUrl, Mutation mutation) {
    PLANTED.put(jdbcUrl, mutation);
    standFirst();
  }

  /// How many statements this process has changed so far.
  static long changed() {
    return CHANGED.get();
  }

  /// The manager asks drivers in the order in which they came.
  private static synchronized void standFirst() {
    if (isFirst) {
      return;
    }
    try {
      var others = DriverManager.drivers().toList();
      for (var other : others) {
        DriverManager.deregisterDriver(other);
      }
      DriverManager.registerDriver(new MutantDriver());
      for (var other : others) {
        DriverManager.registerDriver(other);
      }
      isFirst = true;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Mutation> mutation(String url) {
    return Stream.of(url, EVERYWHERE)
        .flatMap(key -> Optional.ofNullable(PLANTED.get(key)).stream())
        .findFirst();
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    var mutation = mutation(url);
    if (mutation.isEmpty()) {
      return null;
    }
    var real = REAL.connect(url, info);
    return real == null ? null : mutant(real, mutation.get());
  }

  private static Connection mutant(Connection real, Mutation mutation) {
    return (Connection)
        Proxy.newProxyInstance(
            MutantDriver.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              var changed =
                  method.getName().equals("prepareStatement")
                      ? mutation.of((String) arguments[0])
                      : Optional.<String>empty();
              changed.ifPresent(text -> {
                arguments[0] = text;
                CHANGED.incrementAndGet();
              });
              try {
                var result = method.invoke(real, arguments);
                return changed.isPresent() && mutation == Mutation.COMMITS_THE_LEDGER_FIRST
                    ? committing((PreparedStatement) result, real)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /// Commits once its answer was read.
  private static PreparedStatement committing(PreparedStatement real, Connection connection) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            MutantDriver.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (_, method, arguments) -> {
              try {
                var result = method.invoke(real, arguments);
                if (method.getName().equals("close")) {
                  connection.commit();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public boolean acceptsURL(String url) {
    return mutation(url).isPresent();
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return REAL.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return REAL.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return REAL.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return REAL.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return REAL.getParentLogger();
  }
}
