package ai.tickstock.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// One PostgreSQL database, schema `tickstock`, through a pool. Safe for use by many threads.
/// Sessions run in UTC with `search_path = tickstock, public`.
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
  }

  /// Connects at once, so that a wrong address or password shows here.
  ///
  /// @throws DatabaseUnavailable when there is no such server or it refuses
  public static Database connect(DatabaseAddress address, int connections) {
    var config = new HikariConfig();
    config.setJdbcUrl(address.jdbcUrl());
    config.setUsername(address.user());
    config.setPassword(address.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setConnectionInitSql("SET search_path = tickstock, public; SET TIME ZONE 'UTC'");
    return new Database(new HikariDataSource(config));
  }

  /// Brings an embedded or development schema up to date. Production schemas are changed by people.
  public void migrate() {
    Flyway.configure()
        .dataSource(pool)
        .schemas("tickstock")
        .locations("classpath:db/migration")
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .load()
        .migrate();
  }

  /// Runs the work in one transaction: commits when it returns, rolls back when it throws.
  public <T> T inTransaction(Function<Handle, T> work) {
    return jdbi.inTransaction(work::apply);
  }

  /// As `inTransaction`, for work without a result.
  public void useTransaction(Consumer<Handle> work) {
    jdbi.useTransaction(work::accept);
  }

  /// Reads outside an explicit transaction (each statement sees what was committed before it).
  public <T> T read(Function<Handle, T> work) {
    return jdbi.withHandle(work::apply);
  }

  @Override
  public void close() {
    pool.close();
  }
}
