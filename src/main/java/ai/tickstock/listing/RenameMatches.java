package ai.tickstock.listing;

import ai.tickstock.listing.RenameOdds.Evidence;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.TickerChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which names that came into a list are names that left it, renamed. The strongest evidence goes
/// first; who is matched by it is out for the weaker ones.
final class RenameMatches {
  private static final double ALIKE_COMPANIES = 0.5;
  private static final double ALIKE_FUNDS = 0.6;

  private final List<Leaver> leavers;
  private final List<Newcomer> newcomers;
  private final NameWeights weights;
  private final RenameOdds odds;
  private final Set<String> fundTypes;
  private final Set<String> rootsThatStay;
  private final List<RenameMatch> found = new ArrayList<>();
  private final Set<Leaver> gone = new HashSet<>();
  private final Set<Newcomer> taken = new HashSet<>();

  /// @param leavers trade under a ticker that the list does not give them any more
  /// @param fundTypes the type codes whose names a family of funds shares
  /// @param staying tickers of those who trade on: a newcomer of the same root is theirs, as the
  ///   shares and warrants of a blank-check company are into which its units part
  RenameMatches(
      Collection<WorkingInstrument> leavers,
      Collection<ListingRow> newcomers,
      NameWeights weights,
      RenameOdds odds,
      Set<String> fundTypes,
      Collection<Symbol> staying) {
    this.leavers = leavers.stream().map(Leaver::of).toList();
    this.newcomers = newcomers.stream().map(Newcomer::of).toList();
    this.weights = weights;
    this.odds = odds;
    this.fundTypes = fundTypes;
    rootsThatStay = staying.stream().map(RenameMatches::root).collect(Collectors.toSet());
  }

  private record Leaver(WorkingInstrument instrument, Symbol symbol, SecurityName name) {
    static Leaver of(WorkingInstrument i) {
      return new Leaver(i, i.current().orElseThrow().symbol, SecurityName.of(i.name.orElse("")));
    }

    /// Who changes its ticker comes under the new one in the same night, or the next.
    boolean isLateLeaver() {
      return instrument.absence.filter(absence -> absence.nights() > 1).isPresent();
    }
  }

  private record Newcomer(ListingRow row, Optional<Mic> exchange, SecurityName name) {
    static Newcomer of(ListingRow row) {
      return new Newcomer(
          row,
          row.exchange().filter(Mic::isValid).map(Mic::new),
          SecurityName.of(row.name().orElse("")));
    }

    Symbol symbol() {
      return row.symbol();
    }
  }

  /// @param histories what the vendor says of the tickers that newcomers had, newest first; of
  ///   those that were asked for
  /// @param sameNight whether the list before this one is of the session before, so that leaving
  ///   and coming belong together
  List<RenameMatch> find(Map<Symbol, List<TickerChange>> histories, boolean sameNight) {
    take(
        Evidence.VENDOR_EVENT,
        l -> newcomers.stream().filter(n -> hadBefore(histories, n, l.symbol)).toList(),
        "the vendor says that it had the ticker before");
    var sameCik = by(n -> n.row.cik().stream().toList(), l -> l.instrument.cik.stream().toList());
    take(
        Evidence.SAME_CIK,
        l -> sameCik.apply(l).stream().filter(n -> issuersHaveOne(l) || areAlike(l, n)).toList(),
        "the same CIK, type and share class");
    take(Evidence.SAME_NAME, by(n -> whole(n.name), l -> whole(l.name)), "the same name");
    if (sameNight) {
      var sharing = by(n -> telling(n.name), l -> telling(l.name));
      take(
          Evidence.ALIKE_NAME,
          l ->
              l.isLateLeaver()
                  ? List.of()
                  : sharing.apply(l).stream()
                      .filter(n -> areAlike(l, n) && isNobodysYet(n))
                      .toList(),
          "names that share their telling words");
      families();
      onlyPairs();
    }
    found.sort(Comparator.comparing(m -> m.newcomer().symbol()));
    return found;
  }

  private static boolean hadBefore(
      Map<Symbol, List<TickerChange>> histories, Newcomer newcomer, Symbol former) {
    var history = histories.getOrDefault(newcomer.symbol(), List.of());
    return history.size() > 1 && history.get(1).symbol().equals(former);
  }

