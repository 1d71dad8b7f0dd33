package ai.tickstock.listing;

import ai.tickstock.audit.Audit;
import ai.tickstock.database.Database;
import ai.tickstock.listing.RecordedChange.Kind;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// What happened to instruments, and people's decisions about it. Each decision is one transaction,
/// in which bars, coverage and what was known before go along. Safe for use by many threads.
public final class ListingChanges {
  private static final String PLAN = "plan";

  /// Nobody sells bars of before.
  private static final LocalDate EARLIEST = LocalDate.EPOCH;

  private final Database database;
  private final InstrumentFollower follower;
  private final InstantSource clock;

  private ListingChanges(Database database, InstrumentFollower follower, InstantSource clock) {
    this.database = database;
    this.follower = follower;
    this.clock = clock;
  }

  public static ListingChanges postgres(
      Database database, InstrumentFollower follower, InstantSource clock) {
    return new ListingChanges(database, follower, clock);
  }

  /// What was decided.
  ///
  /// @param kept the instrument that lives on under its number
  /// @param other the one that was joined into it, or that was parted from it
  /// @param bars that were moved
  public record Decided(InstrumentId kept, Optional<InstrumentId> other, long bars) {}

  /// What a decision comes to.
  ///
  /// @param kept who lives on under its number, as it is then
  /// @param other the other one, as it is then
  public record Plan(Decided decided, Side kept, Optional<Side> other) {}

  /// @param tickers ascending; none of one that is joined with another
  /// @param bars its first and last session with a bar
  public record Side(List<SymbolSpan> tickers, Optional<DateRange> bars) {
    public Side {
      tickers = List.copyOf(tickers);
    }
  }

  /// Changes found in lists of that date or later, in the order of the lists; undone ones too.
  public List<RecordedChange> since(LocalDate date) {
    return database.read(h -> ChangeTable.since(h, date));
  }

  /// Changes that were noted before one, the newest first; undone ones too.
  ///
  /// @param before the number of a change; `Integer.MAX_VALUE` for the newest
  /// @param kinds only these; all when empty
  public List<RecordedChange> newest(int before, Set<Kind> kinds, int most) {
    return database.read(h -> ChangeTable.newest(h, before, kinds, most));
  }

  /// Doubtful cases that nobody has decided, the oldest first.
  public List<ListingQuestion> questions() {
    return database.read(QuestionTable::open);
  }

  /// Makes one instrument of two: the second one's tickers, bars and coverage become the first
  /// one's. Its row stays and says where they went.
  ///
  /// @param earlier who lives on
  /// @param later who trades after it
  /// @param on first date of the later one; where empty, its own as far as it is known
  /// @throws ChangeRefused if the earlier one has bars after the first of the later one, or both
  ///   would hold a ticker on one date
  public Decided join(
      InstrumentId earlier, InstrumentId later, Optional<LocalDate> on, String by, String because) {
    return database.inTransaction(h -> {
      InstrumentTable.lock(h);
      var decided = join(h, earlier, later, on, because);
      Audit.note(h, by, "symbols join", earlier + " " + later, because);
      return decided;
    });
  }

  /// What `join` would do; nothing is changed.
  ///
  /// @throws ChangeRefused as `join` does
  public Plan planJoin(InstrumentId earlier, InstrumentId later, Optional<LocalDate> on) {
    return planned(h -> join(h, earlier, later, on, PLAN));
  }

  private Plan planned(Function<Handle, Decided> decision) {
    return database.inTransaction(h -> {
      InstrumentTable.lock(h);
      h.savepoint(PLAN);
      var plan = outcome(h, decision.apply(h));
      h.rollbackToSavepoint(PLAN);
      return plan;
    });
  }

  /// What a decision that was made came to.
  public Plan outcome(Decided decided) {
    return database.read(h -> outcome(h, decided));
  }

  private Plan outcome(Handle h, Decided decided) {
    return new Plan(decided, side(h, decided.kept()), decided.other().map(other -> side(h, other)));
  }

  private Side side(Handle h, InstrumentId instrument) {
    return new Side(
        InstrumentTable.spansOf(h, List.of(instrument)), follower.sessions(h, instrument));
  }

