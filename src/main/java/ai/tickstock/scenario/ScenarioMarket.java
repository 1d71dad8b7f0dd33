package ai.tickstock.scenario;

import ai.tickstock.market.Bar;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import ai.tickstock.market.Split;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.shapes.Candle;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A small market in which known things happen: some ten instruments over the sessions of a
/// scenario, their days and minutes made as those of the [SyntheticMarket] are, on a path that the
/// scenario prescribes.
///
/// The same scenario and parameters give the same market on every machine. There are no bars
/// outside of the scenario's sessions.
public final class ScenarioMarket implements Market {
  private static final LocalDate ALWAYS = LocalDate.of(2003, 9, 10);
  private static final double OVERNIGHT = 0.35;

  private final String story;
  private final Plot plot;
  private final List<Role> roles;
  private final List<Instrument> instruments;

  /// By role and session, from 1; null where nobody traded.
  private final @Nullable DayBar[][] days;

  /// The days with an event as they would be without.
  private final Map<Long, DayBar> quiet = new ConcurrentHashMap<>();

  private final Map<Long, MinuteShape> shapes = new ConcurrentHashMap<>();
  private final List<PlantedPattern> patterns = new ArrayList<>();

  /// @param story what it is, in one line
  ScenarioMarket(String story, Plot plot) {
    this.story = story;
    this.plot = plot;
    roles = List.copyOf(plot.roles);
    var made = new ArrayList<Instrument>();
    for (var role : roles) {
      made.add(instrument(made.size(), role));
    }
    instruments = List.copyOf(made);
    days = new DayBar[roles.size()][plot.size() + 1];
    var market = marketReturns();
    for (int i = 0; i < roles.size(); i++) {
      perform(i, market);
    }
  }

  // ---- who

  private Instrument instrument(int index, Role role) {
    var identity = Identity.of(Hash.of(Hash.of(plot.seed, "scenario"), role.ticker));
    boolean fund = role.type.equals("ETF");
    var listed = role.first == 1 ? ALWAYS : plot.date(role.first);
    var tickers =
        role.formerTicker
            .map(former ->
                List.of(
                    new TickerPeriod(former, listed, Optional.of(plot.date(role.renamed))),
                    new TickerPeriod(role.ticker, plot.date(role.renamed), Optional.empty())))
            .orElseGet(() -> List.of(new TickerPeriod(role.ticker, listed, Optional.empty())));
    return new Instrument(
        index,
        role.name,
        role.type,
        fund ? "ARCX" : "XNYS",
        false,
        fund
            ? Optional.empty()
            : Optional.of(
                new Company(
                    identity.cik(),
                    role.sector.sicCode(),
                    role.sector.sicDescription(),
                    (long) (role.volume * 150))),
        Optional.of(identity.compositeFigi()),
        Optional.of(identity.shareClassFigi()),
        Optional.of(listed),
        Optional.empty(),
        tickers,
        role.splits.stream().sorted(Comparator.comparing(Split::executionDate)).toList(),
        true);
  }

  // ---- prices

  /// Of each session, from 1.
  private double[] marketReturns() {
    var free = new double[plot.size() + 1];
    for (int t = 1; t < free.length; t++) {
      free[t] =
          free[t - 1]
              + plot.drift / FactorReturns.SESSIONS_A_YEAR
              + plot.factors.of(FactorReturns.MARKET, plot.volatility, t);
    }
    return differences(plot.course().map(course -> course.of(free)).orElse(free));
  }

  private static double[] differences(double[] path) {
    var steps = new double[path.length];
    for (int t = 1; t < path.length; t++) {
      steps[t] = path[t] - path[t - 1];
    }
    return steps;
  }

