package ai.tickstock.universe;

import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.MembershipTable.Joining;
import ai.tickstock.universe.MembershipTable.Leaving;
import ai.tickstock.universe.MembershipTable.Open;
import ai.tickstock.universe.UniverseCatalogue.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// One application of the rules in one transaction: who belongs now, who should, and the
/// difference.
final class RuleRun {
  private static final int MOST_LEAVING_PERCENT = 30;

  /// All of fewer than these is no sign of a mistake.
  private static final int FEWEST_OF_EVERYBODY = 10;

  private static final int NEW_FOR_DAYS = 30;

  private final Handle h;
  private final UniverseCatalogue catalogue;
  private final RuleOrder order;
  private final RuleFacts facts;
  private final Map<Integer, List<Open>> open;

  /// Who belongs to those that rules name: asked for with each instrument.
  private final Map<UniverseKey, Set<InstrumentId>> named = new HashMap<>();

  /// Who belongs to each universe, of those that this run has been through the new members.
  private final Map<Integer, Set<InstrumentId>> members = new HashMap<>();

  /// @param catalogue what it takes the rules of all universes from
  /// @param universes whose members are looked at: those applied and those that their rules name
  RuleRun(
      Handle h,
      UniverseCatalogue catalogue,
      RuleOrder order,
      RuleFacts facts,
      Collection<Entry> universes) {
    this.h = h;
    this.catalogue = catalogue;
    this.order = order;
    this.facts = facts;
    open = MembershipTable.open(h, universes.stream().map(Entry::id).toList());
    open.forEach((universe, all) -> {
      var known = new HashSet<InstrumentId>();
      all.forEach(one -> meant(one).ifPresent(known::add));
      members.put(universe, known);
    });
  }

  /// The instrument that it is bound to, else who holds its ticker if that is who is meant.
  private Optional<InstrumentId> meant(Open one) {
    return one.instrument()
        .or(() ->
            one.holder()
                .filter(id ->
                    Optional.ofNullable(facts.all().get(id))
                        .flatMap(known -> known.instrument().name())
                        .map(CompanyName.of(one.expectedName())::isMeantBy)
                        .orElse(true)));
  }

  private List<Open> open(Entry entry) {
    return open.getOrDefault(entry.id(), List.of());
  }

  private Set<InstrumentId> others(UniverseKey key) {
    return named.computeIfAbsent(
        key,
        one ->
            catalogue
                .find(one)
                .map(entry -> members.computeIfAbsent(entry.id(), _ -> new HashSet<>()))
                .orElse(Set.of()));
  }

  /// Whom the rule selects, given who belongs by it; empty where the rule is wrong.
  Optional<Selection> selection(Entry entry) {
    if (order.problem(entry).isPresent()) {
      return Optional.empty();
    }
    var byRules = new HashSet<InstrumentId>();
    open(entry).stream()
        .filter(Open::byRules)
        .forEach(one -> one.instrument().ifPresent(byRules::add));
    return order
        .rule(entry)
        .map(rule ->
            new Selection(
                rule,
                facts.all().values(),
                byRules,
                entry.tolerance(),
                entry.rankTolerance(),
                this::others));
  }

  /// The membership of an instrument in a universe.
  Optional<Open> membership(Entry entry, InstrumentId instrument) {
    return open(entry).stream()
        .filter(one -> meant(one).filter(instrument::equals).isPresent())
        .min(Comparator.comparing(Open::from));
  }

  /// Applies the rule of a universe.
  RuleRefresh.OfUniverse refresh(Entry entry, boolean approve) {
    var selection = selection(entry);
    var gone = gone(entry);
    if (selection.isEmpty()) {
      return withoutRule(entry, gone);
    }
    var byRules = byRules(entry);
    var joining = joining(entry, selection.get());
    var leaving = leaving(byRules, selection.get());
    var held = approve ? Optional.<String>empty() : held(selection.get(), byRules, leaving);
    MembershipTable.leave(h, entry.id(), gone, facts.day());
    if (held.isEmpty()) {
      MembershipTable.leave(h, entry.id(), leaving, facts.day());
      MembershipTable.join(h, entry.id(), joining, facts.day(), EtfFacts.RULES);
      MembershipTable.rank(h, entry.id(), ranks(selection.get()));
    }
    remember(
        entry, gone, held.isEmpty() ? joining : List.of(), held.isEmpty() ? leaving : List.of());
    var done = done(entry, selection.get(), joining, leaving, gone, held);
    note(entry, done);
    return done;
  }

  /// What `refresh` would do; nothing is changed.
  ///
  /// @param entry whose rule has no problem
  RuleRefresh.OfUniverse preview(Entry entry) {
    var selection = selection(entry).orElseThrow();
    var byRules = byRules(entry);
    var leaving = leaving(byRules, selection);
    return done(
        entry,
        selection,
        joining(entry, selection),
        leaving,
        gone(entry),
        held(selection, byRules, leaving));
  }

  private List<Open> byRules(Entry entry) {
    return open(entry).stream().filter(one -> one.byRules() && one.gone().isEmpty()).toList();
  }

