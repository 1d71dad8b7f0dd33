package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The last final close of an instrument in a range of dates, as traded.
public record LastClose(LocalDate session, double close) {
  private static final String READ =
      """
      SELECT asked.id, b.session, b.close
      FROM unnest(:ids) AS asked (id)
        CROSS JOIN LATERAL (
          SELECT session, close FROM bar_daily
          WHERE instrument_id = asked.id AND session BETWEEN :first AND :last
            AND close > 0 AND NOT provisional
          ORDER BY session DESC
          LIMIT 1) b
      """;

  /// Who has none is missing.
  public static Map<InstrumentId, LastClose> read(
      Handle handle, Collection<InstrumentId> instruments, DateRange range) {
    var closes = new HashMap<InstrumentId, LastClose>();
    handle
        .createQuery(READ)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("id")),
                new LastClose(row.getObject("session", LocalDate.class), row.getDouble("close"))))
        .forEach(entry -> closes.put(entry.getKey(), entry.getValue()));
    return closes;
  }
}
