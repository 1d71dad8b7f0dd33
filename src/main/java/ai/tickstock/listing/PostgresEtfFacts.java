package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.FundFact;
import ai.tickstock.provider.FundFacts;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Facts of funds in PostgreSQL.
final class PostgresEtfFacts implements EtfFacts {
  /// Whoever writes facts waits for the one before, so that the columns of `instrument` are those
  /// of the newest facts.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 9)";

  private static final String OF_SOURCE =
      """
      SELECT instrument_id, fact, source, value, number, unit, as_of
      FROM etf_fact
      WHERE source = :source AND instrument_id = ANY(:ids)
      """;

  private static final String OF_FUND =
      """
      SELECT instrument_id, fact, source, value, number, unit, as_of
      FROM etf_fact
      WHERE instrument_id = :id
      ORDER BY fact, as_of DESC, source
      """;

  private static final String ALL_TOLD =
      """
      SELECT instrument_id, fact, source, value, number, unit, as_of
      FROM etf_fact
      WHERE source <> :rules
      ORDER BY instrument_id, as_of DESC, source, fact
      """;

  private static final String WRITE =
      """
      INSERT INTO etf_fact (instrument_id, fact, source, value, number, unit, as_of)
      SELECT instrument_id, fact, :source, value, number, unit, as_of
      FROM unnest(:ids, :facts, :values, :numbers::numeric[], :units, :days::date[])
        AS told (instrument_id, fact, value, number, unit, as_of)
      ON CONFLICT (instrument_id, fact, source) DO UPDATE SET
        value = EXCLUDED.value, number = EXCLUDED.number, unit = EXCLUDED.unit,
        as_of = EXCLUDED.as_of, recorded_at = now()
      """;

  private static final String FORGET =
      """
      DELETE FROM etf_fact f
      USING unnest(:ids, :facts) AS gone (instrument_id, fact)
      WHERE f.instrument_id = gone.instrument_id AND f.fact = gone.fact AND f.source = :source
      """;

  /// Of the newest facts whichever source told them; of one day the one that was told last.
  private static final String PROJECT =
      """
      WITH newest AS (
        SELECT DISTINCT ON (instrument_id, fact) instrument_id, fact, value, number, source, as_of
        FROM etf_fact
        WHERE instrument_id = ANY(:ids)
        ORDER BY instrument_id, fact, as_of DESC, recorded_at DESC, source
      ), told AS (
        SELECT asked.id AS instrument_id,
               max(value) FILTER (WHERE fact = 'etf_type') AS etf_type,
               max(value) FILTER (WHERE fact = 'issuer') AS issuer,
               max(round(number / 1000000, 2)) FILTER (WHERE fact = 'aum') AS aum_millions,
               max(round(number, 6)) FILTER (WHERE fact = 'expense_ratio') AS expense_ratio,
               max(value) FILTER (WHERE fact = 'underlying_index') AS underlying_index,
               (array_agg(source ORDER BY as_of DESC, source) FILTER (WHERE source <> :rules))[1]
                 AS source,
               max(as_of) FILTER (WHERE source <> :rules) AS as_of
        FROM unnest(:ids) AS asked (id) LEFT JOIN newest ON instrument_id = asked.id
        GROUP BY asked.id
      )
      UPDATE instrument i SET
        etf_type = told.etf_type, issuer = told.issuer, aum_millions = told.aum_millions,
        expense_ratio = told.expense_ratio, underlying_index = told.underlying_index,
        etf_facts_source = told.source, etf_facts_as_of = told.as_of, updated_at = now()
      FROM told
      WHERE i.id = told.instrument_id
        AND (i.etf_type, i.issuer, i.aum_millions, i.expense_ratio, i.underlying_index,
             i.etf_facts_source, i.etf_facts_as_of)
          IS DISTINCT FROM
            (told.etf_type, told.issuer, told.aum_millions, told.expense_ratio,
             told.underlying_index, told.source, told.as_of)
      """;

  private static final String FOLLOW =
      """
      UPDATE instrument i SET sector = new.sector, updated_at = now()
      FROM unnest(:ids, :sectors::text[]) AS new (id, sector)
      WHERE i.id = new.id AND i.sector IS DISTINCT FROM new.sector
      """;

  private static final String FUND_COLUMNS =
      """
      SELECT i.id, s.ticker, i.name, i.type, i.etf_type, i.issuer, i.aum_millions, i.expense_ratio,
             i.underlying_index, i.sector, i.etf_facts_as_of
      FROM instrument i
        CROSS JOIN LATERAL (
          SELECT ticker FROM instrument_symbol
          WHERE instrument_id = i.id
          ORDER BY valid_to DESC NULLS FIRST, valid_from DESC NULLS LAST
          LIMIT 1) s
      """;

