package ai.tickstock.quality;

import ai.tickstock.audit.Audit;
import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.database.Database;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The findings at rest: lists of them, and what people decide about one. Safe for use by many
/// threads.
public final class Findings {
  private static final String COLUMNS =
      """
      SELECT id, rule, instrument_id, subject, first_session, last_session, sessions, severity,
             state, summary, CAST(evidence AS text) AS evidence, first_seen, last_seen, accepted_until
      FROM quality_finding
      """;

  private static final String WORST_FIRST =
      """
      ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2
                 ELSE 3 END, last_session DESC, rule, subject, id
      LIMIT :limit
      """;

  private static final String LIST =
      COLUMNS
          + """
          WHERE (:state = '' OR state = :state)
            AND severity = ANY(:severities)
            AND (:rule = '' OR rule = :rule)
            AND (NOT :some OR instrument_id = ANY(:ids))
            AND last_session >= :first AND first_session <= :last
          """
          + WORST_FIRST;

  private static final String NEW_SINCE =
      COLUMNS
          + """
          WHERE state = 'open'
            AND EXISTS (SELECT FROM quality_event e
              WHERE e.finding_id = quality_finding.id AND e.at >= :since
                AND e.event IN ('found', 'found_again'))
          """
          + WORST_FIRST;

  private static final String COUNT_NEW_SINCE =
      """
      SELECT count(*) FROM quality_finding
      WHERE state = 'open'
        AND EXISTS (SELECT FROM quality_event e
          WHERE e.finding_id = quality_finding.id AND e.at >= :since
            AND e.event IN ('found', 'found_again'))
      """;

  private static final String ONE = COLUMNS + "WHERE id = :id";

  private static final String ONE_LOCKED = ONE + " FOR UPDATE";

  private static final String EVENTS =
      """
      SELECT at, event, by_whom, detail FROM quality_event WHERE finding_id = :id ORDER BY id
      """;

  private static final String SET_STATE =
      """
      UPDATE quality_finding SET state = :state, accepted_until = CAST(:until AS date)
      WHERE id = :id
      """;

  private static final String COUNTS =
      """
      SELECT severity, state, count(*) AS findings
      FROM quality_finding GROUP BY severity, state
      """;

  private static final String BY_UNIVERSE =
      """
      SELECT u.key, f.severity, count(DISTINCT f.id) AS findings
      FROM quality_finding f
      JOIN universe_member m ON m.instrument_id = f.instrument_id
        AND m.valid_from <= :today AND (m.valid_to IS NULL OR m.valid_to >= :today)
      JOIN universe u ON u.id = m.universe_id
      WHERE f.state = 'open'
      GROUP BY u.key, f.severity
      ORDER BY u.key, f.severity
      """;

  private static final String ENDED =
      """
      SELECT id FROM quality_finding
      WHERE state = 'accepted' AND accepted_until < :today ORDER BY id FOR UPDATE
      """;

