package ai.tickstock.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which shares are of one company, and how many of one class another class is worth.
final class ShareClasses {
  /// Named classes beside the one whose company it is; one share of Berkshire's class A can be
  /// changed into 1,500 of class B.
  private static final Map<String, String> NAMED = Map.of("GOOG", "GOOGL", "BRK.A", "BRK.B");

  private static final Map<String, Integer> WORTH = Map.of("BRK.A", 1500);

  private final Map<Integer, Integer> mains = new HashMap<>();

  /// The ticker of the company's main class; the ticker itself where it is the main or only one.
  static String mainOf(String ticker) {
    return NAMED.getOrDefault(ticker, ticker);
  }

  /// Notes the named ones.
  ShareClasses(List<Candidate> named) {
    var places = new HashMap<String, Integer>();
    named.forEach(c -> places.put(c.instrument().lastTicker(), c.instrument().index()));
    NAMED.forEach((ticker, main) -> {
      var place = places.get(ticker);
      var mainPlace = places.get(main);
      if (place != null && mainPlace != null) {
        mains.put(place, mainPlace);
      }
    });
  }

  /// @param place of a class among the instruments
  /// @param main that of the company's main class
  void note(int place, int main) {
    mains.put(place, main);
  }

  /// The same instruments with the shares of all classes counted together.
  List<Candidate> weighted(List<Candidate> all) {
    var units = new HashMap<Integer, Long>();
    mains.forEach((place, main) -> {
      units.putIfAbsent(main, units(all.get(main).instrument()));
      units.merge(main, units(all.get(place).instrument()), Long::sum);
    });
    var counted = new ArrayList<Candidate>(all);
    for (var candidate : all) {
      var instrument = candidate.instrument();
      int place = instrument.index();
      var sum = units.get(mains.getOrDefault(place, place));
      if (sum != null) {
        counted.set(
            place,
            new Candidate(
                instrument.withCompany(
                    instrument.company().map(c -> c.withWeighted(sum / worth(instrument)))),
                candidate.behaviour()));
      }
    }
    return counted;
  }

  private static long units(Instrument instrument) {
    return instrument.company().map(Company::shares).orElse(0L) * worth(instrument);
  }

  private static int worth(Instrument instrument) {
    return Optional.ofNullable(WORTH.get(instrument.lastTicker())).orElse(1);
  }
}
