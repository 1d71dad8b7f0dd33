package ai.tickstock.load;

import ai.tickstock.market.BarInterval;

/// What a run asks for at most after its first asking, to find out what answers left out: empty
/// answers once more, holes, a second look, an answer that it proves wrong, the ends of listings
/// (see `RunStages`). Failed calls, which are made again, and former tickers come on top.
///
/// @param rows bars that come along
record LaterAsks(int calls, long rows) {
  static final LaterAsks NONE = new LaterAsks(0, 0);

  /// Of an instrument: before its first and after its last bar.
  private static final int ENDS = 2;

  /// Of an end: two lists, each asked for twice, and the details.
  private static final int CALLS_AN_END = 5;

  /// The first asking that these follow.
  ///
  /// @param everything whether no instruments were named
  /// @param instruments for which the load answers
  /// @param callsEach for all bars of one of them
  /// @param bySymbol calls by symbol
  /// @param bySession calls by session
  /// @param sessions of the range
  /// @param rows of all of them
  record First(
      BarInterval interval,
      boolean everything,
      int instruments,
      int callsEach,
      int bySymbol,
      int bySession,
      int sessions,
      long rows) {}

  /// @param attempts asks of one task
  /// @param marketRows rows of an answer for the whole market
  static LaterAsks atMost(First first, CallCost cost, int attempts, int marketRows) {
    int tasks = first.bySymbol + first.bySession;
    if (tasks == 0) {
      return NONE;
    }
    int budget = cost.affordable(tasks);
    int holes =
        RunStages.CALLS_A_HOLE * Math.min(first.instruments, budget / RunStages.CALLS_A_HOLE);
    int looks = Math.min(budget, first.sessions + first.instruments);
    int bySession = Math.min(looks, first.sessions);
    int wrong = first.everything ? Math.min(looks, first.instruments) : first.instruments;
    int bySymbol =
        first.interval == BarInterval.DAY
            ? looks - bySession + wrong
            : (Math.min(looks, first.instruments) + wrong) * first.callsEach;
    int ends = Math.min(ENDS * first.instruments, cost.affordable(tasks + looks + wrong));
    long calls =
        holes
            + (long) (attempts - 1) * first.bySymbol
            + bySession
            + (long) attempts * bySymbol
            + (long) CALLS_AN_END * ends;
    return new LaterAsks(
        (int) Math.min(Integer.MAX_VALUE, calls), 2 * first.rows + (long) bySession * marketRows);
  }
}
