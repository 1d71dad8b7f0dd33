package ai.tickstock.quality;

import ai.tickstock.market.DateRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Compares what a pass found with the findings that are known, so that each stands there once: new
/// ones are added, known ones are brought up to date, and those that are gone are resolved.
final class FindingTable {
  /// Days between two ranges that are one finding of an instrument.
  static final int NEIGHBOURS = 10;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  static final String SCAN = "scan";

  private static final String KNOWN =
      """
      SELECT id, rule, coalesce(instrument_id, 0) AS instrument_id, subject, first_session,
             last_session, sessions, severity, state
      FROM quality_finding
      WHERE (:everybody OR instrument_id = ANY(:ids))
        AND last_session >= :first AND first_session <= :last
      ORDER BY first_session, id
      FOR UPDATE
      """;

  private static final String INSERT =
      """
      WITH fresh AS (
        INSERT INTO quality_finding (rule, instrument_id, subject, first_session, last_session,
          sessions, severity, summary, evidence, first_seen, last_seen)
        SELECT n.rule, nullif(n.instrument_id, 0), n.subject, CAST(n.first AS date),
               CAST(n.last AS date), n.sessions, n.severity, n.summary, CAST(n.evidence AS jsonb),
               :at, :at
        FROM unnest(CAST(:rules AS text[]), CAST(:ids AS integer[]), CAST(:subjects AS text[]),
               CAST(:firsts AS text[]), CAST(:lasts AS text[]), CAST(:sessions AS integer[]),
               CAST(:severities AS text[]), CAST(:summaries AS text[]), CAST(:evidence AS text[]))
          AS n (rule, instrument_id, subject, first, last, sessions, severity, summary, evidence)
        RETURNING id, summary)
      INSERT INTO quality_event (finding_id, at, event, by_whom, detail)
      SELECT id, :at, 'found', :by, summary FROM fresh
      """;

  private static final String UPDATE =
      """
      UPDATE quality_finding SET
        first_session = :first, last_session = :last, sessions = :sessions, severity = :severity,
        state = :state, last_seen = :at,
        summary = CASE WHEN :whole THEN :summary ELSE summary END,
        evidence = CASE WHEN :whole THEN CAST(:evidence AS jsonb) ELSE evidence END
      WHERE id = :id
      """;

  private static final String EVENT =
      """
      INSERT INTO quality_event (finding_id, at, event, by_whom, detail)
      VALUES (:id, :at, :event, :by, :detail)
      """;

  private static final String RESOLVE =
      """
      UPDATE quality_finding SET state = 'resolved' WHERE id = :id
      """;

  private final Handle handle;
  private final Instant at;
  private final String by;

  /// @param by what looked, for the history
  FindingTable(Handle handle, Instant at, String by) {
    this.handle = handle;
    this.at = at;
    this.by = by;
  }

  record Kept(int fresh, int resolved) {}

  private record Known(
      long id,
      String rule,
      int instrument,
      String subject,
      LocalDate first,
      LocalDate last,
      int sessions,
      Severity severity,
      Finding.State state) {
    boolean isOf(Draft draft) {
      return rule.equals(draft.rule())
          && instrument == draft.instrument()
          && (instrument != 0 || subject.equals(draft.subject()));
    }

    boolean touches(Draft draft) {
      int days = instrument == 0 ? 0 : NEIGHBOURS;
      return !first.isAfter(draft.last().plusDays(days))
          && !last.isBefore(draft.first().minusDays(days));
    }
  }

  /// @param named whom the pass was about; everybody when empty
  Kept keep(QualityScan.Asked asked, Collection<Integer> named, List<Draft> drafts) {
    var known = known(asked, named);
    var seen = new HashSet<Long>();
    var fresh = new ArrayList<Draft>();
    int again = 0;
    var byRule = new HashMap<String, List<Known>>();
    known.forEach(one -> byRule.computeIfAbsent(one.rule, _ -> new ArrayList<>()).add(one));
    for (var draft : drafts) {
      var match = match(byRule.getOrDefault(draft.rule(), List.of()), draft, seen);
      if (match.isEmpty()) {
        fresh.add(draft);
      } else {
        seen.add(match.get().id);
        again += update(match.get(), draft, asked.range()) ? 1 : 0;
      }
    }
    insert(fresh);
    return new Kept(fresh.size() + again, resolve(known, seen, asked));
  }

