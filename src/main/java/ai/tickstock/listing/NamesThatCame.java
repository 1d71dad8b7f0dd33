package ai.tickstock.listing;

import ai.tickstock.listing.ListTable.Verdict;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who the names of a whole list are: who holds its ticker still, who came back, who was renamed,
/// who is new. Where that is doubtful it is a question.
final class NamesThatCame {
  /// The most of a list that leaves or comes in a quiet night, as a fraction. On 418 of 420 real
  /// nights it was 0.33 % at most, on the two others about 0.6 %: those count as not quiet.
  private static final double QUIET = 0.005;

  /// The rows of a list that is small enough for any change to be quiet.
  private static final int FEW_ROWS = 1_000;

  /// Lists at most so many days apart are of sessions one after the other.
  private static final int DAYS_BETWEEN_SESSIONS = 4;

  /// Who returns under its ticker has the same name, as likely as not shortened.
  private static final double NAME_OF_RETURNED = 0.8;

  /// How sure a question is that nothing but a person can decide.
  private static final double EVEN = 0.5;

  private final JudgedList night;
  private final ListingRules rules;
  private final Set<String> fundTypes;
  private final NameWeights weights;
  private final List<NotedQuestion> questions = new ArrayList<>();
  private final Map<ListingRow, String> evidence = new HashMap<>();
  private final Map<ListingRow, Double> confidence = new HashMap<>();
  private final Map<ListingRow, RenameMatch> doubtful = new LinkedHashMap<>();
  private final Map<Symbol, String> contested = new LinkedHashMap<>();

  /// Names as they were read: most stand in tonight's list as in the one before.
  private final Map<String, SecurityName> names = new HashMap<>();

  /// Who trades, by name; filled when it is first asked for.
  private final Map<SecurityName, List<WorkingInstrument>> byName = new HashMap<>();

  /// Rows with the name of another one than who holds their ticker.
  private final Map<ListingRow, WorkingInstrument> passedOn = new LinkedHashMap<>();

  private List<ListingRow> unmatched = List.of();

  /// Whether so few names left and came that who did belong together. Where a list lacks a hundred
  /// names a night, names that are alike prove nothing.
  private boolean isQuiet;

  /// @param fundTypes the type codes whose names a family of funds shares
  NamesThatCame(JudgedList night, ListingRules rules, Set<String> fundTypes) {
    this.night = night;
    this.rules = rules;
    this.fundTypes = fundTypes;
    weights =
        new NameWeights(
            night.trading().stream().flatMap(row -> row.name().stream()).map(this::name).toList());
  }

  private SecurityName name(String text) {
    return names.computeIfAbsent(text, SecurityName::of);
  }

  List<NotedQuestion> questions() {
    return questions;
  }

  /// How sure it is that a newcomer is new: where lists lack some names every night, so did our
  /// first ones.
  double confidenceInNewcomers() {
    return isQuiet || !night.isAmongFirst() ? 1 : 0.5;
  }

  /// Whether who holds the row's ticker, as far as we know, can be the one that the row is about.
  /// Who was missing from the list before this one must come back with its name; who was not cannot
  /// have become a fund, or a company, with quite another name, nor have the name of somebody else
  /// who trades: those two pass their tickers on.
  boolean mayHoldStill(WorkingInstrument holder, ListingRow row) {
    boolean isOfOtherKind =
        holder.type.isPresent()
            && row.type().isPresent()
            && fundTypes.contains(holder.type.get()) != fundTypes.contains(row.type().get());
    return holder.absence.isPresent()
        ? isNamedLike(holder, row, NAME_OF_RETURNED)
        : !(sharesNoWord(holder, row)
            && (isOfOtherKind || hasOtherCik(holder, row) || isNamedLikeAnother(holder, row)));
  }

  private static boolean hasOtherCik(WorkingInstrument holder, ListingRow row) {
    return holder.cik.isPresent() && row.cik().isPresent() && !holder.cik.equals(row.cik());
  }

  private boolean isNamedLikeAnother(WorkingInstrument holder, ListingRow row) {
    if (byName.isEmpty()) {
      night.known.instruments().stream()
          .filter(i -> i.active && !i.provisional && i.current().isPresent())
          .forEach(i ->
              i.name.ifPresent(
                  name -> byName.computeIfAbsent(name(name), _ -> new ArrayList<>()).add(i)));
    }
    var others = byName.getOrDefault(name(row.name().orElse("")), List.of());
    boolean isAnother =
        others.size() == 1
            && others.getFirst() != holder
            && others.getFirst().mayHaveFigiOf(row)
            && !standsUnderItsName(others.getFirst());
    if (isAnother) {
      passedOn.put(row, holder);
    }
    return isAnother;
  }

