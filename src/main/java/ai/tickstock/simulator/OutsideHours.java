package ai.tickstock.simulator;

import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.OptionalDouble;

/// What was paid before the open and after the close of a session, by the minutes that are out.
///
/// @param preMarket of the first trade before the open; empty if there was none
/// @param afterHours of the last trade so far after the close; empty if there was none
record OutsideHours(OptionalDouble preMarket, OptionalDouble afterHours) {

  static OutsideHours of(
      Market market,
      TradingCalendar calendar,
      Publication publication,
      String ticker,
      LocalDate date) {
    var preMarket = OptionalDouble.empty();
    var afterHours = OptionalDouble.empty();
    var session = calendar.session(date);
    if (session.isPresent() && Symbol.isValid(ticker)) {
      var rows = market.minutes(ticker, date);
      long open = session.get().open().toEpochMilli();
      long close = session.get().close().toEpochMilli();
      for (int row = 0; row < rows.size(); row++) {
        long start = rows.startMillis(row);
        if (start + MinuteWindow.MINUTE > publication.minutesBefore()) {
          break;
        }
        if (start < open && preMarket.isEmpty()) {
          preMarket = OptionalDouble.of(rows.open(row));
        } else if (start >= close) {
          afterHours = OptionalDouble.of(rows.close(row));
        }
      }
    }
    return new OutsideHours(preMarket, afterHours);
  }
}
