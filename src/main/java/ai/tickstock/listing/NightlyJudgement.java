package ai.tickstock.listing;

import ai.tickstock.listing.ListTable.Taken;
import ai.tickstock.listing.ListTable.Verdict;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.ListingRow;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a whole list says of names that it does not hold any more and of names that it holds for
/// the first time.
final class NightlyJudgement {
  /// The most of a list that leaves or comes in a quiet night, as a fraction. On 418 of 420 real
  /// nights it was 0.33 % at most, on the two others about 0.6 %: those count as not quiet.
  private static final double QUIET = 0.005;

  /// The rows of a list that is small enough for any change to be quiet.
  private static final int FEW_ROWS = 1_000;

  /// Lists at most so many days apart are of sessions one after the other.
  private static final int DAYS_BETWEEN_SESSIONS = 4;

  /// From so many days between two lists on, another company can stand under a ticker without a
  /// list in between that lacks it.
  private static final int LONG_AGO_DAYS = 11;

  /// Who returns under its ticker has the same name, as likely as not shortened.
  private static final double NAME_OF_RETURNED = 0.8;

  private static final TradingCalendar CALENDAR = TradingCalendar.nyse();

  private final WorkingListing known;
  private final NightlyList list;
  private final int nights;
  private final Optional<Taken> before;
  private final Optional<Taken> ofSameExtent;

  /// The exchanges of those that we knew before this list.
  private final Set<Mic> covered;

  private final ListingRules rules;
  private final Set<String> fundTypes;
  private final Function<Collection<InstrumentId>, Map<InstrumentId, LocalDate>> lastBars;
  private final Taken taken;
  private final Verdict verdict;
  private final Set<Mic> exchanges;
  private final NameWeights weights;
  private final List<NotedChange> changes = new ArrayList<>();
  private final List<NotedQuestion> questions = new ArrayList<>();
  private final Map<ListingRow, String> evidence = new HashMap<>();
  private final Map<ListingRow, Double> confidence = new HashMap<>();
  private final Map<ListingRow, RenameMatch> doubtful = new LinkedHashMap<>();
  private final Map<Symbol, String> contested = new LinkedHashMap<>();

  /// Who trades, by name; filled when it is first asked for.
  private final Map<SecurityName, List<WorkingInstrument>> byName = new HashMap<>();

  /// Rows with the name of another one than who holds their ticker.
  private final Map<ListingRow, WorkingInstrument> passedOn = new LinkedHashMap<>();

  private List<ListingRow> unmatched = List.of();

  /// Whether so few names left and came that who did belong together. Where a list lacks a hundred
  /// names a night, names alone prove nothing.
  private boolean isQuiet;

  /// @param nights of how many dates lists of the source were taken
  /// @param before the last list of the source, whatever exchanges it held
  /// @param ofSameExtent the last one that held as many exchanges
  NightlyJudgement(
      WorkingListing known,
      NightlyList list,
      int nights,
      Optional<Taken> before,
      Optional<Taken> ofSameExtent,
      ListingRules rules,
      Set<String> fundTypes,
      Function<Collection<InstrumentId>, Map<InstrumentId, LocalDate>> lastBars) {
    this.known = known;
    this.list = list;
    this.nights = nights;
    this.before = before;
    this.ofSameExtent = ofSameExtent;
    covered =
        known.instruments().stream()
            .filter(i -> !i.provisional)
            .flatMap(i -> i.exchange.stream())
            .collect(Collectors.toSet());
    this.rules = rules;
    this.fundTypes = fundTypes;
    this.lastBars = lastBars;
    var trading = list.rows().stream().filter(ListingRow::active).toList();
    taken =
        new Taken(
            list.source().date(),
            list.allExchanges(),
            (int) trading.stream().map(ListingRow::symbol).distinct().count(),
            ListTable.digest(trading));
    verdict =
        ofSameExtent
            .map(last ->
                last.digest().equals(taken.digest())
                    ? Verdict.REPEATED
                    : taken.trading() < last.trading() * rules.shortList()
                        ? Verdict.SHORT
                        : Verdict.TAKEN)
            .orElse(Verdict.TAKEN);
    exchanges =
        trading.stream()
            .flatMap(row -> row.exchange().stream())
            .filter(Mic::isValid)
            .map(Mic::new)
            .collect(Collectors.toSet());
    weights =
        new NameWeights(
            trading.stream()
                .flatMap(row -> row.name().stream())
                .map(SecurityName::of)
                .collect(Collectors.toList()));
  }

