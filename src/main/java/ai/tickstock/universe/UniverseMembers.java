package ai.tickstock.universe;

import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

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

  /// Rules such as all stocks or a band of sizes take everybody in.
  private static final String CHOSEN = OF_ANY + "  AND (m.source <> :rules OR m.rank IS NOT NULL)";

  private UniverseMembers() {}

  /// Members of any universe on a date.
  public static Set<InstrumentId> ofAny(Handle handle, LocalDate on) {
    return ids(handle.createQuery(OF_ANY).bind("on", on));
  }

  /// Those that lists or people put in, or that rank among the first of a rule, on a date.
  public static Set<InstrumentId> chosen(Handle handle, LocalDate on) {
    return ids(handle.createQuery(CHOSEN).bind("on", on).bind("rules", EtfFacts.RULES));
  }

  private static Set<InstrumentId> ids(Query query) {
    return new HashSet<>(query.map((row, context) -> new InstrumentId(row.getInt("id"))).list());
  }
}
