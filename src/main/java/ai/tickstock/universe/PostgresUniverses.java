package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// The universes in PostgreSQL.
final class PostgresUniverses implements Universes {
  /// Each ticker once: two memberships of it can be in force on the day on which one follows
  /// another.
  private static final String LIST =
      """
      SELECT u.id, u.key, u.name, u.category, u.kind, u.description,
             coalesce(m.members, 0) AS members
      FROM universe u
        LEFT JOIN (
          SELECT universe_id, count(*) AS members
          FROM (
            SELECT DISTINCT universe_id, ticker
            FROM universe_member
            WHERE valid_from <= :as_of AND (valid_to IS NULL OR valid_to >= :as_of)) one
          GROUP BY universe_id) m ON m.universe_id = u.id
      ORDER BY u.key, u.kind
      """;

  private static final String MEMBERS =
      """
      SELECT DISTINCT ON (m.universe_id, m.ticker)
             m.universe_id, m.ticker, m.expected_name, m.instrument_id, m.valid_from
      FROM universe_member m
      WHERE m.universe_id = ANY(:ids)
        AND m.valid_from <= :as_of AND (m.valid_to IS NULL OR m.valid_to >= :as_of)
      ORDER BY m.universe_id, m.ticker, m.valid_from
      """;

  private static final String SEED_UNIVERSES =
      """
      INSERT INTO universe (key, name, category, kind, cache_name, rule, description)
      SELECT key, name, category, kind, cache_name, rule, description
      FROM unnest(:keys, :names, :categories, :kinds, :cache_names, :rules, :descriptions)
        AS seed (key, name, category, kind, cache_name, rule, description)
      ON CONFLICT (kind, key) DO NOTHING
      """;

  private static final String SEED_MEMBERS =
      """
      INSERT INTO universe_member (universe_id, ticker, expected_name, valid_from, reason, source)
      SELECT u.id, seed.ticker, seed.expected_name, seed.valid_from, seed.reason, seed.source
      FROM unnest(:keys, :tickers, :names, :froms::date[], :reasons, :sources)
          AS seed (key, ticker, expected_name, valid_from, reason, source)
        JOIN universe u ON u.key = seed.key
      WHERE NOT EXISTS (
        SELECT FROM universe_member m WHERE m.universe_id = u.id AND m.ticker = seed.ticker)
      ON CONFLICT (universe_id, ticker, valid_from) DO NOTHING
      """;

  private static final String BIND =
      """
      UPDATE universe_member m SET instrument_id = found.instrument_id
      FROM unnest(:universes, :tickers, :ids) AS found (universe_id, ticker, instrument_id)
      WHERE m.universe_id = found.universe_id AND m.ticker = found.ticker
        AND m.instrument_id IS NULL AND m.valid_to IS NULL
      """;

  private static final String HELD =
      """
      SELECT DISTINCT ON (m.universe_id, m.ticker)
             m.universe_id, m.ticker, m.expected_name, m.instrument_id, m.valid_from, u.kind, u.key, u.name
      FROM universe_member m JOIN universe u ON u.id = m.universe_id
      WHERE m.valid_from <= :as_of AND (m.valid_to IS NULL OR m.valid_to >= :as_of)
        AND (m.instrument_id = :instrument OR m.instrument_id IS NULL AND m.ticker = :ticker)
      ORDER BY m.universe_id, m.ticker, m.valid_from
      """;

  private static final String OF =
      """
      SELECT DISTINCT u.key
      FROM universe_member m JOIN universe u ON u.id = m.universe_id
      WHERE m.instrument_id = :instrument AND m.valid_to IS NULL
      ORDER BY u.key
      """;

  private static final String END =
      """
      UPDATE universe_member SET
        valid_to = greatest(valid_from, CAST(:last AS date)), reason = :reason
      WHERE instrument_id = :instrument AND valid_to IS NULL
      """;

  private static final String REOPEN =
      """
      UPDATE universe_member SET valid_to = NULL, reason = :reason
      WHERE instrument_id = :instrument AND reason LIKE '%' || :ended_because
      """;

  /// Memberships under tickers that the other one holds go there; those of a ticker that both hold
  /// are cut at the date.
  private static final List<String> MOVE =
      List.of(
          """
          UPDATE universe_member m SET instrument_id = :to
          WHERE m.instrument_id = :from
            AND EXISTS (SELECT FROM instrument_symbol s
                        WHERE s.instrument_id = :to AND s.ticker = m.ticker)
            AND (m.valid_from >= :since
                 OR NOT EXISTS (SELECT FROM instrument_symbol s
                                WHERE s.instrument_id = :from AND s.ticker = m.ticker))
          """,
          """
          INSERT INTO universe_member
            (universe_id, ticker, expected_name, instrument_id, valid_from, valid_to, reason, source)
          SELECT m.universe_id, m.ticker, m.expected_name, :to, CAST(:since AS date), m.valid_to,
                 m.reason, m.source
          FROM universe_member m
          WHERE m.instrument_id = :from AND m.valid_from < :since
            AND (m.valid_to IS NULL OR m.valid_to >= :since)
            AND EXISTS (SELECT FROM instrument_symbol s
                        WHERE s.instrument_id = :to AND s.ticker = m.ticker)
          """,
          """
          UPDATE universe_member m SET valid_to = CAST(:since AS date) - 1
          WHERE m.instrument_id = :from AND m.valid_from < :since
            AND (m.valid_to IS NULL OR m.valid_to >= :since)
            AND EXISTS (SELECT FROM instrument_symbol s
                        WHERE s.instrument_id = :to AND s.ticker = m.ticker)
          """);

