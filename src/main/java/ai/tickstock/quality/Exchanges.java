package ai.tickstock.quality;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.TradingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Which exchange's calendar each instrument follows, as loads and coverage have it, with the
/// sessions of those that are followed. The exchanges have numbers; 0 is New York, which is also
/// that of what is no instrument's. Immutable.
final class Exchanges {
  private static final String ELSEWHERE =
      """
      SELECT id, mic FROM instrument WHERE mic = ANY(:mics) AND merged_into IS NULL
      """;

  /// One exchange.
  ///
  /// @param days its sessions in the range
  record Exchange(TradingCalendar calendar, Days days) {
    Mic mic() {
      return calendar.exchange();
    }
  }

  private final List<Exchange> all;

  /// Numbers of exchanges by instrument; New York's instruments are not in it.
  private final Map<Integer, Integer> elsewhere;

  private Exchanges(List<Exchange> all, Map<Integer, Integer> elsewhere) {
    this.all = List.copyOf(all);
    this.elsewhere = Map.copyOf(elsewhere);
  }

  /// @param calendars by exchange
  /// @param range of the sessions that are looked at
  /// @param now sessions that are not over by then owe nothing
  static Exchanges read(
      Handle handle, Function<Mic, TradingCalendar> calendars, DateRange range, Instant now) {
    var all = new ArrayList<Exchange>();
    var places = new HashMap<Mic, Integer>();
    var elsewhere = new HashMap<Integer, Integer>();
    add(Mic.XNYS, calendars, range, now, all, places);
    handle
        .createQuery(ELSEWHERE)
        .bindArray("mics", String.class, others().stream().map(Mic::code).toList())
        .map((row, context) -> Map.entry(row.getInt("id"), new Mic(row.getString("mic"))))
        .forEach(one ->
            elsewhere.put(one.getKey(), add(one.getValue(), calendars, range, now, all, places)));
    return new Exchanges(all, elsewhere);
  }

  private static int add(
      Mic mic,
      Function<Mic, TradingCalendar> calendars,
      DateRange range,
      Instant now,
      List<Exchange> all,
      Map<Mic, Integer> places) {
    var known = places.get(mic);
    if (known != null) {
      return known;
    }
    var calendar = calendars.apply(mic);
    all.add(new Exchange(calendar, Days.of(calendar, range, now)));
    places.put(mic, all.size() - 1);
    return all.size() - 1;
  }

  /// Exchanges that have a calendar which is not New York's.
  static List<Mic> others() {
    return TradingCalendar.exchanges().stream()
        .filter(mic -> !TradingCalendar.of(mic).exchange().equals(Mic.XNYS))
        .toList();
  }

  /// Those that are followed, New York first.
  List<Exchange> all() {
    return all;
  }

  /// The number of the exchange that an instrument follows; that of New York for 0.
  int number(int instrument) {
    return elsewhere.getOrDefault(instrument, 0);
  }

  Exchange of(int instrument) {
    return all.get(number(instrument));
  }
}