  private List<Known> known(QualityScan.Asked asked, Collection<Integer> named) {
    return handle
        .createQuery(KNOWN)
        .bind("everybody", named.isEmpty())
        .bindArray("ids", Integer.class, List.copyOf(named))
        .bind("first", asked.range().first().minusDays(NEIGHBOURS))
        .bind("last", asked.range().last().plusDays(NEIGHBOURS))
        .map((row, context) -> known(row))
        .list();
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(
        row.getLong("id"),
        row.getString("rule"),
        row.getInt("instrument_id"),
        row.getString("subject"),
        row.getObject("first_session", LocalDate.class),
        row.getObject("last_session", LocalDate.class),
        row.getInt("sessions"),
        Severity.of(row.getString("severity")),
        Finding.State.of(row.getString("state")));
  }

  /// The one that begins with the same session, or else one that touches it.
  private static Optional<Known> match(List<Known> known, Draft draft, Set<Long> seen) {
    var ours = known.stream().filter(one -> one.isOf(draft) && !seen.contains(one.id)).toList();
    return ours.stream()
        .filter(one -> one.first.equals(draft.first()))
        .findFirst()
        .or(() -> ours.stream().filter(one -> one.touches(draft)).findFirst());
  }

  /// @return whether it was gone and is there again
  private boolean update(Known known, Draft draft, DateRange range) {
    // Of a finding that began before what was looked at the pass saw a part only.
    boolean whole = !known.first.isBefore(range.first());
    var first = whole || draft.first().isBefore(known.first) ? draft.first() : known.first;
    var last = whole || draft.last().isAfter(known.last) ? draft.last() : known.last;
    int later =
        (int) draft.sessions().stream().filter(session -> session.isAfter(known.last)).count();
    var severity =
        whole || draft.severity().compareTo(known.severity) > 0 ? draft.severity() : known.severity;
    boolean isAgain =
        known.state == Finding.State.RESOLVED || known.state == Finding.State.REPAIRED;
    handle
        .createUpdate(UPDATE)
        .bind("id", known.id)
        .bind("first", first)
        .bind("last", last)
        .bind("sessions", whole ? draft.sessions().size() : known.sessions + later)
        .bind("severity", severity.word())
        .bind("state", (isAgain ? Finding.State.OPEN : known.state).word())
        .bind("whole", whole)
        .bind("summary", draft.summary())
        .bind("evidence", JSON.writeValueAsString(draft.evidence()))
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .execute();
    if (isAgain) {
      event(handle, at, known.id, "found_again", by, draft.summary());
    } else if (severity != known.severity || !last.equals(known.last)) {
      event(handle, at, known.id, "changed", by, severity.word() + ": " + draft.summary());
    }
    return isAgain;
  }

  private void insert(List<Draft> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    handle
        .createUpdate(INSERT)
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .bind("by", this.by)
        .bindArray("rules", String.class, fresh.stream().map(Draft::rule).toList())
        .bindArray("ids", Integer.class, fresh.stream().map(Draft::instrument).toList())
        .bindArray("subjects", String.class, fresh.stream().map(Draft::subject).toList())
        .bindArray("firsts", String.class, fresh.stream().map(d -> d.first().toString()).toList())
        .bindArray("lasts", String.class, fresh.stream().map(d -> d.last().toString()).toList())
        .bindArray("sessions", Integer.class, fresh.stream().map(d -> d.sessions().size()).toList())
        .bindArray(
            "severities", String.class, fresh.stream().map(d -> d.severity().word()).toList())
        .bindArray("summaries", String.class, fresh.stream().map(Draft::summary).toList())
        .bindArray(
            "evidence",
            String.class,
            fresh.stream().map(d -> JSON.writeValueAsString(d.evidence())).toList())
        .execute();
  }

  /// Those that lie wholly in what was looked at and were not seen. What a person accepted stays
  /// accepted: the acceptance itself can be why it is not seen.
  private int resolve(List<Known> known, Set<Long> seen, QualityScan.Asked asked) {
    int resolved = 0;
    for (var one : known) {
      boolean wasLookedAt =
          (asked.rules().isEmpty() ? Rules.isOfScans(one.rule) : asked.rules().contains(one.rule))
              && !one.first.isBefore(asked.range().first())
              && !one.last.isAfter(asked.range().last());
      if (wasLookedAt && one.state == Finding.State.OPEN && !seen.contains(one.id)) {
        handle.createUpdate(RESOLVE).bind("id", one.id).execute();
        event(handle, at, one.id, "resolved", by, "the data show it no more");
        resolved++;
      }
    }
    return resolved;
  }

  static void event(Handle handle, Instant at, long id, String event, String by, String detail) {
    handle
        .createUpdate(EVENT)
        .bind("id", id)
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .bind("event", event)
        .bind("by", by)
        .bind("detail", detail)
        .execute();
  }
}
