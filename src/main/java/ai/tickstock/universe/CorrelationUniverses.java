package ai.tickstock.universe;

import ai.tickstock.listing.Instrument;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The universes `correlates_spy` and the like: who moves with a benchmark, since when. Memberships
/// that somebody else wrote into them are left alone.
final class CorrelationUniverses {
  private static final String SOURCE = "correlations";

  private static final String ADD =
      """
      INSERT INTO universe (key, name, category, kind, cache_name, description)
      SELECT key, name, 'correlations', 'etf_universe', name, description
      FROM unnest(:keys, :names, :descriptions) AS wanted (key, name, description)
      ON CONFLICT (kind, key) DO NOTHING
      """;

  /// Who left by an earlier look at the same session and did not.
  private static final String REOPEN =
      """
      UPDATE universe_member m SET valid_to = NULL
      FROM unnest(:keys, :ids) AS wanted (key, id) JOIN universe u ON u.key = wanted.key
      WHERE m.universe_id = u.id AND m.instrument_id = wanted.id
        AND m.source = :source AND m.valid_to = CAST(:as_of AS date) - 1
      """;

  private static final String UNDO =
      """
      DELETE FROM universe_member m
      USING universe u
      WHERE m.universe_id = u.id AND u.key = ANY(:all_keys)
        AND m.source = :source AND m.valid_to IS NULL AND m.valid_from >= :as_of
        AND NOT EXISTS (
          SELECT FROM unnest(:keys, :ids) AS wanted (key, id)
          WHERE wanted.key = u.key AND wanted.id = m.instrument_id)
      """;

  private static final String LEAVE =
      """
      UPDATE universe_member m SET valid_to = CAST(:as_of AS date) - 1
      FROM universe u
      WHERE m.universe_id = u.id AND u.key = ANY(:all_keys)
        AND m.source = :source AND m.valid_to IS NULL AND m.valid_from < :as_of
        AND NOT EXISTS (
          SELECT FROM unnest(:keys, :ids) AS wanted (key, id)
          WHERE wanted.key = u.key AND wanted.id = m.instrument_id)
      """;

  private static final String JOIN =
      """
      INSERT INTO universe_member
        (universe_id, ticker, instrument_id, valid_from, reason, source)
      SELECT u.id, wanted.ticker, wanted.id, :as_of, wanted.reason, :source
      FROM unnest(:keys, :ids, :tickers, :reasons) AS wanted (key, id, ticker, reason)
        JOIN universe u ON u.key = wanted.key
      WHERE NOT EXISTS (
        SELECT FROM universe_member m
        WHERE m.universe_id = u.id AND m.instrument_id = wanted.id AND m.valid_to IS NULL)
      ON CONFLICT (universe_id, ticker, valid_from) DO NOTHING
      """;

  /// Who was in which at the session before, whatever was decided for this one already.
  private static final String BEFORE =
      """
      SELECT DISTINCT ON (m.instrument_id) m.instrument_id, u.key
      FROM universe_member m JOIN universe u ON u.id = m.universe_id
      WHERE u.key = ANY(:keys) AND m.source = :source AND m.valid_from < :as_of
        AND (m.valid_to IS NULL OR m.valid_to >= CAST(:as_of AS date) - 1)
      ORDER BY m.instrument_id, m.valid_from DESC
      """;

  private CorrelationUniverses() {}

  /// @param reason with the numbers
  record Wanted(Instrument instrument, Symbol benchmark, String reason) {}

  record Change(int joined, int left) {}

  static String key(Symbol benchmark) {
    return "correlates_" + benchmark.ticker().toLowerCase(Locale.ROOT);
  }

  /// The benchmark of each at the session before.
  static Map<InstrumentId, Symbol> before(Handle handle, List<Symbol> benchmarks, LocalDate asOf) {
    var byKey = benchmarks.stream().collect(Collectors.toMap(CorrelationUniverses::key, b -> b));
    var before = new HashMap<InstrumentId, Symbol>();
    handle
        .createQuery(BEFORE)
        .bindArray("keys", String.class, List.copyOf(byKey.keySet()))
        .bind("source", SOURCE)
        .bind("as_of", asOf)
        .map((row, _) ->
            Map.entry(new InstrumentId(row.getInt("instrument_id")), row.getString("key")))
        .forEach(
            one -> before.put(one.getKey(), Objects.requireNonNull(byKey.get(one.getValue()))));
    return before;
  }

  /// Makes the memberships from a session on be these.
  static Change become(
      Handle transaction, List<Symbol> benchmarks, List<Wanted> members, LocalDate asOf) {
    var allKeys = benchmarks.stream().map(CorrelationUniverses::key).toList();
    transaction
        .createUpdate(ADD)
        .bindArray("keys", String.class, allKeys)
        .bindArray(
            "names", String.class, benchmarks.stream().map(b -> "Correlates to " + b).toList())
        .bindArray(
            "descriptions",
            String.class,
            benchmarks.stream().map(CorrelationUniverses::description).toList())
        .execute();
    var keys = members.stream().map(m -> key(m.benchmark())).toList();
    var ids = members.stream().map(m -> m.instrument().id().value()).toList();
    int reopened =
        transaction
            .createUpdate(REOPEN)
            .bindArray("keys", String.class, keys)
            .bindArray("ids", Integer.class, ids)
            .bind("source", SOURCE)
            .bind("as_of", asOf)
            .execute();
    int left = 0;
    for (var statement : List.of(UNDO, LEAVE)) {
      left +=
          transaction
              .createUpdate(statement)
              .bindArray("all_keys", String.class, allKeys)
              .bindArray("keys", String.class, keys)
              .bindArray("ids", Integer.class, ids)
              .bind("source", SOURCE)
              .bind("as_of", asOf)
              .execute();
    }
    int joined =
        transaction
            .createUpdate(JOIN)
            .bindArray("keys", String.class, keys)
            .bindArray("ids", Integer.class, ids)
            .bindArray(
                "tickers",
                String.class,
                members.stream().map(m -> m.instrument().symbol().ticker()).toList())
            .bindArray("reasons", String.class, members.stream().map(Wanted::reason).toList())
            .bind("source", SOURCE)
            .bind("as_of", asOf)
            .execute();
    return new Change(reopened + joined, left);
  }

  private static String description(Symbol benchmark) {
    return String.format(
        Locale.ROOT,
        "ETFs that move with %s and with no other benchmark more: correlation of 252 sessions at"
            + " least %s; of 60 at least %s; beta at most %s",
        benchmark,
        Relation.LONG_AT_LEAST,
        Relation.SHORT_AT_LEAST,
        Relation.BETA_AT_MOST);
  }
}
