package ai.tickstock.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `notice` in one session's hands.
final class NoticeTable {
  /// An acknowledged cause that was not seen for so long is over; seen again it is a new notice.
  private static final Duration QUIET_UNTIL_RESOLVED = Duration.ofDays(1);

  private static final String POST =
      """
      INSERT INTO notice (kind, severity, cause, subject, facts, session, first_seen, last_seen)
      VALUES (:kind, :severity, :cause, :subject, CAST(:facts AS jsonb), :session, :at, :at)
      ON CONFLICT (cause) WHERE state <> 'resolved' DO UPDATE SET
        count = notice.count + 1,
        last_seen = greatest(notice.last_seen, excluded.last_seen),
        subject = excluded.subject,
        facts = excluded.facts,
        session = excluded.session,
        severity = CASE
          WHEN array_position(:ascending, excluded.severity) > array_position(:ascending, notice.severity)
          THEN excluded.severity ELSE notice.severity END,
        route = CASE
          WHEN excluded.severity = 'critical' AND notice.severity <> 'critical' AND notice.state = 'open'
          THEN 'new' ELSE notice.route END,
        digest_since = CASE
          WHEN excluded.severity = 'critical' AND notice.severity <> 'critical' AND notice.state = 'open'
          THEN NULL ELSE notice.digest_since END
      """;

  private static final String LIST =
      """
      SELECT id, kind, severity, cause, subject, facts::text AS facts, session, state, first_seen, last_seen,
             count, route, told, acknowledged_at, acknowledged_by, because
      FROM notice
      WHERE (NOT :only_open OR state = 'open') AND last_seen >= :since
      ORDER BY last_seen DESC, id DESC
      LIMIT :most
      """;

  private static final String FIND =
      """
      SELECT id, kind, severity, cause, subject, facts::text AS facts, session, state, first_seen, last_seen,
             count, route, told, acknowledged_at, acknowledged_by, because
      FROM notice
      WHERE id = ANY (:ids)
      ORDER BY id
      """;

  private static final String ACKNOWLEDGE =
      """
      UPDATE notice SET
        state = 'acknowledged', acknowledged_at = :at, acknowledged_by = :by, because = nullif(:because, '')
      WHERE id = :id AND state = 'open'
      """;

  private static final String UNTOLD =
      """
      SELECT id, kind, severity, first_seen, digest_since
      FROM notice
      WHERE state = 'open' AND route <> 'told'
      ORDER BY first_seen, id
      """;

  private static final String UNANSWERED =
      """
      SELECT id, told_at
      FROM notice
      WHERE state = 'open' AND route = 'told' AND severity = 'critical'
      ORDER BY id
      """;

  private static final String TO_DIGEST =
      "UPDATE notice SET route = 'digest', digest_since = :now WHERE id = ANY (:ids)";

  private static final String TOLD =
      """
      UPDATE notice SET route = 'told', digest_since = NULL, told = told + 1, told_at = :now
      WHERE id = ANY (:ids)
      """;

  private static final String RESOLVE_TOLD_NEWS =
      """
      UPDATE notice n SET state = 'resolved', resolved_at = :now
      WHERE n.state = 'open' AND n.route = 'told' AND n.severity <> 'critical' AND n.kind = ANY (:news)
        AND NOT EXISTS (
          SELECT FROM notice_in_message m JOIN notice_delivery d ON d.message_id = m.message_id
          WHERE m.notice_id = n.id AND d.state <> 'delivered')
      """;

  private static final String RESOLVE_ACKNOWLEDGED =
      """
      UPDATE notice SET state = 'resolved', resolved_at = :now
      WHERE state = 'acknowledged' AND last_seen < :before AND acknowledged_at < :before
      """;

  private static final String RESOLVE_CLOSED_GAPS =
      """
      UPDATE notice SET state = 'resolved', resolved_at = :now
      WHERE kind = :kind AND state <> 'resolved' AND session <= :session
        AND facts ->> 'symbol' = ANY (:symbols) AND NOT cause = ANY (:causes)
      """;

  private static final String[] ASCENDING =
      Arrays.stream(Severity.values()).map(Severity::word).toArray(String[]::new);
  private static final String[] NEWS =
      Arrays.stream(NoticeKind.values())
          .filter(NoticeKind::isNews)
          .map(NoticeKind::word)
          .toArray(String[]::new);

  private NoticeTable() {}

