package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.Split;
import ai.tickstock.scenario.Expectation.Measured;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The lines of answer keys, by what they measure. Changes are between closes and adjusted for
/// splits, unless something else is said.
final class Expectations {
  private Expectations() {}

  // ---- wholeness

  static Expectation sessions(String ticker, int count) {
    return new Expectation(
        ticker,
        "sessions with a daily bar",
        String.valueOf(count),
        market -> {
          int found = market.daily(ticker).size();
          return found == 0
              ? Measured.notLoaded()
              : Measured.of(String.valueOf(found), found == count);
        });
  }

  /// That the minutes of each session amount to its daily bar.
  static Expectation rollUp(String ticker) {
    return new Expectation(
        ticker,
        "sessions whose minutes do not add up to the day",
        "0",
        market -> {
          var days = new TreeMap<LocalDate, Bar>();
          market.daily(ticker).forEach(bar -> days.put(bar.session(), bar));
          var sums = market.minuteDays(ticker);
          if (days.isEmpty() || sums.isEmpty()) {
            return Measured.notLoaded();
          }
          long wrong =
              sums.stream()
                  .filter(sum -> !days.containsKey(sum.session()) || !adds(days, sum))
                  .count();
          int without = days.size() - sums.size();
          return Measured.of(
              without > 0 ? wrong + ", and " + without + " without minutes" : String.valueOf(wrong),
              wrong == 0 && without == 0);
        });
  }

  private static boolean adds(Map<LocalDate, Bar> days, RecordedMarket.MinuteDay sum) {
    var day = days.get(sum.session());
    return day != null
        && day.open() == sum.open()
        && day.high() == sum.high()
        && day.low() == sum.low()
        && day.close() == sum.close()
        && Math.abs(day.volume().orElse(0) - sum.volume()) <= 1e-6 * Math.max(1, sum.volume())
        && day.trades().orElse(0) == sum.trades();
  }

  /// That much is traded at the open and the close and little around noon.
  static Expectation volumeSmile(String ticker) {
    return new Expectation(
        ticker,
        "volume of the first and last half hour over that of an hour around noon",
        "> 1.5",
        market -> {
          double ends = 0;
          double noon = 0;
          for (var bar : minutesOfSome(market, ticker)) {
            var time = bar.start().atZone(Bar.NEW_YORK).toLocalTime();
            double volume = bar.volume().orElse(0);
            if (isIn(time, "09:30", "10:00") || isIn(time, "15:30", "16:00")) {
              ends += volume;
            } else if (isIn(time, "12:00", "13:00")) {
              noon += volume;
            }
          }
          return noon == 0
              ? Measured.notLoaded()
              : Measured.of(number(ends / noon, 2), ends / noon > 1.5);
        });
  }

  private static List<Bar> minutesOfSome(RecordedMarket market, String ticker) {
    var bars = new ArrayList<Bar>();
    market.minuteDays(ticker).stream()
        .map(RecordedMarket.MinuteDay::session)
        .filter(date -> market.calendar().session(date).map(s -> !s.early()).orElse(false))
        .limit(5)
        .forEach(date -> bars.addAll(market.minutes(ticker, date)));
    return bars;
  }

  private static boolean isIn(LocalTime time, String from, String until) {
    return !time.isBefore(LocalTime.parse(from)) && time.isBefore(LocalTime.parse(until));
  }

  // ---- prices

  /// From one close to another.
  ///
  /// @param fraction asked, e.g. -0.34
  /// @param tolerance in points of percent
  static Expectation change(
      String ticker, LocalDate from, LocalDate to, double fraction, double tolerance) {
    return percent(
        ticker,
        "close of " + from + " to close of " + to,
        fraction,
        tolerance,
        closes -> at(closes, to) / at(closes, from) - 1,
        from,
        to);
  }

