package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.SplitRow;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Splits and dividends in PostgreSQL.
final class PostgresCorporateActions implements CorporateActions {
  /// One at a time stores actions, so that what it has compared with stays true until its commit.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(1953653611, 2)";

  private static final String STORED =
      """
      SELECT instrument_id, kind, ex_date, split_from, split_to, cash_amount, currency, vendor_id
      FROM corporate_action
      WHERE instrument_id = ANY(:ids) AND ex_date BETWEEN :first AND :last
      ORDER BY instrument_id, ex_date, kind
      """;

  private static final String STORE =
      """
      INSERT INTO corporate_action (instrument_id, kind, ex_date, split_from, split_to,
                                    cash_amount, currency, vendor_id, source)
      SELECT id, kind, ex_date, split_from, split_to, cash, currency, vendor_id, :source
      FROM unnest(:ids, :kinds, :ex_dates::date[], :split_froms::numeric[], :split_tos::numeric[],
                  :cashes::numeric[], :currencies, :vendor_ids)
        AS new (id, kind, ex_date, split_from, split_to, cash, currency, vendor_id)
      ON CONFLICT (instrument_id, ex_date, kind) DO UPDATE SET
        split_from = excluded.split_from, split_to = excluded.split_to,
        cash_amount = excluded.cash_amount, currency = excluded.currency,
        vendor_id = excluded.vendor_id, source = excluded.source, recorded_at = now()
      """;

  private static final String NOTE_COVERED =
      """
      INSERT INTO actions_covered AS c (instrument_id, first_date, last_date, source, asked_at)
      SELECT id, :first, :last, :source, :at FROM unnest(:ids) AS asked (id)
      ON CONFLICT (instrument_id, source) DO UPDATE SET
        first_date = CASE
          WHEN c.first_date <= excluded.last_date + 1 AND excluded.first_date <= c.last_date + 1
          THEN least(c.first_date, excluded.first_date) ELSE excluded.first_date END,
        last_date = greatest(c.last_date, excluded.last_date),
        asked_at = greatest(c.asked_at, excluded.asked_at)
      WHERE excluded.last_date >= c.last_date
        OR c.first_date <= excluded.last_date + 1 AND excluded.first_date <= c.last_date + 1
      """;

  private static final String COVERED =
      """
      SELECT instrument_id, first_date, last_date, source, asked_at
      FROM actions_covered
      WHERE instrument_id = ANY(:ids)
      ORDER BY instrument_id, source
      """;

  private final Database database;

  PostgresCorporateActions(Database database) {
    this.database = database;
  }

  @Override
  public ActionCount splits(Handle transaction, List<SplitRow> rows, String source) {
    return store(
        transaction, rows, SplitRow::symbol, SplitRow::executionDate, ActionFacts::of, source);
  }

  @Override
  public ActionCount dividends(Handle transaction, List<DividendRow> rows, String source) {
    return store(
        transaction, rows, DividendRow::symbol, DividendRow::exDate, ActionFacts::of, source);
  }

