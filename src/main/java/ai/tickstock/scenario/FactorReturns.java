package ai.tickstock.scenario;

import java.util.Arrays;

/// Returns of market, sectors and single names, session by session, the way markets have them: calm
/// and wild times follow each other (the logarithm of the volatility is a slow walk that all
/// share), so that returns have fat tails and large ones come in clusters, while their signs are
/// not to be foretold.
final class FactorReturns {
  static final double SESSIONS_A_YEAR = 252;

  /// The name of the factor that all follow.
  static final String MARKET = "market";

  /// Deviation of the logarithm of the volatility, and what stays of it from one session to the
  /// next: so that `Realism` finds what real funds have.
  private static final double SPREAD = 0.68;

  private static final double STAYS = 0.975;

  /// How many deviations the wildest sessions lie above the middle. Without an end a single session
  /// that is wild and has a large move would decide on the tails of twenty years.
  private static final double WILDEST = 2.7;

  /// Share of sessions in which a factor moves much further than its time would have it, and how
  /// many times as far; the others move a little less for it.
  private static final double SHOCKS = 0.035;

  private static final double SHOCK = 1.5;
  private static final double NO_SHOCK = 0.977;
  private static final int WARM_UP = 250;

  /// Sessions, about twenty years, whose levels together are spread as they are in the long run. A
  /// walk that remembers for months visits wild times in so few years ten times or never: left to
  /// itself, the tails would differ far more from seed to seed than from fund to fund.
  private static final int WALK = 5_001;

  private static final double YEAR = StrictMath.sqrt(SESSIONS_A_YEAR);

  private final long seed;
  private final double[] wildness;

  /// @param sessions how many
  FactorReturns(long seed, int sessions) {
    this.seed = seed;
    var levels = spread(walk(seed, Math.max(WALK, sessions)));
    double squares = 0;
    for (double level : levels) {
      squares += StrictMath.exp(2 * SPREAD * level);
    }
    double usual = StrictMath.sqrt(squares / levels.length);
    wildness = new double[sessions];
    for (int i = 0; i < sessions; i++) {
      wildness[i] = StrictMath.exp(SPREAD * levels[i]) / usual;
    }
  }

  /// A slow walk about 0 with deviation 1.
  private static double[] walk(long seed, int length) {
    long dice = Hash.of(seed, "wildness");
    double moves = StrictMath.sqrt(1 - STAYS * STAYS);
    var levels = new double[length];
    double level = 0;
    for (int i = -WARM_UP; i < length; i++) {
      level = STAYS * level + moves * Hash.bell(Hash.of(dice, i));
      if (i >= 0) {
        levels[i] = level;
      }
    }
    return levels;
  }

  /// The same ups and downs, with each level moved to where its rank lies in the long run.
  private static double[] spread(double[] levels) {
    var ascending = levels.clone();
    Arrays.sort(ascending);
    var spread = new double[levels.length];
    for (int i = 0; i < levels.length; i++) {
      int rank = Arrays.binarySearch(ascending, levels[i]);
      spread[i] = Math.min(WILDEST, normal((rank + 0.5) / levels.length));
    }
    return spread;
  }

  /// The value below which a share of a normal distribution lies, to about 0.0005.
  ///
  /// @see "Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23"
  private static double normal(double share) {
    double t = StrictMath.sqrt(-2 * StrictMath.log(Math.min(share, 1 - share)));
    double far =
        t
            - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    return share < 0.5 ? -far : far;
  }

  int sessions() {
    return wildness.length;
  }

  /// How many times as far as usual prices move in a session; its square is 1 in the long run.
  double wildness(int session) {
    return wildness[session];
  }

  /// Makes times wilder or calmer.
  void scale(int session, double factor) {
    wildness[session] *= factor;
  }

  /// The return of one factor in a session, without drift.
  ///
  /// @param factor its name
  /// @param volatility deviation in a year, as a fraction
  double of(String factor, double volatility, int session) {
    long dice = Hash.of(Hash.of(seed, factor), session);
    double shock = Hash.unit(Hash.of(dice, 1)) < SHOCKS ? SHOCK : NO_SHOCK;
    return volatility / YEAR * wildness[session] * shock * Hash.bell(dice);
  }
}
