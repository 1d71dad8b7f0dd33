package ai.tickstock.listing;

import ai.tickstock.market.Mic;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.ListingRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Decides what each row of a list means for the instruments that we know.
final class ListPlan {
  private static final Comparator<ListingRow> NEWEST =
      Comparator.comparing((ListingRow r) -> r.lastUpdated().orElse(Instant.MIN))
          .thenComparing(r -> r.compositeFigi().isPresent());

  private final WorkingListing known;
  private final LocalDate date;
  private final ListExtent extent;

  /// Of a list by which names that left are judged.
  private final Optional<NightlyJudgement> night;

  private final List<SkippedRow> skipped = new ArrayList<>();

  private final List<NotedChange> changes = new ArrayList<>();

  private int added;
  private int changed;
  private int unchanged;
  private int duplicates;

  ListPlan(
      WorkingListing known, LocalDate date, ListExtent extent, Optional<NightlyJudgement> night) {
    this.known = known;
    this.date = date;
    this.extent = extent;
    this.night = night;
  }

  /// What the list did, once new instruments have their numbers.
  SyncCount count(Set<String> newTypes) {
    var told = changes().stream().map(noted -> noted.change().get()).toList();
    return new SyncCount(
        added, changed, unchanged, duplicates, skipped, told, newTypes, false, false, 0);
  }

  void take(List<ListingRow> rows) {
    takeTrading(rows.stream().filter(ListingRow::active).toList());
    takeDelisted(rows.stream().filter(row -> !row.active()).toList());
    night.ifPresent(NightlyJudgement::conclude);
  }

  private Optional<NamesThatCame> came() {
    return night.map(NightlyJudgement::came);
  }

  /// In the order in which they were found.
  List<NotedChange> changes() {
    var all = new ArrayList<>(changes);
    night.ifPresent(n -> all.addAll(n.changes()));
    return all;
  }

  private void note(double confidence, String evidence, Supplier<ListingChange> change) {
    changes.add(new NotedChange(change, confidence, evidence));
  }

  private void takeTrading(List<ListingRow> rows) {
    var usable = oneTickerForEachFigi(newest(rows, ListingRow::symbol));
    came().ifPresent(n -> n.noteTwoClaims(rows, usable));
    var claims = claims(usable);
    var timely = usable.stream().filter(row -> isTimely(row, claims.of(row))).toList();
    // Tickers are given up before they are taken, so that two instruments can swap theirs.
    timely.forEach(row -> claims.of(row).ifPresent(i -> leaveFormerTicker(i, row)));
    for (var row : timely) {
      var instrument = claims.of(row);
      var displaced = displaced(row.symbol(), instrument);
      if (instrument.isPresent()) {
        takeKnown(row, instrument.get());
      } else {
        takeNew(row, displaced.isPresent());
      }
      displaced.ifPresent(loser -> noteRecycled(row.symbol(), loser));
    }
  }

  /// By FIGI first; then by ticker, unless its holder has another FIGI or another ticker now.
  private Claims claims(List<ListingRow> rows) {
    var claims = new Claims();
    for (var row : rows) {
      row.compositeFigi()
          .flatMap(figi -> known.withFigi(figi, row.symbol()))
          .ifPresent(i -> claims.add(row, i));
    }
    for (var row : rows) {
      if (claims.of(row).isEmpty() && row.compositeFigi().isEmpty()) {
        row.shareClassFigi()
            .flatMap(known::withShareClassFigi)
            .filter(i -> !i.confirmed)
            .ifPresent(i -> claims.add(row, i));
      }
    }
    for (var row : rows) {
      if (claims.of(row).isEmpty()) {
        known
            .current(row.symbol())
            .map(span -> span.instrument)
            .filter(i -> !i.confirmed && i.mayHaveFigiOf(row))
            .filter(i -> came().map(n -> n.mayHoldStill(i, row)).orElse(true))
            .ifPresent(i -> claims.add(row, i));
      }
    }
    came().ifPresent(n -> n.findRenamesAndReturns(claims, rows));
    return claims;
  }

