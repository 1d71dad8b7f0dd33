package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The table `public.cache_entries`, which is not ours alone.
final class PostgresCacheEntries implements CacheEntries {
  private static final List<String> OURS =
      List.of(
          CacheProjection.STOCK_UNIVERSE,
          CacheProjection.ETF_UNIVERSE,
          CacheProjection.THEMES,
          CacheProjection.PRIORITY_STOCKS,
          CacheProjection.STOCK_STATS);

  /// Those whose rows stand for a universe, which can go.
  private static final List<String> UNIVERSES = OURS.subList(0, 3);

  /// Numbers of other programs keep their digits.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /// Two at once would each insert what the other does.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 12)";

  private static final String PROBLEMS = "SELECT problem FROM cache_entries_problems()";

  private static final String COMPARE =
      """
      WITH wanted AS (
        SELECT type, name, key, value, category, filter, metadata
        FROM unnest(:types, :names, :keys, :values::jsonb[], :categories, :filters::jsonb[],
                    :metadata::jsonb[])
          AS wanted (type, name, key, value, category, filter, metadata)
      ), stored AS (
        SELECT type::text AS type, name::text AS name, key::text AS key, value,
               universe_category::text AS category, liquidity_filter AS filter,
               universe_metadata AS metadata
        FROM public.cache_entries
        WHERE environment = :environment AND type = ANY(:ours)
      )
      SELECT type, name, key, w.value IS NOT NULL AS wanted, s.value IS NOT NULL AS stored,
             (CASE jsonb_typeof(w.value) WHEN 'object' THEN w.value - 'last_updated' ELSE w.value END,
              w.category, w.filter, w.metadata)
             IS NOT DISTINCT FROM
             (CASE jsonb_typeof(s.value) WHEN 'object' THEN s.value - 'last_updated' ELSE s.value END,
              s.category, s.filter, s.metadata) AS same,
             CASE
               WHEN jsonb_typeof(s.value) = 'array' THEN jsonb_array_length(s.value)
               WHEN jsonb_typeof(s.value -> 'stocks') = 'array'
                 THEN jsonb_array_length(s.value -> 'stocks')
               WHEN jsonb_typeof(s.value -> 'etfs') = 'array'
                 THEN jsonb_array_length(s.value -> 'etfs')
               WHEN jsonb_typeof(s.value -> 'symbols') = 'array'
                 THEN jsonb_array_length(s.value -> 'symbols')
             END AS members,
             CASE WHEN w.value IS NULL AND type = ANY(:universes)
                    AND s.metadata ->> :written_by = :us
                  THEN s.value::text END AS left_behind,
             s.metadata::text AS stored_metadata, s.filter::text AS stored_filter,
             s.category AS stored_category
      FROM wanted w FULL JOIN stored s USING (type, name, key)
      ORDER BY type COLLATE "C", name COLLATE "C", key COLLATE "C"
      """;

  private static final String STORED =
      """
      SELECT value::text
      FROM public.cache_entries
      WHERE environment = :environment AND type = :type AND name = :name AND key = :key
      """;

  private static final String WRITE =
      """
      INSERT INTO public.cache_entries
        (type, name, key, value, environment, created_at, updated_at, universe_category,
         liquidity_filter, universe_metadata, last_universe_update)
      SELECT type, name, key, value, :environment, CAST(:now AS timestamp), CAST(:now AS timestamp),
             category, filter, metadata, CAST(:now AS timestamp)
      FROM unnest(:types, :names, :keys, :values::jsonb[], :categories, :filters::jsonb[],
                  :metadata::jsonb[])
        AS wanted (type, name, key, value, category, filter, metadata)
      ON CONFLICT (type, name, key, environment) DO UPDATE SET
        value = excluded.value, updated_at = excluded.updated_at,
        universe_category = excluded.universe_category,
        liquidity_filter = excluded.liquidity_filter,
        universe_metadata = excluded.universe_metadata,
        last_universe_update = excluded.last_universe_update
      """;

  private static final String OF_OTHERS =
      """
      SELECT type, name, key, value::text AS value
      FROM public.cache_entries
      WHERE environment = :environment AND type = ANY(:ours)
        AND universe_metadata ->> :written_by IS DISTINCT FROM :us
      """;

