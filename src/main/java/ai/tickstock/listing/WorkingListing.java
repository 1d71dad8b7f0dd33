package ai.tickstock.listing;

import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What we know of the instruments that a list may be about, in memory: read at once, changed, and
/// written at once. For one transaction that holds the lock.
final class WorkingListing {
  private static final String CONCERNED =
      """
      SELECT id FROM instrument WHERE composite_figi = ANY(:figis)
      UNION
      SELECT id FROM instrument WHERE share_class_figi = ANY(:share_figis)
      UNION
      SELECT instrument_id FROM instrument_symbol WHERE ticker = ANY(:tickers)
      UNION
      SELECT id FROM instrument WHERE :all_trading AND active AND NOT provisional
      """;

  private static final String INSERT =
      """
      INSERT INTO instrument (id, name, type, mic, active, provisional, delist_date,
                              composite_figi, share_class_figi, cik, source)
        OVERRIDING SYSTEM VALUE
      SELECT id, name, type, mic, active, false, delist_date,
             composite_figi, share_class_figi, cik, :source
      FROM unnest(:ids, :names, :types, :mics, :actives, :delist_dates::date[],
                  :figis, :share_figis, :ciks)
        AS new (id, name, type, mic, active, delist_date, composite_figi, share_class_figi, cik)
      """;

  private static final String UPDATE =
      """
      UPDATE instrument i SET
        name = new.name, type = new.type, mic = new.mic, active = new.active,
        provisional = new.provisional, delist_date = new.delist_date,
        composite_figi = new.composite_figi, share_class_figi = new.share_class_figi,
        cik = new.cik, source = :source, updated_at = now()
      FROM unnest(:ids, :names, :types, :mics, :actives, :provisionals, :delist_dates::date[],
                  :figis, :share_figis, :ciks)
        AS new (id, name, type, mic, active, provisional, delist_date,
                composite_figi, share_class_figi, cik)
      WHERE i.id = new.id
      """;

  private final List<WorkingInstrument> instruments = new ArrayList<>();
  private final Map<String, List<WorkingInstrument>> byFigi = new HashMap<>();
  private final Map<String, List<WorkingInstrument>> byShareClassFigi = new HashMap<>();

  /// As they are stored.
  private final Map<WorkingInstrument, Absence> absences = new HashMap<>();

  /// Since when somebody said that an instrument was not delisted.
  private final Map<InstrumentId, Set<LocalDate>> undoneDelistings;

  private final Map<Symbol, List<WorkingSpan>> byTicker = new HashMap<>();

  private WorkingListing(Map<InstrumentId, Set<LocalDate>> undoneDelistings) {
    this.undoneDelistings = undoneDelistings;
  }

  /// @param allTrading also those that trade and that no row is about
  static WorkingListing read(Handle transaction, List<ListingRow> rows, boolean allTrading) {
    var listing = new WorkingListing(ChangeTable.undoneDelistings(transaction));
    var ids =
        transaction
            .createQuery(CONCERNED)
            .bindArray(
                "figis",
                String.class,
                rows.stream().flatMap(r -> r.compositeFigi().stream()).distinct().toList())
            .bindArray(
                "share_figis",
                String.class,
                rows.stream().flatMap(r -> r.shareClassFigi().stream()).distinct().toList())
            .bind("all_trading", allTrading)
            .bindArray(
                "tickers",
                String.class,
                rows.stream().map(r -> r.symbol().ticker()).distinct().toList())
            .mapTo(Integer.class)
            .map(InstrumentId::new)
            .list();
    var byId = new HashMap<InstrumentId, WorkingInstrument>();
    for (var instrument : InstrumentTable.byIds(transaction, ids).values()) {
      var working = WorkingInstrument.known(instrument);
      byId.put(instrument.id(), working);
      listing.keep(working);
    }
    for (var span : InstrumentTable.spansOf(transaction, ids)) {
      var instrument = byId.get(span.instrument());
      if (instrument != null) {
        listing.keep(WorkingSpan.stored(instrument, span));
      }
    }
    AbsenceTable.all(transaction)
        .forEach((id, absence) -> {
          var instrument = byId.get(id);
          if (instrument != null) {
            instrument.absence = Optional.of(absence);
            listing.absences.put(instrument, absence);
          }
        });
    return listing;
  }

  private void keep(WorkingInstrument instrument) {
    instruments.add(instrument);
    instrument.compositeFigi.ifPresent(figi -> noteFigi(figi, instrument));
    instrument.shareClassFigi.ifPresent(
        figi -> byShareClassFigi.computeIfAbsent(figi, f -> new ArrayList<>()).add(instrument));
  }

  private void keep(WorkingSpan span) {
    span.instrument.spans.add(span);
    byTicker.computeIfAbsent(span.symbol, s -> new ArrayList<>()).add(span);
  }

  private void noteFigi(String figi, WorkingInstrument instrument) {
    byFigi.computeIfAbsent(figi, f -> new ArrayList<>()).add(instrument);
  }

  /// The instrument with the FIGI: of several the one that trades under the ticker, else one that
  /// trades, else the oldest.
  Optional<WorkingInstrument> withFigi(String figi, Symbol symbol) {
    return byFigi.getOrDefault(figi, List.of()).stream()
        .min(
            Comparator.comparing(
                    (WorkingInstrument i) -> !WorkingInstrument.tradingUnder(symbol).test(i))
                .thenComparing(i -> !i.active));
  }

