package ai.tickstock.market;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
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

  private static final Map<Mic, CalendarFile> READ = new ConcurrentHashMap<>();
  private static final Map<Mic, TradingCalendar> CALENDARS = new ConcurrentHashMap<>();

  private BundledCalendars() {}

  static TradingCalendar of(Mic exchange) {
    var file = file(exchange);
    var known = CALENDARS.get(file);
    return known != null
        ? known
        : CALENDARS.computeIfAbsent(file, mic -> read(mic).calendar(Map.of()));
  }

  static TradingCalendar of(Mic exchange, Collection<DayOverride> overrides) {
    var file = file(exchange);
    var byDate = new HashMap<LocalDate, DayOverride>();
    for (var override : overrides) {
      if (file(override.exchange()).equals(file)) {
        byDate.merge(
            override.date(),
            override,
            (one, other) -> one.source().compareTo(other.source()) > 0 ? one : other);
      }
    }
    return byDate.isEmpty() ? of(exchange) : read(file).calendar(byDate);
  }

  /// Whose file holds the sessions of an exchange.
  private static Mic file(Mic exchange) {
    var file = FILES.get(exchange);
    if (file == null) {
      throw new IllegalArgumentException(
          "there is no calendar of " + exchange + ", only of " + EXCHANGES);
    }
    return file;
  }

  private static CalendarFile read(Mic file) {
    return READ.computeIfAbsent(file, CalendarFile::bundled);
  }
}
