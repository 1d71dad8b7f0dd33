package ai.tickstock.market;

/// Holds the calendar of XNYS, read when it is first asked for.
final class Nyse {
  static final TradingCalendar CALENDAR = CalendarFile.bundled("xnys.calendar");

  private Nyse() {}
}
