package ai.tickstock.scenario;

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
  private static final double SPREAD = 0.63;

  private static final double STAYS = 0.975;

  /// Share of sessions in which a factor moves much further than its time would have it, and how
  /// many times as far; the others move a little less for it.
  private static final double SHOCKS = 0.035;

  private static final double SHOCK = 1.8;
  private static final double NO_SHOCK = 0.96;
  private static final int WARM_UP = 250;
  private static final double YEAR = StrictMath.sqrt(SESSIONS_A_YEAR);

  private final long seed;
  private final double[] wildness;

  /// @param sessions how many
  FactorReturns(long seed, int sessions) {
    this.seed = seed;
    wildness = new double[sessions];
    long dice = Hash.of(seed, "wildness");
    double moves = StrictMath.sqrt(1 - STAYS * STAYS);
    double level = 0;
    for (int i = -WARM_UP; i < sessions; i++) {
      level = STAYS * level + moves * Hash.bell(Hash.of(dice, i));
      if (i >= 0) {
        wildness[i] = StrictMath.exp(SPREAD * level - SPREAD * SPREAD);
      }
    }
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
