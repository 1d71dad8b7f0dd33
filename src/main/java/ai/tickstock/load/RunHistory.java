package ai.tickstock.load;

import java.util.List;
import java.util.Map;

/// What became of a run, beyond its counts.
///
/// @param plannedTasks when it was planned; later stages can add some
/// @param plannedCalls for lists, tickers, splits and dividends: those that are of no task
/// @param errors how asking went
/// @param waits seconds by what they were waited for; tasks that wait at once count each
/// @param classes of a run that ended: counts of sessions by class and name of the count
/// @param weaker of a run that ended: in which respects it is less than what was asked for
public record RunHistory(
    int plannedTasks,
    int plannedCalls,
    LoadErrors errors,
    Map<String, Double> waits,
    Map<String, Map<String, Integer>> classes,
    List<String> weaker) {}
