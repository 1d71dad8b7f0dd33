package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The instruments in PostgreSQL.
final class PostgresInstruments implements Instruments {
  private static final int NEAREST = 5;

  private static final String KNOWN_TICKERS =
      """
      SELECT s.ticker
      FROM instrument_symbol s JOIN instrument i ON i.id = s.instrument_id
      GROUP BY s.ticker
      ORDER BY max(i.market_cap) DESC NULLS LAST, bool_or(s.valid_to IS NULL) DESC, s.ticker
      """;

  /// `starts_with` and `strpos` take the text as it is: no sign of it means anything.
  private static final String SEARCH =
      """
      WITH named AS (
        SELECT i.id, 2 AS place FROM instrument i WHERE strpos(lower(i.name), lower(:text)) > 0
        UNION ALL
        SELECT s.instrument_id,
               CASE WHEN upper(s.ticker) = upper(:text) THEN CASE WHEN s.valid_to IS NULL THEN 0 ELSE 1 END
                    ELSE 2 END
        FROM instrument_symbol s
        WHERE starts_with(upper(s.ticker), upper(:text)))
      SELECT n.id
      FROM named n JOIN instrument i ON i.id = n.id
      GROUP BY n.id, i.market_cap, i.active
      ORDER BY min(n.place), i.active DESC, i.market_cap DESC NULLS LAST, n.id
      LIMIT :most
      """;

  private static final String REFER =
      """
      UPDATE instrument i SET correlation_reference = nullif(said.ticker, ''), updated_at = now()
      FROM unnest(:ids, :tickers) AS said (id, ticker)
      WHERE i.id = said.id AND i.correlation_reference IS DISTINCT FROM nullif(said.ticker, '')
      """;

  private static final String REFERENCES =
      """
      SELECT id, correlation_reference
      FROM instrument
      WHERE id = ANY(:ids) AND correlation_reference IS NOT NULL
      """;

  private final Database database;

  PostgresInstruments(Database database) {
    this.database = database;
  }

  @Override
  public Map<Symbol, Instrument> current(Collection<Symbol> symbols) {
    return database.read(h -> withInstruments(h, symbols, InstrumentTable.currentIds(h, symbols)));
  }

  @Override
  public Map<Symbol, Instrument> currentOrLast(Collection<Symbol> symbols) {
    return heldOn(symbols, LocalDate.MAX, true);
  }

  @Override
  public Optional<Instrument> at(Symbol symbol, LocalDate date) {
    return Optional.ofNullable(at(List.of(symbol), date).get(symbol));
  }

  @Override
  public Map<Symbol, Instrument> at(Collection<Symbol> symbols, LocalDate date) {
    return heldOn(symbols, date, false);
  }

  private Map<Symbol, Instrument> heldOn(
      Collection<Symbol> symbols, LocalDate date, boolean elseLast) {
    return database.read(h -> {
      var ids = new LinkedHashMap<Symbol, InstrumentId>();
      InstrumentTable.spans(h, symbols)
          .forEach((symbol, spans) ->
              SymbolSpan.holder(spans, date)
                  .or(() -> elseLast ? SymbolSpan.last(spans) : Optional.empty())
                  .ifPresent(span -> ids.put(symbol, span.instrument())));
      return withInstruments(h, symbols, ids);
    });
  }

  @Override
  public Map<Symbol, List<SymbolSpan>> spans(Collection<Symbol> symbols) {
    return database.read(h -> InstrumentTable.spans(h, symbols));
  }

  @Override
  public List<SymbolSpan> symbols(InstrumentId instrument) {
    return database.read(h -> InstrumentTable.spansOf(h, List.of(instrument)));
  }

  @Override
  public Map<InstrumentId, List<SymbolSpan>> symbols(Collection<InstrumentId> instruments) {
    var found = new LinkedHashMap<InstrumentId, List<SymbolSpan>>();
    instruments.forEach(id -> found.put(id, new ArrayList<>()));
    database
        .read(h -> InstrumentTable.spansOf(h, instruments))
        .forEach(
            span -> found.computeIfAbsent(span.instrument(), id -> new ArrayList<>()).add(span));
    found.values().removeIf(List::isEmpty);
    return found;
  }

  @Override
  public Optional<Instrument> byId(InstrumentId id) {
    return Optional.ofNullable(byId(List.of(id)).get(id));
  }

  @Override
  public Map<InstrumentId, Instrument> byId(Collection<InstrumentId> ids) {
    return database.read(h -> {
      var found = InstrumentTable.byIds(h, ids);
      var inOrder = new LinkedHashMap<InstrumentId, Instrument>();
      for (var id : ids) {
        Optional.ofNullable(found.get(id)).ifPresent(i -> inOrder.put(id, i));
      }
      return inOrder;
    });
  }

  @Override
  public Map<InstrumentId, Instrument> byId(Handle transaction, Collection<InstrumentId> ids) {
    return InstrumentTable.byIds(transaction, ids);
  }

  @Override
  public List<Instrument> all(InstrumentFilter filter) {
    return database.read(h -> InstrumentTable.ofKind(h, filter));
  }

