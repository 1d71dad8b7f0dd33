package ai.tickstock.load;

import ai.tickstock.bars.BarBatch;
import ai.tickstock.bars.BarSource;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.RejectReason;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Mic;
import ai.tickstock.market.MinuteRows;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.MarketDataProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers for one symbol over a range, of days or of minutes: what they bring, what they leave
/// out, and which of them are not believed. Safe for use by many threads.
final class SymbolAnswers {
  private static final int SURPRISING_FROM_SESSIONS = 5;

  /// Dates that are wrong by a day make a fifth of the bars Sunday's or Saturday's. So many bars,
  /// and one in so many, on days without a session show that none of an answer's dates can be
  /// believed; fewer are odd rows.
  private static final int SURPRISING_OFF_SESSION = 2;

  private static final int ONE_IN = 10;

  private final KeptAnswers kept;
  private final PlanReach reach;
  private final RowChecks checks;
  private final Finality finality;
  private final Duration retryPause;
  private final FailedAsks failures;
  private volatile Optional<Over> over = Optional.empty();

  /// @param retryPause before an answer that is not believed is asked for again
  SymbolAnswers(
      KeptAnswers kept,
      PlanReach reach,
      RowChecks checks,
      Finality finality,
      Duration retryPause,
      FailedAsks failures) {
    this.kept = kept;
    this.reach = reach;
    this.checks = checks;
    this.finality = finality;
    this.retryPause = retryPause;
    this.failures = failures;
  }

  /// Daily bars.
  Fetched aggregates(Task task) throws InterruptedException {
    var instrument = task.instrument().orElseThrow();
    var symbol = new Symbol(task.address());
    return aggregates(task, instrument, symbol, kept.provider(task));
  }

  private Fetched aggregates(
      Task task, InstrumentId instrument, Symbol symbol, MarketDataProvider provider)
      throws InterruptedException {
    var reached =
        reach.ask(
            BarInterval.DAY,
            task.range(),
            provider,
            range -> provider.dailyBars(symbol, range),
            rows -> rows.stream().map(row -> Bar.dateOf(row.start())).findFirst());
    return switch (reached.answer()) {
      case Answer.Failed<List<BarRow>>(var failure, var cost) ->
          failures.failed(task, failure, cost, List.of(instrument), reached.recheckAfter());
      case Answer.Given<List<BarRow>>(var rows, var cost, var receivedAt) -> {
        var fetched = aggregates(task, instrument, symbol, rows, cost, receivedAt, reached);
        yield isStale(task, fetched, cost, receivedAt)
            ? aggregates(task, instrument, symbol, kept.fresh())
            : fetched;
      }
    };
  }

  private Fetched aggregates(
      Task task,
      InstrumentId instrument,
      Symbol symbol,
      List<BarRow> rows,
      Answer.Cost cost,
      Instant receivedAt,
      PlanReach.Reached<?> reached) {
    var owed = reached.served(published(checks.calendar(instrument), task.range(), receivedAt));
    if (isSurprising(task, rows.isEmpty(), owed)) {
      return askAgain(task, symbol, owed, cost);
    }
    var checked = checks.check(instrument, rows, task.range(), receivedAt);
    long misplaced =
        checked.rejected().stream().filter(row -> row.reason() == RejectReason.OFF_SESSION).count();
    if (misplaced >= SURPRISING_OFF_SESSION && misplaced * ONE_IN >= rows.size()) {
      return failures.again(
          task,
          "BAD_ANSWER",
          misplaced
              + " of "
              + rows.size()
              + " bars of "
              + symbol
              + " are of days without a session: its dates are not believed",
          retryPause,
          cost);
    }
    var omissions = omissions(instrument, owed, checked.sessions(), receivedAt);
    var batches =
        checked.bars().isEmpty()
            ? List.<BarBatch>of()
            : List.of(new BarBatch(instrument, task.range(), checked.bars()));
    return new Fetched(
        task,
        new TaskEnd.Done(checked.bars().size()),
        cost,
        BarSource.AGGREGATES,
        batches,
        List.of(),
        Map.of(instrument, symbol),
        checked.rejected(),
        omissions,
        Stream.concat(
                RejectedCells.of(instrument, checked.rejected()).stream(),
                reached.explained(instrument, failures.recheckRefused()).stream())
            .toList(),
        Optional.empty(),
        0,
        Map.of(),
        0,
        receivedAt);
  }

