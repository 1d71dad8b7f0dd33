package ai.tickstock.market;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A calendar that works out each year when it is first asked about it; from then on a lookup is
/// some array reads.
final class SessionTable implements TradingCalendar {
  private final Mic exchange;
  private final ZoneId zone;
  private final DateRange known;
  private final Instant end;
  private final IntFunction<SessionYear> resolver;
  private final Function<LocalDate, Session> regular;
  private final int firstYear;

  /// Threads may work the same year out at the same time: both are immutable, and equal.
  private final @Nullable SessionYear[] years;

  /// How many sessions each year has, 0 where nobody asked yet: millions of counts reach over
  /// years.
  private final int[] sizes;

  /// @param known whole years
  /// @param resolver works out a known year
  /// @param regular the session at regular hours of a known date
  SessionTable(
      Mic exchange,
      ZoneId zone,
      DateRange known,
      IntFunction<SessionYear> resolver,
      Function<LocalDate, Session> regular) {
    this.exchange = exchange;
    this.zone = zone;
    this.known = known;
    this.end = known.last().plusDays(1).atStartOfDay(zone).toInstant();
    this.resolver = resolver;
    this.regular = regular;
    this.firstYear = known.first().getYear();
    this.years = new @Nullable SessionYear[known.last().getYear() - firstYear + 1];
    this.sizes = new int[years.length];
  }

  @Override
  public Mic exchange() {
    return exchange;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public DateRange known() {
    return known;
  }

  @Override
  public Optional<Session> session(LocalDate date) {
    return year(place(date)).on(date);
  }

  @Override
  public Optional<String> reason(LocalDate date) {
    return Optional.ofNullable(year(place(date)).reasons.get(date));
  }

  @Override
  public Session regular(LocalDate date) {
    place(date);
    return regular.apply(date);
  }

  @Override
  public List<Session> sessions(DateRange range) {
    int first = place(range.first());
    int last = place(range.last());
    int from = year(first).before(range.first());
    int to = year(last).through(range.last());
    if (first == last) {
      return year(first).sessions.subList(from, to);
    }
    var firstSessions = year(first).sessions;
    var sessions = new ArrayList<>(firstSessions.subList(from, firstSessions.size()));
    for (int between = first + 1; between < last; between++) {
      sessions.addAll(year(between).sessions);
    }
    sessions.addAll(year(last).sessions.subList(0, to));
    return Collections.unmodifiableList(sessions);
  }

  @Override
  public int countSessions(DateRange range) {
    int first = place(range.first());
    int last = place(range.last());
    int count = year(last).through(range.last()) - year(first).before(range.first());
    for (int whole = first; whole < last; whole++) {
      count += size(whole);
    }
    return count;
  }

  @Override
  public Session next(LocalDate date) {
    int place = place(date);
    int index = year(place).through(date);
    while (index == year(place).sessions.size()) {
      place++;
      index = 0;
      if (place == years.length) {
        throw new IllegalArgumentException(
            exchange
                + ": the session after "
                + date
                + " is not known, the calendar is of "
                + known);
      }
    }
    return year(place).sessions.get(index);
  }

  @Override
  public Session previous(LocalDate date) {
    int place = place(date);
    int index = year(place).before(date) - 1;
    while (index < 0) {
      place--;
      if (place < 0) {
        throw new IllegalArgumentException(
            exchange
                + ": the session before "
                + date
                + " is not known, the calendar is of "
                + known);
      }
      index = year(place).sessions.size() - 1;
    }
    return year(place).sessions.get(index);
  }

  @Override
  public Session lastClosedBy(Instant instant) {
    // The very end is midnight of a day that is not known any more.
    var date = instant.equals(end) ? known.last() : LocalDate.ofInstant(instant, zone);
    boolean beforeAll =
        date.getYear() == firstYear && instant.isBefore(year(0).sessions.getFirst().close());
    if (!known.contains(date) || beforeAll) {
      throw new IllegalArgumentException(
          exchange
              + ": no session closed by "
              + instant
              + " is known, the calendar is of "
              + known);
    }
    return session(date)
        .filter(session -> !session.close().isAfter(instant))
        .orElseGet(() -> previous(date));
  }

  private SessionYear year(int place) {
    var year = years[place];
    if (year == null) {
      year = resolver.apply(firstYear + place);
      years[place] = year;
    }
    return year;
  }

  private int size(int place) {
    int size = sizes[place];
    if (size == 0) {
      size = year(place).sessions.size();
      sizes[place] = size;
    }
    return size;
  }

  private int place(LocalDate date) {
    int place = date.getYear() - firstYear;
    if (place < 0 || place >= years.length) {
      throw new IllegalArgumentException(
          exchange
              + ": nothing is known about "
              + date
              + ", the calendar is of "
              + known
              + "; ask inside it, or extend its data file");
    }
    return place;
  }
}
