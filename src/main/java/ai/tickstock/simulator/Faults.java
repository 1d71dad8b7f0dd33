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

  boolean areAny() {
    return !active.isEmpty();
  }

  boolean has(FaultKind kind) {
    return of(kind).isPresent();
  }

  /// Whether the next page begins with the last row of this one. Never of a page of one row, since
  /// a walk would not get on.
  boolean repeatsLastOf(int rows) {
    return rows > 1 && has(FaultKind.DUPLICATE_ROWS);
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
      if (rule.kind().isOfAnsweredBars()) {
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
      if (rule.kind().isOfAnsweredBars()) {
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
      if (!strikes) {
        left.add(
            start,
            rows.open(row),
            rows.high(row),
            rows.low(row),
            rows.close(row),
            rows.volume(row),
            rows.vwap(row),
            rows.trades(row));
      } else if (rule.kind() != FaultKind.DROPPED_BAR) {
        addSpoilt(left, rows, row, rule.kind());
      }
    }
    book.strike(rule.kind(), struck);
    return left.build();
  }

  private static void addSpoilt(MinuteRows.Builder left, MinuteRows rows, int row, FaultKind kind) {
    boolean crossed = kind == FaultKind.HIGH_BELOW_LOW;
    boolean bare = kind == FaultKind.MISSING_FIELDS;
    left.add(
        rows.startMillis(row) - TimeUnit.DAYS.toMillis(daysBack(kind)),
        rows.open(row),
        crossed ? rows.low(row) : rows.high(row),
        crossed ? rows.high(row) + 0.01 : rows.low(row),
        kind == FaultKind.NAN_VALUE ? Double.NaN : rows.close(row),
        rows.volume(row) * (kind == FaultKind.DOUBLED_VOLUME ? 2 : 1),
        bare ? Double.NaN : rows.vwap(row),
        bare ? -1 : rows.trades(row));
  }

  private static int daysBack(FaultKind kind) {
    return switch (kind) {
      case OUT_OF_RANGE_BAR -> DAYS_BACK;
      case DAY_BEFORE_BAR -> 1;
      default -> 0;
    };
  }

  private static DayBar spoilt(FaultKind kind, DayBar b) {
    boolean crossed = kind == FaultKind.HIGH_BELOW_LOW;
    boolean bare = kind == FaultKind.MISSING_FIELDS;
    return new DayBar(
        b.ticker(),
        b.session().minusDays(daysBack(kind)),
        b.open(),
        crossed ? b.low() : b.high(),
        crossed ? b.high() + 0.01 : b.low(),
        kind == FaultKind.NAN_VALUE ? Double.NaN : b.close(),
        b.volume() * (kind == FaultKind.DOUBLED_VOLUME ? 2 : 1),
        bare ? Double.NaN : b.vwap(),
        bare ? -1 : b.trades(),
        b.otc());
  }

  /// The splits of an answer as the faults leave them.
  List<SplitFact> splits(List<SplitFact> splits) {
    var changed = splits;
    for (var rule : active) {
      if (rule.kind().isOfSplits()) {
        changed = apply(rule, changed);
      }
    }
    return changed;
  }

  private List<SplitFact> apply(FaultRule rule, List<SplitFact> splits) {
    var left = new ArrayList<SplitFact>(splits.size());
    long struck = 0;
    for (var split : splits) {
      boolean strikes = FaultBook.strikes(rule, split.ticker(), split.date());
      struck += strikes ? 1 : 0;
      if (!strikes) {
        left.add(split);
      } else if (rule.kind() == FaultKind.ABSURD_SPLIT) {
        left.add(split.absurd());
      } else if (rule.kind() == FaultKind.DOUBLED_SPLIT) {
        left.add(split);
        left.add(split.again());
      }
    }
    book.strike(rule.kind(), struck);
    return left;
  }
}