  @Override
  public Map<Symbol, Instrument> provisional(
      Handle transaction, Collection<Symbol> symbols, String source) {
    return provisionalHolders(transaction, symbols, Optional.empty(), source);
  }

  @Override
  public Map<Symbol, Instrument> provisionalAt(
      Handle transaction, Collection<Symbol> symbols, LocalDate date, String source) {
    return provisionalHolders(transaction, symbols, Optional.of(date), source);
  }

  /// Looks without the lock first: tickers without a holder are rare, and only they need it.
  private static Map<Symbol, Instrument> provisionalHolders(
      Handle transaction, Collection<Symbol> symbols, Optional<LocalDate> on, String source) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("provisional instruments are made inside a transaction only");
    }
    var asked = new LinkedHashSet<>(symbols);
    var ids = holders(InstrumentTable.spans(transaction, asked), on);
    var missing = new LinkedHashSet<>(asked);
    missing.removeAll(ids.keySet());
    if (!missing.isEmpty()) {
      InstrumentTable.lock(transaction);
      var spans = InstrumentTable.spans(transaction, missing);
      var since = holders(spans, on);
      ids.putAll(since);
      missing.removeAll(since.keySet());
      var gaps = missing.stream().map(s -> gap(s, spans.getOrDefault(s, List.of()), on)).toList();
      ids.putAll(InstrumentTable.insertProvisional(transaction, gaps, source));
    }
    return withInstruments(transaction, asked, ids);
  }

  private static Map<Symbol, InstrumentId> holders(
      Map<Symbol, List<SymbolSpan>> spans, Optional<LocalDate> on) {
    var ids = new LinkedHashMap<Symbol, InstrumentId>();
    spans.forEach((symbol, ofSymbol) ->
        (on.isPresent()
                ? SymbolSpan.holder(ofSymbol, on.get())
                : ofSymbol.stream().filter(SymbolSpan::isCurrent).findFirst())
            .ifPresent(span -> ids.put(symbol, span.instrument())));
    return ids;
  }

  /// The time around a date (or up to now) in which nobody is known to have held the ticker.
  private static InstrumentTable.Gap gap(
      Symbol symbol, List<SymbolSpan> spans, Optional<LocalDate> on) {
    var date = on.orElse(LocalDate.MAX);
    var from =
        spans.stream()
            .flatMap(s -> s.to().stream())
            .filter(to -> to.isBefore(date))
            .max(LocalDate::compareTo)
            .map(to -> to.plusDays(1));
    var to =
        spans.stream()
            .flatMap(s -> s.from().stream())
            .filter(begin -> begin.isAfter(date))
            .min(LocalDate::compareTo)
            .map(begin -> begin.minusDays(1));
    return new InstrumentTable.Gap(symbol, from, to);
  }

  @Override
  public int referTo(
      Handle transaction,
      Collection<InstrumentId> instruments,
      Map<InstrumentId, Symbol> benchmarks) {
    var ids = instruments.stream().distinct().toList();
    var tickers =
        ids.stream()
            .map(id -> Optional.ofNullable(benchmarks.get(id)).map(Symbol::ticker).orElse(""))
            .toList();
    return transaction
        .createUpdate(REFER)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(ids))
        .bindArray("tickers", String.class, tickers)
        .execute();
  }

  @Override
  public Map<InstrumentId, Symbol> references(Collection<InstrumentId> instruments) {
    var references = new LinkedHashMap<InstrumentId, Symbol>();
    database
        .read(h ->
            h.createQuery(REFERENCES)
                .bindArray("ids", Integer.class, InstrumentTable.numbers(instruments))
                .map((row, context) ->
                    Map.entry(
                        new InstrumentId(row.getInt("id")),
                        new Symbol(row.getString("correlation_reference"))))
                .list())
        .forEach(entry -> references.put(entry.getKey(), entry.getValue()));
    return references;
  }

  @Override
  public List<Instrument> search(String text, int most) {
    var ids =
        database.read(h ->
            h.createQuery(SEARCH)
                .bind("text", text)
                .bind("most", most)
                .mapTo(Integer.class)
                .map(InstrumentId::new)
                .list());
    return List.copyOf(byId(ids).values());
  }

  @Override
  public List<Symbol> nearest(String ticker) {
    var known = database.read(h -> h.createQuery(KNOWN_TICKERS).mapTo(String.class).list());
    return NearMatches.of(ticker, known, NEAREST).stream().map(Symbol::new).toList();
  }

  private static Map<Symbol, Instrument> withInstruments(
      Handle h, Collection<Symbol> symbols, Map<Symbol, InstrumentId> ids) {
    var instruments = InstrumentTable.byIds(h, new ArrayList<>(new HashSet<>(ids.values())));
    var found = new LinkedHashMap<Symbol, Instrument>();
    for (var symbol : symbols) {
      Optional.ofNullable(ids.get(symbol))
          .map(instruments::get)
          .ifPresent(i -> found.put(symbol, i));
    }
    return found;
  }
}
