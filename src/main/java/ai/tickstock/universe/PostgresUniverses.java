package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.NearMatches;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/// The universes in PostgreSQL.
final class PostgresUniverses implements Universes {
  private static final Pattern BETWEEN_KEYS = Pattern.compile("[,:]");
  private static final int NEAREST = 3;

  private static final String LIST =
      """
      SELECT u.key, u.name, u.category, u.kind, u.description,
             count(DISTINCT m.ticker) FILTER (
               WHERE m.valid_from <= :as_of AND (m.valid_to IS NULL OR m.valid_to >= :as_of)
             ) AS members
      FROM universe u LEFT JOIN universe_member m ON m.universe_id = u.id
      GROUP BY u.id
      ORDER BY u.key
      """;

  private static final String KEYS = "SELECT key FROM universe ORDER BY key";

  private static final String MEMBERS =
      """
      SELECT DISTINCT ON (u.key, m.ticker)
             u.key, m.ticker, m.expected_name, m.instrument_id, m.valid_from
      FROM universe u JOIN universe_member m ON m.universe_id = u.id
      WHERE u.key = ANY(:keys)
        AND m.valid_from <= :as_of AND (m.valid_to IS NULL OR m.valid_to >= :as_of)
      ORDER BY u.key, m.ticker, m.valid_from
      """;

  private static final String SEED_UNIVERSES =
      """
      INSERT INTO universe (key, name, category, kind, description)
      SELECT key, name, category, kind, description
      FROM unnest(:keys, :names, :categories, :kinds, :descriptions)
        AS seed (key, name, category, kind, description)
      ON CONFLICT (key) DO NOTHING
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
      FROM unnest(:keys, :tickers, :ids) AS found (key, ticker, instrument_id)
        JOIN universe u ON u.key = found.key
      WHERE m.universe_id = u.id AND m.ticker = found.ticker
        AND m.instrument_id IS NULL AND m.valid_to IS NULL
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
    return seed(UniverseSeeds.bundled());
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
    return database.read(
        h -> h.createQuery(LIST).bind("as_of", asOf).map((row, context) -> universe(row)).list());
  }

  @Override
  public Optional<Universe> find(String key, LocalDate asOf) {
    return list(asOf).stream().filter(u -> u.key().equals(key)).findFirst();
  }

  @Override
  public List<Member> members(String key, LocalDate asOf) {
    return united(List.of(key), asOf);
  }

  @Override
  public Resolution resolve(String expression, LocalDate asOf) {
    var keys = new LinkedHashSet<String>();
    for (var part : BETWEEN_KEYS.splitAsStream(expression).toList()) {
      if (!part.isBlank()) {
        keys.add(part.strip());
      }
    }
    var known = database.read(h -> h.createQuery(KEYS).mapTo(String.class).list());
    var unknown = keys.stream().filter(key -> !known.contains(key)).toList();
    if (keys.isEmpty()) {
      return new Resolution.Unknown(List.of(expression), List.of());
    }
    if (!unknown.isEmpty()) {
      return new Resolution.Unknown(
          unknown,
          unknown.stream()
              .flatMap(key -> NearMatches.of(key, known, NEAREST).stream())
              .distinct()
              .toList());
    }
    return new Resolution.Members(united(List.copyOf(keys), asOf));
  }

  @Override
  public int bind(Collection<MemberMatch.Found> found) {
    var keys = new ArrayList<String>();
    var tickers = new ArrayList<String>();
    var ids = new ArrayList<Integer>();
    for (var match : found) {
      for (var key : match.member().universes()) {
        keys.add(key);
        tickers.add(match.member().listedAs().ticker());
        ids.add(match.instrument().id().value());
      }
    }
    return database.inTransaction(h ->
        h.createUpdate(BIND)
            .bindArray("keys", String.class, keys)
            .bindArray("tickers", String.class, tickers)
            .bindArray("ids", Integer.class, ids)
            .execute());
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
      String universe,
      Symbol listedAs,
      String expectedName,
      Optional<InstrumentId> instrument,
      LocalDate since) {}

  /// Members of the universes, one who is bound to an instrument once under whatever tickers.
  private List<Member> united(List<String> keys, LocalDate asOf) {
    var byUniverse = new LinkedHashMap<String, List<Membership>>();
    keys.forEach(key -> byUniverse.put(key, new ArrayList<>()));
    database
        .read(h ->
            h.createQuery(MEMBERS)
                .bindArray("keys", String.class, keys)
                .bind("as_of", asOf)
                .map((row, context) -> membership(row))
                .list())
        .forEach(m -> byUniverse.computeIfAbsent(m.universe(), k -> new ArrayList<>()).add(m));
    var all = byUniverse.values().stream().flatMap(List::stream).toList();
    var bound =
        instruments.byId(all.stream().flatMap(m -> m.instrument().stream()).distinct().toList());
    var members = new LinkedHashMap<Symbol, Member>();
    for (var membership : all) {
      var one = member(membership, bound);
      members.merge(one.symbol(), one, PostgresUniverses::merged);
    }
    return List.copyOf(members.values());
  }

  private static Member member(Membership m, Map<InstrumentId, Instrument> bound) {
    var symbol = m.instrument().map(bound::get).map(Instrument::symbol).orElse(m.listedAs());
    return new Member(
        symbol, m.listedAs(), m.expectedName(), List.of(m.universe()), m.since(), m.instrument());
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

  private static Universe universe(ResultSet row) throws SQLException {
    return new Universe(
        row.getString("key"),
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
        row.getString("key"),
        new Symbol(row.getString("ticker")),
        row.getString("expected_name"),
        instrument,
        row.getObject("valid_from", LocalDate.class));
  }
}
