package ai.tickstock.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A database of the older TickStock becomes one of ours, and goes back.
class AdoptionTest {
  private static final String PROGRAM = "tickstock 0.1.0";

  /// What the old applications ask by symbol and date, without the names of schemas.
  private static final List<String> OLD_QUERIES =
      List.of(
          "SELECT symbol, date, open, high, low, close, volume, created_at FROM ohlcv_daily"
              + " WHERE symbol = 'AAPL' AND date >= '2024-01-10' ORDER BY date DESC LIMIT 200",
          "SELECT date, close FROM ohlcv_daily WHERE symbol = 'FB' ORDER BY date",
          "SELECT date, close FROM ohlcv_daily WHERE symbol = 'TEST_CRASH' ORDER BY date",
          "SELECT symbol, count(*), min(date), max(date) FROM ohlcv_daily GROUP BY symbol ORDER BY 1",
          "SELECT symbol, timestamp, open, high, low, close, volume FROM ohlcv_1min"
              + " WHERE symbol = 'AAPL' ORDER BY timestamp DESC LIMIT 100",
          "SELECT symbol, count(*), min(timestamp), max(timestamp) FROM ohlcv_1min"
              + " WHERE symbol = ANY(ARRAY['AAPL','SPY','FB']) GROUP BY symbol ORDER BY 1",
          "SELECT symbol, name, exchange, type, active, market_cap, country, fmv_supported"
              + " FROM symbols ORDER BY symbol",
          "SELECT type, name, key, value FROM cache_entries ORDER BY id",
          "SELECT symbol, etf_type FROM v_etf_summary");

  private final List<Database> open = new ArrayList<>();

  @BeforeAll
  static void makeRoles() {
    for (Consumer<String> server :
        List.<Consumer<String>>of(TestPostgres::asSuperuser, TestPostgres::asSuperuserOnLowest)) {
      server.accept(
          """
          DO $roles$
          BEGIN
            IF to_regrole('app_readonly') IS NULL THEN
              CREATE ROLE app_readonly;
              CREATE ROLE app_readwrite;
            END IF;
          END
          $roles$\
          """);
      server.accept("GRANT app_readonly, app_readwrite TO tickstock");
    }
  }

  @AfterEach
  void close() {
    open.forEach(Database::close);
  }

  @Test
  void answersEveryOldQueryAsBeforeAndThenTheSameWhenItIsTakenBack() throws SQLException {
    for (var address : List.of(TestPostgres.emptyAddress(), TestPostgres.emptyAddressOnLowest())) {
      Scripts.run(address, Migration.text("db/old-tables.sql"));
      var before = answers(address);

      var schema = new Schema(connected(address));
      var script = schema.adoptionScript(PROGRAM);
      Scripts.run(address, script);

      assertThat(answers(address)).isEqualTo(before);
      assertThat(schema.state()).isInstanceOf(SchemaState.Current.class);
      assertThat(schema.pendingScript(PROGRAM)).contains("Nothing is pending");
      assertThat(Scripts.verified(open.getLast(), script)).hasSize(8).allMatch(ok -> ok);

      var back = schema.adoptionRollbackScript(PROGRAM);
      Scripts.run(address, back);

      assertThat(answers(address)).isEqualTo(before);
      assertThat(schema.state()).isInstanceOf(SchemaState.Empty.class);
      assertThat(Scripts.verified(open.getLast(), back)).hasSize(2).allMatch(ok -> ok);
      assertThat(rows(address, "SELECT nspname FROM pg_namespace WHERE nspname = 'legacy'"))
          .isEmpty();
    }
  }

