package ai.tickstock.universe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bands of market caps, see `market-cap-bands.csv`. Immutable.
final class Bands {
  private static final String FILE = "market-cap-bands.csv";

  private final List<Band> largestFirst;

  private Bands(List<Band> largestFirst) {
    this.largestFirst = List.copyOf(largestFirst);
  }

  /// @param atLeast US dollars
  /// @param stay how far beyond its lower boundary who is on one side of it stays, as a fraction
  private record Band(String name, double atLeast, double stay) {}

  static Bands bundled() {
    return read(SeedRow.resource(FILE));
  }

  /// @throws IllegalArgumentException if a line is wrong, with file, line number and reason
  static Bands read(String text) {
    var bands = new ArrayList<Band>();
    for (var row : SeedRow.all(FILE, text, "band,at_least,stay_percent,source")) {
      row.text("source");
      double atLeast = new BigDecimal(row.text("at_least")).doubleValue();
      row.require(
          bands.isEmpty() || bands.getLast().atLeast() > atLeast, "bands come largest first");
      bands.add(
          new Band(
              row.text("band"),
              atLeast,
              new BigDecimal(row.text("stay_percent")).doubleValue() / 100));
    }
    if (bands.getLast().atLeast() != 0) {
      throw new IllegalArgumentException(FILE + ": the last band begins at 0");
    }
    return new Bands(bands);
  }

  List<String> names() {
    return largestFirst.stream().map(Band::name).toList();
  }

  /// The band of a market cap.
  ///
  /// @param present the band that it is in
  String of(double cap, Optional<String> present) {
    int at = present.map(name -> names().indexOf(name)).orElse(-1);
    if (at >= 0 && isStill(cap, at)) {
      return largestFirst.get(at).name();
    }
    return largestFirst.stream()
        .filter(band -> cap >= band.atLeast())
        .findFirst()
        .orElse(largestFirst.getLast())
        .name();
  }

  private boolean isStill(double cap, int at) {
    var lower = largestFirst.get(at);
    if (cap < lower.atLeast() * (1 - lower.stay())) {
      return false;
    }
    if (at == 0) {
      return true;
    }
    var above = largestFirst.get(at - 1);
    return cap < above.atLeast() * (1 + above.stay());
  }
}
