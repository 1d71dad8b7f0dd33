package ai.tickstock.market;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/// Calendar dates from first to last, both included; never empty.
public record DateRange(LocalDate first, LocalDate last) {
  /// Every date of which there can be data: where a beginning or an end is not known.
  public static final DateRange ALWAYS =
      new DateRange(LocalDate.of(1900, 1, 1), LocalDate.of(2999, 12, 31));

  public DateRange {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(
          "the range ends (" + last + ") before it starts (" + first + ")");
    }
  }

  /// Reads a date of which there can be data, e.g. `2024-01-31`. Others are dates too, but no
  /// database keeps them.
  ///
  /// @throws DateTimeException if it is no date, or none of `ALWAYS`
  public static LocalDate date(String text) {
    var date = LocalDate.parse(text);
    if (!ALWAYS.contains(date)) {
      throw new DateTimeException(
          text
              + " is no date of which there can be data: from "
              + ALWAYS.first
              + " to "
              + ALWAYS.last);
    }
    return date;
  }

  public static DateRange of(LocalDate day) {
    return new DateRange(day, day);
  }

  public boolean contains(LocalDate date) {
    return !date.isBefore(first) && !date.isAfter(last);
  }

  /// The dates that both have; empty when they have none in common.
  public Optional<DateRange> overlap(DateRange other) {
    var start = first.isAfter(other.first) ? first : other.first;
    var end = last.isBefore(other.last) ? last : other.last;
    return end.isBefore(start) ? Optional.empty() : Optional.of(new DateRange(start, end));
  }

  /// Number of calendar dates, at least 1.
  public int days() {
    return Math.toIntExact(last.toEpochDay() - first.toEpochDay() + 1);
  }

  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + ".." + last;
  }
}