  static final String OF_TYPE =
      FUND_COLUMNS
          + """
          WHERE i.etf_type = :type AND i.active
          ORDER BY i.aum_millions DESC NULLS LAST, i.id
          LIMIT :most
          """;

  static final String LARGEST =
      FUND_COLUMNS
          + """
          WHERE i.aum_millions >= :least AND i.active
          ORDER BY i.aum_millions DESC, i.id
          LIMIT :most
          """;

  static final String IN_SECTOR =
      FUND_COLUMNS
          + """
          WHERE i.sector = :sector AND i.active
          ORDER BY s.ticker
          """;

  private final Database database;
  private final Instruments instruments;

  PostgresEtfFacts(Database database) {
    this.database = database;
    this.instruments = Instruments.postgres(database);
  }

  /// Where a fact stands.
  private record Place(InstrumentId fund, String fact) {}

  private record Told(InstrumentId fund, FundFact fact, LocalDate asOf) {}

  @Override
  public EtfFactCount take(List<FundFacts> funds, String source) {
    if (source.isBlank() || source.equals(RULES)) {
      throw new IllegalArgumentException("'" + source + "' is not the name of a source");
    }
    var types = EquityTypes.postgres(database);
    types.seed();
    var processing = types.now();
    var holders = holders(funds);
    var unknown = new ArrayList<String>();
    var noFunds = new ArrayList<String>();
    var nothing = new ArrayList<String>();
    var known = new LinkedHashSet<InstrumentId>();
    var told = new LinkedHashMap<Place, Told>();
    for (var fund : funds) {
      var ticker = fund.symbol().ticker();
      var holder =
          Optional.ofNullable(holders.getOrDefault(fund.asOf(), Map.of()).get(fund.symbol()));
      if (holder.isEmpty()) {
        unknown.add(ticker);
      } else if (notMeant(holder.get(), fund.asOf(), processing).isPresent()) {
        noFunds.add(
            ticker + " (" + notMeant(holder.get(), fund.asOf(), processing).orElse("") + ")");
      } else if (fund.facts().isEmpty()) {
        nothing.add(ticker);
      } else {
        known.add(holder.get().id());
        for (var fact : fund.facts()) {
          told.merge(
              new Place(holder.get().id(), fact.name()),
              new Told(holder.get().id(), fact, fund.asOf()),
              (a, b) -> b.asOf().isBefore(a.asOf()) ? a : b);
        }
      }
    }
    return database.inTransaction(h -> {
      h.execute(LOCK);
      int added = 0;
      int changed = 0;
      int unchanged = 0;
      int older = 0;
      var stored = stored(h, known, source);
      var write = new ArrayList<Told>();
      for (var entry : told.entrySet()) {
        var one = entry.getValue();
        var before = Optional.ofNullable(stored.get(entry.getKey()));
        if (before.isEmpty()) {
          added++;
          write.add(one);
        } else if (one.asOf().isBefore(before.get().asOf())) {
          older++;
        } else if (isSame(one, before.get())) {
          unchanged++;
        } else {
          changed++;
          write.add(one);
        }
      }
      write(h, write, source);
      project(h, known);
      return new EtfFactCount(
          known.size(), unknown, noFunds, nothing, added, changed, unchanged, older);
    });
  }

  private static boolean isSame(Told one, Known before) {
    return one.asOf().equals(before.asOf())
        && one.fact().value().equals(before.fact().value())
        && one.fact().unit() == before.fact().unit();
  }

  /// Why the holder is not the fund that the source means; empty when it can be.
  private static Optional<String> notMeant(
      Instrument holder, LocalDate asOf, Processing processing) {
    if (processing.category(holder) != EquityCategory.ETFS) {
      return Optional.of("is of type " + holder.type().orElse("unknown") + " here");
    }
    return holder.listDate().filter(asOf::isBefore).map(date -> "was listed on " + date);
  }

  private Map<LocalDate, Map<Symbol, Instrument>> holders(List<FundFacts> funds) {
    var byDay = new TreeMap<LocalDate, Set<Symbol>>();
    funds.forEach(f -> byDay.computeIfAbsent(f.asOf(), _ -> new LinkedHashSet<>()).add(f.symbol()));
    var holders = new LinkedHashMap<LocalDate, Map<Symbol, Instrument>>();
    byDay.forEach((day, symbols) -> holders.put(day, instruments.at(symbols, day)));
    return holders;
  }