  private double[] returns(Role role, double[] market) {
    var free = new double[plot.size() + 1];
    double scale = plot.volatility / Plot.USUAL_VOLATILITY;
    for (int t = 1; t < free.length; t++) {
      double step =
          role.beta * market[t]
              + role.drift / FactorReturns.SESSIONS_A_YEAR
              + plot.factors.of("own " + role.ticker, role.ownVolatility * scale, t);
      if (role.sectorShare > 0) {
        step +=
            role.sectorShare
                * plot.factors.of(
                    "sector " + role.sector.name(), role.sector.volatility * scale, t);
      }
      if (role.wave != null) {
        step += StrictMath.log1p(role.wave.step()) * (role.wave.rises(t - 1) ? 1 : -1);
      }
      var event = role.events.get(t);
      step += StrictMath.log1p(role.gaps.getOrDefault(t, 0.0));
      step += event == null ? 0 : StrictMath.log1p(event.jump());
      free[t] = free[t - 1] + step;
    }
    return differences(role.course == null ? free : role.course.of(free));
  }

  /// Makes the bars of one role, the oldest first.
  private void perform(int index, double[] market) {
    var role = roles.get(index);
    var steps = returns(role, market);
    double level = StrictMath.log(role.price);
    double daily = 0.9 * role.volatility(plot.volatility) / StrictMath.sqrt(252);
    for (int t = 1; t <= plot.size(); t++) {
      if (t < role.first) {
        level = StrictMath.log(role.price);
        continue;
      }
      if (role.shapes.containsKey(t)) {
        int length = plant(index, t);
        t += length - 1;
        level = StrictMath.log(requireDay(index, t).close());
        continue;
      }
      var event = role.events.get(t);
      double gap = StrictMath.log1p(role.gaps.getOrDefault(t, 0.0));
      double before = event == null ? 0 : StrictMath.log1p(event.jump());
      double rest = steps[t] - gap - before;
      long dice = dice(plot, role, t);
      double reach = daily * plot.factors.wildness(t);
      double overnight =
          gap != 0
              ? gap
              : t == role.first && role.opensAtPrice
                  ? 0
                  : OVERNIGHT * rest + 0.1 * reach * Hash.bell(Hash.of(dice, 9));
      double end = level + steps[t] - before;
      if (!isSilent(role, dice, t)) {
        days[index][t] =
            event(index, t, bar(index, t, new Prices.Move(level + overnight, end, reach)));
      }
      level = level + steps[t];
    }
  }

  private static boolean isSilent(Role role, long dice, int session) {
    return role.silence > 0 && session > 1 && Hash.unit(Hash.of(dice, 77)) < role.silence;
  }

  /// Sessions on which nobody will trade.
  static int silentSessions(Plot plot, Role role) {
    int silent = 0;
    for (int t = role.first; t <= plot.size(); t++) {
      silent += isSilent(role, dice(plot, role, t), t) ? 1 : 0;
    }
    return silent;
  }

  private static long dice(Plot plot, Role role, int session) {
    return Hash.of(Hash.of(Hash.of(plot.seed, "bar " + role.ticker), session), 1);
  }

  private DayBar bar(int index, int session, Prices.Move move) {
    var date = plot.date(session);
    var role = roles.get(index);
    return Prices.bar(
        instruments.get(index).tickerOn(date).orElseThrow(),
        date,
        move,
        Prices.after(role.splits, date) / Prices.after(role.splits, plot.lastDate()),
        role.volume,
        dice(plot, role, session),
        false);
  }

  private DayBar event(int index, int session, DayBar day) {
    var event = roles.get(index).events.get(session);
    if (event == null) {
      return day;
    }
    quiet.put(place(index, session), day);
    return event.play(day, path(index, session, day), shape(session)).day();
  }