  /// Whether an issuer has but one security like this: a trust has many funds under one CIK, and a
  /// bank many preferred shares.
  private boolean issuersHaveOne(Leaver leaver) {
    return !isFund(leaver) && !leaver.name.line().equals("series");
  }

  private boolean isFund(Leaver leaver) {
    return leaver.instrument.type.filter(fundTypes::contains).isPresent();
  }

  private static List<String> whole(SecurityName name) {
    return name.issuer().isEmpty() ? List.of() : List.of(name.issuer() + "|" + name.kind());
  }

  private List<String> telling(SecurityName name) {
    return name.words().stream().filter(weights::isTelling).toList();
  }

  /// Newcomers that share a key with a leaver.
  private Function<Leaver, Collection<Newcomer>> by(
      Function<Newcomer, List<String>> keys, Function<Leaver, List<String>> keysOfLeaver) {
    var byKey = new HashMap<String, List<Newcomer>>();
    for (var newcomer : newcomers) {
      keys.apply(newcomer)
          .forEach(key -> byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(newcomer));
    }
    return leaver -> {
      var sharing = new LinkedHashSet<Newcomer>();
      keysOfLeaver.apply(leaver).forEach(key -> sharing.addAll(byKey.getOrDefault(key, List.of())));
      return sharing;
    };
  }

  /// Takes pairs of which neither side fits anybody else.
  private void take(
      Evidence evidence, Function<Leaver, Collection<Newcomer>> candidates, String words) {
    var pairs = new HashMap<Leaver, List<Newcomer>>();
    var claimed = new HashMap<Newcomer, Integer>();
    for (var leaver : leavers) {
      if (!gone.contains(leaver)) {
        var fitting =
            candidates.apply(leaver).stream()
                .filter(n -> !taken.contains(n) && mayBeSame(leaver, n))
                .toList();
        pairs.put(leaver, fitting);
        fitting.forEach(n -> claimed.merge(n, 1, Integer::sum));
      }
    }
    for (var leaver : leavers) {
      var fitting = pairs.getOrDefault(leaver, List.of());
      if (fitting.size() == 1 && claimed.getOrDefault(fitting.getFirst(), 0) == 1) {
        match(leaver, fitting.getFirst(), evidence, words);
      }
    }
  }

  private void match(Leaver leaver, Newcomer newcomer, Evidence evidence, String words) {
    gone.add(leaver);
    taken.add(newcomer);
    found.add(
        new RenameMatch(
            leaver.instrument,
            newcomer.row,
            odds.of(evidence, newcomer.exchange),
            evidence,
            words));
  }

  /// Not when a number, the type or the share class says otherwise. Shares that trade before they
  /// are issued have a line of their own beside the one that comes after.
  private static boolean mayBeSame(Leaver leaver, Newcomer newcomer) {
    return areLikewise(leaver, newcomer)
        && leaver.name.shareClass().equals(newcomer.name.shareClass());
  }

  private static boolean areLikewise(Leaver leaver, Newcomer newcomer) {
    var ours = leaver.instrument;
    var row = newcomer.row;
    return ours.mayHaveFigiOf(row)
        && agree(ours.cik, row.cik())
        && agree(ours.type, row.type())
        && leaver.name.line().equals(newcomer.name.line())
        && !leaver.name.isWhenIssued()
        && !newcomer.name.isWhenIssued();
  }

  private static boolean agree(Optional<String> a, Optional<String> b) {
    return a.isEmpty() || b.isEmpty() || a.equals(b);
  }

  private boolean areAlike(Leaver leaver, Newcomer newcomer) {
    if (leaver.name.line().equals("series")) {
      return false;
    }
    return isFund(leaver)
        ? weights.sameness(leaver.name, newcomer.name) >= ALIKE_FUNDS
        : weights.likeness(leaver.name, newcomer.name) >= ALIKE_COMPANIES;
  }

