package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// One instrument while a list is taken over: what we know, and whether that has changed.
final class WorkingInstrument {
  final boolean added;
  private Optional<InstrumentId> id;
  final List<WorkingSpan> spans = new ArrayList<>();
  Optional<String> name = Optional.empty();
  Optional<String> type = Optional.empty();
  Optional<Mic> exchange = Optional.empty();
  Optional<String> cik = Optional.empty();
  Optional<String> compositeFigi = Optional.empty();
  Optional<String> shareClassFigi = Optional.empty();
  boolean active = true;
  boolean provisional;
  Optional<LocalDate> delistDate = Optional.empty();

  /// A row of this list says that it trades.
  boolean confirmed;

  /// Missing from the last whole lists.
  Optional<Absence> absence = Optional.empty();

  private int changes;

  private WorkingInstrument(Optional<InstrumentId> id, boolean added) {
    this.id = id;
    this.added = added;
  }

  /// One that we did not know; it gets its number when all is decided.
  static WorkingInstrument fresh() {
    return new WorkingInstrument(Optional.empty(), true);
  }

  static WorkingInstrument known(Instrument i) {
    var working = new WorkingInstrument(Optional.of(i.id()), false);
    working.name = i.name();
    working.type = i.type();
    working.exchange = i.exchange();
    working.cik = i.cik();
    working.compositeFigi = i.compositeFigi();
    working.shareClassFigi = i.shareClassFigi();
    working.active = i.active();
    working.provisional = i.provisional();
    working.delistDate = i.delistDate();
    return working;
  }

  /// @throws IllegalStateException when it has none yet
  InstrumentId id() {
    return id.orElseThrow(() -> new IllegalStateException("a new instrument has no number yet"));
  }

  void number(InstrumentId number) {
    id = Optional.of(number);
  }

  /// The span of the ticker that it trades under now.
  Optional<WorkingSpan> current() {
    return spans.stream().filter(s -> s.to.isEmpty()).findFirst();
  }

  boolean hasTraded(Symbol symbol) {
    return spans.stream().anyMatch(s -> s.symbol.equals(symbol));
  }

  /// Takes what a row says; what it leaves out stays.
  void merge(ListingRow row) {
    name = merged(name, row.name());
    type = merged(type, row.type());
    exchange = merged(exchange, row.exchange().filter(Mic::isValid).map(Mic::new));
    cik = merged(cik, row.cik());
    compositeFigi = merged(compositeFigi, row.compositeFigi());
    shareClassFigi = merged(shareClassFigi, row.shareClassFigi());
    if (provisional) {
      provisional = false;
      changes++;
    }
  }

  void trades() {
    if (!active || delistDate.isPresent()) {
      active = true;
      delistDate = Optional.empty();
      changes++;
    }
  }

  void tradesNoMore(LocalDate since) {
    if (active || !delistDate.equals(Optional.of(since))) {
      active = false;
      delistDate = Optional.of(since);
      changes++;
    }
  }

  void touch() {
    changes++;
  }

  /// Grows with each change; equal counts mean that nothing changed in between.
  int changes() {
    return changes;
  }

  /// Whether a row can be about this one as far as FIGIs say: not when both have one and they
  /// differ.
  boolean mayHaveFigiOf(ListingRow row) {
    return compositeFigi.isEmpty()
        || row.compositeFigi().isEmpty()
        || compositeFigi.equals(row.compositeFigi());
  }

  /// Whether a number proves that a row is about this one.
  boolean hasNumberOf(ListingRow row) {
    return isSame(compositeFigi, row.compositeFigi())
        || isSame(shareClassFigi, row.shareClassFigi())
        || isSame(cik, row.cik());
  }

  private static boolean isSame(Optional<String> ours, Optional<String> theirs) {
    return ours.isPresent() && ours.equals(theirs);
  }

  /// Whether the row's name or CIK is ours, or one of both has no name.
  boolean mayHaveNameOf(ListingRow row) {
    return name.isEmpty()
        || row.name().isEmpty()
        || name.get().equalsIgnoreCase(row.name().get())
        || cik.isPresent() && cik.equals(row.cik());
  }

  private <T> Optional<T> merged(Optional<T> ours, Optional<T> theirs) {
    if (theirs.isEmpty() || Objects.equals(ours, theirs)) {
      return ours;
    }
    changes++;
    return theirs;
  }

  static Predicate<WorkingInstrument> tradingUnder(Symbol symbol) {
    return i -> i.current().filter(s -> s.symbol.equals(symbol)).isPresent();
  }
}
