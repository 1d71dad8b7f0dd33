package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Market;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answers that hold bars.
final class BarEndpoints {
  static final int MOST_BARS = 50_000;
  private final Market market;
  private final TradingCalendar calendar;
  private final HistoryEdge edge;
  private final MinuteEndpoint minutes;

  BarEndpoints(Market market, TradingCalendar calendar, boolean refusesEarlyStart) {
    this.market = market;
    this.calendar = calendar;
    edge = new HistoryEdge(refusesEarlyStart);
    minutes = new MinuteEndpoint(market, calendar, edge);
  }

  /// `/v2/aggs/ticker/{t}/range/{multiplier}/{timespan}/{from}/{to}`.
  Reply aggregates(Call call, Faults faults) {
    var timespan = call.segments().get(6);
    if (MinuteEndpoint.answers(timespan)) {
      return minutes.aggregates(call, faults);
    }
    var ticker = call.segments().get(3);
    int multiplier = multiplier(call, call.segments().get(5));
    var from = day(call, "from", call.segments().get(7));
    var to = day(call, "to", call.segments().get(8));
    boolean adjusted = call.flag("adjusted", true);
    boolean descending = isDescending(call, "sort");
    int limit = call.limit(5000, MOST_BARS);
    var unit = Window.unit(timespan);
    if (unit.isEmpty() && !timespan.equals("second")) {
      throw call.bad("'" + timespan + "' is not a timespan");
    }
    if (to.isBefore(from)) {
      throw call.bad("'to' must not be before 'from'");
    }
    var publication = new Publication(calendar, call);
    from = edge.startOfDays(call, publication, from, to);
    if (unit.isEmpty()) {
      return bars(call, faults, ticker, adjusted, 0, DayWriter.NONE, Optional.empty());
    }
    var window = Window.from(unit.get(), multiplier, from);
    var range = new DateRange(window.start(from), window.end(to));
    var base = publication.of(market.history(ticker, range));
    base = adjusted ? new Adjustment(market, publication.today()).of(base) : base;
    var page = BasePage.of(descending ? base.reversed() : base, limit, window);
    var merged = page.merged();
    var bars = faults.bars(merged, BarAnswer.AGGREGATES);
    var next =
        page.following()
            .map(b -> faults.repeatsLastOf(merged.size()) ? page.used().getLast() : b)
            .map(b -> descending ? window.end(b.session()) : window.start(b.session()));
    return bars(
        call,
        faults,
        ticker,
        adjusted,
        page.used().size(),
        new DayWriter(bars, false, row -> MinuteWindow.midnight(bars.get(row).session())),
        next.map(
            d -> nextUrl(call, Bar.startOfSession(d).toEpochMilli(), descending, limit, adjusted)));
  }

  /// The address of the next page: the other end of the range moved to where this page ended.
  static String nextUrl(Call call, long millis, boolean descending, int limit, boolean adjusted) {
    var parts = new ArrayList<>(List.of(call.path().split("/", -1)));
    parts.set(descending ? 9 : 8, String.valueOf(millis));
    return call.next(
        String.join("/", parts),
        Map.of(
            "limit",
            String.valueOf(limit),
            "sort",
            descending ? "desc" : "asc",
            "adjusted",
            String.valueOf(adjusted)));
  }

  /// `/v2/aggs/grouped/locale/us/market/stocks/{date}`.
  Reply grouped(Call call, Faults faults) {
    var date = call.dateOf("date", call.segments().get(7));
    boolean adjusted = call.flag("adjusted", true);
    boolean otc = call.flag("include_otc", false);
    var publication = new Publication(calendar, call);
    edge.startOfDays(call, publication, date, date);
    var base = publication.of(market.session(date)).stream().filter(b -> otc || !b.otc()).toList();
    base = adjusted ? new Adjustment(market, publication.today()).of(base) : base;
    var bars = faults.bars(base, BarAnswer.GROUPED);
    return Envelope.ofBars(
        call,
        faults,
        json -> json.writeBooleanProperty("adjusted", adjusted),
        bars.size(),
        atSixteen(bars),
        Optional.empty());
  }

