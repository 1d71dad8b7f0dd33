package ai.tickstock.quality;

import ai.tickstock.market.DateRange;
import ai.tickstock.quality.KnownFinding.Place;
import ai.tickstock.quality.KnownFinding.Whose;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Compares what a pass found with the findings that are known, so that each stands there once: new
/// ones are added, known ones are brought up to date, and those that are gone are resolved.
final class FindingTable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  static final String SCAN = "scan";

  /// Passes that end at the same time keep what they saw one after the other.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 21)";

  /// Those around what was looked at, and those that stand where something is to be kept; of one
  /// instrument's without the evidence, of which nothing is compared.
  private static final String KNOWN =
      """
      SELECT id, rule, instrument_id, subject, first_session, last_session, sessions, severity,
             state, summary,
             CASE WHEN instrument_id IS NULL THEN CAST(evidence AS text) ELSE '{}' END AS evidence,
             first_seen, last_seen, accepted_until
      FROM quality_finding
      WHERE id IN (
        SELECT id FROM quality_finding
        WHERE (:everybody OR instrument_id = ANY(:ids))
          AND last_session >= :first AND first_session <= :last
        UNION ALL
        SELECT f.id
        FROM unnest(CAST(:rules AS text[]), CAST(:instruments AS integer[]),
               CAST(:subjects AS text[]), CAST(:firsts AS text[]))
          AS n (rule, instrument_id, subject, first)
        JOIN quality_finding f ON f.rule = n.rule
          AND coalesce(f.instrument_id, 0) = n.instrument_id
          AND (CASE WHEN f.instrument_id IS NULL THEN f.subject ELSE '' END) = n.subject
          AND f.first_session = CAST(n.first AS date))
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

  private static final String SEEN =
      """
      UPDATE quality_finding SET state = 'open', last_seen = :at WHERE id = :id
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

  /// @param named whom the pass was about; everybody when empty
  Kept keep(QualityScan.Asked asked, Collection<Integer> named, List<Draft> drafts) {
    var once = once(drafts);
    var known = known(asked, named, once);
    var seen = new HashSet<Long>();
    int fresh = keep(asked, known, once, seen);
    return new Kept(fresh, resolve(known, seen, asked));
  }

  /// Keeps what a look again at findings that are open or were repaired saw of them. Each that is
  /// seen stays as it is, or opens again: also where passes over fewer or more sessions made more
  /// or fewer findings of the same. What has nothing to do with them is left to scans.
  ///
  /// @param asked of everybody, and all these findings lie in it
  Kept keepAgain(QualityScan.Asked asked, Set<Long> findings, List<Draft> drafts) {
    var once = once(drafts);
    var known = known(asked, List.of(), once);
    var ours = known.stream().filter(one -> findings.contains(one.id())).toList();
    var seen = new HashSet<Long>();
    var parts = new ArrayList<Draft>();
    var own = new LinkedHashMap<KnownFinding, Draft>();
    int again = 0;
    for (var draft : once) {
      var those = KnownFinding.seenIn(draft, ours);
      if (those.isEmpty()) {
        if (ours.stream().anyMatch(one -> one.has(draft))) {
          parts.add(draft);
        }
      } else if (those.size() == 1 && those.getFirst().whose().equals(Whose.of(draft))) {
        own.merge(those.getFirst(), draft, Draft::with);
      } else {
        for (var one : those) {
          again += seen.add(one.id()) && opened(one, draft) ? 1 : 0;
        }
      }
    }
    var places = known.stream().map(KnownFinding::place).collect(Collectors.toSet());
    for (var one : own.entrySet()) {
      if (seen.add(one.getKey().id())) {
        again += update(one.getKey(), one.getValue(), asked.range(), places) ? 1 : 0;
      }
    }
    var others = known.stream().filter(one -> !seen.contains(one.id())).toList();
    again += keep(asked, others, parts, seen);
    return new Kept(again, resolve(ours, seen, asked));
  }

  /// @param drafts each at a place of its own
  /// @param seen takes up those that are there
  /// @return how many were not known, or gone
  private int keep(
      QualityScan.Asked asked, List<KnownFinding> known, List<Draft> drafts, Set<Long> seen) {
    var matches = matches(known, drafts);
    var places = known.stream().map(KnownFinding::place).collect(Collectors.toSet());
    int again = 0;
    for (var match : matches.entrySet()) {
      seen.add(match.getValue().id());
      again += update(match.getValue(), match.getKey(), asked.range(), places) ? 1 : 0;
    }
    var fresh = drafts.stream().filter(draft -> !matches.containsKey(draft)).toList();
    insert(fresh);
    return fresh.size() + again;
  }

  /// What stands at one place is one finding.
  private static List<Draft> once(List<Draft> drafts) {
    var once = new LinkedHashMap<Place, Draft>();
    drafts.forEach(draft -> once.merge(Place.of(draft), draft, Draft::with));
    return List.copyOf(once.values());
  }

  private List<KnownFinding> known(
      QualityScan.Asked asked, Collection<Integer> named, List<Draft> drafts) {
    handle.execute(LOCK);
    var keys = drafts.stream().map(Place::of).toList();
    return handle
        .createQuery(KNOWN)
        .bind("everybody", named.isEmpty())
        .bindArray("ids", Integer.class, List.copyOf(named))
        .bind("first", asked.range().first().minusDays(KnownFinding.NEIGHBOURS))
        .bind("last", asked.range().last().plusDays(KnownFinding.NEIGHBOURS))
        .bindArray("rules", String.class, keys.stream().map(key -> key.whose().rule()).toList())
        .bindArray(
            "instruments",
            Integer.class,
            keys.stream().map(key -> key.whose().instrument()).toList())
        .bindArray(
            "subjects", String.class, keys.stream().map(key -> key.whose().subject()).toList())
        .bindArray(
            "firsts", String.class, keys.stream().map(key -> key.first().toString()).toList())
        .map((row, context) -> KnownFinding.of(Findings.finding(row)))
        .list();
  }

  /// For each that is known: the one at the same place, gone or not, or else one that touches it,
  /// rather one that is not gone. Whoever stands at a place comes first, so that nobody else is
  /// moved there.
  private static Map<Draft, KnownFinding> matches(List<KnownFinding> known, List<Draft> drafts) {
    var places = new HashMap<Place, KnownFinding>();
    var free = new HashMap<Whose, List<KnownFinding>>();
    known.stream()
        .sorted(Comparator.comparing(KnownFinding::isGone))
        .forEach(one -> {
          places.put(one.place(), one);
          free.computeIfAbsent(one.whose(), _ -> new ArrayList<>()).add(one);
        });
    var matches = new LinkedHashMap<Draft, KnownFinding>();
    for (var draft : drafts) {
      var there = places.get(Place.of(draft));
      if (there != null) {
        matches.put(draft, there);
        free.getOrDefault(Whose.of(draft), List.of()).remove(there);
      }
    }
    for (var draft : drafts) {
      var ours = free.getOrDefault(Whose.of(draft), List.of());
      if (!matches.containsKey(draft)) {
        ours.stream()
            .filter(one -> one.touches(draft))
            .findFirst()
            .ifPresent(one -> {
              matches.put(draft, one);
              ours.remove(one);
            });
      }
    }
    return matches;
  }

  /// @param places where findings stand
  /// @return whether it was gone and is there again
  private boolean update(KnownFinding known, Draft draft, DateRange range, Set<Place> places) {
    boolean isFree = draft.first().equals(known.first()) || !places.contains(Place.of(draft));
    // Of a finding that began before what was looked at the pass saw a part only.
    boolean whole = isFree && !known.first().isBefore(range.first());
    var first =
        whole || isFree && draft.first().isBefore(known.first()) ? draft.first() : known.first();
    var last = whole || draft.last().isAfter(known.last()) ? draft.last() : known.last();
    int later =
        (int) draft.sessions().stream().filter(session -> session.isAfter(known.last())).count();
    var severity =
        whole || draft.severity().compareTo(known.severity()) > 0
            ? draft.severity()
            : known.severity();
    handle
        .createUpdate(UPDATE)
        .bind("id", known.id())
        .bind("first", first)
        .bind("last", last)
        .bind("sessions", whole ? draft.sessions().size() : known.sessions() + later)
        .bind("severity", severity.word())
        .bind("state", (known.isGone() ? Finding.State.OPEN : known.state()).word())
        .bind("whole", whole)
        .bind("summary", draft.summary())
        .bind("evidence", JSON.writeValueAsString(draft.evidence()))
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .execute();
    if (known.isGone()) {
      event(handle, at, known.id(), "found_again", by, draft.summary());
    } else if (severity != known.severity() || !last.equals(known.last())) {
      event(handle, at, known.id(), "changed", by, severity.word() + ": " + draft.summary());
    }
    return known.isGone();
  }

  /// Says that one is there, in another finding's shape.
  ///
  /// @return whether it was gone
  private boolean opened(KnownFinding known, Draft draft) {
    handle
        .createUpdate(SEEN)
        .bind("id", known.id())
        .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
        .execute();
    if (known.isGone()) {
      event(handle, at, known.id(), "found_again", by, draft.summary());
    }
    return known.isGone();
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
  private int resolve(List<KnownFinding> known, Set<Long> seen, QualityScan.Asked asked) {
    int resolved = 0;
    for (var one : known) {
      boolean wasLookedAt =
          (asked.rules().isEmpty()
                  ? Rules.isOfScans(one.rule())
                  : asked.rules().contains(one.rule()))
              && !one.first().isBefore(asked.range().first())
              && !one.last().isAfter(asked.range().last());
      if (wasLookedAt && one.state() == Finding.State.OPEN && !seen.contains(one.id())) {
        handle.createUpdate(RESOLVE).bind("id", one.id()).execute();
        event(handle, at, one.id(), "resolved", by, "the data show it no more");
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
