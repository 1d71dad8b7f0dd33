package ai.tickstock.jobs;

import ai.tickstock.bars.InstrumentRows;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListRefused;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingChange;
import ai.tickstock.listing.ListingRules;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.NightlyList;
import ai.tickstock.listing.SyncCount;
import ai.tickstock.load.Vendor;
import ai.tickstock.market.Bar;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.notify.Notices;
import ai.tickstock.notify.Outbox;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.TickerChange;
import ai.tickstock.provider.flatfile.ReferenceList;
import ai.tickstock.universe.CacheEntries;
import ai.tickstock.universe.CacheEntriesRefused;
import ai.tickstock.universe.Universes;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads whole lists of instruments and brings ours in line: instruments, their tickers, and who
/// belongs to universes, in one transaction a list.
public final class ListingWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ListingWatch.class);

  /// Of so many newcomers the vendor is asked which tickers they had.
  private static final int MOST_HISTORIES = 50;

  private final Database database;
  private final ListingRules rules;
  private final TradingCalendar calendar;
  private final InstantSource clock;
  private final ListingSync sync;
  private final Universes universes;
  private final CacheEntries entries;

  /// @param calendar with what was decided about its days: those without a session are no nights
  /// @param entries rows of older applications, into which new tickers are put
  public ListingWatch(
      Database database,
      ListingRules rules,
      TradingCalendar calendar,
      CacheEntries entries,
      InstantSource clock) {
    this.database = database;
    this.rules = rules;
    this.calendar = calendar;
    this.clock = clock;
    sync = ListingSync.postgres(database);
    universes = Universes.postgres(database);
    this.entries = entries;
  }

  /// How a list was taken.
  public sealed interface Night {
    /// @param asOf New York date of the list
    /// @param membershipsEnded of instruments that are delisted
    record Taken(LocalDate asOf, SyncCount count, int membershipsEnded, Answer.Cost cost)
        implements Night {}

    /// The vendor did not give the list; nothing was changed.
    record NotAnswered(ProviderFailure failure, Answer.Cost cost) implements Night {}
  }

  /// Asks the vendor for its lists of trading and of delisted instruments.
  ///
  /// @param asOf the lists of that date; those of now when empty
  /// @throws ListRefused if a later list was taken already, or the date is yet to come
  public Night fromVendor(Vendor vendor, Optional<LocalDate> asOf) {
    asOf.ifPresent(this::requirePast);
    EquityTypes.postgres(database).seed();
    var provider = vendor.provider().fresh();
    var rows = new ArrayList<ListingRow>();
    var cost = Answer.Cost.NONE;
    var trading = asOf.map(ListingQuery.ALL_ACTIVE::on).orElse(ListingQuery.ALL_ACTIVE);
    for (var query : List.of(trading, trading.delisted())) {
      var answer = provider.listings(query);
      cost = cost.plus(answer.cost());
      switch (answer) {
        case Answer.Failed<List<ListingRow>>(var failure, _) -> {
          return new Night.NotAnswered(failure, cost);
        }
        case Answer.Given<List<ListingRow>> given -> rows.addAll(given.value());
      }
    }
    var at = asOf.map(Bar::startOfSession).orElseGet(clock::instant);
    var list = NightlyList.of(rows, new ListSource(vendor.name(), at), true);
    var histories = new HashMap<Symbol, List<TickerChange>>();
    for (var symbol : fewest(sync.worthAsking(list, rules, calendar))) {
      var answer = provider.tickerChanges(symbol);
      cost = cost.plus(answer.cost());
      if (answer instanceof Answer.Given<List<TickerChange>> given) {
        histories.put(symbol, given.value());
      }
    }
    return take(list.with(histories), cost);
  }

  /// Too many newcomers at once are a list of another kind, not a night's renames.
  private static Set<Symbol> fewest(Set<Symbol> symbols) {
    return symbols.size() <= MOST_HISTORIES ? symbols : Set.of();
  }

  /// Takes a list from a file.
  ///
  /// @param source as it is stored with the facts, e.g. `files`
  /// @throws ListRefused if a later list was taken already, or its date is yet to come
  public Night.Taken fromFile(ReferenceList list, String source) {
    requirePast(list.asOf());
    EquityTypes.postgres(database).seed();
    return take(
        NightlyList.of(
            list.rows(),
            new ListSource(source, Bar.startOfSession(list.asOf())),
            list.source().allExchanges()),
        Answer.Cost.NONE);
  }

  /// After a list from the future all true ones would be older.
  private void requirePast(LocalDate date) {
    var today = Bar.dateOf(clock.instant());
    if (date.isAfter(today)) {
      throw new ListRefused(
          "the list is of " + date + ", and today is " + today + "; nothing of it was used");
    }
  }

  /// Whether a list of that date was taken from the source, or a later one from any.
  ///
  /// @param allExchanges of one day, the list of all exchanges comes after those of some
  public boolean isTaken(String source, LocalDate asOf, boolean allExchanges) {
    boolean isOlder = sync.newestDate().filter(last -> last.isAfter(asOf)).isPresent();
    return isOlder
        || sync.newestList(source)
            .filter(last -> last.asOf().equals(asOf) && (last.allExchanges() || !allExchanges))
            .isPresent();
  }

  private Night.Taken take(NightlyList list, Answer.Cost cost) {
    return database.inTransaction(h -> {
      var count = sync.takeNight(h, list, rules, calendar, InstrumentRows::lastBars);
      tell(h, count, list.source().date());
      rename(h, count);
      return new Night.Taken(list.source().date(), count, endMemberships(h, count), cost);
    });
  }

  /// Notes new listings, and posts what happened for whoever wants to hear it.
  private void tell(Handle transaction, SyncCount count, LocalDate date) {
    var processing = EquityTypes.postgres(database).now();
    var known =
        Instruments.postgres(database)
            .byId(
                transaction,
                count.changes().stream().map(ListingChange::instrument).distinct().toList());
    for (var change : count.changes()) {
      var instrument = Optional.ofNullable(known.get(change.instrument()));
      if (change instanceof ListingChange.Listed(var id, var symbol, var on, var isNew) && isNew) {
        boolean loaded = instrument.map(processing::isLoaded).orElse(true);
        NewListingTable.found(
            transaction,
            id,
            symbol,
            on,
            clock.instant(),
            loaded ? NewListing.State.WAITING : NewListing.State.NOT_LOADED);
      }
      ListingEvent.of(change, instrument, date)
          .ifPresent(
              event -> Outbox.post(transaction, event.name(), event.subject(), event.payload()));
    }
    ListingNotices.of(
            count.changes(), known, date, instrument -> universes.of(transaction, instrument))
        .forEach(notice -> Notices.post(transaction, notice, clock.instant()));
  }

  /// Rows of older applications that are not ours to fill get the new tickers of the night. A table
  /// that cannot be written does not keep the list from being taken.
  private void rename(Handle transaction, SyncCount count) {
    var renames = new HashMap<Symbol, Symbol>();
    for (var change : count.changes()) {
      if (change instanceof ListingChange.Renamed renamed) {
        renames.put(renamed.from(), renamed.to());
      }
    }
    if (renames.isEmpty()) {
      return;
    }
    try {
      entries.renamed(transaction, renames);
    } catch (CacheEntriesRefused refused) {
      LOG.warn("new tickers were not put into cache_entries: {}", refused.getMessage());
    }
  }

  /// Who is delisted leaves its universes; that it belonged to them stays known.
  private int endMemberships(Handle transaction, SyncCount count) {
    int ended = 0;
    for (var change : count.changes()) {
      if (change instanceof ListingChange.Delisted delisted) {
        ended +=
            universes.end(
                transaction,
                delisted.instrument(),
                delisted.on().minusDays(1),
                delisted.symbol() + BarsAndMemberships.wasDelisted(delisted.on()));
      }
    }
    return ended;
  }
}
