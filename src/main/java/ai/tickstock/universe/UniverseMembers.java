package ai.tickstock.universe;

import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Which instruments belong to any universe, for those who look at all of them at once.
public final class UniverseMembers {
  /// A member that is not bound to an instrument yet is whoever has its ticker now.
  private static final String OF_ANY =
      """
      SELECT DISTINCT coalesce(m.instrument_id, s.instrument_id) AS id
      FROM universe_member m
      LEFT JOIN instrument_symbol s ON m.instrument_id IS NULL AND s.ticker = m.ticker AND s.valid_to IS NULL
      WHERE m.valid_from <= :on AND (m.valid_to IS NULL OR m.valid_to >= :on)
        AND coalesce(m.instrument_id, s.instrument_id) IS NOT NULL
      """;

  private UniverseMembers() {}

  /// Members of any universe on a date.
  public static Set<InstrumentId> ofAny(Handle handle, LocalDate on) {
    return new HashSet<>(
        handle
            .createQuery(OF_ANY)
            .bind("on", on)
            .map((row, context) -> new InstrumentId(row.getInt("id")))
            .list());
  }
}
