package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// The final volumes of an instrument by session, in shares as traded.
public record DailyVolumes(Map<LocalDate, Double> bySession) {
  private static final String READ =
      """
      SELECT asked.id, b.days, b.volumes
      FROM unnest(:ids) AS asked (id)
        CROSS JOIN LATERAL (
          SELECT array_agg(session - DATE '1970-01-01' ORDER BY session) AS days,
                 array_agg(volume ORDER BY session) AS volumes
          FROM bar_daily
          WHERE instrument_id = asked.id AND session BETWEEN :first AND :last
            AND volume IS NOT NULL AND NOT provisional) b
      WHERE b.days IS NOT NULL
      """;

  public DailyVolumes {
    bySession = Map.copyOf(bySession);
  }

  /// Who has none is missing.
  public static Map<InstrumentId, DailyVolumes> read(
      Handle handle, Collection<InstrumentId> instruments, DateRange range) {
    var all = new HashMap<InstrumentId, DailyVolumes>();
    handle
        .createQuery(READ)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) -> {
          var days = (Integer[]) row.getArray("days").getArray();
          var volumes = (Double[]) row.getArray("volumes").getArray();
          var bySession = new HashMap<LocalDate, Double>();
          for (int i = 0; i < days.length; i++) {
            bySession.put(LocalDate.ofEpochDay(days[i]), volumes[i]);
          }
          return Map.entry(new InstrumentId(row.getInt("id")), new DailyVolumes(bySession));
        })
        .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  /// Sessions with a volume.
  public int sessions() {
    return bySession.size();
  }

  /// Mean of the sessions that have one, in shares as they are after the last of these splits.
  ///
  /// @param splits up to the end of the range, in any order
  public double average(List<Split> splits) {
    double sum = 0;
    // In the order of the sessions, so that the same volumes always give the same number.
    for (var one : new TreeMap<>(bySession).entrySet()) {
      double volume = one.getValue();
      for (var split : splits) {
        if (split.executionDate().isAfter(one.getKey())) {
          volume = volume * split.to().doubleValue() / split.from().doubleValue();
        }
      }
      sum += volume;
    }
    return sum / bySession.size();
  }
}
