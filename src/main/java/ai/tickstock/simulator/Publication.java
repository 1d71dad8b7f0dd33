package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What of the bars is out at an instant: past sessions whole, today's session growing from its
/// open plus the plan's delay, its prices fixed from the close plus the delay, all of it from 20:00
/// New York time. Nothing of the future.
final class Publication {
  /// Share of the day's volume that is in at the close; the rest comes until 20:00.
  private static final double AT_THE_CLOSE = 0.97;

  private final LocalDate today;
  private final boolean ended;
  private final Optional<Session> session;
  private final Instant seen;

  Publication(TradingCalendar calendar, Call call) {
    today = call.today();
    ended = !call.now().isBefore(ExtendedHours.endOf(today));
    session =
        calendar.known().contains(today) ? calendar.session(today) : Optional.<Session>empty();
    seen = call.now().minus(call.plan().delay());
  }

  LocalDate today() {
    return today;
  }

  /// Whether today is a session whose day has not ended.
  boolean isRunning() {
    return session.isPresent() && !ended;
  }

  /// Whether the close of a session's date is out.
  boolean hasClosed(LocalDate date) {
    return !date.equals(today) || ended || session.filter(s -> seen.isBefore(s.close())).isEmpty();
  }

  /// Minutes that end after this instant are not out: until 20:00 what the plan's delay has let
  /// through, then all of today's. In milliseconds.
  long minutesBefore() {
    return (ended ? Bar.startOfSession(today.plusDays(1)) : seen).toEpochMilli();
  }

  /// How many of a session's minutes are out.
  int out(MinuteRows minutes) {
    int out = 0;
    while (out < minutes.size()
        && minutes.startMillis(out) + MinuteWindow.MINUTE <= minutesBefore()) {
      out++;
    }
    return out;
  }

  List<DayBar> of(List<DayBar> bars) {
    if (bars.isEmpty() || bars.getLast().session().isBefore(today)) {
      return bars;
    }
    return bars.stream().flatMap(b -> shown(b).stream()).toList();
  }

  private Optional<DayBar> shown(DayBar bar) {
    if (bar.session().isBefore(today) || bar.session().equals(today) && ended) {
      return Optional.of(bar);
    }
    if (bar.session().isAfter(today) || session.isEmpty() || seen.isBefore(session.get().open())) {
      return Optional.empty();
    }
    double length = session.get().close().toEpochMilli() - session.get().open().toEpochMilli();
    double passed = seen.toEpochMilli() - session.get().open().toEpochMilli();
    return Optional.of(partial(bar, Math.min(1, passed / length)));
  }

  private static DayBar partial(DayBar b, double share) {
    double close = between(b.open(), b.close(), share);
    double high = between(Math.max(b.open(), close), b.high(), share);
    double low = between(Math.min(b.open(), close), b.low(), share);
    return new DayBar(
        b.ticker(),
        b.session(),
        b.open(),
        Math.max(high, Math.max(b.open(), close)),
        Math.min(low, Math.min(b.open(), close)),
        close,
        Math.rint(b.volume() * share * AT_THE_CLOSE),
        Double.isNaN(b.vwap())
            ? b.vwap()
            : Math.min(Math.max(high, close), Math.max(Math.min(low, close), b.vwap())),
        b.trades() < 0 ? b.trades() : (long) (b.trades() * share * AT_THE_CLOSE),
        b.otc());
  }

  private static double between(double from, double to, double share) {
    return share >= 1 ? to : Math.rint((from + (to - from) * share) * 10_000) / 10_000;
  }
}