  private RuleRefresh.OfUniverse done(
      Entry entry,
      Selection selection,
      List<Joining> joining,
      List<Leaving> leaving,
      List<Leaving> gone,
      Optional<String> held) {
    return new RuleRefresh.OfUniverse(
        catalogue.shown(entry),
        open(entry).size(),
        selection.selected().size(),
        joining.stream().map(j -> new RuleRefresh.Move(j.symbol(), j.reason())).toList(),
        moves(leaving),
        moves(gone),
        held,
        selection.notJudged());
  }

  private RuleRefresh.OfUniverse withoutRule(Entry entry, List<Leaving> gone) {
    MembershipTable.leave(h, entry.id(), gone, facts.day());
    remember(entry, gone, List.of(), List.of());
    var done =
        new RuleRefresh.OfUniverse(
            catalogue.shown(entry),
            open(entry).size(),
            0,
            List.of(),
            List.of(),
            moves(gone),
            Optional.of(order.problem(entry).orElse("the rule cannot be read")),
            Map.of());
    note(entry, done);
    return done;
  }

  /// Members of any source that trade no more.
  private List<Leaving> gone(Entry entry) {
    var gone = new ArrayList<Leaving>();
    for (var one : open(entry)) {
      if (one.byRules() || one.from().isBefore(facts.day())) {
        one.gone().ifPresent(why -> gone.add(new Leaving(one, why)));
      }
    }
    return gone;
  }

  private List<Joining> joining(Entry entry, Selection selection) {
    var bound = new HashSet<InstrumentId>();
    var tickers = new HashSet<Symbol>();
    open(entry)
        .forEach(m -> m.instrument().ifPresentOrElse(bound::add, () -> tickers.add(m.ticker())));
    return selection.selected().stream()
        .filter(one ->
            !bound.contains(one.instrument().id()) && !tickers.contains(one.instrument().symbol()))
        .map(one ->
            new Joining(
                one.instrument().symbol(),
                Optional.of(one.instrument().id()),
                isNew(one) + selection.why(one)))
        .sorted(Comparator.comparing(Joining::symbol))
        .toList();
  }

  private String isNew(InstrumentFacts one) {
    return one.instrument()
        .listDate()
        .filter(date -> date.isAfter(facts.day().minusDays(NEW_FOR_DAYS)))
        .map(date -> "new listing of " + date + "; ")
        .orElse("");
  }

  private List<Leaving> leaving(List<Open> byRules, Selection selection) {
    var leaving = new ArrayList<Leaving>();
    for (var one : byRules) {
      if (one.instrument().filter(selection::has).isEmpty()) {
        leaving.add(
            new Leaving(
                one,
                one.instrument()
                    .flatMap(id -> Optional.ofNullable(facts.all().get(id)))
                    .map(selection::why)
                    .orElse("not in the list of what trades")));
      }
    }
    return leaving;
  }

  private static Optional<String> held(
      Selection selection, List<Open> byRules, List<Leaving> leaving) {
    if (selection.selected().isEmpty() && !byRules.isEmpty()) {
      return Optional.of(
          "the rule selects nobody any more, and %d are in".formatted(byRules.size()));
    }
    boolean wasNotNearlyEverybody = byRules.size() * 2 < selection.ofItsKind();
    if (selection.isEverybody()
        && selection.ofItsKind() >= FEWEST_OF_EVERYBODY
        && wasNotNearlyEverybody) {
      return Optional.of(
          "the rule selects all %d of its kind: its conditions leave nobody out"
              .formatted(selection.ofItsKind()));
    }
    return leaving.size() * 100 > byRules.size() * MOST_LEAVING_PERCENT
        ? Optional.of(
            "%d of %d would leave, more than %d %%"
                .formatted(leaving.size(), byRules.size(), MOST_LEAVING_PERCENT))
        : Optional.empty();
  }

  private static Map<InstrumentId, Integer> ranks(Selection selection) {
    var ranks = new LinkedHashMap<InstrumentId, Integer>();
    for (var one : selection.selected()) {
      selection
          .rank(one.instrument().id())
          .ifPresent(rank -> ranks.put(one.instrument().id(), rank));
    }
    return ranks;
  }

  private void remember(Entry entry, List<Leaving> gone, List<Joining> joined, List<Leaving> left) {
    var now = members.computeIfAbsent(entry.id(), _ -> new HashSet<>());
    gone.forEach(one -> meant(one.member()).ifPresent(now::remove));
    left.forEach(one -> meant(one.member()).ifPresent(now::remove));
    joined.forEach(one -> one.instrument().ifPresent(now::add));
  }

  private static List<RuleRefresh.Move> moves(List<Leaving> leaving) {
    return leaving.stream()
        .map(one -> new RuleRefresh.Move(one.member().ticker(), one.reason()))
        .toList();
  }

  private void note(Entry entry, RuleRefresh.OfUniverse done) {
    var left = new ArrayList<>(done.gone());
    var joined = new ArrayList<RuleRefresh.Move>();
    if (done.held().isEmpty()) {
      left.addAll(done.left());
      joined.addAll(done.joined());
    }
    if (!left.isEmpty() || !joined.isEmpty()) {
      ChangeLog.note(h, entry.id(), facts.day(), "applied", done.members(), joined, left, "");
    }
    if (done.held().isPresent()) {
      ChangeLog.note(
          h,
          entry.id(),
          facts.day(),
          "held",
          done.members(),
          done.joined(),
          done.left(),
          done.held().get());
    }
  }
}
