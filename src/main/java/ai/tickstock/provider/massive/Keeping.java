package ai.tickstock.provider.massive;

import java.time.LocalDate;

/// Whether and for how long an answer may be kept.
sealed interface Keeping {
  /// Never.
  Keeping NEVER = new Never();

  /// For the age limit of the cache.
  Keeping BY_AGE = new ByAge(false);

  /// For the age limit, unless there is no row in it: who is given none asks again.
  Keeping ROWS_BY_AGE = new ByAge(true);

  /// For good, if the last session was final when the answer came, unless there is no row in it.
  static Keeping barsTo(LocalDate lastDay) {
    return new Bars(lastDay);
  }

  record Never() implements Keeping {}

  record ByAge(boolean rowsOnly) implements Keeping {}

  record Bars(LocalDate lastDay) implements Keeping {}
}
