package ai.tickstock.load;

import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListExtent;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.NearMatches;
import ai.tickstock.listing.SyncCount;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.universe.Universes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Learns from lists of instruments who the tickers of a load are that are new here: from those of
/// the vendor, of today, of the delisted and of past dates, or from a data folder's.
final class ListedNames {
  /// Calls for a whole list, about.
  static final int WHOLE_LIST_CALLS = 13;

  private static final int ASKS_OF_THE_LIST = 3;
  private static final int MOST_NEAR_MATCHES = 5;

  private final Instruments instruments;
  private final ListingSync listing;
  private final Universes universes;
  private final TradingCalendar calendar;
  private final InstantSource clock;

  ListedNames(
      Instruments instruments,
      ListingSync listing,
      Universes universes,
      TradingCalendar calendar,
      InstantSource clock) {
    this.instruments = instruments;
    this.listing = listing;
    this.universes = universes;
    this.calendar = calendar;
    this.clock = clock;
  }

  /// Calls to the vendor's lists that `learnFromVendor` will make.
  static int calls(int unknown, boolean everything) {
    return everything ? WHOLE_LIST_CALLS : Math.min(unknown, WHOLE_LIST_CALLS);
  }

  /// Asks the vendor's lists about unknown tickers, or for the whole list where that takes fewer
  /// calls. Where somebody typed tickers of which the vendor does not know one, nothing is stored.
  Answer<Learned> learnFromVendor(
      Vendor vendor,
      List<Symbol> unknown,
      LoadRequest.Target target,
      DateRange range,
      LoadObserver observer) {
    boolean everything = target instanceof LoadRequest.Target.Everything;
    if (!everything && unknown.isEmpty()) {
      return new Answer.Given<>(Learned.NOTHING, Answer.Cost.NONE, clock.instant());
    }
    boolean typed = target instanceof LoadRequest.Target.Symbols;
    boolean whole = everything || unknown.size() > WHOLE_LIST_CALLS;
    var extent = whole ? ListExtent.WHOLE : typed ? ListExtent.NAMED : ListExtent.PART;
    var queries =
        whole ? List.of(ListingQuery.ALL_ACTIVE) : unknown.stream().map(ListingQuery::of).toList();
    var listed = all(queries, query -> listings(vendor, query));
    if (!(listed instanceof Answer.Given<List<ListingRow>>(var trading, var cost, _))) {
      return listed.map(_ -> Learned.NOTHING);
    }
    var rows = new ArrayList<>(trading);
    var learned = Learned.NOTHING;
    if (typed) {
      switch (delisted(vendor, notAmong(rows, unknown))) {
        case Answer.Failed<List<ListingRow>> failed -> {
          return new Answer.Failed<>(failed.failure(), cost.plus(failed.cost()));
        }
        case Answer.Given<List<ListingRow>> given -> {
          cost = cost.plus(given.cost());
          rows.addAll(given.value());
        }
      }
      switch (former(vendor, notAmong(rows, unknown), rows, range)) {
        case Answer.Failed<Learned> failed -> {
          return new Answer.Failed<>(failed.failure(), cost.plus(failed.cost()));
        }
        case Answer.Given<Learned> given -> {
          cost = cost.plus(given.cost());
          learned = given.value();
        }
      }
    }
    if (learned.problems().isEmpty()) {
      noteNewTypes(
          listing.apply(rows, new ListSource(vendor.name(), clock.instant()), extent), observer);
    }
    return new Answer.Given<>(learned, cost, clock.instant());
  }

  /// What asking the vendor taught.
  ///
  /// @param problems one line for each typed ticker that means nothing
  /// @param renamed tickers of today by the former ones that were typed
  record Learned(List<String> problems, Map<Symbol, Symbol> renamed) {
    static final Learned NOTHING = new Learned(List.of(), Map.of());

    /// The target with the tickers of today.
    LoadRequest.Target today(LoadRequest.Target target) {
      return target instanceof LoadRequest.Target.Symbols(var symbols)
          ? new LoadRequest.Target.Symbols(
              symbols.stream().map(s -> renamed.getOrDefault(s, s)).distinct().toList())
          : target;
    }
  }

  /// Looks for tickers that stand in no list of today in those of the range.
  ///
  /// @param rows what the lists had; the entries of the tickers of today are added
  private Answer<Learned> former(
      Vendor vendor, List<Symbol> unlisted, List<ListingRow> rows, DateRange range) {
    var listed = rows.stream().map(ListingRow::symbol).collect(Collectors.toSet());
    var answer = new FormerNames(vendor.provider(), calendar, clock).of(unlisted, range);
    if (!(answer
        instanceof Answer.Given<Map<Symbol, FormerNames.Former>>(var former, var cost, _))) {
      return ((Answer.Failed<Map<Symbol, FormerNames.Former>>) answer).as();
    }
    var problems = new ArrayList<String>();
    var renamed = new LinkedHashMap<Symbol, Symbol>();
    for (var typed : unlisted) {
      var holder = Optional.ofNullable(former.get(typed));
      holder
          .flatMap(FormerNames.Former::now)
          .ifPresentOrElse(
              now -> renamed.put(typed, now),
              () ->
                  problems.add(
                      holder
                          .map(one -> one.untold(typed))
                          .orElseGet(() -> notKnown(typed, listed))));
    }
    var queries = renamed.values().stream().distinct().map(ListingQuery::of).toList();
    var entries = all(queries, query -> listings(vendor, query));
    if (entries instanceof Answer.Given<List<ListingRow>> given) {
      rows.addAll(given.value());
    }
    return entries.map(_ -> new Learned(problems, renamed)).afterPaying(cost);
  }