  /// @return how many sessions the shape takes
  private int plant(int index, int session) {
    var role = roles.get(index);
    var shape = Objects.requireNonNull(role.shapes.get(session));
    var before = new ArrayList<Candle>();
    for (int t = role.first; t < session; t++) {
      var day = requireDay(index, t);
      before.add(new Candle(day.open(), day.high(), day.low(), day.close()));
    }
    var candles = shape.after(before);
    for (int i = 0; i < candles.size(); i++) {
      var candle = candles.get(i);
      int at = session + i;
      var move =
          new Prices.Move(StrictMath.log(candle.open()), StrictMath.log(candle.close()), 0.01);
      var day = bar(index, at, move);
      double middle =
          StrictMath.rint(
                  (candle.open() + candle.high() + candle.low() + 2 * candle.close()) / 5 * 10_000)
              / 10_000;
      days[index][at] =
          new DayBar(
              day.ticker(),
              day.session(),
              candle.open(),
              candle.high(),
              candle.low(),
              candle.close(),
              day.volume(),
              Math.min(candle.high(), Math.max(candle.low(), middle)),
              day.trades(),
              day.otc());
    }
    patterns.add(
        new PlantedPattern(
            role.ticker,
            new PlantedPattern.Kind.Candles(shape),
            plot.date(session + candles.size() - 1)));
    return candles.size();
  }

  private DayBar requireDay(int index, int session) {
    return Objects.requireNonNull(days[index][session]);
  }

  private static long place(int role, int session) {
    return (long) role << 32 | session;
  }

  // ---- as a market

  @Override
  public String kind() {
    return "scenario";
  }

  @Override
  public OptionalLong seed() {
    return OptionalLong.of(plot.seed);
  }

  @Override
  public Optional<String> scenario() {
    return Optional.of(story);
  }

  @Override
  public List<Instrument> instruments() {
    return instruments;
  }

  @Override
  public Optional<Instrument> holder(String ticker, LocalDate date) {
    return instruments.stream()
        .filter(i -> i.tickerOn(date).filter(ticker::equals).isPresent())
        .findFirst();
  }

  @Override
  public List<DayBar> session(LocalDate date) {
    int place = plot.placeOf(date);
    var bars = new ArrayList<DayBar>();
    for (int i = 0; place > 0 && i < days.length; i++) {
      var day = days[i][place];
      if (day != null) {
        bars.add(day);
      }
    }
    return bars;
  }

  @Override
  public List<DayBar> history(String ticker, DateRange range) {
    return Arrays.stream(days)
        .flatMap(Arrays::stream)
        .filter(Objects::nonNull)
        .filter(day -> day.ticker().equals(ticker) && range.contains(day.session()))
        .sorted(Comparator.comparing(DayBar::session))
        .toList();
  }

  @Override
  public MinuteRows minutes(String ticker, LocalDate date) {
    int session = plot.placeOf(date);
    for (int i = 0; session > 0 && i < days.length; i++) {
      var day = days[i][session];
      if (day != null && day.ticker().equals(ticker)) {
        var event = roles.get(i).events.get(session);
        if (event == null) {
          return path(i, session, day);
        }
        var without = Objects.requireNonNull(quiet.get(place(i, session)));
        return event.play(without, path(i, session, without), shape(session)).minutes();
      }
    }
    return MinuteRows.of(new Symbol(ticker)).build();
  }

  private MinuteRows path(int index, int session, DayBar day) {
    return MinutePath.of(
        day,
        plot.sessions.get(session - 1),
        shape(session),
        Hash.of(dice(plot, roles.get(index), session), 78));
  }

  private MinuteShape shape(int session) {
    return shapes.computeIfAbsent(
        MinuteShape.lengths(plot.sessions.get(session - 1)), MinuteShape::of);
  }

  @Override
  public List<Payout> payouts(Instrument instrument) {
    return List.of();
  }

  // ---- as a scenario

  /// What is loaded, first to last session of each part.
  public List<DateRange> windows() {
    return plot.windows();
  }

  /// The last tickers of all instruments.
  public List<String> tickers() {
    return instruments.stream().map(Instrument::lastTicker).toList();
  }

  /// What there is to be found.
  public List<Expectation> answerKey() {
    return List.copyOf(plot.key);
  }

