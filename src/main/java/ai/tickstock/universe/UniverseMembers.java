package ai.tickstock.universe;

import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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

  /// The members of those universes that are chosen as above, with how many there are in each.
  private static final String SMALLEST =
      """
      WITH member AS (
        SELECT m.universe_id, m.instrument_id, m.source <> :rules OR m.rank IS NOT NULL AS chosen,
               count(*) OVER (PARTITION BY m.universe_id) AS members
        FROM universe_member m
        WHERE m.valid_from <= :on AND (m.valid_to IS NULL OR m.valid_to >= :on)
      )
      SELECT DISTINCT ON (o.instrument_id) o.instrument_id AS id, u.key, o.members
      FROM member o JOIN universe u ON u.id = o.universe_id
      WHERE o.chosen AND o.instrument_id = ANY (:ids)
      ORDER BY o.instrument_id, o.members, u.key
      """;

  private UniverseMembers() {}

  /// A universe by its size.
  public record Sized(String key, int members) {}

  /// The smallest universe for which each of these is chosen on a date, where there is one.
  public static Map<InstrumentId, Sized> smallest(
      Handle handle, Collection<InstrumentId> ids, LocalDate on) {
    return handle
        .createQuery(SMALLEST)
        .bind("on", on)
        .bind("rules", EtfFacts.RULES)
        .bindArray("ids", Integer.class, ids.stream().map(InstrumentId::value).toList())
        .reduceRows(
            new HashMap<InstrumentId, Sized>(),
            (map, row) -> {
              map.put(
                  new InstrumentId(row.getColumn("id", Integer.class)),
                  new Sized(
                      row.getColumn("key", String.class), row.getColumn("members", Integer.class)));
              return map;
            });
  }

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
