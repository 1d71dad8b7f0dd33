package ai.tickstock.quality;

import java.util.List;
import java.util.Set;

/// The rules that are one question each.
final class StoredRules {
  /// A good bar came since.
  private static final String NOT_REPLACED =
      """
      AND NOT (q.bar_interval = 'day' AND EXISTS (
        SELECT FROM bar_daily b WHERE b.instrument_id = q.instrument_id AND b.session = q.session))
      """;

  private static final String REPEATED =
      """
      SELECT coalesce(t.instrument_id, 0) AS instrument_id, t.kind AS subject,
             t.first_date - DATE '1970-01-01' AS day, CAST(NULL AS text) AS severity,
             format('%s rows of the %s repeated another one exactly; each was stored once',
                    t.repeats, replace(t.kind, '_', ' ')) AS words
      FROM (
        SELECT DISTINCT ON (kind, instrument_id, first_date)
               kind, instrument_id, first_date, last_date, repeats
        FROM load_task
        WHERE state = 'done' AND kind IN ('day_file', 'grouped', 'aggregates')
          AND first_date BETWEEN :first AND :last
        ORDER BY kind, instrument_id, first_date, id DESC) t
      WHERE t.repeats >= :rows AND (:everybody OR t.instrument_id = ANY(:ids))
      UNION ALL
      SELECT m.instrument_id, (SELECT s.ticker FROM instrument_symbol s
               WHERE s.instrument_id = m.instrument_id
               ORDER BY s.valid_to DESC NULLS FIRST LIMIT 1),
             m.session - DATE '1970-01-01', NULL,
             format('%s minute rows repeated another one exactly; each was stored once', m.repeats)
      FROM minute_session m
      WHERE m.session BETWEEN :first AND :last AND m.repeats >= :rows
        AND (:everybody OR m.instrument_id = ANY(:ids))
      """;

  /// The beginning of every question about minutes.
  private static final String MINUTES =
      """
      SELECT m.instrument_id, (SELECT s.ticker FROM instrument_symbol s
               WHERE s.instrument_id = m.instrument_id
               ORDER BY s.valid_to DESC NULLS FIRST LIMIT 1) AS subject,
             m.session - DATE '1970-01-01' AS day, CAST(%s AS text) AS severity, %s AS words
      FROM minute_session m %s
      WHERE m.session BETWEEN :first AND :last AND NOT m.provisional
        AND (:everybody OR m.instrument_id = ANY(:ids)) AND %s
      """;

  private static final String DAILY =
      "JOIN bar_daily d ON d.instrument_id = m.instrument_id AND d.session = m.session";

  private static final String USUAL =
      """
      CROSS JOIN LATERAL (
        SELECT percentile_cont(0.5) WITHIN GROUP (
                 ORDER BY 1.0 * u.regular_bars / u.regular_minutes) AS part,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY u.gap_at_open) AS gap
        FROM minute_session u
        WHERE u.instrument_id = m.instrument_id
          AND u.session BETWEEN m.session - 30 AND m.session + 30) usual
      """;

  private static final String NO_MINUTES =
      """
      UNION ALL
      SELECT d.instrument_id, (SELECT s.ticker FROM instrument_symbol s
               WHERE s.instrument_id = d.instrument_id
               ORDER BY s.valid_to DESC NULLS FIRST LIMIT 1),
             d.session - DATE '1970-01-01', NULL,
             'no minutes, though there is a daily bar and minutes of the days around'
      FROM (SELECT DISTINCT n.instrument_id FROM minute_session n
            WHERE n.session BETWEEN CAST(:first AS date) - 10 AND :last
              AND (:everybody OR n.instrument_id = ANY(:ids))) known
      JOIN bar_daily d ON d.instrument_id = known.instrument_id
        AND d.session BETWEEN :first AND :last AND NOT d.provisional
      WHERE NOT EXISTS (SELECT FROM minute_session x
          WHERE x.instrument_id = d.instrument_id AND x.session = d.session)
        AND EXISTS (SELECT FROM minute_session x
          WHERE x.instrument_id = d.instrument_id AND x.session BETWEEN d.session - 7 AND d.session - 1)
        AND EXISTS (SELECT FROM minute_session x
          WHERE x.instrument_id = d.instrument_id AND x.session BETWEEN d.session + 1 AND d.session + 7)
        AND NOT EXISTS (SELECT FROM coverage_range c
          WHERE c.instrument_id = d.instrument_id AND c.bar_interval = 'minute'
            AND d.session BETWEEN c.first_session AND c.last_session)
      """;

