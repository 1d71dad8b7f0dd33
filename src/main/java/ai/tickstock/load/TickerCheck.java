package ai.tickstock.load;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.ListSource;
import ai.tickstock.listing.ListingSync;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.listing.TickerHistories;
import ai.tickstock.load.DatedLists.Holder;
import ai.tickstock.load.DatedLists.NotAnswered;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ProviderFailure;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sure before bars are asked for that the tickers of a load are those of its instruments in
/// all of its range: bars come by ticker, and a ticker is no identity. What is found out is kept,
/// so that the next load over the same dates asks nothing.
final class TickerCheck {
  /// Calls that finding the former tickers of one instrument takes, about.
  private static final int CALLS_A_HISTORY = 5;

  private static final Logger LOG = LoggerFactory.getLogger(TickerCheck.class);
  private static final Optional<LocalDate> NO_DATE = Optional.empty();

  private final TickerHistories histories;
  private final Instruments instruments;
  private final ListingSync listing;
  private final CallCost cost;
  private final InstantSource clock;
  private final TradingCalendar calendar;

  TickerCheck(
      Database database,
      Instruments instruments,
      ListingSync listing,
      CallCost cost,
      TradingCalendar calendar,
      InstantSource clock) {
    this.histories = TickerHistories.postgres(database);
    this.instruments = instruments;
    this.listing = listing;
    this.cost = cost;
    this.calendar = calendar;
    this.clock = clock;
  }

  /// How a check ended.
  ///
  /// @param trusted whose bars can be asked for
  /// @param leftOut what is not loaded, with the reason, one line each
  /// @param failure why the load cannot go on
  record Checked(
      Map<InstrumentId, Symbol> trusted,
      List<String> leftOut,
      Answer.Cost cost,
      Optional<ProviderFailure> failure) {}

  /// Calls to dated lists that a check will make; those for what differs come on top.
  ///
  /// @param unknown tickers beside those asked that this database does not know yet
  int calls(Collection<InstrumentId> asked, int unknown, DateRange range, boolean everything) {
    if (firstSession(range).isEmpty()) {
      return 0;
    }
    int due = histories.unproven(asked, firstSession(range).get()).size() + unknown;
    return everything && (due > 0 || asked.isEmpty())
        ? ListedNames.WHOLE_LIST_CALLS
        : Math.min(due, ListedNames.WHOLE_LIST_CALLS);
  }

  /// The list that a check will read as a whole, asked for while the list of today is read: what a
  /// list of a past date says does not depend on that one, and is looked at by the check only. None
  /// where the check may do without it, and where the limit lets one of the two lists wait for the
  /// other anyway.
  ///
  /// @param unknown tickers that this database does not know yet
  EarlyList readAhead(Vendor vendor, int unknown, DateRange range) {
    var first = firstSession(range);
    return first.isPresent()
            && unknown > ListedNames.WHOLE_LIST_CALLS
            && cost.allowsAtOnce(2 * ListedNames.WHOLE_LIST_CALLS)
        ? EarlyList.of(vendor.provider(), first.get())
        : EarlyList.none();
  }

  /// @param asked with the ticker of today
  /// @param everything whether the whole market's bars are asked for, by session
  /// @param early a list that was asked for before
  Checked check(
      Vendor vendor,
      Map<InstrumentId, Symbol> asked,
      DateRange range,
      boolean everything,
      EarlyList early,
      LoadObserver observer) {
    var first = firstSession(range);
    var unproven =
        first
            .map(date -> histories.unproven(asked.keySet(), date))
            .orElse(Map.<InstrumentId, SymbolSpan>of());
    if (unproven.isEmpty()) {
      return new Checked(asked, List.of(), Answer.Cost.NONE, Optional.empty());
    }
    observer.note(
        "asking who held "
            + (unproven.size() == 1 ? "a ticker" : unproven.size() + " tickers")
            + " on "
            + first.get());
    var lists = new DatedLists(vendor.provider(), early);
    var one =
        new OneCheck(vendor, lists, asked, range, everything, first.get(), unproven, observer);
    try {
      one.check();
      return one.checked(Optional.empty());
    } catch (NotAnswered e) {
      return one.checked(Optional.of(e.failure()));
    }
  }

  /// What looking into holes found.
  ///
  /// @param renamed those that had another ticker for a while
  record LookedInto(Set<InstrumentId> renamed, Answer.Cost cost) {}

