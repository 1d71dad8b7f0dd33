package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.listing.ActionsCovered;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListExtent;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.NearMatches;
import ai.tickstock.listing.SyncCount;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.DividendRow;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.SplitRow;
import ai.tickstock.provider.flatfile.DataFolder;
import ai.tickstock.universe.Member;
import ai.tickstock.universe.MemberMatch;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds out whom a request means and what must be known about them before bars are asked for: the
/// vendor's list entries, splits and dividends.
final class Targets {
  /// Calls that a whole list takes, about.
  static final int WHOLE_LIST_CALLS = 13;

  private static final int SYMBOLS_A_CALL = 250;
  private static final int ASKS_OF_THE_LIST = 3;
  private static final int MOST_NEAR_MATCHES = 5;

  private final Database database;
  private final Instruments instruments;
  private final ListingSync listing;
  private final CorporateActions actions;
  private final Universes universes;
  private final InstantSource clock;

  Targets(
      Database database,
      Instruments instruments,
      ListingSync listing,
      CorporateActions actions,
      Universes universes,
      InstantSource clock) {
    this.database = database;
    this.instruments = instruments;
    this.listing = listing;
    this.actions = actions;
    this.universes = universes;
    this.clock = clock;
  }

  /// What looking somebody up gave.
  sealed interface Lookup {
    Answer.Cost cost();

    /// @param found in order of ticker
    /// @param leftOut members that are not loaded, with the reason
    record Found(Map<InstrumentId, Symbol> found, List<String> leftOut, Answer.Cost cost)
        implements Lookup {}

    record Nobody(List<String> problems, Answer.Cost cost) implements Lookup {}

    record Unanswered(String message, Answer.Cost cost) implements Lookup {}
  }

  /// Whom the request names; empty for everything. A ticker that somebody typed and nobody has now
  /// means who had it last, if that one traded in the range.
  ///
  /// @return problems instead when a universe key means nothing
  Named named(LoadRequest.Target target, DateRange range) {
    universes.seed();
    return namedNow(target, range);
  }

  /// As above, once more: a list that was read since may say who has a ticker.
  Named namedNow(LoadRequest.Target target, DateRange range) {
    return switch (target) {
      case LoadRequest.Target.Everything _, LoadRequest.Target.EndOfDay _ ->
          new Named.Members(List.of());
      case LoadRequest.Target.Symbols(var symbols) -> new Named.Members(typed(symbols, range));
      case LoadRequest.Target.Universe(var expression, var most) ->
          switch (universes.resolve(expression, today())) {
            case Resolution.Members(var members) ->
                new Named.Members(members.stream().limit(most).toList());
            case Resolution.Ambiguous ambiguous ->
                new Named.Problems(List.of(ambiguous.question()));
            case Resolution.Unknown(var keys, var near) ->
                new Named.Problems(
                    keys.stream()
                        .map(key ->
                            "there is no universe '"
                                + key
                                + "'"
                                + (near.isEmpty()
                                    ? ""
                                    : "; did you mean " + String.join(", ", near) + "?")
                                + " ('tickstock universe list' shows all)")
                        .toList());
          };
    };
  }

  private List<Member> typed(List<Symbol> symbols, DateRange range) {
    var current = instruments.current(symbols);
    var last = instruments.currentOrLast(symbols);
    return symbols.stream()
        .map(symbol -> {
          var former =
              current.containsKey(symbol)
                  ? Optional.<Instrument>empty()
                  : Optional.ofNullable(last.get(symbol)).filter(one -> hadIt(one, symbol, range));
          return new Member(
              former.map(Instrument::symbol).orElse(symbol),
              symbol,
              "",
              List.of(),
              today(),
              former.map(Instrument::id));
        })
        .toList();
  }

  private boolean hadIt(Instrument one, Symbol symbol, DateRange range) {
    return instruments.symbols(one.id()).stream()
        .anyMatch(span ->
            span.symbol().equals(symbol)
                && span.to().filter(to -> to.isBefore(range.first())).isEmpty());
  }

  sealed interface Named {
    record Members(List<Member> members) implements Named {}

    record Problems(List<String> problems) implements Named {}
  }

  /// Those of the members of whom no list told us yet.
  List<Symbol> unknown(List<Member> members) {
    var unbound =
        members.stream()
            .filter(m -> m.instrument().isEmpty())
            .map(Member::symbol)
            .distinct()
            .toList();
    var known = instruments.current(unbound);
    return unbound.stream()
        .filter(symbol -> !known.containsKey(symbol) || known.get(symbol).provisional())
        .toList();
  }

