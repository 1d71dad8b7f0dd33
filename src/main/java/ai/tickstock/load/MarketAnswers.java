package ai.tickstock.load;

import ai.tickstock.bars.BarBatch;
import ai.tickstock.bars.BarSource;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.RejectedBar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers for the whole market on one session. Safe for use by many threads.
final class MarketAnswers {
  private final KeptAnswers kept;
  private final PlanReach reach;
  private final TickerBook book;
  private final RowChecks checks;
  private final Duration retryPause;
  private final FailedAsks failures;
  private final Map<InstrumentId, Symbol> answersFor;
  private final Witnesses witnesses = new Witnesses();

  /// @param retryPause before an answer that is not believed is asked for again
  /// @param answersFor the instruments for which the run answers, where it is for certain ones
  MarketAnswers(
      KeptAnswers kept,
      PlanReach reach,
      TickerBook book,
      RowChecks checks,
      Duration retryPause,
      FailedAsks failures,
      Map<InstrumentId, Symbol> answersFor) {
    this.kept = kept;
    this.reach = reach;
    this.book = book;
    this.checks = checks;
    this.retryPause = retryPause;
    this.failures = failures;
    this.answersFor = Map.copyOf(answersFor);
  }

  /// How often they left out names that trade every day.
  OmissionRate seen() {
    return witnesses.rate();
  }

  Fetched of(Task task) throws InterruptedException {
    var session = task.range().first();
    var provider = kept.provider(task);
    var reached =
        reach.ask(
            BarInterval.DAY,
            task.range(),
            provider,
            _ -> provider.groupedDaily(session),
            _ -> Optional.of(session));
    return switch (reached.answer()) {
      case Answer.Failed<List<BarRow>>(var failure, var cost) ->
          failures.failed(
              task, failure, cost, List.copyOf(answersFor.keySet()), reached.recheckAfter());
      case Answer.Given<List<BarRow>>(var rows, var cost, var receivedAt) ->
          grouped(task, session, rows, cost, receivedAt);
    };
  }

  private Fetched grouped(
      Task task, LocalDate session, List<BarRow> rows, Answer.Cost cost, Instant receivedAt) {
    if (rows.isEmpty()) {
      return failures.again(
          task,
          "BAD_ANSWER",
          "an empty answer for the whole market on " + session,
          retryPause,
          cost);
    }
    var bySymbol = new HashMap<Symbol, List<BarRow>>(rows.size() * 2);
    rows.forEach(row -> bySymbol.computeIfAbsent(row.symbol(), s -> new ArrayList<>(1)).add(row));
    var holders = book.holders(bySymbol.keySet(), session);
    var day = DateRange.of(session);
    var batches = new ArrayList<BarBatch>(holders.size());
    var rejected = new ArrayList<RejectedBar>();
    var explained = new ArrayList<ExplainedRange>();
    var instruments = new HashMap<InstrumentId, Symbol>();
    holders.forEach((symbol, instrument) -> {
      var checked =
          checks.check(instrument, bySymbol.getOrDefault(symbol, List.of()), day, receivedAt);
      if (!checked.bars().isEmpty()) {
        batches.add(new BarBatch(instrument, day, checked.bars()));
      }
      rejected.addAll(checked.rejected());
      explained.addAll(RejectedCells.of(instrument, checked.rejected()));
      instruments.put(instrument, symbol);
    });
    witnesses.take(session, bySymbol);
    return new Fetched(
        task,
        new TaskEnd.Done(batches.size()),
        cost,
        BarSource.GROUPED,
        batches,
        List.of(),
        instruments,
        rejected,
        List.of(),
        explained,
        Optional.empty(),
        bySymbol.size() - holders.size(),
        task.kind() == NewTask.Kind.GROUPED
            ? untracked(bySymbol, holders.keySet(), session)
            : Map.of(),
        0,
        receivedAt);
  }

  /// Of a second look they would count twice.
  private Map<String, Integer> untracked(
      Map<Symbol, List<BarRow>> rows, Set<Symbol> held, LocalDate session) {
    var untracked = new HashMap<String, Integer>();
    rows.forEach((symbol, bars) -> {
      if (!held.contains(symbol)) {
        book.untracked(symbol, session)
            .ifPresent(code -> untracked.merge(code, bars.size(), Integer::sum));
      }
    });
    return untracked;
  }
}