  /// That it falls at least so far.
  static Expectation falls(String ticker, LocalDate from, LocalDate to, double fraction) {
    var what = "close of " + from + " to close of " + to;
    return new Expectation(
        ticker,
        what,
        "< " + percent(fraction),
        market -> {
          var closes = closes(market, ticker);
          if (!closes.containsKey(from) || !closes.containsKey(to)) {
            return Measured.notLoaded();
          }
          double found = at(closes, to) / at(closes, from) - 1;
          return Measured.of(percent(found), found < fraction);
        });
  }

  /// The deepest fall from a highest close, and that it lies between two dates.
  static Expectation drawdown(
      String ticker, LocalDate peak, LocalDate trough, double fraction, double tolerance) {
    var asked = around(fraction, tolerance) + ", " + peak + " to " + trough;
    return new Expectation(
        ticker,
        "deepest drawdown of closes",
        asked,
        market -> {
          var closes = closes(market, ticker);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          var found = Drawdown.deepest(closes);
          return Measured.of(
              percent(found.fraction()) + ", " + found.peak() + " to " + found.trough(),
              isNear(found.fraction(), fraction, tolerance)
                  && found.peak().equals(peak)
                  && found.trough().equals(trough));
        });
  }

  /// The deepest fall from a highest close, wherever it lies.
  static Expectation drawdown(String ticker, double fraction, double tolerance) {
    return new Expectation(
        ticker,
        "deepest drawdown of closes",
        around(fraction, tolerance),
        market -> {
          var closes = closes(market, ticker);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          double found = Drawdown.deepest(closes).fraction();
          return Measured.of(percent(found), isNear(found, fraction, tolerance));
        });
  }

  /// A close on a date, as traded.
  static Expectation close(String ticker, LocalDate date, double dollars) {
    return new Expectation(
        ticker,
        "close of " + date,
        number(dollars, 2),
        market -> {
          for (var bar : market.daily(ticker)) {
            if (bar.session().equals(date)) {
              return Measured.of(
                  number(bar.close(), 2), StrictMath.abs(bar.close() - dollars) < 0.005);
            }
          }
          return Measured.notLoaded();
        });
  }

  /// That the highest (or lowest) close of a stretch is on a date.
  static Expectation extreme(
      String ticker, boolean high, LocalDate date, LocalDate from, LocalDate to) {
    var what = (high ? "highest" : "lowest") + " close from " + from + " to " + to;
    return new Expectation(
        ticker,
        what,
        date.toString(),
        market -> {
          var closes = closes(market, ticker).subMap(from, true, to, true);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          var found =
              closes.entrySet().stream()
                  .reduce((a, b) ->
                      (high ? b.getValue() > a.getValue() : b.getValue() < a.getValue()) ? b : a)
                  .orElseThrow();
          return Measured.of(found.getKey().toString(), found.getKey().equals(date));
        });
  }

  /// The open against the close before, as traded.
  static Expectation gap(String ticker, LocalDate date, double fraction, double tolerance) {
    return new Expectation(
        ticker,
        "open of " + date + " against the close before",
        around(fraction, tolerance),
        market -> {
          var bars = market.daily(ticker);
          for (int i = 1; i < bars.size(); i++) {
            if (bars.get(i).session().equals(date)) {
              double found = bars.get(i).open() / bars.get(i - 1).close() - 1;
              return Measured.of(percent(found), isNear(found, fraction, tolerance));
            }
          }
          return Measured.notLoaded();
        });
  }

  /// The close of a session against its open, as traded.
  static Expectation sessionMove(String ticker, LocalDate date, double fraction, double tolerance) {
    return ofDay(
        ticker,
        date,
        "close of " + date + " against its open",
        fraction,
        tolerance,
        bar -> bar.close() / bar.open() - 1);
  }

  /// How far the low of a session lies below its open and close, whichever is lower.
  static Expectation dip(String ticker, LocalDate date, double fraction, double tolerance) {
    return ofDay(
        ticker,
        date,
        "low of " + date + " below open and close",
        fraction,
        tolerance,
        bar -> bar.low() / Math.min(bar.open(), bar.close()) - 1);
  }

