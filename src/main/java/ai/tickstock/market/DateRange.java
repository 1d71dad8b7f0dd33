package ai.tickstock.market;

import java.time.LocalDate;

/// Calendar dates from first to last, both included; never empty.
public record DateRange(LocalDate first, LocalDate last) {
  public DateRange {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(
          "the range ends (" + last + ") before it starts (" + first + ")");
    }
  }

  public static DateRange of(LocalDate day) {
    return new DateRange(day, day);
  }

  public boolean contains(LocalDate date) {
    return !date.isBefore(first) && !date.isAfter(last);
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
