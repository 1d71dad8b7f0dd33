package ai.tickstock.bars;

import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// A vendor's fair market values beside the daily bars of their session: estimates, never prices.
/// An instrument without a bar has no place for one.
public final class FairValues {
  private static final String KEEP =
      """
      UPDATE bar_daily b SET fmv = u.fmv, fmv_at = u.at
      FROM unnest(:ids, :prices, CAST(:times AS timestamptz[])) AS u (id, fmv, at)
      WHERE b.instrument_id = u.id AND b.session = :session
        AND (b.fmv, b.fmv_at) IS DISTINCT FROM (u.fmv, u.at)
      """;

  private static final String READ =
      """
      SELECT b.instrument_id, b.close, b.fmv
      FROM unnest(:ids) AS asked (id)
      JOIN bar_daily b ON b.instrument_id = asked.id AND b.session = :session
      WHERE b.fmv IS NOT NULL
      """;

  private FairValues() {}

  /// @param at when the vendor computed it
  public record Value(double price, Instant at) {}

  /// A value beside the close of its bar.
  public record Beside(InstrumentId instrument, double close, double value) {}

  /// Writes values beside the bars of a session, inside the caller's transaction.
  ///
  /// @return bars that had another one or none before
  public static int keep(Handle transaction, LocalDate session, Map<InstrumentId, Value> values) {
    var ids = new ArrayList<Integer>();
    var prices = new ArrayList<Double>();
    var times = new ArrayList<String>();
    values.forEach((id, value) -> {
      ids.add(id.value());
      prices.add(value.price());
      times.add(value.at().toString());
    });
    return transaction
        .createUpdate(KEEP)
        .bindArray("ids", Integer.class, ids)
        .bindArray("prices", Double.class, prices)
        .bindArray("times", String.class, times)
        .bind("session", session)
        .execute();
  }

  /// Those of a session, in any order.
  public static List<Beside> read(
      Handle handle, LocalDate session, Iterable<InstrumentId> instruments) {
    var ids = new ArrayList<Integer>();
    instruments.forEach(id -> ids.add(id.value()));
    return handle
        .createQuery(READ)
        .bindArray("ids", Integer.class, ids)
        .bind("session", session)
        .map((row, context) ->
            new Beside(
                new InstrumentId(row.getInt("instrument_id")),
                row.getDouble("close"),
                row.getDouble("fmv")))
        .list();
  }
}
