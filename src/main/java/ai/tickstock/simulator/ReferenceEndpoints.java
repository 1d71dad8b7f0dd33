package ai.tickstock.simulator;

import ai.tickstock.market.DateRange;
import ai.tickstock.scenario.Company;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.TickerPeriod;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/// Lists, details and renames of tickers.
final class ReferenceEndpoints {
  private static final int RELATED = 10;
  private static final LocalDate ROUND_LOTS = LocalDate.of(2025, 11, 3);

  /// Lists of which the vendor lost a part.
  private static final Set<LocalDate> INCOMPLETE =
      Set.of(LocalDate.of(2009, 10, 29), LocalDate.of(2010, 3, 30), LocalDate.of(2010, 3, 31));

  private final Market market;
  private final RecentLists<TickerRow> lists = new RecentLists<>();

  ReferenceEndpoints(Market market) {
    this.market = market;
  }

  /// `/v3/reference/tickers`.
  Reply tickers(Call call, Faults faults) {
    boolean active = call.flag("active", true);
    var date = call.date("date").filter(d -> d.isBefore(call.today())).orElse(call.today());
    int limit = call.limit(100, 1000);
    var field = call.parameter("sort").orElse("ticker");
    var order =
        TickerRow.order(field)
            .orElseThrow(
                () -> call.bad("'sort' must be one of " + String.join(", ", TickerRow.orders())));
    var filter = filter(call);
    var rows =
        lists.of(
            call,
            () ->
                rows(active, date, call.today())
                    .filter(filter)
                    .sorted(BarEndpoints.isDescending(call, "order") ? order.reversed() : order)
                    .toList());
    return Pages.page(call, faults, rows, limit, row -> row::write);
  }

  private Stream<TickerRow> rows(boolean active, LocalDate date, LocalDate today) {
    return market instanceof DataFolderMarket folder
        ? folder.lists().rows(active, date, today).stream()
        : market.instruments().stream()
            .flatMap(i -> TickerRow.of(market, i, active, date, today))
            .filter(r -> !INCOMPLETE.contains(date) || Dice.roll(41, r.ticker(), 0) < 0.5);
  }

  private Optional<TickerRow> row(String ticker, LocalDate date, LocalDate today) {
    return market instanceof DataFolderMarket folder
        ? folder.lists().row(ticker, date, today)
        : market
            .holder(ticker, date)
            .flatMap(i -> TickerRow.of(market, i, true, date, today).reduce((_, newest) -> newest));
  }

  private static Predicate<TickerRow> filter(Call call) {
    var ticker = Filter.ofText(call, "ticker");
    var type = call.parameter("type");
    var kind = call.parameter("market");
    var exchange = call.parameter("exchange");
    var cik = call.parameter("cik");
    var cusip = call.parameter("cusip");
    var search = call.parameter("search").map(s -> s.toLowerCase(Locale.ROOT));
    return row ->
        ticker.test(row.ticker())
            && (type.isEmpty() || type.equals(row.type()))
            && (kind.isEmpty() || kind.get().equals(row.market()))
            && (exchange.isEmpty() || exchange.get().equals(row.instrument().exchange()))
            && (cik.isEmpty() || cik.equals(row.cik()))
            && (cusip.isEmpty() || cusip.get().equals(cusip(row.instrument())))
            && (search.isEmpty() || row.mentions(search.get()));
  }

