package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.tickstock.database.DatabaseUnavailable.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

@Timeout(60)
class DatabaseTest {
  @Test
  void runsSessionsInUtcWithOurSchemaFirst() {
    try (var database = TestPostgres.migrated()) {
      assertThat(show(database, "TimeZone")).isEqualTo("UTC");
      assertThat(show(database, "search_path")).isEqualTo("tickstock, public");
      assertThat(show(database, "application_name")).isEqualTo("tickstock");
    }
  }

  @Test
  void rollsBackWhatThrewAndCommitsWhatReturned() {
    try (var database = withTable()) {
      database.useTransaction(handle -> handle.execute("INSERT INTO t VALUES (1, 0)"));
      assertThatThrownBy(() ->
              database.useTransaction(handle -> {
                handle.execute("INSERT INTO t VALUES (2, 0)");
                throw new IllegalStateException("ours");
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("ours");

      assertThat(numbers(database)).containsExactly(1);
    }
  }

  @Test
  void saysThatThePasswordIsWrongWithoutRepeatingIt() {
    var address = TestPostgres.address();
    var wrong = new DatabaseAddress(address.jdbcUrl(), address.user(), "letmein");

    var failure = unavailable(wrong);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure.mayPass()).isFalse();
    assertThat(failure)
        .hasMessageContaining(wrong.toString())
        .hasMessageContaining("password")
        .hasMessageNotContaining("letmein");
  }

  @Test
  void saysThatThereIsNoSuchDatabase() {
    var address = TestPostgres.address();

    var failure =
        unavailable(
            new DatabaseAddress(
                address.jdbcUrl().replaceFirst("test_\\d+", "nowhere"),
                address.user(),
                address.password()));

    assertThat(failure.kind()).isEqualTo(Kind.NO_SUCH_DATABASE);
    assertThat(failure).hasMessageContaining("CREATE DATABASE");
  }

  @Test
  void saysThatNothingAnswers() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    var failure =
        unavailable(new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/db", "u", "p"));

    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.mayPass()).isTrue();
    assertThat(failure).hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("db start");
  }

  @Test
  void saysThatTheServerDoesNotEncrypt() {
    var address = TestPostgres.address();

    var failure =
        unavailable(
            new DatabaseAddress(
                address.jdbcUrl() + "?sslmode=require", address.user(), address.password()));

    assertThat(failure.kind()).isEqualTo(Kind.ENCRYPTION);
    assertThat(failure).hasMessageContaining("sslmode");
  }

  @Test
  void saysThatTheDatabaseTakesNoMoreConnections() {
    var address = TestPostgres.address();
    try (var database = Database.connect(address, 2)) {
      database.useTransaction(handle -> {
        var name = handle.createQuery("SELECT current_database()").mapTo(String.class).one();
        handle.execute("ALTER DATABASE " + name + " CONNECTION LIMIT 1");
      });

      var failure = unavailable(address);

      assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_CONNECTIONS);
      assertThat(failure.mayPass()).isTrue();
    }
  }

  @Test
  void saysThatTheDatabaseTakesNoWritesAndThatThisMayPass() {
    try (var database = withTable()) {
      var failure =
          catchThrowableOfType(
              DatabaseUnavailable.class,
              () ->
                  database.useTransaction(handle -> {
                    handle.execute("SET TRANSACTION READ ONLY");
                    handle.execute("INSERT INTO t VALUES (1, 0)");
                  }));

      assertThat(failure.kind()).isEqualTo(Kind.READ_ONLY);
      assertThat(failure.mayPass()).isTrue();
      assertThat(failure).hasMessageContaining("takes no writes");
    }
  }

  @Test
  void reportsAConnectionThatIsLostInATransactionAndConnectsAgain() {
    try (var database = withTable()) {
      var failure =
          catchThrowableOfType(
              DatabaseUnavailable.class,
              () ->
                  database.useTransaction(handle -> {
                    handle.execute("INSERT INTO t VALUES (1, 0)");
                    endSessionOf(handle, database);
                    handle.execute("INSERT INTO t VALUES (2, 0)");
                  }));

      assertThat(failure.mayPass()).isTrue();
      assertThat(failure.kind()).isIn(Kind.RESTARTING, Kind.UNREACHABLE);
      assertThat(numbers(database)).isEmpty();
    }
  }

  @Test
  void reportsACopyThatLosesItsConnection() {
    try (var database = withTable()) {
      var failure =
          catchThrowableOfType(
              DatabaseUnavailable.class,
              () ->
                  database.useTransaction(handle -> {
                    try (var copy = BinaryCopy.start(handle, "COPY t FROM STDIN (FORMAT BINARY)")) {
                      copy.row(2).int4(1).int4(1);
                      endSessionOf(handle, database);
                      copy.finish();
                    }
                  }));

      assertThat(failure.mayPass()).isTrue();
      assertThat(numbers(database)).isEmpty();
    }
  }

  @Test
  void runsATransactionAgainThatHadToGiveWayInADeadlock() throws Exception {
    try (var database = withTable();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      database.useTransaction(handle -> handle.execute("INSERT INTO t VALUES (1, 0), (2, 0)"));
      var bothHaveOne = new CyclicBarrier(2);
      var runs = new AtomicInteger();
      var done = new CountDownLatch(2);
      for (var order : List.of(List.of(1, 2), List.of(2, 1))) {
        threads.submit(() -> {
          var first = new AtomicInteger();
          database.useTransaction(handle -> {
            runs.incrementAndGet();
            handle.execute("UPDATE t SET n = n + 1 WHERE id = ?", order.get(0));
            if (first.getAndIncrement() == 0) {
              meet(bothHaveOne);
            }
            handle.execute("UPDATE t SET n = n + 1 WHERE id = ?", order.get(1));
          });
          done.countDown();
          return null;
        });
      }
      done.await();

      assertThat(runs).hasValue(3);
      assertThat(column(database, "n")).containsExactly(2, 2);
    }
  }

