package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Rows of `instrument` and `instrument_symbol` in one session's hands.
final class InstrumentTable {
  /// Who gives tickers to instruments holds this lock of the database until its commit, so that two
  /// of them never decide about one ticker at once. The partial unique index stands behind it.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 1)";

  private static final String COLUMNS =
      """
      SELECT i.id, s.ticker, i.name, i.type, i.mic, i.active, i.provisional, i.list_date,
             i.delist_date, i.composite_figi, i.share_class_figi, i.cik, i.market_cap,
             i.sector, i.industry, i.initial_load_date, i.details_at
      """;

  /// All tickers in one sort: a look-up for each is slow for a whole market, most of all before the
  /// server has counted the rows of a new one.
  private static final String BY_IDS =
      COLUMNS
          + """
          FROM instrument i
            JOIN (
              SELECT DISTINCT ON (instrument_id) instrument_id, ticker FROM instrument_symbol
              WHERE instrument_id = ANY(:ids)
              ORDER BY instrument_id, valid_to DESC NULLS FIRST, valid_from DESC NULLS LAST) s
              ON s.instrument_id = i.id
          ORDER BY i.id
          """;

  /// Without the ids of a whole market on the way there and back.
  private static final String OF_KIND =
      COLUMNS
          + """
          FROM instrument i
            JOIN (
              SELECT DISTINCT ON (instrument_id) instrument_id, ticker FROM instrument_symbol
              ORDER BY instrument_id, valid_to DESC NULLS FIRST, valid_from DESC NULLS LAST) s
              ON s.instrument_id = i.id
          WHERE (i.active OR i.provisional OR :delisted)
            AND (NOT i.provisional OR :provisional)
            AND (:any_type OR i.type = ANY(:types))
          ORDER BY i.id
          """;

  private static final String CURRENT_IDS =
      """
      SELECT ticker, instrument_id
      FROM instrument_symbol
      WHERE ticker = ANY(:tickers) AND valid_to IS NULL
      """;

  private static final String SPANS_BY_TICKER =
      """
      SELECT instrument_id, ticker, valid_from, valid_to, reason
      FROM instrument_symbol
      WHERE ticker = ANY(:tickers)
      ORDER BY valid_from NULLS FIRST, valid_to NULLS LAST
      """;

  private static final String SPANS_BY_INSTRUMENT =
      """
      SELECT instrument_id, ticker, valid_from, valid_to, reason
      FROM instrument_symbol
      WHERE instrument_id = ANY(:ids)
      ORDER BY valid_from NULLS FIRST, valid_to NULLS LAST
      """;

  /// The sequence is looked up once, not for each number.
  private static final String NEXT_IDS =
      """
      WITH numbers AS MATERIALIZED (
        SELECT CAST(pg_get_serial_sequence('instrument', 'id') AS regclass) AS name)
      SELECT CAST(nextval(numbers.name) AS integer)
      FROM numbers CROSS JOIN generate_series(1, :count)
      """;

  private static final String INSERT_PROVISIONAL =
      """
      INSERT INTO instrument (id, active, provisional, source) OVERRIDING SYSTEM VALUE
      SELECT id, valid_to IS NULL, true, :source
      FROM unnest(:ids, :tos::date[]) AS new (id, valid_to)
      """;

  private static final String INSERT_SPANS =
      """
      INSERT INTO instrument_symbol (instrument_id, ticker, valid_from, valid_to, reason, source)
      SELECT instrument_id, ticker, valid_from, valid_to, reason, :source
      FROM unnest(:ids, :tickers, :froms::date[], :tos::date[], :reasons)
        AS new (instrument_id, ticker, valid_from, valid_to, reason)
      """;

  private static final String REPLACE_SPANS =
      """
      UPDATE instrument_symbol s
      SET valid_from = new.valid_from, valid_to = new.valid_to, reason = new.reason
      FROM unnest(:ids, :tickers, :old_froms::date[], :old_tos::date[],
                  :froms::date[], :tos::date[], :reasons)
        AS new (instrument_id, ticker, old_from, old_to, valid_from, valid_to, reason)
      WHERE s.instrument_id = new.instrument_id AND s.ticker = new.ticker
        AND s.valid_from IS NOT DISTINCT FROM new.old_from
        AND s.valid_to IS NOT DISTINCT FROM new.old_to
      """;

  private InstrumentTable() {}

  /// A stretch of time in which nobody is known to have held a ticker.
  record Gap(Symbol symbol, Optional<LocalDate> from, Optional<LocalDate> to) {}

  static void lock(Handle transaction) {
    transaction.execute(LOCK);
  }

  /// Ascending by id.
  static Map<InstrumentId, Instrument> byIds(Handle h, Collection<InstrumentId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var found = new LinkedHashMap<InstrumentId, Instrument>();
    h.createQuery(BY_IDS)
        .bindArray("ids", Integer.class, numbers(ids))
        .map((row, context) -> instrument(row))
        .forEach(i -> found.put(i.id(), i));
    return found;
  }

  /// Ascending by id.
  static List<Instrument> ofKind(Handle h, InstrumentFilter filter) {
    return h.createQuery(OF_KIND)
        .bind("delisted", filter.delisted())
        .bind("provisional", filter.provisional())
        .bind("any_type", filter.types().isEmpty())
        .bindArray("types", String.class, List.copyOf(filter.types().orElse(Set.of())))
        .map((row, context) -> instrument(row))
        .list();
  }

