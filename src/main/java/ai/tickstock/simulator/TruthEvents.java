package ai.tickstock.simulator;

import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.scenario.Payout;
import ai.tickstock.scenario.TickerPeriod;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// The events that a market plants and the endpoints show in time, from the market's own facts. Not
/// bound to the clock: what is yet to come is there too.
final class TruthEvents {
  static final Set<String> KINDS =
      Set.of(
          "listing",
          "ipo",
          "delisting",
          "rename",
          "recycled-ticker",
          "in-no-list",
          "split",
          "dividend",
          "dividends");

  /// @param more the fields of its kind
  record Event(
      LocalDate date,
      String kind,
      String ticker,
      Instrument instrument,
      Consumer<JsonGenerator> more) {
    void write(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("date", date.toString());
      json.writeStringProperty("kind", kind);
      json.writeStringProperty("ticker", ticker);
      json.writeNumberProperty("instrument", instrument.index());
      more.accept(json);
      json.writeEndObject();
    }
  }

  private final Market market;
  private final TradingCalendar calendar;
  private final TruthQuery query;
  private final List<Event> events = new ArrayList<>();

  private TruthEvents(Market market, TradingCalendar calendar, TruthQuery query) {
    this.market = market;
    this.calendar = calendar;
    this.query = query;
  }

  /// In the order of date, ticker, kind and instrument.
  static List<Event> of(Market market, TradingCalendar calendar, TruthQuery query) {
    var found = new TruthEvents(market, calendar, query);
    var asked = market.instruments().stream().filter(found::isAsked).toList();
    if (asked.isEmpty()) {
      asked =
          query.ticker().flatMap(t -> market.listed(t, calendar.known().last())).stream().toList();
    }
    asked.forEach(found::addAll);
    found.addRecycled(asked);
    found.events.sort(
        Comparator.comparing(Event::date)
            .thenComparing(Event::ticker)
            .thenComparing(Event::kind)
            .thenComparingInt(e -> e.instrument().index()));
    return found.events;
  }

  private boolean isAsked(Instrument instrument) {
    return query.ticker().isEmpty()
        || instrument.tickers().stream().anyMatch(p -> p.ticker().equals(query.ticker().get()));
  }

  private void addAll(Instrument instrument) {
    if (instrument.referenced()) {
      addLife(instrument);
    } else {
      var first = instrument.tickers().getFirst();
      add(first.from(), "in-no-list", first.ticker(), instrument, _ -> {});
    }
    for (var split : instrument.splits()) {
      add(
          split.executionDate(),
          "split",
          instrument.lastTicker(),
          instrument,
          json -> {
            Json.number(json, "splitFrom", split.from().doubleValue());
            Json.number(json, "splitTo", split.to().doubleValue());
          });
    }
    addDividends(instrument);
    if (query.wants(TruthQuery.NO_TRADE)) {
      addNoTrade(instrument);
    }
  }

  /// What the lists of tickers, the ticker events and the offerings tell.
  private void addLife(Instrument instrument) {
    instrument.listed().ifPresent(listed -> addListing(instrument, listed));
    TickerPeriod before = null;
    for (var period : instrument.tickers()) {
      if (before != null && !instrument.isDelistedOn(period.from())) {
        var former = before.ticker();
        add(
            period.from(),
            "rename",
            period.ticker(),
            instrument,
            json -> json.writeStringProperty("formerTicker", former));
      }
      before = period;
    }
    instrument
        .delisted()
        .ifPresent(date -> add(date, "delisting", instrument.lastTicker(), instrument, _ -> {}));
  }

  private void addListing(Instrument instrument, LocalDate listed) {
    var first = instrument.tickers().getFirst();
    var date = first.from().isAfter(listed) ? first.from() : listed;
    add(
        date,
        "listing",
        first.ticker(),
        instrument,
        json -> {
          json.writeStringProperty("name", instrument.name());
          json.writeStringProperty("type", instrument.type());
          json.writeStringProperty("exchange", instrument.exchange());
          Json.text(json, "compositeFigi", instrument.compositeFigi());
          if (market.isListedTwice(instrument)) {
            json.writeBooleanProperty("listedTwice", true);
          }
          if (!market.tellsType(instrument, date)) {
            json.writeBooleanProperty("typeLeftOut", true);
          }
        });
    IpoRow.of(instrument, listed)
        .ifPresent(row ->
            add(
                listed,
                "ipo",
                row.ticker(),
                instrument,
                json -> json.writeStringProperty("announced", row.announced().toString())));
  }

  private void addDividends(Instrument instrument) {
    boolean listed = query.ticker().isPresent() || query.kinds().contains("dividend");
    if (!query.wants(listed ? "dividend" : "dividends")) {
      return;
    }
    var payouts =
        market.payouts(instrument).stream()
            .filter(p -> query.covers(p.dividend().exDate()))
            .toList();
    if (listed) {
      payouts.forEach(p -> addDividend(instrument, p));
    } else if (!payouts.isEmpty()) {
      add(
          payouts.getFirst().dividend().exDate(),
          "dividends",
          instrument.lastTicker(),
          instrument,
          json -> {
            json.writeNumberProperty("count", payouts.size());
            json.writeStringProperty("last", payouts.getLast().dividend().exDate().toString());
          });
    }
  }

  private void addDividend(Instrument instrument, Payout payout) {
    add(
        payout.dividend().exDate(),
        "dividend",
        instrument.lastTicker(),
        instrument,
        json -> {
          Json.number(json, "cashAmount", payout.dividend().cashAmount().doubleValue());
          json.writeNumberProperty("frequency", payout.frequency());
          if (payout.special()) {
            json.writeBooleanProperty("special", true);
          }
        });
  }

  /// Sessions on which it was listed, others traded and nobody traded it.
  private void addNoTrade(Instrument instrument) {
    var ticker = query.ticker().orElseThrow();
    var range = query.within(calendar.known());
    if (range.isEmpty()) {
      return;
    }
    var traded =
        market.history(ticker, range.get()).stream()
            .map(b -> b.session())
            .collect(Collectors.toSet());
    for (var session : calendar.sessions(range.get())) {
      var date = session.date();
      if (instrument.tickerOn(date).filter(ticker::equals).isPresent()
          && !traded.contains(date)
          && market.hasBarsOn(date)) {
        add(date, TruthQuery.NO_TRADE, ticker, instrument, _ -> {});
      }
    }
  }

  /// Tickers that somebody else had used before.
  private void addRecycled(List<Instrument> instruments) {
    record Use(Instrument instrument, TickerPeriod period) {}
    Map<String, List<Use>> uses = new TreeMap<>();
    for (var instrument : instruments) {
      for (var period : instrument.tickers()) {
        uses.computeIfAbsent(period.ticker(), _ -> new ArrayList<>(1))
            .add(new Use(instrument, period));
      }
    }
    uses.forEach((ticker, all) -> {
      all.sort(Comparator.comparing(u -> u.period().from()));
      for (int i = 1; i < all.size(); i++) {
        var former = all.get(i - 1).instrument();
        if (former.index() != all.get(i).instrument().index()) {
          add(
              all.get(i).period().from(),
              "recycled-ticker",
              ticker,
              all.get(i).instrument(),
              json -> {
                json.writeNumberProperty("formerInstrument", former.index());
                json.writeStringProperty("formerName", former.name());
              });
        }
      }
    });
  }

  private void add(
      LocalDate date,
      String kind,
      String ticker,
      Instrument instrument,
      Consumer<JsonGenerator> more) {
    if (query.covers(date) && query.wants(kind)) {
      events.add(new Event(date, kind, ticker, instrument, more));
    }
  }
}
