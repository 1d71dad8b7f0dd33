package ai.tickstock.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/// One PostgreSQL database, schema `tickstock`, through a pool. Safe for use by many threads.
/// Sessions run in UTC with `search_path = tickstock, public`. Failures: [DatabaseUnavailable] when
/// the server is gone or refuses us, [DatabaseFull] when its disk is full, Jdbi's own for the rest;
/// none of them repeats values of rows.
public final class Database implements AutoCloseable {
  private static final String PROGRAM = "tickstock";
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration WAITING_FOR_A_CONNECTION = Duration.ofSeconds(30);

  /// Longer than our longest statement; a link that died without a word is noticed by then.
  private static final Duration ANSWERING = Duration.ofMinutes(15);

  /// Somebody waits for a yes or no.
  private static final Duration GLANCING = Duration.ofSeconds(5);

  /// A process that is frozen in the middle of a transaction keeps its locks from others no longer
  /// than that, unless it is frozen within a COPY: this time does not run then.
  private static final Duration MOST_IDLE = Duration.ofMinutes(5);

  private static final int REPETITIONS = 5;

  /// Columns that every role may see.
  private static final String SESSIONS =
      """
      SELECT pid, usename FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = :session AND pid <> pg_backend_pid()
      ORDER BY pid
      """;

  private static final String END_SESSION =
      """
      SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = :session AND pid = :pid
      """;

  private final DatabaseAddress address;
  private final Failures failures;
  private final HikariDataSource pool;
  private final NamedConnections connections;
  private final Jdbi jdbi;
  private final Consumer<Handle> fence;

  private Database(DatabaseAddress address, HikariDataSource pool) {
    this.address = address;
    this.failures = new Failures(address);
    this.pool = pool;
    this.connections = new NamedConnections(pool);
    this.jdbi = Jdbi.create(connections).installPlugin(new PostgresPlugin());
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    this.fence = handle -> {};
  }

  private Database(Database other, Consumer<Handle> fence) {
    this.address = other.address;
    this.failures = other.failures;
    this.pool = other.pool;
    this.connections = other.connections;
    this.jdbi = other.jdbi;
    this.fence = fence;
  }

  /// The same database over the same pool, for somebody who can lose the right to write: the fence
  /// is asked at the beginning of each transaction, within it. Close only one of the two.
  ///
  /// @param session what connections that either of both takes from now on are called at the
  ///   server, so that others can end them when the right is lost; at most 63 bytes
  /// @param fence throws [Fenced] when the right is lost, and keeps it from being lost before the
  ///   transaction ends
  public Database fenced(String session, Consumer<Handle> fence) {
    connections.rename(session);
    return new Database(this, fence);
  }

  /// Connects at once, so that a wrong address or password shows here.
  ///
  /// @param connections most at a time; they are opened as they are needed
  /// @throws DatabaseUnavailable when there is no such server or it refuses
  public static Database connect(DatabaseAddress address, int connections) {
    return connect(address, connections, "");
  }

  /// As `connect`, for reading: the server refuses whatever would write.
  public static Database connectToRead(DatabaseAddress address, int connections) {
    return connect(address, connections, "SET default_transaction_read_only = on;");
  }

