package ai.tickstock.notify;

import ai.tickstock.database.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// Events for whoever delivers them. An event is posted in the transaction that makes it true, so
/// that neither is there without the other. Numbers are given before the commit: one with a lower
/// number can appear after one with a higher.
public final class Outbox {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String POST =
      """
      INSERT INTO outbox_event (event, subject, payload)
      VALUES (:event, :subject, CAST(:payload AS jsonb))
      """;

  private static final String AFTER =
      """
      SELECT id, at, event, subject, payload::text AS payload
      FROM outbox_event
      WHERE id > :id
      ORDER BY id
      LIMIT :most
      """;

  private Outbox() {}

  /// @param event its name, e.g. `symbols.new`
  /// @param subject whom it is about, e.g. a ticker
  /// @param payload JSON
  public record Event(long id, Instant at, String event, String subject, String payload) {}

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

  /// The next events after one, by number.
  ///
  /// @param id of the last one that was read; 0 for the first ones
  public static List<Event> after(Database database, long id, int most) {
    return database.read(h ->
        h.createQuery(AFTER)
            .bind("id", id)
            .bind("most", most)
            .map((row, context) ->
                new Event(
                    row.getLong("id"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("event"),
                    row.getString("subject"),
                    row.getString("payload")))
            .list());
  }
}
