package ai.tickstock.universe;

import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentFilter;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.FundFact;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Universes of ETFs in PostgreSQL.
final class PostgresEtfUniverses implements EtfUniverses {
  private static final String ETF = "etf_";
  private static final int MOST_LEAVING_PERCENT = 30;

  /// Two refreshes at once would write the same memberships.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 10)";

  private static final String OPEN =
      """
      SELECT m.ticker, m.instrument_id, m.source = :rules AS by_rules
      FROM universe u JOIN universe_member m ON m.universe_id = u.id
      WHERE u.key = :key AND m.valid_to IS NULL
      """;

  private static final String JOIN =
      """
      INSERT INTO universe_member (universe_id, ticker, instrument_id, valid_from, reason, source)
      SELECT u.id, new.ticker, new.instrument_id, CAST(:today AS date), new.reason, :rules
      FROM unnest(:tickers, :ids, :reasons) AS new (ticker, instrument_id, reason)
        JOIN universe u ON u.key = :key
      ON CONFLICT (universe_id, ticker, valid_from) DO UPDATE SET
        valid_to = NULL, instrument_id = EXCLUDED.instrument_id, reason = EXCLUDED.reason,
        source = EXCLUDED.source, recorded_at = now()
      """;

  private static final String LEAVE =
      """
      UPDATE universe_member m SET
        valid_to = greatest(m.valid_from, CAST(:today AS date) - 1),
        reason = m.reason || '; no rule since ' || CAST(:today AS date)
      FROM universe u
      WHERE u.id = m.universe_id AND u.key = :key AND m.valid_to IS NULL AND m.source = :rules
        AND m.instrument_id = ANY(:ids)
      """;

  private static final String NOTE =
      """
      INSERT INTO universe_change (universe_id, effective, state, members, joined, left_it, message)
      SELECT u.id, :today, :state, :members, :joined::text[], :left::text[], :message
      FROM universe u
      WHERE u.key = :key
        AND NOT EXISTS (
          SELECT FROM (
            SELECT state, members, joined, left_it FROM universe_change
            WHERE universe_id = u.id ORDER BY id DESC LIMIT 1) last
          WHERE :state = 'held'
            AND (last.state, last.members, last.joined, last.left_it)
              = ('held', :members, :joined::text[], :left::text[]))
      """;

  private static final String HISTORY =
      """
      SELECT c.changed_at, c.effective, c.state, c.members, c.joined, c.left_it, c.message
      FROM universe_change c
      WHERE c.universe_id = :universe
      ORDER BY c.id DESC
      """;

  private final Database database;
  private final EtfThemes themes;

  PostgresEtfUniverses(Database database, EtfThemes themes) {
    this.database = database;
    this.themes = themes;
  }

  @Override
  public List<String> keys() {
    return List.copyOf(themes.themes());
  }

  private record Open(Symbol ticker, Optional<InstrumentId> instrument, boolean byRules) {}

  @Override
  public List<Refreshed> refresh(Optional<String> key, LocalDate today, boolean approve) {
    Universes.postgres(database).seed();
    var funds = funds();
    var told = EtfFacts.postgres(database).all();
    var facts = new LinkedHashMap<InstrumentId, List<FundFact>>();
    var sectors = new LinkedHashMap<InstrumentId, String>();
    var members = new TreeMap<String, Map<Instrument, EtfThemes.Verdict>>();
    themes.themes().forEach(theme -> members.put(theme, new LinkedHashMap<>()));
    for (var fund : funds) {
      var evidence = evidence(fund, told.getOrDefault(fund.id(), List.of()));
      var derived = new ArrayList<FundFact>();
      for (var verdict : themes.classify(evidence)) {
        if (verdict.belongs()) {
          if (derived.isEmpty()) {
            derived.add(FundFact.text("etf_type", verdict.theme().substring(ETF.length())));
          }
          verdict.sector().ifPresent(sector -> sectors.putIfAbsent(fund.id(), sector));
          members.computeIfAbsent(verdict.theme(), _ -> new LinkedHashMap<>()).put(fund, verdict);
        }
      }
      themes
          .index(evidence)
          .ifPresent(index -> derived.add(FundFact.text("underlying_index", index)));
      facts.put(fund.id(), derived);
    }
    return database.inTransaction(h -> {
      h.execute(LOCK);
      EtfFacts.postgres(database).derive(h, facts, sectors, today);
      var refreshed = new ArrayList<Refreshed>();
      members.forEach((theme, all) -> {
        if (key.isEmpty() || key.get().equals(theme)) {
          refreshed.add(refresh(h, theme, all, today, approve));
        }
      });
      return refreshed;
    });
  }

  private List<Instrument> funds() {
    var types = EquityTypes.postgres(database);
    types.seed();
    var processing = types.now();
    return Instruments.postgres(database).all(InstrumentFilter.TRADING).stream()
        .filter(i -> processing.category(i) == EquityCategory.ETFS)
        .toList();
  }

