package ai.tickstock.jobs;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// What the daily report reads of other tables, in one session's hands.
final class ReportQueries {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String STORE =
      """
      INSERT INTO quality_report (exchange, session, made_at, report)
      VALUES (:exchange, :session, :at, CAST(:report AS jsonb))
      ON CONFLICT (exchange, session) DO UPDATE SET made_at = EXCLUDED.made_at, report = EXCLUDED.report
      """;

  private static final String STORED =
      """
      SELECT report::text AS report FROM quality_report
      WHERE exchange = :exchange AND session <= :session ORDER BY session DESC LIMIT :most
      """;

  private static final String NEWEST =
      "SELECT max(session) FROM quality_report WHERE exchange = :exchange";

  /// The numbers alone: reports of a whole market name thousands of tickers.
  private static final String REPORTED =
      """
      SELECT r.session,
             CASE WHEN CAST(r.report -> 'whole' ->> 'expected' AS bigint) > 0
               THEN CAST(r.report -> 'whole' ->> 'percent' AS double precision) END AS whole_percent,
             (SELECT CAST(coalesce(sum(CAST(o.value AS bigint)), 0) AS bigint)
              FROM jsonb_each_text(r.report -> 'findings' -> 'open') o) AS open,
             CAST(r.report -> 'findings' ->> 'fresh' AS bigint) AS found,
             CAST(r.report -> 'findings' ->> 'resolved' AS bigint) AS resolved,
             CAST(r.report -> 'findings' ->> 'repaired' AS bigint) AS repaired,
             CASE WHEN r.report -> 'steps' @> '[{"step": "revisions", "state": "done"}]'
               THEN (SELECT CAST(coalesce(sum(CAST(v.value ->> 'revised' AS bigint)), 0) AS bigint)
                     FROM jsonb_array_elements(r.report -> 'revisions') v) END AS revised
      FROM quality_report r
      WHERE r.exchange = :exchange AND r.session BETWEEN :first AND :last
      """;

  private static final String MEMBERS =
      """
      SELECT u.key, m.instrument_id
      FROM universe_member m JOIN universe u ON u.id = m.universe_id
      WHERE m.instrument_id IS NOT NULL
        AND m.valid_from <= :session AND (m.valid_to IS NULL OR m.valid_to >= :session)
      ORDER BY u.key
      """;

  private static final String CHANGES =
      """
      SELECT u.key, c.state, w.way, w.ticker, w.why, i.market_cap_before, i.market_cap
      FROM universe_change c
      JOIN universe u ON u.id = c.universe_id
      CROSS JOIN LATERAL (
        SELECT 'in' AS way, t.ticker, coalesce(c.joined_why[t.position], '') AS why
        FROM unnest(c.joined) WITH ORDINALITY AS t (ticker, position)
        UNION ALL
        SELECT 'out', t.ticker, coalesce(c.left_why[t.position], '')
        FROM unnest(c.left_it) WITH ORDINALITY AS t (ticker, position)) w
      LEFT JOIN LATERAL (
        SELECT s.instrument_id FROM instrument_symbol s
        WHERE s.ticker = w.ticker
        ORDER BY (s.valid_to IS NULL) DESC, s.valid_from DESC LIMIT 1) s ON true
      LEFT JOIN instrument i ON i.id = s.instrument_id
      WHERE c.effective = :session
      ORDER BY c.state DESC, u.key, w.way, w.ticker
      LIMIT 5000
      """;

  private static final String HELD =
      """
      SELECT DISTINCT ON (u.key) u.key, c.message, cardinality(c.joined) AS joined, cardinality(c.left_it) AS left_it, c.state
      FROM universe_change c JOIN universe u ON u.id = c.universe_id
      WHERE c.effective <= :session
      ORDER BY u.key, c.id DESC
      """;

  private static final String OPEN =
      """
      SELECT severity, count(*) AS findings FROM quality_finding WHERE state = 'open' GROUP BY severity
      """;

  private static final String EVENTS =
      """
      SELECT e.event, count(*) AS events FROM quality_event e
      WHERE e.at > :after AND e.at <= :until AND e.event IN ('found', 'found_again', 'resolved', 'repaired')
      GROUP BY e.event
      """;

