package ai.tickstock.listing;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Splits as they are stored, for whoever tells of them.
public final class RecordedSplits {
  /// `recorded_at` is the time of the transaction that stored a row.
  private static final String NEWS =
      """
      SELECT c.instrument_id, c.ex_date, c.split_from, c.split_to
      FROM corporate_action c
      WHERE c.kind = 'split' AND (c.recorded_at = now() OR c.ex_date BETWEEN :first AND :last)
      ORDER BY c.ex_date, c.instrument_id
      """;

  private RecordedSplits() {}

  /// A split of an instrument.
  public record Recorded(InstrumentId instrument, Split split) {}

  /// Those that this transaction stored, new or corrected, and those of some dates, whoever stored
  /// them.
  public static List<Recorded> in(Handle transaction, DateRange executed) {
    return transaction
        .createQuery(NEWS)
        .bind("first", executed.first())
        .bind("last", executed.last())
        .map((row, context) ->
            new Recorded(
                new InstrumentId(row.getInt("instrument_id")),
                new Split(
                    row.getObject("ex_date", LocalDate.class),
                    row.getBigDecimal("split_from"),
                    row.getBigDecimal("split_to"))))
        .list();
  }
}
