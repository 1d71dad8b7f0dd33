package ai.tickstock.bench;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.market.UnresolvedCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToLongFunction;

/// How long it takes to work out a calendar, and to look something up in it.
final class Calendars implements Benchmark {
  private static final double RESOLVED = 0.05;
  private static final double LOOKUPS_A_SECOND = 20e6;
  private static final int WARM_UPS = 20;
  private static final int DATES = 100_000;
  private static final int ROUNDS = 50;

  /// As far as loads reach back.
  private static final int YEARS = 5;

  @Override
  public String name() {
    return "calendar";
  }

  @Override
  public String claim() {
    return "all 39 years of XNYS worked out warm, and lookups of sessions against a HashMap";
  }

  @Override
  public Report run(BenchHome home, Size size) {
    var resolving = new ArrayList<Double>();
    for (int run = 0; run < WARM_UPS + Math.max(9, size.runs()); run++) {
      double seconds = resolve();
      if (run >= WARM_UPS) {
        resolving.add(seconds);
      }
    }
    home.say("looking up");
    var calendar = TradingCalendar.nyse();
    var dates = dates(calendar.known());
    var map = new HashMap<LocalDate, Session>();
    calendar.sessions(calendar.known()).forEach(session -> map.put(session.date(), session));
    int rounds = size.of(ROUNDS, 1);
    double mapped = perSecond(dates, rounds, date -> close(map.get(date)));
    double session = perSecond(dates, rounds, date -> close(calendar.session(date).orElse(null)));
    var ranges =
        dates.stream()
            .filter(date -> date.plusYears(YEARS).isBefore(calendar.known().last()))
            .map(date -> new DateRange(date, date.plusYears(YEARS)))
            .toList();
    double counted = perSecond(ranges, rounds, calendar::countSessions);
    double previous = perSecond(dates, rounds, date -> calendar.previous(date).date().getYear());
    var baseline = String.format(Locale.ROOT, "HashMap.get, %.0f ns", 1e9 / mapped);
    return new Report(
        this,
        size,
        List.of(
            Measure.seconds("39 years of XNYS", Race.median(resolving), RESOLVED, "none"),
            perSecond("session(date)", session, baseline),
            perSecond("previous(date)", previous, baseline),
            perSecond("countSessions(5 years)", counted, baseline)),
        List.of(
            String.format(
                Locale.ROOT,
                "reading the file and resolving it: %.1f ms (median of %d, after %d)",
                Race.median(resolving) * 1e3,
                resolving.size(),
                WARM_UPS),
            String.format(
                Locale.ROOT,
                "session %.0f ns, previous %.0f ns, countSessions %.0f ns; %s",
                1e9 / session,
                1e9 / previous,
                1e9 / counted,
                baseline)),
        List.of());
  }

  private static Measure perSecond(String what, double value, String baseline) {
    return new Measure(
        what, value, OptionalDouble.of(LOOKUPS_A_SECOND), Measure.Unit.PER_SECOND, baseline);
  }

  private static double resolve() {
    long began = System.nanoTime();
    var calendar = UnresolvedCalendar.of(Mic.XNYS);
    if (calendar.countSessions(calendar.known()) != 9_820) {
      throw new BenchmarkFailed("XNYS has " + calendar.countSessions(calendar.known()));
    }
    return (System.nanoTime() - began) / 1e9;
  }

  /// In no order, so that neither side is helped by the last answer; each has a session before it.
  private static List<LocalDate> dates(DateRange known) {
    var random = new Random(1);
    var dates = new ArrayList<LocalDate>();
    for (int i = 0; i < DATES; i++) {
      dates.add(known.first().plusDays(7L + random.nextInt(known.days() - 7)));
    }
    return dates;
  }

  private static long close(Session session) {
    return session == null ? 0 : session.close().getEpochSecond();
  }

  /// Once to warm up, and once that counts.
  private static <T> double perSecond(List<T> asked, int rounds, ToLongFunction<T> lookup) {
    sum(asked, rounds, lookup);
    long began = System.nanoTime();
    long sum = sum(asked, rounds, lookup);
    double seconds = (System.nanoTime() - began) / 1e9;
    if (sum == 0) {
      throw new BenchmarkFailed("nothing was found");
    }
    return (double) asked.size() * rounds / seconds;
  }

  private static <T> long sum(List<T> asked, int rounds, ToLongFunction<T> lookup) {
    long sum = 0;
    for (int round = 0; round < rounds; round++) {
      for (var one : asked) {
        sum += lookup.applyAsLong(one);
      }
    }
    return sum;
  }
}
