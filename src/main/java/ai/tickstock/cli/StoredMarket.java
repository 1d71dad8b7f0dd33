package ai.tickstock.cli;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.MinuteStore;
import ai.tickstock.bars.StoredBar;
import ai.tickstock.database.Database;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.listing.SymbolSpan;
import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Split;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.RecordedMarket;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a database holds of a scenario's windows, for measuring it against the answer key. Reads
/// each instrument's daily bars once. For one thread.
final class StoredMarket implements RecordedMarket {
  private final List<DateRange> windows;
  private final TradingCalendar calendar;
  private final Instruments instruments;
  private final BarStore bars;
  private final MinuteStore minutes;
  private final CorporateActions actions;
  private final Map<String, Optional<Instrument>> found = new HashMap<>();
  private final Map<String, Daily> days = new HashMap<>();

  /// @param adjusted whether the source had adjusted the bars for splits
  private record Daily(List<Bar> bars, boolean adjusted) {}

  StoredMarket(Database database, List<DateRange> windows, TradingCalendar calendar) {
    this.windows = windows;
    this.calendar = calendar;
    instruments = Instruments.postgres(database);
    bars = BarStore.postgres(database);
    minutes = MinuteStore.postgres(database, calendar);
    actions = CorporateActions.postgres(database);
  }

  private Optional<Instrument> instrument(String ticker) {
    return found.computeIfAbsent(
        ticker,
        text -> {
          var symbol = new Symbol(text);
          return Optional.ofNullable(instruments.currentOrLast(List.of(symbol)).get(symbol));
        });
  }

  private Daily read(String ticker) {
    return days.computeIfAbsent(
        ticker,
        text -> instrument(text).map(this::read).orElseGet(() -> new Daily(List.of(), false)));
  }

  private Daily read(Instrument instrument) {
    var raw =
        windows.stream()
            .flatMap(w -> bars.read(instrument.id(), w, Optional.empty()).stream())
            .map(StoredBar::bar)
            .toList();
    if (!raw.isEmpty()) {
      return new Daily(raw, false);
    }
    var adjusted =
        windows.stream()
            .flatMap(w -> bars.readSourceAdjusted(instrument.id(), w).stream())
            .map(StoredBar::bar)
            .toList();
    return new Daily(adjusted, true);
  }

  @Override
  public List<Bar> daily(String ticker) {
    return read(ticker).bars();
  }

  @Override
  public List<Split> splits(String ticker) {
    return read(ticker).adjusted()
        ? List.of()
        : instrument(ticker)
            .map(i ->
                actions.of(i.id()).splits().stream()
                    .sorted(Comparator.comparing(Split::executionDate))
                    .toList())
            .orElse(List.of());
  }

  @Override
  public List<Bar> minutes(String ticker, LocalDate session) {
    return instrument(ticker).stream()
        .flatMap(i -> minutes.read(i.id(), DateRange.of(session), Optional.empty()).stream())
        .map(StoredBar::bar)
        .toList();
  }

  @Override
  public List<MinuteDay> minuteDays(String ticker) {
    return instrument(ticker).stream()
        .flatMap(i -> windows.stream().flatMap(w -> minutes.sessions(i.id(), w).stream()))
        .map(s ->
            new MinuteDay(
                s.session(),
                s.bars(),
                s.regularBars(),
                s.open(),
                s.high(),
                s.low(),
                s.close(),
                s.volume(),
                s.trades()))
        .toList();
  }

  @Override
  public Optional<String> tickerOn(String ticker, LocalDate date) {
    return instrument(ticker).stream()
        .flatMap(i -> instruments.symbols(i.id()).stream())
        .filter(span -> span.contains(date))
        .map(SymbolSpan::symbol)
        .map(Symbol::ticker)
        .findFirst();
  }

  @Override
  public TradingCalendar calendar() {
    return calendar;
  }
}
