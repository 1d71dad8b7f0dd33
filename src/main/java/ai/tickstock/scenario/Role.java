package ai.tickstock.scenario;

import ai.tickstock.market.Split;
import ai.tickstock.scenario.shapes.CandleShape;
import ai.tickstock.scenario.shapes.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One instrument of a scenario: how it trades, and what happens to it.
///
/// Sessions are counted from 1, the first of the scenario; 0 is the close before.
final class Role {
  final String ticker;
  final String name;
  final String type;
  final Sector sector;
  double price = 100;
  double volume = 6_000_000;
  double ownVolatility;
  double sectorShare = 1;
  double beta;
  double silence;
  double drift;
  @Nullable Course course;
  @Nullable Wave wave;
  final TreeMap<Integer, Double> gaps = new TreeMap<>();
  final TreeMap<Integer, MinuteEvent> events = new TreeMap<>();
  final TreeMap<Integer, CandleShape> shapes = new TreeMap<>();
  final List<Split> splits = new ArrayList<>();

  /// The first session with bars.
  int first = 1;

  /// Whether the first session opens at `price`, as an offering does.
  boolean opensAtPrice;

  /// The ticker before, and the first session with the present one.
  Optional<String> formerTicker = Optional.empty();

  int renamed;

  private Role(String ticker, String name, String type, Sector sector) {
    this.ticker = ticker;
    this.name = name;
    this.type = type;
    this.sector = sector;
    this.beta = sector.marketBeta;
  }

  /// A share of an invented company.
  static Role stock(String ticker, Sector sector) {
    var role =
        new Role(
            ticker,
            "Test " + ticker.substring(ticker.indexOf('_') + 1) + " " + sector.focus + " Inc.",
            "CS",
            sector);
    role.ownVolatility = 0.22;
    return role;
  }

  /// A fund on a sector.
  static Role fund(String ticker, Sector sector) {
    var role =
        new Role(
            ticker,
            "Test " + ticker.substring(ticker.indexOf('_') + 1) + " " + sector.focus + " ETF",
            "ETF",
            sector);
    role.ownVolatility = 0.005;
    return role;
  }

  /// A broad fund with much technology.
  static Role growthFund(String ticker) {
    return fund(ticker, Sector.TECH).following(0.7);
  }

  /// The fund on the market itself.
  static Role market(String ticker) {
    var role = fund(ticker, Sector.BROAD);
    role.beta = 1;
    role.sectorShare = 0;
    role.ownVolatility = 0;
    role.price = 400;
    role.volume = 80_000_000;
    return role;
  }

  Role priced(double dollars) {
    price = dollars;
    return this;
  }

  Role trading(double shares) {
    volume = shares;
    return this;
  }

  Role alone(double volatility) {
    ownVolatility = volatility;
    return this;
  }

  Role following(double sectors) {
    sectorShare = sectors;
    return this;
  }

  Role withBeta(double times) {
    beta = times;
    return this;
  }

  Role drifting(double aYear) {
    drift = aYear;
    return this;
  }

  Role on(Course changed) {
    course = changed;
    return this;
  }

  Role split(Split split) {
    splits.add(split);
    return this;
  }

  /// Deviation of its returns in a year, about.
  double volatility(double ofMarket) {
    double scale = ofMarket / Plot.USUAL_VOLATILITY;
    double market = beta * ofMarket;
    double group = sectorShare * sector.volatility * scale;
    double own = ownVolatility * scale;
    return StrictMath.sqrt(market * market + group * group + own * own);
  }
}
