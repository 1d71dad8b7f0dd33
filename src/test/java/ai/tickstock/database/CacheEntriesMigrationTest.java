package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The table that older applications read universes from: made where it is missing, else completed.
class CacheEntriesMigrationTest {
  private static final String OLD =
      """
      CREATE TABLE public.cache_entries (
        id serial PRIMARY KEY, type varchar(50) NOT NULL, name varchar(100) NOT NULL, key varchar(100) NOT NULL,
        value jsonb NOT NULL, environment varchar(10) NOT NULL, created_at timestamp DEFAULT CURRENT_TIMESTAMP,
        updated_at timestamp%s);
      INSERT INTO public.cache_entries (type, name, key, value, environment, created_at)
      VALUES ('app_settings', 'app_settings', 'SECRET_KEY', '"not told"', 'DEFAULT', '2025-09-02 10:00')\
      """;
  private static final String KEY = ", UNIQUE (type, name, key, environment)";
  private static final String COLUMNS =
      ", universe_category varchar(50), liquidity_filter jsonb, universe_metadata jsonb,"
          + " last_universe_update timestamp";

  @BeforeAll
  static void makeRole() {
    for (Consumer<String> server :
        List.<Consumer<String>>of(TestPostgres::asSuperuser, TestPostgres::asSuperuserOnLowest)) {
      server.accept(
          """
          DO $role$
          BEGIN
            IF to_regrole('cache_owner') IS NULL THEN
              CREATE ROLE cache_owner;
            END IF;
          END
          $role$\
          """);
    }
  }

  @Test
  void isMadeInANewDatabase() {
    for (var address : List.of(TestPostgres.emptyAddress(), TestPostgres.emptyAddressOnLowest())) {
      try (var database = Database.connect(address, 2)) {
        database.migrate();

        assertThat(columns(database))
            .containsExactly(
                "id integer",
                "type character varying",
                "name character varying",
                "key character varying",
                "value jsonb",
                "environment character varying",
                "created_at timestamp without time zone",
                "updated_at timestamp without time zone",
                "universe_category character varying",
                "liquidity_filter jsonb",
                "universe_metadata jsonb",
                "last_universe_update timestamp without time zone");
        assertThat(problems(database)).isEmpty();
      }
    }
  }

  @Test
  void getsTheMissingColumnsAndKeepsItsRows() {
    for (var more : List.of(KEY, KEY + COLUMNS)) {
      try (var database = old(more)) {
        database.migrate();

        assertThat(columns(database)).hasSize(12);
        assertThat(
                texts(
                    database,
                    "SELECT concat_ws(' ', id, type, key, value, created_at) FROM public.cache_entries"))
            .containsExactly("1 app_settings SECRET_KEY \"not told\" 2025-09-02 10:00:00");
        assertThat(problems(database)).isEmpty();
      }
    }
  }

  @Test
  void theScriptForAPersonDoesTheSame() throws SQLException {
    try (var database = old(KEY)) {
      Scripts.run(database.address(), database.schema().pendingScript("tickstock 0.1.0"));

      assertThat(columns(database)).hasSize(12);
      assertThat(database.schema().state()).isInstanceOf(SchemaState.Current.class);
    }
  }

  @Test
  void anotherUniqueKeyIsRefusedWithWhatToDoAndNothingIsChanged() {
    try (var database = old(", CONSTRAINT by_key UNIQUE (type, key, environment)")) {
      assertThatThrownBy(database::migrate)
          .hasMessageContaining("nothing was changed")
          .hasMessageContaining(
              "ALTER TABLE public.cache_entries ADD UNIQUE (type, name, key, environment)")
          .hasMessageContaining("ALTER TABLE public.cache_entries DROP CONSTRAINT by_key");
      assertThat(columns(database)).hasSize(8);
    }
    try (var database = old("")) {
      assertThatThrownBy(database::migrate)
          .hasMessageContaining("no unique key (type, name, key, environment)");
    }
  }

  @Test
  void aTableOfAnotherShapeIsRefused() {
    try (var database = old(KEY + ", cache_key text NOT NULL DEFAULT ''")) {
      database.useTransaction(h ->
          h.execute(
              """
              ALTER TABLE public.cache_entries ALTER cache_key DROP DEFAULT;
              ALTER TABLE public.cache_entries ALTER value TYPE json USING value::json\
              """));

      assertThatThrownBy(database::migrate)
          .hasMessageContaining("public.cache_entries.value is json, not jsonb")
          .hasMessageContaining("cache_key must be given and we have no value for it");
    }
  }

  @Test
  void aTableOfAnotherRoleServesWhenItHasTheColumnsAndGivesTheRights() {
    var address = TestPostgres.emptyAddress();
    TestPostgres.asSuperuser("GRANT cache_owner TO tickstock");
    try (var ours = Database.connect(address, 2)) {
      ours.useTransaction(h -> {
        h.execute(OLD.formatted(KEY));
        h.execute("GRANT CREATE ON SCHEMA public TO cache_owner");
        h.execute("ALTER TABLE public.cache_entries OWNER TO cache_owner");
      });
      TestPostgres.asSuperuser("REVOKE cache_owner FROM tickstock");

      assertThatThrownBy(ours::migrate)
          .hasMessageContaining(
              "as its owner cache_owner, ALTER TABLE public.cache_entries ADD COLUMN"
                  + " universe_category character varying")
          .hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON public.cache_entries TO tickstock")
          .hasMessageContaining("GRANT USAGE ON SEQUENCE public.cache_entries_id_seq TO tickstock");

      TestPostgres.asSuperuser("GRANT cache_owner TO tickstock");
      ours.useTransaction(h -> {
        h.execute("SET LOCAL ROLE cache_owner");
        h.execute(
            "ALTER TABLE public.cache_entries ADD COLUMN"
                + COLUMNS.substring(1).replace(", ", ", ADD COLUMN "));
        h.execute("GRANT SELECT, INSERT, UPDATE ON public.cache_entries TO tickstock");
        h.execute("GRANT USAGE ON SEQUENCE public.cache_entries_id_seq TO tickstock");
      });
      TestPostgres.asSuperuser("REVOKE cache_owner FROM tickstock");
      ours.migrate();

      assertThat(problems(ours)).isEmpty();
    }
  }

  private static Database old(String more) {
    var database = Database.connect(TestPostgres.emptyAddress(), 2);
    database.useTransaction(h -> h.execute(OLD.formatted(more)));
    return database;
  }

  private static List<String> columns(Database database) {
    return texts(
        database,
        """
        SELECT column_name || ' ' || data_type FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = 'cache_entries' ORDER BY ordinal_position
        """);
  }

  private static List<String> problems(Database database) {
    return texts(database, "SELECT problem FROM tickstock.cache_entries_problems()");
  }

  private static List<String> texts(Database database, String query) {
    return database.read(h -> h.createQuery(query).mapTo(String.class).list());
  }
}
