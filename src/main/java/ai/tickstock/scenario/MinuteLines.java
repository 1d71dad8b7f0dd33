package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.scenario.Expectation.Measured;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lines of answer keys about the minutes of sessions.
final class MinuteLines {
  private MinuteLines() {}

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
              : Measured.of(Percent.number(ends / noon, 2), ends / noon > 1.5);
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
        Percent.around(fraction, tolerance),
        market -> {
          double before = Double.NaN;
          for (var bar : market.minutes(ticker, date)) {
            if (bar.start().atZone(Bar.NEW_YORK).toLocalTime().isBefore(time)) {
              before = bar.close();
            } else {
              double found = bar.open() / before - 1;
              return Measured.of(Percent.of(found), Percent.isNear(found, fraction, tolerance));
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
        "minutes of " + date + " with a price more than half of " + Percent.of(off) + " off",
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
}