  /// Minutes are read of names alone whose price jumped that day.
  private static final String OLD_PRICE =
      """
      SELECT m.instrument_id, (SELECT s.ticker FROM instrument_symbol s
               WHERE s.instrument_id = m.instrument_id
               ORDER BY s.valid_to DESC NULLS FIRST LIMIT 1) AS subject,
             m.session - DATE '1970-01-01' AS day, CAST(NULL AS text) AS severity,
             format('%s minutes at up to %s, the daily bar from %s to %s, the close before %s', old.minutes, old.high, d.low,
                    d.high, b.close) AS words
      FROM minute_session m
      JOIN bar_daily d ON d.instrument_id = m.instrument_id AND d.session = m.session
      CROSS JOIN LATERAL (
        SELECT y.close FROM bar_daily y
        WHERE y.instrument_id = m.instrument_id AND y.session < m.session
          AND y.session >= m.session - 7
        ORDER BY y.session DESC LIMIT 1) b
      CROSS JOIN LATERAL (
        SELECT count(*) AS minutes, max(n.high) AS high FROM bar_minute n
        WHERE n.instrument_id = m.instrument_id AND n.start BETWEEN m.first_start AND m.last_start
          AND (n.high > (1 + :outside) * d.high OR n.low < d.low / (1 + :outside))) old
      WHERE m.session BETWEEN :first AND :last AND (:everybody OR m.instrument_id = ANY(:ids))
        AND d.open > 0 AND abs(ln(CASE WHEN d.open > 0 THEN d.open ELSE d.close END / b.close)) > 0.18 AND old.minutes > 0
      """;

  private static final String CAP =
      """
      SELECT i.id AS instrument_id, last.ticker AS subject,
             c.session - DATE '1970-01-01' AS day, CAST(NULL AS text) AS severity,
             CASE WHEN i.weighted_shares > 0
                   AND abs(ln(i.market_cap / (i.weighted_shares * c.close))) > ln(:times)
               THEN format('market cap %s, but %s shares at %s are %s', i.market_cap, i.weighted_shares, c.close,
                           round(CAST(i.weighted_shares * c.close AS numeric)))
               ELSE format('market cap %s, on %s it was %s; the price explains times %s', i.market_cap, b.as_of, b.market_cap,
                           round(CAST(c.close * b.split / b.close AS numeric), 2)) END AS words
      FROM instrument i
      CROSS JOIN LATERAL (
        SELECT s.ticker FROM instrument_symbol s WHERE s.instrument_id = i.id
        ORDER BY s.valid_to DESC NULLS FIRST LIMIT 1) last
      CROSS JOIN LATERAL (
        SELECT d.session, d.close FROM bar_daily d
        WHERE d.instrument_id = i.id
          AND d.session <= least(:last, CAST(coalesce(i.details_at, now()) AS date))
        ORDER BY d.session DESC LIMIT 1) c
      LEFT JOIN LATERAL (
        SELECT q.as_of, q.market_cap, q.close,
               (SELECT coalesce(exp(sum(ln(a.split_to / a.split_from))), 1) FROM corporate_action a
                WHERE a.instrument_id = i.id AND a.kind = 'split'
                  AND a.ex_date > q.as_of AND a.ex_date <= c.session) AS split
        FROM quality_market_cap q
        WHERE q.instrument_id = i.id AND q.as_of < c.session
        ORDER BY q.as_of DESC LIMIT 1) b ON true
      WHERE i.market_cap > 0 AND c.close > 0 AND (:everybody OR i.id = ANY(:ids))
        AND greatest(i.market_cap, coalesce(b.market_cap, 0)) >= :least
        AND (i.weighted_shares > 0
              AND abs(ln(i.market_cap / (i.weighted_shares * c.close))) > ln(:times)
             OR b.close > 0
              AND abs(ln(i.market_cap / b.market_cap) - ln(CAST(c.close * b.split / b.close AS double precision)))
                > ln(:times))
      """;