  /// `/v2/aggs/ticker/{t}/prev`.
  Reply previous(Call call, Faults faults) {
    var ticker = call.segments().get(3);
    boolean adjusted = call.flag("adjusted", true);
    var today = call.today();
    var bars = market.history(ticker, DateRange.of(calendar.previous(today).date()));
    bars = adjusted ? new Adjustment(market, today).of(bars) : bars;
    return bars(call, faults, ticker, adjusted, bars.size(), atSixteen(bars), Optional.empty());
  }

  /// `/v1/open-close/{t}/{date}`: the object is the body, without what is not known yet.
  Reply openClose(Call call) {
    var ticker = call.segments().get(2);
    var date = call.dateOf("date", call.segments().get(3));
    boolean adjusted = call.flag("adjusted", true);
    var publication = new Publication(calendar, call);
    edge.startOfDays(call, publication, date, date);
    var bars = publication.of(market.history(ticker, DateRange.of(date)));
    if (bars.isEmpty()) {
      throw call.notFound("Data not found.");
    }
    var adjustment = new Adjustment(market, publication.today());
    var bar = adjusted ? adjustment.of(bars.getFirst()) : bars.getFirst();
    double factor = adjusted ? adjustment.factor(ticker, date) : 1;
    var outside = outsideHours(publication, ticker, date);
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", "OK");
          json.writeStringProperty("from", date.toString());
          json.writeStringProperty("symbol", ticker);
          Json.number(json, "open", bar.open());
          Json.number(json, "high", bar.high());
          Json.number(json, "low", bar.low());
          if (publication.hasClosed(date)) {
            Json.number(json, "close", bar.close());
          }
          if (!Double.isNaN(bar.volume())) {
            Json.number(json, "volume", bar.volume());
          }
          outside
              .afterHours()
              .ifPresent(p -> Json.number(json, "afterHours", Adjustment.price(p, factor)));
          outside
              .preMarket()
              .ifPresent(p -> Json.number(json, "preMarket", Adjustment.price(p, factor)));
          if (bar.otc()) {
            json.writeBooleanProperty("otc", true);
          }
          json.writeEndObject();
        });
  }

  private OutsideHours outsideHours(Publication publication, String ticker, LocalDate date) {
    var session = calendar.session(date);
    var minutes =
        session.isPresent() && Symbol.isValid(ticker)
            ? market.minutes(ticker, date)
            : MinutePage.EMPTY.rows();
    return session
        .map(s -> OutsideHours.of(minutes, publication.out(minutes), s))
        .orElse(OutsideHours.NONE);
  }

  private static Reply bars(
      Call call,
      Faults faults,
      String ticker,
      boolean adjusted,
      int used,
      DayWriter rows,
      Optional<String> next) {
    return Envelope.ofBars(
        call,
        faults,
        json -> {
          json.writeStringProperty("ticker", ticker);
          json.writeBooleanProperty("adjusted", adjusted);
        },
        used,
        rows,
        next);
  }

  private static DayWriter atSixteen(List<DayBar> bars) {
    return new DayWriter(bars, true, row -> sixteen(bars.get(row).session()));
  }

  private static long sixteen(LocalDate session) {
    return session.atTime(16, 0).atZone(Bar.NEW_YORK).toInstant().toEpochMilli();
  }

  static int multiplier(Call call, String text) {
    try {
      int multiplier = Integer.parseInt(text);
      if (multiplier >= 1) {
        return multiplier;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number below one
    }
    throw call.bad("'multiplier' must be a positive number");
  }

  /// A day in New York, written as a date or as milliseconds.
  private static LocalDate day(Call call, String name, String text) {
    return millis(text)
        .map(m -> Bar.dateOf(Instant.ofEpochMilli(m)))
        .orElseGet(() -> call.dateOf(name, text));
  }

  /// An instant in milliseconds; empty if the text is none.
  static Optional<Long> millis(String text) {
    return text.length() > 10
            && text.length() < 15
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  static boolean isDescending(Call call, String name) {
    return switch (call.parameter(name).orElse("asc")) {
      case "asc" -> false;
      case "desc" -> true;
      default -> throw call.bad("'" + name + "' must be asc or desc");
    };
  }
}