  Taken taken() {
    return taken;
  }

  Verdict verdict() {
    return verdict;
  }

  List<NotedChange> changes() {
    return changes;
  }

  List<NotedQuestion> questions() {
    return questions;
  }

  /// Whether a name that is new in this list is new in the market: not when it is our first, or the
  /// first one of its exchange.
  boolean isNewcomer(ListingRow row) {
    return before.isPresent()
        && (ofSameExtent.isPresent()
            || row.exchange()
                .filter(Mic::isValid)
                .map(Mic::new)
                .filter(covered::contains)
                .isPresent());
  }

  /// How sure it is that a newcomer is new: where lists lack some names every night, so did our
  /// first ones.
  double confidenceInNewcomers() {
    return isQuiet || nights >= rules.absentNights() ? 1 : 0.5;
  }

  private LocalDate date() {
    return taken.asOf();
  }

  private long daysSinceLastList() {
    return before.map(last -> ChronoUnit.DAYS.between(last.asOf(), date())).orElse(0L);
  }

  // ---- who a row is about

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
        : !(sharesNoWord(holder, row) && (isOfOtherKind || isNamedLikeAnother(holder, row)));
  }

  private boolean isNamedLikeAnother(WorkingInstrument holder, ListingRow row) {
    if (byName.isEmpty()) {
      known.instruments().stream()
          .filter(i -> i.active && !i.provisional && i.current().isPresent())
          .forEach(i ->
              i.name.ifPresent(name ->
                  byName.computeIfAbsent(SecurityName.of(name), _ -> new ArrayList<>()).add(i)));
    }
    var others = byName.getOrDefault(SecurityName.of(row.name().orElse("")), List.of());
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
    return list.rows().stream()
        .filter(row -> row.active() && i.current().orElseThrow().symbol.equals(row.symbol()))
        .anyMatch(row -> !sharesNoWord(i, row));
  }

  private boolean isNamedLike(WorkingInstrument ours, ListingRow row, double least) {
    if (ours.hasNumberOf(row) || ours.name.isEmpty() || row.name().isEmpty()) {
      return true;
    }
    var a = SecurityName.of(ours.name.get());
    var b = SecurityName.of(row.name().get());
    boolean isFund = ours.type.or(row::type).filter(fundTypes::contains).isPresent();
    return a.isSame(b) || (isFund ? weights.sameness(a, b) : weights.likeness(a, b)) >= least;
  }

  /// Adds to the claims who was renamed and who came back.
  void findRenamesAndReturns(Claims claims, List<ListingRow> rows) {
    claimReturned(claims, rows);
    var unsure = heldUnderAnotherName(claims, rows);
    var leavers = leavers();
    var newcomers = rows.stream().filter(row -> claims.of(row).isEmpty()).toList();
    isQuiet = Math.max(leavers.size(), newcomers.size()) <= Math.max(FEW_ROWS, rows.size()) * QUIET;
    unsure.values().stream().filter(i -> !leavers.contains(i)).forEach(leavers::add);
    var matches =
        new RenameMatches(leavers, newcomers, weights, RenameOdds.bundled(), fundTypes)
            .find(list.histories(), isQuiet && daysSinceLastList() <= DAYS_BETWEEN_SESSIONS);
    for (var match : matches) {
      var row = match.newcomer();
      if (match.confidence() >= rules.certain() && (isQuiet || match.isProven())) {
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
                    0.5,
                    "was '"
                        + i.name.orElse("")
                        + "' in the list of "
                        + before.orElseThrow().asOf()
                        + ", is '"
                        + row.name().orElse("")
                        + "'")));
    unmatched = rows.stream().filter(row -> claims.of(row).isEmpty()).toList();
  }

  /// Who had the ticker last, is gone, and has the row's name.
  private void claimReturned(Claims claims, List<ListingRow> rows) {
    for (var row : rows) {
      if (claims.of(row).isEmpty() && known.current(row.symbol()).isEmpty()) {
        known.spans(row.symbol()).stream()
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

  /// Rows whose ticker somebody holds who had quite another name in a list of long ago.
  private Map<ListingRow, WorkingInstrument> heldUnderAnotherName(
      Claims claims, List<ListingRow> rows) {
    var unsure = new LinkedHashMap<ListingRow, WorkingInstrument>();
    if (daysSinceLastList() >= LONG_AGO_DAYS) {
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

  private static boolean sharesNoWord(WorkingInstrument ours, ListingRow row) {
    if (ours.hasNumberOf(row) || ours.name.isEmpty() || row.name().isEmpty()) {
      return false;
    }
    var a = SecurityName.of(ours.name.get());
    var b = SecurityName.of(row.name().get());
    return Collections.disjoint(a.words(), b.words()) && !a.beginsLike(b);
  }

  /// Who trades, as far as we know, on an exchange of this list, and no row is about.
  private Set<WorkingInstrument> leavers() {
    return known.instruments().stream()
        .filter(i -> !i.confirmed && !i.added && i.active && !i.provisional)
        .filter(i -> i.current().isPresent() && isInScope(i))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private boolean isInScope(WorkingInstrument i) {
    return i.exchange.isEmpty() ? list.allExchanges() : exchanges.contains(i.exchange.get());
  }

  /// Notes tickers that the list gives to two instruments; the newer row was taken.
  void noteTwoClaims(List<ListingRow> all, List<ListingRow> used) {
    var usedBySymbol = new HashMap<Symbol, ListingRow>();
    used.forEach(row -> usedBySymbol.put(row.symbol(), row));
    var told = new HashSet<Symbol>();
    for (var row : all) {
      var best = usedBySymbol.get(row.symbol());
      boolean isOther =
          best != null
              && row.compositeFigi().isPresent()
              && best.compositeFigi().isPresent()
              && !row.compositeFigi().equals(best.compositeFigi());
      if (isOther && told.add(row.symbol())) {
        contested.put(row.symbol(), words(row) + " and " + words(Objects.requireNonNull(best)));
      }
    }
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
    return leavers().isEmpty()
        ? Set.of()
        : unmatched.stream()
            .filter(row -> row.compositeFigi().isEmpty())
            .map(ListingRow::symbol)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  // ---- who is missing

  /// Counts nights, and says who has left.
  void judgeAbsent() {
    for (var instrument : known.instruments()) {
      if (instrument.confirmed && instrument.absence.isPresent()) {
        welcomeBack(instrument);
      }
    }
    if (verdict != Verdict.SHORT) {
      known.instruments().stream()
          .filter(i -> i.active && !i.confirmed && !i.provisional && !i.added)
          .filter(i -> i.current().isEmpty() && !i.spans.isEmpty())
          .forEach(this::leavesWithoutTicker);
    }
    askAboutDoubtful();
    contested.forEach((symbol, words) ->
        known
            .current(symbol)
            .ifPresent(span ->
                ask(
                    ListingQuestion.Kind.TWO_CLAIMS,
                    span.instrument,
                    Optional.empty(),
                    symbol,
                    0.5,
                    "the list gives it to " + words)));
    if (verdict == Verdict.TAKEN && isFurtherNight()) {
      var missing = leavers();
      missing.forEach(i -> i.absence = Optional.of(counted(i)));
      var gone =
          missing.stream()
              .filter(i -> i.absence.orElseThrow().nights() >= rules.absentNights())
              .filter(i -> i.absence.orElseThrow().keptBecause().isEmpty())
              .toList();
      var bars = lastBars.apply(gone.stream().map(WorkingInstrument::id).toList());
      gone.forEach(i -> leaves(i, Optional.ofNullable(bars.get(i.id()))));
    }
  }

  /// Several lists of one day are one night, and those of days without a session are none: what the
  /// vendor leaves out on a Friday it leaves out until Monday.
  private boolean isFurtherNight() {
    return before.filter(last -> last.asOf().isBefore(date())).isPresent()
        && !(CALENDAR.known().contains(date()) && CALENDAR.session(date()).isEmpty());
  }

  private Absence counted(WorkingInstrument i) {
    return i.absence
        .map(Absence::oneMoreNight)
        .orElse(new Absence(before.orElseThrow().asOf(), date(), 1, false, Optional.empty()));
  }

  private void welcomeBack(WorkingInstrument instrument) {
    var absence = instrument.absence.orElseThrow();
    instrument.absence = Optional.empty();
    if (absence.leftList()) {
      var symbol = instrument.current().orElseThrow().symbol;
      changes.add(
          new NotedChange(
              () -> new ListingChange.Returned(instrument.id(), symbol, date()),
              1,
              "named again; missing since " + absence.firstAbsent()));
    }
  }

  private void leaves(WorkingInstrument instrument, Optional<LocalDate> lastBar) {
    var absence = instrument.absence.orElseThrow();
    var span = instrument.current().orElseThrow();
    var since = absence.firstAbsent();
    var missing =
        "missing from "
            + absence.nights()
            + (absence.nights() == 1 ? " list" : " lists")
            + " in a row, last named "
            + absence.lastNamed();
    if (lastBar.filter(bar -> bar.isAfter(since)).isPresent()) {
      return; // it trades, whatever the lists leave out
    }
    if (list.allExchanges()) {
      instrument.tradesNoMore(since);
      span.end(absence.lastNamed(), "delisted: " + missing);
      instrument.absence = Optional.empty();
      changes.add(
          new NotedChange(
              () -> new ListingChange.Delisted(instrument.id(), span.symbol, since),
              0.95,
              missing + lastBar.map(bar -> "; last bar " + bar).orElse("")));
    } else if (!absence.leftList()) {
      instrument.absence = Optional.of(absence.ofLeaver());
      changes.add(
          new NotedChange(
              () -> new ListingChange.LeftList(instrument.id(), span.symbol, since),
              1,
              "left this list, unknown: "
                  + missing
                  + "; the list holds "
                  + exchanges.stream().sorted().map(Mic::code).collect(Collectors.joining(", "))
                  + " only, so it was delisted or has moved"));
    }
  }

  /// Its ticker went to another, and no list gives it a new one.
  private void leavesWithoutTicker(WorkingInstrument instrument) {
    var last =
        instrument.spans.stream()
            .max(Comparator.comparing(span -> span.to.orElse(LocalDate.MAX)))
            .orElseThrow();
    var since =
        instrument
            .absence
            .map(Absence::firstAbsent)
            .orElse(last.to.orElse(date().minusDays(1)).plusDays(1));
    instrument.tradesNoMore(since);
    instrument.absence = Optional.empty();
    changes.add(
        new NotedChange(
            () -> new ListingChange.Delisted(instrument.id(), last.symbol, since),
            0.9,
            "its ticker went to another instrument, and no list names it under a new one"));
  }

  private void askAboutDoubtful() {
    doubtful.forEach((row, match) ->
        known
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
    questions.add(new NotedQuestion(kind, instrument, other, symbol, date(), confidence, words));
  }
}
