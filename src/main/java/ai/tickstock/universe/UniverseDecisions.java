package ai.tickstock.universe;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.listing.EquityCategory;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.MembershipTable.Joining;
import ai.tickstock.universe.MembershipTable.Leaving;
import ai.tickstock.universe.UniverseCatalogue.Entry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// What people decide about universes: lists and rules, each kept in the audit. Safe for use by
/// many threads and processes.
public final class UniverseDecisions {
  private static final String SOURCE = "operator";

  private final Database database;

  public UniverseDecisions(Database database) {
    this.database = database;
  }

  /// How people describe a universe; what is left out stays, and for a new one follows from its
  /// key.
  public record Words(
      Optional<String> name, Optional<String> description, Optional<String> category) {}

  /// Who decides, when and why.
  ///
  /// @param by user and host
  /// @param reason may be empty
  public record Decision(String by, LocalDate on, String reason) {}

  /// @param universe its key as people have to say it
  /// @param unknown listed, but not known here yet
  /// @param isNew whether the universe was made
  public record Listed(
      String universe,
      List<Symbol> joined,
      List<Symbol> left,
      List<Symbol> unknown,
      boolean isNew) {
    public Listed {
      joined = List.copyOf(joined);
      left = List.copyOf(left);
      unknown = List.copyOf(unknown);
    }
  }

  /// Makes a list of a universe, in the caller's transaction: who is not in it leaves, who is new
  /// joins. What older applications read is the caller's to bring in line.
  ///
  /// @param insteadOfRule whether a universe that a rule fills may become a list
  /// @throws UniverseRefused if a rule fills it, or the key means two
  public Listed set(
      Handle h,
      String key,
      Collection<Symbol> symbols,
      Words words,
      boolean insteadOfRule,
      Decision decision) {
    var listed = new LinkedHashSet<>(symbols);
    var holders = Instruments.postgres(database).current(listed);
    h.execute(PostgresRuleUniverses.LOCK);
    var asked = UniverseKey.parse(key);
    var before = UniverseCatalogue.read(h).find(asked);
    var rule = before.flatMap(Entry::rule);
    if (rule.isPresent() && !insteadOfRule) {
      throw new UniverseRefused(
          "a rule fills %s (%s); --instead-of-rule makes a list of it".formatted(key, rule.get()));
    }
    var kind = asked.kind().orElseGet(() -> kindOf(holders.values()));
    var universe = described(h, asked, before, kind, words);
    if (rule.isPresent()) {
      UniverseRows.rule(h, universe, Optional.empty(), Optional.empty());
    }
    var why = "set by hand" + (decision.reason().isBlank() ? "" : ": " + decision.reason());
    var open = MembershipTable.open(h, List.of(universe)).getOrDefault(universe, List.of());
    var leaving = new ArrayList<Leaving>();
    var bound = new HashSet<InstrumentId>();
    var tickers = new HashSet<Symbol>();
    var wanted = new HashSet<InstrumentId>();
    holders.values().forEach(one -> wanted.add(one.id()));
    for (var one : open) {
      if (one.instrument().map(wanted::contains).orElseGet(() -> listed.contains(one.ticker()))) {
        one.instrument().ifPresentOrElse(bound::add, () -> tickers.add(one.ticker()));
      } else {
        leaving.add(new Leaving(one, why));
      }
    }
    var joining = joining(listed, holders, bound, tickers, why);
    MembershipTable.leave(h, universe, leaving, decision.on());
    MembershipTable.join(h, universe, joining, decision.on(), SOURCE);
    if (rule.isPresent()) {
      UniverseRows.takeOver(h, universe, SOURCE);
    }
    note(h, key, universe, open.size(), joining, leaving, rule, decision);
    return new Listed(
        shown(h, universe),
        joining.stream().map(Joining::symbol).sorted().toList(),
        leaving.stream().map(one -> one.member().ticker()).sorted().toList(),
        listed.stream().filter(symbol -> !holders.containsKey(symbol)).toList(),
        before.isEmpty());
  }

  private static List<Joining> joining(
      Collection<Symbol> listed,
      Map<Symbol, Instrument> holders,
      Set<InstrumentId> bound,
      Set<Symbol> tickers,
      String why) {
    var joining = new ArrayList<Joining>();
    for (var symbol : listed) {
      var holder = Optional.ofNullable(holders.get(symbol)).map(Instrument::id);
      if (holder.filter(bound::contains).isEmpty() && !tickers.contains(symbol)) {
        joining.add(new Joining(symbol, holder, why));
      }
    }
    return joining;
  }

