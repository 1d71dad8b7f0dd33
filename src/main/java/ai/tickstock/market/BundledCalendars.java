package ai.tickstock.market;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calendars whose files ship with the program, each read when it is first asked for.
final class BundledCalendars {
  /// Whose file holds the sessions of each exchange.
  static final Map<Mic, Mic> FILES = new LinkedHashMap<>();

  static {
    for (var code : List.of("XNYS", "XNAS", "ARCX", "XASE", "BATS")) {
      FILES.put(new Mic(code), Mic.XNYS);
    }
    for (var code : List.of("XLON", "XPAR", "XETR", "XTSE", "XASX", "XHKG", "XTKS")) {
      FILES.put(new Mic(code), new Mic(code));
    }
  }

  static final List<Mic> EXCHANGES = List.copyOf(FILES.keySet());

  private static final Map<Mic, TradingCalendar> READ = new ConcurrentHashMap<>();

  private BundledCalendars() {}

  static TradingCalendar of(Mic exchange) {
    var file = FILES.get(exchange);
    if (file == null) {
      throw new IllegalArgumentException(
          "there is no calendar of " + exchange + ", only of " + EXCHANGES);
    }
    return READ.computeIfAbsent(file, CalendarFile::bundled);
  }
}
