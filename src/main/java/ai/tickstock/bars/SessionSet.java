package ai.tickstock.bars;

import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A set of dates inside one range, small and fast. Immutable.
public final class SessionSet {
  private final DateRange range;
  private final BitSet days;

  private SessionSet(DateRange range, BitSet days) {
    this.range = range;
    this.days = days;
  }

  public static SessionSet none(DateRange range) {
    return new SessionSet(range, new BitSet());
  }

  /// Those of the dates that lie in the range.
  public static SessionSet of(DateRange range, Collection<LocalDate> dates) {
    var days = new BitSet(range.days());
    for (var date : dates) {
      if (range.contains(date)) {
        days.set(offset(range, date));
      }
    }
    return new SessionSet(range, days);
  }

  /// Dates given as days after the first date of the range, as PostgreSQL writes an array of them:
  /// `{0,1,4}`; others are ignored.
  ///
  /// @throws IllegalArgumentException if the text is not so
  static SessionSet ofOffsets(DateRange range, String array) {
    int most = range.days();
    var days = new BitSet(most);
    int end = array.length() - 1;
    if (end < 1 || array.charAt(0) != '{' || array.charAt(end) != '}') {
      throw new IllegalArgumentException("no array of days: " + array);
    }
    int at = 1;
    while (at < end) {
      int comma = array.indexOf(',', at);
      int next = comma < 0 ? end : comma;
      int offset = Integer.parseInt(array, at, next, 10);
      if (offset >= 0 && offset < most) {
        days.set(offset);
      }
      at = next + 1;
    }
    return new SessionSet(range, days);
  }

  public DateRange range() {
    return range;
  }

  public boolean contains(LocalDate date) {
    return range.contains(date) && days.get(offset(range, date));
  }

  public int size() {
    return days.cardinality();
  }

  public boolean isEmpty() {
    return days.isEmpty();
  }

  public SessionSet plus(SessionSet other) {
    requireSameRange(other);
    var both = (BitSet) days.clone();
    both.or(other.days);
    return new SessionSet(range, both);
  }

  public SessionSet minus(SessionSet other) {
    requireSameRange(other);
    var rest = (BitSet) days.clone();
    rest.andNot(other.days);
    return new SessionSet(range, rest);
  }

  public SessionSet and(SessionSet other) {
    requireSameRange(other);
    var common = (BitSet) days.clone();
    common.and(other.days);
    return new SessionSet(range, common);
  }

  /// Those that lie in the other range.
  public SessionSet within(DateRange part) {
    var rest = (BitSet) days.clone();
    if (part.first().isAfter(range.first())) {
      rest.clear(0, Math.min(range.days(), offset(range, part.first())));
    }
    if (part.last().isBefore(range.last())) {
      rest.clear(Math.max(0, offset(range, part.last()) + 1), range.days());
    }
    return new SessionSet(range, rest);
  }

  /// In ascending order.
  public Stream<LocalDate> stream() {
    return days.stream().mapToObj(day -> range.first().plusDays(day));
  }

  public List<LocalDate> toList() {
    return stream().toList();
  }

  /// From the first to the last one; empty when there is none.
  public Optional<DateRange> extent() {
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DateRange(
                range.first().plusDays(days.nextSetBit(0)),
                range.first().plusDays(days.length() - 1)));
  }

  /// Ranges that hold all dates of this set and no other date of `all`: what lies between two
  /// neighbours in `all` does not part them.
  ///
  /// @param all the dates that count, a superset of this set
  public List<DateRange> ranges(SessionSet all) {
    requireSameRange(all);
    var ranges = new ArrayList<DateRange>();
    int first = days.nextSetBit(0);
    while (first >= 0) {
      int last = first;
      int next = all.days.nextSetBit(first + 1);
      while (next >= 0 && days.get(next)) {
        last = next;
        next = all.days.nextSetBit(next + 1);
      }
      ranges.add(new DateRange(range.first().plusDays(first), range.first().plusDays(last)));
      first = days.nextSetBit(last + 1);
    }
    return ranges;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionSet set && range.equals(set.range) && days.equals(set.days);
  }

  @Override
  public int hashCode() {
    return 31 * range.hashCode() + days.hashCode();
  }

  @Override
  public String toString() {
    return size() + " in " + range;
  }

  private static int offset(DateRange range, LocalDate date) {
    return Math.toIntExact(date.toEpochDay() - range.first().toEpochDay());
  }

  private void requireSameRange(SessionSet other) {
    if (!range.equals(other.range)) {
      throw new IllegalArgumentException(
          "session sets of " + range + " and " + other.range + " do not mix");
    }
  }
}
