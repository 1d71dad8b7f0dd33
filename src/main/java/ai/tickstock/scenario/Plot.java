package ai.tickstock.scenario;

import ai.tickstock.market.DateRange;
import ai.tickstock.market.Session;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.scenario.shapes.CandleShape;
import ai.tickstock.scenario.shapes.Wave;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A scenario while it is written: its sessions, who plays in it, what is to happen and what the
/// answer key says of it.
///
/// Sessions are counted from 1.
final class Plot {
  /// Of the market in a year, as a fraction: the volatility for which roles are described.
  static final double USUAL_VOLATILITY = 0.16;

  /// Present in all scenarios.
  static final String MARKET = "TEST_SPY";

  static final String CANDLES = "TEST_CNDL";
  static final String WAVE = "TEST_WAVE";

  /// Sessions from one planted candlestick pattern to the next: about ten to forget the last one,
  /// and few enough that a year has room for all shapes.
  private static final int CANDLES_EVERY = 13;

  private static final int WAVE_LEG = 36;
  private static final double WAVE_STEP = 0.006;

  final TradingCalendar calendar;
  final ScenarioValues values;
  final long seed;
  final List<Session> sessions;
  final double volatility;
  final double drift;
  final FactorReturns factors;
  final List<Role> roles = new ArrayList<>();
  final List<Expectation> key = new ArrayList<>();
  private final List<DateRange> windows = new ArrayList<>();

  /// What the market as a whole does; a free walk without one.
  @Nullable Course course;

  /// @param sessions at least one
  Plot(TradingCalendar calendar, ScenarioValues values, List<Session> sessions) {
    this.calendar = calendar;
    this.values = values;
    this.sessions = sessions;
    seed = values.count("seed");
    volatility = values.fraction("volatility");
    drift = values.fraction("drift");
    factors = new FactorReturns(seed, sessions.size() + 1);
  }

  int size() {
    return sessions.size();
  }

  LocalDate date(int session) {
    return sessions.get(session - 1).date();
  }

  LocalDate lastDate() {
    return sessions.getLast().date();
  }

  /// The place of a date.
  ///
  /// @throws ScenarioRefused if it is no session of the scenario
  int place(String parameter, LocalDate date) {
    int found = placeOf(date);
    if (found == 0) {
      var nearest =
          sessions.stream()
              .map(Session::date)
              .filter(d -> Math.abs(d.toEpochDay() - date.toEpochDay()) <= 5)
              .map(LocalDate::toString)
              .toList();
      throw new ScenarioRefused(
          "parameter "
              + parameter
              + "="
              + date
              + " is no session of the scenario, which goes from "
              + sessions.getFirst().date()
              + " to "
              + lastDate()
              + (nearest.isEmpty() ? "" : "; near it are " + String.join(", ", nearest)));
    }
    return found;
  }

  /// The place of a date; 0 if it is no session of the scenario.
  int placeOf(LocalDate date) {
    for (int i = 0; i < sessions.size(); i++) {
      if (sessions.get(i).date().equals(date)) {
        return i + 1;
      }
    }
    return 0;
  }

  /// The sessions of a parameter, or such at these shares of the scenario.
  List<Integer> places(String parameter, double... shares) {
    var given = values.dates(parameter);
    if (!given.isEmpty()) {
      return given.stream().map(date -> place(parameter, date)).toList();
    }
    var places = new ArrayList<Integer>();
    for (double share : shares) {
      places.add(Math.clamp(Math.round(share * size()), 2, size() - 1));
    }
    return places.stream().distinct().toList();
  }

  /// The first session whose regular hours are whole, from a place on.
  int wholeSession(int from) {
    int place = from;
    while (place < size() && sessions.get(place - 1).early()) {
      place++;
    }
    return place;
  }

  /// The same for each of several.
  List<Integer> wholeSessions(List<Integer> from) {
    return from.stream().map(this::wholeSession).distinct().toList();
  }

  /// Makes the market's returns of some sessions as wild as that in a year's worth.
  ///
  /// @param target deviation, as a fraction
  void wild(int first, int last, double target) {
    var returns = new double[last - first + 1];
    for (int t = first; t <= last; t++) {
      returns[t - first] = factors.of(FactorReturns.MARKET, volatility, t);
    }
    double found = MarketStatistics.yearly(returns);
    for (int t = first; t <= last; t++) {
      factors.scale(t, target / found);
    }
  }

  /// Makes sessions equally wild, so that the market's own returns in them add up to so much.
  ///
  /// @param deviation of the sum, as a fraction
  void noise(int first, int last, double deviation) {
    double sessions = last - first + 1;
    double wild =
        deviation / volatility * StrictMath.sqrt(FactorReturns.SESSIONS_A_YEAR / sessions);
    for (int t = first; t <= last; t++) {
      factors.scale(t, wild / factors.wildness(t));
    }
  }

  /// Makes a session quiet, so that what happens within it stands out.
  void calm(int session) {
    factors.scale(session, Math.min(1, 0.5 / factors.wildness(session)));
  }

  Role add(Role role) {
    roles.add(role);
    return role;
  }

  /// The funds and stocks that every scenario has.
  Plot withCast() {
    add(Role.market(MARKET));
    add(Role.growthFund("TEST_QQQ").priced(350).trading(50_000_000));
    add(Role.fund("TEST_XLK", Sector.TECH).priced(180).trading(8_000_000));
    add(Role.fund("TEST_XLU", Sector.UTIL).priced(70).trading(11_000_000));
    add(Role.fund("TEST_AGG", Sector.BOND).priced(98).trading(8_000_000));
    add(Role.stock("TEST_TECH", Sector.TECH).priced(160).trading(30_000_000));
    add(Role.stock("TEST_BANK", Sector.FINA).priced(55).trading(12_000_000));
    addCandles();
    addWave();
    return this;
  }

  private void addCandles() {
    var role = add(Role.stock(CANDLES, Sector.INDU).priced(140).trading(400_000));
    var shapes = CandleShape.values();
    int next = 0;
    for (int t = CANDLES_EVERY; t + 4 <= size(); t += CANDLES_EVERY) {
      role.shapes.put(t, shapes[next++ % shapes.length]);
    }
  }

  private void addWave() {
    var role = add(Role.stock(WAVE, Sector.STAP).priced(120).trading(300_000));
    role.alone(0.012).following(0).withBeta(0);
    role.wave = new Wave(Math.max(1, size() / WAVE_LEG), WAVE_LEG, WAVE_STEP);
  }

  /// What is loaded: all sessions, or these parts of them.
  void window(LocalDate first, LocalDate last) {
    windows.add(new DateRange(first, last));
  }

  List<DateRange> windows() {
    return windows.isEmpty()
        ? List.of(new DateRange(sessions.getFirst().date(), lastDate()))
        : List.copyOf(windows);
  }

  void expect(Expectation expectation) {
    key.add(expectation);
  }

  /// What the answer keys of all scenarios say.
  void expectWholeness() {
    for (var role : roles) {
      if (role.silence == 0) {
        key.add(WholenessLines.sessions(role.ticker, expectedSessions(role)));
      }
      key.add(WholenessLines.rollUp(role.ticker));
    }
    key.add(MinuteLines.volumeSmile(MARKET));
  }

  private int expectedSessions(Role role) {
    int count = 0;
    for (int t = role.first; t <= size(); t++) {
      var date = date(t);
      if (windows().stream().anyMatch(w -> w.contains(date))) {
        count++;
      }
    }
    return count;
  }

  Optional<Course> course() {
    return Optional.ofNullable(course);
  }
}
