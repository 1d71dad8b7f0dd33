package ai.tickstock.quality;

import ai.tickstock.market.DateRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// Reads what is known of instruments beside their bars, for all of a pass at once.
final class FactsReader {
  private static final String INSTRUMENTS =
      """
      SELECT i.id, i.provisional, i.list_date - DATE '1970-01-01' AS listed,
             i.delist_date - DATE '1970-01-01' AS delisted,
             (SELECT s.ticker FROM instrument_symbol s WHERE s.instrument_id = i.id
              ORDER BY s.valid_to DESC NULLS FIRST, s.valid_from DESC NULLS LAST LIMIT 1) AS ticker
      FROM instrument i
      WHERE i.id = ANY(:ids) AND i.merged_into IS NULL
      """;

  private static final String ACTIONS =
      """
      SELECT instrument_id, kind, ex_date - DATE '1970-01-01' AS day,
             CAST(split_from / split_to AS double precision) AS factor,
             CAST(cash_amount AS double precision) AS cash
      FROM corporate_action
      WHERE instrument_id = ANY(:ids) AND ex_date BETWEEN :first AND :last
        AND (kind = 'split' OR currency = 'USD')
      ORDER BY instrument_id, ex_date
      """;

  private static final String EXPLAINED =
      """
      SELECT instrument_id, first_session - DATE '1970-01-01' AS first,
             last_session - DATE '1970-01-01' AS last
      FROM coverage_range
      WHERE instrument_id = ANY(:ids) AND bar_interval = 'day'
        AND last_session >= :first AND first_session <= :last
      """;

  private static final String IMPORTED =
      """
      SELECT instrument_id, kind, first_session - DATE '1970-01-01' AS first,
             last_session - DATE '1970-01-01' AS last
      FROM quality_fact
      WHERE instrument_id = ANY(:ids) AND last_session >= :first AND first_session <= :last
      """;

  private static final String RENAMED =
      """
      SELECT instrument_id, valid_from - DATE '1970-01-01' AS day
      FROM instrument_symbol
      WHERE instrument_id = ANY(:ids) AND valid_from BETWEEN :first AND :last
      """;

  private final Handle handle;
  private final DateRange range;
  private final List<Integer> ids;

  private FactsReader(Handle handle, Collection<Integer> ids, DateRange range) {
    this.handle = handle;
    this.ids = List.copyOf(ids);
    this.range = range;
  }

  /// @param range of the bars that are looked at
  static Map<Integer, Facts> read(Handle handle, Collection<Integer> ids, DateRange range) {
    return new FactsReader(handle, ids, range).read();
  }

  private Map<Integer, Facts> read() {
    var splits = new Lists();
    var dividends = new Lists();
    var explained = new Lists();
    var halted = new Lists();
    var spinOffs = new Lists();
    var renamed = new Lists();
    each(
        ACTIONS,
        row -> {
          int id = row.getInt("instrument_id");
          boolean isSplit = row.getString("kind").equals("split");
          (isSplit ? splits : dividends)
              .add(id, row.getInt("day"), row.getDouble(isSplit ? "factor" : "cash"));
        });
    each(
        EXPLAINED,
        row -> explained.add(row.getInt("instrument_id"), row.getInt("first"), row.getInt("last")));
    each(
        IMPORTED,
        row ->
            (row.getString("kind").equals("halt") ? halted : spinOffs)
                .add(row.getInt("instrument_id"), row.getInt("first"), row.getInt("last")));
    each(RENAMED, row -> renamed.add(row.getInt("instrument_id"), row.getInt("day"), 0));
    var facts = new HashMap<Integer, Facts>(2 * ids.size());
    handle
        .createQuery(INSTRUMENTS)
        .bindArray("ids", Integer.class, ids)
        .map((row, context) -> {
          int id = row.getInt("id");
          return new Facts(
              id,
              row.getString("ticker"),
              row.getBoolean("provisional"),
              row.getObject("listed") == null ? Integer.MIN_VALUE : row.getInt("listed"),
              row.getObject("delisted") == null ? Integer.MAX_VALUE : row.getInt("delisted"),
              splits.days(id),
              splits.values(id),
              dividends.days(id),
              dividends.values(id),
              explained.pairs(id),
              halted.pairs(id),
              spinOffs.days(id),
              renamed.days(id));
        })
        .forEach(one -> facts.put(one.instrument(), one));
    return facts;
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private void each(String query, Row row) {
    handle
        .createQuery(query)
        .bindArray("ids", Integer.class, ids)
        .bind("first", range.first())
        .bind("last", range.last())
        .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
        .map((found, context) -> {
          row.take(found);
          return true;
        })
        .forEach(_ -> {});
  }

  /// Pairs of numbers by instrument, in the order in which they came.
  private static final class Lists {
    private static final int[] NO_DAYS = {};
    private static final double[] NO_VALUES = {};

    private final Map<Integer, List<double[]>> byId = new HashMap<>();

    void add(int id, int day, double value) {
      byId.computeIfAbsent(id, _ -> new ArrayList<>()).add(new double[] {day, value});
    }

    int[] days(int id) {
      var list = byId.get(id);
      return list == null ? NO_DAYS : list.stream().mapToInt(pair -> (int) pair[0]).toArray();
    }

    double[] values(int id) {
      var list = byId.get(id);
      return list == null ? NO_VALUES : list.stream().mapToDouble(pair -> pair[1]).toArray();
    }

    int[] pairs(int id) {
      var list = byId.get(id);
      return list == null
          ? NO_DAYS
          : list.stream()
              .flatMapToInt(pair -> IntStream.of((int) pair[0], (int) pair[1]))
              .toArray();
    }
  }
}
