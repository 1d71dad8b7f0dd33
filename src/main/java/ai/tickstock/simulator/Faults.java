package ai.tickstock.simulator;

import ai.tickstock.scenario.DayBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The faults that strike one call.
final class Faults {
  private final List<FaultRule> active;
  private final FaultBook book;

  Faults(List<FaultRule> active, FaultBook book) {
    this.active = List.copyOf(active);
    this.book = book;
  }

  Optional<FaultRule> of(FaultKind kind) {
    return active.stream().filter(r -> r.kind() == kind).findFirst();
  }

  boolean has(FaultKind kind) {
    return of(kind).isPresent();
  }

  /// The bars of an answer as the faults leave them.
  List<DayBar> bars(List<DayBar> bars, BarAnswer answer) {
    var changed = bars;
    for (var rule : active) {
      if (rule.kind().isOfRows()) {
        changed = apply(rule, changed, answer);
      }
    }
    return changed;
  }

  private List<DayBar> apply(FaultRule rule, List<DayBar> bars, BarAnswer answer) {
    var left = new ArrayList<DayBar>(bars.size());
    long struck = 0;
    for (var bar : bars) {
      boolean dropped =
          rule.kind() == FaultKind.DROPPED_BAR
              && FaultBook.hides(rule, bar.ticker(), bar.session(), answer);
      boolean spoilt =
          rule.kind() != FaultKind.DROPPED_BAR
              && FaultBook.strikes(rule, bar.ticker(), bar.session());
      if (dropped || spoilt) {
        struck++;
      }
      if (!dropped) {
        left.add(spoilt ? spoilt(rule.kind(), bar) : bar);
      }
    }
    book.strike(rule.kind(), struck);
    return left;
  }

  private static DayBar spoilt(FaultKind kind, DayBar bar) {
    return switch (kind) {
      case NAN_VALUE -> changed(bar, bar.high(), bar.low(), Double.NaN, 0);
      case HIGH_BELOW_LOW -> changed(bar, bar.low(), bar.high() + 0.01, bar.close(), 0);
      case OUT_OF_RANGE_BAR -> changed(bar, bar.high(), bar.low(), bar.close(), 364);
      default -> throw new IllegalArgumentException(kind + " spoils no bar");
    };
  }

  private static DayBar changed(DayBar b, double high, double low, double close, int daysBack) {
    return new DayBar(
        b.ticker(),
        b.session().minusDays(daysBack),
        b.open(),
        high,
        low,
        close,
        b.volume(),
        b.vwap(),
        b.trades(),
        b.otc());
  }
}
