package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// On which sessions one instrument traded, and for how much, for those who look at many
/// instruments at once.
///
/// @param dollars close times volume by session; 0 where the volume is not known
public record DailyTurnover(TreeMap<LocalDate, Double> dollars) {
  /// One row an instrument, read along the key.
  private static final String READ =
      """
      SELECT asked.id, raw.days, raw.dollars
      FROM unnest(:ids) AS asked (id)
      CROSS JOIN LATERAL (
        SELECT array_agg(b.session - DATE '1970-01-01') AS days,
               array_agg(coalesce(b.close * b.volume, 0)) AS dollars
        FROM bar_daily b
        WHERE b.instrument_id = asked.id AND b.session BETWEEN :first AND :last) raw
      WHERE raw.days IS NOT NULL
      """;

  /// Of the raw bars of a range; who has none is missing.
  public static Map<InstrumentId, DailyTurnover> read(
      Handle handle, Collection<InstrumentId> instruments, DateRange range) {
    var turnover = new HashMap<InstrumentId, DailyTurnover>(instruments.size() * 2);
    handle
        .createQuery(READ)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) -> Map.entry(new InstrumentId(row.getInt("id")), of(row)))
        .forEach(entry -> turnover.put(entry.getKey(), entry.getValue()));
    return turnover;
  }

  /// The usual one; 0 where there is none.
  public double median() {
    var sorted = dollars.values().stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  /// Sessions in ascending order.
  public Collection<LocalDate> sessions() {
    return Collections.unmodifiableSet(dollars.keySet());
  }

  private static DailyTurnover of(ResultSet row) throws SQLException {
    Array days = row.getArray("days");
    var dates = (Integer[]) days.getArray();
    var amounts = (Double[]) row.getArray("dollars").getArray();
    var dollars = new TreeMap<LocalDate, Double>();
    for (int i = 0; i < dates.length; i++) {
      dollars.put(LocalDate.ofEpochDay(dates[i]), amounts[i]);
    }
    return new DailyTurnover(dollars);
  }
}
