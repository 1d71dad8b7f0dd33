package ai.tickstock.quality;

import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/// Whose bars are compared: instruments with stored bars, under the tickers that they had.
final class RefereeNames {
  private static final String WITH_BARS =
      """
      SELECT i.id, coalesce(t.category, 'Other') AS category, f.session AS first, l.session AS last,
             (SELECT s.ticker FROM instrument_symbol s WHERE s.instrument_id = i.id
              ORDER BY s.valid_to DESC NULLS FIRST, s.valid_from DESC NULLS LAST LIMIT 1) AS ticker
      FROM instrument i
      LEFT JOIN equity_types t ON t.code = i.type
      CROSS JOIN LATERAL (
        SELECT b.session FROM {bars} b
        WHERE b.instrument_id = i.id AND b.session BETWEEN :first AND :last
        ORDER BY b.session LIMIT 1) f
      CROSS JOIN LATERAL (
        SELECT b.session FROM {bars} b
        WHERE b.instrument_id = i.id AND b.session BETWEEN :first AND :last
        ORDER BY b.session DESC LIMIT 1) l
      WHERE (:everybody OR i.id = ANY(:ids)) AND i.merged_into IS NULL
      """;

  private static final String SPANS =
      """
      SELECT instrument_id, ticker,
             coalesce(valid_from, DATE '0001-01-01') - DATE '1970-01-01' AS first,
             coalesce(valid_to, DATE '9999-12-31') - DATE '1970-01-01' AS last
      FROM instrument_symbol
      WHERE instrument_id = ANY(:ids)
      """;

  /// @param category as the table of equity types writes it
  record Name(int instrument, String ticker, String category) {}

  private record Span(int instrument, int first, int last) {}

  private final Map<Integer, Name> names = new HashMap<>();
  private final Map<String, List<Span>> spans = new HashMap<>();
  private LocalDate first = LocalDate.MAX;
  private LocalDate last = LocalDate.MIN;

  /// @param interval of the bars that they must have
  /// @param asked everybody when empty
  static RefereeNames read(
      Handle handle, BarInterval interval, Collection<Integer> asked, DateRange range) {
    var all = new RefereeNames();
    handle
        .createQuery(
            WITH_BARS.replace(
                "{bars}", interval == BarInterval.DAY ? "bar_daily" : "minute_session"))
        .bind("everybody", asked.isEmpty())
        .bindArray("ids", Integer.class, List.copyOf(asked))
        .bind("first", range.first())
        .bind("last", range.last())
        .map((row, context) -> {
          all.first = earlier(all.first, row.getObject("first", LocalDate.class));
          all.last = later(all.last, row.getObject("last", LocalDate.class));
          return new Name(row.getInt("id"), row.getString("ticker"), row.getString("category"));
        })
        .forEach(name -> all.names.put(name.instrument, name));
    handle
        .createQuery(SPANS)
        .bindArray("ids", Integer.class, List.copyOf(all.names.keySet()))
        .map((row, context) ->
            Map.entry(
                row.getString("ticker"),
                new Span(row.getInt("instrument_id"), row.getInt("first"), row.getInt("last"))))
        .forEach(span ->
            all.spans.computeIfAbsent(span.getKey(), _ -> new ArrayList<>()).add(span.getValue()));
    return all;
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  /// From the first to the last stored bar of all of them.
  DateRange stored() {
    return new DateRange(first, last);
  }

  int size() {
    return names.size();
  }

  Set<Integer> instruments() {
    return names.keySet();
  }

  /// @param instrument one of `instruments`
  Name name(int instrument) {
    var name = names.get(instrument);
    if (name == null) {
      throw new IllegalArgumentException("instrument " + instrument + " is not compared");
    }
    return name;
  }

  /// Who had a ticker on a day; empty for what is not compared.
  OptionalInt holder(Symbol symbol, int day) {
    for (var span : spans.getOrDefault(symbol.ticker(), List.of())) {
      if (day >= span.first && day <= span.last) {
        return OptionalInt.of(span.instrument);
      }
    }
    return OptionalInt.empty();
  }

  /// Who ever had a ticker.
  IntStream holders(Symbol symbol) {
    return spans.getOrDefault(symbol.ticker(), List.of()).stream().mapToInt(Span::instrument);
  }

  /// Who had tickers on a day.
  List<Integer> holders(Collection<String> tickers, LocalDate day) {
    return tickers.stream()
        .flatMapToInt(ticker -> holder(new Symbol(ticker), (int) day.toEpochDay()).stream())
        .boxed()
        .toList();
  }

  /// Whether it was ever the ticker of one that is compared.
  boolean isKnown(Symbol symbol) {
    return spans.containsKey(symbol.ticker());
  }
}
