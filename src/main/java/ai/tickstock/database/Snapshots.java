package ai.tickstock.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;

/// Snapshots of one database, and going back to them. A snapshot is a database of the same server,
/// copied file by file, to which nobody can connect.
///
/// What is made is made under a name of its own and then takes its place in one transaction: who is
/// killed, and a disk that is full, leave what was there. The next call throws away what was not
/// finished. Safe for use by many processes at once: one after the other works.
public final class Snapshots {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
  private static final Pattern TAKEN = Pattern.compile("taken (\\S+)$");
  private static final int LONGEST_DATABASE_NAME = 63;

  /// How often a busy database is tried; the server itself waits 5 s each time.
  private static final int ATTEMPTS = 6;

  private static final int LOOKS = 10;
  private static final Duration UNTIL_SENT = Duration.ofMillis(100);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private static final String IN_USE = "55006";
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String NOT_ALLOWED = "42501";

  private static final String LOCK =
      """
      SELECT count(pg_advisory_lock(hashtext('tickstock snapshots'), hashtext(:database)))\
      """;

  private static final String LIST =
      """
      SELECT substr(datname, length(:prefix) + 1) AS name, pg_database_size(oid) AS bytes,
             coalesce(shobj_description(oid, 'pg_database'), '') AS comment, clock_timestamp() AS now
      FROM pg_database
      WHERE starts_with(datname, :prefix)
      ORDER BY datname\
      """;

  private static final String OTHERS =
      """
      SELECT format('pid %s (%s, user %s%s, since %s, %s)', pid,
                    coalesce(nullif(application_name, ''), 'no name'), usename,
                    coalesce(' from ' || host(client_addr), ''),
                    to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
                    coalesce(state, 'state hidden')) AS connection
      FROM pg_stat_activity
      WHERE datname = :database AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      ORDER BY backend_start\
      """;

  private static final String END_OTHERS =
      """
      SELECT count(pg_terminate_backend(pid))
      FROM pg_stat_activity
      WHERE datname = :database AND pid <> pg_backend_pid() AND backend_type = 'client backend'\
      """;

  private final DatabaseAddress address;
  private final Failures failures;
  private final Consumer<String> step;

  private Snapshots(DatabaseAddress address, Consumer<String> step) {
    this.address = address;
    this.failures = new Failures(address);
    this.step = step;
  }

  /// Of the database at this address. Its user must own it and may create databases.
  public static Snapshots of(DatabaseAddress address) {
    return of(address, statement -> {});
  }

  /// @param step is told each statement that changes something, before it is run
  static Snapshots of(DatabaseAddress address, Consumer<String> step) {
    return new Snapshots(address, step);
  }

  /// Whether a snapshot may have this name: 1 to 40 of a-z, 0-9, - and _.
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /// Takes a snapshot of the database as it is now.
  ///
  /// @param replace whether one of that name may be replaced
  /// @param disconnect whether to end what others do in the database; else it is refused while
  ///   somebody is connected
  /// @throws SnapshotRefused for a name that cannot be, or is taken
  /// @throws DatabaseInUse when others stay connected
  /// @throws DatabaseFull when the server's disk has no room; nothing was changed then
  public Snapshot take(String name, boolean replace, boolean disconnect) {
    var snapshot = databaseOf(name);
    return alone(server -> {
      boolean exists = exists(server, snapshot);
      if (exists && !replace) {
        throw new SnapshotRefused(
            "there is a snapshot '"
                + name
                + "' of "
                + address.place()
                + " already: --replace takes it anew, 'tickstock dev drop "
                + name
                + "' removes it");
      }
      whenFree(
          server,
          disconnect,
          () -> copy(server, address.database(), making(), "ALLOW_CONNECTIONS false"));
      var now = server.createQuery("SELECT clock_timestamp()").mapTo(OffsetDateTime.class).one();
      change(
          server,
          "COMMENT ON DATABASE %s IS 'TickStock snapshot, taken %s'"
              .formatted(quoted(making()), now.toInstant()));
      server.useTransaction(transaction -> {
        if (exists) {
          rename(transaction, snapshot, leaving());
        }
        rename(transaction, making(), snapshot);
      });
      dropIfThere(server, leaving());
      return find(list(server), name);
    });
  }

  /// By name.
  public List<Snapshot> list() {
    return onServer(this::list);
  }