  @Test
  void givesUpAfterFiveRepetitions() {
    try (var database = withTable()) {
      var runs = new AtomicInteger();

      assertThatThrownBy(() ->
              database.useTransaction(handle -> {
                runs.incrementAndGet();
                raise(handle, "40001");
              }))
          .isInstanceOf(UnableToExecuteStatementException.class);

      assertThat(runs).hasValue(6);
    }
  }

  @Test
  void saysThatTheDiskIsFull() {
    try (var database = withTable()) {
      assertThatThrownBy(() -> database.useTransaction(handle -> raise(handle, "53100")))
          .isInstanceOf(DatabaseFull.class)
          .hasMessageContaining(database.address().place())
          .hasMessageContaining("Make room");
    }
  }

  @Test
  void keepsValuesOfRowsOutOfMessages() {
    try (var database = withTable()) {
      assertThatThrownBy(() ->
              database.useTransaction(
                  handle -> handle.execute("INSERT INTO t VALUES (?, 1), (?, 2)", 77001, 77001)))
          .hasMessageContaining("t_pkey")
          .hasMessageNotContaining("77001");
    }
  }

  @Test
  void belongsToTheSourceThatClaimedItFirst() {
    try (var database = withSourceTable()) {
      database.claim("simulator", "seed 7");
      database.claim("simulator", "seed 8");

      assertThatThrownBy(() -> database.claim("massive", ""))
          .isInstanceOf(ForeignSource.class)
          .hasMessageContaining("simulator")
          .hasMessageContaining("massive")
          .hasMessageContaining("DATABASE_URL");
      assertThat(
              database.<String>read(handle ->
                  handle
                      .createQuery("SELECT detail FROM tickstock.database_source")
                      .mapTo(String.class)
                      .one()))
          .isEqualTo("seed 7");
    }
  }

  @Test
  void letsOneThreadOrProcessHaveASessionLock() {
    try (var database = TestPostgres.migrated()) {
      var first = SessionLock.tryAcquire(database, 42).orElseThrow();
      assertThat(first.isHeld()).isTrue();
      assertThat(SessionLock.tryAcquire(database, 42)).isEmpty();

      first.close();

      assertThat(first.isHeld()).isFalse();
      try (var second = SessionLock.tryAcquire(database, 42).orElseThrow()) {
        assertThat(second.isHeld()).isTrue();
      }
    }
  }

  @Test
  void losesASessionLockWithItsSession() {
    try (var database = TestPostgres.migrated();
        var lock = SessionLock.tryAcquire(database, 43).orElseThrow()) {
      database.useTransaction(handle ->
          handle
              .createQuery(
                  """
                  SELECT pg_terminate_backend(pid, 10000) FROM pg_locks
                  WHERE locktype = 'advisory' AND objid = 43
                    AND database = (SELECT oid FROM pg_database
                                    WHERE datname = current_database())\
                  """)
              .mapTo(boolean.class)
              .one());

      assertThat(lock.isHeld()).isFalse();
      try (var next = SessionLock.tryAcquire(database, 43).orElseThrow()) {
        assertThat(next.isHeld()).isTrue();
      }
    }
  }

  private static DatabaseUnavailable unavailable(DatabaseAddress address) {
    return catchThrowableOfType(
        DatabaseUnavailable.class, () -> Database.connect(address, 1).close());
  }

  private static Database withTable() {
    var database = TestPostgres.migrated();
    database.useTransaction(
        handle -> handle.execute("CREATE TABLE public.t (id int PRIMARY KEY, n int)"));
    return database;
  }

  private static Database withSourceTable() {
    var database = TestPostgres.migrated();
    database.useTransaction(handle ->
        handle.execute(
            """
            CREATE SCHEMA IF NOT EXISTS tickstock;
            CREATE TABLE IF NOT EXISTS tickstock.database_source (
              "only" boolean PRIMARY KEY DEFAULT true CHECK ("only"), source text NOT NULL,
              detail text NOT NULL DEFAULT '', stamped_at timestamptz NOT NULL DEFAULT now())\
            """));
    return database;
  }

  private static void endSessionOf(Handle handle, Database database) {
    int pid;
    try {
      pid = handle.getConnection().unwrap(PGConnection.class).getBackendPID();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    // A connection of its own: within a transaction, `database` would use the same one.
    try (var other = Database.connect(database.address(), 1)) {
      assertThat(
              other.<Boolean>read(second ->
                  second
                      .createQuery("SELECT pg_terminate_backend(?, 10000)")
                      .bind(0, pid)
                      .mapTo(boolean.class)
                      .one()))
          .isTrue();
    }
  }

  private static void raise(Handle handle, String state) {
    handle.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '" + state + "'; END $$");
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> numbers(Database database) {
    return column(database, "id");
  }

  private static List<Integer> column(Database database, String column) {
    return new ArrayList<>(
        database.<List<Integer>>read(handle ->
            handle
                .createQuery("SELECT " + column + " FROM t ORDER BY id")
                .mapTo(Integer.class)
                .list()));
  }

  private static String show(Database database, String setting) {
    return database.read(handle -> handle.createQuery("SHOW " + setting).mapTo(String.class).one());
  }
}