  private static Expectation ofDay(
      String ticker,
      LocalDate date,
      String what,
      double fraction,
      double tolerance,
      Function<Bar, Double> measured) {
    return new Expectation(
        ticker,
        what,
        around(fraction, tolerance),
        market -> {
          for (var bar : market.daily(ticker)) {
            if (bar.session().equals(date)) {
              double found = measured.apply(bar);
              return Measured.of(percent(found), isNear(found, fraction, tolerance));
            }
          }
          return Measured.notLoaded();
        });
  }

  /// The deviation of daily returns, a year's worth.
  ///
  /// @param tolerance in points of percent
  static Expectation volatility(
      String ticker, LocalDate from, LocalDate to, double fraction, double tolerance) {
    return new Expectation(
        ticker,
        "volatility a year, " + from + " to " + to,
        "%s %% ± %s".formatted(number(100 * fraction, 1), plain(tolerance)),
        market -> {
          var closes = closes(market, ticker);
          var before = closes.lowerKey(from);
          boolean near = before != null && before.isAfter(from.minusDays(10));
          var part = closes.subMap(near ? before : from, true, to, true);
          if (part.size() < 3) {
            return Measured.notLoaded();
          }
          double found = MarketStatistics.yearly(MarketStatistics.returns(part.values()));
          return Measured.of(number(100 * found, 1) + " %", isNear(found, fraction, tolerance));
        });
  }

  private static Expectation percent(
      String ticker,
      String what,
      double fraction,
      double tolerance,
      Function<Map<LocalDate, Double>, Double> measured,
      LocalDate... needed) {
    return new Expectation(
        ticker,
        what,
        around(fraction, tolerance),
        market -> {
          var closes = closes(market, ticker);
          for (var date : needed) {
            if (!closes.containsKey(date)) {
              return Measured.notLoaded();
            }
          }
          double found = measured.apply(closes);
          return Measured.of(percent(found), isNear(found, fraction, tolerance));
        });
  }

  // ---- events

  /// A split of a date, stored, and a price that jumps as it says and not when adjusted.
  static Expectation split(String ticker, Split split) {
    var asked = ratio(split) + ", adjusted move below 15 %";
    return new Expectation(
        ticker,
        "split of " + split.executionDate(),
        asked,
        market -> {
          var stored =
              market.splits(ticker).stream()
                  .filter(s -> s.executionDate().equals(split.executionDate()))
                  .findFirst();
          var closes = closes(market, ticker);
          if (closes.isEmpty()) {
            return Measured.notLoaded();
          }
          if (stored.isEmpty() || closes.lowerKey(split.executionDate()) == null) {
            return Measured.of("no split", false);
          }
          var on = closes.ceilingEntry(split.executionDate());
          double move =
              on == null
                  ? Double.NaN
                  : on.getValue() / closes.lowerEntry(split.executionDate()).getValue() - 1;
          return Measured.of(
              ratio(stored.get()) + ", " + percent(move),
              ratio(stored.get()).equals(ratio(split)) && Math.abs(move) < 0.15);
        });
  }

  private static String ratio(Split split) {
    return split.to().stripTrailingZeros().toPlainString()
        + " for "
        + split.from().stripTrailingZeros().toPlainString();
  }

  /// The first session with a bar.
  static Expectation firstSession(String ticker, LocalDate date) {
    return new Expectation(
        ticker,
        "first session",
        date.toString(),
        market -> {
          var bars = market.daily(ticker);
          return bars.isEmpty()
              ? Measured.notLoaded()
              : Measured.of(
                  bars.getFirst().session().toString(), bars.getFirst().session().equals(date));
        });
  }

  /// One instrument with another ticker before a date.
  static Expectation renamed(String ticker, String before, LocalDate date) {
    return new Expectation(
        ticker,
        "ticker up to " + date.minusDays(1) + ", and from then on",
        before + ", " + ticker,
        market -> {
          if (market.daily(ticker).isEmpty()) {
            return Measured.notLoaded();
          }
          var then = market.tickerOn(ticker, date.minusDays(1)).orElse("nobody");
          var now = market.tickerOn(ticker, date).orElse("nobody");
          return Measured.of(then + ", " + now, then.equals(before) && now.equals(ticker));
        });
  }

