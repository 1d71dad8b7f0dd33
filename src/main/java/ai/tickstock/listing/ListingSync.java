package ai.tickstock.listing;

import ai.tickstock.database.Database;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ListingRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Brings our instruments in line with a vendor's list: each call in one transaction, one at a time
/// in a database. Safe for use by many threads.
///
/// An instrument is known by its composite FIGI, else by the ticker it trades under. A known FIGI
/// under a new ticker is a rename; a ticker with another FIGI than ours has a new holder; both from
/// the New York date of the list. What a row leaves out stays as we know it, and so does an
/// instrument that a list leaves out.
public final class ListingSync {
  private final Database database;

  private ListingSync(Database database) {
    this.database = database;
  }

  public static ListingSync postgres(Database database) {
    return new ListingSync(database);
  }

  /// As the other `apply`, in a transaction of its own.
  public SyncCount apply(List<ListingRow> rows, ListSource source, ListExtent extent) {
    return database.inTransaction(h -> apply(h, rows, source, extent));
  }

  /// Takes a list over. Rows of trading and of delisted instruments that were asked for at the same
  /// moment belong into one call: then a delisted row cannot be taken for the present holder of its
  /// ticker. The same list again changes nothing.
  ///
  /// @throws IllegalStateException outside a transaction
  public SyncCount apply(
      Handle transaction, List<ListingRow> rows, ListSource source, ListExtent extent) {
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("a list is taken over inside a transaction only");
    }
    InstrumentTable.lock(transaction);
    var codes = new TreeSet<String>();
    rows.forEach(row -> row.type().ifPresent(codes::add));
    var newTypes = EquityTypes.postgres(database).learn(transaction, codes);
    var known = WorkingListing.read(transaction, rows, false);
    var plan = new ListPlan(known, source.date(), extent, Optional.empty());
    plan.take(rows);
    known.number(transaction);
    known.write(transaction, source.vendor());
    ChangeTable.write(transaction, plan.changes(), source);
    return plan.count(newTypes);
  }

  /// As the other `takeNight`, in a transaction of its own.
  ///
  /// @throws ListRefused if the list is older than the last one that was taken
  public SyncCount takeNight(
      NightlyList list, ListingRules rules, TradingCalendar calendar, LastBars lastBars) {
    return database.inTransaction(h -> takeNight(h, list, rules, calendar, lastBars));
  }

  /// Takes a whole list over and judges by it: who was renamed, who has left, who came back. A list
  /// that is cut short takes nobody out; the same list again is no further night.
  ///
  /// @param calendar its days without a session are no nights
  /// @throws ListRefused if the list is older than the last one that was taken
  /// @throws IllegalStateException outside a transaction
  public SyncCount takeNight(
      Handle transaction,
      NightlyList list,
      ListingRules rules,
      TradingCalendar calendar,
      LastBars lastBars) {
    InstrumentTable.lock(transaction);
    var codes = new TreeSet<String>();
    list.rows().forEach(row -> row.type().ifPresent(codes::add));
    var newTypes = EquityTypes.postgres(database).learn(transaction, codes);
    var known = WorkingListing.read(transaction, list.rows(), true);
    var night = judgement(transaction, known, list, rules, calendar, lastBars);
    var plan = new ListPlan(known, list.source().date(), ListExtent.WHOLE, Optional.of(night));
    plan.take(list.rows());
    known.number(transaction);
    known.write(transaction, list.source().vendor());
    known.writeAbsences(transaction);
    ChangeTable.write(transaction, plan.changes(), list.source());
    var questions = night.came().questions();
    QuestionTable.write(transaction, questions);
    var verdict = night.list().verdict();
    ListTable.note(transaction, list.source().vendor(), night.list().taken(), verdict);
    return plan.count(newTypes).with(verdict, questions.size());
  }

  /// The last list of a source by which names that left were judged.
  ///
  /// @param allExchanges whether it held all exchanges of the US
  /// @param trading rows of trading instruments
  public record NewestList(LocalDate asOf, boolean allExchanges, int trading) {}

  public Optional<NewestList> newestList(String source) {
    return database.read(h -> ListTable.newest(h, source).map(ListingSync::newest));
  }

  /// The last one that held as many exchanges.
  public Optional<NewestList> newestList(String source, boolean allExchanges) {
    return database.read(h -> ListTable.newest(h, source, allExchanges).map(ListingSync::newest));
  }

  private static NewestList newest(ListTable.Taken list) {
    return new NewestList(list.asOf(), list.allExchanges(), list.trading());
  }

  /// The date of the last list, whatever its source: older ones are refused.
  public Optional<LocalDate> newestDate() {
    return database.read(h -> ListTable.newestOfAll(h).map(ListTable.Latest::asOf));
  }

  /// Newcomers of a list of which the vendor's ticker histories could tell whether they are old
  /// names; changes nothing.
  public Set<Symbol> worthAsking(NightlyList list, ListingRules rules, TradingCalendar calendar) {
    return database.read(h -> {
      var known = WorkingListing.read(h, list.rows(), true);
      var night = judgement(h, known, list, rules, calendar, LastBars.UNKNOWN);
      new ListPlan(known, list.source().date(), ListExtent.WHOLE, Optional.of(night))
          .take(list.rows());
      return night.came().worthAsking();
    });
  }

  private NightlyJudgement judgement(
      Handle h,
      WorkingListing known,
      NightlyList list,
      ListingRules rules,
      TradingCalendar calendar,
      LastBars lastBars) {
    var night = JudgedList.of(h, known, list, rules, calendar);
    return new NightlyJudgement(
        night,
        new NamesThatCame(night, rules, fundTypes()),
        new NamesThatLeft(night, rules, ids -> lastBars.of(h, ids)));
  }

  private Set<String> fundTypes() {
    return EquityTypes.postgres(database).all().stream()
        .filter(type -> type.category() == EquityCategory.ETFS)
        .map(EquityType::code)
        .collect(Collectors.toSet());
  }

  /// As the other `details`, in a transaction of its own.
  public DetailsCount details(List<ListingDetails> details, ListSource source) {
    return database.inTransaction(h -> details(h, details, source));
  }

  /// Takes over what the vendor says of single tickers: their list rows, then the facts that lists
  /// lack. Notes `source.asOf()` as the time of asking.
  ///
  /// @throws IllegalStateException outside a transaction
  public DetailsCount details(Handle transaction, List<ListingDetails> details, ListSource source) {
    var rows = details.stream().map(ListingDetails::listing).toList();
    var listing = apply(transaction, rows, source, ListExtent.PART);
    var places = places(transaction, rows);
    var placed = new LinkedHashMap<InstrumentId, ListingDetails>();
    var homeless = new LinkedHashSet<Symbol>();
    for (var one : details) {
      var id = places.get(one.listing());
      if (id == null) {
        homeless.add(one.listing().symbol());
      } else {
        placed.put(id, one);
      }
    }
    int changed = DetailsTable.write(transaction, placed, source.asOf());
    return new DetailsCount(listing, changed, placed.size() - changed, new ArrayList<>(homeless));
  }

  /// The instrument that each row is about: the one with its FIGI among the holders of its ticker,
  /// else the present or last holder unless that one has another FIGI.
  private static Map<ListingRow, InstrumentId> places(Handle h, List<ListingRow> rows) {
    var symbols = rows.stream().map(ListingRow::symbol).toList();
    var spans = InstrumentTable.spans(h, symbols);
    var ids = spans.values().stream().flatMap(List::stream).map(SymbolSpan::instrument).distinct();
    var instruments = InstrumentTable.byIds(h, ids.toList());
    var places = new LinkedHashMap<ListingRow, InstrumentId>();
    for (var row : rows) {
      var holders = spans.getOrDefault(row.symbol(), List.of());
      holders.stream()
          .map(span -> instruments.get(span.instrument()))
          .filter(Objects::nonNull)
          .filter(
              i -> i.compositeFigi().isPresent() && i.compositeFigi().equals(row.compositeFigi()))
          .findFirst()
          .or(() ->
              SymbolSpan.last(holders)
                  .map(span -> instruments.get(span.instrument()))
                  .filter(i -> i.active() == row.active())
                  .filter(i -> i.compositeFigi().isEmpty() || row.compositeFigi().isEmpty()))
          .ifPresent(i -> places.put(row, i.id()));
    }
    return places;
  }
}
