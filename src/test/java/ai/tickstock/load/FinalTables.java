package ai.tickstock.load;

import ai.tickstock.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a load leaves behind, as queries that say the same of two databases, whatever their numbers
/// of rows, runs and instruments are.
public final class FinalTables {
  /// What readers see: each value of each bar, what is explained, and what was done to the names.
  public static final List<String> OF_READERS =
      List.of(
          """
          SELECT s.ticker, b.session, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.suspicions, b.provisional
          FROM bar_daily b JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2
          """,
          """
          SELECT s.ticker, b.start::date, count(*),
            sum(hashtextextended(
              (b.start, b.open, b.high, b.low, b.close, b.volume, b.vwap, b.trades, b.source, b.suspicions, b.provisional)::text, 0))
          FROM bar_minute b JOIN instrument_symbol s USING (instrument_id) GROUP BY 1, 2 ORDER BY 1, 2
          """,
          "SELECT name, type, mic, initial_load_date IS NULL FROM instrument ORDER BY 1, 2, 3",
          """
          SELECT s.ticker, c.kind, c.ex_date, c.split_from, c.split_to, c.cash_amount
          FROM corporate_action c JOIN instrument_symbol s USING (instrument_id)
          WHERE c.ex_date <= (SELECT max(last_date) FROM load_run) ORDER BY 1, 2, 3
          """);

  /// How it came there: what was asked for, once each, what was left out and explained, and values
  /// before the present ones.
  private static final List<String> OF_THE_LEDGER =
      List.of(
          """
          SELECT s.ticker, b.session, b.source
          FROM bar_daily b JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2
          """,
          """
          SELECT s.ticker, c.first_session, c.last_session, c.state, c.reason, c.evidence
          FROM coverage_range c JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2, 3, 4
          """,
          """
          SELECT s.ticker, o.first_session, o.last_session, o.path
          FROM coverage_omission o JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2, 3, 4
          """,
          """
          SELECT s.ticker, m.session, m.bars, m.regular_bars, m.gap_at_open, m.gap_at_close, m.longest_gap, m.open, m.high, m.low, m.close,
            m.volume, m.trades, m.repeats, m.rejected, m.is_partial, m.provisional, m.asks
          FROM minute_session m JOIN instrument_symbol s USING (instrument_id) ORDER BY 1, 2
          """,
          "SELECT kind, address, first_date, last_date, state, rows, skipped FROM load_task ORDER BY 1, 2, 3",
          "SELECT * FROM bar_revision",
          "SELECT * FROM bar_minute_revision");

  /// Both.
  public static final List<String> ALL =
      Stream.of(OF_READERS, OF_THE_LEDGER).flatMap(List::stream).toList();

  private FinalTables() {}

  /// The rows of each query as text.
  public static List<List<String>> read(Database database, List<String> queries) {
    var tables = new ArrayList<List<String>>();
    for (var query : queries) {
      tables.add(Workbench.rows(database, query));
    }
    return tables;
  }
}