  private static final String REPAIRED =
      """
      SELECT f.id, f.rule, f.subject, e.detail
      FROM quality_event e JOIN quality_finding f ON f.id = e.finding_id
      WHERE e.event = 'repaired' AND e.at > :after AND e.at <= :until
      ORDER BY e.id LIMIT 200
      """;

  private static final String GRAVE =
      """
      SELECT id, rule, subject, severity, summary, first_session, last_session
      FROM quality_finding
      WHERE state = 'open' AND severity IN ('critical', 'high')
      ORDER BY CASE severity WHEN 'critical' THEN 0 ELSE 1 END, last_session DESC, rule, subject, id
      LIMIT :most
      """;

  private static final String SETTLED =
      """
      SELECT f.id, f.state, (SELECT max(e.at) FROM quality_event e WHERE e.finding_id = f.id) AS at
      FROM quality_finding f
      WHERE f.id = ANY (:ids) AND f.state <> 'open'
      """;

  private static final Pattern SHOW = Pattern.compile("tickstock quality show (\\d+)");

  private static final String ON_A_LIST =
      """
      SELECT instrument_id, first_session, last_session FROM quality_finding
      WHERE rule = 'missing-session' AND instrument_id = ANY (:ids) AND state IN ('open', 'accepted')
        AND last_session >= :first
      """;

  private static final String LISTINGS =
      """
      SELECT count(*) FILTER (WHERE state = 'complete') AS complete,
             count(*) FILTER (WHERE state IN ('complete', 'partial', 'failed')) AS ended
      FROM new_listing WHERE found_at > :after AND found_at <= :until
      """;

  private static final String UNFINISHED_LISTINGS =
      """
      SELECT ticker, state, message FROM new_listing WHERE state IN ('partial', 'failed')
      ORDER BY listed_on DESC, ticker LIMIT 20
      """;

  private static final String TASKS =
      """
      SELECT count(*) FILTER (WHERE state = 'failed') AS failed, count(*) AS ended
      FROM load_task
      WHERE state IN ('done', 'failed', 'refused') AND finished_at > :after AND finished_at <= :until
      """;

  private static final String EVENINGS =
      """
      SELECT DISTINCT ON (session) session, finished,
             coalesce(facts ->> 'reached_by_18_00', '') AS by_18,
             coalesce(facts ->> 'reached_95_percent_at', '') AS reached
      FROM eod_step
      WHERE exchange = :exchange AND step = 'report' AND state IN ('done', 'part', 'waiting') AND session <= :session
        AND session > :first
      ORDER BY session, attempt
      """;

  private static final String USUAL_SECONDS =
      """
      SELECT step, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS usual
      FROM (
        SELECT DISTINCT ON (session, step) step, extract(epoch FROM finished - started) AS seconds
        FROM eod_step
        WHERE exchange = :exchange AND session < :session AND session > :first AND state = 'done'
        ORDER BY session, step, attempt) s
      GROUP BY step
      HAVING count(*) >= 3
      """;

  private ReportQueries() {}

  static void store(Handle transaction, Mic exchange, DailyReport report) {
    transaction
        .createUpdate(STORE)
        .bind("exchange", exchange.code())
        .bind("session", report.session())
        .bind("at", utc(report.madeAt()))
        .bind("report", JSON.writeValueAsString(report))
        .execute();
  }

  /// The stored reports up to a session, newest first.
  static List<DailyReport> stored(Handle handle, Mic exchange, LocalDate session, int most) {
    return handle
        .createQuery(STORED)
        .bind("exchange", exchange.code())
        .bind("session", session)
        .bind("most", most)
        .map((row, context) -> JSON.readValue(row.getString("report"), DailyReport.class))
        .list();
  }

