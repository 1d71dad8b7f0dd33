package ai.tickstock.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.listing.EmptyTables;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.CacheEntries.Action;
import ai.tickstock.universe.CacheEntries.Written;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheEntriesTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");
  private static final Instant TONIGHT = Instant.parse("2026-11-20T23:30:00.5Z");
  private static final Instant LATER = Instant.parse("2026-11-21T23:30:00Z");

  private final Database database = TestPostgres.migrated();
  private final CacheEntries entries = CacheEntries.postgres(database, "DEFAULT");

  @BeforeEach
  void aSmallMarket() {
    EmptyTables.in(database);
    EquityTypes.postgres(database).seed();
    execute(
        """
        TRUNCATE public.cache_entries;
        INSERT INTO instrument
          (id, name, type, mic, active, market_cap, sector, industry, etf_type, issuer, aum_millions, source)
        OVERRIDING SYSTEM VALUE VALUES
          (1, 'Apple Inc.', 'CS', 'XNAS', true, 3.0e12, 'Technology', 'ELECTRONIC COMPUTERS', NULL, NULL, NULL, 'test'),
          (2, 'Microsoft Corp', 'CS', 'XNAS', true, 2.5e12, 'Technology', 'SERVICES-PREPACKAGED SOFTWARE', NULL, NULL, NULL, 'test'),
          (3, 'Small Bank', 'CS', 'XNYS', true, 1.0e9, 'Financial Services', NULL, NULL, NULL, NULL, 'test'),
          (4, 'Unknown Size', 'ADRC', 'XNYS', true, NULL, NULL, NULL, NULL, NULL, NULL, 'test'),
          (5, 'Gone Corp', 'CS', 'XNYS', false, 9.0e12, 'Technology', NULL, NULL, NULL, NULL, 'test'),
          (6, 'SPDR S&P 500 ETF Trust', 'ETF', 'ARCX', true, NULL, NULL, NULL, 'broad_market', 'State Street', 500000, 'test'),
          (7, 'Invesco QQQ Trust', 'ETF', 'XNAS', true, NULL, NULL, NULL, NULL, NULL, NULL, 'test'),
          (8, 'Boyd Gaming', 'CS', 'XNYS', true, 6.0e9, 'Consumer Discretionary', NULL, NULL, NULL, NULL, 'test');
        INSERT INTO instrument_symbol (instrument_id, ticker, valid_to, reason, source) VALUES
          (1, 'AAPL', NULL, '', 'test'), (2, 'MSFT', NULL, '', 'test'), (3, 'BANK', NULL, '', 'test'),
          (4, 'UNK', NULL, '', 'test'), (5, 'GONE', '2026-10-01', '', 'test'), (6, 'SPY', NULL, '', 'test'),
          (7, 'QQQ', NULL, '', 'test'), (8, 'BYD', NULL, '', 'test');
        """);
    universe(
        1,
        "stock_universe",
        "top_100",
        "market_leaders",
        "Top 100 Stocks",
        "leaders",
        "UNK",
        "BANK",
        "MSFT",
        "AAPL",
        "GONE");
    universe(2, "etf_universe", "top_100", "complete", "Top 100 ETFs", "complete", "QQQ", "SPY");
    universe(3, "themes", "ai", "AI", "AI", "themes", "MSFT", "AAPL");
    universe(4, "themes", "ev", "EV", "EV", "themes", "TSLA", "BYD");
    universe(5, "etf_universe", "etf_growth", "Growth ETFs", "Growth ETFs", "growth", "QQQ");
    universe(
        6, "stock_universe", "dev_top_10", "Dev Top 10 Stocks", "Dev Top 10 Stocks", "dev", "AAPL");
    universe(
        7,
        "stock_universe",
        "all_stocks",
        "complete",
        "All Stocks",
        "complete",
        "MSFT",
        "AAPL",
        "BANK");
    universe(8, "etf_universe", "all_etfs", "complete", "All ETFs", "complete", "SPY", "QQQ");
    universe(9, "stock_universe", "mega_cap", "market_cap", "Mega Caps", "market_cap");
    execute(
        """
        UPDATE universe SET rule = 'type in ETF, ETV; aum > 1e9; volume > 5e6'
        WHERE key = 'etf_growth';
        UPDATE universe_member SET expected_name = 'BYD Co' WHERE ticker = 'BYD';
        UPDATE universe_member SET instrument_id = 5 WHERE ticker = 'GONE'
        """);
  }

  private void universe(
      int id,
      String kind,
      String key,
      String cacheName,
      String name,
      String category,
      String... tickers) {
    database.useTransaction(h -> {
      h.execute(
          "INSERT INTO universe (id, key, name, cache_name, category, kind, description)"
              + " OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?, ?, 'What it is')",
          id,
          key,
          name,
          cacheName,
          category,
          kind);
      for (var ticker : tickers) {
        h.execute(
            "INSERT INTO universe_member (universe_id, ticker, valid_from, reason, source)"
                + " VALUES (?, ?, '2026-01-02', '', 'test')",
            id,
            ticker);
      }
    });
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void writesEachShapeThatOlderApplicationsRead() {
    assertThat(write(TONIGHT)).isEqualTo(new Written(14, 0, 0, 0, 0));

    assertThat(value("stock_universe", "market_leaders", "top_100"))
        .isEqualTo(
            json(
                """
                {"count": 4, "last_updated": "2026-11-20T23:30:00Z", "stocks": [
                  {"ticker": "AAPL", "name": "Apple Inc.", "rank": 1, "sector": "Technology",
                   "industry": "ELECTRONIC COMPUTERS", "exchange": "XNAS", "market_cap": 3000000000000},
                  {"ticker": "MSFT", "name": "Microsoft Corp", "rank": 2, "sector": "Technology",
                   "industry": "SERVICES-PREPACKAGED SOFTWARE", "exchange": "XNAS", "market_cap": 2500000000000},
                  {"ticker": "BANK", "name": "Small Bank", "rank": 3, "sector": "Financial Services",
                   "industry": null, "exchange": "XNYS", "market_cap": 1000000000},
                  {"ticker": "UNK", "name": "Unknown Size", "rank": 4, "sector": null,
                   "industry": null, "exchange": "XNYS", "market_cap": null}]}
                """));
    assertThat(value("etf_universe", "complete", "top_100"))
        .isEqualTo(
            json(
                """
                {"count": 2, "etfs": [
                  {"name": "SPDR S&P 500 ETF Trust", "rank": 1, "ticker": "SPY", "etf_type": "broad_market",
                   "issuer": "State Street", "exchange": "ARCX", "market_cap": null},
                  {"name": "Invesco QQQ Trust", "rank": 2, "ticker": "QQQ", "etf_type": null,
                   "issuer": null, "exchange": "XNAS", "market_cap": null}]}
                """));
    assertThat(value("etf_universe", "Growth ETFs", "etf_growth"))
        .isEqualTo(
            json(
                """
                {"name": "Growth ETFs", "description": "What it is",
                 "etfs": [{"ticker": "QQQ", "name": "Invesco QQQ Trust"}]}
                """));
    assertThat(value("stock_universe", "Dev Top 10 Stocks", "dev_top_10"))
        .isEqualTo(
            json(
                """
                {"type": "stock_universe", "name": "Dev Top 10 Stocks", "description": "What it is",
                 "stocks": [{"ticker": "AAPL", "name": "Apple Inc."}]}
                """));
    assertThat(value("stock_universe", "complete", "all_stocks"))
        .isEqualTo(json("[\"AAPL\", \"BANK\", \"MSFT\"]"));
    assertThat(value("etf_universe", "complete", "all_etfs")).isEqualTo(json("[\"QQQ\", \"SPY\"]"));
    assertThat(value("themes", "AI", "list")).isEqualTo(json("[\"AAPL\", \"MSFT\"]"));
    assertThat(value("stock_universe", "themes", "ai")).isEqualTo(json("[\"AAPL\", \"MSFT\"]"));
    assertThat(value("themes", "EV", "list")).isEqualTo(json("[\"TSLA\"]"));
  }

  @Test
  void ranksPrioritiesByLevelAndSize() {
    write(TONIGHT);

    assertThat(
            texts(
                """
                SELECT concat_ws(' ', s ->> 'rank', s ->> 'ticker', s ->> 'priority_level', s ->> 'priority_score')
                FROM public.cache_entries, jsonb_array_elements(value -> 'stocks') AS s
                WHERE type = 'priority_stocks' AND key = 'priority_list'
                """))
        .containsExactly(
            "1 AAPL TOP 273.86", "2 MSFT TOP 269.90", "3 BYD TOP 138.91", "4 BANK TOP 100.00");
    assertThat(
            texts(
                """
                SELECT concat_ws(' ', key, value ->> 'count', value ->> 'tickers',
                                 value ->> 'top_priority_count', value ->> 'secondary_priority_count')
                FROM public.cache_entries WHERE type = 'priority_stocks' ORDER BY key
                """))
        .containsExactly(
            "priority_list 4 4 0",
            "secondary_priority 0 [] 4 0",
            "top_priority 4 [\"AAPL\", \"MSFT\", \"BYD\", \"BANK\"] 4 0");
  }

  @Test
  void sumsUpTheStocksThatTrade() {
    write(TONIGHT);

    assertThat(value("stock_stats", "universe", "summary"))
        .isEqualTo(
            json(
                """
                {"overview": {"total_stocks": 5, "unique_sectors": 3, "total_market_cap": 5507000000000,
                  "average_market_cap": 1376750000000, "unique_exchanges": 2, "unique_industries": 2,
                  "stocks_with_market_cap": 4},
                 "sector_breakdown": [
                  {"sector": "Consumer Discretionary", "count": 1, "total_market_cap": 6000000000},
                  {"sector": "Financial Services", "count": 1, "total_market_cap": 1000000000},
                  {"sector": "Technology", "count": 2, "total_market_cap": 5500000000000},
                  {"sector": null, "count": 1, "total_market_cap": null}],
                 "last_updated": "2026-11-20T23:30:00Z"}
                """));
  }

  @Test
  void fillsTheColumnsOfUniverses() {
    write(TONIGHT);

    assertThat(
            texts(
                """
                SELECT concat_ws(' | ', universe_category, liquidity_filter, universe_metadata,
                                 created_at, updated_at, last_universe_update, environment)
                FROM public.cache_entries WHERE key = 'etf_growth'
                """))
        .containsExactly(
            "growth | {\"min_aum\": 1000000000, \"min_volume\": 5000000} | {\"count\": 1, \"theme\":"
                + " \"growth\", \"criteria\": \"type in ETF, ETV; aum > 1e9; volume > 5e6\", \"written_by\": \"TickStock Data\", \"description\": \"What it is\"} |"
                + " 2026-11-20 23:30:00.5 | 2026-11-20 23:30:00.5 | 2026-11-20 23:30:00.5 | DEFAULT");
  }

  @Test
  void aSecondNightWithoutChangesWritesNothing() {
    write(TONIGHT);
    var before = rows("true");

    assertThat(write(LATER)).isEqualTo(new Written(0, 0, 14, 0, 0));

    assertThat(rows("true")).isEqualTo(before);
  }

  @Test
  void onlyWhatChangedIsWritten() {
    write(TONIGHT);
    var themes = rows("type = 'themes'");
    execute("UPDATE instrument SET market_cap = 2.9e12 WHERE id = 1");

    // The set, two of the three priorities, and the summary.
    assertThat(write(LATER)).isEqualTo(new Written(0, 4, 10, 0, 0));

    assertThat(rows("type = 'themes'")).isEqualTo(themes);
    assertThat(
            texts(
                "SELECT value ->> 'last_updated' FROM public.cache_entries WHERE type = 'stock_universe' AND key = 'top_100'"))
        .containsExactly("2026-11-21T23:30:00Z");
    assertThat(
            texts(
                "SELECT created_at || ' ' || updated_at FROM public.cache_entries WHERE type = 'stock_universe' AND key = 'top_100'"))
        .containsExactly("2026-11-20 23:30:00.5 2026-11-21 23:30:00");
  }

  @Test
  void rowsOfOthersStayByteForByte() {
    execute(
        """
        INSERT INTO public.cache_entries (type, name, key, value, environment, updated_at) VALUES
          ('app_settings', 'app_settings', 'SECRET_KEY', '"not told"', 'DEFAULT', NULL),
          ('cache_config', 'sic_mapping', '3571', '{"sector": "Technology"}', 'DEFAULT', '2025-09-02'),
          ('UNIVERSE', 'x', 'y', '["AAPL"]', 'DEFAULT', '2025-09-02'),
          ('etf_universe', 'Core ETFs', 'etf_core_detailed', '{"etfs": [{"symbol": "SPY"}]}', 'DEFAULT', '2025-09-02'),
          ('stock_universe', 'market_cap', 'mega_cap', '{"count": 1, "stocks": [{"ticker": "AAPL"}]}', 'DEFAULT', NULL),
          ('themes', 'AI', 'list', '["IBM"]', 'TEST', '2025-09-02')
        """);
    var others = "created_at <> '2026-11-20 23:30:00.5' AND created_at <> '2026-11-21 23:30:00'";
    var before = rows(others);
    assertThat(before).hasSize(6);

    assertThat(write(TONIGHT)).isEqualTo(new Written(14, 0, 0, 0, 2));
    assertThat(write(LATER)).isEqualTo(new Written(0, 0, 14, 0, 2));

    assertThat(rows(others)).isEqualTo(before);
  }

  @Test
  void takesOverARowOfTheOlderSystem() {
    execute(
        """
        INSERT INTO public.cache_entries (type, name, key, value, environment) VALUES
          ('themes', 'AI', 'list', '["IBM"]', 'DEFAULT'),
          ('etf_universe', 'Growth ETFs', 'etf_growth', '"nonsense"', 'DEFAULT')
        """);

    assertThat(write(TONIGHT)).isEqualTo(new Written(12, 2, 0, 0, 0));

    assertThat(value("themes", "AI", "list")).isEqualTo(json("[\"AAPL\", \"MSFT\"]"));
  }

  @Test
  void aUniverseThatEmptiedOrIsGoneLeavesAnEmptyListAndNoHole() {
    write(TONIGHT);
    execute(
        """
        UPDATE universe_member SET valid_to = '2026-11-19' WHERE universe_id = 1;
        DELETE FROM universe_member WHERE universe_id = 5;
        DELETE FROM universe WHERE id = 5
        """);

    assertThat(write(LATER)).isEqualTo(new Written(0, 1, 12, 1, 0));
    assertThat(write(LATER)).isEqualTo(new Written(0, 0, 14, 0, 0));

    assertThat(value("stock_universe", "market_leaders", "top_100"))
        .isEqualTo(
            json("{\"count\": 0, \"stocks\": [], \"last_updated\": \"2026-11-21T23:30:00Z\"}"));
    assertThat(value("etf_universe", "Growth ETFs", "etf_growth"))
        .isEqualTo(
            json("{\"name\": \"Growth ETFs\", \"description\": \"What it is\", \"etfs\": []}"));
  }

  @Test
  void writesNothingWhileNoListOfInstrumentsWasRead() {
    write(TONIGHT);
    var before = rows("true");
    execute("UPDATE instrument SET provisional = true");

    assertThat(entries.compare(TODAY, LATER).listRead()).isFalse();
    assertThat(write(LATER)).isEqualTo(new Written(0, 0, 0, 0, 14));

    assertThat(rows("true")).isEqualTo(before);
  }

  @Test
  void comparesWithoutWriting() {
    execute(
        """
        INSERT INTO public.cache_entries (type, name, key, value, environment) VALUES
          ('themes', 'AI', 'list', '["IBM"]', 'DEFAULT'),
          ('themes', 'Old', 'list', '{"symbols": ["A", "B"]}', 'DEFAULT')
        """);

    var comparison = entries.compare(TODAY, TONIGHT);

    assertThat(comparison.rows())
        .hasSize(15)
        .contains(
            new CacheEntries.Row(
                "themes", "AI", "list", Action.CHANGE, OptionalInt.of(2), OptionalInt.of(1)),
            new CacheEntries.Row(
                "themes", "EV", "list", Action.INSERT, OptionalInt.of(1), OptionalInt.empty()),
            new CacheEntries.Row(
                "themes",
                "Old",
                "list",
                Action.LEFT_ALONE,
                OptionalInt.empty(),
                OptionalInt.of(2)));
    assertThat(comparison.leftOut())
        .containsExactlyInAnyOrder(
            "GONE in top_100 (trades no more)", "BYD in ev (the ticker belongs to Boyd Gaming)");
    assertThat(texts("SELECT key FROM public.cache_entries")).hasSize(2);
    assertThat(entries.contents("themes", "AI", "list", TODAY, TONIGHT))
        .contains(
            new CacheEntries.Contents(
                Action.CHANGE, Optional.of("[\"IBM\"]"), Optional.of("[\"AAPL\",\"MSFT\"]")));
    assertThat(entries.contents("themes", "None", "list", TODAY, TONIGHT)).isEmpty();
  }

  @Test
  void aRenameReachesEveryRowOfOurTypesAndNoOther() {
    execute(
        """
        INSERT INTO public.cache_entries (type, name, key, value, environment) VALUES
          ('themes', 'Bare', 'list', '["X", "A", "B", 1.50]', 'DEFAULT'),
          ('stock_universe', 'Mine', 'tickers', '{"stocks": [{"ticker": "A", "name": "Old A"}, {"ticker": "B"}]}', 'DEFAULT'),
          ('etf_universe', 'Mine', 'detailed', '{"etfs": [{"symbol": "B", "weight": 0.10}]}', 'DEFAULT'),
          ('etf_universe', 'Mine', 'tickers', '{"etfs": [{"ticker": "A"}]}', 'DEFAULT'),
          ('stock_universe', 'Mine', 'symbols', '{"symbols": ["B", "A"], "count": 2, "last_updated": "x"}', 'DEFAULT'),
          ('stock_universe', 'Mine', 'untouched', '["X"]', 'DEFAULT'),
          ('stock_etf_combo', 'Theirs', 'A', '["A"]', 'DEFAULT')
        """);
    var untouched = rows("key IN ('untouched', 'A')");

    // A became B and B became C on one night.
    assertThat(renamed(Map.of("A", "B", "B", "C"))).isEqualTo(5);

    assertThat(texts("SELECT value::text FROM public.cache_entries ORDER BY id"))
        .containsExactlyInAnyOrder(
            "[\"X\", \"B\", \"C\", 1.50]",
            "{\"stocks\": [{\"name\": \"Old A\", \"ticker\": \"B\"}, {\"ticker\": \"C\"}]}",
            "{\"etfs\": [{\"symbol\": \"C\", \"weight\": 0.10}]}",
            "{\"etfs\": [{\"ticker\": \"B\"}]}",
            "{\"count\": 2, \"symbols\": [\"C\", \"B\"], \"last_updated\": \"x\"}",
            "[\"X\"]",
            "[\"A\"]");
    assertThat(rows("key IN ('untouched', 'A')")).isEqualTo(untouched);
    assertThat(texts("SELECT key FROM public.cache_entries WHERE updated_at IS NULL"))
        .containsExactlyInAnyOrder("untouched", "A");
  }

  @Test
  void aRenameDropsWhoGaveUpTheNewTicker() {
    execute(
        """
        INSERT INTO public.cache_entries (type, name, key, value, environment) VALUES
          ('stock_universe', 'Mine', 'k', '{"count": 3, "symbols": ["B", "A", "X"]}', 'DEFAULT')
        """);

    assertThat(renamed(Map.of("A", "B"))).isEqualTo(1);

    assertThat(texts("SELECT value::text FROM public.cache_entries"))
        .containsExactly("{\"count\": 2, \"symbols\": [\"B\", \"X\"]}");
  }

  @Test
  void rowsOfOursFollowARenameByTheirInstrumentsWhicheverComesFirst() {
    write(TONIGHT);
    execute(
        """
        UPDATE universe_member SET instrument_id = 1 WHERE ticker = 'AAPL';
        UPDATE universe_member SET instrument_id = 2 WHERE ticker = 'MSFT';
        DELETE FROM instrument_symbol WHERE instrument_id IN (1, 2);
        INSERT INTO instrument_symbol (instrument_id, ticker, valid_to, reason, source) VALUES
          (1, 'AAPL', '2026-11-19', '', 'test'), (1, 'MSFT', NULL, '', 'test'),
          (2, 'MSFT', '2026-11-19', '', 'test'), (2, 'MSF', NULL, '', 'test')
        """);

    write(LATER);
    assertThat(renamed(Map.of("AAPL", "MSFT", "MSFT", "MSF"))).isZero();

    assertThat(value("themes", "AI", "list")).isEqualTo(json("[\"MSF\", \"MSFT\"]"));
    assertThat(
            texts(
                "SELECT s ->> 'ticker' || ' ' || (s ->> 'name') FROM public.cache_entries,"
                    + " jsonb_array_elements(value -> 'stocks') AS s WHERE key = 'top_100'"))
        .startsWith("MSFT Apple Inc.", "MSF Microsoft Corp");
  }

  /// What older applications ask, by shape.
  @Test
  void olderApplicationsFindTickersByTheirOwnQueries() {
    write(TONIGHT);
    var entry = "FROM cache_entries WHERE environment = 'DEFAULT' AND type = '%s' AND key = '%s'";

    assertThat(
            texts(
                "SELECT stock ->> 'ticker' FROM cache_entries, jsonb_array_elements(value -> 'stocks') AS stock"
                    + " WHERE environment = 'DEFAULT' AND type = 'stock_universe' AND name = 'market_leaders'"
                    + " AND key = 'top_100' ORDER BY (stock ->> 'rank')::int"))
        .containsExactly("AAPL", "MSFT", "BANK", "UNK");
    assertThat(
            texts(
                "SELECT etf ->> 'ticker' FROM cache_entries, jsonb_array_elements(value -> 'etfs') AS etf"
                    + " WHERE environment = 'DEFAULT' AND type = 'etf_universe' AND key = 'etf_growth'"))
        .containsExactly("QQQ");
    assertThat(
            texts(
                "SELECT jsonb_array_elements_text(value) "
                    + entry.formatted("themes", "list")
                    + " AND name = 'AI'"))
        .containsExactly("AAPL", "MSFT");
    assertThat(
            texts(
                "SELECT value -> 'overview' ->> 'total_stocks' "
                    + entry.formatted("stock_stats", "summary")))
        .containsExactly("5");
    assertThat(texts("SELECT name FROM cache_entries WHERE type = 'themes' AND value ? 'MSFT'"))
        .containsExactly("AI");
    assertThat(
            texts(
                "SELECT key FROM cache_entries WHERE type = 'stock_universe'"
                    + " AND value @> '{\"stocks\": [{\"ticker\": \"BANK\"}]}'"))
        .containsExactly("top_100");
    assertThat(
            texts(
                "SELECT jsonb_array_elements_text(value -> 'tickers') "
                    + entry.formatted("priority_stocks", "top_priority")))
        .contains("AAPL");
    assertThat(
            texts(
                "SELECT universe_metadata ->> 'count' "
                    + entry.formatted("etf_universe", "etf_growth")
                    + " AND (liquidity_filter ->> 'min_aum')::numeric >= 1e9"))
        .containsExactly("1");
  }

  @Test
  void refusesATableThatWouldTakeRowsTwice() {
    try (var other = TestPostgres.migrated()) {
      other.useTransaction(h ->
          h.execute(
              """
              ALTER TABLE public.cache_entries DROP CONSTRAINT cache_entries_type_name_key_environment_key;
              ALTER TABLE public.cache_entries ADD CONSTRAINT short UNIQUE (type, key, environment)
              """));

      assertThatThrownBy(() -> CacheEntries.postgres(other, "DEFAULT").compare(TODAY, TONIGHT))
          .isInstanceOf(CacheEntriesRefused.class)
          .hasMessageContaining("ADD UNIQUE (type, name, key, environment)")
          .hasMessageContaining("DROP CONSTRAINT short");
    }
  }

  private Written write(Instant now) {
    return database.inTransaction(h -> entries.write(h, TODAY, now));
  }

  private int renamed(Map<String, String> tickers) {
    var renames = new HashMap<Symbol, Symbol>();
    tickers.forEach((before, after) -> renames.put(new Symbol(before), new Symbol(after)));
    return database.inTransaction(h -> entries.renamed(h, renames));
  }

  private void execute(String sql) {
    database.useTransaction(h -> h.execute(sql));
  }

  private String value(String type, String name, String key) {
    return database.read(h ->
        h.createQuery(
                "SELECT value::text FROM public.cache_entries"
                    + " WHERE type = ? AND name = ? AND key = ? AND environment = 'DEFAULT'")
            .bind(0, type)
            .bind(1, name)
            .bind(2, key)
            .mapTo(String.class)
            .one());
  }

  private String json(String text) {
    return database.read(h ->
        h.createQuery("SELECT CAST(? AS jsonb)::text").bind(0, text).mapTo(String.class).one());
  }

  private List<String> texts(String query) {
    return database.read(h -> answers(h, query));
  }

  /// As JDBC sends it: `?` is an operator of JSON.
  private static List<String> answers(Handle h, String query) {
    try (var statement = h.getConnection().createStatement();
        var result = statement.executeQuery(query)) {
      var texts = new ArrayList<String>();
      while (result.next()) {
        texts.add(result.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Rows whole, with where and by which transaction each version was written.
  private List<String> rows(String condition) {
    return texts(
        "SELECT concat_ws(' | ', ctid, xmin, xmax, to_jsonb(e)) FROM public.cache_entries e WHERE "
            + condition
            + " ORDER BY id");
  }
}