  /// Looks into long holes between bars: an instrument that gave its ticker up and took it back
  /// later has its bars of the time between under another one. What is found out is kept.
  ///
  /// @param holes a session in each
  /// @param asked the instruments of the load with their tickers of today
  LookedInto lookInto(
      Vendor vendor,
      Map<InstrumentId, LocalDate> holes,
      Map<InstrumentId, Symbol> asked,
      DateRange range,
      LoadObserver observer) {
    var lists = new DatedLists(vendor.provider());
    var facts = instruments.byId(holes.keySet());
    var renamed = new LinkedHashMap<InstrumentId, Symbol>();
    for (var hole : holes.entrySet()) {
      var instrument = OneCheck.fact(facts, hole.getKey());
      try {
        if (hadAnotherTicker(vendor, lists, instrument, hole.getValue(), observer)) {
          renamed.put(instrument.id(), asked.getOrDefault(instrument.id(), instrument.symbol()));
        }
      } catch (NotAnswered e) {
        LOG.info(
            "hole not looked into symbol={} session={} error=\"{}\"",
            instrument.symbol(),
            hole.getValue(),
            e.failure());
        if (!FormerTickers.isLasting(e.failure())) {
          break;
        }
      }
    }
    if (renamed.isEmpty()) {
      return new LookedInto(Set.of(), lists.cost());
    }
    var earlier = check(vendor, renamed, range, false, EarlyList.none(), observer);
    earlier.leftOut().forEach(observer::note);
    return new LookedInto(renamed.keySet(), lists.cost().plus(earlier.cost()));
  }

  private boolean hadAnotherTicker(
      Vendor vendor,
      DatedLists lists,
      Instrument instrument,
      LocalDate session,
      LoadObserver observer)
      throws NotAnswered {
    var held =
        instruments.symbols(instrument.id()).stream()
            .filter(span -> span.contains(session))
            .findFirst();
    if (held.isEmpty() || lists.holder(held.get().symbol(), session, instrument) == Holder.OURS) {
      return false;
    }
    var span = held.get();
    var now = new SymbolSpan(span.instrument(), span.symbol(), NO_DATE, span.to(), span.reason());
    var found =
        new FormerTickers(vendor.provider(), lists, calendar, session, today())
            .before(instrument, now);
    if (found.gap().isPresent() || found.held().size() < 2) {
      observer.note(
          span.symbol()
              + " was not the ticker of "
              + instrument.name().orElse("instrument " + instrument.id())
              + " on "
              + session
              + "; the one of that day is not known"
              + found.gap().map(why -> " (" + why + ")").orElse(""));
      return false;
    }
    histories.extend(span, found.held(), true, vendor.name());
    observer.note(
        instrument.symbol()
            + " traded as "
            + found.held().get(1).symbol()
            + " on "
            + session
            + ", between two times as "
            + span.symbol());
    return true;
  }

  /// The first session of the range of which a dated list tells more than the one of today.
  private Optional<LocalDate> firstSession(DateRange range) {
    return range
        .overlap(calendar.known())
        .flatMap(known -> calendar.sessions(known).stream().map(Session::date).findFirst())
        .filter(session -> session.isBefore(today()));
  }

  private LocalDate today() {
    return Bar.dateOf(clock.instant());
  }

  private final class OneCheck {
    private final Vendor vendor;
    private final DateRange range;
    private final boolean everything;
    private final LocalDate first;
    private final Map<InstrumentId, SymbolSpan> unproven;
    private final LoadObserver observer;
    private final DatedLists lists;
    private final Map<InstrumentId, Symbol> trusted;
    private final List<String> leftOut = new ArrayList<>();

    OneCheck(
        Vendor vendor,
        DatedLists lists,
        Map<InstrumentId, Symbol> asked,
        DateRange range,
        boolean everything,
        LocalDate first,
        Map<InstrumentId, SymbolSpan> unproven,
        LoadObserver observer) {
      this.vendor = vendor;
      this.range = range;
      this.everything = everything;
      this.first = first;
      this.unproven = unproven;
      this.observer = observer;
      this.lists = lists;
      this.trusted = new LinkedHashMap<>(asked);
    }

    Checked checked(Optional<ProviderFailure> failure) {
      return new Checked(trusted, leftOut, lists.cost(), failure);
    }

    void check() throws NotAnswered {
      var facts = instruments.byId(unproven.keySet());
      var seen = new ArrayList<SymbolSpan>();
      var others = new ArrayList<InstrumentId>();
      var absent = new ArrayList<InstrumentId>();
      if (unproven.size() > ListedNames.WHOLE_LIST_CALLS && !canReadWhole()) {
        return;
      }
      for (var entry : unproven.entrySet()) {
        var span = entry.getValue();
        var instrument = fact(facts, entry.getKey());
        try {
          switch (TickerHistories.isEarlierUnknown(span)
              ? Holder.NOBODY
              : lists.holder(span.symbol(), first, instrument)) {
            case OURS -> seen.add(span);
            case ANOTHER -> others.add(entry.getKey());
            case NOBODY -> absent.add(entry.getKey());
          }
        } catch (NotAnswered e) {
          leaveOut(List.of(entry.getKey()), e);
        }
      }
      histories.noteSeen(seen, first);
      findHistories(facts, others, absent);
    }

