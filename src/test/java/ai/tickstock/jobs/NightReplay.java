package ai.tickstock.jobs;

import ai.tickstock.database.Database;
import ai.tickstock.jobs.NewListing.State;
import ai.tickstock.listing.ListingChanges;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.listing.RecordedChange;
import ai.tickstock.listing.RecordedChange.Kind;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadPolicy;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.RateLimit;
import ai.tickstock.provider.RateLimiter;
import ai.tickstock.provider.massive.ApiKey;
import ai.tickstock.provider.massive.MassiveProvider;
import ai.tickstock.provider.massive.MassiveSettings;
import ai.tickstock.scenario.Instrument;
import ai.tickstock.scenario.Market;
import ai.tickstock.simulator.SimulatorOptions;
import ai.tickstock.simulator.SimulatorServer;
import ai.tickstock.universe.CacheEntries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The listing watch of many simulated nights, one after the other, and how what it found compares
/// with what is true in the market.
public final class NightReplay {
  private static final LocalTime AT_NIGHT = LocalTime.of(21, 30);
  private static final RateLimit UNHURRIED = RateLimit.perSecond(10_000);

  /// What somebody is told of.
  private static final double SURE = 0.85;

  /// While a source whose lists flap is new to us nobody is told who is new.
  private static final int FIRST_LISTS = ListingRules.DEFAULT.absentNights();

  private final Market market;
  private final TradingCalendar calendar;
  private final Database database;
  private final double missing;
  private final double cutShort;
  private volatile Instant now = Instant.EPOCH;

  /// @param database an empty one with our schema
  /// @param missing the share of names that each list lacks
  /// @param cutShort the share of nights in which the list ends too early
  public NightReplay(
      Market market, TradingCalendar calendar, Database database, double missing, double cutShort) {
    this.market = market;
    this.calendar = calendar;
    this.database = database;
    this.missing = missing;
    this.cutShort = cutShort;
  }

  /// What one kind of event was found to be.
  ///
  /// @param truth ticker and date of each event that there was
  /// @param found with the sessions that it took, 0 for the same night
  /// @param missed events that were not found
  /// @param wrong changes without an event
  public record Score(
      int truth, Map<String, Integer> found, Set<String> missed, Set<String> wrong) {
    public double recall() {
      return truth == 0 ? 1 : (double) found.size() / truth;
    }

    public double precision() {
      int told = found.size() + wrong.size();
      return told == 0 ? 1 : (double) found.size() / told;
    }

    public double withinANight() {
      return truth == 0
          ? 1
          : (double) found.values().stream().filter(late -> late <= 1).count() / truth;
    }
  }

  /// @param seconds the time of each night's scan, lists and decisions
  /// @param backfills new listings of loaded types that had a final session before the last night
  /// @param incomplete of those
  public record Result(
      Map<String, Score> scores,
      List<Double> seconds,
      int backfills,
      List<NewListing> incomplete,
      double backfillSeconds) {}

  /// Replays the sessions of a range; the first night is what everything is compared with.
  public Result run(DateRange range) throws InterruptedException {
    var nights = calendar.sessions(range).stream().map(Session::date).toList();
    try (var server = SimulatorServer.start(SimulatorOptions.over(market, calendar, () -> now))) {
      set(nights.getFirst());
      var limiter = RateLimiter.local(UNHURRIED, Clock.systemUTC());
      try (var provider =
          MassiveProvider.connect(
              MassiveSettings.of(server.uri(), new ApiKey("night")), limiter, () -> now)) {
        return run(nights, provider, limiter);
      }
    }
  }

