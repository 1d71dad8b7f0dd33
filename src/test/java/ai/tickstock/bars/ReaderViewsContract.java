package ai.tickstock.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.tickstock.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What readers see in the views, and what the view of minutes takes.
abstract class ReaderViewsContract {
  private final DatabaseAddress address = newDatabase();
  private Connection connection;

  abstract DatabaseAddress newDatabase();

  @BeforeEach
  void fill() throws SQLException {
    connection = connect();
    // 1 was FB and is META, 2 has the ticker FB since 2024, 3 is gone, 4 has split.
    execute(
        """
        INSERT INTO instrument (name, active, mic, type, market_cap, expense_ratio, source)
        VALUES ('Meta Platforms', true, 'XNAS', 'CS', 1.5e12, NULL, 'test'), ('An ETF', true, 'ARCX', 'ETF', NULL, 0.000945, 'test'),
               ('Gone', false, 'XNYS', 'CS', NULL, NULL, 'test'), ('Apple', true, 'XNAS', 'CS', 3e12, NULL, 'test');
        INSERT INTO instrument_symbol (instrument_id, ticker, valid_from, valid_to, reason, source) VALUES
          (1, 'FB', NULL, '2022-06-08', 'renamed', 'test'), (1, 'META', '2022-06-09', NULL, 'renamed', 'test'),
          (2, 'FB', '2024-01-02', NULL, 'listed', 'test'), (3, 'GONE', NULL, '2023-03-31', 'delisted', 'test'),
          (4, 'AAPL', NULL, NULL, 'listed', 'test');
        INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, known_from, run_id, source, provisional) VALUES
          (1, '2022-06-08', 194, 202, 194, 196.64, 100, now(), 1, 1, false), (1, '2022-06-09', 194, 199, 184, 184, 100, now(), 1, 1, false),
          (2, '2024-01-02', 30, 31, 29, 30, 100, now(), 1, 1, false), (3, '2023-03-30', 5, 5, 5, 5, NULL, now(), 1, 1, false),
          (4, '2014-06-06', 649.9, 651.26, 644.47, 645.57, 12497800.5, now(), 1, 1, false),
          (4, '2020-08-28', 504.05, 505.77, 498.31, 499.23, 44109029, now(), 1, 1, false),
          (4, '2020-08-31', 127.58, 131, 126, 129.04, 210024091, now(), 1, 1, false);
        INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source) VALUES
          (4, 'split', '2014-06-09', 1, 7, 'test'), (4, 'split', '2020-08-31', 1, 4, 'test'),
          (4, 'split', current_date + 30, 1, 2, 'test')\
        """);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void haveTheColumnsAndTypesThatReadersKnow() throws SQLException {
    assertThat(columns("ohlcv_daily"))
        .containsExactly(
            "symbol character varying 20",
            "date date null",
            "open numeric null",
            "high numeric null",
            "low numeric null",
            "close numeric null",
            "volume bigint null",
            "created_at timestamp with time zone null");
    assertThat(columns("ohlcv_1min"))
        .containsExactly(
            "symbol character varying 20",
            "timestamp timestamp with time zone null",
            "open numeric null",
            "high numeric null",
            "low numeric null",
            "close numeric null",
            "volume bigint null");
    assertThat(columns("symbols"))
        .hasSize(40)
        .contains(
            "symbol character varying 20",
            "name character varying 100",
            "last_updated timestamp without time zone null",
            "last_updated_utc timestamp with time zone null",
            "active boolean null",
            "market_cap bigint null",
            "expense_ratio numeric null",
            "list_date date null",
            "correlation_reference character varying 10",
            "total_employees integer null");
  }

  @Test
  void showWhoHoldsATickerNowOrHeldItLastWithAllSessionsOfThatInstrument() throws SQLException {
    assertThat(rows("SELECT symbol, date FROM ohlcv_daily WHERE symbol = 'META' ORDER BY date"))
        .containsExactly("META 2022-06-08", "META 2022-06-09");
    assertThat(rows("SELECT symbol, date FROM ohlcv_daily WHERE symbol = 'FB'"))
        .containsExactly("FB 2024-01-02");
    assertThat(rows("SELECT symbol, close, volume FROM ohlcv_daily WHERE symbol = 'GONE'"))
        .containsExactly("GONE 5 null");
    assertThat(rows("SELECT symbol, name, active FROM symbols ORDER BY symbol"))
        .containsExactly("AAPL Apple t", "FB An ETF t", "GONE Gone f", "META Meta Platforms t");
    assertThat(rows("SELECT expense_ratio, market, exchange FROM symbols WHERE symbol = 'FB'"))
        .containsExactly("0.0009 stocks ARCX");
  }

  @Test
  void followATickerThatIsGivenUpTakenOverOrTakenBack() throws SQLException {
    execute("UPDATE instrument_symbol SET valid_to = '2024-06-28' WHERE instrument_id = 2");
    assertThat(rows("SELECT active, name FROM symbols WHERE symbol = 'FB'"))
        .containsExactly("f An ETF");
    execute("DELETE FROM instrument_symbol WHERE instrument_id = 2");
    assertThat(rows("SELECT active, name FROM symbols WHERE symbol = 'FB'"))
        .containsExactly("f Meta Platforms");
    assertThat(rows("SELECT count(*) FROM ohlcv_daily WHERE symbol = 'FB'")).containsExactly("2");
    execute("DELETE FROM instrument_symbol WHERE ticker = 'FB'");
    assertThat(rows("SELECT count(*) FROM ohlcv_daily WHERE symbol = 'FB'")).containsExactly("0");
    execute("TRUNCATE instrument_symbol");
    assertThat(rows("SELECT count(*) FROM symbols")).containsExactly("0");
  }

  @Test
  void adjustPricesAndVolumesForSplitsUntilTodayAndNotForThoseToCome() throws SQLException {
    assertThat(
            rows(
                "SELECT date, open, close, volume FROM ohlcv_daily WHERE symbol = 'AAPL' ORDER BY date"))
        .containsExactly(
            "2014-06-06 23.2107142857143 23.0560714285714 349938414",
            "2020-08-28 126.0125 124.8075 176436116",
            "2020-08-31 127.58 129.04 210024091");
    assertThat(
            rows(
                "SELECT date, close, volume FROM ohlcv_daily_raw WHERE symbol = 'AAPL' ORDER BY date"))
        .containsExactly(
            "2014-06-06 645.57 12497800",
            "2020-08-28 499.23 44109029",
            "2020-08-31 129.04 210024091");
    execute("DELETE FROM corporate_action WHERE ex_date = '2020-08-31'");
    assertThat(rows("SELECT close FROM ohlcv_daily WHERE symbol = 'AAPL' AND date = '2020-08-28'"))
        .containsExactly("499.23");
    execute("TRUNCATE corporate_action");
    assertThat(rows("SELECT close FROM ohlcv_daily WHERE symbol = 'AAPL' AND date = '2014-06-06'"))
        .containsExactly("645.57");
  }

  @Test
  void giveTheNewestBarsByFunction() throws SQLException {
    execute(live("AAPL", "2026-11-20 15:00Z", "1.5"));
    assertThat(
            rows(
                "SELECT symbol, date, timestamp IS NULL, close FROM ohlcv_latest('AAPL', 'day', 2)"))
        .containsExactly("AAPL 2020-08-31 t 129.04", "AAPL 2020-08-28 t 124.8075");
    assertThat(rows("SELECT symbol, date, close FROM ohlcv_latest('AAPL', 'minute', 100)"))
        .containsExactly("AAPL 2026-11-20 1.5");
    assertThat(rows("SELECT * FROM ohlcv_latest('NOSUCH', 'day', 2)")).isEmpty();
    assertThatThrownBy(() -> rows("SELECT * FROM ohlcv_latest('AAPL', 'hour', 2)"))
        .hasMessageContaining("by day and by minute, not by hour");
  }

  @Test
  void takeALiveMinuteAsProvisionalAndANewerValueOfIt() throws SQLException {
    assertThat(changed(live("AAPL", "2026-11-20 15:00Z", "1.5"))).isEqualTo(1);
    assertThat(changed(live("AAPL", "2026-11-20 15:00Z", "1.5"))).isZero();
    assertThat(changed(live("AAPL", "2026-11-20 15:00Z", "1.75"))).isEqualTo(1);

    assertThat(rows("SELECT instrument_id, close, source, provisional, run_id FROM bar_minute"))
        .containsExactly("4 1.75 6 t 0");
    assertThat(rows("SELECT symbol, close FROM ohlcv_1min WHERE symbol = 'AAPL'"))
        .containsExactly("AAPL 1.75");
  }

  @Test
  void neverPutALiveMinuteOverAFinalOne() throws SQLException {
    execute(live("AAPL", "2026-11-20 15:00Z", "1.5"));
    execute("UPDATE bar_minute SET provisional = false");

    assertThat(changed(live("AAPL", "2026-11-20 15:00Z", "1.75"))).isZero();

    assertThat(rows("SELECT close FROM bar_minute")).containsExactly("1.5");
  }

  @Test
  void makeTheMonthThatALiveMinuteNeeds() throws SQLException {
    execute(live("AAPL", "2019-12-31 20:59Z", "1.5"));
    execute(live("AAPL", "2026-01-31 00:59Z", "1.5"));
    assertThat(rows("SELECT count(*) FROM ohlcv_1min WHERE symbol = 'AAPL'")).containsExactly("2");
  }

  @Test
  void refuseALiveMinuteOfATickerThatIsUnknownOrHeldByNobody() {
    assertThatThrownBy(() -> execute(live("NOSUCH", "2026-11-20 15:00Z", "1.5")))
        .hasMessageContaining("live minute NOSUCH at 2026-11-20 15:00:00+00")
        .hasMessageContaining("no instrument is known")
        .hasMessageContaining("tickstock load --symbols NOSUCH --days 5");
    assertThatThrownBy(() -> execute(live("GONE", "2026-11-20 15:00Z", "1.5")))
        .hasMessageContaining("nobody trades under this ticker now")
        .hasMessageContaining("until 2023-03-31");
  }

  @Test
  void sayWhichTickerFollowed() throws SQLException {
    execute("DELETE FROM instrument_symbol WHERE instrument_id = 2");
    assertThatThrownBy(() -> execute(live("FB", "2026-11-20 15:00Z", "1.5")))
        .hasMessageContaining("it trades as META");
  }

  @Test
  void refuseALiveMinuteThatCannotBe() {
    assertThatThrownBy(() -> execute(live("AAPL", "2026-11-20 15:00:30Z", "1.5")))
        .hasMessageContaining("starts on a whole minute");
    assertThatThrownBy(() -> execute(live("AAPL", "2026-11-20 08:59Z", "1.5")))
        .hasMessageContaining("04:00 to 20:00 New York time")
        .hasMessageContaining("Fri 03:59");
    assertThatThrownBy(() -> execute(live("AAPL", "2026-11-21 01:00Z", "1.5")))
        .hasMessageContaining("Fri 20:00");
    assertThatThrownBy(() -> execute(live("AAPL", "2026-11-22 15:00Z", "1.5")))
        .hasMessageContaining("Monday to Friday");
    assertThatThrownBy(() -> execute(live("AAPL", "2026-11-20 15:00Z", "'NaN'")))
        .hasMessageContaining("must be numbers");
    assertThatThrownBy(() -> execute(live("AAPL", "2026-11-20 15:00Z", "NULL")))
        .hasMessageContaining("must be numbers");
    assertThatThrownBy(() -> execute(live("AAPL", "2026-11-20 15:00Z", "2.5")))
        .hasMessageContaining("high must be the highest");
    assertThatThrownBy(() -> execute(live("AAPL", "infinity", "1.5")))
        .hasMessageContaining("whole minute");
    assertThatThrownBy(() ->
            execute(
                "INSERT INTO ohlcv_1min VALUES ('AAPL', '2026-11-20 15:00Z', 1, 2, 0.5, 1.5, -1)"))
        .hasMessageContaining("volume is negative");
  }

  @Test
  void takeOneOfTwoSessionsThatInsertTheSameMinuteAtOnce() throws Exception {
    execute(live("AAPL", "2026-11-19 15:00Z", "1.5"));
    try (var first = connect();
        var second = connect();
        var one = first.createStatement();
        var other = second.createStatement()) {
      first.setAutoCommit(false);
      one.execute(live("AAPL", "2026-11-20 15:00Z", "1.5"));
      var waiting =
          CompletableFuture.supplyAsync(() -> {
            try {
              return other.executeUpdate(live("AAPL", "2026-11-20 15:00Z", "1.75"));
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      while (rows("SELECT FROM pg_locks WHERE NOT granted").isEmpty() && !waiting.isDone()) {
        Thread.onSpinWait();
      }
      first.commit();

      assertThat(waiting.join()).isEqualTo(1);
    }
    assertThat(rows("SELECT close FROM ohlcv_1min WHERE symbol = 'AAPL' ORDER BY timestamp"))
        .containsExactly("1.5", "1.75");
  }

  @Test
  void takeAnInsertThatDoesNothingOnConflictButNotOneThatNamesTheKey() throws SQLException {
    assertThat(changed(live("AAPL", "2026-11-20 15:00Z", "1.5") + " ON CONFLICT DO NOTHING"))
        .isEqualTo(1);
    assertThatThrownBy(() ->
            execute(
                live("AAPL", "2026-11-20 15:00Z", "1.5")
                    + " ON CONFLICT (symbol, timestamp) DO UPDATE SET close = excluded.close"))
        .hasMessageContaining("no unique or exclusion constraint");
  }

  private static String live(String symbol, String at, String close) {
    return "INSERT INTO ohlcv_1min (symbol, timestamp, open, high, low, close, volume) VALUES ('%s', '%s', 1, 2, 0.5, %s, 100)"
        .formatted(symbol, at, close);
  }

  private List<String> columns(String view) throws SQLException {
    return rows(
        """
        SELECT column_name, data_type, character_maximum_length FROM information_schema.columns
        WHERE table_schema = 'tickstock' AND table_name = '%s' ORDER BY ordinal_position\
        """
            .formatted(view));
  }

  private Connection connect() throws SQLException {
    var made = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    try (var statement = made.createStatement()) {
      statement.execute("SET search_path = tickstock, public");
      statement.execute("SET TimeZone = 'UTC'");
    }
    return made;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int changed(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
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