  /// Calls to the vendor's lists that `learnFromVendor` will make.
  int listCalls(int unknown, boolean everything) {
    return everything ? WHOLE_LIST_CALLS : Math.min(unknown, WHOLE_LIST_CALLS);
  }

  /// Asks the vendor's lists about unknown tickers, or for the whole list where that takes fewer
  /// calls. Where somebody typed tickers of which the vendor does not know one, nothing is stored.
  ///
  /// @return problems, one line for each typed ticker that means nothing
  Answer<List<String>> learnFromVendor(
      Vendor vendor, List<Symbol> unknown, LoadRequest.Target target, LoadObserver observer) {
    boolean everything = target instanceof LoadRequest.Target.Everything;
    if (!everything && unknown.isEmpty()) {
      return new Answer.Given<>(List.of(), Answer.Cost.NONE, clock.instant());
    }
    boolean typed = target instanceof LoadRequest.Target.Symbols;
    boolean whole = everything || unknown.size() > WHOLE_LIST_CALLS;
    var extent = whole ? ListExtent.WHOLE : typed ? ListExtent.NAMED : ListExtent.PART;
    var queries =
        whole ? List.of(ListingQuery.ALL_ACTIVE) : unknown.stream().map(ListingQuery::of).toList();
    var listed = all(queries, query -> listings(vendor, query));
    if (!(listed instanceof Answer.Given<List<ListingRow>>(var trading, var cost, _))) {
      return listed.map(rows -> List.of());
    }
    var rows = new ArrayList<>(trading);
    var meaningless = List.<String>of();
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
      meaningless = meaningless(unknown, rows);
    }
    if (meaningless.isEmpty()) {
      noteNewTypes(
          listing.apply(rows, new ListSource(vendor.name(), clock.instant()), extent), observer);
    }
    return new Answer.Given<>(meaningless, cost, clock.instant());
  }

  private List<String> meaningless(List<Symbol> unknown, List<ListingRow> rows) {
    var listed = rows.stream().map(ListingRow::symbol).collect(Collectors.toSet());
    return notAmong(rows, unknown).stream()
        .map(symbol -> symbol + " is not known" + nearMatches(symbol, listed))
        .toList();
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

  /// Takes over a data folder's splits and dividends; after the bars, so that tickers without a
  /// listing are known.
  void actionsFromFolder(DataFolder folder) {
    database.useTransaction(handle -> {
      actions.splits(handle, folder.splits(), Loader.FILES);
      actions.dividends(handle, folder.dividends(), Loader.FILES);
    });
  }

  /// Pairs members with instruments.
  Lookup match(LoadRequest.Target target, List<Member> members, Answer.Cost cost) {
    var found = new TreeMap<Symbol, InstrumentId>();
    var bound = new ArrayList<MemberMatch.Found>();
    var leftOut = new ArrayList<String>();
    for (var match : MemberMatch.all(members, instruments)) {
      switch (match) {
        case MemberMatch.Found one -> {
          found.put(one.instrument().symbol(), one.instrument().id());
          bound.add(one);
        }
        case MemberMatch.UnknownToVendor(var member) -> leftOut.add(unknownLine(member));
        case MemberMatch.AnotherCompany(var member, var instrument, var name) ->
            leftOut.add(
                member.symbol()
                    + " is another company: the list means '"
                    + member.expectedName()
                    + "', the ticker belongs to '"
                    + name
                    + "'"
                    + from(member));
      }
    }
    boolean typedByHand = target instanceof LoadRequest.Target.Symbols;
    if (typedByHand && !leftOut.isEmpty() || found.isEmpty()) {
      return new Lookup.Nobody(leftOut, cost);
    }
    universes.bind(bound.stream().filter(one -> !one.member().universes().isEmpty()).toList());
    var byId = new LinkedHashMap<InstrumentId, Symbol>();
    found.forEach((symbol, id) -> byId.put(id, symbol));
    return new Lookup.Found(byId, leftOut, cost);
  }

  private String unknownLine(Member member) {
    var last =
        Optional.ofNullable(
            instruments.currentOrLast(List.of(member.symbol())).get(member.symbol()));
    return last.map(one ->
            member.symbol()
                + one.name().map(name -> " (" + name + ")").orElse("")
                + " traded"
                + instruments.symbols(one.id()).stream()
                    .filter(span -> span.symbol().equals(member.symbol()))
                    .flatMap(span -> span.to().stream())
                    .max(Comparator.naturalOrder())
                    .map(to -> " until " + to + " only")
                    .orElse(" before")
                + (one.symbol().equals(member.symbol()) ? "" : "; it is " + one.symbol() + " now")
                + from(member))
        .orElseGet(() -> notKnown(member));
  }

  private String notKnown(Member member) {
    return member.symbol()
        + " is not known"
        + nearMatches(member.symbol(), Set.of())
        + from(member);
  }

  /// Looked for among the instruments, what the vendor just listed, and the members of universes: a
  /// new database has nothing else.
  private String nearMatches(Symbol symbol, Set<Symbol> listed) {
    var near =
        new LinkedHashSet<>(
            instruments.nearest(symbol.ticker()).stream().map(Symbol::ticker).toList());
    if (near.isEmpty()) {
      var candidates = new TreeSet<String>();
      listed.forEach(one -> candidates.add(one.ticker()));
      for (var universe : universes.list(today())) {
        universes
            .members(universe.key(), today())
            .forEach(member -> candidates.add(member.symbol().ticker()));
      }
      candidates.remove(symbol.ticker());
      near.addAll(NearMatches.of(symbol.ticker(), candidates, MOST_NEAR_MATCHES));
    }
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  private static String from(Member member) {
    return member.universes().isEmpty()
        ? ""
        : " (in " + String.join(", ", member.universes()) + ")";
  }

  // ---- splits and dividends

  /// Calls that `actionsFromVendor` will make.
  int actionCalls(Map<InstrumentId, Symbol> asked, DateRange range, boolean everything) {
    if (everything) {
      return 4;
    }
    return actionCalls(uncovered(asked, range).size());
  }

  /// Calls for the splits and dividends of so many.
  int actionCalls(int symbols) {
    return 2 * ((symbols + SYMBOLS_A_CALL - 1) / SYMBOLS_A_CALL);
  }

  /// Splits and dividends from the range's first day on: a later split decides how earlier prices
  /// are adjusted.
  Answer<Integer> actionsFromVendor(
      Vendor vendor, Map<InstrumentId, Symbol> asked, DateRange range, boolean everything) {
    var due = everything ? asked : uncovered(asked, range);
    var dates =
        new DateRange(range.first(), today().isBefore(range.last()) ? range.last() : today());
    if (due.isEmpty() && !everything) {
      return new Answer.Given<>(0, Answer.Cost.NONE, clock.instant());
    }
    var symbols = everything ? List.<Symbol>of() : due.values().stream().sorted().toList();
    MarketDataProvider provider = vendor.provider();
    Answer<List<SplitRow>> splits;
    Answer<List<DividendRow>> dividends;
    try (var beside = EarlyAnswer.to(() -> provider.dividends(symbols, dates))) {
      splits = provider.splits(symbols, dates);
      dividends = beside.answer();
    }
    var cost = splits.cost().plus(dividends.cost());
    if (splits instanceof Answer.Failed<List<SplitRow>>(var failure, _)) {
      return new Answer.Failed<>(failure, cost);
    }
    if (dividends instanceof Answer.Failed<List<DividendRow>>(var failure, _)) {
      return new Answer.Failed<>(failure, cost);
    }
    if (splits instanceof Answer.Given<List<SplitRow>> s
        && dividends instanceof Answer.Given<List<DividendRow>> d) {
      database.useTransaction(handle -> {
        actions.splits(handle, s.value(), vendor.name());
        actions.dividends(handle, d.value(), vendor.name());
        actions.noteCovered(handle, due.keySet(), dates, vendor.name(), clock.instant());
      });
      return new Answer.Given<>(s.value().size() + d.value().size(), cost, d.receivedAt());
    }
    throw new IllegalStateException("an answer is given or failed");
  }

  /// Those for which the days of the range up to yesterday were not asked for yet.
  private Map<InstrumentId, Symbol> uncovered(Map<InstrumentId, Symbol> asked, DateRange range) {
    var covered = actions.covered(asked.keySet());
    var yesterday = today().minusDays(1);
    var due = new LinkedHashMap<InstrumentId, Symbol>();
    asked.forEach((id, symbol) -> {
      boolean known =
          covered.getOrDefault(id, List.of()).stream()
              .map(ActionsCovered::range)
              .anyMatch(dates ->
                  !dates.first().isAfter(range.first()) && !dates.last().isBefore(yesterday));
      if (!known) {
        due.put(id, symbol);
      }
    });
    return due;
  }

  LocalDate today() {
    return Bar.dateOf(clock.instant());
  }

  Map<InstrumentId, Instrument> facts(Map<InstrumentId, Symbol> asked) {
    return instruments.byId(asked.keySet());
  }

  Instant now() {
    return clock.instant();
  }
}
