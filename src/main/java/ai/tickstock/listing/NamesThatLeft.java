package ai.tickstock.listing;

import ai.tickstock.listing.ListTable.Verdict;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rule of nights: who is missing from whole lists, for how many nights, and who has left by
/// that. `ListingRules` says how many nights it takes.
final class NamesThatLeft {
  /// Missing from lists of all exchanges: the lists may lack it all the same.
  private static final double MISSING = 0.95;

  /// Another one has its ticker: it may have a new one that no list tells.
  private static final double TICKER_GONE = 0.9;

  private final JudgedList night;
  private final ListingRules rules;
  private final Function<Collection<InstrumentId>, Map<InstrumentId, LocalDate>> lastBars;
  private final List<NotedChange> changes = new ArrayList<>();

  NamesThatLeft(
      JudgedList night,
      ListingRules rules,
      Function<Collection<InstrumentId>, Map<InstrumentId, LocalDate>> lastBars) {
    this.night = night;
    this.rules = rules;
    this.lastBars = lastBars;
  }

  List<NotedChange> changes() {
    return changes;
  }

  /// Counts nights, and says who has left. After the list's rows were taken.
  void judge() {
    night.known.instruments().stream()
        .filter(i -> i.confirmed && i.absence.isPresent())
        .forEach(this::welcomeBack);
    if (night.verdict() != Verdict.SHORT) {
      night.known.instruments().stream()
          .filter(i -> i.active && !i.confirmed && !i.provisional && !i.added)
          .filter(i -> i.current().isEmpty() && !i.spans.isEmpty())
          .forEach(this::leavesWithoutTicker);
    }
    if (night.isFurtherNight()) {
      var missing = night.leavers();
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

  private Absence counted(WorkingInstrument i) {
    var date = night.date();
    return i.absence
        .map(absence -> absence.missingOn(date))
        .orElseGet(() ->
            new Absence(night.before.orElseThrow().asOf(), date, date, 1, false, Optional.empty()));
  }

  private void welcomeBack(WorkingInstrument instrument) {
    var absence = instrument.absence.orElseThrow();
    instrument.absence = Optional.empty();
    if (absence.leftList()) {
      var symbol = instrument.current().orElseThrow().symbol;
      changes.add(
          new NotedChange(
              () -> new ListingChange.Returned(instrument.id(), symbol, night.date()),
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
    if (night.list.allExchanges()) {
      instrument.tradesNoMore(since);
      span.end(absence.lastNamed(), "delisted: " + missing);
      instrument.absence = Optional.empty();
      changes.add(
          new NotedChange(
              () -> new ListingChange.Delisted(instrument.id(), span.symbol, since),
              MISSING,
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
                  + night.exchanges().stream()
                      .sorted()
                      .map(Mic::code)
                      .collect(Collectors.joining(", "))
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
            .orElseGet(() -> last.to.orElse(night.date().minusDays(1)).plusDays(1));
    instrument.tradesNoMore(since);
    instrument.absence = Optional.empty();
    changes.add(
        new NotedChange(
            () -> new ListingChange.Delisted(instrument.id(), last.symbol, since),
            TICKER_GONE,
            "its ticker went to another instrument, and no list names it under a new one"));
  }
}
