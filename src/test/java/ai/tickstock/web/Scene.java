package ai.tickstock.web;

import ai.tickstock.access.Role;
import ai.tickstock.jobs.DailyReports;
import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// A console in which something has happened, so that no page is empty: a load, an evening,
/// findings, doubtful cases, something that was held.
final class Scene {
  private static final String HAPPENED =
      """
      DELETE FROM bar_daily b USING instrument_symbol s
      WHERE s.instrument_id = b.instrument_id AND s.ticker = 'AAPL' AND b.session BETWEEN '2025-10-06' AND '2025-10-08';
      INSERT INTO bar_revision (instrument_id, session, open, high, low, close, volume, known_from, known_until, run_id, source,
                                suspicions)
      SELECT instrument_id, '2026-06-10', 200, 203, 199, 201.5, 41000000, '2026-06-11T00:10:00Z', '2026-06-11T09:00:00Z', 1, 2, 0
      FROM instrument_symbol WHERE ticker = 'AAPL';
      INSERT INTO eod_step (exchange, session, step, attempt, state, started, finished, started_by, facts, message) VALUES
      ('XNYS', '2026-06-12', 'bars', 1, 'done', '2026-06-12T20:45:00Z', '2026-06-12T20:46:00Z', 'test',
       '{"calls": 3, "rows": 11000, "symbols_percent": 97.5, "dollar_volume_percent": 99.1}', ''),
      ('XNYS', '2026-06-12', 'actions', 1, 'failed', '2026-06-12T20:46:00Z', '2026-06-12T20:47:00Z', 'test', '{}',
       'the vendor is away'),
      ('XNYS', '2026-06-12', 'report', 1, 'done', '2026-06-12T20:48:00Z', '2026-06-12T20:48:10Z', 'test',
       '{"symbols_percent": 98.25, "dollar_volume_percent": 99.5, "missing_count": 3, "missing": ["AAA", "BBB"],
         "reached_95_percent_at": "2026-06-12T20:46:00Z", "reached_by_18_00": true,
         "classes": {"ETFs": {"expected": 100, "complete": 99, "percent": 99.0},
                     "Stocks": {"expected": 200, "complete": 190, "percent": 95.0}}}', '');
      INSERT INTO quality_finding (rule, subject, first_session, last_session, sessions, severity, summary, evidence) VALUES
      ('price-move', 'AAPL', '2026-06-10', '2026-06-10', 1, 'critical', 'closes 38 % above the session before, without a split', '{"move": 0.38}'),
      ('missing-sessions', 'AAPL', '2025-10-06', '2025-10-08', 3, 'high', '3 sessions are missing', '{}');
      INSERT INTO quality_finding (rule, instrument_id, subject, first_session, last_session, sessions, severity, summary, evidence)
      SELECT 'missing-session', instrument_id, 'AAPL', '2025-10-06', '2025-10-08', 3, 'medium', 'no bar on 3 sessions',
             '{"sessions": ["2025-10-06", "2025-10-07", "2025-10-08"]}'
      FROM instrument_symbol WHERE ticker = 'AAPL';
      DELETE FROM bar_minute m USING instrument_symbol s
      WHERE s.instrument_id = m.instrument_id AND s.ticker = 'AAPL'
        AND m.start >= '2026-06-12T14:00:00Z' AND m.start < '2026-06-12T14:45:00Z';
      UPDATE minute_session m
      SET is_partial = true, longest_gap = 45, longest_gap_start = '2026-06-12T14:00:00Z', regular_bars = m.regular_bars - 45
      FROM instrument_symbol s
      WHERE s.instrument_id = m.instrument_id AND s.ticker = 'AAPL' AND m.session = '2026-06-12';
      INSERT INTO listing_question (kind, instrument_id, other_id, ticker, on_date, confidence, evidence)
      SELECT 'renamed', a.instrument_id, b.instrument_id, 'META', '2026-06-10', 0.41, 'both are of one company by name; no composite FIGI in common'
      FROM instrument_symbol a, instrument_symbol b WHERE a.ticker = 'AAPL' AND b.ticker = 'META' AND b.valid_to IS NULL;
      INSERT INTO listing_change (kind, instrument_id, ticker, before, after, on_date, confidence, evidence, source, list_date)
      SELECT 'renamed', instrument_id, 'META', 'FB', 'META', '2022-06-09', 1, 'the same composite FIGI under both', 'simulator', '2026-06-12'
      FROM instrument_symbol WHERE ticker = 'META' AND valid_to IS NULL;
      INSERT INTO listing_change (kind, instrument_id, ticker, on_date, confidence, evidence, source, list_date)
      SELECT 'delisted', instrument_id, 'AAPL', '2026-06-12', 0.98, 'the list of delisted names says so', 'simulator', '2026-06-12'
      FROM instrument_symbol WHERE ticker = 'AAPL';
      INSERT INTO universe_change (universe_id, effective, state, members, joined, joined_why, left_it, left_why, message)
      SELECT id, '2026-06-12', 'held', 3, '{AAPL}', '{"it is large"}', '{META,SPY}', '{"too small","no stock"}',
             '2 of 3 members by the rule would leave, more than 30 %'
      FROM universe WHERE key = 'all_stocks';
      INSERT INTO rate_limit (vendor, configured_calls, configured_per, current_calls, recent, background, day, day_calls)
      VALUES ('simulator', 300, interval '1 minute', 300, ARRAY[now() - interval '20 seconds', now()], ARRAY[now()],
              (now() AT TIME ZONE 'America/New_York')::date, 1250);
      """;