  @Test
  void showsOurBarWhereThereIsOneAndSaysWhichRowsAreLegacy() throws SQLException {
    var address = adopted();
    Scripts.run(
        address,
        """
        INSERT INTO tickstock.instrument (active, name, source) VALUES (true, 'Apple', 'test');
        INSERT INTO tickstock.instrument_symbol (instrument_id, ticker, reason, source) VALUES (1, 'AAPL', '', 'test');
        INSERT INTO tickstock.bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional)
        VALUES (1, '2024-01-10', 1, 2, 0.5, 1.5, 7, now(), 1, 1, false);
        SELECT tickstock.ensure_bar_minute('2024-01-31', '2024-01-31');
        INSERT INTO tickstock.bar_minute (instrument_id, run_id, start, open, high, low, close, volume, known_from, source, provisional)
        VALUES (1, 1, '2024-01-31 20:59Z', 1, 2, 0.5, 1.5, 7, now(), 9, false),
               (1, 1, '2024-01-31 21:05Z', 1, 2, 0.5, 1.75, 8, now(), 9, false);
        """);

    assertThat(rows(address, daily("ohlcv_daily", "2024-01-09"))).containsExactly("100.7500");
    assertThat(rows(address, daily("ohlcv_daily", "2024-01-10"))).containsExactly("1.5");
    assertThat(rows(address, daily("ohlcv_daily_raw", "2024-01-09"))).isEmpty();
    assertThat(rows(address, daily("ohlcv_daily_raw", "2024-01-10"))).containsExactly("1.5");
    assertThat(rows(address, daily("ohlcv_daily_legacy", "2024-01-09")))
        .containsExactly("100.7500");
    assertThat(rows(address, daily("ohlcv_daily_legacy", "2024-01-10"))).isEmpty();
    assertThat(
            rows(
                address,
                "SELECT close FROM ohlcv_1min WHERE symbol = 'AAPL' ORDER BY timestamp DESC LIMIT 3"))
        .containsExactly("1.75", "1.5", "100.7500");
    assertThat(rows(address, "SELECT count(*) FROM ohlcv_1min WHERE symbol = 'AAPL'"))
        .containsExactly("391");
    assertThat(rows(address, "SELECT count(*) FROM ohlcv_latest('SPY', 'minute', 100)"))
        .containsExactly("100");
    assertThat(rows(address, "SELECT symbol, name FROM symbols ORDER BY 1"))
        .containsExactly(
            "AAPL Apple",
            "FB Facebook, Inc.",
            "SPY SPDR S&P 500 ETF Trust",
            "TEST_CRASH A test scenario");
    assertThat(rows(address, "SELECT symbol FROM symbols_legacy ORDER BY 1"))
        .containsExactly("FB", "SPY", "TEST_CRASH");
  }

  @Test
  void letsEachRoleDoWithTheViewsWhatItCouldDoWithTheTables() throws SQLException {
    var address = adopted();
    Scripts.run(
        address,
        """
        INSERT INTO tickstock.instrument (active, source) VALUES (true, 'test');
        INSERT INTO tickstock.instrument_symbol (instrument_id, ticker, reason, source) VALUES (1, 'AAPL', '', 'test')\
        """);
    var live = "INSERT INTO ohlcv_1min VALUES ('AAPL', '2024-02-01 15:00Z', 1, 2, 0.5, 1.5, 10)";

    assertThat(rows(address, "SET ROLE app_readonly; SELECT count(*) FROM ohlcv_daily"))
        .containsExactly("88");
    assertThat(
            rows(
                address,
                "SET ROLE app_readonly; SELECT count(*) FROM ohlcv_1min WHERE symbol = 'AAPL'"))
        .containsExactly("390");
    assertThat(
            rows(
                address,
                "SET ROLE app_readonly; SELECT count(*) FROM ohlcv_latest('AAPL', 'day', 5)"))
        .containsExactly("5");
    assertThatThrownBy(() -> Scripts.run(address, "SET ROLE app_readonly; " + live))
        .hasMessageContaining("permission denied for view ohlcv_1min");
    assertThatThrownBy(
            () -> rows(address, "SET ROLE app_readonly; SELECT count(*) FROM tickstock.bar_daily"))
        .hasMessageContaining("permission denied");

    Scripts.run(address, "SET ROLE app_readwrite; " + live);

    assertThat(
            rows(
                address,
                "SELECT close FROM ohlcv_1min WHERE symbol = 'AAPL' AND timestamp > '2024-02-01'"))
        .containsExactly("1.5");
  }

  @Test
  void keepsWhatWasLoadedSinceWhenItIsTakenBack() throws SQLException {
    var address = adopted();
    Scripts.run(address, "INSERT INTO tickstock.instrument (active, source) VALUES (true, 'test')");

    Scripts.run(address, new Schema(open.getLast()).adoptionRollbackScript(PROGRAM));

    assertThat(rows(address, "SELECT count(*) FROM tickstock.instrument")).containsExactly("1");
    assertThat(rows(address, "SELECT count(*) FROM public.ohlcv_daily")).containsExactly("88");
    assertThat(rows(address, "SELECT has_schema_privilege('app_readonly', 'tickstock', 'USAGE')"))
        .containsExactly("f");
    Scripts.run(address, new Schema(open.getLast()).adoptionScript(PROGRAM));
    assertThat(rows(address, "SELECT count(*) FROM ohlcv_daily_legacy")).containsExactly("88");
  }