  /// Makes the database what it was when the snapshot was taken; the snapshot stays.
  ///
  /// @param disconnect whether to end what others do in the database; else it is refused while
  ///   somebody is connected
  /// @throws SnapshotRefused when there is no such snapshot
  /// @throws DatabaseInUse when others stay connected
  /// @throws DatabaseFull when the server's disk has no room; nothing was changed then
  public Snapshot reset(String name, boolean disconnect) {
    var snapshot = databaseOf(name);
    return alone(server -> {
      var found = find(list(server), name);
      if (!disconnect) {
        requireNobody(server);
      }
      copy(server, snapshot, making(), "ALLOW_CONNECTIONS true");
      whenFree(
          server,
          disconnect,
          () ->
              server.useTransaction(transaction -> {
                rename(transaction, address.database(), leaving());
                rename(transaction, making(), address.database());
              }));
      leaveToTheServer(server, "DROP DATABASE %s WITH (FORCE)".formatted(quoted(leaving())));
      return found;
    });
  }

  /// Lends a copy of a snapshot that can be connected to; it is gone when the work ends, and so is
  /// what the work changed in it.
  ///
  /// @throws SnapshotRefused when there is no such snapshot
  /// @throws DatabaseFull when the server's disk has no room
  public <T> T lend(String name, Function<DatabaseAddress, T> work) {
    var snapshot = databaseOf(name);
    return alone(server -> {
      find(list(server), name);
      copy(server, snapshot, making(), "ALLOW_CONNECTIONS true");
      try {
        return work.apply(address.inDatabase(making()));
      } finally {
        dropIfThere(server, making());
      }
    });
  }

  /// Removes a snapshot.
  ///
  /// @throws SnapshotRefused when there is no such snapshot
  public void drop(String name) {
    var snapshot = databaseOf(name);
    var _ =
        alone(server -> {
          var found = find(list(server), name);
          dropIfThere(server, snapshot);
          return found;
        });
  }

  /// Removes the database itself and its snapshots. There is no way back.
  ///
  /// @param disconnect whether to end what others do in the database; else it is refused while
  ///   somebody is connected
  /// @return how many snapshots went with it
  /// @throws DatabaseInUse when others stay connected
  public int dropAll(boolean disconnect) {
    return alone(server -> {
      whenFree(server, disconnect, () -> dropIfThere(server, address.database()));
      var its = list(server);
      its.forEach(snapshot -> dropIfThere(server, databaseOf(snapshot.name())));
      return its.size();
    });
  }

  // ---- on the server

  /// Works while no other process does so with this database.
  private <T> T alone(Function<Handle, T> work) {
    return onServer(server -> {
      server.execute("SET lock_timeout = '60s'");
      try {
        server.createQuery(LOCK).bind("database", address.database()).mapTo(Long.class).one();
      } catch (JdbiException e) {
        if (state(e).equals(LOCK_NOT_AVAILABLE)) {
          throw new DatabaseInUse(
              "a snapshot or reset of "
                  + address.place()
                  + " is under way in another process, for more than 60 s: wait for it");
        }
        throw e;
      }
      dropIfThere(server, making());
      dropIfThere(server, leaving());
      return work.apply(server);
    });
  }

  private <T> T onServer(Function<Handle, T> work) {
    // The database itself must be free of connections, our own among them.
    try (var connection = Database.connection(address.inDatabase("postgres"))) {
      return jdbi(connection).withHandle(work::apply);
    } catch (SQLException e) {
      throw failures.connecting(e);
    } catch (JdbiException e) {
      if (state(e).equals(NOT_ALLOWED)) {
        throw new SnapshotRefused(
            "the user of "
                + address
                + " may not do that: it must own the database and have the right to create others"
                + " (ALTER ROLE … CREATEDB). The server says: "
                + sqlMessage(e));
      }
      throw failures.translated(e);
    }
  }

