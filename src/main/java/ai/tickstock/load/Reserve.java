package ai.tickstock.load;

import ai.tickstock.market.TradingCalendar;
import java.time.Instant;

/// Which part of a vendor's limit work in the background leaves to others.
@FunctionalInterface
public interface Reserve {
  Reserve NONE = now -> 0;

  /// @return from 0 (nothing is left to others) to less than 1
  double at(Instant now);

  /// A share during regular trading on the sessions of an exchange, nothing at other times.
  ///
  /// @param share from 0 to less than 1
  static Reserve inTradingHours(TradingCalendar calendar, double share) {
    return now -> {
      var date = now.atZone(calendar.zone()).toLocalDate();
      boolean isTrading =
          calendar.known().contains(date)
              && calendar
                  .session(date)
                  .filter(session -> !now.isBefore(session.open()) && now.isBefore(session.close()))
                  .isPresent();
      return isTrading ? share : 0;
    };
  }
}
