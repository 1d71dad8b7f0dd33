package ai.tickstock.bench;

import ai.tickstock.database.TestPostgres;
import ai.tickstock.jobs.NightReplay;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.SyntheticMarket;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The listing watch of a simulated year: what it finds, how late, and how long a scan takes.
final class ListingNights implements Benchmark {
  private static final long SEED = 42;
  private static final double MISSING = 0.01;
  private static final double CUT_SHORT = 0.05;
  private static final LocalDate FIRST = LocalDate.of(2025, 3, 3);

  /// Most seconds of a scan of the whole list.
  private static final double SCAN = 600;

  private static final double MISSED = 0.1;
  private static final double WRONG = 0.05;
  private static final double WITHOUT_BARS = 0.05;

  @Override
  public String name() {
    return "listing-watch";
  }

  @Override
  public String claim() {
    return "simulated nights of 14,000 instruments with lists that lack 1 % of the names and, in 5 %"
        + " of the nights, end too early, against the market's answer key";
  }

  @Override
  public Report run(BenchHome home, Size size) throws InterruptedException {
    var calendar = TradingCalendar.nyse();
    var market = new SyntheticMarket(SEED, calendar);
    var range = new DateRange(FIRST, FIRST.plusDays(size.of(366, 14)));
    home.say("replaying the nights of " + range);
    var measures = new ArrayList<Measure>();
    var notes = new ArrayList<String>();
    try (var database = TestPostgres.migrated()) {
      var result = new NightReplay(market, calendar, database, MISSING, CUT_SHORT).run(range);
      result
          .scores()
          .forEach((kind, score) -> {
            var baseline = score.truth() + " in the answer key";
            measures.add(
                share(
                    kind + " not found by the next night / all",
                    1 - score.withinANight(),
                    MISSED,
                    baseline));
            measures.add(
                share(kind + " that are not true / told", 1 - score.precision(), WRONG, baseline));
            notes.add(
                kind
                    + ": "
                    + score.found().size()
                    + " of "
                    + score.truth()
                    + " found; missed "
                    + score.missed()
                    + ", wrong "
                    + score.wrong());
          });
      double without =
          result.backfills() == 0 ? 0 : (double) result.incomplete().size() / result.backfills();
      measures.add(
          share(
              "new listings without their bars / due",
              without,
              WITHOUT_BARS,
              result.backfills() + " due; " + result.incomplete().size() + " not"));
      measures.add(Measure.seconds("a night's scan", Race.median(result.seconds()), SCAN, "none"));
      notes.add(
          String.format(
              Locale.ROOT,
              "scan: median %.2f s, slowest %.2f s of %d nights; backfill %.1f s in all",
              Race.median(result.seconds()),
              result.seconds().stream().mapToDouble(s -> s).max().orElse(0),
              result.seconds().size(),
              result.backfillSeconds()));
    }
    return new Report(this, size, measures, notes, List.of());
  }

  private static Measure share(String what, double value, double most, String baseline) {
    return Measure.ratio(what, value, OptionalDouble.of(most), baseline);
  }
}
