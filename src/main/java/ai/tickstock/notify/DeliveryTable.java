package ai.tickstock.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Rows of `notice_message` and `notice_delivery` in one session's hands.
final class DeliveryTable {
  private static final String MESSAGE =
      """
      INSERT INTO notice_message (form, created_at) VALUES (:form, :now) RETURNING id
      """;

  private static final String NOTICE_IN_MESSAGE =
      "INSERT INTO notice_in_message (message_id, notice_id) SELECT :message, unnest(:notices)";

  private static final String DELIVERY =
      """
      INSERT INTO notice_delivery (message_id, channel, contact, urgent)
      VALUES (:message, :channel, :contact, :urgent)
      """;

  private static final String WAITS =
      """
      SELECT count(*)
      FROM notice_delivery d JOIN notice_in_message m ON m.message_id = d.message_id
      WHERE m.notice_id = :notice AND d.channel = :channel AND d.contact = :contact AND d.state = 'waiting'
      """;

  private static final String PROMPT_SINCE =
      "SELECT count(*) FROM notice_message WHERE form = 'prompt' AND created_at > :since";

  private static final String CLAIM =
      """
      WITH due AS (
        SELECT id
        FROM notice_delivery
        WHERE channel = :channel AND state = 'waiting'
          AND (next_attempt IS NULL OR next_attempt <= :now)
          AND (leased_until IS NULL OR leased_until < clock_timestamp())
        ORDER BY urgent DESC, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
      )
      UPDATE notice_delivery d SET
        leased_until = clock_timestamp() + CAST(:lease AS interval),
        attempts = d.attempts + 1,
        first_attempt = coalesce(d.first_attempt, :now)
      FROM due, notice_message m
      WHERE d.id = due.id AND m.id = d.message_id
      RETURNING d.id, d.uid, d.message_id, d.channel, d.contact, m.form, m.created_at, d.state, d.attempts,
                d.first_attempt, d.next_attempt, d.last_error, d.delivered_at
      """;

  private static final String OF_NOTICE =
      """
      SELECT d.id, d.uid, d.message_id, d.channel, d.contact, m.form, m.created_at, d.state, d.attempts,
             d.first_attempt, d.next_attempt, d.last_error, d.delivered_at
      FROM notice_delivery d
        JOIN notice_message m ON m.id = d.message_id
        JOIN notice_in_message n ON n.message_id = m.id
      WHERE n.notice_id = :notice
      ORDER BY d.id
      """;

  private static final String NOTICES_OF =
      "SELECT notice_id FROM notice_in_message WHERE message_id = :message";

  private static final String DELIVERED =
      """
      UPDATE notice_delivery SET
        state = 'delivered', delivered_at = :now, leased_until = NULL, next_attempt = NULL
      WHERE id = :id AND state <> 'delivered'
      """;

  private static final String FAILED =
      """
      UPDATE notice_delivery SET
        state = :state, next_attempt = CAST(:next AS timestamptz), last_error = :error, leased_until = NULL
      WHERE id = :id AND state = 'waiting'
      """;

  private static final String AGAIN =
      """
      UPDATE notice_delivery SET state = 'waiting', next_attempt = NULL, first_attempt = NULL
      WHERE state = 'given_up'
      """;

  private static final String EVENTS_AGAIN =
      """
      UPDATE outbox_delivery SET state = 'waiting', next_attempt = NULL, first_attempt = NULL
      WHERE state = 'given_up'
      """;

  private DeliveryTable() {}

  /// Over which channel to whom.
  record Target(Channel channel, String contact) {}

  static long message(Handle h, Form form, List<Long> notices, List<Target> targets, Instant now) {
    long message =
        h.createQuery(MESSAGE)
            .bind("form", form.word())
            .bind("now", Times.bound(now))
            .mapTo(Long.class)
            .one();
    h.createUpdate(NOTICE_IN_MESSAGE)
        .bind("message", message)
        .bind("notices", notices.toArray(Long[]::new))
        .execute();
    for (var target : targets) {
      h.createUpdate(DELIVERY)
          .bind("message", message)
          .bind("channel", target.channel().word())
          .bind("contact", target.contact())
          .bind("urgent", form.isUrgent())
          .execute();
    }
    return message;
  }

  /// Whether the notice is on its way there already.
  static boolean waits(Handle h, long notice, Target target) {
    return h.createQuery(WAITS)
            .bind("notice", notice)
            .bind("channel", target.channel().word())
            .bind("contact", target.contact())
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  static int promptSince(Handle h, Instant since) {
    return h.createQuery(PROMPT_SINCE).bind("since", Times.bound(since)).mapTo(Integer.class).one();
  }

  static Optional<NoticeDelivery> claim(Handle h, Channel channel, Instant now, Duration lease) {
    return h.createQuery(CLAIM)
        .bind("channel", channel.word())
        .bind("now", Times.bound(now))
        .bind("lease", lease.toMillis() + " milliseconds")
        .map((row, context) -> delivery(row))
        .findFirst();
  }

  static List<NoticeDelivery> ofNotice(Handle h, long notice) {
    return h.createQuery(OF_NOTICE)
        .bind("notice", notice)
        .map((row, context) -> delivery(row))
        .list();
  }

  static List<Notice> notices(Handle h, long message) {
    return NoticeTable.find(
        h, h.createQuery(NOTICES_OF).bind("message", message).mapTo(Long.class).list());
  }

  static void delivered(Handle h, long id, Instant now) {
    h.createUpdate(DELIVERED).bind("id", id).bind("now", Times.bound(now)).execute();
  }

  static void failed(Handle h, long id, String error, Instant next) {
    failed(h, id, NoticeDelivery.State.WAITING, error, Optional.of(next));
  }

  static void givenUp(Handle h, long id, String error) {
    failed(h, id, NoticeDelivery.State.GIVEN_UP, error, Optional.empty());
  }

  private static void failed(
      Handle h, long id, NoticeDelivery.State state, String error, Optional<Instant> next) {
    h.createUpdate(FAILED)
        .bind("id", id)
        .bind("state", state.word())
        .bind("error", error)
        .bind("next", next.map(Times::bound))
        .execute();
  }

  /// Lets everything wait again that was given up, for three days from the next attempt on.
  ///
  /// @return how many
  static int again(Handle h) {
    return h.execute(AGAIN) + h.execute(EVENTS_AGAIN);
  }

  private static NoticeDelivery delivery(ResultSet row) throws SQLException {
    return new NoticeDelivery(
        row.getLong("id"),
        row.getObject("uid", UUID.class),
        row.getLong("message_id"),
        row.getString("channel"),
        row.getString("contact"),
        row.getString("form"),
        Times.instant(row, "created_at"),
        NoticeDelivery.State.ofWord(row.getString("state")),
        row.getInt("attempts"),
        Times.optional(row, "first_attempt"),
        Times.optional(row, "next_attempt"),
        row.getString("last_error"),
        Times.optional(row, "delivered_at"));
  }
}