  /// Not when the row would move a ticker that we know from a later date than the list's.
  private boolean isTimely(ListingRow row, Optional<WorkingInstrument> claimed) {
    var left =
        claimed
            .flatMap(WorkingInstrument::current)
            .filter(span -> !span.symbol.equals(row.symbol()));
    var taken =
        known.current(row.symbol()).filter(span -> !claimed.equals(Optional.of(span.instrument)));
    var later =
        left.filter(span -> span.beginsAfter(date))
            .or(() -> taken.filter(span -> span.beginsAfter(date)));
    later.ifPresent(span ->
        skip(
            row,
            SkippedRow.Reason.LIST_IS_OLDER,
            "the list is of " + date + ", but we know " + span.toSpan()));
    return later.isEmpty();
  }

  private void leaveFormerTicker(WorkingInstrument instrument, ListingRow row) {
    instrument
        .current()
        .filter(span -> !span.symbol.equals(row.symbol()))
        .ifPresent(span -> {
          span.end(date.minusDays(1), "renamed to " + row.symbol());
          note(
              came().map(n -> n.confidence(row)).orElse(1.0),
              why(row, instrument),
              () -> new ListingChange.Renamed(instrument.id(), span.symbol, row.symbol(), date));
        });
  }

  /// Ends the span of who held the ticker until now, when that is somebody else.
  private Optional<WorkingInstrument> displaced(
      Symbol symbol, Optional<WorkingInstrument> newHolder) {
    var loser = known.current(symbol).filter(s -> !newHolder.equals(Optional.of(s.instrument)));
    loser.ifPresent(s ->
        s.end(
            s.instrument.absence.map(Absence::lastNamed).orElse(date.minusDays(1)),
            "the ticker went to another instrument"));
    return loser.map(s -> s.instrument);
  }

  private void noteRecycled(Symbol symbol, WorkingInstrument loser) {
    var holder = known.current(symbol).orElseThrow().instrument;
    boolean seenInBarsOnly = loser.provisional;
    note(
        1,
        "the list gives the ticker to "
            + holder.name.orElse("somebody without a name")
            + ", it was "
            + loser.name.orElse("known from bars only"),
        () -> new ListingChange.Recycled(holder.id(), symbol, loser.id(), seenInBarsOnly, date));
  }

  private String why(ListingRow row, WorkingInstrument instrument) {
    return came()
        .map(n -> n.evidence(row, instrument))
        .orElse("the same composite FIGI " + row.compositeFigi().orElse(""));
  }

  private void takeNew(ListingRow row, boolean displaced) {
    var from = displaced ? Optional.of(date) : dayAfterFormerHolders(row.symbol(), date);
    var instrument = known.add(row);
    instrument.confirmed = true;
    known.open(instrument, row.symbol(), from, Optional.empty(), "stands in the vendor's list");
    added++;
    night
        .filter(n -> n.list().tellsNewcomers(row))
        .ifPresent(n -> {
          double sure = n.came().confidenceInNewcomers();
          note(
              sure,
              row.name().orElse("a name that the list does not tell")
                  + (sure < 1 ? "; among our first lists, which may have lacked it" : ""),
              () -> new ListingChange.Listed(instrument.id(), row.symbol(), date, sure == 1));
        });
  }

  private void takeKnown(ListingRow row, WorkingInstrument instrument) {
    if (instrument.provisional) {
      note(
          1,
          "known from bars only until a list named it",
          () -> new ListingChange.Adopted(instrument.id(), row.symbol()));
    }
    if (!instrument.active && !instrument.provisional) {
      note(
          came().map(n -> n.confidence(row)).orElse(1.0),
          why(row, instrument),
          () -> new ListingChange.ListedAgain(instrument.id(), row.symbol(), date));
    }
    var before = Facts.of(instrument);
    known.merge(instrument, row);
    if (night.isPresent()) {
      noteFacts(row, instrument, before);
    }
    instrument.trades();
    if (instrument.current().isEmpty()) {
      known.open(
          instrument,
          row.symbol(),
          Optional.of(date),
          Optional.empty(),
          "stands in the vendor's list");
    }
    count(instrument, 0);
  }