  private static final Set<LocalDate> NO_EVENING =
      Set.of(LocalDate.of(2026, 5, 20), LocalDate.of(2026, 5, 21));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What other evenings would have counted.
  private static final String REPORTED =
      """
      UPDATE quality_report SET report = report
        || jsonb_build_object('findings', jsonb_build_object(
             'open', jsonb_build_object('medium', 9 + extract(day FROM session)::int * 5 % 7, 'high', 1),
             'fresh', extract(day FROM session)::int * 7 % 6,
             'resolved', extract(day FROM session)::int * 5 % 4, 'repaired', extract(day FROM session)::int % 2))
        || jsonb_build_object('whole', (report -> 'whole') || jsonb_build_object('percent', 97 + extract(day FROM session)::int % 4 * 0.75))
      WHERE session < '2026-06-12';
      UPDATE quality_report SET report = report
        || jsonb_build_object('steps', jsonb_build_array(jsonb_build_object(
             'step', 'revisions', 'state', 'done', 'seconds', 2, 'usual', NULL, 'calls', 2, 'message', '', 'advice', '')))
        || jsonb_build_object('revisions', jsonb_build_array(jsonb_build_object(
             'session', session - 1, 'revised', extract(day FROM session)::int * 3 % 11, 'material', 0, 'largest', '[]'::jsonb)))
      WHERE session < '2026-06-12' AND session <> '2026-06-03';
      INSERT INTO quality_comparison (source, bar_interval, first_date, last_date, seed, names, sampled, agreed, disagreed, risky,
        risky_agreed, risky_disagreed, missing_here, missing_there, groups, new_findings, resolved, finished_at)
      SELECT 'another vendor', 'day', '2026-01-02', '2026-05-29', 1, 5, 100000, 100000 - n, n, 0, 0, 0, 0, 0,
        jsonb_build_array(jsonb_build_object('bars', 'sampled', 'category', 'all', 'agreed', 100000 - n, 'disagreed', n,
          'closesApart', 0, 'volumesApart', 0, 'missing', 0)), 0, 0, '2026-05-08T15:00:00Z'::timestamptz + n * interval '7 days'
      FROM generate_series(1, 4) AS n;
      """;

  private Scene() {}

  /// Loads by an operator of that name, who is made with it.
  static void play(TestConsole console, String operator) {
    var person = console.person(operator, Role.OPERATOR);
    person.load("{\"symbols\": \"AAPL,META,SPY,QQQ,IWM\", \"months\": 60}");
    person.load(
        "{\"symbols\": \"AAPL\", \"interval\": \"minute\", \"from\": \"2026-06-10\", \"to\": \"2026-06-12\"}");
    console.universeSync().run(Optional.empty(), LocalDate.parse("2026-06-12"), true);
    console.database().useTransaction(h -> h.createScript(HAPPENED).execute());
    report(console);
  }

  /// Six weeks of reports: on two evenings there was none, on one nobody looked for revisions.
  private static void report(TestConsole console) {
    var reports = new DailyReports(console.database(), console.finality(), console.clock());
    var range = new DateRange(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 6, 12));
    for (var session : console.finality().calendar().sessions(range)) {
      if (!NO_EVENING.contains(session.date())) {
        var report = JSON.writeValueAsString(reports.make(session.date()));
        console
            .database()
            .useTransaction(h ->
                h.createUpdate(
                        "INSERT INTO quality_report (exchange, session, made_at, report)"
                            + " VALUES ('XNYS', :session, now(), CAST(:report AS jsonb))")
                    .bind("session", session.date())
                    .bind("report", report)
                    .execute());
      }
    }
    console.database().useTransaction(h -> h.createScript(REPORTED).execute());
  }
}
