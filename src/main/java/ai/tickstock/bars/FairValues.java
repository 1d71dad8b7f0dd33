package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// A vendor's fair market values beside the daily bars of their session: estimates, never prices.
/// Those of instruments without a bar of the session stand apart, as approximations.
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

  private static final String APPROXIMATE =
      """
      INSERT INTO fair_approximation (instrument_id, session, fmv, fmv_at)
      SELECT u.id, :session, u.fmv, u.at
      FROM unnest(:ids, :prices, CAST(:times AS timestamptz[])) AS u (id, fmv, at)
      WHERE NOT EXISTS (
        SELECT FROM bar_daily b WHERE b.instrument_id = u.id AND b.session = :session)
      ON CONFLICT (instrument_id, session) DO UPDATE SET fmv = excluded.fmv, fmv_at = excluded.fmv_at
      """;

  private static final String APPROXIMATIONS =
      """
      SELECT f.instrument_id, f.session, f.fmv
      FROM unnest(:ids) AS asked (id)
      JOIN fair_approximation f ON f.instrument_id = asked.id
        AND f.session BETWEEN :first AND :last
      """;

  private FairValues() {}

  /// @param at when the vendor computed it
  public record Value(double price, Instant at) {}

  /// A value beside the close of its bar.
  public record Beside(InstrumentId instrument, double close, double value) {}

  /// @param rows bars that had another value or none before
  /// @param approximations instruments without a bar of the session
  public record Kept(int rows, int approximations) {}

  /// Writes values beside the bars of a session, inside the caller's transaction.
  public static Kept keep(Handle transaction, LocalDate session, Map<InstrumentId, Value> values) {
    var ids = new ArrayList<Integer>();
    var prices = new ArrayList<Double>();
    var times = new ArrayList<String>();
    values.forEach((id, value) -> {
      ids.add(id.value());
      prices.add(value.price());
      times.add(value.at().toString());
    });
    var counts = new ArrayList<Integer>();
    for (var statement : List.of(KEEP, APPROXIMATE)) {
      counts.add(
          transaction
              .createUpdate(statement)
              .bindArray("ids", Integer.class, ids)
              .bindArray("prices", Double.class, prices)
              .bindArray("times", String.class, times)
              .bind("session", session)
              .execute());
    }
    return new Kept(counts.getFirst(), counts.getLast());
  }

  /// Values of sessions without a bar, by instrument and session; a bar that came later stands for
  /// its session itself.
  public static Map<InstrumentId, Map<LocalDate, Double>> approximations(
      Handle handle, Collection<InstrumentId> instruments, DateRange range) {
    return handle
        .createQuery(APPROXIMATIONS)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("first", range.first())
        .bind("last", range.last())
        .reduceRows(
            new HashMap<InstrumentId, Map<LocalDate, Double>>(),
            (map, row) -> {
              map.computeIfAbsent(
                      new InstrumentId(row.getColumn("instrument_id", Integer.class)),
                      _ -> new HashMap<>())
                  .put(
                      row.getColumn("session", LocalDate.class),
                      row.getColumn("fmv", Double.class));
              return map;
            });
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