  private Decided join(
      Handle h, InstrumentId earlier, InstrumentId later, Optional<LocalDate> on, String because) {
    var first = known(h, earlier);
    var second = known(h, later);
    if (earlier.equals(later)) {
      throw new ChangeRefused(first + " is one instrument already");
    }
    var begin =
        on.or(() -> firstKnown(h, later))
            .orElseThrow(() ->
                new ChangeRefused(
                    "it is not known since when "
                        + second
                        + " trades; say with --on DATE from when on it is "
                        + first));
    var since = barsSince(h, first, second, begin);
    refuseTwoTickersAtOnce(h, first, second, begin);
    var both = List.of(earlier, later);
    var before = DecisionTable.rows(h, both, since, follower.snapshots());
    DecisionTable.endTickers(h, earlier, begin, "renamed to " + second.symbol());
    DecisionTable.moveTickers(h, later, earlier, begin);
    DecisionTable.takeFacts(h, earlier, later, begin);
    long bars = follower.move(h, later, earlier, LocalDate.EPOCH);
    DecisionTable.moveActions(h, later, earlier, LocalDate.EPOCH);
    DecisionTable.copyClass(h, later, earlier);
    DecisionTable.dropClass(h, later);
    AbsenceTable.delete(h, List.of(earlier, later));
    ChangeTable.write(
        h,
        Kind.JOINED,
        earlier,
        later,
        second.symbol(),
        begin,
        because,
        today(),
        DecisionTable.change(h, before, DecisionTable.rows(h, both, since, follower.snapshots())));
    return new Decided(earlier, Optional.of(later), bars);
  }

  /// Its first date by its tickers, else by the list that found it and by its bars.
  private Optional<LocalDate> firstKnown(Handle h, InstrumentId instrument) {
    return InstrumentTable.spansOf(h, List.of(instrument)).stream()
        .flatMap(span -> span.from().stream())
        .min(Comparator.naturalOrder())
        .or(() ->
            Stream.concat(
                    ChangeTable.listedOn(h, instrument).stream(),
                    follower.sessions(h, instrument).map(DateRange::first).stream())
                .min(Comparator.naturalOrder()));
  }

  /// From when on bars of both are the later one's.
  ///
  /// @throws ChangeRefused if they traded side by side
  private LocalDate barsSince(Handle h, Instrument first, Instrument second, LocalDate begin) {
    var ended = follower.sessions(h, first.id()).map(DateRange::last);
    var began = follower.sessions(h, second.id()).map(DateRange::first);
    if (ended.isPresent() && began.isPresent() && !ended.get().isBefore(began.get())) {
      throw new ChangeRefused(
          first
              + " has bars up to "
              + ended.get()
              + ", "
              + second
              + " from "
              + began.get()
              + " on: they traded side by side and are not one");
    }
    var since = began.filter(date -> date.isBefore(begin)).orElse(begin);
    return ended.filter(date -> !date.isBefore(since)).map(date -> date.plusDays(1)).orElse(since);
  }

  private static void refuseTwoTickersAtOnce(
      Handle h, Instrument first, Instrument second, LocalDate begin) {
    var kept =
        InstrumentTable.spansOf(h, List.of(first.id())).stream()
            .filter(span -> span.from().filter(from -> !from.isBefore(begin)).isPresent())
            .toList();
    for (var span : InstrumentTable.spansOf(h, List.of(second.id()))) {
      var from = span.from().orElse(begin);
      boolean isOver = span.to().filter(to -> to.isBefore(from)).isPresent();
      boolean isBefore = from.isBefore(begin);
      var meets =
          kept.stream()
              .filter(other ->
                  other.to().filter(to -> to.isBefore(from)).isEmpty()
                      && span.to().filter(to -> to.isBefore(other.from().orElse(to))).isEmpty())
              .findFirst();
      if (isOver || isBefore || meets.isPresent()) {
        throw new ChangeRefused(
            second
                + " has the ticker "
                + span
                + ", and "
                + first
                + meets.map(other -> " has " + other).orElse(" would have its own until " + begin)
                + ": the second one must trade after the first; name them the other way round, or"
                + " say another date");
      }
    }
  }

  /// Makes two instruments of one: what it was from a date on, with bars and coverage, becomes a
  /// new one, which holds its tickers from then on.
  ///
  /// @throws ChangeRefused if it traded under no ticker on that date, or only from then on, or was
  ///   listed on that date or later and nothing is known of it before
  public Decided part(InstrumentId instrument, LocalDate from, String by, String because) {
    return database.inTransaction(h -> {
      InstrumentTable.lock(h);
      refuseBeforeListing(h, instrument, from);
      var decided = part(h, instrument, from, because);
      Audit.note(h, by, "symbols part", instrument + " from " + from, because);
      return decided;
    });
  }

