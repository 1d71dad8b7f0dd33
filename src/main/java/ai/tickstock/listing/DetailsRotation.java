package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Whose details are asked for next: a few a night, so that each has its turn. Who was never asked
/// for comes first, then whose are the oldest; those of members of universes and of large companies
/// age four times as fast.
public final class DetailsRotation {
  private static final String NEXT =
      """
      SELECT i.id, s.ticker
      FROM unnest(:ids) AS asked (id)
      JOIN instrument i ON i.id = asked.id
      JOIN instrument_symbol s ON s.instrument_id = i.id AND s.valid_to IS NULL
      WHERE i.active AND NOT i.provisional AND (i.details_at IS NULL OR i.details_at < :since)
      ORDER BY
        coalesce(extract(epoch FROM CAST(:since AS timestamptz) - i.details_at), 10000000000)
          * CASE WHEN i.id = ANY (:important) OR i.market_cap >= 10000000000 THEN 4 ELSE 1 END DESC,
        i.market_cap DESC NULLS LAST, i.id
      LIMIT :most
      """;

  private static final String ASKED_SINCE =
      """
      SELECT count(*) FROM unnest(:ids) AS asked (id) JOIN instrument i ON i.id = asked.id
      WHERE i.details_at >= :since
      """;

  private static final String NOTE = "UPDATE instrument SET details_at = :at WHERE id = :id";

  private DetailsRotation() {}

  /// Who is next.
  ///
  /// @param important who comes more often
  /// @param since who was asked for since then had its turn
  public static Map<InstrumentId, Symbol> next(
      Handle handle,
      Collection<InstrumentId> instruments,
      Collection<InstrumentId> important,
      Instant since,
      int most) {
    var next = new LinkedHashMap<InstrumentId, Symbol>();
    handle
        .createQuery(NEXT)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(instruments))
        .bindArray("important", Integer.class, InstrumentTable.numbers(important))
        .bind("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
        .bind("most", most)
        .map((row, context) ->
            Map.entry(new InstrumentId(row.getInt("id")), new Symbol(row.getString("ticker"))))
        .forEach(entry -> next.put(entry.getKey(), entry.getValue()));
    return next;
  }

  /// How many had their turn since then.
  public static int asked(Handle handle, Collection<InstrumentId> instruments, Instant since) {
    return handle
        .createQuery(ASKED_SINCE)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(instruments))
        .bind("since", OffsetDateTime.ofInstant(since, ZoneOffset.UTC))
        .mapTo(Integer.class)
        .one();
  }

  /// Notes that the vendor knows no details of one: it has had its turn.
  public static void hasNone(Handle transaction, InstrumentId instrument, Instant askedAt) {
    transaction
        .createUpdate(NOTE)
        .bind("id", instrument.value())
        .bind("at", OffsetDateTime.ofInstant(askedAt, ZoneOffset.UTC))
        .execute();
  }
}