  /// Sessions without a bar.
  static Expectation silentSessions(String ticker, int silent, int all) {
    return new Expectation(
        ticker,
        "sessions of " + all + " on which nobody traded",
        String.valueOf(silent),
        market -> {
          int found = all - market.daily(ticker).size();
          return market.daily(ticker).isEmpty()
              ? Measured.notLoaded()
              : Measured.of(String.valueOf(found), found == silent);
        });
  }

  /// That few minutes of a session have a bar.
  static Expectation fewMinutes(String ticker, int most) {
    return new Expectation(
        ticker,
        "minute bars in a median session",
        "< " + most,
        market -> {
          var counts =
              market.minuteDays(ticker).stream()
                  .map(RecordedMarket.MinuteDay::bars)
                  .sorted()
                  .toList();
          if (counts.isEmpty()) {
            return Measured.notLoaded();
          }
          int median = counts.get(counts.size() / 2);
          return Measured.of(String.valueOf(median), median < most);
        });
  }

  /// Minutes in which nobody traded, in a row within regular hours.
  static Expectation halt(String ticker, LocalDate date, LocalTime from, int minutes) {
    var until = from.plusMinutes(minutes);
    return new Expectation(
        ticker,
        "bars of " + date + " from " + from + " until " + until + ", and in the minutes around",
        "0, some",
        market -> {
          int inside = 0;
          int around = 0;
          for (var bar : market.minutes(ticker, date)) {
            var time = bar.start().atZone(Bar.NEW_YORK).toLocalTime();
            boolean in = !time.isBefore(from) && time.isBefore(until);
            inside += in ? 1 : 0;
            around +=
                !in && !time.isBefore(from.minusMinutes(5)) && time.isBefore(until.plusMinutes(5))
                    ? 1
                    : 0;
          }
          return market.minuteDays(ticker).isEmpty()
              ? Measured.notLoaded()
              : Measured.of(inside + ", " + around, inside == 0 && around > 0);
        });
  }

  /// The first price from a time on against the last one before.
  static Expectation jumpOver(
      String ticker, LocalDate date, LocalTime time, double fraction, double tolerance) {
    return new Expectation(
        ticker,
        "first price of " + date + " from " + time + " on, against the last one before",
        around(fraction, tolerance),
        market -> {
          double before = Double.NaN;
          for (var bar : market.minutes(ticker, date)) {
            if (bar.start().atZone(Bar.NEW_YORK).toLocalTime().isBefore(time)) {
              before = bar.close();
            } else {
              double found = bar.open() / before - 1;
              return Measured.of(percent(found), isNear(found, fraction, tolerance));
            }
          }
          return Measured.notLoaded();
        });
  }

  /// When the lowest price of a session is reached.
  static Expectation lowWithin(String ticker, LocalDate date, LocalTime from, LocalTime until) {
    return new Expectation(
        ticker,
        "minute of the low of " + date,
        "from " + from + " until " + until,
        market -> {
          var lowest =
              market.minutes(ticker, date).stream().min(Comparator.comparingDouble(Bar::low));
          if (lowest.isEmpty()) {
            return Measured.notLoaded();
          }
          var time = lowest.get().start().atZone(Bar.NEW_YORK).toLocalTime();
          return Measured.of(time.toString(), !time.isBefore(from) && time.isBefore(until));
        });
  }

  /// Minutes whose low (high) lies far off the day's ordinary prices.
  static Expectation farMinutes(String ticker, LocalDate date, double off, int minutes) {
    return new Expectation(
        ticker,
        "minutes of " + date + " with a price more than half of " + percent(off) + " off",
        String.valueOf(minutes),
        market -> {
          var bars = market.minutes(ticker, date);
          if (bars.isEmpty()) {
            return Measured.notLoaded();
          }
          long found =
              bars.stream()
                  .filter(bar ->
                      off < 0
                          ? bar.low() / bar.close() - 1 < off / 2
                          : bar.high() / bar.close() - 1 > off / 2)
                  .count();
          return Measured.of(String.valueOf(found), found == minutes);
        });
  }