  private static Jdbi jdbi(Connection connection) {
    var jdbi = Jdbi.create(connection);
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  private List<Snapshot> list(Handle server) {
    return server
        .createQuery(LIST)
        .bind("prefix", prefix())
        .map((row, _) -> {
          var taken = TAKEN.matcher(row.getString("comment"));
          var now = row.getObject("now", OffsetDateTime.class).toInstant();
          var at = taken.find() ? Instant.parse(taken.group(1)) : Instant.EPOCH;
          return new Snapshot(
              row.getString("name"), at, Duration.between(at, now), row.getLong("bytes"));
        })
        .list()
        .stream()
        .filter(snapshot -> isName(snapshot.name()))
        .toList();
  }

  private Snapshot find(List<Snapshot> all, String name) {
    return all.stream()
        .filter(snapshot -> snapshot.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new SnapshotRefused(
                "there is no snapshot '"
                    + name
                    + "' of "
                    + address.place()
                    + (all.isEmpty()
                        ? ": 'tickstock dev snapshot " + name + "' takes it"
                        : "; there are "
                            + String.join(", ", all.stream().map(Snapshot::name).toList()))));
  }

  private void copy(Handle server, String from, String to, String options) {
    change(
        server,
        "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY %s"
            .formatted(quoted(to), quoted(from), options));
  }

  private void rename(Handle server, String from, String to) {
    change(server, "ALTER DATABASE %s RENAME TO %s".formatted(quoted(from), quoted(to)));
  }

  private void dropIfThere(Handle server, String database) {
    if (exists(server, database)) {
      change(server, "DROP DATABASE %s WITH (FORCE)".formatted(quoted(database)));
    }
  }

  private static boolean exists(Handle server, String database) {
    return server
            .createQuery("SELECT count(*) FROM pg_database WHERE datname = :database")
            .bind("database", database)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  private void change(Handle server, String statement) {
    step.accept(statement);
    server.execute(statement);
  }

  /// Begins a statement and does not wait for its end: nobody needs it. The session ends with it,
  /// and until then holds the lock for which the next one waits. What fails is done by the next
  /// call.
  private void leaveToTheServer(Handle server, String statement) {
    step.accept(statement);
    var connection = server.getConnection();
    try (var sent = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, (int) UNTIL_SENT.toMillis());
      sent.execute(statement);
    } catch (SQLException _) {
      // not waited for, or failed: then the next call does it
    }
  }

  /// Does work that needs the database free of connections, again where somebody came between.
  private void whenFree(Handle server, boolean disconnect, Runnable work) {
    for (int attempt = 1; ; attempt++) {
      if (disconnect) {
        server.createQuery(END_OTHERS).bind("database", address.database()).mapTo(Long.class).one();
      } else {
        requireNobody(server);
      }
      try {
        work.run();
        return;
      } catch (JdbiException e) {
        if (!state(e).equals(IN_USE)) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw inUse(others(server));
        }
      }
    }
  }

  /// A connection that was closed just now is still there for a moment.
  private void requireNobody(Handle server) {
    var others = others(server);
    for (int look = 1; look < LOOKS && !others.isEmpty(); look++) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      others = others(server);
    }
    if (!others.isEmpty()) {
      throw inUse(others);
    }
  }

  private List<String> others(Handle server) {
    return server
        .createQuery(OTHERS)
        .bind("database", address.database())
        .mapTo(String.class)
        .list();
  }

  private DatabaseInUse inUse(List<String> others) {
    return new DatabaseInUse(
        "others are connected to "
            + address.place()
            + (others.isEmpty() ? ", for moments only" : ": " + String.join(", ", others))
            + ". Nothing was changed. Let them end, or say --disconnect to end what they do");
  }

  // ---- names

  private String databaseOf(String name) {
    if (!isName(name)) {
      throw new SnapshotRefused(
          "'"
              + name
              + "' cannot be the name of a snapshot: expected 1 to 40 of a-z, 0-9, - and _,"
              + " beginning with a letter or digit, such as baseline");
    }
    var database = prefix() + name;
    if (database.getBytes(StandardCharsets.UTF_8).length > LONGEST_DATABASE_NAME) {
      throw new SnapshotRefused(
          "'"
              + name
              + "' is too long: with the name of the database it makes more than "
              + LONGEST_DATABASE_NAME
              + " bytes");
    }
    return database;
  }

  private String prefix() {
    return address.database() + "@";
  }

  /// No snapshot has such a name.
  private String making() {
    return prefix() + "@making";
  }

  private String leaving() {
    return prefix() + "@leaving";
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String state(JdbiException failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  private static String sqlMessage(JdbiException failure) {
    return failure.getCause() == null
        ? String.valueOf(failure.getMessage())
        : String.valueOf(failure.getCause().getMessage());
  }
}