  /// The last session with a report.
  static Optional<LocalDate> newest(Handle handle, Mic exchange) {
    return handle
        .createQuery(NEWEST)
        .bind("exchange", exchange.code())
        .map((row, context) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
        .one();
  }

  /// What reports counted, by session.
  static Map<LocalDate, ReportedSession> reported(
      Handle handle, Mic exchange, LocalDate first, LocalDate last) {
    return handle
        .createQuery(REPORTED)
        .bind("exchange", exchange.code())
        .bind("first", first)
        .bind("last", last)
        .map((row, context) ->
            new ReportedSession(
                row.getObject("session", LocalDate.class),
                number(row, "whole_percent"),
                count(row, "open"),
                count(row, "found"),
                count(row, "resolved"),
                count(row, "repaired"),
                count(row, "revised")))
        .stream()
        .collect(Collectors.toMap(ReportedSession::session, one -> one));
  }

  private static Optional<Long> count(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Long.class));
  }

  /// Members of each universe on a day.
  static Map<String, List<InstrumentId>> members(Handle handle, LocalDate session) {
    var members = new LinkedHashMap<String, List<InstrumentId>>();
    handle
        .createQuery(MEMBERS)
        .bind("session", session)
        .map((row, context) ->
            Map.entry(row.getString("key"), new InstrumentId(row.getInt("instrument_id"))))
        .forEach(entry ->
            members.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(entry.getValue()));
    return members;
  }

  static List<DailyReport.Change> changes(Handle handle, LocalDate session) {
    return handle
        .createQuery(CHANGES)
        .bind("session", session)
        .map((row, context) ->
            new DailyReport.Change(
                row.getString("key"),
                row.getString("ticker"),
                row.getString("way"),
                row.getString("state"),
                number(row, "market_cap_before"),
                number(row, "market_cap"),
                row.getString("why")))
        .list();
  }

  private static Optional<Double> number(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Double.class));
  }

  /// Universes whose last rebalance is held.
  static List<DailyReport.Waiting> held(Handle handle, LocalDate session) {
    return handle
        .createQuery(HELD)
        .bind("session", session)
        .map((row, context) ->
            row.getString("state").equals("held")
                ? Optional.of(
                    new DailyReport.Waiting(
                        "high",
                        "held rebalance",
                        row.getString("key"),
                        row.getInt("joined")
                            + " in, "
                            + row.getInt("left_it")
                            + " out: "
                            + row.getString("message"),
                        "tickstock universe refresh " + row.getString("key") + " --approve"))
                : Optional.<DailyReport.Waiting>empty())
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  static DailyReport.Findings findings(Handle handle, Instant after, Instant until) {
    var open = new TreeMap<String, Long>();
    handle
        .createQuery(OPEN)
        .map((row, context) -> Map.entry(row.getString("severity"), row.getLong("findings")))
        .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
    Map<String, Long> events =
        handle
            .createQuery(EVENTS)
            .bind("after", utc(after))
            .bind("until", utc(until))
            .map((row, context) -> Map.entry(row.getString("event"), row.getLong("events")))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new DailyReport.Findings(
        open,
        events.getOrDefault("found", 0L) + events.getOrDefault("found_again", 0L),
        events.getOrDefault("resolved", 0L),
        events.getOrDefault("repaired", 0L));
  }

  static List<DailyReport.Repaired> repaired(Handle handle, Instant after, Instant until) {
    return handle
        .createQuery(REPAIRED)
        .bind("after", utc(after))
        .bind("until", utc(until))
        .map((row, context) ->
            new DailyReport.Repaired(
                row.getLong("id"),
                row.getString("rule"),
                row.getString("subject"),
                row.getString("detail")))
        .list();
  }

  /// Open findings that are high or critical.
  static List<DailyReport.Waiting> grave(Handle handle, int most) {
    return handle
        .createQuery(GRAVE)
        .bind("most", most)
        .map((row, context) ->
            new DailyReport.Waiting(
                row.getString("severity"),
                row.getString("rule"),
                row.getString("subject"),
                days(row) + ": " + row.getString("summary"),
                "tickstock quality show " + row.getLong("id")))
        .list();
  }

  /// Points of an earlier report, with what became of those that are findings.
  static List<DailyReport.Waiting> asTheyStand(Handle handle, List<DailyReport.Waiting> points) {
    var ids = points.stream().flatMap(one -> finding(one).stream()).toList();
    var settled = new HashMap<Long, String>();
    handle
        .createQuery(SETTLED)
        .bindArray("ids", Long.class, ids)
        .map((row, context) ->
            Map.entry(
                row.getLong("id"),
                row.getString("state")
                    + Optional.ofNullable(row.getObject("at", OffsetDateTime.class))
                        .map(at -> " " + at.toInstant().truncatedTo(ChronoUnit.SECONDS))
                        .orElse("")))
        .forEach(entry -> settled.put(entry.getKey(), entry.getValue()));
    return points.stream()
        .map(one -> finding(one).map(settled::get).map(one::since).orElse(one))
        .toList();
  }

  /// The number of the finding that a point is about.
  private static Optional<Long> finding(DailyReport.Waiting point) {
    var shows = SHOW.matcher(point.command());
    return shows.matches() ? Optional.of(Long.valueOf(shows.group(1))) : Optional.empty();
  }

  private static String days(ResultSet row) throws SQLException {
    var first = row.getString("first_session");
    var last = row.getString("last_session");
    return first.equals(last) ? first : first + " to " + last;
  }

  /// New listings whose bars are not all there.
  static List<DailyReport.Waiting> unfinishedListings(Handle handle) {
    return handle
        .createQuery(UNFINISHED_LISTINGS)
        .map((row, context) ->
            new DailyReport.Waiting(
                "normal",
                "new listing",
                row.getString("ticker"),
                row.getString("state") + ": " + row.getString("message"),
                "tickstock symbols show " + row.getString("ticker")))
        .list();
  }

  /// @param first session and @param last session of a finding about a hole
  record Listed(InstrumentId instrument, LocalDate first, LocalDate last) {}

  /// Holes of these instruments that are findings.
  static List<Listed> onAList(Handle handle, Set<InstrumentId> instruments, LocalDate first) {
    return handle
        .createQuery(ON_A_LIST)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("first", first)
        .map((row, context) ->
            new Listed(
                new InstrumentId(row.getInt("instrument_id")),
                row.getObject("first_session", LocalDate.class),
                row.getObject("last_session", LocalDate.class)))
        .list();
  }

  /// A part of a whole.
  record Share(long part, long whole) {}

  /// New listings with all their bars, of those that were asked for.
  static Share listings(Handle handle, Instant after, Instant until) {
    return share(handle, LISTINGS, "complete", after, until);
  }

  /// Tasks of loads that failed for good, of those that ended.
  static Share failedTasks(Handle handle, Instant after, Instant until) {
    return share(handle, TASKS, "failed", after, until);
  }

  private static Share share(
      Handle handle, String query, String part, Instant after, Instant until) {
    return handle
        .createQuery(query)
        .bind("after", utc(after))
        .bind("until", utc(until))
        .map((row, context) -> new Share(row.getLong(part), row.getLong("ended")))
        .one();
  }

  /// When the first report of a session was made.
  ///
  /// @param by18 whether 95 % were whole by 18:00
  /// @param reached whether 95 % were whole then
  record Evening(LocalDate session, Instant made, boolean by18, boolean reached) {}

  /// Evenings with a report, oldest first.
  static List<Evening> evenings(Handle handle, Mic exchange, LocalDate after, LocalDate last) {
    return handle
        .createQuery(EVENINGS)
        .bind("exchange", exchange.code())
        .bind("first", after)
        .bind("session", last)
        .map((row, context) ->
            new Evening(
                row.getObject("session", LocalDate.class),
                row.getObject("finished", OffsetDateTime.class).toInstant(),
                row.getString("by_18").equals("true"),
                !row.getString("reached").isEmpty()))
        .list();
  }

  /// Median seconds of each step in the sessions before; of steps that ended at least three times.
  static Map<String, Double> usualSeconds(
      Handle handle, Mic exchange, LocalDate after, LocalDate session) {
    var usual = new HashMap<String, Double>();
    handle
        .createQuery(USUAL_SECONDS)
        .bind("exchange", exchange.code())
        .bind("first", after)
        .bind("session", session)
        .map((row, context) -> Map.entry(row.getString("step"), row.getDouble("usual")))
        .forEach(entry -> usual.put(entry.getKey(), entry.getValue()));
    return usual;
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