  /// `/v3/reference/tickers/{t}`: as of a date; without one only what trades now.
  Reply details(Call call) {
    var ticker = call.segments().get(3);
    var date = call.date("date").filter(d -> d.isBefore(call.today())).orElse(call.today());
    var row = row(ticker, date, call.today()).orElseThrow(() -> call.notFound("Ticker not found."));
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("request_id", call.requestId());
          json.writeName("results");
          json.writeStartObject();
          row.writeFields(json);
          writeDetails(json, row, date);
          json.writeEndObject();
          json.writeStringProperty("status", "OK");
          json.writeEndObject();
        });
  }

  private void writeDetails(JsonGenerator json, TickerRow row, LocalDate date) {
    var instrument = row.instrument();
    int dot = row.ticker().indexOf('.');
    json.writeStringProperty(
        "ticker_root", dot < 0 ? row.ticker() : row.ticker().substring(0, dot));
    if (dot >= 0) {
      json.writeStringProperty("ticker_suffix", row.ticker().substring(dot + 1));
    }
    var bars = market.history(row.ticker(), new DateRange(date.minusDays(10), date.minusDays(1)));
    var close = bars.stream().reduce((_, later) -> later).map(DayBar::close);
    json.writeNumberProperty("round_lot", roundLot(date, close.orElse(0.0)));
    if (instrument.otc()) {
      return;
    }
    instrument
        .listed()
        .filter(_ -> instrument.company().isPresent() || instrument.type().equals("ETF"))
        .ifPresent(d -> json.writeStringProperty("list_date", d.toString()));
    instrument.company().ifPresent(c -> writeCompany(json, c, close));
  }

  /// By the price since the exchanges' rule of November 2025.
  private static int roundLot(LocalDate date, double price) {
    if (date.isBefore(ROUND_LOTS)) {
      return 100;
    }
    return price > 10_000 ? 1 : price > 1000 ? 10 : price > 250 ? 40 : 100;
  }

  private static void writeCompany(JsonGenerator json, Company company, Optional<Double> close) {
    json.writeStringProperty("sic_code", company.sicCode());
    json.writeStringProperty("sic_description", company.sicDescription());
    json.writeNumberProperty("share_class_shares_outstanding", company.shares());
    json.writeNumberProperty("weighted_shares_outstanding", company.weighted());
    json.writeNumberProperty("total_employees", 50 + company.shares() / 40_000);
    close.ifPresent(c -> json.writeNumberProperty("market_cap", c * company.weighted()));
  }

  /// `/vX/reference/tickers/{id}/events`, by ticker, CUSIP or composite FIGI; not for what is
  /// delisted, and of no ticker where lists are all that is known: they do not tell who it was
  /// before.
  Reply events(Call call) {
    var id = call.segments().get(3);
    var today = call.today();
    if (market instanceof DataFolderMarket) {
      throw call.notFound("Ticker not found.");
    }
    var instrument =
        market
            .holder(id, today)
            .or(() -> byIdentifier(id))
            .filter(Instrument::referenced)
            .filter(i -> i.isListedOn(today))
            .orElseThrow(() -> call.notFound("Ticker not found."));
    var periods =
        instrument.tickers().reversed().stream().filter(p -> !p.from().isAfter(today)).toList();
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeName("results");
          json.writeStartObject();
          json.writeStringProperty("name", instrument.name());
          Json.text(json, "composite_figi", instrument.compositeFigi());
          Json.text(json, "cik", instrument.company().map(Company::cik));
          json.writeName("events");
          json.writeStartArray();
          periods.forEach(p -> writeEvent(json, p));
          json.writeEndArray();
          json.writeEndObject();
          json.writeStringProperty("status", "OK");
          json.writeStringProperty("request_id", call.requestId());
          json.writeEndObject();
        });
  }

  /// `/v1/related-companies/{t}`: others of the same industry, the nearest in size first.
  Reply related(Call call) {
    var ticker = call.segments().get(2);
    var today = call.today();
    var company =
        market
            .listed(ticker, today)
            .filter(Instrument::referenced)
            .orElseThrow(() -> call.notFound("Ticker not found."))
            .company();
    var tickers =
        company.stream()
            .flatMap(c ->
                market.instruments().stream()
                    .filter(i -> i.referenced() && !i.otc() && isRelated(c, i))
                    .sorted(Comparator.comparingDouble(i -> distance(c, i)))
                    .flatMap(i -> i.tickerOn(today).stream()))
            .limit(RELATED)
            .toList();
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("request_id", call.requestId());
          json.writeName("results");
          json.writeStartArray();
          for (var other : tickers) {
            json.writeStartObject();
            json.writeStringProperty("ticker", other);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringProperty("status", "OK");
          json.writeStringProperty("ticker", ticker);
          json.writeEndObject();
        });
  }

  private static boolean isRelated(Company company, Instrument other) {
    return other
        .company()
        .filter(c -> c.sicCode().equals(company.sicCode()) && !c.cik().equals(company.cik()))
        .isPresent();
  }

  /// How many times larger one is than the other, as a logarithm.
  private static double distance(Company company, Instrument other) {
    return Math.abs(Math.log((double) other.company().orElseThrow().shares() / company.shares()));
  }

  private Optional<Instrument> byIdentifier(String id) {
    return market.instruments().stream()
        .filter(i -> i.compositeFigi().filter(id::equals).isPresent() || cusip(i).equals(id))
        .findFirst();
  }

  private static void writeEvent(JsonGenerator json, TickerPeriod period) {
    json.writeStartObject();
    json.writeName("ticker_change");
    json.writeStartObject();
    json.writeStringProperty("ticker", period.ticker());
    json.writeEndObject();
    json.writeStringProperty("type", "ticker_change");
    json.writeStringProperty("date", period.from().toString());
    json.writeEndObject();
  }

  /// Nine characters that stand for the instrument in searches and events.
  static String cusip(Instrument instrument) {
    return String.format(Locale.ROOT, "S%06d10", instrument.index());
  }

  static String isin(Instrument instrument) {
    return "US" + cusip(instrument) + "0";
  }

  /// `/v3/reference/tickers/types`.
  Reply types(Call call, Faults faults) {
    return Envelope.ofRows(
        call,
        faults,
        ofStocks(call, FixedLists.TYPES).stream()
            .<Consumer<JsonGenerator>>map(t ->
                json -> {
                  json.writeStartObject();
                  json.writeStringProperty("code", t.get(0));
                  json.writeStringProperty("description", t.get(1));
                  json.writeStringProperty("asset_class", "stocks");
                  json.writeStringProperty("locale", "us");
                  json.writeEndObject();
                })
            .toList(),
        Optional.empty());
  }

  /// `/v3/reference/exchanges`.
  Reply exchanges(Call call, Faults faults) {
    return Envelope.ofRows(
        call,
        faults,
        ofStocks(call, FixedLists.EXCHANGES).stream()
            .<Consumer<JsonGenerator>>map(e -> json -> writeExchange(json, e))
            .toList(),
        Optional.empty());
  }

  /// A list of US stocks; empty where another class of assets or another place is asked for.
  private static <T> List<T> ofStocks(Call call, List<T> list) {
    return Filter.ofText(call, "asset_class").test("stocks")
            && Filter.ofText(call, "locale").test("us")
        ? list
        : List.of();
  }

  private static void writeExchange(JsonGenerator json, List<String> exchange) {
    json.writeStartObject();
    json.writeNumberProperty("id", Integer.parseInt(exchange.get(0)));
    json.writeStringProperty("type", exchange.get(1));
    json.writeStringProperty("asset_class", "stocks");
    json.writeStringProperty("locale", "us");
    json.writeStringProperty("name", exchange.get(3));
    if (!exchange.get(2).isEmpty()) {
      json.writeStringProperty("mic", exchange.get(2));
      json.writeStringProperty("operating_mic", exchange.get(2));
    }
    json.writeEndObject();
  }
}
