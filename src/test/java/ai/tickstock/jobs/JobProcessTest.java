package ai.tickstock.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.BinaryCopy;
import ai.tickstock.database.Database;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.DatabaseUnavailable;
import ai.tickstock.database.Fenced;
import ai.tickstock.database.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Processes on a real server, of which one is silent while it holds something.
@Timeout(60)
class JobProcessTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final long KEY = 4_712;

  private final Database database = TestPostgres.migrated();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-11-20T12:00:00Z");

  /// A process with connections of its own.
  private record One(JobProcess process, Database database) {
    String session() {
      return "tickstock process " + process.id();
    }
  }

  @BeforeEach
  void createWhatIsHeld() {
    database.useTransaction(h ->
        h.execute("CREATE TABLE public.held (id int PRIMARY KEY); INSERT INTO held VALUES (1)"));
  }

  @AfterEach
  void close() throws Exception {
    for (var one : opened.reversed()) {
      one.close();
    }
    threads.close();
    database.close();
  }

  private One start(String name) {
    var own = Database.connect(database.address(), 4);
    opened.add(own);
    var process = JobProcess.register(own, name, () -> now);
    return new One(process, process.fenced(own));
  }

  /// Is frozen in the middle of a COPY, with a row and an advisory lock in hand.
  private final class Stuck {
    private final CountDownLatch wake = new CountDownLatch(1);
    private final Future<?> work;

    Stuck(One one) {
      work =
          threads.submit(() -> {
            one.database()
                .useTransaction(h -> {
                  h.execute("SELECT pg_advisory_xact_lock(" + KEY + ")");
                  h.execute("UPDATE held SET id = id WHERE id = 1");
                  try (var copy =
                      BinaryCopy.start(h, "COPY held (id) FROM STDIN (FORMAT BINARY)")) {
                    wake.await();
                    copy.row(1).int4(2).finish();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
            return true;
          });
      opened.add(wake::countDown);
      Awaitility.await("the server waits for rows")
          .until(() ->
              number(
                      "SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s' AND query LIKE 'COPY held%%' AND state = 'active' AND wait_event = 'ClientRead'"
                          .formatted(one.session()))
                  == 1);
    }

    void wakes() {
      wake.countDown();
    }
  }

  private long number(String query) {
    return database.read(h -> h.createQuery(query).mapTo(Long.class).one());
  }

  private boolean isRowFree() {
    return database.inTransaction(h ->
        h.createQuery("SELECT id FROM held WHERE id = 1 FOR UPDATE SKIP LOCKED")
            .mapTo(Integer.class)
            .findOne()
            .isPresent());
  }

  private boolean isKeyFree() {
    return database.inTransaction(h ->
        h.createQuery("SELECT pg_try_advisory_xact_lock(" + KEY + ")").mapTo(Boolean.class).one());
  }

  private List<String> expels(One one) {
    return one.process().expelSilent(one.database(), LEASE, () -> now);
  }

  /// Of `others` a sign of life comes, and of nobody else.
  private void aLeasePasses(One... others) {
    now = now.plus(LEASE).plusSeconds(1);
    for (var other : others) {
      assertThat(other.process().seen(other.database(), () -> now)).isTrue();
    }
  }

  @Test
  void whoIsExpelledInTheMiddleOfACopyHoldsNothingAnyMore() {
    var frozen = start("frozen");
    var other = start("other");
    var stuck = new Stuck(frozen);
    assertThat(isRowFree()).isFalse();
    assertThat(isKeyFree()).isFalse();
    assertThat(expels(other)).isEmpty();
    assertThat(isRowFree()).isFalse();

    aLeasePasses(other);
    assertThat(expels(other)).containsExactly("frozen");

    assertThat(isRowFree()).isTrue();
    assertThat(isKeyFree()).isTrue();
    assertThat(JobProcess.living(database))
        .extracting(JobProcess.Living::name)
        .containsExactly("other");

    stuck.wakes();
    assertThatThrownBy(stuck.work::get)
        .hasCauseInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("Cannot use the database");
    assertThat(number("SELECT count(*) FROM held")).isEqualTo(1);
  }

  @Test
  void whoWasExpelledConnectsAgainAndIsFenced() {
    var frozen = start("frozen");
    var other = start("other");
    var stuck = new Stuck(frozen);
    aLeasePasses(other);
    assertThat(expels(other)).containsExactly("frozen");
    stuck.wakes();

    // Of a connection that was used a moment before, the pool finds out only by its failure.
    Awaitility.await("the pool has new connections")
        .ignoreExceptionsInstanceOf(DatabaseUnavailable.class)
        .until(() ->
            frozen.database().read(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1);
    Awaitility.await("the fence")
        .untilAsserted(() ->
            assertThatThrownBy(
                    () -> frozen.database().useTransaction(h -> h.execute("DELETE FROM held")))
                .isInstanceOf(Fenced.class)
                .hasMessageContaining("others took over its work"));
    assertThat(frozen.process().seen(database, () -> now)).isFalse();
    assertThat(number("SELECT count(*) FROM held")).isEqualTo(1);
  }

  @Test
  void twoThatLookAtOnceExpelOnce() throws Exception {
    var one = start("one");
    var two = start("two");
    var stuck = new Stuck(start("frozen"));
    aLeasePasses(one, two);

    var together = new CyclicBarrier(2);
    var looks =
        Stream.of(one, two)
            .map(looking ->
                threads.submit(() -> {
                  together.await();
                  return expels(looking);
                }))
            .toList();
    var expelled = new ArrayList<String>();
    for (var look : looks) {
      expelled.addAll(look.get());
    }

    assertThat(expelled).containsExactly("frozen");
    assertThat(isRowFree()).isTrue();
    assertThat(stuck.work.isDone()).isFalse(); // it sleeps on
  }

  @Test
  void nobodyElsesConnectionsAreEnded() throws Exception {
    var frozen = start("frozen");
    var other = start("other");
    var reader = connected(database.address(), "a reader");
    var elsewhere = connected(TestPostgres.address(), frozen.session());
    var longerNumber = connected(database.address(), frozen.session() + "0");
    var his = frozen.database().pool().getConnection();
    var ours = opened(other.database().pool().getConnection());

    aLeasePasses(other);
    assertThat(expels(other)).containsExactly("frozen");

    assertThat(his.isValid(5)).isFalse();
    for (var living : List.of(reader, elsewhere, longerNumber, ours)) {
      assertThat(living.isValid(5)).isTrue();
    }
  }

  @Test
  void aSignOfLifeKeepsAProcessAndItsConnections() throws Exception {
    var slow = start("slow");
    var other = start("other");
    var his = opened(slow.database().pool().getConnection());
    aLeasePasses(other, slow);

    assertThat(expels(other)).isEmpty();

    assertThat(his.isValid(5)).isTrue();
    assertThat(slow.process().seen(slow.database(), () -> now)).isTrue();
  }

  /// As behind a pooler, which gives its own sessions.
  @Test
  void whoseConnectionsAreCalledOtherwiseIsPassedOverUntilItHoldsNothing() throws Exception {
    var frozen = start("frozen");
    var other = start("other");
    var pooled = connected(database.address(), "pooler");
    pooled.setAutoCommit(false);
    try (var fence =
        pooled.prepareStatement("SELECT 1 FROM tickstock.job_process WHERE id = ? FOR KEY SHARE")) {
      fence.setLong(1, frozen.process().id());
      fence.execute();
    }
    aLeasePasses(other);

    assertThat(expels(other)).isEmpty();
    assertThat(pooled.isValid(5)).isTrue();

    pooled.rollback();
    assertThat(expels(other)).containsExactly("frozen");
  }

  @Test
  void connectionsTellTheProcessAlsoWhereTheAddressGivesAnotherName() throws Exception {
    var address =
        new DatabaseAddress(
            database.address().jdbcUrl() + "?ApplicationName=mine",
            database.address().user(),
            database.address().password());
    try (var own = Database.connect(address, 2)) {
      assertThat(name(own)).isEqualTo("mine");
      var process = JobProcess.register(own, "one", () -> now);
      var fenced = process.fenced(own);

      assertThat(name(fenced)).isEqualTo("tickstock process " + process.id());
      assertThat(name(own)).isEqualTo("tickstock process " + process.id());
    }
  }

  private static String name(Database one) {
    return one.read(h -> h.createQuery("SHOW application_name").mapTo(String.class).one());
  }

  private Connection connected(DatabaseAddress address, String name) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", address.user());
    properties.setProperty("password", address.password());
    properties.setProperty("ApplicationName", name);
    return opened(DriverManager.getConnection(address.jdbcUrl(), properties));
  }

  private Connection opened(Connection connection) {
    opened.add(connection);
    return connection;
  }
}
