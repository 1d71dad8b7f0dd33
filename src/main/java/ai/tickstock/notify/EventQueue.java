package ai.tickstock.notify;

import ai.tickstock.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Events on their way to Redis, claimed so that no two processes send one at a time.
final class EventQueue {
  /// Of one subject only the first that waits, so that a later one never overtakes it.
  private static final String CLAIM =
      """
      WITH due AS (
        SELECT d.event_id
        FROM outbox_delivery d
        WHERE d.state = 'waiting'
          AND (d.next_attempt IS NULL OR d.next_attempt <= :now)
          AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
          AND NOT EXISTS (
            SELECT FROM outbox_delivery before
            WHERE before.subject = d.subject AND before.state = 'waiting' AND before.event_id < d.event_id)
        ORDER BY d.event_id
        LIMIT :most
        FOR UPDATE SKIP LOCKED
      )
      UPDATE outbox_delivery d SET
        leased_until = clock_timestamp() + CAST(:lease AS interval),
        attempts = d.attempts + 1,
        first_attempt = coalesce(d.first_attempt, :now)
      FROM due JOIN outbox_event e ON e.id = due.event_id
      WHERE d.event_id = due.event_id
      RETURNING d.event_id, d.uid, e.at, e.event, e.payload::text AS payload, d.attempts, d.first_attempt
      """;

  private static final String DELIVERED =
      """
      UPDATE outbox_delivery SET
        state = 'delivered', delivered_at = :now, leased_until = NULL, next_attempt = NULL
      WHERE event_id = ANY (:ids) AND state <> 'delivered'
      """;

  private static final String FAILED =
      """
      UPDATE outbox_delivery SET
        state = :state, next_attempt = :next, last_error = :error, leased_until = NULL
      WHERE event_id = :id AND state = 'waiting'
      """;

  private static final String STATE =
      "SELECT state, last_error FROM outbox_delivery WHERE event_id = :id";

  private final Database database;
  private final String source;
  private final Duration lease;

  EventQueue(Database database, String source, Duration lease) {
    this.database = database;
    this.source = source;
    this.lease = lease;
  }

  /// The next due ones in their order.
  List<QueuedEvent> claim(Instant now, int most) {
    return database.inTransaction(h ->
        h
            .createQuery(CLAIM)
            .bind("now", Times.bound(now))
            .bind("most", most)
            .bind("lease", lease.toMillis() + " milliseconds")
            .map((row, context) -> event(row))
            .stream()
            .sorted(Comparator.comparingLong(QueuedEvent::id))
            .toList());
  }

  void delivered(List<QueuedEvent> events, Instant now) {
    var ids = events.stream().map(QueuedEvent::id).toArray(Long[]::new);
    database.useTransaction(
        h -> h.createUpdate(DELIVERED).bind("now", Times.bound(now)).bind("ids", ids).execute());
  }

  /// Each is tried again after a pause of its own, or given up.
  ///
  /// @return how many were given up
  int failed(List<QueuedEvent> events, String error, Instant now) {
    return database.inTransaction(h -> {
      int over = 0;
      for (var event : events) {
        boolean isOver = Retry.isOver(event.firstAttempt(), now);
        over += isOver ? 1 : 0;
        h.createUpdate(FAILED)
            .bind("state", isOver ? "given_up" : "waiting")
            .bind("next", Times.bound(now.plus(Retry.pauseAfter(event.attempts()))))
            .bind("error", error)
            .bind("id", event.id())
            .execute();
      }
      return over;
    });
  }

  /// The event that this session posted last.
  static long newest(Handle h) {
    return h.createQuery("SELECT currval(pg_get_serial_sequence('outbox_event', 'id'))")
        .mapTo(Long.class)
        .one();
  }

  static EventState state(Handle h, long id) {
    return h.createQuery(STATE)
        .bind("id", id)
        .map((row, context) ->
            new EventState(
                NoticeDelivery.State.ofWord(row.getString("state")), row.getString("last_error")))
        .one();
  }

  private QueuedEvent event(ResultSet row) throws SQLException {
    return new QueuedEvent(
        row.getLong("event_id"),
        new Envelope(
            row.getObject("uid", UUID.class),
            row.getString("event"),
            Times.instant(row, "at"),
            source,
            row.getString("payload")),
        row.getInt("attempts"),
        Times.instant(row, "first_attempt"));
  }
}
