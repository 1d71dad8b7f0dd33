package ai.tickstock.simulator;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who has left the lists of a data folder for good, as far as they can tell: a list of all
/// exchanges does not name the ticker, and no list has named it since. Takes the lists one by one.
final class Delistings {
  /// A time without the ticker.
  ///
  /// @param row of the last list that named it
  /// @param since the first list that covers its exchange and does not name it
  /// @param told the first list of all exchanges that does not
  /// @param until the next list that names it
  private record Absence(
      TickerRow row, LocalDate since, Optional<LocalDate> told, Optional<LocalDate> until) {
    static Absence of(TickerRow row, LocalDate since) {
      return new Absence(row, since, Optional.empty(), Optional.empty());
    }

    Absence toldBy(LocalDate list) {
      return told.isPresent() ? this : new Absence(row, since, Optional.of(list), until);
    }

    Absence endedBy(LocalDate list) {
      return new Absence(row, since, told, Optional.of(list));
    }

    boolean isToldOn(LocalDate date) {
      return told.filter(t -> !t.isAfter(date)).isPresent()
          && until.filter(u -> !u.isAfter(date)).isEmpty();
    }
  }

  private final Map<String, TickerRow> named = new HashMap<>();
  private final Map<String, Absence> absent = new HashMap<>();
  private final List<Absence> ended = new ArrayList<>();
  private int lists;

  /// How many lists it has taken.
  int lists() {
    return lists;
  }

  /// Takes the next list.
  ///
  /// @param rows none if it cannot be read: then it tells nothing
  void add(TickerFile file, List<TickerRow> rows) {
    lists++;
    if (rows.isEmpty()) {
      return;
    }
    var exchanges = rows.stream().map(r -> r.instrument().exchange()).collect(Collectors.toSet());
    var now = new HashMap<String, TickerRow>();
    rows.stream().filter(TickerRow::active).forEach(r -> now.put(r.ticker(), r));
    named.values().stream()
        .filter(r -> !now.containsKey(r.ticker()))
        .filter(r -> file.whole() || exchanges.contains(r.instrument().exchange()))
        .toList()
        .forEach(row -> {
          named.remove(row.ticker());
          absent.put(row.ticker(), Absence.of(row, file.asOf()));
        });
    absent.replaceAll((_, absence) -> file.whole() ? absence.toldBy(file.asOf()) : absence);
    now.keySet()
        .forEach(ticker -> {
          var absence = absent.remove(ticker);
          if (absence != null && absence.told().isPresent()) {
            ended.add(absence.endedBy(file.asOf()));
          }
        });
    named.putAll(now);
  }

  /// Who is delisted on a date by the lists until then, which it must have taken.
  List<TickerRow> on(LocalDate date) {
    return Stream.concat(ended.stream(), absent.values().stream())
        .filter(a -> a.isToldOn(date))
        .map(a -> a.row().delisted(a.since()))
        .toList();
  }
}
