package ai.tickstock.jobs;

import ai.tickstock.bars.BarStore;
import ai.tickstock.database.Database;
import ai.tickstock.jobs.NewListing.State;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.load.Finality;
import ai.tickstock.load.LoadObserver;
import ai.tickstock.load.LoadRequest;
import ai.tickstock.load.LoadResult;
import ai.tickstock.load.LoadSummary;
import ai.tickstock.load.Loader;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.notify.Outbox;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.IpoRow;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.MarketInformation;
import ai.tickstock.provider.SnapshotRow;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Brings new listings to completeness: facts, daily bars, a look at the first prints. What is not
/// complete is asked for again the next time, and after some times once a week.
public final class ListingBackfill {
  /// How far back bars are asked for where nothing else is said.
  public static final int DAYS = 90;

  /// So often each is asked for in every run; then once a week, and what is not complete but for
  /// its bars' not being there yet is stuck.
  static final int ATTEMPTS_IN_EACH_RUN = 10;

  /// Less than a week, so that a run at the same hour of each night finds them due.
  private static final Duration PAUSE_AFTERWARDS = Duration.ofDays(7).minusHours(12);

  /// Offerings are announced under dates that move.
  private static final int OFFERINGS_DAYS = 14;

  private final Database database;
  private final Loader loader;
  private final Vendor vendor;
  private final MarketInformation information;
  private final Finality finality;
  private final InstantSource clock;
  private final int days;
  private int calls;

  /// @param days how far back bars are asked for, at least 1
  public ListingBackfill(
      Database database,
      Loader loader,
      Vendor vendor,
      MarketInformation information,
      Finality finality,
      InstantSource clock,
      int days) {
    this.database = database;
    this.loader = loader;
    this.vendor = vendor;
    this.information = information;
    this.finality = finality;
    this.clock = clock;
    this.days = days;
  }

  /// New listings found in lists of that date or later, by date and ticker.
  public static List<NewListing> since(Database database, LocalDate date) {
    return database.read(h -> NewListingTable.since(h, date));
  }

  /// Loads all that are due, in one run of high priority.
  ///
  /// @return those, as they are now
  /// @throws InterruptedException when stopped from outside; the run can be resumed
  public List<NewListing> run(LoadObserver observer) throws InterruptedException {
    var lastFinal = finality.lastFinal(clock.instant());
    var found = due(lastFinal);
    var due = underPresentTickers(found);
    if (due.isEmpty()) {
      return since(found);
    }
    var symbols = due.stream().map(NewListing::symbol).toList();
    post(
        due.stream().anyMatch(listing -> listing.attempts() > 0)
            ? "backfill.retry"
            : "backfill.started",
        symbols,
        Map.of("days", days));
    details(symbols);
    var request =
        new LoadRequest(
            "backfill of " + symbols.stream().map(Symbol::ticker).collect(Collectors.joining(",")),
            new LoadRequest.Target.Symbols(symbols),
            BarInterval.DAY,
            new DateRange(lastFinal.minusDays(days - 1L), lastFinal),
            LoadRequest.Priority.HIGH,
            Optional.empty(),
            false);
    var result = loader.load(request, observer);
    if (result instanceof LoadResult.Finished(var summary)) {
      calls += summary.cost().calls();
    }
    var offerings = offerings(lastFinal);
    var snapshots = snapshots(symbols);
    var store = BarStore.postgres(database);
    for (var listing : due) {
      var bars = store.read(listing.instrument(), request.range(), Optional.empty());
      var state = state(result, listing, bars.size()).afterAttempt(listing.attempts() + 1);
      var anomalies =
          FirstPrints.anomalies(
              bars,
              Optional.ofNullable(offerings.get(listing.symbol())),
              Optional.ofNullable(snapshots.get(listing.symbol())));
      ended(listing, state, bars.size(), anomalies);
    }
    return since(found);
  }

  /// HTTP requests that runs of this object took.
  public int calls() {
    return calls;
  }

  private List<NewListing> since(List<NewListing> listings) {
    var done = listings.stream().map(NewListing::instrument).collect(Collectors.toSet());
    return since(database, LocalDate.EPOCH).stream()
        .filter(listing -> done.contains(listing.instrument()))
        .toList();
  }

  /// What can have a final session, and is not complete. Who was delisted before it had a bar gets
  /// none any more.
  private List<NewListing> due(LocalDate lastFinal) {
    var before = clock.instant().minus(PAUSE_AFTERWARDS);
    var due = database.read(h -> NewListingTable.due(h, lastFinal, ATTEMPTS_IN_EACH_RUN, before));
    var known = instruments(due);
    return due.stream()
        .filter(listing ->
            listing.attempts() < ATTEMPTS_IN_EACH_RUN
                || Optional.ofNullable(known.get(listing.instrument()))
                    .map(Instrument::active)
                    .orElse(true))
        .toList();
  }

  private Map<InstrumentId, Instrument> instruments(List<NewListing> listings) {
    return Instruments.postgres(database)
        .byId(listings.stream().map(NewListing::instrument).toList());
  }

