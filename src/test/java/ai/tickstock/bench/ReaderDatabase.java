package ai.tickstock.bench;

import ai.tickstock.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/// A migrated database filled for its readers: invented bars, made by the server itself. The same
/// sizes give the same rows. Sessions are weekdays, minutes are those from 09:30 to 15:59.
///
/// Among the instruments: AAPL, NVDA and TSLA with splits, META that was FB, an ETF that has the
/// ticker FB now, and every fiftieth one delisted. Every twentieth has split once. History lies as
/// loads by symbol leave it, the newest sessions as they come day by day.
///
/// @param instruments at least 60
/// @param sessions of daily bars, up to the last one
/// @param minuteSymbols how many instruments, from the first, have minutes
/// @param minuteSessions of minutes, up to the last one
public record ReaderDatabase(int instruments, int sessions, int minuteSymbols, int minuteSessions) {
  /// The last session of every such database: the queries name dates before it.
  public static final LocalDate LAST_SESSION = LocalDate.of(2026, 11, 20);

  /// The newest sessions that came day by day, for all instruments.
  private static final int BY_DAY = 20;

  private static final String NAMES =
      """
      CREATE TEMP TABLE reader_name AS
      SELECT id, coalesce(
        (ARRAY['AAPL','MSFT','GOOGL','AMZN','NVDA','TSLA','META','JPM','JNJ','XOM','SPY','QQQ','IWM','VTI','XLK','XLF','XLE',
               'XLV','XLI','XLU','XLB','XLRE','XLP','XLY','XLC','CRM','AMD','NFLX','CAT','PG','FB'])[id],
        'T' || lpad(id::text, 5, '0')) AS ticker
      FROM generate_series(1, %d) AS id
      """;

  private static final String INSTRUMENTS =
      """
      INSERT INTO instrument (name, type, mic, active, list_date, composite_figi, market_cap, sector, industry, etf_type,
                              issuer, aum_millions, expense_ratio, source, details_at)
      SELECT ticker || ' of the bench', kind, mic, id %% 50 > 0, date '2015-01-02', 'BBG' || id,
             CASE WHEN kind = 'CS' THEN 1e12 / id END,
             CASE WHEN kind = 'CS' THEN (ARRAY['Technology','Healthcare','Energy','Financial Services'])[id %% 4 + 1] END,
             CASE WHEN kind = 'CS' THEN (ARRAY['Software','Banks','Insurance','Retail'])[id %% 4 + 1] END,
             CASE WHEN kind = 'ETF' THEN (ARRAY['sector','growth','value'])[id %% 3 + 1] END,
             CASE WHEN kind = 'ETF' THEN 'An issuer' END,
             CASE WHEN kind = 'ETF' THEN 200000.00 / id END,
             CASE WHEN kind = 'ETF' THEN 0.0009 END,
             'bench', timestamptz '2026-11-20 21:00Z'
      FROM reader_name,
           LATERAL (SELECT CASE WHEN id BETWEEN 11 AND 25 OR id %% 4 = 3 AND id > 30 OR ticker = 'FB' THEN 'ETF' ELSE 'CS' END AS kind,
                           CASE WHEN id %% 3 = 0 THEN 'XNYS' ELSE 'XNAS' END AS mic) AS facts
      ORDER BY id;
      INSERT INTO instrument_symbol (instrument_id, ticker, valid_from, valid_to, reason, source)
      SELECT id, ticker, CASE ticker WHEN 'META' THEN date '2022-06-09' WHEN 'FB' THEN date '2024-01-02' END,
             CASE WHEN id %% 50 = 0 THEN date '2026-06-30' END, 'listed', 'bench'
      FROM reader_name;
      INSERT INTO instrument_symbol (instrument_id, ticker, valid_to, reason, source)
      SELECT id, 'FB', date '2022-06-08', 'renamed to META', 'bench' FROM reader_name WHERE ticker = 'META';
      INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to, source)
      SELECT id, 'split', date '2024-06-10', 1, 2, 'bench' FROM reader_name WHERE id %% 20 = 0
      UNION ALL SELECT id, 'split', date '2025-08-29', 1, 4, 'bench' FROM reader_name WHERE ticker = 'AAPL'
      UNION ALL SELECT id, 'split', date '2024-06-10', 1, 10, 'bench' FROM reader_name WHERE ticker = 'NVDA'
      UNION ALL SELECT id, 'split', date '2022-08-25', 1, 3, 'bench' FROM reader_name WHERE ticker = 'TSLA'
      """;