  /// A row that its owner changed in between keeps what the owner wrote.
  private static final String RENAME =
      """
      UPDATE public.cache_entries e SET
        value = renamed.value, updated_at = now() AT TIME ZONE 'UTC',
        last_universe_update = now() AT TIME ZONE 'UTC'
      FROM unnest(:types, :names, :keys, :before::jsonb[], :values::jsonb[])
        AS renamed (type, name, key, before, value)
      WHERE e.environment = :environment AND e.value = renamed.before
        AND (e.type, e.name, e.key) = (renamed.type, renamed.name, renamed.key)
      """;

  private final Database database;
  private final String environment;

  PostgresCacheEntries(Database database, String environment) {
    this.database = database;
    this.environment = environment;
  }

  @Override
  public Written write(Handle transaction, LocalDate asOf, Instant now) {
    transaction.execute(LOCK);
    requireFit(transaction);
    var rows = compare(transaction, CacheProjection.read(transaction, asOf, now).entries());
    var due = rows.stream().flatMap(row -> row.due().stream()).toList();
    bind(transaction.createUpdate(WRITE), due)
        .bind("environment", environment)
        .bind("now", now.atOffset(ZoneOffset.UTC).toLocalDateTime())
        .execute();
    return new Written(
        count(rows, Action.INSERT),
        count(rows, Action.CHANGE),
        count(rows, Action.UNCHANGED),
        count(rows, Action.EMPTY),
        count(rows, Action.LEFT_ALONE));
  }

  private static int count(List<Compared> rows, Action action) {
    return (int) rows.stream().filter(one -> one.row().action() == action).count();
  }

  @Override
  public Comparison compare(LocalDate asOf, Instant now) {
    return database.inTransaction(h -> {
      requireFit(h);
      var projection = CacheProjection.read(h, asOf, now);
      return new Comparison(
          compare(h, projection.entries()).stream().map(Compared::row).toList(),
          projection.listRead(),
          projection.leftOut());
    });
  }

  @Override
  public Optional<Contents> contents(
      String type, String name, String key, LocalDate asOf, Instant now) {
    return database.inTransaction(h -> {
      requireFit(h);
      var stored =
          h.createQuery(STORED)
              .bind("environment", environment)
              .bind("type", type)
              .bind("name", name)
              .bind("key", key)
              .mapTo(String.class)
              .findOne();
      return compare(h, CacheProjection.read(h, asOf, now).entries()).stream()
          .filter(one -> one.row().type().equals(type))
          .filter(one -> one.row().name().equals(name) && one.row().key().equals(key))
          .findFirst()
          .map(one ->
              new Contents(
                  one.row().action(),
                  stored,
                  one.due()
                      .map(entry -> entry.value().toString())
                      .or(() -> unchanged(one, stored))))
          .or(() -> stored.map(text -> new Contents(Action.LEFT_ALONE, stored, Optional.empty())));
    });
  }

  private static Optional<String> unchanged(Compared one, Optional<String> stored) {
    return one.row().action() == Action.UNCHANGED ? stored : Optional.empty();
  }

  private static void requireFit(Handle h) {
    var problems = h.createQuery(PROBLEMS).mapTo(String.class).list();
    if (!problems.isEmpty()) {
      throw new CacheEntriesRefused(problems);
    }
  }

  /// @param due what is to be written; empty where the row stays as it is
  private record Compared(Row row, Optional<CacheEntry> due) {}

  private record Address(String type, String name, String key) {}

  private List<Compared> compare(Handle h, List<CacheEntry> wanted) {
    var entries =
        wanted.stream()
            .collect(
                Collectors.toMap(
                    entry -> new Address(entry.type(), entry.name(), entry.key()),
                    Function.identity()));
    return bind(h.createQuery(COMPARE), wanted)
        .bind("environment", environment)
        .bindArray("ours", String.class, OURS)
        .bindArray("universes", String.class, UNIVERSES)
        .bind("written_by", CacheProjection.WRITTEN_BY)
        .bind("us", CacheProjection.US)
        .map((row, context) -> compared(row, entries, !wanted.isEmpty()))
        .list();
  }