  private final Database database;
  private final Instruments instruments;

  PostgresUniverses(Database database) {
    this.database = database;
    this.instruments = Instruments.postgres(database);
  }

  @Override
  public SeedCount seed() {
    var types = EquityTypes.postgres(database);
    types.seed();
    var seeds = UniverseSeeds.bundled();
    return seed(seeds.with(UniverseSeeds.ofTypes(types.all())));
  }

  SeedCount seed(UniverseSeeds seeds) {
    return database.inTransaction(
        h -> new SeedCount(seedUniverses(h, seeds.universes()), seedMembers(h, seeds.members())));
  }

  private static int seedUniverses(Handle h, List<UniverseSeeds.SeedUniverse> seeds) {
    return h.createUpdate(SEED_UNIVERSES)
        .bindArray("keys", String.class, seeds.stream().map(s -> s.key()).toList())
        .bindArray("names", String.class, seeds.stream().map(s -> s.name()).toList())
        .bindArray("categories", String.class, seeds.stream().map(s -> s.category()).toList())
        .bindArray("kinds", String.class, seeds.stream().map(s -> s.kind()).toList())
        .bindArray("cache_names", String.class, seeds.stream().map(s -> s.cacheName()).toList())
        .bindArray("rules", String.class, seeds.stream().map(s -> s.rule().orElse(null)).toList())
        .bindArray("descriptions", String.class, seeds.stream().map(s -> s.description()).toList())
        .execute();
  }

  private static int seedMembers(Handle h, List<UniverseSeeds.SeedMember> seeds) {
    return h.createUpdate(SEED_MEMBERS)
        .bindArray("keys", String.class, seeds.stream().map(s -> s.universe()).toList())
        .bindArray("tickers", String.class, seeds.stream().map(s -> s.ticker().ticker()).toList())
        .bindArray("names", String.class, seeds.stream().map(s -> s.expectedName()).toList())
        .bindArray(
            "froms", String.class, seeds.stream().map(s -> s.validFrom().toString()).toList())
        .bindArray("reasons", String.class, seeds.stream().map(s -> s.reason()).toList())
        .bindArray("sources", String.class, seeds.stream().map(s -> s.source()).toList())
        .execute();
  }

  @Override
  public List<Universe> list(LocalDate asOf) {
    return database.read(h -> {
      var keys = UniverseKeys.read(h);
      return h.createQuery(LIST)
          .bind("as_of", asOf)
          .map((row, context) -> universe(row, keys))
          .list();
    });
  }

  @Override
  public Optional<Universe> find(String key, LocalDate asOf) {
    var keys = keys();
    return keys.find(key)
        .map(keys::address)
        .flatMap(address -> list(asOf).stream().filter(u -> u.key().equals(address)).findFirst());
  }

  @Override
  public List<Member> members(String key, LocalDate asOf) {
    var keys = keys();
    return keys.find(key).map(one -> united(List.of(one), keys, asOf)).orElse(List.of());
  }

  @Override
  public Resolution resolve(String expression, LocalDate asOf) {
    var keys = keys();
    return switch (keys.meaning(expression)) {
      case UniverseKeys.Meaning.Nothing(var why) -> why;
      case UniverseKeys.Meaning.Universes(var universes) ->
          new Resolution.Members(united(universes, keys, asOf));
    };
  }

  private UniverseKeys keys() {
    return database.read(UniverseKeys::read);
  }

  @Override
  public int bind(Collection<MemberMatch.Found> found) {
    var known = keys();
    var universes = new ArrayList<Integer>();
    var tickers = new ArrayList<String>();
    var ids = new ArrayList<Integer>();
    for (var match : found) {
      for (var key : match.member().universes()) {
        known
            .find(key)
            .ifPresent(universe -> {
              universes.add(universe.id());
              tickers.add(match.member().listedAs().ticker());
              ids.add(match.instrument().id().value());
            });
      }
    }
    return database.inTransaction(h ->
        h.createUpdate(BIND)
            .bindArray("universes", Integer.class, universes)
            .bindArray("tickers", String.class, tickers)
            .bindArray("ids", Integer.class, ids)
            .execute());
  }

