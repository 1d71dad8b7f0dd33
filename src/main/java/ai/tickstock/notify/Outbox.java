package ai.tickstock.notify;

import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Events for programs. An event is posted in the transaction that makes it true, so that neither
/// is there without the other, and with it the row that says how far its delivery is.
public final class Outbox {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String POST =
      """
      WITH posted AS (
        INSERT INTO outbox_event (event, subject, payload)
        VALUES (:event, :subject, CAST(:payload AS jsonb))
        RETURNING id, subject
      )
      INSERT INTO outbox_delivery (event_id, subject) SELECT id, subject FROM posted
      """;

  private static final String POSTED =
      """
      SELECT EXISTS (
        SELECT FROM outbox_event
        WHERE event = :event AND subject = :subject AND payload @> CAST(:part AS jsonb))
      """;

  private Outbox() {}

  /// @param event its name, e.g. `symbols.new`; `EventChannels` says where it is heard
  /// @param subject whom it is about, e.g. a ticker; events of one subject stay in order
  /// @param payload values that JSON knows: text, numbers, booleans, lists and maps of them
  public static void post(
      Handle transaction, String event, String subject, Map<String, ?> payload) {
    transaction
        .createUpdate(POST)
        .bind("event", event)
        .bind("subject", subject)
        .bind("payload", JSON.writeValueAsString(payload))
        .execute();
  }

  /// Whether an event was posted of that subject whose payload has these values.
  ///
  /// @param part numbers are compared as numbers: 4 is 4.0
  public static boolean wasPosted(
      Handle transaction, String event, String subject, Map<String, ?> part) {
    return transaction
        .createQuery(POSTED)
        .bind("event", event)
        .bind("subject", subject)
        .bind("part", JSON.writeValueAsString(part))
        .mapTo(Boolean.class)
        .one();
  }
}