  /// A company that changes its ticker does so with its preferred shares, units and warrants: those
  /// that neither name nor number tells follow the rest. Also a blank-check company that becomes
  /// what it bought, whose shares are of another class then.
  private void families() {
    var leaving = byRoot(leavers.stream().filter(l -> !l.isLateLeaver()).toList(), l -> l.symbol);
    var coming = byRoot(newcomers.stream().filter(this::isNobodysYet).toList(), Newcomer::symbol);
    var pairs = new ArrayList<FamilyPair>();
    leaving.forEach((root, left) ->
        coming.forEach((other, came) -> {
          var relatives = relatives(left, came);
          if (relatives.size() > 1) {
            pairs.add(new FamilyPair(root, other, relatives));
          }
        }));
    pairs.stream()
        .filter(pair -> pairs.stream().filter(pair::isRivalOf).count() == 1)
        .forEach(pair ->
            pair.relatives.stream()
                .filter(relative -> !gone.contains(relative.leaver))
                .forEach(relative ->
                    match(
                        relative.leaver,
                        relative.newcomer,
                        Evidence.SAME_FAMILY,
                        "%d securities of %s left and came with the same endings as %s that night"
                            .formatted(pair.relatives.size(), pair.root, pair.other))));
  }

  private record Relative(Leaver leaver, Newcomer newcomer) {}

  private record FamilyPair(String root, String other, List<Relative> relatives) {
    /// Its own as well.
    boolean isRivalOf(FamilyPair pair) {
      return root.equals(pair.root) || other.equals(pair.other);
    }
  }

  private List<Relative> relatives(Map<String, Leaver> left, Map<String, Newcomer> came) {
    var relatives = new ArrayList<Relative>();
    left.forEach((ending, leaver) -> {
      var newcomer = came.get(ending);
      if (newcomer != null && mayFollow(leaver, newcomer)) {
        relatives.add(new Relative(leaver, newcomer));
      }
    });
    return relatives;
  }

  /// Families of more than one, by the ticker without its ending, then by the ending: `.WS`, `pA`.
  private static <T> Map<String, Map<String, T>> byRoot(List<T> all, Function<T, Symbol> symbolOf) {
    var families = new HashMap<String, Map<String, T>>();
    for (var one : all) {
      var symbol = symbolOf.apply(one);
      var root = root(symbol);
      families
          .computeIfAbsent(root, _ -> new TreeMap<>())
          .put(symbol.ticker().substring(root.length()), one);
    }
    families.values().removeIf(family -> family.size() < 2);
    return families;
  }

  private static String root(Symbol symbol) {
    var ticker = symbol.ticker();
    int end = 0;
    while (end < ticker.length() && Character.isUpperCase(ticker.charAt(end))) {
      end++;
    }
    return ticker.substring(0, end);
  }

  private boolean isNobodysYet(Newcomer newcomer) {
    return !rootsThatStay.contains(root(newcomer.symbol()));
  }

  private boolean mayFollow(Leaver leaver, Newcomer newcomer) {
    if (gone.contains(leaver) || taken.contains(newcomer)) {
      return found.stream()
          .anyMatch(m -> m.leaver() == leaver.instrument && m.newcomer().equals(newcomer.row));
    }
    return leaver.instrument.exchange.equals(newcomer.exchange) && areLikewise(leaver, newcomer);
  }

  /// What makes two securities of one exchange of a kind.
  private record Kind(Optional<Mic> exchange, Optional<String> type, String words) {}

  private void onlyPairs() {
    var leaving =
        leavers.stream()
            .filter(l -> !gone.contains(l) && !l.name.kind().isEmpty())
            .filter(l -> l.instrument.absence.isEmpty())
            .collect(
                Collectors.groupingBy(
                    l -> new Kind(l.instrument.exchange, l.instrument.type, l.name.kind())));
    var coming =
        newcomers.stream()
            .filter(n -> !taken.contains(n) && !n.name.kind().isEmpty() && isNobodysYet(n))
            .collect(Collectors.groupingBy(n -> new Kind(n.exchange, n.row.type(), n.name.kind())));
    leaving.forEach((kind, left) -> {
      var came = coming.getOrDefault(kind, List.of());
      boolean isFund = kind.type.filter(fundTypes::contains).isPresent();
      if (!isFund
          && left.size() == 1
          && came.size() == 1
          && mayBeSame(left.getFirst(), came.getFirst())) {
        match(
            left.getFirst(),
            came.getFirst(),
            Evidence.ONLY_PAIR,
            "the only '"
                + kind.words
                + "' to leave "
                + kind.exchange.map(Mic::code).orElse("its exchange")
                + " and the only one to come that night");
      }
    });
  }
}