  private static Map<Place, Known> stored(Handle h, Collection<InstrumentId> ids, String source) {
    var stored = new LinkedHashMap<Place, Known>();
    h.createQuery(OF_SOURCE)
        .bind("source", source)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(ids))
        .map((row, context) -> Map.entry(place(row), known(row)))
        .forEach(e -> stored.put(e.getKey(), e.getValue()));
    return stored;
  }

  private static void write(Handle h, List<Told> told, String source) {
    if (told.isEmpty()) {
      return;
    }
    h.createUpdate(WRITE)
        .bind("source", source)
        .bindArray("ids", Integer.class, told.stream().map(t -> t.fund().value()).toList())
        .bindArray("facts", String.class, told.stream().map(t -> t.fact().name()).toList())
        .bindArray("values", String.class, told.stream().map(t -> t.fact().value()).toList())
        .bindArray(
            "numbers",
            String.class,
            told.stream()
                .map(t -> t.fact().number().map(BigDecimal::toPlainString).orElse(null))
                .toList())
        .bindArray("units", String.class, told.stream().map(t -> t.fact().unit().word()).toList())
        .bindArray("days", String.class, told.stream().map(t -> t.asOf().toString()).toList())
        .execute();
  }

  private static int project(Handle h, Collection<InstrumentId> ids) {
    return h.createUpdate(PROJECT)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(ids))
        .bind("rules", RULES)
        .execute();
  }

  @Override
  public int derive(
      Handle transaction,
      Map<InstrumentId, List<FundFact>> facts,
      Map<InstrumentId, String> sectors,
      LocalDate asOf) {
    transaction.execute(LOCK);
    var stored = stored(transaction, facts.keySet(), RULES);
    var write = new ArrayList<Told>();
    var gone = new LinkedHashSet<>(stored.keySet());
    var changed = new LinkedHashSet<InstrumentId>();
    facts.forEach((fund, all) ->
        all.forEach(fact -> {
          var place = new Place(fund, fact.name());
          gone.remove(place);
          var before = Optional.ofNullable(stored.get(place));
          if (before.filter(b -> b.fact().value().equals(fact.value())).isEmpty()) {
            write.add(new Told(fund, fact, asOf));
            changed.add(fund);
          }
        }));
    gone.forEach(place -> changed.add(place.fund()));
    write(transaction, write, RULES);
    if (!gone.isEmpty()) {
      transaction
          .createUpdate(FORGET)
          .bindArray("ids", Integer.class, gone.stream().map(p -> p.fund().value()).toList())
          .bindArray("facts", String.class, gone.stream().map(Place::fact).toList())
          .bind("source", RULES)
          .execute();
    }
    var funds = List.copyOf(facts.keySet());
    transaction
        .createUpdate(FOLLOW)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(funds))
        .bindArray("sectors", String.class, funds.stream().map(sectors::get).toList())
        .execute();
    project(transaction, funds);
    return changed.size();
  }

  @Override
  public List<Known> of(InstrumentId fund) {
    return database.read(h ->
        h.createQuery(OF_FUND).bind("id", fund.value()).map((row, context) -> known(row)).list());
  }

  @Override
  public Map<InstrumentId, List<Known>> all() {
    var all = new LinkedHashMap<InstrumentId, List<Known>>();
    database.useTransaction(h ->
        h.createQuery(ALL_TOLD)
            .bind("rules", RULES)
            .map((row, context) -> Map.entry(place(row).fund(), known(row)))
            .forEach(
                e -> all.computeIfAbsent(e.getKey(), _ -> new ArrayList<>()).add(e.getValue())));
    return all;
  }

  @Override
  public List<Fund> ofType(String type, int most) {
    return database.read(h -> funds(h.createQuery(OF_TYPE).bind("type", type).bind("most", most)));
  }

  @Override
  public List<Fund> largest(BigDecimal leastAumMillions, int most) {
    return database.read(
        h -> funds(h.createQuery(LARGEST).bind("least", leastAumMillions).bind("most", most)));
  }

  @Override
  public List<Fund> inSector(String sector) {
    return database.read(h -> funds(h.createQuery(IN_SECTOR).bind("sector", sector)));
  }

  private static List<Fund> funds(Query query) {
    return query.map((row, context) -> fund(row)).list();
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(new InstrumentId(row.getInt("instrument_id")), row.getString("fact"));
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(
        new FundFact(
            row.getString("fact"),
            row.getString("value"),
            Optional.ofNullable(row.getBigDecimal("number")),
            FundFact.Unit.valueOf(row.getString("unit").toUpperCase(Locale.ROOT))),
        row.getString("source"),
        row.getObject("as_of", LocalDate.class));
  }

  private static Fund fund(ResultSet row) throws SQLException {
    return new Fund(
        new InstrumentId(row.getInt("id")),
        new Symbol(row.getString("ticker")),
        Optional.ofNullable(row.getString("name")),
        Optional.ofNullable(row.getString("type")),
        Optional.ofNullable(row.getString("etf_type")),
        Optional.ofNullable(row.getString("issuer")),
        Optional.ofNullable(row.getBigDecimal("aum_millions")),
        Optional.ofNullable(row.getBigDecimal("expense_ratio")),
        Optional.ofNullable(row.getString("underlying_index")),
        Optional.ofNullable(row.getString("sector")),
        Optional.ofNullable(row.getObject("etf_facts_as_of", LocalDate.class)));
  }
}
