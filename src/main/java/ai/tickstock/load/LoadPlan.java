package ai.tickstock.load;

import ai.tickstock.bars.CoverageCount;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.provider.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// What a load would do and cost, before anything is asked.
///
/// @param range the sessions' range
/// @param exchanges how many sessions it has at each that one of the instruments follows
/// @param instruments for which the load answers, as far as known now
/// @param unknownTickers tickers that this database does not know yet: the load asks the vendor
///   about them first
/// @param present what is stored and explained already
/// @param dueSessions cells that are owed
/// @param bySymbol calls for bars by symbol
/// @param bySession calls for bars of the whole market by session
/// @param files files to read: size in bytes by name, in the order in which they are read
/// @param referenceCalls calls for lists, splits and dividends, an estimate
/// @param rows bars expected, an estimate
/// @param bytes on the wire or on disk, an estimate
/// @param mostCalls calls at most, with those that find out what answers left out; failed calls,
///   which are made again, and former tickers come on top
/// @param mostBytes what these bring, an estimate
/// @param duration under the limit, an estimate
/// @param wholeCalls calls of the same load into an empty database, an estimate
/// @param joins the unfinished run that the load would continue; 0 when none
/// @param notes what to tell about the files, a line each
public record LoadPlan(
    DateRange range,
    SortedMap<Mic, Integer> exchanges,
    int instruments,
    List<String> unknownTickers,
    CoverageCount present,
    long dueSessions,
    int bySymbol,
    int bySession,
    Map<String, Long> files,
    int referenceCalls,
    long rows,
    long bytes,
    int mostCalls,
    long mostBytes,
    Duration duration,
    RateLimit limit,
    int wholeCalls,
    int joins,
    List<String> notes) {

  public int calls() {
    return bySymbol + bySession + referenceCalls;
  }
}