  private boolean standsUnderItsName(WorkingInstrument i) {
    return night.list.rows().stream()
        .filter(row -> row.active() && i.current().orElseThrow().symbol.equals(row.symbol()))
        .anyMatch(row -> !sharesNoWord(i, row));
  }

  private boolean isNamedLike(WorkingInstrument ours, ListingRow row, double least) {
    if (ours.hasNumberOf(row) || ours.name.isEmpty() || row.name().isEmpty()) {
      return true;
    }
    var a = name(ours.name.get());
    var b = name(row.name().get());
    boolean isFund = ours.type.or(row::type).filter(fundTypes::contains).isPresent();
    return a.isSame(b) || (isFund ? weights.sameness(a, b) : weights.likeness(a, b)) >= least;
  }

  /// Adds to the claims who was renamed and who came back.
  void findRenamesAndReturns(Claims claims, List<ListingRow> rows) {
    claimReturned(claims, rows);
    var unsure = heldUnderAnotherName(claims, rows);
    var leavers = night.leavers();
    var newcomers = rows.stream().filter(row -> claims.of(row).isEmpty()).toList();
    // Who has been missing for long says nothing about this night.
    long leftTonight = leavers.stream().filter(i -> i.absence.isEmpty()).count();
    isQuiet = Math.max(leftTonight, newcomers.size()) <= Math.max(FEW_ROWS, rows.size()) * QUIET;
    unsure.values().stream().filter(i -> !leavers.contains(i)).forEach(leavers::add);
    var staying =
        night.known.instruments().stream()
            .filter(i -> i.confirmed && i.active)
            .flatMap(i -> i.current().stream())
            .map(span -> span.symbol)
            .toList();
    var matches =
        new RenameMatches(leavers, newcomers, weights, RenameOdds.bundled(), fundTypes, staying)
            .find(
                night.list.histories(),
                isQuiet && night.daysSinceLastList() <= DAYS_BETWEEN_SESSIONS);
    for (var match : matches) {
      var row = match.newcomer();
      if (match.confidence() >= rules.certain() && isBelievable(match)) {
        unsure.forEach((held, i) -> {
          if (i == match.leaver()) {
            claims.remove(held);
          }
        });
        claims.add(row, match.leaver());
        evidence.put(row, match.evidence());
        confidence.put(row, match.confidence());
      } else if (match.confidence() >= rules.doubtful() && !match.leaver().confirmed) {
        doubtful.put(row, match);
      }
    }
    passedOn.forEach((row, holder) -> {
      if (claims.of(row).isEmpty() && !holder.confirmed) {
        claims.add(row, holder);
      }
    });
    unsure.forEach((row, i) ->
        claims
            .of(row)
            .ifPresent(_ ->
                ask(
                    ListingQuestion.Kind.ANOTHER_NAME,
                    i,
                    Optional.empty(),
                    row.symbol(),
                    EVEN,
                    "was '"
                        + i.name.orElse("")
                        + "' in the list of "
                        + night.before.orElseThrow().asOf()
                        + ", is '"
                        + row.name().orElse("")
                        + "'")));
    unmatched = rows.stream().filter(row -> claims.of(row).isEmpty()).toList();
  }

  /// In a list that is cut short nothing proves a rename but the vendor's word: who has the number
  /// or the name may stand in the part that is missing. Likeness proves one in a quiet night only.
  private boolean isBelievable(RenameMatch match) {
    return switch (match.kind()) {
      case VENDOR_EVENT -> true;
      case SAME_CIK, SAME_NAME -> night.verdict() != Verdict.SHORT;
      case ALIKE_NAME, SAME_FAMILY, ONLY_PAIR -> isQuiet && night.verdict() != Verdict.SHORT;
    };
  }

  /// Who had the ticker last, is gone, and has the row's name.
  private void claimReturned(Claims claims, List<ListingRow> rows) {
    for (var row : rows) {
      if (claims.of(row).isEmpty() && night.known.current(row.symbol()).isEmpty()) {
        night.known.spans(row.symbol()).stream()
            .filter(span -> span.to.isPresent())
            .max((a, b) -> a.to.orElseThrow().compareTo(b.to.orElseThrow()))
            .map(span -> span.instrument)
            .filter(i ->
                !i.confirmed
                    && i.current().isEmpty()
                    && i.name.isPresent()
                    && row.name().isPresent()
                    && i.mayHaveFigiOf(row)
                    && i.type.equals(row.type())
                    && isNamedLike(i, row, NAME_OF_RETURNED))
            .ifPresent(i -> {
              claims.add(row, i);
              evidence.put(row, "the same name under the same ticker");
            });
      }
    }
  }