  private static <R> ActionCount store(
      Handle transaction,
      List<R> rows,
      Function<R, Symbol> symbol,
      Function<R, LocalDate> date,
      BiFunction<InstrumentId, R, ActionFacts> facts,
      String source) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("splits and dividends are stored inside a transaction only");
    }
    transaction.execute(LOCK);
    var spans = InstrumentTable.spans(transaction, rows.stream().map(symbol).toList());
    var ids = spans.values().stream().flatMap(List::stream).map(SymbolSpan::instrument).distinct();
    var comparison = new ActionComparison(stored(transaction, ids.toList(), DateRange.ALWAYS));
    for (var row : rows) {
      var ticker = symbol.apply(row);
      SymbolSpan.holder(spans.getOrDefault(ticker, List.of()), date.apply(row))
          .ifPresentOrElse(
              holder -> {
                try {
                  comparison.take(ticker, facts.apply(holder.instrument(), row));
                } catch (IllegalArgumentException e) {
                  comparison.refuse(ticker, date.apply(row), String.valueOf(e.getMessage()));
                }
              },
              () -> comparison.noHolder(ticker));
    }
    write(transaction, comparison.toWrite(), source);
    return comparison.count();
  }

  private static void write(Handle transaction, Collection<ActionFacts> actions, String source) {
    if (actions.isEmpty()) {
      return;
    }
    transaction
        .createUpdate(STORE)
        .bindArray("ids", Integer.class, column(actions, a -> a.key().instrument().value()))
        .bindArray("kinds", String.class, column(actions, a -> a.key().kind()))
        .bindArray("ex_dates", String.class, column(actions, a -> a.key().exDate().toString()))
        .bindArray("split_froms", String.class, texts(actions, a -> number(a.from())))
        .bindArray("split_tos", String.class, texts(actions, a -> number(a.to())))
        .bindArray("cashes", String.class, texts(actions, a -> number(a.cash())))
        .bindArray("currencies", String.class, texts(actions, ActionFacts::currency))
        .bindArray("vendor_ids", String.class, texts(actions, ActionFacts::vendorId))
        .bind("source", source)
        .execute();
  }

  private static <T> List<T> column(
      Collection<ActionFacts> actions, Function<ActionFacts, T> value) {
    return actions.stream().map(value).toList();
  }

  private static List<String> texts(
      Collection<ActionFacts> actions, Function<ActionFacts, Optional<String>> value) {
    return actions.stream().map(action -> value.apply(action).orElse(null)).toList();
  }

  private static Optional<String> number(Optional<BigDecimal> value) {
    return value.map(BigDecimal::toPlainString);
  }

  @Override
  public InstrumentActions of(InstrumentId instrument) {
    return of(List.of(instrument)).getOrDefault(instrument, InstrumentActions.NONE);
  }

  @Override
  public Map<InstrumentId, InstrumentActions> of(Collection<InstrumentId> instruments) {
    return of(instruments, DateRange.ALWAYS);
  }

  @Override
  public Map<InstrumentId, InstrumentActions> of(
      Collection<InstrumentId> instruments, DateRange range) {
    var actions = database.read(h -> stored(h, instruments, range));
    var byInstrument = new LinkedHashMap<InstrumentId, List<ActionFacts>>();
    instruments.forEach(id -> byInstrument.put(id, new ArrayList<>()));
    for (var action : actions) {
      byInstrument.computeIfAbsent(action.key().instrument(), id -> new ArrayList<>()).add(action);
    }
    var result = new LinkedHashMap<InstrumentId, InstrumentActions>();
    byInstrument.forEach((id, ofOne) -> result.put(id, actions(ofOne)));
    return result;
  }

  private static InstrumentActions actions(List<ActionFacts> facts) {
    return new InstrumentActions(
        facts.stream().filter(f -> f.isSplit()).map(ActionFacts::split).toList(),
        facts.stream().filter(f -> !f.isSplit()).map(ActionFacts::dividend).toList());
  }

  @Override
  public void noteCovered(
      Handle transaction,
      Collection<InstrumentId> instruments,
      DateRange range,
      String source,
      Instant askedAt) {
    transaction
        .createUpdate(NOTE_COVERED)
        .bindArray(
            "ids",
            Integer.class,
            instruments.stream().map(InstrumentId::value).distinct().sorted().toList())
        .bind("first", range.first())
        .bind("last", range.last())
        .bind("source", source)
        .bind("at", OffsetDateTime.ofInstant(askedAt, ZoneOffset.UTC))
        .execute();
  }

  @Override
  public Map<InstrumentId, List<ActionsCovered>> covered(Collection<InstrumentId> instruments) {
    var found = new LinkedHashMap<InstrumentId, List<ActionsCovered>>();
    database.read(h -> {
      h.createQuery(COVERED)
          .bindArray("ids", Integer.class, InstrumentTable.numbers(instruments))
          .map((row, context) -> Map.entry(instrument(row), covered(row)))
          .forEach(entry ->
              found.computeIfAbsent(entry.getKey(), id -> new ArrayList<>()).add(entry.getValue()));
      return found;
    });
    return found;
  }

  private static List<ActionFacts> stored(Handle h, Collection<InstrumentId> ids, DateRange range) {
    return h.createQuery(STORED)
        .bindArray("ids", Integer.class, InstrumentTable.numbers(ids))
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) -> facts(row))
        .list();
  }

  private static ActionFacts facts(ResultSet row) throws SQLException {
    return new ActionFacts(
        new ActionFacts.Key(
            instrument(row), row.getObject("ex_date", LocalDate.class), row.getString("kind")),
        Optional.ofNullable(row.getBigDecimal("split_from")),
        Optional.ofNullable(row.getBigDecimal("split_to")),
        Optional.ofNullable(row.getBigDecimal("cash_amount")),
        Optional.ofNullable(row.getString("currency")),
        Optional.ofNullable(row.getString("vendor_id")));
  }

  private static ActionsCovered covered(ResultSet row) throws SQLException {
    return new ActionsCovered(
        new DateRange(
            row.getObject("first_date", LocalDate.class),
            row.getObject("last_date", LocalDate.class)),
        row.getString("source"),
        row.getObject("asked_at", OffsetDateTime.class).toInstant());
  }

  private static InstrumentId instrument(ResultSet row) throws SQLException {
    return new InstrumentId(row.getInt("instrument_id"));
  }
}
