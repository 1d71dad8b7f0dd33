package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Splits as a transaction stored them.
public final class RecordedSplits {
  /// `recorded_at` is the time of the transaction that stored a row.
  private static final String NOW =
      """
      SELECT c.instrument_id, c.ex_date, c.split_from, c.split_to
      FROM corporate_action c
      WHERE c.kind = 'split' AND c.recorded_at = now()
      ORDER BY c.ex_date, c.instrument_id
      """;

  private RecordedSplits() {}

  /// A split of an instrument.
  public record Recorded(InstrumentId instrument, Split split) {}

  /// Those that this transaction stored, new or corrected.
  public static List<Recorded> in(Handle transaction) {
    return transaction
        .createQuery(NOW)
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
