package ai.tickstock.load;

import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Where the holes of an instrument lie.
///
/// @param outer ranges before its first or after its last bar, or all of it: was it listed then?
/// @param lookAt sessions at which to look a second way
record Gaps(List<DateRange> outer, List<LocalDate> lookAt) {
  private static final int LONG_GAP_SESSIONS = 3;

  /// @param missing not empty
  static Gaps of(Standing standing, SessionSet missing) {
    var outer = new ArrayList<DateRange>();
    var lookAt = new ArrayList<LocalDate>();
    if (standing.life().isEmpty()) {
      var all = missing.toList();
      outer.add(new DateRange(all.getFirst(), all.getLast()));
      return new Gaps(outer, List.of(all.getLast()));
    }
    var life = standing.life().get();
    var leading = missing.stream().filter(s -> s.isBefore(life.first())).toList();
    var trailing = missing.stream().filter(s -> s.isAfter(life.last())).toList();
    if (!leading.isEmpty()) {
      outer.add(new DateRange(leading.getFirst(), leading.getLast()));
      lookAt.addAll(leading.size() >= LONG_GAP_SESSIONS ? List.of(leading.getLast()) : leading);
    }
    if (trailing.size() >= LONG_GAP_SESSIONS) {
      outer.add(new DateRange(trailing.getFirst(), trailing.getLast()));
      lookAt.add(trailing.getFirst());
    } else {
      lookAt.addAll(trailing);
    }
    missing.stream().filter(life::contains).forEach(lookAt::add);
    return new Gaps(outer, lookAt);
  }
}
