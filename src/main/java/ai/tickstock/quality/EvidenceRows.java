package ai.tickstock.quality;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatements;

/// The stored rows that show a finding.
///
/// @param columns their names; a `>` before a name says that it is a number
/// @param rows values in the order of the columns, as text, absent where there is none
public record EvidenceRows(List<String> columns, List<List<Optional<String>>> rows) {
  private static final int MOST = 60;

  private static final String DAYS =
      """
      SELECT b.session, b.open, b.high, b.low, b.close, b.volume,
             round(CAST(b.close / lag(b.close) OVER (ORDER BY b.session) AS numeric), 4) AS times,
             (SELECT string_agg(a.kind || ' ' || coalesce(a.split_to || ' for ' || a.split_from, CAST(a.cash_amount AS text)), ', ')
              FROM corporate_action a WHERE a.instrument_id = b.instrument_id AND a.ex_date = b.session) AS action,
             CASE WHEN b.session BETWEEN :first AND :last THEN '*' END AS concerned
      FROM bar_daily b
      WHERE b.instrument_id = :id
        AND b.session BETWEEN CAST(:first AS date) - 12 AND CAST(:last AS date) + 12
      ORDER BY b.session
      LIMIT :most
      """;

  private static final String MINUTES =
      """
      SELECT m.session, m.bars, m.regular_bars, m.regular_minutes, m.gap_at_open, m.longest_gap, m.gap_at_close, m.high, m.low,
             d.high AS daily_high, d.low AS daily_low, m.regular_volume, m.volume, d.volume AS daily_volume, m.repeats, m.rejected
      FROM minute_session m
      LEFT JOIN bar_daily d ON d.instrument_id = m.instrument_id AND d.session = m.session
      WHERE m.instrument_id = :id
        AND m.session BETWEEN CAST(:first AS date) - 5 AND CAST(:last AS date) + 5
      ORDER BY m.session
      LIMIT :most
      """;

  private static final String QUARANTINE =
      """
      SELECT q.session, q.ticker, q.bar_interval, q.reason, q.detail, q.received, q.times, q.last_seen
      FROM bar_quarantine q
      WHERE q.session BETWEEN :first AND :last
        AND (q.instrument_id = nullif(:id, 0) OR q.ticker = :subject OR :subject = 'market'
          OR EXISTS (SELECT FROM instrument i WHERE i.id = q.instrument_id AND :id = 0 AND i.mic = :subject))
      ORDER BY q.session, q.ticker, q.id
      LIMIT :most
      """;

  private static final String SECOND_SOURCE =
      """
      SELECT x.session, x.source, x.open, x.there_open, x.high, x.there_high, x.low, x.there_low, x.close, x.there_close,
             x.volume, x.there_volume, d.close AS close_now
      FROM quality_finding f
      CROSS JOIN LATERAL jsonb_to_recordset(f.evidence -> 'bars') AS x (
        session date, source text, open double precision, high double precision, low double precision, close double precision,
        volume double precision, there_open double precision, there_high double precision, there_low double precision,
        there_close double precision, there_volume double precision)
      LEFT JOIN bar_daily d ON d.instrument_id = f.instrument_id AND d.session = x.session
      WHERE f.id = :finding
      ORDER BY x.session, x.source
      LIMIT :most
      """;

  private static final String SECOND_SOURCE_MINUTES =
      """
      SELECT CAST(x.start AT TIME ZONE 'America/New_York' AS text) AS minute, x.source, x.open, x.there_open, x.high, x.there_high,
             x.low, x.there_low, x.close, x.there_close, x.volume, x.there_volume, m.close AS close_now
      FROM quality_finding f
      CROSS JOIN LATERAL jsonb_to_recordset(f.evidence -> 'bars') AS x (
        start timestamptz, source text, open double precision, high double precision, low double precision, close double precision,
        volume double precision, there_open double precision, there_high double precision, there_low double precision,
        there_close double precision, there_volume double precision)
      LEFT JOIN bar_minute m ON m.instrument_id = f.instrument_id AND m.start = x.start
      WHERE f.id = :finding
      ORDER BY x.start, x.source
      LIMIT :most
      """;

  /// Of a finding of the whole market without refused rows there are none: its names stand with it.
  public static EvidenceRows of(Database database, Finding finding) {
    var query =
        switch (Rules.about(finding.rule()).evidence()) {
          case DAYS -> finding.instrument().isPresent() ? DAYS : "";
          case MINUTES -> finding.instrument().isPresent() ? MINUTES : "";
          case QUARANTINE -> QUARANTINE;
          case SECOND_SOURCE -> SECOND_SOURCE;
          case SECOND_SOURCE_MINUTES -> SECOND_SOURCE_MINUTES;
          case NONE -> "";
        };
    if (query.isEmpty()) {
      return new EvidenceRows(List.of(), List.of());
    }
    return database.read(handle ->
        handle
            .createQuery(query)
            .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
            .bind("id", finding.instrument().map(InstrumentId::value).orElse(0))
            .bind("finding", finding.id())
            .bind("subject", finding.subject())
            .bind("first", finding.first())
            .bind("last", finding.last())
            .bind("most", MOST)
            .scanResultSet((rows, context) -> {
              try (context;
                  var found = rows.get()) {
                var facts = found.getMetaData();
                var columns = new ArrayList<String>();
                for (int i = 1; i <= facts.getColumnCount(); i++) {
                  boolean isNumber =
                      switch (facts.getColumnType(i)) {
                        case Types.DATE, Types.VARCHAR, Types.TIMESTAMP -> false;
                        default -> true;
                      };
                  columns.add((isNumber ? ">" : "") + facts.getColumnLabel(i));
                }
                var all = new ArrayList<List<Optional<String>>>();
                while (found.next()) {
                  var row = new ArrayList<Optional<String>>();
                  for (int i = 1; i <= columns.size(); i++) {
                    row.add(Optional.ofNullable(found.getString(i)));
                  }
                  all.add(row);
                }
                return new EvidenceRows(columns, all);
              }
            }));
  }
}