  static Map<Symbol, InstrumentId> currentIds(Handle h, Collection<Symbol> symbols) {
    var found = new LinkedHashMap<Symbol, InstrumentId>();
    h.createQuery(CURRENT_IDS)
        .bindArray("tickers", String.class, tickers(symbols))
        .map(
            (row, context) -> Map.entry(symbol(row), new InstrumentId(row.getInt("instrument_id"))))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /// Each list ascending by begin; in the order of the tickers.
  static Map<Symbol, List<SymbolSpan>> spans(Handle h, Collection<Symbol> symbols) {
    var found = new LinkedHashMap<Symbol, List<SymbolSpan>>();
    var tickers = new LinkedHashSet<>(symbols);
    tickers.forEach(s -> found.put(s, new ArrayList<>()));
    h.createQuery(SPANS_BY_TICKER)
        .bindArray("tickers", String.class, tickers(tickers))
        .map((row, context) -> span(row))
        .forEach(span -> found.computeIfAbsent(span.symbol(), s -> new ArrayList<>()).add(span));
    found.values().removeIf(List::isEmpty);
    return found;
  }

  /// Ascending by begin.
  static List<SymbolSpan> spansOf(Handle h, Collection<InstrumentId> ids) {
    return h.createQuery(SPANS_BY_INSTRUMENT)
        .bindArray("ids", Integer.class, numbers(ids))
        .map((row, context) -> span(row))
        .list();
  }

  static List<InstrumentId> nextIds(Handle h, int count) {
    return h.createQuery(NEXT_IDS)
        .bind("count", count)
        .mapTo(Integer.class)
        .map(InstrumentId::new)
        .list();
  }

  static Map<Symbol, InstrumentId> insertProvisional(
      Handle transaction, List<Gap> gaps, String source) {
    if (gaps.isEmpty()) {
      return Map.of();
    }
    var ids = nextIds(transaction, gaps.size());
    transaction
        .createUpdate(INSERT_PROVISIONAL)
        .bindArray("ids", Integer.class, numbers(ids))
        .bindArray("tos", String.class, gaps.stream().map(g -> text(g.to())).toList())
        .bind("source", source)
        .execute();
    var spans = new ArrayList<SymbolSpan>();
    var made = new LinkedHashMap<Symbol, InstrumentId>();
    for (int i = 0; i < gaps.size(); i++) {
      var gap = gaps.get(i);
      spans.add(
          new SymbolSpan(ids.get(i), gap.symbol(), gap.from(), gap.to(), "seen in bars only"));
      made.put(gap.symbol(), ids.get(i));
    }
    insertSpans(transaction, spans, source);
    return made;
  }

  static void insertSpans(Handle transaction, List<SymbolSpan> spans, String source) {
    if (spans.isEmpty()) {
      return;
    }
    transaction
        .createUpdate(INSERT_SPANS)
        .bindArray("ids", Integer.class, spans.stream().map(s -> s.instrument().value()).toList())
        .bindArray("tickers", String.class, spans.stream().map(s -> s.symbol().ticker()).toList())
        .bindArray("froms", String.class, spans.stream().map(s -> text(s.from())).toList())
        .bindArray("tos", String.class, spans.stream().map(s -> text(s.to())).toList())
        .bindArray("reasons", String.class, spans.stream().map(SymbolSpan::reason).toList())
        .bind("source", source)
        .execute();
  }

  /// Gives stored spans other dates and reasons.
  ///
  /// @param after of the same instruments and tickers, in the same order
  static void replaceSpans(Handle transaction, List<SymbolSpan> before, List<SymbolSpan> after) {
    if (before.isEmpty()) {
      return;
    }
    transaction
        .createUpdate(REPLACE_SPANS)
        .bindArray("ids", Integer.class, before.stream().map(s -> s.instrument().value()).toList())
        .bindArray("tickers", String.class, before.stream().map(s -> s.symbol().ticker()).toList())
        .bindArray("old_froms", String.class, before.stream().map(s -> text(s.from())).toList())
        .bindArray("old_tos", String.class, before.stream().map(s -> text(s.to())).toList())
        .bindArray("froms", String.class, after.stream().map(s -> text(s.from())).toList())
        .bindArray("tos", String.class, after.stream().map(s -> text(s.to())).toList())
        .bindArray("reasons", String.class, after.stream().map(SymbolSpan::reason).toList())
        .execute();
  }

  static List<String> tickers(Collection<Symbol> symbols) {
    return symbols.stream().map(Symbol::ticker).toList();
  }

  static List<Integer> numbers(Collection<InstrumentId> ids) {
    return ids.stream().map(InstrumentId::value).toList();
  }

  private static @Nullable String text(Optional<LocalDate> date) {
    return date.map(LocalDate::toString).orElse(null);
  }

  private static Symbol symbol(ResultSet row) throws SQLException {
    return new Symbol(row.getString("ticker"));
  }

  private static SymbolSpan span(ResultSet row) throws SQLException {
    return new SymbolSpan(
        new InstrumentId(row.getInt("instrument_id")),
        symbol(row),
        date(row, "valid_from"),
        date(row, "valid_to"),
        row.getString("reason"));
  }

  private static Instrument instrument(ResultSet row) throws SQLException {
    double marketCap = row.getDouble("market_cap");
    var knownCap = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(marketCap);
    return new Instrument(
        new InstrumentId(row.getInt("id")),
        symbol(row),
        text(row, "name"),
        text(row, "type"),
        text(row, "mic").map(Mic::new),
        row.getBoolean("active"),
        row.getBoolean("provisional"),
        date(row, "list_date"),
        date(row, "delist_date"),
        text(row, "composite_figi"),
        text(row, "share_class_figi"),
        text(row, "cik"),
        knownCap,
        text(row, "sector"),
        text(row, "industry"),
        date(row, "initial_load_date"),
        Optional.ofNullable(row.getObject("details_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<LocalDate> date(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDate.class));
  }
}