  @Test
  void takesTheOldRowsOutOfTheViewsOnDemandAndStillGoesBack() throws SQLException {
    var address = adopted();

    Scripts.run(address, "CALL legacy.hide()");
    assertThat(rows(address, "SELECT count(*) FROM ohlcv_daily")).containsExactly("0");
    assertThat(rows(address, "SELECT count(*) FROM ohlcv_latest('AAPL', 'day', 5)"))
        .containsExactly("0");

    Scripts.run(address, new Schema(open.getLast()).adoptionRollbackScript(PROGRAM));
    assertThat(rows(address, "SELECT count(*) FROM public.ohlcv_daily")).containsExactly("88");
  }

  @Test
  void keepsASearchPathThatTheDatabaseHad() throws SQLException {
    var address = TestPostgres.emptyAddress();
    Scripts.run(address, Migration.text("db/old-tables.sql"));
    var database = rows(address, "SELECT current_database()").getFirst();
    Scripts.run(address, "ALTER DATABASE " + database + " SET search_path = public, extensions");
    var schema = new Schema(connected(address));

    Scripts.run(address, schema.adoptionScript(PROGRAM));
    assertThat(rows(address, "SHOW search_path")).containsExactly("tickstock, public, extensions");

    Scripts.run(address, schema.adoptionRollbackScript(PROGRAM));
    assertThat(rows(address, "SHOW search_path")).containsExactly("public, extensions");
  }

  @Test
  void changesNothingAndSaysAllThatDiffersWhenTheTablesAreNotTheExpectedOnes() throws SQLException {
    var address = TestPostgres.emptyAddress();
    Scripts.run(address, Migration.text("db/old-tables.sql"));
    Scripts.run(
        address,
        """
        ALTER TABLE public.symbols DROP COLUMN issuer;
        ALTER TABLE public.ohlcv_1min ALTER "timestamp" TYPE timestamp;
        ALTER TABLE public.ohlcv_daily DROP CONSTRAINT ohlcv_daily_pkey;
        CREATE SCHEMA legacy\
        """);
    var script = new Schema(connected(address)).adoptionScript(PROGRAM);

    assertThatThrownBy(() -> Scripts.run(address, script))
        .hasMessageContaining("nothing was changed")
        .hasMessageContaining("public.symbols has no column issuer (character varying)")
        .hasMessageContaining(
            "public.ohlcv_1min.timestamp is timestamp without time zone, not timestamp with time zone")
        .hasMessageContaining("public.ohlcv_daily has no unique key (date, symbol)")
        .hasMessageContaining("schema legacy is there already");
    assertThat(rows(address, "SELECT count(*) FROM public.ohlcv_daily")).containsExactly("88");
    assertThat(new Schema(open.getLast()).state()).isInstanceOf(SchemaState.Empty.class);
  }

  @Test
  void stopsAtAnotherKeyOfCacheEntriesAndLeavesTheOldTablesWhereTheyAre() throws SQLException {
    var address = TestPostgres.emptyAddress();
    Scripts.run(address, Migration.text("db/old-tables.sql"));
    Scripts.run(
        address,
        """
        ALTER TABLE public.cache_entries DROP CONSTRAINT cache_entries_type_name_key_environment_key,
          ADD CONSTRAINT older UNIQUE (type, key, environment)\
        """);
    var script = new Schema(connected(address)).adoptionScript(PROGRAM);

    assertThatThrownBy(() -> Scripts.run(address, script))
        .hasMessageContaining("nothing was changed")
        .hasMessageContaining("ADD UNIQUE (type, name, key, environment)")
        .hasMessageContaining("DROP CONSTRAINT older");
    assertThat(rows(address, "SELECT count(*) FROM public.ohlcv_daily")).containsExactly("88");
  }

