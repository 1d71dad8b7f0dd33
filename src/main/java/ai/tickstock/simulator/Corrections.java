package ai.tickstock.simulator;

import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.DayBar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What `revised-bars` rules change and when: a close elsewhere between low and high, more volume
/// and more trades, as late prints do. Immutable.
final class Corrections {
  /// Late volume as a fraction of what was known.
  private static final double MOST_VOLUME = 0.02;

  /// Dice of their own beside the one that decides which bars are struck.
  private static final long CLOSE = 0x5DEECE66DL;

  private static final long VOLUME = 0x2545F4914FL;

  private final List<FaultRule> rules;
  private final TradingCalendar calendar;

  /// @param rules of the kind `revised-bars`
  Corrections(List<FaultRule> rules, TradingCalendar calendar) {
    this.rules = List.copyOf(rules);
    this.calendar = calendar;
  }

  /// All corrections of a bar in the order of time, each of what the one before left.
  List<Correction> of(DayBar bar) {
    var struck =
        rules.stream().filter(r -> FaultBook.strikes(r, bar.ticker(), bar.session())).toList();
    if (struck.isEmpty()) {
      return List.of();
    }
    var corrections = new ArrayList<Correction>();
    var before = bar;
    for (var rule : struck.stream().sorted(Comparator.comparing(r -> at(r, bar))).toList()) {
      var corrected = corrected(before, rule.seed());
      if (!corrected.equals(before)) {
        corrections.add(new Correction(rule, at(rule, bar), before, corrected));
        before = corrected;
      }
    }
    return corrections;
  }

  private Instant at(FaultRule rule, DayBar bar) {
    return rule.after().of(bar.session(), calendar);
  }

  /// The bar as it is served at an instant.
  DayBar asOf(DayBar bar, Instant now) {
    var served = bar;
    for (var correction : of(bar)) {
      served = correction.at().isAfter(now) ? served : correction.corrected();
    }
    return served;
  }

  private static DayBar corrected(DayBar b, long seed) {
    double share = Dice.roll(seed ^ CLOSE, b.ticker(), b.session());
    double unit = b.low() < 1 ? 10_000 : 100;
    double close = Math.rint((b.low() + (b.high() - b.low()) * share) * unit) / unit;
    if (close == b.close()) {
      close = share < 0.5 ? b.high() : b.low();
    }
    double late =
        Math.max(
            1,
            Math.rint(
                b.volume() * MOST_VOLUME * Dice.roll(seed ^ VOLUME, b.ticker(), b.session())));
    return new DayBar(
        b.ticker(),
        b.session(),
        b.open(),
        b.high(),
        b.low(),
        Math.min(Math.max(b.high(), b.close()), Math.max(Math.min(b.low(), b.close()), close)),
        Math.rint((b.volume() + late) * 1_000_000) / 1_000_000,
        b.vwap(),
        b.trades() < 0 ? b.trades() : b.trades() + 1 + (long) (late / 200),
        b.otc());
  }

  /// The minutes of a session with what differs between two bars of its day: the last regular
  /// minute takes the close, the late volume and the late trades, so that minutes and day agree as
  /// much as they did before.
  MinuteRows minutes(MinuteRows rows, DayBar before, DayBar after) {
    int changed = lastRegular(rows, before);
    if (changed < 0) {
      return rows;
    }
    double close = after.close();
    double late = Double.isNaN(before.volume()) ? 0 : after.volume() - before.volume();
    var corrected = MinuteRows.of(rows.symbol());
    for (int row = 0; row < rows.size(); row++) {
      boolean is = row == changed;
      corrected.add(
          rows.startMillis(row),
          rows.open(row),
          is ? Math.max(rows.high(row), close) : rows.high(row),
          is ? Math.min(rows.low(row), close) : rows.low(row),
          is ? close : rows.close(row),
          is ? Math.rint((rows.volume(row) + late) * 1_000_000) / 1_000_000 : rows.volume(row),
          rows.vwap(row),
          is && rows.trades(row) >= 0
              ? (int) (rows.trades(row) + after.trades() - before.trades())
              : rows.trades(row));
    }
    return corrected.build();
  }

  /// -1 if no minute is within regular hours.
  private int lastRegular(MinuteRows rows, DayBar bar) {
    var session = calendar.session(bar.session());
    if (session.isEmpty()) {
      return -1;
    }
    long open = session.get().open().toEpochMilli();
    long close = session.get().close().toEpochMilli();
    int last = -1;
    for (int row = 0; row < rows.size(); row++) {
      if (rows.startMillis(row) >= open && rows.startMillis(row) < close) {
        last = row;
      }
    }
    return last;
  }
}
