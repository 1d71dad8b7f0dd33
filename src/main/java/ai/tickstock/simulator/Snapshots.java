package ai.tickstock.simulator;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The snapshots of one call. On a session's date they are empty from 03:30 New York time on and
/// fill from 04:00; until then, and on days without a session, they show the last session.
final class Snapshots {
  private static final LocalTime CLEARED = LocalTime.of(3, 30);

  private final Market market;
  private final boolean fairValue;
  private final Publication publication;
  private final Adjustment adjustment;
  private final LocalDate session;
  private final Session hours;
  private final LocalDate previous;

  Snapshots(Market market, TradingCalendar calendar, Call call) {
    this.market = market;
    fairValue = call.plan().fairValue();
    publication = new Publication(calendar, call);
    var today = publication.today();
    adjustment = new Adjustment(market, today);
    boolean cleared = !call.now().atZone(Bar.NEW_YORK).toLocalTime().isBefore(CLEARED);
    session = cleared && calendar.isSession(today) ? today : calendar.previous(today).date();
    hours = calendar.session(session).orElseThrow();
    previous = calendar.previous(session).date();
  }

  /// Every ticker in use.
  Stream<String> tickers(boolean otc) {
    return market.listed(session).stream()
        .filter(i -> otc || !i.otc())
        .flatMap(i -> i.tickerOn(session).stream());
  }

  /// Empty if nobody uses the ticker.
  Optional<Snapshot> of(String ticker) {
    return Symbol.isValid(ticker)
        ? market.listed(ticker, session).map(i -> of(ticker, i))
        : Optional.empty();
  }

  private Snapshot of(String ticker, Instrument instrument) {
    var bars = market.history(ticker, new DateRange(previous, session));
    var before = last(bars.stream().filter(b -> b.session().equals(previous)));
    var day =
        last(
            publication
                .of(bars.stream().filter(b -> b.session().equals(session)).toList())
                .stream());
    var minutes = market.minutes(ticker, session);
    int out = publication.out(minutes);
    var known =
        new Snapshot(
            ticker,
            instrument.name(),
            day,
            before,
            minutes,
            out,
            OutsideHours.of(minutes, out, hours),
            none());
    return fairValue ? withFairValue(known) : known;
  }

  private Optional<DayBar> last(Stream<DayBar> bars) {
    return bars.reduce((_, later) -> later).map(b -> adjustment.of(b));
  }

  /// Within a tenth of a percent of the last price.
  private static Snapshot withFairValue(Snapshot s) {
    var price = s.price();
    if (price.isEmpty() && s.previous().isPresent()) {
      price = OptionalDouble.of(s.previous().get().close());
    }
    if (price.isEmpty()) {
      return s;
    }
    double off = 0.002 * (Dice.roll(1, s.ticker(), s.out()) - 0.5);
    double value = Math.rint(price.getAsDouble() * (1 + off) * 10_000) / 10_000;
    return new Snapshot(
        s.ticker(),
        s.name(),
        s.day(),
        s.previous(),
        s.minutes(),
        s.out(),
        s.outside(),
        OptionalDouble.of(value));
  }

  private static OptionalDouble none() {
    return OptionalDouble.empty();
  }
}
