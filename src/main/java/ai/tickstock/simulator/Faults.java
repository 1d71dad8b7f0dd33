package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import ai.tickstock.scenario.Market;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The faults that strike one call.
final class Faults {
  private static final int DAYS_BACK = 364;

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

  /// The market with the corrections that are out by then; itself when there are none.
  Market corrected(Market market, TradingCalendar calendar, Instant now) {
    var rules = active.stream().filter(r -> r.kind() == FaultKind.REVISED_BARS).toList();
    return rules.isEmpty()
        ? market
        : new CorrectedMarket(
            market,
            new Corrections(rules, calendar),
            now,
            bars -> book.strike(FaultKind.REVISED_BARS, bars));
  }

  /// The bars of an answer as the faults leave them.
  List<DayBar> bars(List<DayBar> bars, BarAnswer answer) {
    var changed = bars;
    for (var rule : active) {
      if (rule.kind().isOfAnsweredRows()) {
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

  /// The minutes of an answer as the faults leave them.
  MinuteRows minutes(MinuteRows rows) {
    var changed = rows;
    for (var rule : active) {
      if (rule.kind().isOfAnsweredRows()) {
        changed = apply(rule, changed);
      }
    }
    return changed;
  }

  private MinuteRows apply(FaultRule rule, MinuteRows rows) {
    var ticker = rows.symbol().ticker();
    var left = MinuteRows.of(rows.symbol());
    long struck = 0;
    for (int row = 0; row < rows.size(); row++) {
      long start = rows.startMillis(row);
      boolean strikes =
          rule.kind() == FaultKind.DROPPED_BAR
              ? FaultBook.hides(rule, ticker, start)
              : FaultBook.strikes(rule, ticker, start);
      struck += strikes ? 1 : 0;
      var kind = strikes ? Optional.of(rule.kind()) : Optional.<FaultKind>empty();
      if (kind.filter(k -> k == FaultKind.DROPPED_BAR).isEmpty()) {
        add(left, rows, row, kind);
      }
    }
    book.strike(rule.kind(), struck);
    return left.build();
  }

  private static void add(
      MinuteRows.Builder left, MinuteRows rows, int row, Optional<FaultKind> kind) {
    boolean crossed = kind.filter(k -> k == FaultKind.HIGH_BELOW_LOW).isPresent();
    boolean old = kind.filter(k -> k == FaultKind.OUT_OF_RANGE_BAR).isPresent();
    boolean spoilt = kind.filter(k -> k == FaultKind.NAN_VALUE).isPresent();
    left.add(
        rows.startMillis(row) - (old ? TimeUnit.DAYS.toMillis(DAYS_BACK) : 0),
        rows.open(row),
        crossed ? rows.low(row) : rows.high(row),
        crossed ? rows.high(row) + 0.01 : rows.low(row),
        spoilt ? Double.NaN : rows.close(row),
        rows.volume(row),
        rows.vwap(row),
        rows.trades(row));
  }

  private static DayBar spoilt(FaultKind kind, DayBar bar) {
    return switch (kind) {
      case NAN_VALUE -> changed(bar, bar.high(), bar.low(), Double.NaN, 0);
      case HIGH_BELOW_LOW -> changed(bar, bar.low(), bar.high() + 0.01, bar.close(), 0);
      case OUT_OF_RANGE_BAR -> changed(bar, bar.high(), bar.low(), bar.close(), DAYS_BACK);
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