    private boolean canReadWhole() throws NotAnswered {
      try {
        lists.readWhole(first);
        return true;
      } catch (NotAnswered e) {
        leaveOut(unproven.keySet(), e);
        return false;
      }
    }

    private static Instrument fact(Map<InstrumentId, Instrument> facts, InstrumentId id) {
      var instrument = facts.get(id);
      if (instrument == null) {
        throw new IllegalStateException("instrument " + id + " is not in the database");
      }
      return instrument;
    }

    private void leaveOut(Collection<InstrumentId> ids, NotAnswered why) throws NotAnswered {
      if (!FormerTickers.isLasting(why.failure())) {
        throw why;
      }
      var reason = "who held the ticker on " + first + " is not known (" + why.failure() + ")";
      if (everything) {
        leftOut.add(
            (ids.size() == 1 ? span(ids.iterator().next()).symbol() : ids.size() + " tickers")
                + ": "
                + reason
                + "; bars of a former holder stand under the present one");
        return;
      }
      for (var id : ids) {
        leftOut.add(
            span(id).symbol()
                + ": "
                + reason
                + "; load it from a date on of which the vendor gives its list");
        trusted.remove(id);
      }
    }

    private SymbolSpan span(InstrumentId id) {
      var span = unproven.get(id);
      if (span == null) {
        throw new IllegalStateException("instrument " + id + " was not in doubt");
      }
      return span;
    }

    /// Those first whose ticker another one held: their bars would mix.
    private void findHistories(
        Map<InstrumentId, Instrument> facts, List<InstrumentId> others, List<InstrumentId> absent)
        throws NotAnswered {
      var former = new FormerTickers(vendor.provider(), lists, calendar, first, today());
      int most = mostHistories();
      int found = 0;
      for (var id : others) {
        if (found++ < most) {
          find(former, fact(facts, id));
        } else {
          histories.beginNotBefore(span(id), day(), vendor.name());
          leftOut.add(
              span(id).symbol()
                  + " before "
                  + day()
                  + ": another instrument held the ticker on "
                  + first
                  + "; 'tickstock load --symbols "
                  + span(id).symbol()
                  + "' finds out until when");
        }
      }
      // Those that the list names under another ticker were renamed; the others are new, mostly.
      absent.sort(Comparator.comparing(id -> !lists.isNamed(first, fact(facts, id))));
      int notLooked = 0;
      for (var id : absent) {
        if (found++ < most) {
          find(former, fact(facts, id));
        } else {
          notLooked++;
        }
      }
      if (notLooked > 0) {
        observer.note(
            notLooked
                + " more tickers stood in no list on "
                + first
                + " and are taken for listed later; a load by name looks closer");
      }
    }

    /// Whoever named an instrument wants all of it; for the whole market there must be some
    /// measure.
    private int mostHistories() {
      int sessions = range.overlap(calendar.known()).map(calendar::countSessions).orElse(0);
      return everything ? cost.affordable(sessions) / CALLS_A_HISTORY : Integer.MAX_VALUE;
    }

    private void find(FormerTickers former, Instrument instrument) throws NotAnswered {
      try {
        var found = former.before(instrument, span(instrument.id()));
        found
            .details()
            .ifPresent(facts ->
                listing.details(List.of(facts), new ListSource(vendor.name(), clock.instant())));
        var within =
            histories.extend(
                span(instrument.id()), found.held(), found.gap().isEmpty(), vendor.name());
        found.gap().ifPresent(why -> leftOut.add(unknownBefore(instrument, found, why)));
        within.forEach(other -> leftOut.add(heldByAnother(instrument, other)));
        say(instrument, found);
      } catch (NotAnswered e) {
        leaveOut(List.of(instrument.id()), e);
      }
    }

    private String unknownBefore(Instrument instrument, FormerTickers.Found found, String why) {
      return instrument.symbol()
          + " before "
          + found.held().getLast().from().orElse(first)
          + ": the ticker "
          + found.held().getLast().symbol()
          + " was not its own then, and its earlier one is not known ("
          + why
          + "); the next load over these dates asks again";
    }

    private static String heldByAnother(Instrument instrument, SymbolSpan other) {
      return instrument.symbol()
          + " under its former ticker "
          + other.symbol()
          + ": instrument "
          + other.instrument()
          + " has the bars of "
          + other.from().map(LocalDate::toString).orElse("?")
          + " to "
          + other.to().map(LocalDate::toString).orElse("now");
    }

    private void say(Instrument instrument, FormerTickers.Found found) {
      if (found.held().size() > 1) {
        var names = new ArrayList<String>();
        found
            .held()
            .reversed()
            .forEach(held ->
                names.add(held.symbol() + held.from().map(date -> " from " + date).orElse("")));
        observer.note(instrument.symbol() + " traded as " + String.join(", ", names));
      }
    }

    /// The first date of which nothing has to be asked.
    private LocalDate day() {
      var after = range.last().plusDays(1);
      return after.isBefore(today()) ? after : today();
    }
  }
}
