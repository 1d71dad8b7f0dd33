package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.listing.ActionsCovered;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.DividendRow;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Finds out whom a request means and what must be known about them before bars are asked for: the
/// vendor's list entries, splits and dividends.
final class Targets {
  /// Calls that a whole list takes, about.

  private static final int SYMBOLS_A_CALL = 250;

  private final Database database;
  private final Instruments instruments;
  private final ListedNames names;
  private final CorporateActions actions;
  private final Universes universes;
  private final InstantSource clock;

  Targets(
      Database database,
      Instruments instruments,
      ListedNames names,
      CorporateActions actions,
      Universes universes,
      InstantSource clock) {
    this.database = database;
    this.instruments = instruments;
    this.names = names;
    this.actions = actions;
    this.universes = universes;
    this.clock = clock;
  }

  /// What looking somebody up gave.
  sealed interface Lookup {
    /// @param found in order of ticker
    /// @param leftOut members that are not loaded, with the reason
    record Found(Map<InstrumentId, Symbol> found, List<String> leftOut) implements Lookup {}

    record Nobody(List<String> problems) implements Lookup {}
  }

  /// Whom the request names; empty for everything. A ticker that somebody typed and nobody has now
  /// means who had it last, if that one traded in the range.
  ///
  /// @return problems instead when a universe key means nothing
  Named named(LoadRequest.Target target, DateRange range) {
    universes.seed();
    return namedNow(target, range);
  }

  /// As above, to look only: what comes with the program is entered where the universe is not there
  /// yet, and nothing is written where it is.
  Named namedToPlan(LoadRequest.Target target, DateRange range) {
    return namedNow(target, range) instanceof Named.Members known ? known : named(target, range);
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

  /// Takes over a data folder's splits and dividends; after the bars, so that tickers without a
  /// listing are known.
  void actionsFromFolder(DataFolder folder) {
    database.useTransaction(handle -> {
      actions.splits(handle, folder.splits(), Loader.FILES);
      actions.dividends(handle, folder.dividends(), Loader.FILES);
    });
  }

  /// Pairs members with instruments.
  Lookup match(LoadRequest.Target target, List<Member> members) {
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
      return new Lookup.Nobody(leftOut);
    }
    universes.bind(bound.stream().filter(one -> !one.member().universes().isEmpty()).toList());
    var byId = new LinkedHashMap<InstrumentId, Symbol>();
    found.forEach((symbol, id) -> byId.put(id, symbol));
    return new Lookup.Found(byId, leftOut);
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
        .orElseGet(() -> names.notKnown(member.symbol(), Set.of()) + from(member));
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