  private List<Symbol> notAmong(List<ListingRow> rows, List<Symbol> unknown) {
    var listed = rows.stream().map(ListingRow::symbol).collect(Collectors.toSet());
    var known = instruments.currentOrLast(unknown);
    return unknown.stream()
        .filter(symbol -> !listed.contains(symbol) && !known.containsKey(symbol))
        .toList();
  }

  /// What the list of delisted instruments has of these tickers.
  private static Answer<List<ListingRow>> delisted(Vendor vendor, List<Symbol> symbols) {
    var queries =
        symbols.size() > WHOLE_LIST_CALLS
            ? List.of(ListingQuery.ALL_ACTIVE.delisted())
            : symbols.stream().map(symbol -> ListingQuery.of(symbol).delisted()).toList();
    return all(queries, vendor.provider()::listings)
        .map(rows -> rows.stream().filter(row -> symbols.contains(row.symbol())).toList());
  }

  /// The rows of several answers, or the first failure, for the price of all that were asked for.
  private static Answer<List<ListingRow>> all(
      List<ListingQuery> queries, Function<ListingQuery, Answer<List<ListingRow>>> ask) {
    var rows = new ArrayList<ListingRow>();
    var cost = Answer.Cost.NONE;
    var at = Instant.EPOCH;
    for (var query : queries) {
      switch (ask.apply(query)) {
        case Answer.Failed<List<ListingRow>> failed -> {
          return new Answer.Failed<>(failed.failure(), cost.plus(failed.cost()));
        }
        case Answer.Given<List<ListingRow>>(var some, var paid, var received) -> {
          cost = cost.plus(paid);
          at = received;
          rows.addAll(some);
        }
      }
    }
    return new Answer.Given<>(rows, cost, at);
  }

  /// Asks twice more where the answer is empty: that a ticker means nothing, or that there is no
  /// list at all, is not believed at once.
  private static Answer<List<ListingRow>> listings(Vendor vendor, ListingQuery query) {
    var cost = Answer.Cost.NONE;
    for (int ask = 1; ; ask++) {
      switch (vendor.provider().listings(query)) {
        case Answer.Failed<List<ListingRow>> failed -> {
          return new Answer.Failed<>(failed.failure(), cost.plus(failed.cost()));
        }
        case Answer.Given<List<ListingRow>>(var rows, var paid, var at) -> {
          cost = cost.plus(paid);
          if (!rows.isEmpty() || ask == ASKS_OF_THE_LIST) {
            return new Answer.Given<>(rows, cost, at);
          }
        }
      }
    }
  }

  /// Takes over a data folder's newest list and its splits and dividends.
  void learnFromFolder(DataFolder folder, LoadObserver observer) {
    folder
        .reference()
        .ifPresent(list ->
            noteNewTypes(
                listing.apply(
                    list.rows(),
                    new ListSource(Loader.FILES, Bar.startOfSession(list.asOf())),
                    ListExtent.WHOLE),
                observer));
  }

  private static void noteNewTypes(SyncCount count, LoadObserver observer) {
    count.newTypes().stream()
        .sorted()
        .forEach(code ->
            observer.note(
                "the vendor's list has the new type code "
                    + code
                    + ": it is not loaded until 'tickstock types set "
                    + code
                    + " …' says what it is"));
  }

  /// That nobody knows a ticker, with near ones. These are looked for among the instruments, what
  /// the vendor just listed, and the members of universes: a new database has nothing else.
  String notKnown(Symbol symbol, Set<Symbol> listed) {
    var near =
        new LinkedHashSet<>(
            instruments.nearest(symbol.ticker()).stream().map(Symbol::ticker).toList());
    if (near.isEmpty()) {
      var candidates = new TreeSet<String>();
      listed.forEach(one -> candidates.add(one.ticker()));
      for (var universe : universes.list(Bar.dateOf(clock.instant()))) {
        universes
            .members(universe.key(), Bar.dateOf(clock.instant()))
            .forEach(member -> candidates.add(member.symbol().ticker()));
      }
      candidates.remove(symbol.ticker());
      near.addAll(NearMatches.of(symbol.ticker(), candidates, MOST_NEAR_MATCHES));
    }
    return symbol
        + " is not known"
        + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?");
  }
}