  /// What `part` would do; nothing is changed.
  ///
  /// @throws ChangeRefused as `part` does
  public Plan planPart(InstrumentId instrument, LocalDate from) {
    return planned(h -> {
      refuseBeforeListing(h, instrument, from);
      return part(h, instrument, from, PLAN);
    });
  }

  /// A listing that began on the date or later has nothing before it, unless it is the later one's:
  /// details tell it of who has the ticker now.
  private void refuseBeforeListing(Handle h, InstrumentId instrument, LocalDate from) {
    var one = known(h, instrument);
    var listed = one.listDate().filter(date -> !from.isAfter(date));
    if (listed.isEmpty()) {
      return;
    }
    boolean tradedBefore =
        follower.sessions(h, instrument).map(DateRange::first).filter(from::isAfter).isPresent()
            || InstrumentTable.spansOf(h, List.of(instrument)).stream()
                .anyMatch(span ->
                    span.from().filter(from::isAfter).isPresent()
                        || span.to().filter(from::isAfter).isPresent());
    if (!tradedBefore) {
      throw new ChangeRefused(
          "%s is listed since %s, which is not before %s: there is nothing to part"
              .formatted(one, listed.get(), from));
    }
  }

  private Decided part(Handle h, InstrumentId instrument, LocalDate from, String because) {
    var one = known(h, instrument);
    var spans = InstrumentTable.spansOf(h, List.of(instrument));
    if (from.isAfter(today())) {
      throw new ChangeRefused(from + " is yet to come; nobody can be another from then on");
    }
    if (from.isBefore(EARLIEST)) {
      throw new ChangeRefused(
          "%s is before all that is kept of instruments (%s): there is nothing to part"
              .formatted(from, EARLIEST));
    }
    boolean tradesBefore =
        spans.stream().anyMatch(s -> s.from().isEmpty() || s.from().get().isBefore(from));
    boolean tradesAfter =
        spans.stream().anyMatch(s -> s.to().isEmpty() || !s.to().get().isBefore(from));
    if (!tradesBefore || !tradesAfter) {
      throw new ChangeRefused(
          one
              + (tradesAfter ? " has no ticker before " : " has no ticker from ")
              + from
              + (tradesAfter ? "" : " on")
              + ": there is nothing to part");
    }
    var second = InstrumentTable.nextIds(h, 1).getFirst();
    var both = List.of(instrument, second);
    var before = DecisionTable.rows(h, both, LocalDate.EPOCH, follower.snapshots());
    DecisionTable.partRow(h, instrument, second, from);
    DecisionTable.partTickers(h, instrument, second, from);
    long bars = follower.move(h, instrument, second, from);
    DecisionTable.moveActions(h, instrument, second, from);
    DecisionTable.copyClass(h, instrument, second);
    AbsenceTable.delete(h, List.of(instrument));
    var ticker = InstrumentTable.byIds(h, List.of(second)).get(second);
    ChangeTable.write(
        h,
        Kind.PARTED,
        instrument,
        second,
        ticker == null ? one.symbol() : ticker.symbol(),
        from,
        because,
        today(),
        DecisionTable.change(
            h, before, DecisionTable.rows(h, both, LocalDate.EPOCH, follower.snapshots())));
    return new Decided(instrument, Optional.of(second), bars);
  }

  /// Takes a change back.
  ///
  /// @throws ChangeRefused if it was undone before, a later change stands on it, or only the next
  ///   list can say otherwise
  public Decided undo(int id, String by, String because) {
    return database.inTransaction(h -> {
      InstrumentTable.lock(h);
      var change =
          ChangeTable.byId(h, id)
              .orElseThrow(() ->
                  new ChangeRefused(
                      "there is no change " + id + "; 'tickstock symbols changes' lists them"));
      change
          .undoneAt()
          .ifPresent(at -> {
            throw new ChangeRefused("change " + id + " was undone at " + at + " already");
          });
      ChangeTable.later(h, change)
          .ifPresent(later -> {
            throw new ChangeRefused(
                "change "
                    + later
                    + " of the same instrument came after change "
                    + id
                    + "; undo that one first");
          });
      var decided = undo(h, change, because);
      ChangeTable.undone(h, id, by, because);
      Audit.note(h, by, "symbols undo", change.kind().word() + " " + id, because);
      return decided;
    });
  }

