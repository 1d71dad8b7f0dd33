package ai.tickstock.load;

import ai.tickstock.listing.Instrument;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.ProviderFailure;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The vendor's lists as of past dates, each asked for once. For one thread.
final class DatedLists {
  private static final int ASKS = 2;

  private final MarketDataProvider provider;
  private final Map<LocalDate, Map<Symbol, List<ListingRow>>> whole = new HashMap<>();
  private final Map<LocalDate, Set<String>> figis = new HashMap<>();
  private final Map<Entry, List<ListingRow>> entries = new HashMap<>();
  private Answer.Cost cost = Answer.Cost.NONE;

  private final EarlyList early;

  DatedLists(MarketDataProvider provider) {
    this(provider, EarlyList.none());
  }

  /// @param early a whole list that is being asked for already
  DatedLists(MarketDataProvider provider, EarlyList early) {
    this.provider = provider;
    this.early = early;
  }

  private record Entry(Symbol symbol, LocalDate date) {}

  /// Who a list names under a ticker.
  enum Holder {
    OURS,
    ANOTHER,
    NOBODY
  }

  /// No list came.
  static final class NotAnswered extends Exception {
    private static final long serialVersionUID = 1;

    private final transient ProviderFailure failure;

    NotAnswered(ProviderFailure failure) {
      super(failure.toString());
      this.failure = failure;
    }

    ProviderFailure failure() {
      return failure;
    }
  }

  /// Reads the whole list of a date, which takes fewer calls than many tickers do.
  void readWhole(LocalDate date) throws NotAnswered {
    var came = early.take(date);
    var first = came.isPresent() ? paid(came.get()) : List.<ListingRow>of();
    var rows = first.isEmpty() ? ask(EarlyList.query(date), came.isPresent() ? 1 : 0) : first;
    whole.put(date, rows.stream().collect(Collectors.groupingBy(ListingRow::symbol)));
  }

  /// Who held the ticker on a date: an instrument is known by its composite FIGI, and where one
  /// side has none, by its name or CIK.
  Holder holder(Symbol symbol, LocalDate date, Instrument ours) throws NotAnswered {
    var rows = listed(symbol, date);
    return rows.isEmpty()
        ? Holder.NOBODY
        : rows.stream().anyMatch(row -> isAbout(row, ours)) ? Holder.OURS : Holder.ANOTHER;
  }

  /// Whether a whole list that was read names the instrument, by its FIGI, under some ticker.
  boolean isNamed(LocalDate date, Instrument ours) {
    if (figis.get(date) == null) {
      figis.put(
          date,
          whole.getOrDefault(date, Map.of()).values().stream()
              .flatMap(List::stream)
              .flatMap(row -> row.compositeFigi().stream())
              .collect(Collectors.toSet()));
    }
    return ours.compositeFigi().filter(figis.getOrDefault(date, Set.of())::contains).isPresent();
  }

  /// The entries of a ticker in the list of a date.
  List<ListingRow> listed(Symbol symbol, LocalDate date) throws NotAnswered {
    var list = whole.get(date);
    if (list != null) {
      return list.getOrDefault(symbol, List.of());
    }
    var entry = new Entry(symbol, date);
    var known = entries.get(entry);
    if (known != null) {
      return known;
    }
    var rows =
        ask(ListingQuery.of(symbol).on(date), 0).stream()
            .filter(row -> row.symbol().equals(symbol) && row.active())
            .toList();
    entries.put(entry, rows);
    return rows;
  }

  /// Asks once more where the answer is empty: that is not believed at once.
  ///
  /// @param asked how often it was asked for before
  private List<ListingRow> ask(ListingQuery query, int asked) throws NotAnswered {
    List<ListingRow> rows = List.of();
    for (int ask = asked + 1; rows.isEmpty() && ask <= ASKS; ask++) {
      rows = paid(provider.listings(query));
    }
    return rows;
  }

  /// The value of an answer, whose cost is counted.
  <T> T paid(Answer<T> answer) throws NotAnswered {
    cost = cost.plus(answer.cost());
    return switch (answer) {
      case Answer.Given<T> given -> given.value();
      case Answer.Failed<T> failed -> throw new NotAnswered(failed.failure());
    };
  }

  Answer.Cost cost() {
    return cost;
  }

  private static boolean isAbout(ListingRow row, Instrument ours) {
    if (row.compositeFigi().isPresent() && ours.compositeFigi().isPresent()) {
      return row.compositeFigi().equals(ours.compositeFigi());
    }
    return same(row.name(), ours.name()) || same(row.cik(), ours.cik());
  }

  private static boolean same(Optional<String> a, Optional<String> b) {
    return a.isPresent() && b.isPresent() && a.get().equalsIgnoreCase(b.get());
  }
}
