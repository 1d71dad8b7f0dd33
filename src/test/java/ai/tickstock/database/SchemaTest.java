package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private final List<Database> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Database::close);
  }

  @Test
  void goesFromEmptyToCurrentByFlyway() {
    var database = empty();

    assertThat(steps(database, 2).state())
        .isEqualTo(
            new SchemaState.Empty(List.of("V1__first_table.sql", "V2__one_column_more.sql")));

    steps(database, 2).migrate();

    assertThat(steps(database, 2).state()).isEqualTo(new SchemaState.Current("2"));
    steps(database, 2).migrate();
    assertThat(history(database)).containsExactly("1", "2");
  }

  @Test
  void seesWhatIsPending() {
    var database = empty();
    steps(database, 1).migrate();

    assertThat(steps(database, 3).state())
        .isEqualTo(
            new SchemaState.Pending(
                "1", List.of("V2__one_column_more.sql", "V3__index_while_in_use.sql")));
  }

  @Test
  void buildsAnIndexConcurrentlyWithoutWaitingForItself() {
    var database = empty();

    steps(database, 3).migrate();

    assertThat(steps(database, 3).state()).isEqualTo(new SchemaState.Current("3"));
  }

  @Test
  void leavesASchemaAloneThatANewerProgramMade() {
    var database = empty();
    steps(database, 3).migrate();

    var state = steps(database, 2).state();

    assertThat(state)
        .isInstanceOfSatisfying(
            SchemaState.Unknown.class,
            unknown ->
                assertThat(unknown.reason()).contains("version 3", "up to 2", "update this one"));
    assertThatThrownBy(() -> steps(database, 2).migrate())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 3");
    assertThatThrownBy(() -> steps(database, 2).pendingScript("tickstock 1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesASchemaAloneThatSomebodyElseMade() {
    var database = empty();
    database.useTransaction(
        handle -> handle.execute("CREATE SCHEMA tickstock; CREATE TABLE tickstock.theirs (a int)"));

    assertThat(steps(database, 1).state())
        .isInstanceOfSatisfying(
            SchemaState.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("theirs", "RENAME"));
  }

  @Test
  void noticesAStepThatWasAppliedWithAnotherText() {
    var database = empty();
    steps(database, 2).migrate();

    var changed = new Schema(database, "db/steps-2-changed");

    assertThat(changed.state())
        .isInstanceOfSatisfying(
            SchemaState.Damaged.class,
            damaged ->
                assertThat(damaged.reason()).contains("V1__first_table.sql", "another text"));
    assertThatThrownBy(changed::migrate).hasMessageContaining("another text");
    assertThatThrownBy(() -> changed.pendingScript("tickstock 1"))
        .hasMessageContaining("another text");
  }

  @Test
  void noticesAStepThatFailedAndOneThatWasSkipped() {
    var database = empty();
    steps(database, 2).migrate();
    database.useTransaction(handle ->
        handle.execute("UPDATE flyway_schema_history SET success = false WHERE version = '2'"));
    assertThat(steps(database, 2).state())
        .isInstanceOfSatisfying(
            SchemaState.Damaged.class,
            damaged -> assertThat(damaged.reason()).contains("V2", "half-way"));

    database.useTransaction(handle ->
        handle.execute(
            """
            UPDATE flyway_schema_history SET success = true;
            DELETE FROM flyway_schema_history WHERE version = '1'\
            """));
    assertThat(steps(database, 2).state())
        .isInstanceOfSatisfying(
            SchemaState.Damaged.class,
            damaged -> assertThat(damaged.reason()).contains("never applied"));
  }

  @Test
  void writesAScriptThatBringsAnEmptyDatabaseToWhereFlywayWould() throws SQLException {
    for (var address : List.of(TestPostgres.emptyAddress(), TestPostgres.emptyAddressOnLowest())) {
      var database = connected(address);
      var script = steps(database, 3).pendingScript("tickstock 0.1.0");
      Scripts.run(address, script);

      assertThat(steps(database, 3).state()).isEqualTo(new SchemaState.Current("3"));
      var flyway = steps(database, 3).flyway();
      flyway.validate();
      assertThat(flyway.migrate().migrationsExecuted).isZero();
      assertThat(history(database)).containsExactly("1", "2", "3");
      assertThat(Scripts.verified(database, script)).hasSize(4).allMatch(Boolean::booleanValue);
    }
  }

  @Test
  void writesAScriptForWhatFlywayHasLeftPending() throws SQLException {
    var address = TestPostgres.emptyAddress();
    var database = connected(address);
    steps(database, 1).migrate();

    Scripts.run(address, steps(database, 2).pendingScript("tickstock 0.1.0"));

    assertThat(steps(database, 2).state()).isEqualTo(new SchemaState.Current("2"));
    assertThat(steps(database, 2).flyway().migrate().migrationsExecuted).isZero();
    assertThat(steps(database, 2).pendingScript("tickstock 0.1.0")).contains("Nothing is pending");
  }

  @Test
  void writesForWhomFromWhereToWhereAndHowBack() {
    var database = empty();

    assertThat(steps(database, 2).pendingScript("tickstock 0.1.0"))
        .contains("tickstock 0.1.0", "nothing -> 2", "ON_ERROR_STOP", "lock_timeout", "way back")
        .contains("CREATE TABLE tickstock.first_table (id integer PRIMARY KEY, note text");
  }

  @Test
  void refusesToRunAScriptInAnotherDatabaseOrTwice() throws SQLException {
    var address = TestPostgres.emptyAddress();
    var other = TestPostgres.emptyAddress();
    var script = steps(connected(address), 2).pendingScript("tickstock 0.1.0");

    assertThatThrownBy(() -> Scripts.run(other, script))
        .hasMessageContaining("this script is for database");
    assertThat(steps(connected(other), 2).state()).isInstanceOf(SchemaState.Empty.class);
    Scripts.run(address, script);
    assertThatThrownBy(() -> Scripts.run(address, script))
        .hasMessageContaining("starts from version 0");
  }

  @Test
  void letsReadersSeeTheViewsAndNothingElse() throws SQLException {
    var address = TestPostgres.emptyAddress();
    var database = connected(address);
    TestPostgres.asSuperuser("CREATE ROLE tickstock_reader");

    Scripts.run(address, steps(database, 1).pendingScript("tickstock 0.1.0"));

    assertThat(may(database, "first_view")).isTrue();
    assertThat(may(database, "first_table")).isFalse();
  }

  @Test
  void countsChecksumsAsFlywayDoes() {
    var database = empty();
    steps(database, 3).migrate();

    for (var info : steps(database, 3).flyway().info().applied()) {
      if (info.getVersion() != null) {
        assertThat(
                Migrations.in("db/steps-3")
                    .byVersion()
                    .get(Integer.parseInt(info.getVersion().getVersion()))
                    .checksum())
            .isEqualTo(info.getChecksum());
      }
    }
  }

  @Test
  void refusesAStepWithAWrongName() {
    assertThatThrownBy(() -> Migration.read("db", "R__again.sql"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("R__again.sql");
  }

  @Test
  void isCurrentWhenThereIsNothingToApply() {
    var database = empty();

    assertThat(new Schema(database, "db/no-such-folder").state())
        .isEqualTo(new SchemaState.Current("0"));
  }

  private Database empty() {
    return connected(TestPostgres.emptyAddress());
  }

  private Database connected(DatabaseAddress address) {
    var database = Database.connect(address, 4);
    open.add(database);
    return database;
  }

  private static Schema steps(Database database, int count) {
    return new Schema(database, "db/steps-" + count);
  }

  private static List<String> history(Database database) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                SELECT version FROM tickstock.flyway_schema_history
                WHERE version IS NOT NULL ORDER BY installed_rank\
                """)
            .mapTo(String.class)
            .list());
  }

  private static boolean may(Database database, String table) {
    return database.read(handle ->
        handle
            .createQuery("SELECT has_table_privilege('tickstock_reader', ?, 'SELECT')")
            .bind(0, "tickstock." + table)
            .mapTo(boolean.class)
            .one());
  }
}
