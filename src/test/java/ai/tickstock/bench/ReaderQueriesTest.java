package ai.tickstock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.bench.ReaderQueries.Query;
import ai.tickstock.bench.ReaderQueries.Reads;
import ai.tickstock.database.DatabaseAddress;
import ai.tickstock.database.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What the old applications ask gets right answers from the views, through the keys.
@TestInstance(Lifecycle.PER_CLASS)
class ReaderQueriesTest {
  private final DatabaseAddress address = TestPostgres.address();
  private Connection connection;

  @BeforeAll
  void fill() throws SQLException {
    ReaderDatabase.small().fill(address);
    connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    rows("SELECT set_config('search_path', 'tickstock, public', false)");
  }

  @AfterAll
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void everyQueryRuns() throws SQLException {
    var queries = ReaderQueries.all();
    assertThat(queries).hasSizeGreaterThan(40);
    assertThat(queries.stream().filter(query -> query.reads() == Reads.PAGE))
        .hasSizeGreaterThan(25);
    for (var query : queries) {
      assertThat(rows(query.sql())).as(query.name()).isNotNull();
    }
  }

  @Test
  void answersWithTheBarsThatAreThere() throws SQLException {
    assertThat(answer("newest_minutes"))
        .hasSize(100)
        .first()
        .asString()
        .startsWith("AAPL 2026-11-20 ");
    assertThat(answer("newest_minutes_by_function")).isEqualTo(answer("newest_minutes"));
    assertThat(answer("newest_days")).hasSize(200);
    assertThat(answer("newest_days_by_function")).isEqualTo(answer("newest_days"));
    assertThat(answer("newest_day")).singleElement().asString().startsWith("2026-11-20 ");
    assertThat(answer("has_days")).containsExactly("700");
    assertThat(answer("session_of_symbol")).containsExactly("1");
    assertThat(answer("has_minutes_page")).containsExactly("t");
    assertThat(answer("symbols_of_list")).hasSize(3);
    assertThat(answer("symbols_of_list"))
        .filteredOn(row -> row.contains("T00100"))
        .singleElement()
        .asString()
        .contains(" f ");
    assertThat(answer("live_feed_by_minute")).hasSize(9);
    assertThat(answer("closes_of_universe_with_names")).hasSize(5);
    assertThat(answer("universe_newest_days")).hasSize(600);
    assertThat(answer("stale_symbols"))
        .containsExactlyInAnyOrder("T00050 2026-06-30", "T00100 2026-06-30");
  }

  @Test
  void adjustsForTheSplitsAfterABarAndShowsRawBesideIt() throws SQLException {
    var day = " FROM %s WHERE symbol = 'AAPL' AND date = '2025-08-28'";
    assertThat(
            rows(
                "SELECT a.open * 4 = r.open AND a.volume = round(r.volume * 4) FROM ohlcv_daily a"
                    + " JOIN ohlcv_daily_raw r ON r.symbol = a.symbol AND r.date = a.date"
                    + " WHERE a.symbol = 'AAPL' AND a.date = '2025-08-28'"))
        .containsExactly("t");
    assertThat(rows("SELECT close" + day.formatted("ohlcv_daily")))
        .isNotEqualTo(rows("SELECT close" + day.formatted("ohlcv_daily_raw")));
    assertThat(
            rows(
                "SELECT count(*) FROM ohlcv_daily a JOIN ohlcv_daily_raw r USING (symbol, date)"
                    + " WHERE a.symbol = 'AAPL' AND a.date >= '2025-08-29' AND a.close <> r.close"))
        .containsExactly("0");
  }

  @Test
  void readsTheNewestBarsFromTheEndOfTheKey() throws SQLException {
    for (var name : List.of("newest_minutes", "newest_days")) {
      assertThat(String.join("\n", rows("EXPLAIN " + ReaderQueries.named(name).sql())))
          .as(name)
          .contains("Backward")
          .doesNotContain("Sort")
          .doesNotContain("Seq Scan on bar");
    }
  }

  @Test
  void readsSymbolsAndDatesThroughTheKey() throws SQLException {
    for (var name :
        List.of("universe_days", "import_check_minutes", "session_of_symbol", "symbol_details")) {
      assertThat(String.join("\n", rows("EXPLAIN " + ReaderQueries.named(name).sql())))
          .as(name)
          .doesNotContain("Seq Scan on bar");
    }
  }

  @Test
  void refusesTwoQueriesOfOneName() {
    assertThat(ReaderQueries.parse("-- name: a\n-- reads: everything\nSELECT 1;"))
        .containsExactly(new Query("a", Reads.EVERYTHING, "SELECT 1"));
    assertThatThrownBy(() -> ReaderQueries.parse("-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;"))
        .hasMessageContaining("one name");
    assertThatThrownBy(() -> ReaderQueries.named("nothing")).hasMessageContaining("nothing");
  }

  private List<String> answer(String name) throws SQLException {
    return rows(ReaderQueries.named(name).sql());
  }

  private List<String> rows(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<String>();
      while (result.next()) {
        var cells = new ArrayList<String>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" ", cells));
      }
      return rows;
    }
  }
}