  /// The only instrument with the share class FIGI; empty when there are several.
  Optional<WorkingInstrument> withShareClassFigi(String figi) {
    var all = byShareClassFigi.getOrDefault(figi, List.of());
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  List<WorkingInstrument> instruments() {
    return Collections.unmodifiableList(instruments);
  }

  /// The span of who trades under the ticker now.
  Optional<WorkingSpan> current(Symbol symbol) {
    return spans(symbol).stream().filter(s -> s.to.isEmpty()).findFirst();
  }

  List<WorkingSpan> spans(Symbol symbol) {
    return byTicker.getOrDefault(symbol, List.of());
  }

  WorkingInstrument add(ListingRow row) {
    var instrument = WorkingInstrument.fresh();
    instrument.merge(row);
    keep(instrument);
    return instrument;
  }

  /// As `WorkingInstrument.merge`, and the FIGI that it may have got can be looked up.
  void merge(WorkingInstrument instrument, ListingRow row) {
    var before = instrument.compositeFigi;
    instrument.merge(row);
    if (!before.equals(instrument.compositeFigi)) {
      instrument.compositeFigi.ifPresent(figi -> noteFigi(figi, instrument));
    }
  }

  /// Whether somebody took back that the instrument was delisted on that date.
  boolean isUndone(WorkingInstrument instrument, LocalDate delistedOn) {
    return !instrument.added
        && undoneDelistings.getOrDefault(instrument.id(), Set.of()).contains(delistedOn);
  }

  /// Gives a ticker to an instrument; with an end it is a former one.
  void open(
      WorkingInstrument instrument,
      Symbol symbol,
      Optional<LocalDate> from,
      Optional<LocalDate> to,
      String reason) {
    keep(WorkingSpan.fresh(instrument, symbol, from, to, reason));
    instrument.touch();
  }

  /// Gives the new instruments their numbers, in the order of the list.
  void number(Handle transaction) {
    var fresh = instruments.stream().filter(i -> i.added).toList();
    if (!fresh.isEmpty()) {
      var numbers = InstrumentTable.nextIds(transaction, fresh.size());
      for (int i = 0; i < fresh.size(); i++) {
        fresh.get(i).number(numbers.get(i));
      }
    }
  }

  /// Stores what has changed. Spans end before others begin, so that a ticker never has two
  /// holders.
  void write(Handle transaction, String source) {
    var spans = byTicker.values().stream().flatMap(List::stream).toList();
    var altered =
        spans.stream()
            .filter(s -> s.stored.isPresent() && !s.stored.get().equals(s.toSpan()))
            .toList();
    InstrumentTable.replaceSpans(
        transaction,
        altered.stream().map(s -> s.stored.orElseThrow()).toList(),
        altered.stream().map(WorkingSpan::toSpan).toList());
    var added = instruments.stream().filter(i -> i.added).toList();
    var changed = instruments.stream().filter(i -> !i.added && i.changes() > 0).toList();
    write(transaction, INSERT, added, source, false);
    write(transaction, UPDATE, changed, source, true);
    InstrumentTable.insertSpans(
        transaction,
        spans.stream().filter(s -> s.stored.isEmpty()).map(WorkingSpan::toSpan).toList(),
        source);
  }

  /// Stores who is missing from the lists now.
  void writeAbsences(Handle transaction) {
    AbsenceTable.delete(
        transaction,
        absences.keySet().stream()
            .filter(i -> i.absence.isEmpty())
            .map(WorkingInstrument::id)
            .toList());
    var changed = new HashMap<InstrumentId, Absence>();
    for (var instrument : instruments) {
      instrument
          .absence
          .filter(absence -> !absence.equals(absences.get(instrument)))
          .ifPresent(absence -> changed.put(instrument.id(), absence));
    }
    AbsenceTable.store(transaction, changed);
  }

  private static void write(
      Handle transaction,
      String statement,
      List<WorkingInstrument> rows,
      String source,
      boolean withProvisional) {
    if (rows.isEmpty()) {
      return;
    }
    var update =
        transaction
            .createUpdate(statement)
            .bind("source", source)
            .bindArray("ids", Integer.class, column(rows, i -> Optional.of(i.id().value())))
            .bindArray("names", String.class, column(rows, i -> i.name))
            .bindArray("types", String.class, column(rows, i -> i.type))
            .bindArray("mics", String.class, column(rows, i -> i.exchange.map(Mic::code)))
            .bindArray("actives", Boolean.class, column(rows, i -> Optional.of(i.active)))
            .bindArray(
                "delist_dates",
                String.class,
                column(rows, i -> i.delistDate.map(LocalDate::toString)))
            .bindArray("figis", String.class, column(rows, i -> i.compositeFigi))
            .bindArray("share_figis", String.class, column(rows, i -> i.shareClassFigi))
            .bindArray("ciks", String.class, column(rows, i -> i.cik));
    if (withProvisional) {
      update.bindArray(
          "provisionals", Boolean.class, column(rows, i -> Optional.of(i.provisional)));
    }
    update.execute();
  }

  private static <T> List<T> column(
      Collection<WorkingInstrument> rows, Function<WorkingInstrument, Optional<T>> value) {
    return rows.stream()
        .map(i -> value.apply(i).orElse(null))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
