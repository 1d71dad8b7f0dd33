package ai.tickstock.load;

import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Chooses between asking by instrument (one call, any number of sessions) and asking by session
/// (one call, the whole market), mixed where that is cheaper: the instruments that owe few sessions
/// by session, the others by instrument.
///
/// @param rowsPerSession rows of one grouped answer, an estimate
/// @param groupedAllowed whether the plan includes the grouped endpoint
record CheapestPath(CallCost cost, int rowsPerSession, boolean groupedAllowed) {

  /// What one instrument owes.
  ///
  /// @param spans tickers to ask by, each with the dates on which the instrument traded under it
  record Owed(InstrumentId instrument, List<Span> spans, SessionSet due) {}

  record Span(Symbol symbol, DateRange dates) {}

  /// @return tasks, those by session first in ascending order, then those by instrument
  List<NewTask> tasks(List<Owed> owed) {
    var byDue = new ArrayList<>(owed);
    byDue.removeIf(one -> one.due().isEmpty());
    if (byDue.isEmpty()) {
      return List.of();
    }
    byDue.sort(
        Comparator.comparingInt((Owed one) -> one.due().size()).thenComparing(Owed::instrument));

    int[] callsFrom = new int[byDue.size() + 1];
    long[] rowsFrom = new long[byDue.size() + 1];
    for (int i = byDue.size() - 1; i >= 0; i--) {
      callsFrom[i] = callsFrom[i + 1] + byInstrument(byDue.get(i)).size();
      rowsFrom[i] = rowsFrom[i + 1] + byDue.get(i).due().size();
    }
    int best = 0;
    double bestSeconds = cost.seconds(callsFrom[0], rowsFrom[0]);
    if (groupedAllowed) {
      var sessions = SessionSet.none(byDue.getFirst().due().range());
      for (int i = 1; i <= byDue.size(); i++) {
        sessions = sessions.plus(byDue.get(i - 1).due());
        int grouped = sessions.size();
        double seconds =
            cost.seconds(grouped + callsFrom[i], (long) grouped * rowsPerSession + rowsFrom[i]);
        if (seconds < bestSeconds) {
          best = i;
          bestSeconds = seconds;
        }
      }
    }
    var tasks = new ArrayList<NewTask>();
    var grouped = SessionSet.none(byDue.getFirst().due().range());
    for (var one : byDue.subList(0, best)) {
      grouped = grouped.plus(one.due());
    }
    grouped.stream().forEach(session -> tasks.add(grouped(NewTask.Kind.GROUPED, session)));
    for (var one : byDue.subList(best, byDue.size())) {
      tasks.addAll(byInstrument(one));
    }
    return tasks;
  }

  static NewTask grouped(NewTask.Kind kind, LocalDate session) {
    return new NewTask(kind, Optional.empty(), "", DateRange.of(session));
  }

  /// One task for each ticker under which the instrument owes something, from the first to the last
  /// owed session.
  static List<NewTask> byInstrument(Owed owed) {
    var tasks = new ArrayList<NewTask>();
    for (var span : owed.spans()) {
      var due = owed.due().within(span.dates()).toList();
      if (!due.isEmpty()) {
        tasks.add(
            new NewTask(
                NewTask.Kind.AGGREGATES,
                Optional.of(owed.instrument()),
                span.symbol().ticker(),
                new DateRange(due.getFirst(), due.getLast())));
      }
    }
    return tasks;
  }
}