  @Override
  public List<Held> of(Instrument instrument, LocalDate asOf) {
    var candidates =
        database.read(h -> {
          var keys = UniverseKeys.read(h);
          return h.createQuery(HELD)
              .bind("as_of", asOf)
              .bind("instrument", instrument.id().value())
              .bind("ticker", instrument.symbol().ticker())
              .map((row, context) -> held(row, keys, instrument))
              .list();
        });
    // A membership that names a ticker alone is of who has it now.
    boolean isGone = instrument.delistDate().filter(date -> !date.isAfter(asOf)).isPresent();
    var current = isGone ? Map.<Symbol, Instrument>of() : Map.of(instrument.symbol(), instrument);
    var bound = Map.of(instrument.id(), instrument);
    return candidates.stream()
        .filter(one ->
            MemberMatch.all(List.of(one.member()), current, bound).getFirst()
                instanceof MemberMatch.Found)
        .sorted(Comparator.comparing(Held::universe))
        .toList();
  }

  private static Held held(ResultSet row, UniverseKeys keys, Instrument instrument)
      throws SQLException {
    var named =
        new UniverseKeys.Named(
            row.getInt("universe_id"), row.getString("kind"), row.getString("key"));
    var address = keys.address(named);
    return new Held(
        address,
        row.getString("name"),
        member(membership(row), address, Map.of(instrument.id(), instrument)));
  }

  @Override
  public List<String> of(Handle transaction, InstrumentId instrument) {
    return transaction
        .createQuery(OF)
        .bind("instrument", instrument.value())
        .mapTo(String.class)
        .list();
  }

  @Override
  public int end(Handle transaction, InstrumentId instrument, LocalDate last, String reason) {
    return transaction
        .createUpdate(END)
        .bind("instrument", instrument.value())
        .bind("last", last)
        .bind("reason", reason)
        .execute();
  }

  @Override
  public void reopen(
      Handle transaction, InstrumentId instrument, String endedBecause, String reason) {
    transaction
        .createUpdate(REOPEN)
        .bind("instrument", instrument.value())
        .bind("ended_because", endedBecause)
        .bind("reason", reason)
        .execute();
  }

  @Override
  public void move(Handle transaction, InstrumentId from, InstrumentId to, LocalDate since) {
    for (var move : MOVE) {
      transaction
          .createUpdate(move)
          .configure(SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
          .bind("from", from.value())
          .bind("to", to.value())
          .bind("since", since)
          .execute();
    }
  }

  private record Membership(
      int universe,
      Symbol listedAs,
      String expectedName,
      Optional<InstrumentId> instrument,
      LocalDate since) {}

  /// Members of the universes, one who is bound to an instrument once under whatever tickers.
  private List<Member> united(
      List<UniverseKeys.Named> universes, UniverseKeys keys, LocalDate asOf) {
    var addresses = new LinkedHashMap<Integer, String>();
    var byUniverse = new LinkedHashMap<Integer, List<Membership>>();
    for (var universe : universes) {
      addresses.put(universe.id(), keys.address(universe));
      byUniverse.put(universe.id(), new ArrayList<>());
    }
    database
        .read(h ->
            h.createQuery(MEMBERS)
                .bindArray("ids", Integer.class, List.copyOf(addresses.keySet()))
                .bind("as_of", asOf)
                .map((row, context) -> membership(row))
                .list())
        .forEach(m -> byUniverse.computeIfAbsent(m.universe(), k -> new ArrayList<>()).add(m));
    var all = byUniverse.values().stream().flatMap(List::stream).toList();
    var bound =
        instruments.byId(all.stream().flatMap(m -> m.instrument().stream()).distinct().toList());
    var members = new LinkedHashMap<Symbol, Member>();
    for (var membership : all) {
      var address = addresses.getOrDefault(membership.universe(), "");
      var one = member(membership, address, bound);
      members.merge(one.symbol(), one, PostgresUniverses::merged);
    }
    return List.copyOf(members.values());
  }

  private static Member member(Membership m, String universe, Map<InstrumentId, Instrument> bound) {
    var symbol = m.instrument().map(bound::get).map(Instrument::symbol).orElse(m.listedAs());
    return new Member(
        symbol, m.listedAs(), m.expectedName(), List.of(universe), m.since(), m.instrument());
  }

  private static Member merged(Member a, Member b) {
    var universes = new LinkedHashSet<>(a.universes());
    universes.addAll(b.universes());
    return new Member(
        a.symbol(),
        a.listedAs(),
        a.expectedName().isEmpty() ? b.expectedName() : a.expectedName(),
        List.copyOf(universes),
        a.since().isBefore(b.since()) ? a.since() : b.since(),
        a.instrument().or(b::instrument));
  }

  private static Universe universe(ResultSet row, UniverseKeys keys) throws SQLException {
    var named =
        new UniverseKeys.Named(row.getInt("id"), row.getString("kind"), row.getString("key"));
    return new Universe(
        keys.address(named),
        row.getString("name"),
        row.getString("category"),
        row.getString("kind"),
        row.getString("description"),
        row.getInt("members"));
  }

  private static Membership membership(ResultSet row) throws SQLException {
    int id = row.getInt("instrument_id");
    var instrument =
        row.wasNull() ? Optional.<InstrumentId>empty() : Optional.of(new InstrumentId(id));
    return new Membership(
        row.getInt("universe_id"),
        new Symbol(row.getString("ticker")),
        row.getString("expected_name"),
        instrument,
        row.getObject("valid_from", LocalDate.class));
  }
}
