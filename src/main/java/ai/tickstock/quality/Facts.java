package ai.tickstock.quality;

/// What is known of an instrument beside its bars; dates are days since 1970. The arrays belong to
/// it.
///
/// @param provisional known from bars only
/// @param listed first day of its life, or the smallest integer
/// @param delisted first day after its life, or the largest integer
/// @param splitDay ascending
/// @param splitFactor what a price is multiplied by: 0.25 for four shares in place of one
/// @param dividendDay ascending
/// @param cash dollars a share, beside its day
/// @param explained first and last day by turns of holes that are explained or accepted
/// @param halted first and last day by turns, from sourced files
/// @param spinOff days, from sourced files
/// @param renamed first days of later tickers
@SuppressWarnings("ArrayRecordComponent") // read for each of millions of bars, compared by nobody
record Facts(
    int instrument,
    String ticker,
    boolean provisional,
    int listed,
    int delisted,
    int[] splitDay,
    double[] splitFactor,
    int[] dividendDay,
    double[] cash,
    int[] explained,
    int[] halted,
    int[] spinOff,
    int[] renamed) {

  static boolean isIn(int[] ranges, int day) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (day >= ranges[i] && day <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /// Whether one of the days lies after the first and not after the second.
  static boolean isAny(int[] days, int after, int through) {
    for (int day : days) {
      if (day > after && day <= through) {
        return true;
      }
    }
    return false;
  }
}