  static void post(Handle h, NewNotice notice, Instant at) {
    h.createUpdate(POST)
        .bind("kind", NoticeKind.of(notice).word())
        .bind("severity", notice.severity().word())
        .bind("cause", notice.cause())
        .bind("subject", notice.subject())
        .bind("facts", Notice.json(notice))
        .bind("session", notice.session())
        .bind("at", Times.bound(at))
        .bind("ascending", ASCENDING)
        .execute();
  }

  static List<Notice> list(Handle h, boolean onlyOpen, Instant since, int most) {
    return h.createQuery(LIST)
        .bind("only_open", onlyOpen)
        .bind("since", Times.bound(since))
        .bind("most", most)
        .map((row, context) -> notice(row))
        .list();
  }

  static List<Notice> find(Handle h, List<Long> ids) {
    return h.createQuery(FIND)
        .bind("ids", ids.toArray(Long[]::new))
        .map((row, context) -> notice(row))
        .list();
  }

  static boolean acknowledge(Handle h, long id, String by, String because, Instant at) {
    return h.createUpdate(ACKNOWLEDGE)
            .bind("id", id)
            .bind("by", by)
            .bind("because", because)
            .bind("at", Times.bound(at))
            .execute()
        > 0;
  }

  /// Of the notice of a cause that is not resolved.
  static long idOf(Handle h, String cause) {
    return h.createQuery("SELECT id FROM notice WHERE cause = :cause AND state <> 'resolved'")
        .bind("cause", cause)
        .mapTo(Long.class)
        .one();
  }

  static List<Routing.Untold> untold(Handle h) {
    return h.createQuery(UNTOLD)
        .map((row, context) ->
            new Routing.Untold(
                row.getLong("id"),
                row.getString("kind"),
                Severity.ofWord(row.getString("severity")),
                Times.instant(row, "first_seen"),
                Times.optional(row, "digest_since")))
        .list();
  }

  static int countUntold(Handle h) {
    return untold(h).size();
  }

  static List<Routing.Unanswered> unanswered(Handle h) {
    return h.createQuery(UNANSWERED)
        .map((row, context) ->
            new Routing.Unanswered(row.getLong("id"), Times.instant(row, "told_at")))
        .list();
  }

  static void toDigest(Handle h, List<Long> ids, Instant now) {
    h.createUpdate(TO_DIGEST)
        .bind("ids", ids.toArray(Long[]::new))
        .bind("now", Times.bound(now))
        .execute();
  }

  static void told(Handle h, List<Long> ids, Instant now) {
    h.createUpdate(TOLD)
        .bind("ids", ids.toArray(Long[]::new))
        .bind("now", Times.bound(now))
        .execute();
  }

  /// News are over when all were told of them; what is acknowledged when it is not seen any more.
  static void resolve(Handle h, Instant now) {
    h.createUpdate(RESOLVE_TOLD_NEWS).bind("now", Times.bound(now)).bind("news", NEWS).execute();
    h.createUpdate(RESOLVE_ACKNOWLEDGED)
        .bind("now", Times.bound(now))
        .bind("before", Times.bound(now.minus(QUIET_UNTIL_RESOLVED)))
        .execute();
  }

  static int resolveClosedGaps(
      Handle h, Collection<String> symbols, List<String> causes, LocalDate session, Instant now) {
    return h.createUpdate(RESOLVE_CLOSED_GAPS)
        .bind("kind", NoticeKind.GAP_FOUND.word())
        .bindArray("symbols", String.class, List.copyOf(symbols))
        .bindArray("causes", String.class, causes)
        .bind("session", session)
        .bind("now", Times.bound(now))
        .execute();
  }

  private static Notice notice(ResultSet row) throws SQLException {
    var acknowledgedBy = Optional.ofNullable(row.getString("acknowledged_by"));
    var because = Optional.ofNullable(row.getString("because")).orElse("");
    var acknowledgedAt = Times.optional(row, "acknowledged_at");
    return new Notice(
        row.getLong("id"),
        row.getString("kind"),
        Severity.ofWord(row.getString("severity")),
        row.getString("cause"),
        row.getString("subject"),
        row.getString("facts"),
        Optional.ofNullable(row.getObject("session", LocalDate.class)),
        Notice.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Times.instant(row, "first_seen"),
        Times.instant(row, "last_seen"),
        row.getInt("count"),
        Notice.Route.valueOf(row.getString("route").toUpperCase(Locale.ROOT)),
        row.getInt("told"),
        acknowledgedBy.flatMap(
            by -> acknowledgedAt.map(at -> new Notice.Acknowledged(at, by, because))));
  }
}
