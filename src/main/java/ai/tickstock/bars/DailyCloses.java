package ai.tickstock.bars;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Dividend;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Split;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The closes of one instrument as bars in which every price is the close, for those who look at
/// many instruments at once.
///
/// @param bars ascending
/// @param splitAdjusted whether their source had adjusted them for splits
public record DailyCloses(InstrumentId instrument, List<Bar> bars, boolean splitAdjusted) {
  /// One row an instrument, read along the keys of the tables.
  private static final String READ =
      """
      SELECT asked.id, raw.days AS raw_days, raw.closes AS raw_closes,
             adjusted.days AS adjusted_days, adjusted.closes AS adjusted_closes
      FROM unnest(:ids) AS asked (id)
      CROSS JOIN LATERAL (
        SELECT array_agg(b.session - DATE '1970-01-01' ORDER BY b.session) AS days,
               array_agg(b.close ORDER BY b.session) AS closes
        FROM bar_daily b
        WHERE b.instrument_id = asked.id AND b.session BETWEEN :first AND :last) raw
      CROSS JOIN LATERAL (
        SELECT array_agg(b.session - DATE '1970-01-01' ORDER BY b.session) AS days,
               array_agg(b.close ORDER BY b.session) AS closes
        FROM bar_daily_adjusted b
        WHERE b.instrument_id = asked.id AND b.session BETWEEN :first AND :last) adjusted
      """;

  private static final String LAST =
      """
      SELECT asked.id, greatest(
        (SELECT max(b.session) FROM bar_daily b
         WHERE b.instrument_id = asked.id AND b.session <= :through),
        (SELECT max(b.session) FROM bar_daily_adjusted b
         WHERE b.instrument_id = asked.id AND b.session <= :through)) AS session
      FROM unnest(:ids) AS asked (id)
      """;

  public DailyCloses {
    bars = List.copyOf(bars);
  }

  /// The closes of these in a range, in any order; who has none is missing. Of an instrument that
  /// has bars as traded and bars that their source had adjusted, those that are more are taken, as
  /// traded when they are as many: the two never mix.
  public static List<DailyCloses> read(
      Handle handle, Collection<InstrumentId> instruments, DateRange range) {
    return handle
        .createQuery(READ)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) -> of(row))
        .list()
        .stream()
        .filter(closes -> !closes.bars().isEmpty())
        .toList();
  }

  /// The session of each one's last close up to a date, as traded or not; who has none is missing.
  public static Map<InstrumentId, LocalDate> lastSessions(
      Handle handle, Collection<InstrumentId> instruments, LocalDate through) {
    var last = new HashMap<InstrumentId, LocalDate>();
    handle
        .createQuery(LAST)
        .bindArray("ids", Integer.class, instruments.stream().map(InstrumentId::value).toList())
        .bind("through", through)
        .map((row, context) ->
            Map.entry(
                new InstrumentId(row.getInt("id")),
                Optional.ofNullable(row.getObject("session", LocalDate.class))))
        .forEach(entry -> entry.getValue().ifPresent(session -> last.put(entry.getKey(), session)));
    return last;
  }

  /// On the footing of a date, splits and dividends counted.
  ///
  /// @param splits in any order
  /// @param dividends in any order
  public AdjustedBars adjusted(List<Split> splits, List<Dividend> dividends, LocalDate asOf) {
    return splitAdjusted
        ? AdjustedBars.ofSplitAdjusted(bars, splits, dividends, asOf)
        : AdjustedBars.of(bars, splits, dividends, Adjustment.ALL, asOf);
  }

  private static DailyCloses of(ResultSet row) throws SQLException {
    var instrument = new InstrumentId(row.getInt("id"));
    var raw = bars(row.getArray("raw_days"), row.getArray("raw_closes"));
    var adjusted = bars(row.getArray("adjusted_days"), row.getArray("adjusted_closes"));
    return raw.size() >= adjusted.size()
        ? new DailyCloses(instrument, raw, false)
        : new DailyCloses(instrument, adjusted, true);
  }

  private static List<Bar> bars(@Nullable Array days, @Nullable Array closes) throws SQLException {
    if (days == null || closes == null) {
      return List.of();
    }
    var dayOf = (Integer[]) days.getArray();
    var closeOf = (Double[]) closes.getArray();
    var bars = new ArrayList<Bar>(dayOf.length);
    for (int i = 0; i < dayOf.length; i++) {
      double close = closeOf[i];
      bars.add(
          new Bar(
              Bar.startOfSession(LocalDate.ofEpochDay(dayOf[i])),
              close,
              close,
              close,
              close,
              OptionalDouble.empty(),
              OptionalDouble.empty(),
              OptionalLong.empty()));
    }
    return bars;
  }
}