  /// Listings that may have been renamed since they were found. Who was joined with another
  /// instrument has no bars of its own to wait for.
  private List<NewListing> underPresentTickers(List<NewListing> found) {
    var known = instruments(found);
    var present = new ArrayList<NewListing>();
    for (var listing : found) {
      var instrument = known.get(listing.instrument());
      if (instrument == null) {
        database.useTransaction(
            h -> NewListingTable.joined(h, listing.instrument(), clock.instant()));
      } else {
        present.add(listing.under(instrument.symbol()));
      }
    }
    return present;
  }

  /// How one symbol ended, and why it is not complete.
  private record Ended(State state, String message) {
    /// What was asked for so often in vain needs somebody.
    Ended afterAttempt(int attempts) {
      boolean isStuck =
          attempts >= ATTEMPTS_IN_EACH_RUN && (state == State.PARTIAL || state == State.FAILED);
      return isStuck ? new Ended(State.STUCK, message) : this;
    }
  }

  private static Ended state(LoadResult result, NewListing listing, int bars) {
    return switch (result) {
      case LoadResult.Finished(var summary) -> state(summary, listing, bars);
      case LoadResult.Queued queued -> new Ended(State.PARTIAL, "run " + queued.runId() + " waits");
      case LoadResult.Stopped stopped -> new Ended(State.FAILED, stopped.message());
      case LoadResult.Misunderstood(var problems) ->
          new Ended(State.FAILED, String.join("; ", problems));
      case LoadResult.NotStarted(var message) -> new Ended(State.FAILED, message);
    };
  }

  private static Ended state(LoadSummary summary, NewListing listing, int bars) {
    var open =
        summary.incomplete().stream()
            .filter(one -> one.symbol().equals(listing.symbol()))
            .findFirst();
    if (bars == 0 && (open.isEmpty() || summary.failures().isEmpty())) {
      return new Ended(State.WAITING, "the vendor has no bar of it yet");
    }
    return open.map(one -> new Ended(State.PARTIAL, "neither stored nor explained: " + one.open()))
        .orElseGet(() -> new Ended(State.COMPLETE, ""));
  }

  private void ended(NewListing listing, Ended ended, int bars, List<String> anomalies) {
    database.useTransaction(h -> {
      NewListingTable.ended(
          h,
          listing.instrument(),
          listing.symbol(),
          ended.state(),
          bars,
          String.join("; ", anomalies),
          ended.message(),
          clock.instant());
      Outbox.post(
          h,
          switch (ended.state()) {
            case COMPLETE -> "backfill.completed";
            case STUCK -> "backfill.stuck";
            case WAITING, PARTIAL, FAILED, NOT_LOADED -> "backfill.progress";
          },
          listing.symbol().ticker(),
          Map.of(
              "symbol",
              listing.symbol().ticker(),
              "records_loaded",
              bars,
              "success",
              ended.state() == State.COMPLETE,
              "anomalies",
              anomalies,
              "error",
              ended.message()));
    });
  }

  private void post(String event, List<Symbol> symbols, Map<String, ?> more) {
    var payload = new HashMap<String, Object>(more);
    payload.put("symbols", symbols.stream().map(Symbol::ticker).toList());
    database.useTransaction(h -> Outbox.post(h, event, symbols.size() + " new listings", payload));
  }

  /// What the vendor says of each; a failure costs nothing but the facts.
  private void details(List<Symbol> symbols) {
    var known = new ArrayList<ListingDetails>();
    for (var symbol : symbols) {
      var answer = vendor.provider().details(symbol, Optional.empty());
      calls += answer.cost().calls();
      if (answer instanceof Answer.Given<ListingDetails> given) {
        known.add(given.value());
      }
    }
    if (!known.isEmpty()) {
      ListingSync.postgres(database).details(known, new ListSource(vendor.name(), clock.instant()));
    }
  }

  private Map<Symbol, IpoRow> offerings(LocalDate lastFinal) {
    var offerings = new HashMap<Symbol, IpoRow>();
    var answer = information.ipos(lastFinal.minusDays(days + OFFERINGS_DAYS));
    calls += answer.cost().calls();
    if (answer instanceof Answer.Given<List<IpoRow>> given) {
      given.value().forEach(row -> offerings.put(row.symbol(), row));
    }
    return offerings;
  }

  /// Only of today: the vendor's fair value is of now.
  private Map<Symbol, SnapshotRow> snapshots(List<Symbol> symbols) {
    var snapshots = new HashMap<Symbol, SnapshotRow>();
    var today = Bar.dateOf(clock.instant());
    if (finality.lastFinal(clock.instant()).isBefore(today.minusDays(4))) {
      return snapshots;
    }
    var answer = information.snapshots(symbols);
    calls += answer.cost().calls();
    if (answer instanceof Answer.Given<List<SnapshotRow>> given) {
      given.value().forEach(row -> snapshots.put(row.symbol(), row));
    }
    return snapshots;
  }
}