  private static final String FORGET_ACCEPTED_CELLS =
      """
      DELETE FROM coverage_range
      WHERE state = 'accepted' AND reason = :reason AND instrument_id = :instrument
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final InstantSource clock;

  public Findings(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Which findings.
  ///
  /// @param least smallest severity
  /// @param rule an id, or empty for all
  /// @param instruments whose; everybody's and those of no instrument when empty
  /// @param sessions of which at least one is concerned
  public record Filter(
      Optional<Finding.State> state,
      Severity least,
      String rule,
      Optional<Set<InstrumentId>> instruments,
      DateRange sessions,
      int limit) {
    /// Of every rule, severity, instrument and session.
    ///
    /// @param state one, or any when empty
    public static Filter of(Optional<Finding.State> state, int limit) {
      return new Filter(state, Severity.LOW, "", Optional.empty(), DateRange.ALWAYS, limit);
    }
  }

  /// The worst first.
  public List<Finding> list(Filter filter) {
    var severities =
        Arrays.stream(Severity.values())
            .filter(severity -> severity.compareTo(filter.least) >= 0)
            .map(Severity::word)
            .toList();
    return database.read(handle ->
        handle
            .createQuery(LIST)
            .bind("state", filter.state.map(Finding.State::word).orElse(""))
            .bindArray("severities", String.class, severities)
            .bind("rule", filter.rule)
            .bind("some", filter.instruments.isPresent())
            .bindArray(
                "ids",
                Integer.class,
                filter.instruments.orElse(Set.of()).stream().map(InstrumentId::value).toList())
            .bind("first", filter.sessions.first())
            .bind("last", filter.sessions.last())
            .bind("limit", filter.limit)
            .map((row, context) -> finding(row))
            .list());
  }

  /// Open ones that were found, or found again, since then, the worst first.
  public List<Finding> newSince(Instant since, int limit) {
    return database.read(handle ->
        handle
            .createQuery(NEW_SINCE)
            .bind("since", since.atOffset(ZoneOffset.UTC))
            .bind("limit", limit)
            .map((row, context) -> finding(row))
            .list());
  }

  /// How many there are of those.
  public long countNewSince(Instant since) {
    return database.read(handle ->
        handle
            .createQuery(COUNT_NEW_SINCE)
            .bind("since", since.atOffset(ZoneOffset.UTC))
            .mapTo(Long.class)
            .one());
  }

  /// Numbers of open findings by severity; those without any are left out.
  public Map<Severity, Integer> open() {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT severity, count(*) AS findings FROM quality_finding WHERE state = 'open'"
                    + " GROUP BY severity")
            .reduceRows(
                new EnumMap<Severity, Integer>(Severity.class),
                (map, row) -> {
                  map.put(
                      Severity.of(row.getColumn("severity", String.class)),
                      row.getColumn("findings", Integer.class));
                  return map;
                }));
  }

  /// @throws QualityRefused when there is none of that number
  public Finding find(long id) {
    return database.read(handle -> find(handle, ONE, id));
  }

  /// What happened to a finding, oldest first.
  public List<Finding.Event> events(long id) {
    return database.read(handle ->
        handle
            .createQuery(EVENTS)
            .bind("id", id)
            .map((row, context) ->
                new Finding.Event(
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("event"),
                    row.getString("by_whom"),
                    row.getString("detail")))
            .list());
  }

  /// How many there are of each severity and state.
  public record Count(Severity severity, Finding.State state, long findings) {}

  public List<Count> counts() {
    return database.read(handle ->
        handle
            .createQuery(COUNTS)
            .map((row, context) ->
                new Count(
                    Severity.of(row.getString("severity")),
                    Finding.State.of(row.getString("state")),
                    row.getLong("findings")))
            .list());
  }

  /// How many open ones the members of a universe have.
  public record UniverseCount(String universe, Severity severity, long findings) {}

  public List<UniverseCount> byUniverse(LocalDate today) {
    return database.read(handle ->
        handle
            .createQuery(BY_UNIVERSE)
            .bind("today", today)
            .map((row, context) ->
                new UniverseCount(
                    row.getString("key"),
                    Severity.of(row.getString("severity")),
                    row.getLong("findings")))
            .list());
  }

  // ---- decisions --------------------------------------------------------------------------------

  /// Says that findings may stay, all of them or none. Holes that are accepted count as such in
  /// coverage from then on.
  ///
  /// @param reason in words; kept with the decision, and in the audit
  /// @param until last day; for ever when empty
  /// @return in the order of their numbers
  /// @throws QualityRefused without a reason, when the day has passed, or when one is not open
  public List<Finding> accept(
      Collection<Long> ids, String reason, Optional<LocalDate> until, String by) {
    if (reason.isBlank()) {
      throw new QualityRefused("an acceptance needs a reason");
    }
    var today = Bar.dateOf(clock.instant());
    if (until.isPresent() && until.get().isBefore(today)) {
      throw new QualityRefused("the acceptance would have ended on " + until.get());
    }
    var words = until.map(day -> reason + " (until " + day + ")").orElse(reason);
    return decide(
        ids,
        finding ->
            finding.state() == Finding.State.OPEN || finding.state() == Finding.State.ACCEPTED
                ? Optional.empty()
                : Optional.of(
                    "finding " + finding.id() + " is " + finding.state().word() + ", not open"),
        (handle, finding) -> {
          forgetAcceptedCells(handle, finding);
          acceptCells(handle, finding, reason, by);
          set(handle, finding.id(), Finding.State.ACCEPTED, until);
          FindingTable.event(handle, clock.instant(), finding.id(), "accepted", by, words);
          Audit.note(handle, by, "quality accept", finding.rule() + " " + finding.subject(), words);
        });
  }

  /// Takes acceptances back, or opens findings that were closed, all of them or none.
  ///
  /// @return in the order of their numbers
  /// @throws QualityRefused when one is open
  public List<Finding> reopen(Collection<Long> ids, String reason, String by) {
    return decide(
        ids,
        finding ->
            finding.state() == Finding.State.OPEN
                ? Optional.of("finding " + finding.id() + " is open")
                : Optional.empty(),
        (handle, finding) -> {
          forgetAcceptedCells(handle, finding);
          set(handle, finding.id(), Finding.State.OPEN, Optional.empty());
          FindingTable.event(handle, clock.instant(), finding.id(), "reopened", by, reason);
          Audit.note(
              handle, by, "quality reopen", finding.rule() + " " + finding.subject(), reason);
        });
  }

  /// Looks at all of them before the first one is changed.
  ///
  /// @param problem why it cannot be decided so
  private List<Finding> decide(
      Collection<Long> ids,
      Function<Finding, Optional<String>> problem,
      BiConsumer<Handle, Finding> decision) {
    var ascending = new TreeSet<>(ids);
    return database.inTransaction(handle -> {
      var findings = new ArrayList<Finding>();
      var problems = new ArrayList<String>();
      for (long id : ascending) {
        findOne(handle, ONE_LOCKED, id)
            .ifPresentOrElse(
                finding -> {
                  findings.add(finding);
                  problem.apply(finding).ifPresent(problems::add);
                },
                () -> problems.add(noSuch(id)));
      }
      if (!problems.isEmpty()) {
        throw new QualityRefused(
            String.join("; ", problems) + (ascending.size() > 1 ? "; nothing was changed" : ""));
      }
      findings.forEach(finding -> decision.accept(handle, finding));
      return findings.stream().map(finding -> find(handle, ONE, finding.id())).toList();
    });
  }

  /// Opens what was accepted until a day that has passed.
  ///
  /// @return how many
  public int endAcceptances() {
    var today = Bar.dateOf(clock.instant());
    return database.inTransaction(handle -> {
      var ended = handle.createQuery(ENDED).bind("today", today).mapTo(Long.class).list();
      for (long id : ended) {
        forgetAcceptedCells(handle, find(handle, ONE, id));
        set(handle, id, Finding.State.OPEN, Optional.empty());
        FindingTable.event(
            handle, clock.instant(), id, "acceptance_ended", FindingTable.SCAN, "its day passed");
      }
      return ended.size();
    });
  }

  /// Notes how a repair went.
  void repaired(Handle handle, long id, boolean isGone, String by, String detail) {
    if (isGone) {
      set(handle, id, Finding.State.REPAIRED, Optional.empty());
    }
    FindingTable.event(
        handle, clock.instant(), id, isGone ? "repaired" : "not_repaired", by, detail);
  }

  private static void set(Handle handle, long id, Finding.State state, Optional<LocalDate> until) {
    handle
        .createUpdate(SET_STATE)
        .bind("id", id)
        .bind("state", state.word())
        .bindByType("until", until.map(LocalDate::toString).orElse(null), String.class)
        .execute();
  }

  private static String cellReason(Finding finding) {
    return "finding_" + finding.id();
  }

  private static void forgetAcceptedCells(Handle handle, Finding finding) {
    finding
        .instrument()
        .ifPresent(instrument ->
            handle
                .createUpdate(FORGET_ACCEPTED_CELLS)
                .bind("reason", cellReason(finding))
                .bind("instrument", instrument.value())
                .execute());
  }

  private static void acceptCells(Handle handle, Finding finding, String reason, String by) {
    var interval =
        Map.of(Holes.ABOUT.id(), BarInterval.DAY, "minutes-missing", BarInterval.MINUTE)
            .get(finding.rule());
    if (interval == null || finding.instrument().isEmpty()) {
      return;
    }
    var instrument = finding.instrument().get();
    var ranges =
        sessions(finding).stream()
            .map(session ->
                new ExplainedRange(
                    instrument,
                    DateRange.of(session),
                    ExplainedRange.State.ACCEPTED,
                    cellReason(finding),
                    reason + " (" + by + ")",
                    Optional.empty()))
            .toList();
    Coverage.postgres().explain(handle, 0, interval, ranges);
  }

  /// The sessions that stand with the evidence; first and last where there are none.
  static List<LocalDate> sessions(Finding finding) {
    var listed = JSON.readTree(finding.evidence()).path("sessions");
    return listed.isArray() && !listed.isEmpty()
        ? listed.valueStream().map(node -> LocalDate.parse(node.asString())).toList()
        : List.of(finding.first(), finding.last()).stream().distinct().toList();
  }

  /// Of how many names a finding of many is; 0 of another one.
  static int count(Finding finding) {
    return JSON.readTree(finding.evidence()).path("count").asInt(0);
  }

  /// The tickers that stand with the evidence of a finding of many names.
  static List<String> names(Finding finding) {
    return JSON.readTree(finding.evidence())
        .path("names")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private static Finding find(Handle handle, String query, long id) {
    return findOne(handle, query, id).orElseThrow(() -> new QualityRefused(noSuch(id)));
  }

  private static Optional<Finding> findOne(Handle handle, String query, long id) {
    return handle.createQuery(query).bind("id", id).map((row, context) -> finding(row)).findOne();
  }

  private static String noSuch(long id) {
    return "there is no finding " + id + ": 'tickstock quality findings' lists them";
  }

  static Finding finding(ResultSet row) throws SQLException {
    var instrument = row.getObject("instrument_id", Integer.class);
    return new Finding(
        row.getLong("id"),
        row.getString("rule"),
        Optional.ofNullable(instrument).map(InstrumentId::new),
        row.getString("subject"),
        row.getObject("first_session", LocalDate.class),
        row.getObject("last_session", LocalDate.class),
        row.getInt("sessions"),
        Severity.of(row.getString("severity")),
        Finding.State.of(row.getString("state")),
        row.getString("summary"),
        row.getString("evidence"),
        row.getObject("first_seen", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("accepted_until", LocalDate.class)));
  }
}