  private static final String FRESH =
      """
      WITH member AS (
        SELECT m.instrument_id, min(m.ticker) AS ticker, u.key
        FROM universe u
        JOIN universe_member m ON m.universe_id = u.id AND m.instrument_id IS NOT NULL
          AND m.valid_from <= :last AND (m.valid_to IS NULL OR m.valid_to >= :last)
        JOIN instrument i ON i.id = m.instrument_id AND i.active
          AND (i.delist_date IS NULL OR i.delist_date > :last)
        GROUP BY m.instrument_id, u.key
      ), bar AS (
        SELECT n.instrument_id, d.session,
               d.session < CAST(:last AS date) - CAST(:days AS integer)
                 AND d.session < coalesce(x.last_session, :last_session) AS old
        FROM (SELECT DISTINCT instrument_id FROM member) n
        JOIN instrument i ON i.id = n.instrument_id
        LEFT JOIN (
          SELECT mic, CAST(day AS date) AS last_session
          FROM unnest(CAST(:mics AS text[]), CAST(:last_sessions AS text[])) AS u (mic, day)) x
          ON x.mic = i.mic
        CROSS JOIN LATERAL (
          SELECT max(b.session) AS session FROM bar_daily b
          WHERE b.instrument_id = n.instrument_id AND b.session <= :last) d
        WHERE d.session IS NOT NULL
      ), answer_of_the_market AS MATERIALIZED (
        SELECT DISTINCT t.run_id, t.last_date
        FROM load_task t JOIN load_run r ON r.id = t.run_id
        WHERE r.bar_interval = 'day' AND t.instrument_id IS NULL AND t.state IN ('done', 'failed', 'refused')
          AND t.first_date <= :last AND t.last_date > (SELECT min(session) FROM bar WHERE old)
      ), answer_of_one AS MATERIALIZED (
        SELECT t.instrument_id, max(t.last_date) AS last_date
        FROM load_task t JOIN load_run r ON r.id = t.run_id
        WHERE r.bar_interval = 'day' AND t.state IN ('done', 'failed', 'refused') AND t.first_date <= :last
          AND t.instrument_id IN (SELECT instrument_id FROM bar WHERE old)
        GROUP BY t.instrument_id
      ), silent AS (
        SELECT b.instrument_id, b.session,
               EXISTS (
                 SELECT FROM coverage_omission o
                 WHERE o.instrument_id = b.instrument_id AND o.bar_interval = 'day'
                   AND o.last_session > b.session AND o.first_session <= :last)
               OR EXISTS (
                 SELECT FROM coverage_range c
                 WHERE c.instrument_id = b.instrument_id AND c.bar_interval = 'day'
                   AND c.last_session > b.session AND c.first_session <= :last)
               OR coalesce(one.last_date > b.session, false)
               OR EXISTS (
                 SELECT FROM answer_of_the_market a
                 JOIN load_run_instrument i ON i.run_id = a.run_id AND i.instrument_id = b.instrument_id
                 WHERE a.last_date > b.session) AS asked
        FROM bar b LEFT JOIN answer_of_one one USING (instrument_id)
        WHERE b.old
      ), universe_behind AS (
        SELECT m.key, count(s.instrument_id) AS behind, count(*) FILTER (WHERE s.asked) AS left_behind,
               count(*) AS members
        FROM member m JOIN bar b USING (instrument_id) LEFT JOIN silent s USING (instrument_id)
        GROUP BY m.key
      )
      SELECT b.instrument_id, min(m.ticker) AS subject,
             CAST(:last AS date) - DATE '1970-01-01' AS day,
             CASE WHEN NOT b.asked THEN 'medium'
                  WHEN bool_or(u.left_behind * 2 > u.members) THEN 'critical' ELSE 'high' END AS severity,
             format('last bar on %s, %s; in %s', b.session,
                    CASE WHEN b.asked THEN format('more than %s days behind', CAST(:days AS integer))
                      ELSE format('nobody asked for what came after it, which ''tickstock load --symbols %s --from %s --to %s'' does',
                                  min(m.ticker), b.session + 1, CAST(:last AS date)) END,
                    string_agg(format('%s (%s of %s members behind)', m.key, u.behind, u.members), ', '
                      ORDER BY m.key)) AS words
      FROM silent b
      JOIN member m USING (instrument_id)
      JOIN universe_behind u ON u.key = m.key
      WHERE :everybody OR b.instrument_id = ANY(:ids)
      GROUP BY b.instrument_id, b.session, b.asked
      """;

