package ai.tickstock.web;

import ai.tickstock.bars.AdjustedBars;
import ai.tickstock.bars.Adjustment;
import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.InstrumentActions;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Daily bars of an instrument, as traded or adjusted, each with where it comes from.
///
/// @param address SYMBOL or SYMBOL@DATE, by which it was asked for
/// @param adjusted `none`, `splits` or `all`
/// @param bars ascending
/// @param splits executed within these sessions
/// @param dividends with an ex-date within them
/// @param notes what is weaker than asked
/// @param before value of `to` for those before; empty where there is none
record SymbolBars(
    String address,
    String symbol,
    String adjusted,
    List<One> bars,
    List<SplitDay> splits,
    List<DividendDay> dividends,
    List<String> notes,
    Optional<LocalDate> before) {
  private static final int USUAL = 60;
  private static final int MOST = 15_000;

  static final Map<String, Adjustment> ADJUSTMENTS =
      Map.of("none", Adjustment.NONE, "splits", Adjustment.SPLITS, "all", Adjustment.ALL);

  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.text("adjusted", "none (if left out), splits, or all: splits and dividends"),
          Parameter.whole("sessions", "how many of the last ones, 1 to 15000; 60 if left out"),
          Parameter.date("to", "the last date; today if left out"));

  /// @param source the way that it came, e.g. `aggregates`
  /// @param feed `eod`, `delayed`, `full` or `file`
  /// @param run the load that stored it
  /// @param knownFrom when this value was stored
  /// @param flags what is odd about it
  record One(
      LocalDate session,
      double open,
      double high,
      double low,
      double close,
      Optional<Double> volume,
      Optional<Double> vwap,
      Optional<Long> trades,
      boolean provisional,
      String source,
      String feed,
      int run,
      Instant knownFrom,
      List<String> flags) {}

  record SplitDay(LocalDate date, BigDecimal from, BigDecimal to) {}

  record DividendDay(LocalDate date, BigDecimal cash, String currency) {}

  static SymbolBars of(Asked asked, ConsoleProgram program) {
    var adjusted = asked.word("adjusted", ADJUSTMENTS.keySet(), "none");
    int sessions = asked.whole("sessions").orElse(USUAL);
    if (sessions < 1 || sessions > MOST) {
      throw Misasked.wrong("sessions: 1 to " + MOST);
    }
    var today = Bar.dateOf(program.clock().instant());
    var to = asked.date("to").filter(date -> date.isBefore(today)).orElse(today);
    var instrument =
        InstrumentArgument.parse(asked.shown("symbol"))
            .find(Instruments.postgres(program.database()));
    var read = new Reading(program, instrument.id(), today);
    // A week has five sessions at most, and holidays are fewer than one in ten.
    var first = to.minusDays(sessions * 8L / 5 + 20);
    var range =
        new DateRange(
            first.isBefore(DateRange.ALWAYS.first()) ? DateRange.ALWAYS.first() : first, to);
    return read.bars(
        asked.shown("symbol"),
        instrument.symbol(),
        adjusted,
        range,
        sessions,
        CorporateActions.postgres(program.database()).of(instrument.id()));
  }

  private record Reading(BarStore store, InstrumentId instrument, LocalDate today) {
    Reading(ConsoleProgram program, InstrumentId instrument, LocalDate today) {
      this(BarStore.postgres(program.database()), instrument, today);
    }

    SymbolBars bars(
        String address,
        Symbol symbol,
        String adjusted,
        DateRange range,
        int sessions,
        InstrumentActions actions) {
      var notes = new ArrayList<String>();
      var stored = store.read(instrument, range, Optional.empty());
      var adjustment = ADJUSTMENTS.getOrDefault(adjusted, Adjustment.NONE);
      List<Bar> values;
      if (stored.isEmpty()) {
        stored = bySource(range, adjustment, notes);
        values = stored.stream().map(StoredBar::bar).toList();
      } else {
        values = adjusted(stored, adjustment, actions, notes);
      }
      int from = Math.max(0, stored.size() - sessions);
      var shown = new ArrayList<One>();
      for (int i = from; i < stored.size(); i++) {
        shown.add(one(values.get(i), stored.get(i)));
      }
      var dates =
          shown.isEmpty()
              ? Optional.<DateRange>empty()
              : Optional.of(new DateRange(shown.getFirst().session(), range.last()));
      return new SymbolBars(
          address,
          symbol.ticker(),
          adjusted,
          shown,
          actions.splits().stream()
              .filter(split -> dates.filter(d -> d.contains(split.executionDate())).isPresent())
              .map(split -> new SplitDay(split.executionDate(), split.from(), split.to()))
              .toList(),
          actions.dividends().stream()
              .filter(one -> dates.filter(d -> d.contains(one.exDate())).isPresent())
              .map(one -> new DividendDay(one.exDate(), one.cashAmount(), one.currency()))
              .toList(),
          notes,
          dates.map(d -> d.first().minusDays(1)).filter(_ -> from > 0));
    }

    /// Bars that their source had adjusted are never shown as raw.
    private List<StoredBar> bySource(DateRange range, Adjustment adjustment, List<String> notes) {
      var bars = store.readSourceAdjusted(instrument, range);
      if (bars.isEmpty()) {
        return bars;
      }
      if (adjustment == Adjustment.SPLITS) {
        notes.add(
            "these bars were adjusted for splits by their source; as traded they are not stored");
        return bars;
      }
      notes.add(
          "only bars that their source had adjusted for splits are stored: choose splits to see"
              + " them");
      return List.of();
    }

    private List<Bar> adjusted(
        List<StoredBar> stored,
        Adjustment adjustment,
        InstrumentActions actions,
        List<String> notes) {
      var raw = stored.stream().map(StoredBar::bar).toList();
      if (adjustment == Adjustment.NONE) {
        return raw;
      }
      // A later dividend needs the close before it, whatever is shown.
      var closes =
          adjustment == Adjustment.SPLITS
              ? raw
              : store
                  .read(
                      instrument,
                      new DateRange(raw.getFirst().session().minusDays(10), today),
                      Optional.empty())
                  .stream()
                  .map(StoredBar::bar)
                  .toList();
      var result =
          AdjustedBars.of(raw, closes, actions.splits(), actions.dividends(), adjustment, today);
      result
          .skipped()
          .forEach(skipped ->
              notes.add(
                  "the dividend of "
                      + skipped.dividend().exDate()
                      + " was left out ("
                      + Words.of(skipped.reason())
                      + "): prices before it are too high by its part"));
      return result.bars();
    }

    private static One one(Bar bar, StoredBar stored) {
      return new One(
          bar.session(),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          number(bar.volume()),
          number(bar.vwap()),
          bar.trades().isPresent() ? Optional.of(bar.trades().getAsLong()) : Optional.empty(),
          stored.provisional(),
          stored.source().name().toLowerCase(Locale.ROOT),
          stored.source().feed(),
          stored.runId(),
          stored.knownFrom(),
          stored.suspicions().stream().map(Words::of).sorted().toList());
    }

    private static Optional<Double> number(OptionalDouble number) {
      return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }
  }
}
