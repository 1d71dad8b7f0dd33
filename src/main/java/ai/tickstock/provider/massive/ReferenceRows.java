package ai.tickstock.provider.massive;

import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.ListingType;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.provider.TickerChange;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/// The readers of everything but bars.
final class ReferenceRows {
  static final RowReader<ListingDetails> DETAILS = reader(ReferenceRows::details);
  static final RowReader<ListingType> TYPES = reader(ReferenceRows::type);

  /// One row is the whole history of an instrument.
  static final RowReader<List<TickerChange>> TICKER_CHANGES = reader(ReferenceRows::tickerChanges);

  /// Both generations of the endpoint.
  static final RowReader<SplitRow> SPLITS = reader(ReferenceRows::split);

  /// Both generations of the endpoint.
  static final RowReader<DividendRow> DIVIDENDS = reader(ReferenceRows::dividend);

  private ReferenceRows() {}

  /// @param active what was asked for: so are rows that do not say
  static RowReader<ListingRow> listings(boolean active) {
    return reader(row -> listing(row, active));
  }

  private static <T> RowReader<T> reader(Function<Fields, Optional<T>> reading) {
    return (row, _) -> reading.apply(new Fields(PageReader.JSON.readTree(row)));
  }

  private static Optional<ListingRow> listing(Fields row, boolean active) {
    return row.symbol("ticker")
        .map(symbol ->
            new ListingRow(
                symbol,
                row.text("name"),
                row.text("type"),
                row.text("primary_exchange"),
                row.flag("active").orElse(active),
                row.text("cik"),
                row.text("composite_figi"),
                row.text("share_class_figi"),
                row.dateInNewYork("delisted_utc"),
                row.instant("last_updated_utc")));
  }

  private static Optional<ListingDetails> details(Fields row) {
    return listing(row, true)
        .map(listing ->
            new ListingDetails(
                listing,
                row.date("list_date"),
                finite(row, "market_cap"),
                whole(row, "weighted_shares_outstanding"),
                whole(row, "share_class_shares_outstanding"),
                row.text("sic_code"),
                row.text("sic_description")));
  }

  /// All of it, newest first, or nothing: a history with a hole in it would lead astray.
  private static Optional<List<TickerChange>> tickerChanges(Fields row) {
    var changes = new LinkedHashSet<TickerChange>();
    for (var node : row.row().path("events")) {
      var event = new Fields(node);
      var type = event.text("type").or(() -> event.text("event_type"));
      if (type.isPresent() && !type.get().equals("ticker_change")) {
        continue;
      }
      var symbol = new Fields(node.path("ticker_change")).symbol("ticker");
      var since = event.date("date");
      if (symbol.isEmpty() || since.isEmpty()) {
        return Optional.empty();
      }
      changes.add(new TickerChange(symbol.get(), since.get()));
    }
    return Optional.of(
        changes.stream().sorted(Comparator.comparing(TickerChange::since).reversed()).toList());
  }

  private static OptionalDouble finite(Fields row, String name) {
    double value = row.number(name).map(BigDecimal::doubleValue).orElse(Double.NaN);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static OptionalLong whole(Fields row, String name) {
    var value = finite(row, name);
    return value.isPresent() && Math.abs(value.getAsDouble()) <= 1L << 53
        ? OptionalLong.of(Math.round(value.getAsDouble()))
        : OptionalLong.empty();
  }

  private static Optional<ListingType> type(Fields row) {
    return row.text("code")
        .map(code -> new ListingType(code, row.text("description").orElse(code)));
  }

  private static Optional<SplitRow> split(Fields row) {
    var symbol = row.symbol("ticker");
    var date = row.date("execution_date");
    var from = row.number("split_from");
    var to = row.number("split_to");
    return symbol.isPresent() && date.isPresent() && from.isPresent() && to.isPresent()
        ? Optional.of(new SplitRow(symbol.get(), date.get(), from.get(), to.get(), row.text("id")))
        : Optional.empty();
  }

  private static Optional<DividendRow> dividend(Fields row) {
    var symbol = row.symbol("ticker");
    var exDate = row.date("ex_dividend_date");
    var cash = row.number("cash_amount");
    return symbol.isPresent() && exDate.isPresent() && cash.isPresent()
        ? Optional.of(
            new DividendRow(
                symbol.get(),
                exDate.get(),
                cash.get(),
                row.text("currency").orElse(""),
                row.date("pay_date"),
                row.text("distribution_type").or(() -> row.text("dividend_type")),
                row.text("id")))
        : Optional.empty();
  }
}
