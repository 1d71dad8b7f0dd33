package ai.tickstock.simulator;

import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.Arrays;

/// How many instruments are listed on an exchange, by date; counted without looking at each.
final class ListedCount {
  private final long[] first;
  private final long[] gone;

  ListedCount(Market market) {
    var instruments = market.instruments().stream().filter(i -> !i.otc()).toList();
    first =
        instruments.stream()
            .mapToLong(i -> i.listed().map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE))
            .sorted()
            .toArray();
    gone =
        instruments.stream()
            .flatMap(i -> i.delisted().stream())
            .mapToLong(LocalDate::toEpochDay)
            .sorted()
            .toArray();
  }

  long on(LocalDate date) {
    return upTo(first, date) - upTo(gone, date);
  }

  private static long upTo(long[] days, LocalDate date) {
    int place = Arrays.binarySearch(days, date.toEpochDay() + 1);
    int before = place < 0 ? -place - 1 : place;
    while (before > 0 && days[before - 1] > date.toEpochDay()) {
      before--;
    }
    return before;
  }
}