  private Result run(List<LocalDate> nights, MassiveProvider provider, RateLimiter limiter)
      throws InterruptedException {
    var flapping = new FlappingProvider(provider, missing, cutShort);
    var vendor = new Vendor("simulator", flapping, limiter);
    var finality = new Finality(calendar, Duration.ofMinutes(15));
    var watch =
        new ListingWatch(
            database,
            ListingRules.DEFAULT,
            calendar,
            CacheEntries.postgres(database, "DEFAULT"),
            () -> now);
    var loader =
        new Loader(
            database,
            Optional.of(vendor),
            UNHURRIED,
            LoadPolicy.DEFAULT,
            calendar,
            () -> now,
            "replay");
    var backfill = new ListingBackfill(database, loader, vendor, provider, finality, () -> now, 90);
    var seconds = new ArrayList<Double>();
    double backfillSeconds = 0;
    for (var night : nights) {
      set(night);
      flapping.night(night.equals(nights.getFirst()) ? LocalDate.EPOCH : night);
      long began = System.nanoTime();
      if (!(watch.fromVendor(vendor, Optional.empty()) instanceof ListingWatch.Night.Taken)) {
        throw new IllegalStateException("no list came in the night of " + night);
      }
      seconds.add((System.nanoTime() - began) / 1e9);
      began = System.nanoTime();
      backfill.run(LoadObserver.SILENT);
      backfillSeconds += (System.nanoTime() - began) / 1e9;
    }
    var last = nights.getLast();
    var due =
        ListingBackfill.since(database, LocalDate.EPOCH).stream()
            .filter(listing -> listing.state() != State.NOT_LOADED)
            .filter(listing -> listing.listedOn().isBefore(last))
            .toList();
    return new Result(
        scores(nights),
        seconds,
        due.size(),
        due.stream().filter(listing -> listing.state() != State.COMPLETE).toList(),
        backfillSeconds);
  }

  private void set(LocalDate night) {
    now = night.atTime(AT_NIGHT).atZone(Bar.NEW_YORK).toInstant();
  }

  private Map<String, Score> scores(List<LocalDate> nights) {
    var changes =
        ListingChanges.postgres(database, new BarsAndMemberships(database), () -> now)
            .since(LocalDate.EPOCH);
    var scores = new TreeMap<String, Score>();
    scores.put(
        "listed",
        score(
            nights,
            events(
                nights,
                i ->
                    i.listed()
                        .map(on -> i.tickers().getFirst().ticker() + " " + on)
                        .map(List::of)
                        .orElse(List.of())),
            changes,
            Set.of(Kind.LISTED)));
    scores.put(
        "renamed",
        score(
            nights,
            events(
                nights,
                i -> i.tickers().stream().skip(1).map(p -> p.ticker() + " " + p.from()).toList()),
            changes,
            Set.of(Kind.RENAMED)));
    scores.put(
        "delisted",
        score(
            nights,
            events(
                nights,
                i ->
                    i.delisted()
                        .map(on -> i.lastTicker() + " " + on)
                        .map(List::of)
                        .orElse(List.of())),
            changes,
            Set.of(Kind.DELISTED)));
    return scores;
  }

  /// The events after the first night, of what the vendor's lists hold.
  private Set<String> events(List<LocalDate> nights, Function<Instrument, List<String>> events) {
    return market.instruments().stream()
        .filter(i -> i.referenced() && !i.otc())
        .flatMap(i -> events.apply(i).stream())
        .filter(event -> {
          var on = LocalDate.parse(event.substring(event.indexOf(' ') + 1));
          return on.isAfter(nights.get(FIRST_LISTS - 1)) && !on.isAfter(nights.getLast());
        })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Score score(
      List<LocalDate> nights, Set<String> truth, List<RecordedChange> changes, Set<Kind> kinds) {
    var found = new TreeMap<String, Integer>();
    var wrong = new TreeSet<String>();
    var missed = new TreeSet<>(truth);
    for (var change : changes) {
      if (!kinds.contains(change.kind()) || change.confidence() < SURE) {
        continue;
      }
      var event =
          truth.stream()
              .filter(e -> e.startsWith(change.symbol() + " "))
              .filter(e -> !found.containsKey(e))
              .filter(e -> !date(e).isAfter(change.listDate()))
              .findFirst();
      if (event.isEmpty()) {
        if (change.listDate().isAfter(nights.get(FIRST_LISTS - 1))) {
          wrong.add(change.symbol() + " " + change.listDate());
        }
      } else {
        missed.remove(event.get());
        var on = date(event.get());
        found.put(
            event.get(),
            (int)
                nights.stream()
                    .filter(night -> !night.isBefore(on) && night.isBefore(change.listDate()))
                    .count());
      }
    }
    return new Score(truth.size(), found, new HashSet<>(missed), wrong);
  }

  private static LocalDate date(String event) {
    return LocalDate.parse(event.substring(event.indexOf(' ') + 1));
  }
}
