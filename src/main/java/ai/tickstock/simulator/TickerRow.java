package ai.tickstock.simulator;

import ai.tickstock.scenario.Company;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// One row of a list of tickers.
///
/// @param type empty where the list does not tell it
/// @param updated last change, midnight UTC of this date
record TickerRow(
    String ticker,
    String name,
    Instrument instrument,
    Optional<String> type,
    Optional<String> cik,
    boolean active,
    LocalDate updated) {

  private static final Map<String, Function<TickerRow, String>> SORTS =
      Map.ofEntries(
          Map.entry("ticker", TickerRow::ticker),
          Map.entry("name", TickerRow::name),
          Map.entry("market", TickerRow::market),
          Map.entry("locale", _ -> "us"),
          Map.entry("primary_exchange", r -> r.instrument.exchange()),
          Map.entry("type", r -> r.type.orElse("")),
          Map.entry("currency_symbol", _ -> ""),
          Map.entry("currency_name", TickerRow::currency),
          Map.entry("base_currency_symbol", _ -> ""),
          Map.entry("base_currency_name", _ -> ""),
          Map.entry("cik", r -> r.cik.orElse("")),
          Map.entry("composite_figi", r -> r.instrument.compositeFigi().orElse("")),
          Map.entry("share_class_figi", r -> r.instrument.shareClassFigi().orElse("")),
          Map.entry("last_updated_utc", r -> r.updated.toString()),
          Map.entry(
              "delisted_utc", r -> r.instrument.delisted().map(LocalDate::toString).orElse("")));

  /// The rows of an instrument in the list as of a date; none before its listing. A ticker that it
  /// gave up is not there.
  ///
  /// @param today decides when the rows were last changed
  static Stream<TickerRow> of(
      Market market, Instrument instrument, boolean active, LocalDate date, LocalDate today) {
    if (!instrument.referenced()) {
      return Stream.empty();
    }
    var ticker =
        active
            ? instrument.tickerOn(date)
            : instrument.isDelistedOn(date)
                ? Optional.of(instrument.lastTicker())
                : Optional.<String>empty();
    if (ticker.isEmpty()) {
      return Stream.empty();
    }
    var type =
        market.tellsType(instrument, date)
            ? Optional.of(instrument.type())
            : Optional.<String>empty();
    var updated = active ? today.minusDays(instrument.index() % 3) : instrument.delisted().get();
    var row =
        new TickerRow(
            ticker.get(),
            instrument.name(),
            instrument,
            type,
            instrument.company().map(Company::cik),
            active,
            updated);
    return market.isListedTwice(instrument) ? Stream.of(row.older(), row) : Stream.of(row);
  }

  private TickerRow older() {
    return new TickerRow(
        ticker,
        name + " (Old)",
        instrument,
        type,
        Optional.of("0000" + (900_000 + instrument.index())),
        active,
        updated.minusDays(500));
  }

  /// The same among the delisted ones.
  ///
  /// @param since first date without it
  TickerRow delisted(LocalDate since) {
    var i = instrument;
    var gone =
        new Instrument(
            i.index(),
            i.name(),
            i.type(),
            i.exchange(),
            i.otc(),
            i.company(),
            i.compositeFigi(),
            i.shareClassFigi(),
            i.listed(),
            Optional.of(since),
            i.tickers(),
            i.splits(),
            i.referenced());
    return new TickerRow(ticker, name, gone, type, cik, false, since);
  }

  /// An order by a field; rows that are alike in it by ticker.
  static Optional<Comparator<TickerRow>> order(String field) {
    return Optional.ofNullable(SORTS.get(field))
        .map(f -> Comparator.comparing(f).thenComparing(TickerRow::ticker));
  }

  static List<String> orders() {
    return SORTS.keySet().stream().sorted().toList();
  }

  String market() {
    return instrument.otc() ? "otc" : "stocks";
  }

  private String currency() {
    return instrument.otc() ? "USD" : "usd";
  }

  boolean mentions(String lowerCaseText) {
    return ticker.toLowerCase(Locale.ROOT).contains(lowerCaseText)
        || name.toLowerCase(Locale.ROOT).contains(lowerCaseText);
  }

  /// The fields that lists and details share, without the braces.
  void writeFields(JsonGenerator json) {
    json.writeStringProperty("ticker", ticker);
    json.writeStringProperty("name", name);
    json.writeStringProperty("market", market());
    json.writeStringProperty("locale", "us");
    Json.text(
        json, "primary_exchange", Optional.of(instrument.exchange()).filter(e -> !e.isEmpty()));
    Json.text(json, "type", type);
    json.writeBooleanProperty("active", active);
    json.writeStringProperty("currency_name", currency());
    Json.text(json, "cik", cik);
    Json.text(json, "composite_figi", instrument.compositeFigi());
    Json.text(json, "share_class_figi", instrument.shareClassFigi());
    if (!active) {
      Json.text(json, "delisted_utc", instrument.delisted().map(TickerRow::midnight));
    }
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    writeFields(json);
    json.writeStringProperty("last_updated_utc", midnight(updated));
    json.writeEndObject();
  }

  private static String midnight(LocalDate date) {
    return DateTimeFormatter.ISO_LOCAL_DATE.format(date) + "T00:00:00Z";
  }
}