  private static void note(
      Handle h,
      String key,
      int universe,
      int members,
      List<Joining> joining,
      List<Leaving> leaving,
      Optional<String> rule,
      Decision decision) {
    if (joining.isEmpty() && leaving.isEmpty() && rule.isEmpty()) {
      return;
    }
    ChangeLog.note(
        h,
        universe,
        decision.on(),
        "applied",
        members,
        joining.stream().map(j -> new RuleRefresh.Move(j.symbol(), j.reason())).toList(),
        leaving.stream().map(l -> new RuleRefresh.Move(l.member().ticker(), l.reason())).toList(),
        "set by hand by " + decision.by());
    Audit.note(
        h,
        decision.by(),
        "universe set",
        key,
        "joined: "
            + joining.stream().map(j -> j.symbol().ticker()).toList()
            + ", left: "
            + leaving.stream().map(l -> l.member().ticker().ticker()).toList()
            + rule.map(text -> ", instead of the rule: " + text).orElse("")
            + because(decision));
  }

  private static String because(Decision decision) {
    return decision.reason().isBlank() ? "" : "; " + decision.reason();
  }

  /// The rule of a universe; empty for a list.
  ///
  /// @throws UniverseRefused if there is no such universe
  public Optional<String> rule(String key) {
    return database.read(h -> UniverseCatalogue.read(h).get(UniverseKey.parse(key)).rule());
  }

  /// Gives a universe a rule, and makes it where there is none; the next refresh fills it.
  ///
  /// @return whether it had another one before
  /// @throws UniverseRefused if the rule cannot be read, names what there is not, or would make the
  ///   universe out of itself
  public boolean define(String key, String rule, Words words, Decision decision) {
    var asked = UniverseKey.parse(key);
    var parsed = UniverseRule.parse(rule);
    EquityTypes.postgres(database).seed();
    requireTypes(parsed);
    return database.inTransaction(h -> {
      h.execute(PostgresRuleUniverses.LOCK);
      var before = UniverseCatalogue.read(h).find(asked);
      var kind = asked.kind().orElseGet(() -> kindOf(parsed));
      int universe = described(h, asked, before, kind, words);
      var old = before.flatMap(Entry::rule);
      if (old.filter(parsed.text()::equals).isPresent()) {
        return false;
      }
      UniverseRows.rule(h, universe, Optional.of(parsed.text()), parsed.liquidityFilter());
      var catalogue = UniverseCatalogue.read(h);
      var order = new RuleOrder(catalogue);
      catalogue.entries().stream()
          .filter(one -> one.id() == universe)
          .findFirst()
          .flatMap(order::problem)
          .ifPresent(problem -> {
            throw new UniverseRefused(problem + " (nothing was changed)");
          });
      Audit.note(
          h,
          decision.by(),
          "universe rule",
          key,
          parsed.text() + ", before: " + old.orElse("none") + because(decision));
      return true;
    });
  }

  void requireTypes(UniverseRule rule) {
    var types = EquityTypes.postgres(database);
    for (var code : rule.types()) {
      if (types.find(code).isEmpty()) {
        throw new UniverseRefused(
            "there is no equity type '%s'; near: %s ('tickstock types list' shows all)"
                .formatted(code, String.join(", ", types.nearest(code))));
      }
    }
  }

  private String kindOf(Collection<Instrument> holders) {
    var types = EquityTypes.postgres(database);
    types.seed();
    var processing = types.now();
    return !holders.isEmpty()
            && holders.stream().allMatch(one -> processing.category(one) == EquityCategory.ETFS)
        ? UniverseKey.ETFS
        : UniverseKey.STOCKS;
  }

  private String kindOf(UniverseRule rule) {
    var types = EquityTypes.postgres(database);
    boolean ofFunds =
        rule.conditions().stream()
            .anyMatch(condition ->
                condition instanceof Condition.OfTheme
                    || condition instanceof Condition.OfCategory(var category)
                        && category == EquityCategory.ETFS);
    boolean ofFundTypes =
        !rule.types().isEmpty()
            && rule.types().stream()
                .allMatch(code ->
                    types
                        .find(code)
                        .filter(type -> type.category() == EquityCategory.ETFS)
                        .isPresent());
    return ofFunds || ofFundTypes ? UniverseKey.ETFS : UniverseKey.STOCKS;
  }

  private static int described(
      Handle h, UniverseKey asked, Optional<Entry> before, String kind, Words words) {
    if (before.isPresent()) {
      UniverseRows.describe(h, before.get().id(), words);
      return before.get().id();
    }
    return UniverseRows.add(h, kind, asked.key(), words);
  }

  private static String shown(Handle h, int universe) {
    var catalogue = UniverseCatalogue.read(h);
    return catalogue.entries().stream()
        .filter(one -> one.id() == universe)
        .findFirst()
        .map(catalogue::shown)
        .orElse("");
  }
}
