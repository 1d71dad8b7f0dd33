package ai.tickstock.audit;

import org.jdbi.v3.core.Handle;

/// The record of decisions that people took; rows are never changed.
public final class Audit {
  private static final String NOTE =
      """
      INSERT INTO tickstock.audit (actor, action, subject, detail) VALUES (:actor, :action, :subject, :detail)
      """;

  private Audit() {}

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