  /// What sources say, the newest first, and then the name that the list of instruments has.
  private static List<EtfThemes.Evidence> evidence(Instrument fund, List<EtfFacts.Known> told) {
    var evidence = new ArrayList<EtfThemes.Evidence>();
    for (var known : told) {
      evidence.add(
          new EtfThemes.Evidence(
              known.fact().name(),
              known.fact().value(),
              known.source(),
              Optional.of(known.asOf())));
    }
    fund.name()
        .ifPresent(name ->
            evidence.add(
                new EtfThemes.Evidence(FundFact.NAME, name, "instruments", Optional.empty())));
    return evidence;
  }

  private static Refreshed refresh(
      Handle h,
      String key,
      Map<Instrument, EtfThemes.Verdict> members,
      LocalDate today,
      boolean approve) {
    var open =
        h.createQuery(OPEN)
            .bind("key", key)
            .bind("rules", EtfFacts.RULES)
            .map((row, context) -> open(row))
            .list();
    var tickers = new LinkedHashSet<Symbol>();
    var bound = new LinkedHashSet<InstrumentId>();
    open.forEach(m -> m.instrument().ifPresentOrElse(bound::add, () -> tickers.add(m.ticker())));
    var joined =
        members.keySet().stream()
            .filter(i -> !bound.contains(i.id()) && !tickers.contains(i.symbol()))
            .toList();
    var belonging = new LinkedHashSet<InstrumentId>();
    members.keySet().forEach(i -> belonging.add(i.id()));
    var byRules = open.stream().filter(Open::byRules).toList();
    var left =
        byRules.stream().filter(m -> m.instrument().filter(belonging::contains).isEmpty()).toList();
    Optional<String> held = Optional.empty();
    if (left.size() * 100 > byRules.size() * MOST_LEAVING_PERCENT && !approve) {
      held =
          Optional.of(
              left.size()
                  + " of "
                  + byRules.size()
                  + " would leave, more than "
                  + MOST_LEAVING_PERCENT
                  + " %");
    } else {
      join(h, key, joined, members, today);
      h.createUpdate(LEAVE)
          .bind("key", key)
          .bind("today", today)
          .bind("rules", EtfFacts.RULES)
          .bindArray(
              "ids",
              Integer.class,
              left.stream().flatMap(m -> m.instrument().stream()).map(InstrumentId::value).toList())
          .execute();
    }
    var refreshed =
        new Refreshed(
            key,
            open.size(),
            joined.stream().map(Instrument::symbol).sorted().toList(),
            left.stream().map(Open::ticker).sorted().toList(),
            held);
    if (!joined.isEmpty() || !left.isEmpty()) {
      note(h, refreshed, today);
    }
    return refreshed;
  }

  private static void join(
      Handle h,
      String key,
      List<Instrument> joined,
      Map<Instrument, EtfThemes.Verdict> members,
      LocalDate today) {
    var reasons = new ArrayList<String>();
    joined.forEach(i ->
        Optional.ofNullable(members.get(i))
            .ifPresent(v -> reasons.add(v.rule() + "; " + v.evidence())));
    h.createUpdate(JOIN)
        .bind("key", key)
        .bind("today", today)
        .bind("rules", EtfFacts.RULES)
        .bindArray("tickers", String.class, joined.stream().map(i -> i.symbol().ticker()).toList())
        .bindArray("ids", Integer.class, joined.stream().map(i -> i.id().value()).toList())
        .bindArray("reasons", String.class, reasons)
        .execute();
  }

  private static void note(Handle h, Refreshed refreshed, LocalDate today) {
    h.createUpdate(NOTE)
        .bind("key", refreshed.universe())
        .bind("today", today)
        .bind("state", refreshed.held().isPresent() ? "held" : "applied")
        .bind("members", refreshed.members())
        .bindArray("joined", String.class, refreshed.joined().stream().map(Symbol::ticker).toList())
        .bindArray("left", String.class, refreshed.left().stream().map(Symbol::ticker).toList())
        .bind("message", refreshed.held().orElse(""))
        .execute();
  }

  @Override
  public List<Change> history(String key) {
    return database.read(h ->
        UniverseKeys.read(h)
            .find(key)
            .map(universe ->
                h.createQuery(HISTORY)
                    .bind("universe", universe.id())
                    .map((row, context) -> change(row))
                    .list())
            .orElse(List.of()));
  }

  @Override
  public List<EtfThemes.Verdict> explain(Instrument instrument) {
    var types = EquityTypes.postgres(database);
    types.seed();
    if (types.now().category(instrument) != EquityCategory.ETFS) {
      return List.of();
    }
    var told =
        EtfFacts.postgres(database).of(instrument.id()).stream()
            .filter(known -> !known.source().equals(EtfFacts.RULES))
            .sorted((a, b) -> b.asOf().compareTo(a.asOf()))
            .toList();
    return themes.classify(evidence(instrument, told));
  }

  private static Open open(ResultSet row) throws SQLException {
    int id = row.getInt("instrument_id");
    var instrument =
        row.wasNull() ? Optional.<InstrumentId>empty() : Optional.of(new InstrumentId(id));
    return new Open(new Symbol(row.getString("ticker")), instrument, row.getBoolean("by_rules"));
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getObject("effective", LocalDate.class),
        row.getString("state"),
        row.getInt("members"),
        texts(row.getArray("joined")),
        texts(row.getArray("left_it")),
        row.getString("message"));
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