  /// Whether a kept answer leaves out what this database knows to be left out already.
  private boolean isStale(Task task, Fetched fetched, Answer.Cost cost, Instant receivedAt) {
    return cost.calls() == 0
        && !fetched.omissions().isEmpty()
        && kept.isNoted(
            task.kind().interval(BarInterval.DAY),
            task.instrument().orElseThrow(),
            task.range(),
            receivedAt);
  }

  /// Nothing at all for a stretch of sessions is not believed at once.
  private boolean isSurprising(Task task, boolean isEmpty, SessionSet owed) {
    return isEmpty && owed.size() >= SURPRISING_FROM_SESSIONS && failures.hasAttemptsLeft(task);
  }

  private Fetched askAgain(Task task, Symbol symbol, SessionSet owed, Answer.Cost cost) {
    return failures.again(
        task,
        "BAD_ANSWER",
        "an empty answer for " + symbol + " over " + owed.size() + " sessions",
        retryPause,
        cost);
  }

  private static List<Omission> omissions(
      InstrumentId instrument,
      SessionSet owed,
      Collection<LocalDate> answered,
      Instant receivedAt) {
    return owed.minus(SessionSet.of(owed.range(), answered)).ranges(owed).stream()
        .map(range -> new Omission(instrument, range, Omission.AnswerPath.AGGREGATES, receivedAt))
        .toList();
  }

  /// Minute bars.
  Fetched minutes(Task task) throws InterruptedException {
    return minutes(task, kept.provider(task));
  }

  private Fetched minutes(Task task, MarketDataProvider provider) throws InterruptedException {
    var instrument = task.instrument().orElseThrow();
    var symbol = new Symbol(task.address());
    var reached =
        reach.ask(
            BarInterval.MINUTE,
            task.range(),
            provider,
            range -> provider.minuteBars(symbol, range),
            SymbolAnswers::firstDate);
    return switch (reached.answer()) {
      case Answer.Failed<MinuteRows>(var failure, var cost) ->
          failures.failed(task, failure, cost, List.of(instrument), reached.recheckAfter());
      case Answer.Given<MinuteRows>(var rows, var cost, var receivedAt) -> {
        var fetched = minutes(task, instrument, rows, cost, receivedAt, reached);
        yield isStale(task, fetched, cost, receivedAt) ? minutes(task, kept.fresh()) : fetched;
      }
    };
  }

  private static Optional<LocalDate> firstDate(MinuteRows rows) {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(Bar.dateOf(Instant.ofEpochMilli(rows.startMillis(0))));
  }

  private Fetched minutes(
      Task task,
      InstrumentId instrument,
      MinuteRows rows,
      Answer.Cost cost,
      Instant receivedAt,
      PlanReach.Reached<?> reached) {
    var owed = reached.served(published(checks.calendar(instrument), task.range(), receivedAt));
    if (isSurprising(task, rows.isEmpty(), owed)) {
      return askAgain(task, rows.symbol(), owed, cost);
    }
    var checked = checks.checkMinutes(instrument, rows, task.range(), receivedAt);
    return new Fetched(
        task,
        new TaskEnd.Done(checked.batch().rows().size()),
        cost,
        BarSource.AGGREGATES,
        List.of(),
        List.of(checked.batch()),
        Map.of(instrument, rows.symbol()),
        checked.refused(),
        omissions(instrument, owed, checked.answered(), receivedAt),
        Stream.concat(
                RejectedCells.of(checked).stream(),
                reached.explained(instrument, failures.recheckRefused()).stream())
            .toList(),
        Optional.empty(),
        0,
        Map.of(),
        checked.repeats(),
        receivedAt);
  }

  /// What was worked out last where all sessions of the range were over: most tasks of a run ask
  /// for the same range.
  ///
  /// @param at from then on it is so
  private record Over(Mic exchange, SessionSet sessions, Instant at) {
    boolean holds(TradingCalendar calendar, DateRange range, Instant now) {
      return exchange.equals(calendar.exchange())
          && sessions.range().equals(range)
          && !now.isBefore(at);
    }
  }

  private SessionSet published(TradingCalendar calendar, DateRange range, Instant now) {
    var last = over;
    if (last.isPresent() && last.get().holds(calendar, range, now)) {
      return last.get().sessions();
    }
    var all = range.overlap(calendar.known()).map(calendar::sessions).orElse(List.<Session>of());
    var published =
        SessionSet.of(
            range,
            all.stream()
                .filter(session -> finality.isPublished(session, now))
                .map(Session::date)
                .toList());
    if (published.size() == all.size()) {
      over = Optional.of(new Over(calendar.exchange(), published, now));
    }
    return published;
  }
}