  private static Database connect(DatabaseAddress address, int connections, String first) {
    var config = new HikariConfig();
    config.setPoolName("tickstock");
    config.setJdbcUrl(address.jdbcUrl());
    config.setDataSourceProperties(properties(address));
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1); // with none the first connection would be closed at once
    config.setConnectionTimeout(WAITING_FOR_A_CONNECTION.toMillis());
    config.setConnectionInitSql(
        first
            + "SET search_path = tickstock, public; SET TIME ZONE 'UTC';"
            + " SET idle_in_transaction_session_timeout = '"
            + MOST_IDLE.toSeconds()
            + "s'");
    try {
      return new Database(address, new HikariDataSource(config));
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException sql ? new Failures(address).connecting(sql) : e;
    }
  }

  /// A short look into a database that need not be ours: over one connection that is only read
  /// from, and given up where the server does not answer within seconds. Nothing is created or
  /// claimed.
  ///
  /// @throws DatabaseUnavailable when there is no such server, or it refuses or stays silent
  public static <T> T glance(DatabaseAddress address, Function<Handle, T> look) {
    var properties = properties(address);
    properties.setProperty("loginTimeout", Long.toString(GLANCING.toSeconds()));
    properties.setProperty("connectTimeout", Long.toString(GLANCING.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(2 * GLANCING.toSeconds()));
    properties.setProperty("options", "-c statement_timeout=" + GLANCING.toMillis());
    var failures = new Failures(address);
    try (var connection = DriverManager.getConnection(address.jdbcUrl(), properties)) {
      connection.setReadOnly(true);
      return Jdbi.create(connection).installPlugin(new PostgresPlugin()).withHandle(look::apply);
    } catch (SQLException e) {
      throw failures.connecting(e);
    } catch (JdbiException e) {
      throw failures.translated(e);
    }
  }

  /// Where this database is.
  public DatabaseAddress address() {
    return address;
  }

  /// The tables of this program in this database, and what changes them.
  public Schema schema() {
    return new Schema(this);
  }

  /// Brings an embedded or development schema up to date. Production schemas are changed by people.
  public void migrate() {
    schema().migrate();
  }

  /// Whose market this database holds, once somebody said so.
  public Optional<String> claimedBy() {
    return read(h ->
        h.createQuery("SELECT source FROM tickstock.database_source")
            .mapTo(String.class)
            .findOne());
  }

  /// Says that this database holds the market of `source`, for ever.
  ///
  /// @param source e.g. `simulator` or `massive`
  /// @param detail what else a reader may want to know of it; kept from the first time
  /// @throws ForeignSource when it holds another one's
  public void claim(String source, String detail) {
    var owner =
        inTransaction(handle -> {
          handle.execute(
              """
              INSERT INTO tickstock.database_source (source, detail) VALUES (?, ?)
              ON CONFLICT DO NOTHING\
              """,
              source,
              detail);
          return handle
              .createQuery("SELECT source FROM tickstock.database_source")
              .mapTo(String.class)
              .one();
        });
    if (!owner.equals(source)) {
      throw new ForeignSource(
          """
          The database %s holds the market of "%s" and takes nothing from "%s": the two would mix. Use \
          another database for "%s" (another TICKSTOCK_ENVIRONMENT, or DATABASE_URL).\
          """
              .formatted(address.place(), owner, source, source));
    }
  }

  /// Runs the work in one transaction: commits when it returns, rolls back when it throws. When
  /// others were in its way (deadlock, serialization) it is run again, up to 5 times, so it must
  /// not change anything but this database.
  public <T> T inTransaction(Function<Handle, T> work) {
    return translating(() ->
        repeating(() ->
            jdbi.inTransaction(handle -> {
              fence.accept(handle);
              return work.apply(handle);
            })));
  }

  /// As `inTransaction`, for work without a result.
  public void useTransaction(Consumer<Handle> work) {
    var _ =
        inTransaction(handle -> {
          work.accept(handle);
          return true;
        });
  }

  /// Reads outside an explicit transaction (each statement sees what was committed before it);
  /// called by a thread that is in one, within it.
  public <T> T read(Function<Handle, T> work) {
    return translating(() -> jdbi.withHandle(work::apply));
  }

  /// Ends the sessions of another process on this database, and so frees what they hold: in the
  /// middle of a COPY whose client sends nothing a session ends by nothing else. The process finds
  /// its connections broken and can connect again. Waits up to a second for each session. Not for
  /// use within a transaction.
  ///
  /// @param session what they are called at the server, as given to [#fenced(String, Consumer)];
  ///   behind a pooler they may be called otherwise, and none is found
  public EndedSessions endSessions(String session) {
    var found =
        this.<List<Session>>read(h ->
            h.createQuery(SESSIONS)
                .bind("session", session)
                .map((row, context) -> new Session(row.getInt("pid"), row.getString("usename")))
                .list());
    int ended = 0;
    var refused = new TreeSet<String>();
    for (var one : found) {
      try {
        ended += isEnded(one, session) ? 1 : 0;
      } catch (RuntimeException e) {
        if (!Failures.isForbidden(e)) {
          throw e;
        }
        refused.add(one.role());
      }
    }
    return new EndedSessions(ended, List.copyOf(refused));
  }

  private record Session(int pid, String role) {}

  private boolean isEnded(Session one, String session) {
    return read(h ->
        h.createQuery(END_SESSION)
            .bind("pid", one.pid())
            .bind("session", session)
            .mapTo(Boolean.class)
            .findOne()
            .orElse(true));
  }

  /// A connection outside the pool; who asks closes it.
  Connection ownConnection() {
    try {
      return connections.named(connection(address));
    } catch (SQLException e) {
      throw failures.connecting(e);
    }
  }

  /// A connection without a pool, with the same settings of the driver.
  static Connection connection(DatabaseAddress address) throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), properties(address));
  }

  /// For libraries that speak to the database themselves; of ours, only for reading and changing
  /// their own tables.
  public DataSource pool() {
    return connections;
  }

  private <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw failures.translated(e);
    }
  }

  /// Failsafe is loaded only when something has to be repeated.
  private static <T> T repeating(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (!Failures.isRepeatable(e)) {
        throw e;
      }
      var first = new AtomicReference<>(e);
      var policy =
          RetryPolicy.<T>builder()
              .handleIf(Failures::isRepeatable)
              .withMaxRetries(REPETITIONS)
              .withBackoff(Duration.ofMillis(10), Duration.ofSeconds(1))
              .withJitter(0.5)
              .build();
      return Failsafe.with(policy)
          .get(() -> {
            var failure = first.getAndSet(null);
            if (failure != null) {
              throw failure;
            }
            return work.get();
          });
    }
  }

  private static Properties properties(DatabaseAddress address) {
    var properties = new Properties();
    properties.setProperty("user", address.user());
    if (!address.password().isEmpty()) { // else the driver looks into ~/.pgpass
      properties.setProperty("password", address.password());
    }
    properties.setProperty(NamedConnections.APPLICATION_NAME, PROGRAM);
    properties.setProperty("connectTimeout", Long.toString(CONNECTING.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(ANSWERING.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("logServerErrorDetail", "false"); // it repeats values of rows
    return properties;
  }

  @Override
  public void close() {
    pool.close();
  }
}
