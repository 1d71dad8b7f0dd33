package ai.tickstock.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The record of decisions that people took; rows are never changed.
public final class Audit {
  private static final String NOTE =
      """
      INSERT INTO tickstock.audit (actor, action, subject, detail) VALUES (:actor, :action, :subject, :detail)
      """;

  private static final String READ =
      """
      SELECT id, at, actor, action, subject, detail FROM tickstock.audit
      WHERE id < :before AND (:text = '' OR strpos(lower(actor || ' ' || action || ' ' || subject || ' ' || detail), lower(:text)) > 0)
      ORDER BY id DESC LIMIT :most
      """;

  private Audit() {}

  /// One decision.
  public record Entry(
      long id, Instant at, String actor, String action, String subject, String detail) {}

  /// Those before one, the newest first.
  ///
  /// @param before the number of an entry; `Long.MAX_VALUE` for the newest
  /// @param text that stands somewhere in each, whatever its case; empty for all
  public static List<Entry> read(Handle handle, long before, String text, int most) {
    return handle
        .createQuery(READ)
        .bind("before", before)
        .bind("text", text)
        .bind("most", most)
        .map((row, context) ->
            new Entry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("detail")))
        .list();
  }

  /// Notes a decision, in the transaction that carries it out.
  ///
  /// @param actor user and host
  /// @param action in the words of a command, e.g. `types set`
  /// @param subject what was decided about
  /// @param detail what was decided and why
  public static void note(
      Handle transaction, String actor, String action, String subject, String detail) {
    transaction
        .createUpdate(NOTE)
        .bind("actor", actor)
        .bind("action", action)
        .bind("subject", subject)
        .bind("detail", detail)
        .execute();
  }
}
