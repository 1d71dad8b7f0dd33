package ai.tickstock.bench;

import ai.tickstock.database.Database;
import ai.tickstock.database.TestPostgres;
import ai.tickstock.jobs.EndOfDay;
import ai.tickstock.jobs.EndOfDayObserver;
import ai.tickstock.jobs.EndOfDayParts;
import ai.tickstock.jobs.EndOfDayReport;
import ai.tickstock.jobs.EndOfDayRules;
import ai.tickstock.jobs.StepReport;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.SyntheticMarket;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The end of day of the whole market after an ordinary session: how long the bars take, and what
/// all steps ask.
final class Evenings implements Benchmark {
  private static final long SEED = 42;
  private static final LocalDate SESSION = LocalDate.of(2026, 6, 12);
  private static final RateLimit UNHURRIED = RateLimit.perSecond(10_000);

  /// Most seconds of the bar step.
  private static final double BARS = 10;

  /// Most calls of all steps on an ordinary day.
  private static final double CALLS = 60;

  private volatile Instant now = Instant.EPOCH;

  @Override
  public String name() {
    return "eod";
  }

  @Override
  public String claim() {
    return "end of day of a market of 14,000 instruments: the bars of the session in one call and"
        + " one more for each missing name that is worth it, and few calls for the rest";
  }

  @Override
  public Report run(BenchHome home, Size size) throws InterruptedException {
    var calendar = TradingCalendar.nyse();
    var market = new SyntheticMarket(SEED, calendar);
    try (var database = TestPostgres.migrated();
        var server = SimulatorServer.start(SimulatorOptions.over(market, calendar, () -> now))) {
      var limiter = RateLimiter.local(UNHURRIED, Clock.systemUTC());
      try (var provider =
          MassiveProvider.connect(
              MassiveSettings.of(server.uri(), new ApiKey("bench")), limiter, () -> now)) {
        var parts = parts(database, calendar, provider, new Vendor("simulator", provider, limiter));
        now = at(SESSION.minusDays(1), "21:00");
        var before = new DateRange(SESSION.minusDays(size.of(33, 12)), SESSION.minusDays(1));
        home.say("loading " + before + " of the whole market");
        parts.loader().load(everything(before), LoadObserver.SILENT);
        now = at(SESSION, "16:45");
        home.say("the end of day of " + SESSION);
        var timed = new Timed();
        var report = new EndOfDay(parts).run(SESSION, timed);
        return report(size, report, timed);
      }
    }
  }

  private EndOfDayParts parts(
      Database database, TradingCalendar calendar, MassiveProvider provider, Vendor vendor) {
    return new EndOfDayParts(
        database,
        new Loader(
            database,
            Optional.of(vendor),
            UNHURRIED,
            LoadPolicy.DEFAULT,
            calendar,
            () -> now,
            "bench"),
        vendor,
        provider,
        new Finality(calendar, Duration.ofMinutes(15)),
        ListingRules.DEFAULT,
        CacheEntries.postgres(database, "DEFAULT"),
        EndOfDayRules.DEFAULT,
        () -> now,
        "bench");
  }

  private static Instant at(LocalDate session, String time) {
    return session.atTime(LocalTime.parse(time)).atZone(Bar.NEW_YORK).toInstant();
  }

  private static LoadRequest everything(DateRange range) {
    return new LoadRequest(
        "everything",
        new LoadRequest.Target.Everything(),
        BarInterval.DAY,
        range,
        LoadRequest.Priority.NORMAL,
        Optional.empty(),
        false);
  }

  private Report report(Size size, EndOfDayReport report, Timed timed) {
    var bars = report.step("bars").orElseThrow();
    var measures =
        List.of(
            Measure.seconds(
                "bars of the session",
                timed.seconds.getFirst(),
                BARS,
                bars.number("rows") + " rows, " + bars.number("calls") + " calls"),
            Measure.ratio(
                "calls of all steps",
                report.calls(),
                OptionalDouble.of(CALLS),
                bars.number("expected") + " names expected"));
    var notes = new ArrayList<String>();
    notes.add(
        "calls by step: "
            + report.steps().stream()
                .map(step -> step.step() + " " + step.number("calls"))
                .collect(Collectors.joining(", ")));
    notes.add(
        "seconds by step: "
            + report.steps().stream()
                .map(step ->
                    String.format(
                        Locale.ROOT,
                        "%s %.1f",
                        step.step(),
                        timed.seconds.get(report.steps().indexOf(step))))
                .collect(Collectors.joining(", ")));
    notes.add("bars: " + bars.facts());
    notes.add("the simulator answers in the same process: its time is in these seconds");
    return new Report(this, size, measures, notes, List.of());
  }

  /// How long each step took, on the real clock.
  private static final class Timed implements EndOfDayObserver {
    private final List<Double> seconds = new ArrayList<>();
    private long began;

    @Override
    public void began(String step) {
      began = System.nanoTime();
    }

    @Override
    public void ended(StepReport step) {
      seconds.add((System.nanoTime() - began) / 1e9);
    }

    @Override
    public void note(String message) {}

    @Override
    public void progress(Progress progress) {}
  }
}
