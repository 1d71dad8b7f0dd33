package ai.tickstock.scenario;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// A US market from a seed: about 14,000 instruments, real names among invented ones, with daily
/// bars of any session since 2003-09-10 that are computed when asked for.
///
/// The same seed gives the same market on every machine, whatever is asked first. Prices depend on
/// the date alone and not on the calendar; the calendar says on which dates there are bars.
public final class SyntheticMarket implements Market {
  /// First session with bars.
  public static final LocalDate FIRST_SESSION = LocalDate.of(2003, 9, 10);

  /// Instruments before this place have real names.
  private static final int FIRST_INVENTED = 400;

  private final long seed;
  private final TradingCalendar calendar;
  private final List<Instrument> instruments;
  private final List<Behaviour> behaviours;
  private final Prices prices;
  private final Map<String, List<Instrument>> byTicker;
  private final Map<Long, MinuteShape> shapes = new ConcurrentHashMap<>();

  /// @param calendar decides which dates are sessions; its known years bound the bars
  public SyntheticMarket(long seed, TradingCalendar calendar) {
    this.seed = seed;
    this.calendar = calendar;
    var population = Population.of(seed);
    instruments = population.stream().map(Candidate::instrument).toList();
    behaviours = population.stream().map(Candidate::behaviour).toList();
    prices = new Prices(seed, instruments, behaviours);
    byTicker = byTicker(instruments);
  }

  private static Map<String, List<Instrument>> byTicker(List<Instrument> instruments) {
    var index = new HashMap<String, List<Instrument>>();
    for (var instrument : instruments) {
      instrument.tickers().stream()
          .map(TickerPeriod::ticker)
          .distinct()
          .forEach(t -> index.computeIfAbsent(t, _ -> new ArrayList<>(1)).add(instrument));
    }
    return index;
  }

  @Override
  public String kind() {
    return "synthetic";
  }

  @Override
  public OptionalLong seed() {
    return OptionalLong.of(seed);
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public Optional<Instrument> holder(String ticker, LocalDate date) {
    return byTicker.getOrDefault(ticker, List.of()).stream()
        .filter(i -> i.tickerOn(date).filter(ticker::equals).isPresent())
        .findFirst();
  }

  @Override
  public List<DayBar> session(LocalDate date) {
    if (!hasBarsOn(date)) {
      return List.of();
    }
    int day = (int) date.toEpochDay();
    var bars = new ArrayList<DayBar>(instruments.size());
    for (var instrument : instruments) {
      if (instrument.isListedOn(date) && !prices.isSilent(instrument.index(), day)) {
        instrument.tickerOn(date).ifPresent(t -> bars.add(prices.bar(instrument.index(), t, date)));
      }
    }
    return bars;
  }

  @Override
  public boolean hasBarsOn(LocalDate date) {
    return !date.isBefore(FIRST_SESSION)
        && calendar.known().contains(date)
        && calendar.isSession(date);
  }

  @Override
  public List<DayBar> history(String ticker, DateRange range) {
    var bars = new ArrayList<DayBar>();
    for (var instrument : byTicker.getOrDefault(ticker, List.of())) {
      for (var period : instrument.tickers()) {
        if (period.ticker().equals(ticker)) {
          addBars(bars, instrument, period, range);
        }
      }
    }
    bars.sort(Comparator.comparing(DayBar::session));
    return bars;
  }

  private void addBars(
      List<DayBar> bars, Instrument instrument, TickerPeriod period, DateRange range) {
    var known = calendar.known();
    var first = latest(latest(range.first(), period.from()), latest(FIRST_SESSION, known.first()));
    var last = earliest(range.last(), known.last());
    if (period.until().isPresent()) {
      last = earliest(last, period.until().get().minusDays(1));
    }
    if (last.isBefore(first)) {
      return;
    }
    var rows = prices.inOrder(instrument.index());
    for (var session : calendar.sessions(new DateRange(first, last))) {
      int day = (int) session.date().toEpochDay();
      if (!prices.isSilent(instrument.index(), day)) {
        bars.add(rows.bar(period.ticker(), session.date()));
      }
    }
  }

  @Override
  public MinuteRows minutes(String ticker, LocalDate session) {
    for (var instrument : byTicker.getOrDefault(ticker, List.of())) {
      if (instrument.tickerOn(session).filter(ticker::equals).isPresent()) {
        return minutes(instrument, ticker, session);
      }
    }
    return MinuteRows.of(new Symbol(ticker)).build();
  }

  private MinuteRows minutes(Instrument instrument, String ticker, LocalDate date) {
    int day = (int) date.toEpochDay();
    int index = instrument.index();
    var session =
        date.isBefore(FIRST_SESSION) || !calendar.known().contains(date)
            ? Optional.<Session>empty()
            : calendar.session(date);
    if (session.isEmpty() || prices.isSilent(index, day)) {
      return MinuteRows.of(new Symbol(ticker)).build();
    }
    var bar = prices.bar(index, ticker, date);
    var shape = shapes.computeIfAbsent(MinuteShape.lengths(session.get()), MinuteShape::of);
    return MinutePath.of(bar, session.get(), shape, Hash.of(Hash.of(seed, index, 78), day));
  }

  @Override
  public List<Payout> payouts(Instrument instrument) {
    return Dividends.of(
        seed,
        instrument,
        behaviours.get(instrument.index()),
        date -> prices.ratio(instrument.index(), date));
  }

  @Override
  public boolean isListedTwice(Instrument instrument) {
    return instrument.index() >= FIRST_INVENTED
        && Hash.unit(Hash.of(seed, instrument.index(), 91)) < 0.003;
  }

  @Override
  public boolean tellsType(Instrument instrument, LocalDate date) {
    return date.getYear() >= 2019 || Hash.unit(Hash.of(seed, instrument.index(), 92)) > 0.3;
  }

  private static LocalDate latest(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  private static LocalDate earliest(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }
}
