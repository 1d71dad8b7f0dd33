package ai.tickstock.market;

import java.util.Map;

/// Calendars for measuring.
public final class UnresolvedCalendar {
  private UnresolvedCalendar() {}

  /// The calendar of an exchange, read again and with no year worked out.
  public static TradingCalendar of(Mic exchange) {
    return CalendarFile.bundled(exchange).calendar(Map.of());
  }
}
