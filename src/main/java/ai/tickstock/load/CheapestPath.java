package ai.tickstock.load;

import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.BarInterval;
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

  /// Minute rows of a session of a liquid name, about: 390 regular minutes and most of those before
  /// and after.
  static final int MINUTES_A_SESSION = 800;

  /// Most base bars in one answer of the vendor.
  private static final int BARS_A_CALL = 50_000;

  /// Half a year: three calls, and a few megabytes in memory.
  private static final int MINUTE_SESSIONS_A_TASK = 132;

  private static final int LONG_GAP_DAYS = 60;

  /// What one instrument owes.
  ///
  /// @param spans tickers to ask by, each with the dates on which the instrument traded under it
  /// @param inWholeMarket whether an answer for the whole market can have its bars
  record Owed(InstrumentId instrument, List<Span> spans, SessionSet due, boolean inWholeMarket) {
    /// Of the US.
    Owed(InstrumentId instrument, List<Span> spans, SessionSet due) {
      this(instrument, spans, due, true);
    }

    Owed with(SessionSet other) {
      return new Owed(instrument, spans, other, inWholeMarket);
    }
  }

  record Span(Symbol symbol, DateRange dates) {
    /// A ticker without known dates.
    static Span ever(Symbol symbol) {
      return new Span(symbol, DateRange.ALWAYS);
    }
  }

  /// @return tasks, those by session first in ascending order, then those by instrument
  List<NewTask> tasks(List<Owed> owed) {
    var byDue = new ArrayList<>(owed);
    byDue.removeIf(one -> one.due().isEmpty() || !one.inWholeMarket());
    var elsewhere =
        owed.stream()
            .filter(one -> !one.inWholeMarket())
            .flatMap(one -> byInstrument(BarInterval.DAY, one).stream())
            .toList();
    if (byDue.isEmpty()) {
      return elsewhere;
    }
    byDue.sort(
        Comparator.comparingInt((Owed one) -> one.due().size()).thenComparing(Owed::instrument));

    int[] callsFrom = new int[byDue.size() + 1];
    long[] rowsFrom = new long[byDue.size() + 1];
    for (int i = byDue.size() - 1; i >= 0; i--) {
      callsFrom[i] = callsFrom[i + 1] + byInstrument(BarInterval.DAY, byDue.get(i)).size();
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
      tasks.addAll(byInstrument(BarInterval.DAY, one));
    }
    tasks.addAll(elsewhere);
    return tasks;
  }

  static NewTask grouped(NewTask.Kind kind, LocalDate session) {
    return new NewTask(kind, Optional.empty(), "", DateRange.of(session));
  }

  /// One task for each ticker under which the instrument owes something, from the first to the last
  /// owed session; of minutes one for each half year of them.
  static List<NewTask> byInstrument(BarInterval interval, Owed owed) {
    var tasks = new ArrayList<NewTask>();
    for (var span : owed.spans()) {
      var due = owed.due().within(span.dates());
      switch (interval) {
        case DAY -> due.extent().ifPresent(range -> tasks.add(task(interval, owed, span, range)));
        case MINUTE ->
            minuteRanges(due.toList())
                .forEach(range -> tasks.add(task(interval, owed, span, range)));
      }
    }
    return tasks;
  }

  private static NewTask task(BarInterval interval, Owed owed, Span span, DateRange range) {
    return new NewTask(
        NewTask.Kind.bySymbol(interval),
        Optional.of(owed.instrument()),
        span.symbol().ticker(),
        range);
  }

  private static List<DateRange> minuteRanges(List<LocalDate> due) {
    var ranges = new ArrayList<DateRange>();
    for (int from = 0; from < due.size(); ) {
      int to = beforeLongGap(due, from, Math.min(due.size(), from + MINUTE_SESSIONS_A_TASK));
      ranges.add(new DateRange(due.get(from), due.get(to - 1)));
      from = to;
    }
    return ranges;
  }

  /// Where the first gap begins that is so long that asking for its minutes once more would cost
  /// another call.
  private static int beforeLongGap(List<LocalDate> due, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (due.get(i).toEpochDay() - due.get(i - 1).toEpochDay() > LONG_GAP_DAYS) {
        return i;
      }
    }
    return to;
  }

  /// Calls that a task by symbol takes, an estimate: minutes come in pages.
  static int calls(NewTask task, int sessions) {
    return task.kind() == NewTask.Kind.MINUTES
        ? Math.max(1, (sessions * MINUTES_A_SESSION + BARS_A_CALL - 1) / BARS_A_CALL)
        : 1;
  }
}