  /// When regular trading of a session begins and ends, New York time and UTC.
  static Expectation hours(String ticker, LocalDate date, LocalTime last, String firstUtc) {
    return new Expectation(
        ticker,
        "first regular minute of " + date + " in UTC, last one in New York",
        firstUtc + ", " + last,
        market -> {
          var session = market.calendar().session(date);
          var regular =
              market.minutes(ticker, date).stream()
                  .filter(bar -> session.map(s -> s.isOpenAt(bar.start())).orElse(false))
                  .toList();
          if (regular.isEmpty()) {
            return Measured.notLoaded();
          }
          var first = regular.getFirst().start().toString().substring(11, 16);
          var end = regular.getLast().start().atZone(Bar.NEW_YORK).toLocalTime();
          return Measured.of(first + ", " + end, first.equals(firstUtc) && end.equals(last));
        });
  }

  /// The last minute with a bar, extended hours included.
  static Expectation nothingAfter(String ticker, LocalDate date, LocalTime end) {
    return new Expectation(
        ticker,
        "bars of " + date + " from " + end + " on",
        "0",
        market -> {
          var bars = market.minutes(ticker, date);
          long late =
              bars.stream()
                  .filter(bar -> !bar.start().atZone(Bar.NEW_YORK).toLocalTime().isBefore(end))
                  .count();
          return bars.isEmpty()
              ? Measured.notLoaded()
              : Measured.of(String.valueOf(late), late == 0);
        });
  }

  /// Slopes of the closes before and after a turn.
  static Expectation turn(
      String ticker, LocalDate from, LocalDate date, LocalDate to, boolean down) {
    return new Expectation(
        ticker,
        "trend of " + from + " to " + date + ", and on to " + to,
        down ? "up, down" : "down, up",
        market -> {
          var closes = closes(market, ticker);
          if (!closes.containsKey(date)) {
            return Measured.notLoaded();
          }
          double before = MarketStatistics.slope(closes.subMap(from, true, date, true).values());
          double after = MarketStatistics.slope(closes.subMap(date, true, to, true).values());
          return Measured.of(
              word(before) + ", " + word(after),
              down ? before > 0 && after < 0 : before < 0 && after > 0);
        });
  }

  private static String word(double slope) {
    return slope > 0 ? "up" : "down";
  }

  // ---- what they share

  /// The closes by session, on the shares of the last one.
  static NavigableMap<LocalDate, Double> closes(RecordedMarket market, String ticker) {
    var splits = market.splits(ticker);
    return market.daily(ticker).stream()
        .collect(
            Collectors.toMap(
                Bar::session,
                bar -> bar.close() / Prices.after(splits, bar.session()),
                (a, _) -> a,
                TreeMap::new));
  }

  private static double at(Map<LocalDate, Double> closes, LocalDate date) {
    return Objects.requireNonNull(closes.get(date));
  }

  private static boolean isNear(double found, double asked, double tolerance) {
    return Math.abs(found - asked) * 100 <= tolerance;
  }

  private static String around(double fraction, double tolerance) {
    return percent(fraction) + " ± " + plain(tolerance);
  }

  static String percent(double fraction) {
    return number(100 * fraction, 2) + " %";
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value)
        .replaceFirst("^-(0\\.?0*)$", "$1");
  }

  private static String plain(double number) {
    return ScenarioParameter.plain(number);
  }

  /// The deepest fall from a highest close.
  private record Drawdown(LocalDate peak, LocalDate trough, double fraction) {
    static Drawdown deepest(NavigableMap<LocalDate, Double> closes) {
      var top = closes.firstEntry();
      var deepest = new Drawdown(top.getKey(), top.getKey(), 0);
      for (var entry : closes.entrySet()) {
        top = entry.getValue() > top.getValue() ? entry : top;
        double fallen = entry.getValue() / top.getValue() - 1;
        if (fallen < deepest.fraction()) {
          deepest = new Drawdown(top.getKey(), entry.getKey(), fallen);
        }
      }
      return deepest;
    }
  }
}