  private static final String WEEKDAYS =
      """
      CREATE TEMP TABLE reader_session AS
      SELECT day::date AS session, row_number() OVER (ORDER BY day DESC) AS age
      FROM generate_series(date '%s' - %d, date '%s', interval '1 day') AS day
      WHERE extract(isodow FROM day) < 6
      """;

  /// Days of one of the two layouts: history by instrument, or new days by day.
  private static final String DAILY =
      """
      INSERT INTO bar_daily (instrument_id, session, open, high, low, close, volume, vwap, trades, known_from, run_id, source,
                             provisional)
      SELECT id, session, price, price + 1.25, price - 1.5, price + 0.5, 1000000 + id * 100 + age, price, 5000,
             timestamptz '2026-11-20 22:00Z', 1, 1, false
      FROM reader_name, reader_session,
           LATERAL (SELECT floor(100 * (20 + id %% 300 + 5 * sin(age / 30.0 + id))) / 100 AS price) AS walk
      WHERE age > %d AND age <= %d AND (id %% 50 > 0 OR session <= date '2026-06-30')
        AND (ticker <> 'FB' OR session >= date '2024-01-02')
      ORDER BY %s
      """;

  private static final String MINUTES =
      """
      INSERT INTO bar_minute (instrument_id, run_id, start, open, high, low, close, volume, vwap, known_from, trades, source,
                              provisional)
      SELECT id, 1, (session + time '09:30' + minute * interval '1 minute') AT TIME ZONE 'America/New_York',
             price, price + 0.25, price - 0.5, price + 0.125, 1000 + minute, price, timestamptz '2026-11-20 22:00Z', 50, 7, false
      FROM reader_name, reader_session, generate_series(0, 389) AS minute,
           LATERAL (SELECT floor(100 * (20 + id + sin(age + minute / 30.0))) / 100 AS price) AS walk
      WHERE id <= %d AND age > %d AND age <= %d
      ORDER BY %s
      """;

  /// What the goals are measured on: about 15 million daily bars, and three years of minutes of 50
  /// symbols, which are as many.
  public static ReaderDatabase full() {
    return new ReaderDatabase(12_000, 1_250, 50, 756);
  }

  /// The same in a second, for tests.
  public static ReaderDatabase small() {
    return new ReaderDatabase(100, 700, 8, 25);
  }

  /// Fills the tables, which must be migrated and empty, and has the server count what is there.
  public void fill(DatabaseAddress address) throws SQLException {
    try (var connection = connect(address);
        var statement = connection.createStatement()) {
      statement.execute(NAMES.formatted(instruments));
      statement.execute(INSTRUMENTS.formatted());
      var days = Math.max(sessions, minuteSessions) * 7 / 5 + 7;
      statement.execute(WEEKDAYS.formatted(LAST_SESSION, days, LAST_SESSION));
      statement.execute("ANALYZE reader_name, reader_session");
      statement.execute(DAILY.formatted(BY_DAY, sessions, "id, session"));
      statement.execute(DAILY.formatted(0, BY_DAY, "session, id"));
      statement.execute(
          """
          SELECT ensure_bar_minute(min(session), max(session))
          FROM reader_session WHERE age <= %d\
          """
              .formatted(minuteSessions));
      statement.execute(MINUTES.formatted(minuteSymbols, BY_DAY, minuteSessions, "1, 3"));
      statement.execute(
          MINUTES.formatted(minuteSymbols, 0, Math.min(BY_DAY, minuteSessions), "3, 1"));
      settle(statement);
    }
  }

  /// As a database is that has been in use for a while.
  private static void settle(Statement statement) throws SQLException {
    statement.execute("VACUUM (ANALYZE)");
    statement.execute("DISCARD TEMP");
  }

  private static Connection connect(DatabaseAddress address) throws SQLException {
    var connection =
        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    try (var statement = connection.createStatement()) {
      statement.execute("SET search_path = tickstock, public");
    }
    return connection;
  }
}
