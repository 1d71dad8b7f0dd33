package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {
  private final DatabaseAddress address = TestPostgres.emptyAddress();
  private final Snapshots snapshots = Snapshots.of(address);

  @Test
  void goesBackToWhatWasThereAndKeepsTheSnapshot() throws SQLException {
    hold(1);
    var taken = snapshots.take("baseline", false, false);
    hold(2);

    var first = snapshots.reset("baseline", false);

    assertThat(held()).isEqualTo(1);
    assertThat(first.takenAt()).isEqualTo(taken.takenAt());
    hold(3);
    snapshots.reset("baseline", false);
    assertThat(held()).isEqualTo(1);
    assertThat(snapshots.list())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.name()).isEqualTo("baseline");
          assertThat(one.bytes()).isPositive();
          assertThat(one.age()).isPositive();
        });
  }

  @Test
  void worksOnTheLowestVersionToo() throws SQLException {
    var lowest = TestPostgres.emptyAddressOnLowest();
    hold(lowest, 1);
    Snapshots.of(lowest).take("baseline", false, false);
    hold(lowest, 2);

    Snapshots.of(lowest).reset("baseline", false);

    assertThat(held(lowest)).isEqualTo(1);
  }

  @Test
  void nobodyCanConnectToASnapshot() throws SQLException {
    snapshots.take("baseline", false, false);

    assertThatThrownBy(
            () -> Database.connection(address.inDatabase(address.database() + "@baseline")).close())
        .hasMessageContaining("not currently accepting connections");
  }

  @Test
  void takesASnapshotAnewOnlyWhenTold() throws SQLException {
    hold(1);
    snapshots.take("baseline", false, false);
    hold(2);

    assertThatThrownBy(() -> snapshots.take("baseline", false, false))
        .isInstanceOf(SnapshotRefused.class)
        .hasMessageContaining("there is a snapshot 'baseline'")
        .hasMessageContaining("--replace");
    snapshots.take("baseline", true, false);
    hold(3);
    snapshots.reset("baseline", false);

    assertThat(held()).isEqualTo(2);
    assertThat(databases()).containsExactly(address.database(), address.database() + "@baseline");
  }

  @Test
  void namesTheConnectionsThatAreInTheWayAndEndsThemOnlyWhenTold() throws SQLException {
    hold(1);
    snapshots.take("baseline", false, false);
    hold(2);
    try (var other = Database.connection(address)) {
      assertThatThrownBy(() -> snapshots.reset("baseline", false))
          .isInstanceOf(DatabaseInUse.class)
          .hasMessageContaining("(tickstock, user tickstock from 127.0.0.1, since ")
          .hasMessageContaining("--disconnect");
      assertThatThrownBy(() -> snapshots.take("other", false, false))
          .isInstanceOf(DatabaseInUse.class);
      assertThat(other.isValid(5)).isTrue();
      assertThat(held()).isEqualTo(2);

      snapshots.reset("baseline", true);

      assertThat(other.isValid(5)).isFalse();
      assertThat(held()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a/b", "../x", "it's", "a\"b", "A", "a b", "-a", "@leaving", "a;drop", "ü"})
  void refusesNamesThatWouldNeedQuotes(String name) {
    assertThatThrownBy(() -> snapshots.take(name, false, false))
        .isInstanceOf(SnapshotRefused.class)
        .hasMessageContaining("'" + name + "' cannot be the name of a snapshot");
    assertThatThrownBy(() -> snapshots.reset(name, false)).isInstanceOf(SnapshotRefused.class);
    assertThatThrownBy(() -> snapshots.drop(name)).isInstanceOf(SnapshotRefused.class);
  }

  @Test
  void saysWhichSnapshotsThereAre() {
    assertThatThrownBy(() -> snapshots.reset("baseline", false))
        .isInstanceOf(SnapshotRefused.class)
        .hasMessageContaining("'tickstock dev snapshot baseline' takes it");
    snapshots.take("spring", false, false);
    assertThatThrownBy(() -> snapshots.reset("baseline", false))
        .hasMessageContaining("there is no snapshot 'baseline'")
        .hasMessageContaining("there are spring");
    snapshots.drop("spring");
    assertThat(snapshots.list()).isEmpty();
  }

  /// Each statement is whole or did not happen: who is killed stops before one of them.
  @Test
  void whoeverIsKilledAnywhereLeavesTheOldOrTheNew() throws SQLException {
    hold(1);
    snapshots.take("baseline", false, false);
    hold(2);
    var statements = new ArrayList<String>();
    Snapshots.of(address, statements::add).reset("baseline", false);
    assertThat(statements).hasSize(4);

    for (int survived = 0; survived <= statements.size(); survived++) {
      hold(2);
      try {
        Snapshots.of(address, killedAfter(survived)).reset("baseline", false);
      } catch (Killed _) {
        // nothing is tidied, as after kill -9
      }
      assertThat(held()).as("after %s statements", survived).isIn(1, 2);
      snapshots.reset("baseline", false);
      assertThat(held()).isEqualTo(1);
      assertThat(databases()).containsExactly(address.database(), address.database() + "@baseline");
    }
  }

  @Test
  void whoeverIsKilledWhileASnapshotIsReplacedLeavesOneOfTheTwo() throws SQLException {
    for (int survived = 0; survived <= 5; survived++) {
      hold(1);
      snapshots.take("baseline", true, false);
      hold(2);
      try {
        Snapshots.of(address, killedAfter(survived)).take("baseline", true, false);
      } catch (Killed _) {
        // nothing is tidied, as after kill -9
      }
      snapshots.reset("baseline", false);
      assertThat(held()).as("after %s statements", survived).isIn(1, 2);
    }
  }

  @Test
  void resetsOfTwoProcessesWaitForEachOther() throws Exception {
    hold(1);
    snapshots.take("baseline", false, false);
    hold(2);
    Callable<Snapshot> reset = () -> Snapshots.of(address).reset("baseline", false);
    try (var both = Executors.newFixedThreadPool(2)) {
      for (var one : both.invokeAll(List.of(reset, reset))) {
        assertThat(one.get().name()).isEqualTo("baseline");
      }
    }
    assertThat(held()).isEqualTo(1);
    assertThat(databases()).containsExactly(address.database(), address.database() + "@baseline");
  }

  @Test
  void aFullDiskLeavesWhatWasThere() throws Exception {
    var disk = Files.createTempDirectory("tickstock-small-disk-");
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=14m,mode=0777", "tmpfs", disk.toString()))
        .as("a small disk can be mounted here")
        .isTrue();
    var space = "small_" + address.database();
    try {
      TestPostgres.asSuperuser("CREATE TABLESPACE %s LOCATION '%s'".formatted(space, disk));
      TestPostgres.asSuperuser("GRANT CREATE ON TABLESPACE %s TO tickstock".formatted(space));
      TestPostgres.asSuperuser(
          "ALTER DATABASE %s SET TABLESPACE %s".formatted(address.database(), space));
      hold(1);

      assertThatThrownBy(() -> snapshots.take("baseline", false, false))
          .isInstanceOf(DatabaseFull.class)
          .hasMessageContaining("is full");

      assertThat(held()).isEqualTo(1);
      assertThat(databases()).containsExactly(address.database());
    } finally {
      TestPostgres.asSuperuser("DROP DATABASE %s WITH (FORCE)".formatted(address.database()));
      TestPostgres.asSuperuser("DROP TABLESPACE " + space);
      run("umount", disk.toString());
      Files.delete(disk);
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException _) {
      return false; // not installed
    }
  }

  private static final class Killed extends RuntimeException {}

  private static Consumer<String> killedAfter(int statements) {
    var count = new int[1];
    return _ -> {
      if (count[0]++ >= statements) {
        throw new Killed();
      }
    };
  }

  private void hold(int value) throws SQLException {
    hold(address, value);
  }

  private static void hold(DatabaseAddress in, int value) throws SQLException {
    try (var connection = Database.connection(in);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS held (value integer)");
      statement.execute("DELETE FROM held");
      statement.execute("INSERT INTO held (value) VALUES (" + value + ")");
    }
  }

  private int held() throws SQLException {
    return held(address);
  }

  private static int held(DatabaseAddress in) throws SQLException {
    try (var connection = Database.connection(in);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT value FROM held")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /// The database and what was made of it, when nobody works on that any more.
  private List<String> databases() throws SQLException {
    try (var connection = Database.connection(address.inDatabase("postgres"));
        var quiet =
            connection.prepareStatement(
                "SELECT pg_advisory_lock(hashtext('tickstock snapshots'), hashtext(?))");
        var query =
            connection.prepareStatement(
                """
                SELECT datname FROM pg_database WHERE datname = ? OR starts_with(datname, ?) ORDER BY datname\
                """)) {
      quiet.setString(1, address.database());
      quiet.execute();
      query.setString(1, address.database());
      query.setString(2, address.database() + "@");
      var found = new ArrayList<String>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }
}
