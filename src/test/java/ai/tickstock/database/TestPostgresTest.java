package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestPostgresTest {
  @Test
  void givesEachTestADatabaseOfItsOwn() {
    try (var one = TestPostgres.migrated();
        var two = TestPostgres.migrated()) {
      one.useTransaction(handle -> handle.execute("CREATE TABLE mine (a int)"));

      assertThat(tables(one)).contains("mine");
      assertThat(tables(two)).doesNotContain("mine");
    }
  }

  @Test
  void runsTheVersionThatIsEmbedded() {
    try (var database = TestPostgres.migrated()) {
      assertThat(version(database)).startsWith("17.");
    }
  }

  @Test
  void runsTheLowestSupportedVersionBesideIt() {
    try (var database = TestPostgres.migratedOnLowest()) {
      assertThat(version(database)).startsWith("15.");
    }
  }

  private static String version(Database database) {
    return database.read(
        handle -> handle.createQuery("SHOW server_version").mapTo(String.class).one());
  }

  private static List<String> tables(Database database) {
    return database.read(
        handle -> handle.createQuery("SELECT tablename FROM pg_tables").mapTo(String.class).list());
  }
}