  /// @param listRead else nothing is known to be gone
  private static Compared compared(
      ResultSet row, Map<Address, CacheEntry> entries, boolean listRead) throws SQLException {
    var address = new Address(row.getString("type"), row.getString("name"), row.getString("key"));
    var wanted = Optional.ofNullable(entries.get(address));
    int members = row.getInt("members");
    var stored = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(members);
    var leftBehind = row.getString("left_behind");
    if (wanted.isPresent()) {
      var action =
          !row.getBoolean("stored")
              ? Action.INSERT
              : row.getBoolean("same") ? Action.UNCHANGED : Action.CHANGE;
      return new Compared(
          new Row(
              address.type(),
              address.name(),
              address.key(),
              action,
              OptionalInt.of(wanted.get().metadata().path("count").asInt()),
              stored),
          action == Action.UNCHANGED ? Optional.empty() : wanted);
    }
    var due =
        leftBehind == null || !listRead
            ? Optional.<CacheEntry>empty()
            : emptied(address, leftBehind, row);
    var action =
        due.isPresent()
            ? Action.EMPTY
            : leftBehind == null || !listRead ? Action.LEFT_ALONE : Action.UNCHANGED;
    return new Compared(
        new Row(
            address.type(),
            address.name(),
            address.key(),
            action,
            action == Action.LEFT_ALONE ? OptionalInt.empty() : OptionalInt.of(0),
            stored),
        due);
  }

  /// The row of a universe that is gone, with nobody in its list; empty when it is so already.
  private static Optional<CacheEntry> emptied(Address address, String value, ResultSet row)
      throws SQLException {
    var before = JSON.readTree(value);
    var after = ListedTickers.emptied(before);
    if (after.equals(before)) {
      return Optional.empty();
    }
    var metadata = (ObjectNode) JSON.readTree(row.getString("stored_metadata"));
    metadata.put("count", 0);
    var filter = Optional.ofNullable(row.getString("stored_filter")).map(JSON::readTree);
    return Optional.of(
        new CacheEntry(
            address.type(),
            address.name(),
            address.key(),
            after,
            Optional.ofNullable(row.getString("stored_category")).orElse(""),
            filter.flatMap(
                one -> one instanceof ObjectNode object ? Optional.of(object) : Optional.empty()),
            metadata));
  }

  private static <S extends SqlStatement<S>> S bind(S statement, List<CacheEntry> entries) {
    return statement
        .bindArray("types", String.class, texts(entries, CacheEntry::type))
        .bindArray("names", String.class, texts(entries, CacheEntry::name))
        .bindArray("keys", String.class, texts(entries, CacheEntry::key))
        .bindArray("values", String.class, texts(entries, entry -> entry.value().toString()))
        .bindArray("categories", String.class, texts(entries, CacheEntry::category))
        .bindArray("filters", String.class, texts(entries, PostgresCacheEntries::filter))
        .bindArray("metadata", String.class, texts(entries, entry -> entry.metadata().toString()));
  }

  private static List<@Nullable String> texts(
      List<CacheEntry> entries, Function<CacheEntry, @Nullable String> of) {
    var texts = new ArrayList<@Nullable String>();
    entries.forEach(entry -> texts.add(of.apply(entry)));
    return texts;
  }

  private static @Nullable String filter(CacheEntry entry) {
    return entry.liquidityFilter().map(JsonNode::toString).orElse(null);
  }

  @Override
  public int renamed(Handle transaction, Map<Symbol, Symbol> renames) {
    if (renames.isEmpty()) {
      return 0;
    }
    transaction.execute(LOCK);
    requireFit(transaction);
    var tickers = new HashMap<String, String>();
    renames.forEach((before, after) -> tickers.put(before.ticker(), after.ticker()));
    var types = new ArrayList<String>();
    var names = new ArrayList<String>();
    var keys = new ArrayList<String>();
    var before = new ArrayList<String>();
    var values = new ArrayList<String>();
    transaction
        .createQuery(OF_OTHERS)
        .bind("environment", environment)
        .bindArray("ours", String.class, OURS)
        .bind("written_by", CacheProjection.WRITTEN_BY)
        .bind("us", CacheProjection.US)
        .map((row, context) ->
            Map.entry(
                new Address(row.getString("type"), row.getString("name"), row.getString("key")),
                JSON.readTree(row.getString("value"))))
        .forEach(row ->
            ListedTickers.renamed(row.getValue(), tickers)
                .ifPresent(value -> {
                  types.add(row.getKey().type());
                  names.add(row.getKey().name());
                  keys.add(row.getKey().key());
                  before.add(row.getValue().toString());
                  values.add(value.toString());
                }));
    return transaction
        .createUpdate(RENAME)
        .bind("environment", environment)
        .bindArray("types", String.class, types)
        .bindArray("names", String.class, names)
        .bindArray("keys", String.class, keys)
        .bindArray("before", String.class, before)
        .bindArray("values", String.class, values)
        .execute();
  }
}
