package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Symbol;

/// Something that happens within a session and that its daily bar alone does not tell.
///
/// Minutes are counted from the open, from 0.
sealed interface MinuteEvent {
  /// The minute in which it begins.
  int at();

  /// Nobody trades for a while; then the price is another one.
  ///
  /// @param jump as a fraction
  record Halt(int at, int minutes, double jump) implements MinuteEvent {}

  /// The price falls away and comes back.
  ///
  /// @param depth as a fraction
  record FlashCrash(int at, int down, int up, double depth) implements MinuteEvent {}

  /// One minute prints far off.
  ///
  /// @param off as a fraction of the price, below it when negative
  record FatFinger(int at, double off) implements MinuteEvent {}

  /// A session in minutes and in one row, which add up.
  record Played(MinuteRows minutes, DayBar day) {}

  /// The part of the day's move that the event itself makes.
  default double jump() {
    return this instanceof Halt halt ? halt.jump() : 0;
  }

  /// @param day the day without the event
  /// @param quiet its minutes
  default Played play(DayBar day, MinuteRows quiet, MinuteShape shape) {
    long midnight =
        day.session().atTime(ExtendedHours.BEGIN).atZone(Bar.NEW_YORK).toInstant().toEpochMilli();
    long opening = midnight + shape.opening() * 60_000L;
    long closing = midnight + shape.closing() * 60_000L;
    var rows = MinuteRows.of(new Symbol(day.ticker()));
    var sums = new Sums();
    boolean printed = false;
    for (int row = 0; row < quiet.size(); row++) {
      long start = quiet.startMillis(row);
      int minute = (int) Math.floorDiv(start - opening, 60_000L);
      if (this instanceof Halt halt && minute >= halt.at() && minute < halt.at() + halt.minutes()) {
        continue;
      }
      double factor = factor(minute, start < opening);
      double open = Prices.round(quiet.open(row) * factor);
      double close = Prices.round(quiet.close(row) * factor);
      double high = Prices.round(quiet.high(row) * factor);
      double low = Prices.round(quiet.low(row) * factor);
      if (this instanceof FatFinger finger
          && !printed
          && minute >= finger.at()
          && start < closing) {
        printed = true;
        double off = Prices.round(close * (1 + finger.off()));
        high = Math.max(high, off);
        low = Math.min(low, off);
      }
      double vwap = StrictMath.rint(quiet.vwap(row) * factor * 10_000) / 10_000;
      vwap = Math.min(high, Math.max(low, vwap));
      rows.add(start, open, high, low, close, quiet.volume(row), vwap, quiet.trades(row));
      sums.add(open, high, low, close, quiet.volume(row), vwap, quiet.trades(row));
      if (start >= opening && start < closing) {
        sums.addRegular(open, high, low, close);
      }
    }
    return new Played(rows.build(), sums.day(day));
  }

  private double factor(int minute, boolean beforeOpen) {
    if (beforeOpen) {
      return 1;
    }
    return switch (this) {
      case Halt halt -> minute < halt.at() ? 1 : 1 + halt.jump();
      case FatFinger _ -> 1;
      case FlashCrash crash -> {
        int since = minute - crash.at();
        double share =
            since < 0
                ? 0
                : since < crash.down()
                    ? (since + 1.0) / crash.down()
                    : Math.max(0, 1 - (since - crash.down() + 1.0) / crash.up());
        yield 1 - crash.depth() * share;
      }
    };
  }

  /// What minutes add up to.
  final class Sums {
    private double open = Double.NaN;
    private double high = Double.NEGATIVE_INFINITY;
    private double low = Double.POSITIVE_INFINITY;
    private double close = Double.NaN;
    private double volume;
    private double turnover;
    private long trades;

    private void addRegular(double o, double h, double l, double c) {
      open = Double.isNaN(open) ? o : open;
      high = Math.max(high, h);
      low = Math.min(low, l);
      close = c;
    }

    private void add(
        double o, double h, double l, double c, double shares, double vwap, int count) {
      volume += shares;
      turnover += shares * (Double.isNaN(vwap) ? (o + h + l + c) / 4 : vwap);
      trades += count;
    }

    private DayBar day(DayBar quiet) {
      double average = StrictMath.rint(turnover / volume * 10_000) / 10_000;
      return new DayBar(
          quiet.ticker(),
          quiet.session(),
          open,
          high,
          low,
          close,
          quiet.volume() == Math.rint(quiet.volume())
              ? volume
              : StrictMath.rint(volume * 1_000_000) / 1_000_000,
          Math.min(high, Math.max(low, average)),
          trades,
          quiet.otc());
    }
  }
}
