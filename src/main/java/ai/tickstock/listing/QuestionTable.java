package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `listing_question` in one session's hands.
final class QuestionTable {
  private static final String ASK =
      """
      INSERT INTO listing_question
        (kind, instrument_id, other_id, ticker, on_date, confidence, evidence)
      SELECT :kind, :instrument, :other, :ticker, :on, :confidence, :evidence
      WHERE NOT EXISTS (
        SELECT 1 FROM listing_question
        WHERE kind = :kind AND instrument_id = :instrument AND ticker = :ticker
          AND other_id IS NOT DISTINCT FROM CAST(:other AS integer)
          AND (answer IS NULL OR evidence = :evidence))
      """;

  private static final String SELECT =
      """
      SELECT id, kind, instrument_id, other_id, ticker, on_date, confidence, evidence, asked_at
      FROM listing_question
      WHERE answer IS NULL
      """;

  private static final String OPEN = SELECT + "ORDER BY on_date, id";

  private static final String OPEN_BY_ID = SELECT + "AND id = :id FOR UPDATE";

  private static final String ANSWER =
      """
      UPDATE listing_question
      SET answer = :answer, answered_at = now(), answered_by = :by, because = :because
      WHERE id = :id
      """;

  private QuestionTable() {}

  /// A question that is open, or was answered on the same evidence, is not asked again.
  static void write(Handle transaction, List<NotedQuestion> questions) {
    for (var question : questions) {
      transaction
          .createUpdate(ASK)
          .bind("kind", question.kind().name().toLowerCase(Locale.ROOT))
          .bind("instrument", question.instrument().id().value())
          .bind("other", question.other().map(i -> i.id().value()).orElse(null))
          .bind("ticker", question.symbol().ticker())
          .bind("on", question.on())
          .bind("confidence", question.confidence())
          .bind("evidence", question.evidence())
          .execute();
    }
  }

  /// The oldest first.
  static List<ListingQuestion> open(Handle h) {
    return h.createQuery(OPEN).map((row, context) -> question(row)).list();
  }

  static Optional<ListingQuestion> open(Handle transaction, int id) {
    return transaction
        .createQuery(OPEN_BY_ID)
        .bind("id", id)
        .map((row, context) -> question(row))
        .findOne();
  }

  static void answer(Handle transaction, int id, boolean yes, String by, String because) {
    transaction
        .createUpdate(ANSWER)
        .bind("id", id)
        .bind("answer", yes ? "yes" : "no")
        .bind("by", by)
        .bind("because", because)
        .execute();
  }

  private static ListingQuestion question(ResultSet row) throws SQLException {
    int other = row.getInt("other_id");
    boolean hasOther = !row.wasNull();
    return new ListingQuestion(
        row.getInt("id"),
        ListingQuestion.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        new InstrumentId(row.getInt("instrument_id")),
        hasOther ? Optional.of(new InstrumentId(other)) : Optional.empty(),
        new Symbol(row.getString("ticker")),
        row.getObject("on_date", LocalDate.class),
        row.getDouble("confidence"),
        row.getString("evidence"),
        row.getObject("asked_at", OffsetDateTime.class).toInstant());
  }
}