  /// The patterns that pattern detectors are to find.
  public List<PlantedPattern> patterns() {
    var planted = new ArrayList<>(patterns);
    for (var role : roles) {
      if (role.wave != null) {
        for (int turn : role.wave.turns()) {
          boolean up = role.wave.rises(turn);
          if (turn + 1 < plot.size() && plot.size() - turn > PlantedPattern.CROSS_WITHIN) {
            planted.addAll(PlantedPattern.ofTurn(role.ticker, plot.date(turn + 1), up));
          }
        }
      }
    }
    return List.copyOf(planted);
  }

  /// Who plays in it, in the order of the instruments.
  List<Role> roles() {
    return roles;
  }

  LocalDate date(int session) {
    return plot.date(session);
  }

  /// The days of one instrument on which it traded.
  List<DayBar> days(int role) {
    return Arrays.stream(days[role]).filter(Objects::nonNull).toList();
  }

  /// The market itself as a record of what happened, of its windows.
  public RecordedMarket recorded() {
    return new Recorded();
  }

  private final class Recorded implements RecordedMarket {
    private Optional<Instrument> named(String ticker) {
      return instruments.stream().filter(i -> i.lastTicker().equals(ticker)).findFirst();
    }

    private List<DayBar> days(String ticker) {
      return named(ticker).stream()
          .flatMap(i -> ScenarioMarket.this.days(i.index()).stream())
          .filter(day -> windows().stream().anyMatch(w -> w.contains(day.session())))
          .toList();
    }

    @Override
    public List<Bar> daily(String ticker) {
      return days(ticker).stream().map(DayBar::bar).toList();
    }

    @Override
    public List<Split> splits(String ticker) {
      return named(ticker).map(Instrument::splits).orElse(List.of());
    }

    @Override
    public List<Bar> minutes(String ticker, LocalDate session) {
      var rows = named(ticker).flatMap(i -> i.tickerOn(session)).map(t -> minutesOf(t, session));
      var bars = new ArrayList<Bar>();
      for (int i = 0; rows.isPresent() && i < rows.get().size(); i++) {
        bars.add(bar(rows.get(), i));
      }
      return bars;
    }

    private MinuteRows minutesOf(String ticker, LocalDate session) {
      return ScenarioMarket.this.minutes(ticker, session);
    }

    private static Bar bar(MinuteRows rows, int row) {
      return new Bar(
          Instant.ofEpochMilli(rows.startMillis(row)),
          rows.open(row),
          rows.high(row),
          rows.low(row),
          rows.close(row),
          OptionalDouble.of(rows.volume(row)),
          OptionalDouble.of(rows.vwap(row)),
          OptionalLong.of(rows.trades(row)));
    }

    @Override
    public List<MinuteDay> minuteDays(String ticker) {
      return days(ticker).stream()
          .map(day -> sum(minutesOf(day.ticker(), day.session()), plot.calendar, day.session()))
          .toList();
    }

    private static MinuteDay sum(MinuteRows rows, TradingCalendar calendar, LocalDate date) {
      Session session = calendar.session(date).orElseThrow();
      double open = Double.NaN;
      double high = Double.NEGATIVE_INFINITY;
      double low = Double.POSITIVE_INFINITY;
      double close = Double.NaN;
      double volume = 0;
      long trades = 0;
      int regular = 0;
      for (int i = 0; i < rows.size(); i++) {
        volume += rows.volume(i);
        trades += rows.trades(i);
        if (session.isOpenAt(Instant.ofEpochMilli(rows.startMillis(i)))) {
          open = regular == 0 ? rows.open(i) : open;
          high = Math.max(high, rows.high(i));
          low = Math.min(low, rows.low(i));
          close = rows.close(i);
          regular++;
        }
      }
      return new MinuteDay(date, rows.size(), regular, open, high, low, close, volume, trades);
    }

    @Override
    public Optional<String> tickerOn(String ticker, LocalDate date) {
      return named(ticker).flatMap(i -> i.tickerOn(date));
    }

    @Override
    public TradingCalendar calendar() {
      return plot.calendar;
    }
  }
}
