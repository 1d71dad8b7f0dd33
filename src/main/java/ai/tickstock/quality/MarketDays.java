package ai.tickstock.quality;

/// What a pass gathers of each session over all instruments: how many had a bar, how many that
/// trade regularly had none, and how prices moved. One a thread, then added up.
final class MarketDays {
  /// Moves are counted in steps of a hundredth (of the logarithm), from -2 to 2.
  private static final int BINS = 400;

  private static final double BINS_A_UNIT = BINS / 4.0;

  private final int[] bars;
  private final int[] missing;
  private final int[] ended;
  private final int[][] moves;

  MarketDays(int sessions) {
    bars = new int[sessions];
    missing = new int[sessions];
    ended = new int[sessions];
    moves = new int[sessions][];
  }

  void bar(int session) {
    bars[session]++;
  }

  void missing(int session) {
    missing[session]++;
  }

  /// The first session without a bar of a name whose life may have ended.
  void ended(int session) {
    ended[session]++;
  }

  void move(int session, double logarithm) {
    var bins = moves[session];
    if (bins == null) {
      bins = new int[BINS];
      moves[session] = bins;
    }
    bins[Math.max(0, Math.min(BINS - 1, (int) Math.floor((logarithm + 2) * BINS_A_UNIT)))]++;
  }

  void add(MarketDays other) {
    for (int session = 0; session < bars.length; session++) {
      bars[session] += other.bars[session];
      missing[session] += other.missing[session];
      ended[session] += other.ended[session];
      var more = other.moves[session];
      if (more != null && moves[session] == null) {
        moves[session] = more;
      } else if (more != null) {
        for (int bin = 0; bin < BINS; bin++) {
          moves[session][bin] += more[bin];
        }
      }
    }
  }

  int bars(int session) {
    return bars[session];
  }

  /// Names that trade regularly and have no bar. On the last three sessions with any bars those
  /// count that have had none since, whether their life ended or not: nobody can know yet.
  int missingOf(int session) {
    return missing[session] + (session > last() - 3 ? ended[session] : 0);
  }

  /// The last session with a bar; -1 when there is none.
  int last() {
    int last = bars.length - 1;
    while (last >= 0 && bars[last] == 0) {
      last--;
    }
    return last;
  }

  /// The middle of the moves of a session; 0 where fewer than ten prices moved.
  double median(int session) {
    return count(session) < 10 ? 0 : quantile(session, 0.5);
  }

  /// How far the moves of a session lie apart, as a standard deviation would say it; 0 where fewer
  /// than ten prices moved.
  double spread(int session) {
    return count(session) < 10 ? 0 : (quantile(session, 0.75) - quantile(session, 0.25)) / 1.349;
  }

  private int count(int session) {
    int count = 0;
    var bins = moves[session];
    if (bins != null) {
      for (int one : bins) {
        count += one;
      }
    }
    return count;
  }

  private double quantile(int session, double part) {
    double rank = part * count(session);
    double before = 0;
    for (int bin = 0; bin < BINS; bin++) {
      int here = moves[session][bin];
      if (here > 0 && before + here >= rank) {
        return (bin + (rank - before) / here) / BINS_A_UNIT - 2;
      }
      before += here;
    }
    return 0;
  }
}