  private Decided undo(Handle h, RecordedChange change, String because) {
    return switch (change.kind()) {
      case RENAMED -> {
        var decided = part(h, change.instrument(), change.on(), because);
        // Where somebody else has the ticker since (two swapped theirs), it ended the day before.
        var _ = DecisionTable.keepTrading(h, change.instrument(), change.on(), because, false);
        yield decided;
      }
      case LISTED_AGAIN -> part(h, change.instrument(), change.on(), because);
      case JOINED -> putBack(h, change, change.instrument(), change.other().orElseThrow());
      case PARTED -> putBack(h, change, change.other().orElseThrow(), change.instrument());
      case RECYCLED -> {
        var former = known(h, change.other().orElseThrow());
        var decided = join(h, former.id(), change.instrument(), Optional.of(change.on()), because);
        giveMembershipsBack(h, former, because);
        yield decided;
      }
      case DELISTED, LEFT_LIST -> {
        var leaver = known(h, change.instrument());
        if (!DecisionTable.keepTrading(h, leaver.id(), change.on(), because, true)) {
          throw new ChangeRefused(
              "another instrument has the last ticker of " + leaver + " now; undo that first");
        }
        giveMembershipsBack(h, leaver, because);
        yield new Decided(leaver.id(), Optional.empty(), 0);
      }
      case LISTED ->
          throw new ChangeRefused(
              "change "
                  + change.id()
                  + " says that "
                  + change.symbol()
                  + " is new; if it is another instrument, join them: 'tickstock symbols join OLD "
                  + change.symbol()
                  + "'");
      case ADOPTED, RETURNED, EXCHANGE, TYPE, NAME ->
          throw new ChangeRefused(
              "change "
                  + change.id()
                  + " is what the vendor's list says; the next list would say it again");
    };
  }

  private void giveMembershipsBack(Handle h, Instrument delisted, String because) {
    delisted.delistDate().ifPresent(on -> follower.delistingUndone(h, delisted.id(), on, because));
  }

  /// Makes both instruments of a change what they were, bars and all. What came after it goes by
  /// its date.
  private Decided putBack(Handle h, RecordedChange change, InstrumentId from, InstrumentId to) {
    var rows = ChangeTable.rowsBefore(h, change.id());
    var since = DecisionTable.barsSince(h, rows).orElse(change.on());
    var both = List.of(change.instrument(), change.other().orElseThrow());
    var now = DecisionTable.rows(h, both, since, follower.snapshots());
    DecisionTable.putBack(h, change.instrument(), change.other().orElseThrow(), rows);
    long bars = follower.move(h, from, to, since);
    DecisionTable.moveActions(h, from, to, since);
    DecisionTable.restore(h, both, rows, now, follower.snapshots());
    return new Decided(change.instrument(), change.other(), bars);
  }

  /// Answers a doubtful case, and does what follows.
  ///
  /// @throws ChangeRefused if it is not open, or what follows is impossible
  public Optional<Decided> answer(int id, boolean yes, String by, String because) {
    return database.inTransaction(h -> {
      InstrumentTable.lock(h);
      var question =
          QuestionTable.open(h, id)
              .orElseThrow(() ->
                  new ChangeRefused(
                      "no question "
                          + id
                          + " is open; 'tickstock symbols review' lists the open ones"));
      var decided = follow(h, question, yes, because);
      QuestionTable.answer(h, id, yes, by, because);
      Audit.note(
          h, by, "symbols review " + (yes ? "yes" : "no"), question.symbol() + " " + id, because);
      return decided;
    });
  }

  private Optional<Decided> follow(
      Handle h, ListingQuestion question, boolean yes, String because) {
    return switch (question.kind()) {
      case RENAMED ->
          yes
              ? Optional.of(
                  join(
                      h,
                      question.instrument(),
                      question.other().orElseThrow(),
                      Optional.of(question.on()),
                      because))
              : Optional.empty();
      case ANOTHER_NAME ->
          yes
              ? Optional.empty()
              : Optional.of(part(h, question.instrument(), question.on(), because));
      case TWO_CLAIMS -> Optional.empty();
    };
  }

  private static Instrument known(Handle h, InstrumentId id) {
    var instrument = InstrumentTable.byIds(h, List.of(id)).get(id);
    if (instrument == null) {
      throw new ChangeRefused(
          id + " trades under no ticker any more: it was joined with another instrument");
    }
    return instrument;
  }

  private LocalDate today() {
    return Bar.dateOf(clock.instant());
  }

  /// Who had a ticker on a date, for decisions about the past.
  public Optional<InstrumentId> holder(Symbol symbol, LocalDate date) {
    return database.read(h ->
        SymbolSpan.holder(
                InstrumentTable.spans(h, List.of(symbol)).getOrDefault(symbol, List.of()), date)
            .map(SymbolSpan::instrument));
  }
}
