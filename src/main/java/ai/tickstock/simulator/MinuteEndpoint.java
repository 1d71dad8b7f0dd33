package ai.tickstock.simulator;

import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import java.util.Optional;
import java.util.OptionalLong;

/// Custom bars within a day, of minutes and hours, whose base are minutes.
final class MinuteEndpoint {
  private final Market market;
  private final TradingCalendar calendar;
  private final HistoryEdge edge;

  MinuteEndpoint(Market market, TradingCalendar calendar, HistoryEdge edge) {
    this.market = market;
    this.calendar = calendar;
    this.edge = edge;
  }

  static boolean answers(String timespan) {
    return timespan.equals("minute") || timespan.equals("hour");
  }

  /// `/v2/aggs/ticker/{t}/range/{multiplier}/{minute|hour}/{from}/{to}`.
  Reply aggregates(Call call, Faults faults) {
    var ticker = call.segments().get(3);
    var window =
        MinuteWindow.of(
            call.segments().get(6).equals("hour"),
            BarEndpoints.multiplier(call, call.segments().get(5)));
    boolean adjusted = call.flag("adjusted", true);
    boolean descending = BarEndpoints.isDescending(call, "sort");
    int limit = call.limit(5000, BarEndpoints.MOST_BARS);
    var publication = new Publication(calendar, call);
    var range = range(call, publication, window);
    var adjustment = new Adjustment(market, publication.today());
    MinutePage.SessionFactors factors =
        adjusted ? session -> adjustment.factor(ticker, session) : _ -> 1;
    var page =
        !Symbol.isValid(ticker)
            ? MinutePage.EMPTY
            : MinutePage.read(
                market, new Symbol(ticker), range, window, descending, limit, factors);
    int last = page.rows().size() - 1;
    var following =
        page.next().isPresent() && faults.repeatsLastOf(page.rows().size())
            ? OptionalLong.of(page.rows().startMillis(last))
            : page.next();
    return reply(call, faults, adjusted, page, next(call, following, descending, limit, adjusted));
  }

  private MinutePage.Range range(Call call, Publication publication, MinuteWindow window) {
    long from = time(call, "from", call.segments().get(7), 0);
    long to = time(call, "to", call.segments().get(8), 1);
    if (to < from) {
      throw call.bad("'to' must not be before 'from'");
    }
    var first = MinuteWindow.date(from);
    var served =
        edge.start(
            call,
            publication,
            call.plan().firstMinuteDate(publication.today()),
            first,
            MinuteWindow.date(to));
    return new MinutePage.Range(
        served.equals(first) ? window.start(from) : MinuteWindow.midnight(served),
        window.end(to),
        publication.minutesBefore());
  }

  /// An instant in milliseconds, or of a date its start or its last millisecond.
  private static long time(Call call, String name, String text, int daysOn) {
    return BarEndpoints.millis(text)
        .orElseGet(() -> MinuteWindow.midnight(call.dateOf(name, text).plusDays(daysOn)) - daysOn);
  }

  private static Optional<String> next(
      Call call, OptionalLong start, boolean descending, int limit, boolean adjusted) {
    return start.isPresent()
        ? Optional.of(BarEndpoints.nextUrl(call, start.getAsLong(), descending, limit, adjusted))
        : Optional.empty();
  }

  private static Reply reply(
      Call call, Faults faults, boolean adjusted, MinutePage.Cut page, Optional<String> next) {
    var rows = faults.minutes(page.rows());
    var writer = new MinuteWriter(rows);
    return Envelope.ofBars(
        call,
        faults,
        json -> {
          json.writeStringProperty("ticker", call.segments().get(3));
          json.writeBooleanProperty("adjusted", adjusted);
        },
        page.used(),
        writer,
        next);
  }
}
