package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/// `/v1/indicators/{sma|ema|macd|rsi}/{t}`, computed from the same bars as the aggregates: of days
/// and longer from the plan's first one on, of hours and minutes from a few weeks before what is
/// asked for.
final class IndicatorEndpoints {
  private static final LocalDate FIRST = LocalDate.of(2003, 9, 10);
  private static final int MOST = 5000;

  /// So many days of hours, and of minutes, are read before the first asked one, and shown where
  /// none is asked for.
  private static final int DAYS_OF_HOURS = 400;

  private static final int DAYS_OF_MINUTES = 40;

  private final Market market;
  private final TradingCalendar calendar;
  private final HistoryEdge edge;

  IndicatorEndpoints(Market market, TradingCalendar calendar, boolean refusesEarlyStart) {
    this.market = market;
    this.calendar = calendar;
    edge = new HistoryEdge(refusesEarlyStart);
  }

  /// One bar of the series and when it starts.
  private record Point(long time, DayBar bar) {}

  /// The lines of an indicator over a series, and how many bars a value is made of at least.
  private record Lines(Map<String, double[]> values, int window) {
    double value(String name, int place) {
      var line = values.get(name);
      return line == null ? Double.NaN : line[place];
    }
  }

  Reply answer(Call call, Indicator.Kind kind) {
    var ticker = call.segments().get(3);
    int limit = call.limit(10, MOST);
    boolean adjusted = call.flag("adjusted", true);
    boolean expanded = call.flag("expand_underlying", false);
    boolean ascending =
        call.parameter("order").isPresent() && !BarEndpoints.isDescending(call, "order");
    var series = series(call);
    var times = times(call);
    var points = points(call, ticker, adjusted, times);
    var lines =
        lines(call, kind, points.stream().mapToDouble(p -> series.apply(p.bar())).toArray());
    var shown = new ArrayList<Integer>();
    for (int i = 0; i < points.size(); i++) {
      int place = ascending ? i : points.size() - 1 - i;
      if (!Double.isNaN(lines.value(last(kind), place))
          && times.contains(points.get(place).time())) {
        shown.add(place);
      }
    }
    var page = shown.subList(0, Math.min(limit, shown.size()));
    Optional<String> next =
        page.size() < shown.size()
            ? Optional.of(
                call.next(
                    call.path(),
                    Map.of(
                        ascending ? "timestamp.gt" : "timestamp.lt",
                        String.valueOf(points.get(page.getLast()).time()),
                        "limit",
                        String.valueOf(limit),
                        "series_from",
                        String.valueOf(times.first()))))
            : Optional.empty();
    var used = used(points, page, lines.window());
    return Reply.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeName("results");
          json.writeStartObject();
          json.writeName("underlying");
          writeUnderlying(json, call, adjusted, used, expanded);
          if (!page.isEmpty()) {
            json.writeName("values");
            json.writeStartArray();
            page.forEach(place -> writeValue(json, kind, points.get(place), lines, place));
            json.writeEndArray();
          }
          json.writeEndObject();
          json.writeStringProperty("status", call.plan().saysDelayed() ? "DELAYED" : "OK");
          json.writeStringProperty("request_id", call.requestId());
          Json.text(json, "next_url", next);
          json.writeEndObject();
        });
  }

  private static Function<DayBar, Double> series(Call call) {
    return switch (call.parameter("series_type").orElse("close")) {
      case "open" -> DayBar::open;
      case "high" -> DayBar::high;
      case "low" -> DayBar::low;
      case "close" -> DayBar::close;
      default -> throw call.bad("'series_type' must be open, high, low or close");
    };
  }

  private static Lines lines(Call call, Indicator.Kind kind, double[] series) {
    if (kind != Indicator.Kind.MACD) {
      int window = window(call, "window", kind.window);
      var values =
          switch (kind) {
            case SMA -> Indicator.sma(series, window);
            case RSI -> Indicator.rsi(series, window);
            case EMA, MACD -> Indicator.ema(series, window);
          };
      return new Lines(Map.of("value", values), kind == Indicator.Kind.RSI ? window + 1 : window);
    }
    int longer = window(call, "long_window", kind.window);
    var value =
        Indicator.difference(
            Indicator.ema(series, window(call, "short_window", 12)), Indicator.ema(series, longer));
    int smoothed = window(call, "signal_window", 9);
    var signal = Indicator.ema(value, smoothed);
    return new Lines(
        Map.of("value", value, "signal", signal, "histogram", Indicator.difference(value, signal)),
        longer + smoothed - 1);
  }

  /// The line that begins last.
  private static String last(Indicator.Kind kind) {
    return kind == Indicator.Kind.MACD ? "signal" : "value";
  }

  private static int window(Call call, String name, int otherwise) {
    return call.parameter(name).map(text -> number(call, name, text)).orElse(otherwise);
  }

  private static int number(Call call, String name, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same answer as for a number out of bounds
    }
    throw call.bad("'" + name + "' must be a number between 1 and " + MOST);
  }

  /// The bars whose values are asked for.
  ///
  /// @param first start of the series
  private record Times(long first, long from, long to) {
    boolean contains(long time) {
      return time >= from && time <= to;
    }
  }

  private static Times times(Call call) {
    long from = 0;
    long to = call.now().toEpochMilli();
    for (var name : List.of("timestamp.gte", "timestamp.gt", "timestamp")) {
      var asked = call.parameter(name);
      if (asked.isPresent()) {
        from = Math.max(from, time(call, name, asked.get()) + (name.endsWith("gt") ? 1 : 0));
      }
    }
    for (var name : List.of("timestamp.lte", "timestamp.lt", "timestamp")) {
      var asked = call.parameter(name);
      if (asked.isPresent()) {
        to = Math.min(to, time(call, name, asked.get()) - (name.endsWith("lt") ? 1 : 0));
      }
    }
    long first =
        call.parameter("series_from")
            .flatMap(BarEndpoints::millis)
            .orElse(seriesFrom(call, from, to));
    return new Times(first, from, to);
  }

  private static long time(Call call, String name, String text) {
    return BarEndpoints.millis(text)
        .orElseGet(() -> MinuteWindow.midnight(call.dateOf(name, text)));
  }

  private static long seriesFrom(Call call, long from, long to) {
    int back =
        switch (call.parameter("timespan").orElse("day")) {
          case "minute" -> DAYS_OF_MINUTES;
          case "hour" -> DAYS_OF_HOURS;
          default -> Integer.MAX_VALUE;
        };
    var asked = MinuteWindow.date(from > 0 ? Math.min(from, to) : to);
    var first = back == Integer.MAX_VALUE ? FIRST : asked.minusDays(back);
    return MinuteWindow.midnight(first.isBefore(FIRST) ? FIRST : first);
  }

  private List<Point> points(Call call, String ticker, boolean adjusted, Times times) {
    var timespan = call.parameter("timespan").orElse("day");
    var publication = new Publication(calendar, call);
    var today = publication.today();
    var first = MinuteWindow.date(times.first());
    var last = MinuteWindow.date(Math.max(times.first(), times.to()));
    boolean within = MinuteEndpoint.answers(timespan);
    var reach = within ? call.plan().firstMinuteDate(today) : call.plan().firstDate(today);
    // A series that reaches further back than the plan is the plan's; only a value before it is
    // refused.
    if (reach.isPresent() && first.isBefore(reach.get()) && !last.isBefore(reach.get())) {
      first = reach.get();
    }
    if (call.plan().refusesToday() && publication.isRunning() && !last.isBefore(today)) {
      last = today.minusDays(1);
    }
    edge.start(call, publication, reach, first, last);
    var range = new DateRange(first, last);
    var adjustment = new Adjustment(market, today);
    return within
        ? minutes(ticker, timespan, adjusted, times, range, publication, adjustment)
        : days(call, ticker, timespan, adjusted, range, publication, adjustment);
  }

  private List<Point> days(
      Call call,
      String ticker,
      String timespan,
      boolean adjusted,
      DateRange range,
      Publication publication,
      Adjustment adjustment) {
    var unit =
        Window.unit(timespan).orElseThrow(() -> call.bad("'" + timespan + "' is not a timespan"));
    var window = Window.from(unit, 1, range.first());
    var base = publication.of(market.history(ticker, range));
    var bars = adjusted ? adjustment.of(base) : base;
    return BasePage.of(bars, Integer.MAX_VALUE, window).merged().stream()
        .map(b -> new Point(Bar.startOfSession(b.session()).toEpochMilli(), b))
        .toList();
  }

  private List<Point> minutes(
      String ticker,
      String timespan,
      boolean adjusted,
      Times times,
      DateRange range,
      Publication publication,
      Adjustment adjustment) {
    if (!Symbol.isValid(ticker)) {
      return List.of();
    }
    var window = MinuteWindow.of(timespan.equals("hour"), 1);
    MinutePage.SessionFactors factors =
        adjusted ? session -> adjustment.factor(ticker, session) : _ -> 1;
    var rows =
        MinutePage.read(
                market,
                new Symbol(ticker),
                new MinutePage.Range(
                    MinuteWindow.midnight(range.first()),
                    Math.min(
                        window.end(times.to()),
                        MinuteWindow.midnight(range.last().plusDays(1)) - 1),
                    publication.minutesBefore()),
                window,
                false,
                Integer.MAX_VALUE,
                factors)
            .rows();
    var points = new ArrayList<Point>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      points.add(
          new Point(
              rows.startMillis(row),
              new DayBar(
                  ticker,
                  MinuteWindow.date(rows.startMillis(row)),
                  rows.open(row),
                  rows.high(row),
                  rows.low(row),
                  rows.close(row),
                  rows.volume(row),
                  rows.vwap(row),
                  rows.trades(row),
                  false)));
    }
    return points;
  }

  /// The bars of which the values of a page are made, at least; ascending.
  private static List<Point> used(List<Point> points, List<Integer> page, int window) {
    if (page.isEmpty()) {
      return List.of();
    }
    int first = Math.min(page.getFirst(), page.getLast());
    int last = Math.max(page.getFirst(), page.getLast());
    return points.subList(Math.max(0, first - window + 1), last + 1);
  }

  private static void writeUnderlying(
      JsonGenerator json, Call call, boolean adjusted, List<Point> used, boolean expanded) {

    json.writeStartObject();
    if (expanded && !used.isEmpty()) {
      json.writeName("aggregates");
      var newestFirst = used.reversed();
      new DayWriter(
              newestFirst.stream().map(Point::bar).toList(),
              false,
              row -> newestFirst.get(row).time())
          .write(json);
    }
    long now = call.now().toEpochMilli();
    json.writeStringProperty(
        "url",
        call.base()
            + "/v2/aggs/ticker/"
            + call.path().substring(call.path().lastIndexOf('/') + 1)
            + "/range/1/"
            + call.parameter("timespan").orElse("day")
            + "/"
            + (used.isEmpty() ? now : used.getFirst().time())
            + "/"
            + (used.isEmpty() ? now : used.getLast().time())
            + "?adjusted="
            + adjusted
            + "&limit=50000&sort=desc");
    json.writeEndObject();
  }

  private static void writeValue(
      JsonGenerator json, Indicator.Kind kind, Point point, Lines lines, int place) {
    json.writeStartObject();
    json.writeNumberProperty("timestamp", point.time());
    Json.number(json, "value", lines.value("value", place));
    if (kind == Indicator.Kind.MACD) {
      Json.number(json, "signal", lines.value("signal", place));
      Json.number(json, "histogram", lines.value("histogram", place));
    }
    json.writeEndObject();
  }
}