  /// What lists say beside the ticker, as text; empty where nothing is known.
  private record Facts(String exchange, String type, String name) {
    static Facts of(WorkingInstrument i) {
      return new Facts(i.exchange.map(Mic::code).orElse(""), i.type.orElse(""), i.name.orElse(""));
    }
  }

  private void noteFacts(ListingRow row, WorkingInstrument instrument, Facts before) {
    var after = Facts.of(instrument);
    noteFact(row, instrument, ListingChange.Fact.EXCHANGE, before.exchange, after.exchange);
    noteFact(row, instrument, ListingChange.Fact.TYPE, before.type, after.type);
    noteFact(row, instrument, ListingChange.Fact.NAME, before.name, after.name);
  }

  private void noteFact(
      ListingRow row,
      WorkingInstrument instrument,
      ListingChange.Fact fact,
      String before,
      String after) {
    if (!before.isEmpty() && !before.equals(after)) {
      note(
          1,
          "the list says so",
          () ->
              new ListingChange.FactChanged(
                  instrument.id(), row.symbol(), fact, before, after, date));
    }
  }

  // Delisted ones, the last first: each earlier one then ends where the next may begin.

  private void takeDelisted(List<ListingRow> rows) {
    record Life(Symbol symbol, Optional<LocalDate> end) {}
    newest(rows, row -> new Life(row.symbol(), row.delistedOn())).stream()
        .sorted(
            Comparator.comparing((ListingRow row) -> row.delistedOn().orElse(LocalDate.MIN))
                .reversed())
        .forEach(this::takeDelisted);
  }

  private void takeDelisted(ListingRow row) {
    var instrument =
        row.compositeFigi()
            .flatMap(figi -> known.withFigi(figi, row.symbol()))
            .or(() -> namedLikeHolder(row))
            .or(() -> endedThen(row));
    if (row.delistedOn().isEmpty()) {
      skip(
          row,
          SkippedRow.Reason.DELISTED_WITHOUT_DATE,
          "said to trade no more, but not since when");
    } else if (instrument.isPresent()) {
      takeDelisted(row, row.delistedOn().get(), instrument.get());
    } else if (extent != ListExtent.PART) {
      var former = known.add(row);
      former.tradesNoMore(row.delistedOn().get());
      openFormer(former, row.symbol(), row.delistedOn().get(), "stands in the vendor's list");
      added++;
    } else {
      skip(
          row,
          SkippedRow.Reason.DELISTED_AND_UNKNOWN,
          "traded until " + row.delistedOn().get() + "; we never held it");
    }
  }

  private Optional<WorkingInstrument> namedLikeHolder(ListingRow row) {
    return known
        .current(row.symbol())
        .filter(span -> row.delistedOn().filter(span::beginsAfter).isEmpty())
        .map(span -> span.instrument)
        .filter(i -> !i.confirmed && i.mayHaveFigiOf(row) && i.mayHaveNameOf(row));
  }

  private Optional<WorkingInstrument> endedThen(ListingRow row) {
    return known.spans(row.symbol()).stream()
        .filter(span -> span.to.isPresent() && span.to.equals(row.delistedOn()))
        .map(span -> span.instrument)
        .filter(i -> i.mayHaveFigiOf(row))
        .findFirst();
  }

  private void takeDelisted(ListingRow row, LocalDate end, WorkingInstrument instrument) {
    int before = instrument.changes();
    var symbol = row.symbol();
    var current = instrument.current();
    if (current.isPresent() && !current.get().symbol.equals(symbol)) {
      // It trades under another ticker: what ended is its time under this one.
      if (!instrument.hasTraded(symbol)) {
        openFormer(instrument, symbol, end, "renamed to " + current.get().symbol);
        beginAfter(current.get(), end);
      }
      count(instrument, before);
    } else if (instrument.confirmed) {
      duplicates++;
    } else if (current.isPresent() && current.get().beginsAfter(end)) {
      skip(
          row,
          SkippedRow.Reason.LIST_IS_OLDER,
          "said to trade no more since " + end + ", but we know " + current.get().toSpan());
    } else {
      if (instrument.active && known.isUndone(instrument, end)) {
        skip(
            row,
            SkippedRow.Reason.SOMEBODY_SAID_OTHERWISE,
            "said to trade no more since "
                + end
                + "; that was undone, and stands until the list tells another date");
        return;
      }
      known.merge(instrument, row);
      instrument.absence = Optional.empty();
      if (instrument.active) {
        note(
            1,
            "the vendor's list of delisted instruments says so",
            () -> new ListingChange.Delisted(instrument.id(), symbol, end));
      }
      // Of several rows for one instrument, one a name, the last one tells the end.
      if (instrument.active || instrument.delistDate.filter(d -> !d.isBefore(end)).isEmpty()) {
        instrument.tradesNoMore(end);
      }
      current.ifPresent(span -> span.end(end, "delisted"));
      if (!instrument.hasTraded(symbol)) {
        openFormer(instrument, symbol, end, "stands in the vendor's list");
      }
      count(instrument, before);
    }
  }

