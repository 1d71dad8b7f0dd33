package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.InstrumentId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Minutes that applications inserted while a session ran and that no final ones have replaced yet.
public final class LiveMinutes {
  private static final String WITH_LIVE =
      """
      SELECT asked.id
      FROM unnest(:ids) AS asked (id)
      CROSS JOIN LATERAL (
        SELECT m.start FROM bar_minute m
        WHERE m.instrument_id = asked.id AND m.start >= :first AND m.start < :until
          AND m.provisional AND m.source = :realtime
        LIMIT 1) live
      ORDER BY asked.id
      """;

  private LiveMinutes() {}

  /// Those of the instruments that have some of a session, ascending.
  public static List<InstrumentId> of(
      Handle handle, Collection<InstrumentId> instruments, LocalDate session) {
    return handle
        .createQuery(WITH_LIVE)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("first", Bar.startOfSession(session).atOffset(ZoneOffset.UTC))
        .bind("until", Bar.startOfSession(session.plusDays(1)).atOffset(ZoneOffset.UTC))
        .bind("realtime", BarSource.REALTIME.number())
        .map((row, context) -> new InstrumentId(row.getInt("id")))
        .list();
  }
}