  @Test
  void cacheEntriesKeepsItsRowsAndGetsTheColumnsOfUniverses() throws SQLException {
    var address = adopted();

    assertThat(
            rows(
                address,
                "SELECT key, value, updated_at, universe_category, liquidity_filter,"
                    + " universe_metadata, last_universe_update FROM cache_entries ORDER BY id"))
        .containsExactly(
            "SECRET_KEY \"not told\" null null null null null",
            "MAX_LOGIN_ATTEMPTS {\"value\": 5} null null null null null",
            "dev_top_10 {\"stocks\": [{\"ticker\": \"AAPL\"}]} null null null null null");
    assertThat(rows(address, "SELECT problem FROM cache_entries_problems()")).isEmpty();
  }

  @Test
  void saysThatARoleWouldNotFindTheViews() throws SQLException {
    var address = TestPostgres.emptyAddress();
    Scripts.run(address, Migration.text("db/old-tables.sql"));
    var database = rows(address, "SELECT current_database()").getFirst();
    TestPostgres.asSuperuser(
        "ALTER ROLE app_readonly IN DATABASE " + database + " SET search_path = public");
    var script = new Schema(connected(address)).adoptionScript(PROGRAM);

    assertThatThrownBy(() -> Scripts.run(address, script))
        .hasMessageContaining("ALTER ROLE app_readonly IN DATABASE " + database)
        .hasMessageContaining("SET search_path = tickstock, public");
  }

  @Test
  void saysThatThereIsNothingToAdoptOrToTakeBack() throws SQLException {
    var address = TestPostgres.emptyAddress();
    var schema = new Schema(connected(address));

    assertThatThrownBy(() -> schema.adoptionScript(PROGRAM))
        .hasMessageContaining("nothing to adopt")
        .hasMessageContaining("public.symbols, public.ohlcv_daily, public.ohlcv_1min");
    assertThatThrownBy(() -> Scripts.run(address, schema.adoptionRollbackScript(PROGRAM)))
        .hasMessageContaining("nothing to take back");

    var adopted = adopted();
    assertThatThrownBy(() -> new Schema(open.getLast()).adoptionScript(PROGRAM))
        .hasMessageContaining("adopted already");
    assertThat(rows(adopted, "SELECT command FROM legacy.reload"))
        .containsExactly(
            "tickstock load --symbols AAPL,FB,SPY,TEST_CRASH --from 2024-01-02 --to 2024-01-31",
            "tickstock load --symbols AAPL,SPY --from 2024-01-31 --to 2024-01-31 --interval minute");
  }

  @Test
  void writesForWhomHowBackAndWhatToLoadNext() throws SQLException {
    var address = TestPostgres.emptyAddress();
    Scripts.run(address, Migration.text("db/old-tables.sql"));

    assertThat(new Schema(connected(address)).adoptionScript(PROGRAM))
        .contains("as tickstock, after a backup", "ON_ERROR_STOP", "The way back")
        .contains("--   tickstock load --symbols AAPL,FB,SPY,TEST_CRASH --from 2024-01-02");
  }

  private DatabaseAddress adopted() throws SQLException {
    var address = TestPostgres.emptyAddress();
    Scripts.run(address, Migration.text("db/old-tables.sql"));
    Scripts.run(address, new Schema(connected(address)).adoptionScript(PROGRAM));
    return address;
  }

  private Database connected(DatabaseAddress address) {
    var database = Database.connect(address, 2);
    open.add(database);
    return database;
  }

  private static String daily(String view, String date) {
    return "SELECT close FROM %s WHERE symbol = 'AAPL' AND date = '%s'".formatted(view, date);
  }

  private static List<List<String>> answers(DatabaseAddress address) throws SQLException {
    var answers = new ArrayList<List<String>>();
    for (var query : OLD_QUERIES) {
      answers.add(rows(address, query));
    }
    return answers;
  }

  /// The rows of the last statement over a connection of its own, as an application makes it.
  private static List<String> rows(DatabaseAddress address, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      var statements = sql.split("; ");
      for (int i = 0; i < statements.length - 1; i++) {
        statement.execute(statements[i]);
      }
      var rows = new ArrayList<String>();
      try (var result = statement.executeQuery(statements[statements.length - 1])) {
        while (result.next()) {
          var cells = new ArrayList<String>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            cells.add(String.valueOf(result.getString(i)));
          }
          rows.add(String.join(" ", cells));
        }
      }
      return rows;
    }
  }
}
