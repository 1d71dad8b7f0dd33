package ai.tickstock.simulator;

import ai.tickstock.scenario.DayBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One page of base bars: at most the limit, and only whole windows unless the first one alone
/// exceeds the limit.
///
/// @param used base bars that are in the answer, in the order of the answer
/// @param following the first base bar of the next page
record BasePage(List<DayBar> used, Optional<DayBar> following, Window window) {

  static BasePage of(List<DayBar> base, int limit, Window window) {
    if (base.size() <= limit) {
      return new BasePage(base, Optional.empty(), window);
    }
    int end = limit;
    if (!window.isSingleDay()) {
      while (end > 0 && isSameWindow(window, base.get(end - 1), base.get(end))) {
        end--;
      }
      if (end == 0) {
        end = limit;
        while (end < base.size() && isSameWindow(window, base.get(end - 1), base.get(end))) {
          end++;
        }
      }
    }
    return new BasePage(
        base.subList(0, end),
        end < base.size() ? Optional.of(base.get(end)) : Optional.empty(),
        window);
  }

  private static boolean isSameWindow(Window window, DayBar a, DayBar b) {
    return window.start(a.session()).equals(window.start(b.session()));
  }

  /// One bar a window, its session being the first day of the window.
  List<DayBar> merged() {
    if (window.isSingleDay()) {
      return used;
    }
    var merged = new ArrayList<DayBar>();
    for (int start = 0; start < used.size(); ) {
      int end = start + 1;
      while (end < used.size() && isSameWindow(window, used.get(start), used.get(end))) {
        end++;
      }
      merged.add(merge(used.subList(start, end)));
      start = end;
    }
    return merged;
  }

  private DayBar merge(List<DayBar> bars) {
    boolean ascending = !bars.getLast().session().isBefore(bars.getFirst().session());
    var first = ascending ? bars.getFirst() : bars.getLast();
    var last = ascending ? bars.getLast() : bars.getFirst();
    double volume = bars.stream().mapToDouble(DayBar::volume).sum();
    double value = bars.stream().mapToDouble(b -> b.vwap() * b.volume()).sum();
    boolean counted = bars.stream().allMatch(b -> b.trades() >= 0);
    long trades = counted ? bars.stream().mapToLong(DayBar::trades).sum() : -1;
    return new DayBar(
        first.ticker(),
        window.start(first.session()),
        first.open(),
        bars.stream().mapToDouble(DayBar::high).max().orElseThrow(),
        bars.stream().mapToDouble(DayBar::low).min().orElseThrow(),
        last.close(),
        Math.rint(volume * 1_000_000) / 1_000_000,
        Math.rint(value / volume * 10_000) / 10_000,
        trades,
        first.otc());
  }
}
