package ai.tickstock.simulator;

import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The companies that funds can hold, those with the most shares first. Safe for use by many
/// threads.
final class Holdable {
  private static final int DATES = 32;

  private final List<Instrument> companies;
  private final String[] industries;
  private final Map<LocalDate, BitSet> listed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LocalDate, BitSet> eldest) {
          return size() > DATES;
        }
      };

  Holdable(Market market) {
    companies =
        market.instruments().stream()
            .filter(
                i -> i.company().isPresent() && i.type().equals("CS") && i.referenced() && !i.otc())
            .sorted(Comparator.comparingLong(i -> -i.company().orElseThrow().shares()))
            .toList();
    industries =
        companies.stream().map(i -> i.company().orElseThrow().sicCode()).toArray(String[]::new);
  }

  Instrument get(int place) {
    return companies.get(place);
  }

  boolean isOf(String sicCode, int place) {
    return industries[place].equals(sicCode);
  }

  /// The places of those that are listed on a date; not to be changed.
  BitSet listedOn(LocalDate date) {
    synchronized (listed) {
      return listed.computeIfAbsent(
          date,
          d -> {
            var places = new BitSet(companies.size());
            for (int place = 0; place < companies.size(); place++) {
              places.set(place, companies.get(place).tickerOn(d).isPresent());
            }
            return places;
          });
    }
  }
}