  /// Rows whose ticker somebody holds who had quite another name in a list of long ago: then
  /// another company can stand under a ticker without a list in between that lacks it.
  private Map<ListingRow, WorkingInstrument> heldUnderAnotherName(
      Claims claims, List<ListingRow> rows) {
    var unsure = new LinkedHashMap<ListingRow, WorkingInstrument>();
    if (night.daysSinceLastList() >= JudgedList.LONG_AGO_DAYS) {
      for (var row : rows) {
        claims
            .of(row)
            .filter(i -> !i.provisional && i.current().isPresent())
            .filter(i -> sharesNoWord(i, row))
            .ifPresent(i -> unsure.put(row, i));
      }
    }
    return unsure;
  }

  private boolean sharesNoWord(WorkingInstrument ours, ListingRow row) {
    return !ours.hasNumberOf(row) && shareNoWord(ours.name, row.name());
  }

  private boolean shareNoWord(ListingRow a, ListingRow b) {
    boolean areOneByNumber =
        a.compositeFigi().isPresent() && a.compositeFigi().equals(b.compositeFigi())
            || a.cik().isPresent() && a.cik().equals(b.cik());
    return !areOneByNumber && shareNoWord(a.name(), b.name());
  }

  private boolean shareNoWord(Optional<String> ours, Optional<String> theirs) {
    if (ours.isEmpty() || theirs.isEmpty() || ours.equals(theirs)) {
      return false;
    }
    var a = name(ours.get());
    var b = name(theirs.get());
    return Collections.disjoint(a.words(), b.words()) && !a.beginsLike(b);
  }

  /// Notes tickers that the list gives to two instruments; the newer row was taken.
  void noteTwoClaims(List<ListingRow> all, List<ListingRow> used) {
    var usedBySymbol = new HashMap<Symbol, ListingRow>();
    used.forEach(row -> usedBySymbol.put(row.symbol(), row));
    var told = new HashSet<Symbol>();
    for (var row : all) {
      var best = usedBySymbol.get(row.symbol());
      boolean isOther = best != null && (haveOtherFigis(row, best) || shareNoWord(row, best));
      if (isOther && told.add(row.symbol())) {
        contested.put(row.symbol(), words(row) + " and " + words(Objects.requireNonNull(best)));
      }
    }
  }

  private static boolean haveOtherFigis(ListingRow a, ListingRow b) {
    return a.compositeFigi().isPresent()
        && b.compositeFigi().isPresent()
        && !a.compositeFigi().equals(b.compositeFigi());
  }

  private static String words(ListingRow row) {
    return "'" + row.name().orElse("") + "' (" + row.compositeFigi().orElse("no FIGI") + ")";
  }

  /// What speaks for the row's being about who claims it.
  String evidence(ListingRow row, WorkingInstrument instrument) {
    var noted = evidence.get(row);
    return noted != null
        ? noted
        : row.compositeFigi().isPresent() && row.compositeFigi().equals(instrument.compositeFigi)
            ? "the same composite FIGI " + row.compositeFigi().get()
            : "the same share class FIGI " + row.shareClassFigi().orElse("");
  }

  double confidence(ListingRow row) {
    return confidence.getOrDefault(row, 1.0);
  }

  /// Names that are new in the list and of which the vendor's ticker histories could tell more.
  Set<Symbol> worthAsking() {
    return night.leavers().isEmpty()
        ? Set.of()
        : unmatched.stream()
            .filter(row -> row.compositeFigi().isEmpty())
            .map(ListingRow::symbol)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Puts what is doubtful before somebody. After the list's rows were taken.
  void askAboutDoubtful() {
    contested.forEach((symbol, words) ->
        night
            .known
            .current(symbol)
            .ifPresent(span ->
                ask(
                    ListingQuestion.Kind.TWO_CLAIMS,
                    span.instrument,
                    Optional.empty(),
                    symbol,
                    EVEN,
                    "the list gives it to " + words)));
    doubtful.forEach((row, match) ->
        night
            .known
            .current(row.symbol())
            .map(span -> span.instrument)
            .filter(newcomer -> newcomer != match.leaver())
            .ifPresent(newcomer ->
                ask(
                    ListingQuestion.Kind.RENAMED,
                    match.leaver(),
                    Optional.of(newcomer),
                    row.symbol(),
                    match.confidence(),
                    match.leaver().current().map(span -> span.symbol.ticker()).orElse("")
                        + " '"
                        + match.leaver().name.orElse("")
                        + "' left as '"
                        + row.name().orElse("")
                        + "' came: "
                        + match.evidence())));
  }

  private void ask(
      ListingQuestion.Kind kind,
      WorkingInstrument instrument,
      Optional<WorkingInstrument> other,
      Symbol symbol,
      double confidence,
      String words) {
    questions.add(
        new NotedQuestion(kind, instrument, other, symbol, night.date(), confidence, words));
  }
}