  /// Gives an instrument the time of a ticker before a date: after who held it before, and before
  /// who came later.
  private void openFormer(
      WorkingInstrument instrument, Symbol symbol, LocalDate end, String reason) {
    var others = List.copyOf(known.spans(symbol));
    known.open(instrument, symbol, dayAfterFormerHolders(symbol, end), Optional.of(end), reason);
    others.stream()
        .filter(span -> span.to.isEmpty() || span.to.get().isAfter(end))
        .forEach(span -> beginAfter(span, end));
  }

  private static void beginAfter(WorkingSpan span, LocalDate end) {
    if (span.from.isEmpty()) {
      span.from = Optional.of(end.plusDays(1));
    }
  }

  /// The first date on which nobody held the ticker before, at most `latest`; empty when nobody is
  /// known to have held it before.
  private Optional<LocalDate> dayAfterFormerHolders(Symbol symbol, LocalDate latest) {
    return known.spans(symbol).stream()
        .flatMap(span -> span.to.stream())
        .filter(to -> to.isBefore(latest))
        .max(LocalDate::compareTo)
        .map(to -> to.plusDays(1));
  }

  /// One row for each key, the newest; the others are counted.
  private <K> List<ListingRow> newest(List<ListingRow> rows, Function<ListingRow, K> key) {
    var best = new LinkedHashMap<K, ListingRow>();
    for (var row : rows) {
      best.merge(key.apply(row), row, (a, b) -> NEWEST.compare(b, a) > 0 ? b : a);
    }
    duplicates += rows.size() - best.size();
    return List.copyOf(best.values());
  }

  /// Of rows that give one FIGI to several tickers, the one with the ticker that we know it under,
  /// else the newest; a rename takes the old ticker out of the list.
  private List<ListingRow> oneTickerForEachFigi(Collection<ListingRow> rows) {
    var byFigi = new HashMap<String, ListingRow>();
    for (var row : rows) {
      row.compositeFigi().ifPresent(f -> byFigi.merge(f, row, this::holderElseNewest));
    }
    var kept = new ArrayList<ListingRow>();
    for (var row : rows) {
      var best = row.compositeFigi().map(byFigi::get).orElse(row);
      if (best.equals(row)) {
        kept.add(row);
      } else {
        skip(
            row,
            SkippedRow.Reason.FIGI_UNDER_ANOTHER_TICKER,
            "the list gives composite FIGI "
                + row.compositeFigi().orElse("")
                + " to "
                + best.symbol()
                + " as well");
      }
    }
    return kept;
  }

  private ListingRow holderElseNewest(ListingRow a, ListingRow b) {
    if (isHeld(a) != isHeld(b)) {
      return isHeld(a) ? a : b;
    }
    return NEWEST.compare(b, a) > 0 ? b : a;
  }

  private boolean isHeld(ListingRow row) {
    return known
        .current(row.symbol())
        .filter(span -> span.instrument.compositeFigi.equals(row.compositeFigi()))
        .isPresent();
  }

  /// Counts a row by whether its instrument has changed since then.
  private void count(WorkingInstrument instrument, int changesBefore) {
    if (instrument.changes() > changesBefore) {
      changed++;
    } else {
      unchanged++;
    }
  }

  private void skip(ListingRow row, SkippedRow.Reason reason, String detail) {
    skipped.add(new SkippedRow(row.symbol().ticker(), reason, detail));
  }
}