  private static final Set<String> OF_THE_END = Set.of("market-cap", "freshness");

  private static StoredRule refused(
      String id, Severity severity, String what, String reasons, String more) {
    return new StoredRule(
        new About(id, severity, what, About.Evidence.QUARANTINE, List.of()),
        true,
        """
        SELECT coalesce(q.instrument_id, 0) AS instrument_id, q.ticker AS subject,
               q.session - DATE '1970-01-01' AS day, CAST(NULL AS text) AS severity,
               format('%%s %%s row(s) refused: %%s', count(*), q.bar_interval, min(q.detail)) AS words
        FROM bar_quarantine q
        WHERE q.session BETWEEN :first AND :last AND q.reason IN (%s)
          AND (:everybody OR q.instrument_id = ANY(:ids)) %s
        GROUP BY q.instrument_id, q.ticker, q.bar_interval, q.session
        """
            .formatted(reasons, more));
  }

  static final List<StoredRule> ALL =
      List.of(
          refused(
              "closed-day-rows",
              Severity.MEDIUM,
              "Rows of days on which the exchange was closed were refused.",
              "'off_session'",
              ""),
          refused(
              "misdated-rows",
              Severity.MEDIUM,
              "Rows that say another day than was asked for, or than their file, were refused.",
              "'misdated', 'out_of_range'",
              ""),
          refused(
              "refused-rows",
              Severity.HIGH,
              "Rows that cannot be bars were refused, and no good bar of the session came since.",
              "'not_a_number', 'negative_or_zero', 'high_below_low', 'impossible', 'unreadable'",
              NOT_REPLACED),
          refused(
              "contradicting-rows",
              Severity.MEDIUM,
              "Two rows of the same time with other values came in one answer or file.",
              "'contradiction'",
              ""),
          new StoredRule(
              new About(
                  "repeated-rows",
                  Severity.MEDIUM,
                  "Rows came twice or more in one file or answer, exactly the same.",
                  About.Evidence.NONE,
                  List.of(
                      new Parameter(
                          "rows", "rows", 1, 1, 1e9, "a source that repeats one is at fault"))),
              true,
              REPEATED),
          new StoredRule(
              new About(
                  "minutes-range",
                  Severity.HIGH,
                  "Regular minutes go above the high or below the low of the daily bar.",
                  About.Evidence.MINUTES,
                  List.of(
                      new Parameter(
                          "outside",
                          "a fraction of the price",
                          0.003,
                          0,
                          0.5,
                          "odd lots and late trades"),
                      new Parameter("least-dollars", "US dollars", 0.02, 0, 100, "two ticks"))),
              true,
              MINUTES.formatted(
                  "NULL",
                  """
                  format('minutes from %s to %s, the daily bar from %s to %s', m.low, m.high, d.low, d.high)
                  """,
                  DAILY,
                  """
                  (m.high - d.high > greatest(:outside * d.high, :least_dollars)
                   OR d.low - m.low > greatest(:outside * d.low, :least_dollars))
                  """)),
          new StoredRule(
              new About(
                  "minutes-old-price",
                  Severity.HIGH,
                  "Minutes of a session that opened far from the close before still show another price, as before a split.",
                  About.Evidence.MINUTES,
                  List.of(
                      new Parameter(
                          "outside",
                          "a fraction of the daily bar's high or low",
                          0.3,
                          0.05,
                          10,
                          "extended hours go beyond the day by less"))),
              true,
              OLD_PRICE),
          new StoredRule(
              new About(
                  "minutes-volume",
                  Severity.MEDIUM,
                  "The daily volume is less than that of the regular minutes or more than that of all minutes: between the two"
                      + " lie the extended hours, of which sources count what they like.",
                  About.Evidence.MINUTES,
                  List.of(
                      new Parameter("off", "a fraction", 0.20, 0, 10, "auctions and late reports"),
                      new Parameter(
                          "least-shares", "shares", 10_000, 0, 1e12, "small numbers differ"))),
              true,
              MINUTES.formatted(
                  "NULL",
                  """
                  format('%s shares in the daily bar, %s in regular minutes, %s in all', d.volume, m.regular_volume, m.volume)
                  """,
                  DAILY,
                  """
                  (m.regular_volume - d.volume > greatest(:off * d.volume, :least_shares)
                   OR NOT m.is_partial AND d.volume - m.volume > greatest(:off * d.volume, :least_shares))
                  """)),
          new StoredRule(
              new About(
                  "minutes-missing",
                  Severity.HIGH,
                  "Far fewer minutes than the name usually has, a part of the session without any, or none at all.",
                  About.Evidence.MINUTES,
                  List.of(
                      new Parameter(
                          "part",
                          "of the usual share of minutes",
                          0.8,
                          0.1,
                          1,
                          "liquid names hardly vary"),
                      new Parameter(
                          "liquid",
                          "a fraction of the minutes",
                          0.6,
                          0.1,
                          1,
                          "thin names print now and then"))),
              true,
              MINUTES.formatted(
                      "NULL",
                      """
                      format('%s of %s regular minutes, usual are %s %%; longest gap %s minutes, %s at the open, %s at the close',
                             m.regular_bars, m.regular_minutes, round(CAST(100 * usual.part AS numeric)), m.longest_gap, m.gap_at_open,
                             m.gap_at_close)
                      """,
                      USUAL,
                      """
                      (m.is_partial AND m.regular_bars < 0.97 * usual.part * m.regular_minutes OR usual.part >= :liquid
                         AND 1.0 * m.regular_bars / m.regular_minutes < :part * usual.part)
                      """)
                  + NO_MINUTES),
          new StoredRule(
              new About(
                  "minutes-time",
                  Severity.HIGH,
                  "Minutes lie outside of regular hours in a way that only shifted time stamps explain.",
                  About.Evidence.MINUTES,
                  List.of(
                      new Parameter(
                          "gap",
                          "minutes without a bar at the open",
                          25,
                          5,
                          390,
                          "an hour or half an hour off"),
                      new Parameter(
                          "part",
                          "of the volume outside of regular hours",
                          0.3,
                          0.05,
                          1,
                          "the open's volume went there"))),
              true,
              MINUTES.formatted(
                  "CASE WHEN m.bars = m.regular_bars + 1 THEN 'low' END",
                  """
                  CASE WHEN m.bars = m.regular_bars + 1
                    THEN 'one minute after the close and no other outside of regular hours: the source stamps the closing auction so'
                    ELSE format('nothing in the first %s minutes, %s %% of the volume outside of regular hours', m.gap_at_open,
                                round(CAST(100 * (1 - coalesce(m.regular_volume, 0) / m.volume) AS numeric))) END
                  """,
                  USUAL,
                  """
                  m.volume > 0 AND (
                    m.bars = m.regular_bars + 1 AND m.regular_bars >= m.regular_minutes - 5
                      AND m.last_start = m.first_start + make_interval(mins => m.regular_minutes)
                    OR m.gap_at_open - usual.gap >= :gap AND usual.part >= 0.6
                      AND 1 - coalesce(m.regular_volume, 0) / m.volume >= :part)
                  """)),
          new StoredRule(
              new About(
                  "market-cap",
                  Severity.HIGH,
                  "The market cap is not what shares and price make, or changed by what the price does not explain.",
                  About.Evidence.DAYS,
                  List.of(
                      new Parameter(
                          "times", "times", 2, 1.05, 1000, "issues and buybacks stay below"),
                      new Parameter(
                          "least", "US dollars", 10e6, 0, 1e12, "shells are not watched"))),
              true,
              CAP),
          new StoredRule(
              new About(
                  "freshness",
                  Severity.HIGH,
                  "A member of universes whose last bar is old, one finding a name with all its universes: high where bars were asked"
                      + " for since, critical where half of a universe is so; medium, with the command that loads them, where"
                      + " nobody asked.",
                  About.Evidence.NONE,
                  List.of(
                      new Parameter(
                          "days",
                          "calendar days",
                          5,
                          1,
                          365,
                          "a long weekend and one trading day"))),
              true,
              FRESH));

  /// Whether a rule is about how things stand at the end of what is looked at, and not about each
  /// of its sessions.
  static boolean isOfTheEnd(String rule) {
    return OF_THE_END.contains(rule);
  }

  private StoredRules() {}
}
