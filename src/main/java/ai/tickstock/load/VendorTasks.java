package ai.tickstock.load;

import ai.tickstock.bars.BarBatch;
import ai.tickstock.bars.BarSource;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.RejectReason;
import ai.tickstock.bars.RejectedBar;
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
import ai.tickstock.provider.ListingDetails;
import ai.tickstock.provider.ListingQuery;
import ai.tickstock.provider.ListingRow;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.ProviderFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Tasks whose answers come from a vendor.
final class VendorTasks implements TaskSource {
  private static final int SURPRISING_FROM_SESSIONS = 5;

  /// Dates that are wrong by a day make a fifth of the bars Sunday's or Saturday's. So many bars,
  /// and one in so many, on days without a session show that none of an answer's dates can be
  /// believed; fewer are odd rows.
  private static final int SURPRISING_OFF_SESSION = 2;

  private static final int ONE_IN = 10;

  private final KeptAnswers kept;
  private final PlanReach reach;
  private final TickerBook book;
  private final RowChecks checks;
  private final Finality finality;
  private final LoadPolicy policy;
  private final InstantSource clock;
  private final Map<InstrumentId, Symbol> answersFor;
  private final Witnesses witnesses = new Witnesses();
  private volatile Optional<Over> over = Optional.empty();

  /// @param answersFor the instruments for which the run answers, where it is for certain ones
  VendorTasks(
      KeptAnswers kept,
      PlanReach reach,
      TickerBook book,
      RowChecks checks,
      Finality finality,
      LoadPolicy policy,
      InstantSource clock,
      Map<InstrumentId, Symbol> answersFor) {
    this.kept = kept;
    this.reach = reach;
    this.book = book;
    this.checks = checks;
    this.finality = finality;
    this.policy = policy;
    this.clock = clock;
    this.answersFor = Map.copyOf(answersFor);
  }

  @Override
  public void begin(int stage) {
    kept.begin(stage);
    reach.refreshed();
  }

  @Override
  public Fetched execute(Task task) throws InterruptedException {
    return switch (task.kind()) {
      case AGGREGATES -> aggregates(task);
      case GROUPED, SECOND_LOOK -> grouped(task);
      case LISTING_LIFE -> listingLife(task);
      case MINUTES -> minutes(task);
      case DAY_FILE, TICKER_FILE, MINUTE_FILE ->
          throw new IllegalStateException(
              "task " + task.id() + " reads a file, this run asks a vendor");
    };
  }

  @Override
  public OmissionRate seen() {
    return witnesses.rate();
  }

  // ---- one symbol

  private Fetched aggregates(Task task) throws InterruptedException {
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
          failed(task, failure, cost, List.of(instrument), reached.recheckAfter());
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
      return again(
          task,
          "BAD_ANSWER",
          misplaced
              + " of "
              + rows.size()
              + " bars of "
              + symbol
              + " are of days without a session: its dates are not believed",
          policy.retryPause(),
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
                reached.explained(instrument, recheckRefused()).stream())
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
    return isEmpty && owed.size() >= SURPRISING_FROM_SESSIONS && hasAttemptsLeft(task);
  }

  private Fetched askAgain(Task task, Symbol symbol, SessionSet owed, Answer.Cost cost) {
    return again(
        task,
        "BAD_ANSWER",
        "an empty answer for " + symbol + " over " + owed.size() + " sessions",
        policy.retryPause(),
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

  // ---- minutes of one symbol

  private Fetched minutes(Task task) throws InterruptedException {
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
            VendorTasks::firstDate);
    return switch (reached.answer()) {
      case Answer.Failed<MinuteRows>(var failure, var cost) ->
          failed(task, failure, cost, List.of(instrument), reached.recheckAfter());
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
                reached.explained(instrument, recheckRefused()).stream())
            .toList(),
        Optional.empty(),
        0,
        Map.of(),
        checked.repeats(),
        receivedAt);
  }

  // ---- one session of the whole market

  private Fetched grouped(Task task) throws InterruptedException {
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
          failed(task, failure, cost, List.copyOf(answersFor.keySet()), reached.recheckAfter());
      case Answer.Given<List<BarRow>>(var rows, var cost, var receivedAt) ->
          grouped(task, session, rows, cost, receivedAt);
    };
  }

  private Fetched grouped(
      Task task, LocalDate session, List<BarRow> rows, Answer.Cost cost, Instant receivedAt) {
    if (rows.isEmpty()) {
      return again(
          task,
          "BAD_ANSWER",
          "an empty answer for the whole market on " + session,
          policy.retryPause(),
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

  // ---- whether an instrument was listed at all

  /// An instrument that the vendor's dated lists do not hold at the first and at the last day of a
  /// range without bars, each time asked twice, while they do hold it now or on the day after: it
  /// was not listed then.
  private Fetched listingLife(Task task) {
    var instrument = task.instrument().orElseThrow();
    var symbol = new Symbol(task.address());
    var cost = Answer.Cost.NONE;
    var days = new ArrayList<LocalDate>();
    days.add(task.range().last());
    if (task.range().days() > 1) {
      days.add(task.range().first());
    }
    for (var day : days) {
      for (int ask = 0; ask < 2; ask++) {
        var answer = kept.fresh().listings(ListingQuery.of(symbol).on(day));
        cost = cost.plus(answer.cost());
        switch (answer) {
          case Answer.Failed<List<ListingRow>>(var failure, var ignored) -> {
            return failed(task, failure, cost, List.of(), Optional.empty());
          }
          case Answer.Given<List<ListingRow>>(var rows, var ignored, var at) -> {
            if (rows.stream().anyMatch(row -> row.symbol().equals(symbol) && row.active())) {
              return Fetched.nothing(task, new TaskEnd.Done(0), cost);
            }
          }
        }
      }
    }
    var details = kept.fresh().details(symbol, Optional.empty());
    cost = cost.plus(details.cost());
    var known =
        details instanceof Answer.Given<ListingDetails>(var facts, var paid, var at)
            ? Optional.of(facts)
            : Optional.<ListingDetails>empty();
    var listedOn = known.flatMap(ListingDetails::listedOn);
    boolean contradicted = listedOn.isPresent() && !listedOn.get().isAfter(task.range().first());
    if (contradicted) {
      return Fetched.ofDetails(task, new TaskEnd.Done(0), cost, List.of(), known);
    }
    var explained =
        new ExplainedRange(
            instrument,
            task.range(),
            ExplainedRange.State.CONFIRMED_EMPTY,
            "not_listed",
            "the vendor's lists of "
                + String.join(" and ", days.stream().map(LocalDate::toString).sorted().toList())
                + " do not hold "
                + symbol
                + listedOn.map(date -> ", its details say listed on " + date).orElse(""),
            Optional.of(clock.instant().plus(policy.emptyRecheckAfter())));
    return Fetched.ofDetails(task, new TaskEnd.Done(0), cost, List.of(explained), known);
  }

  // ---- what all share

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

  /// Asked again after a pause, as long as it has attempts left.
  private Fetched again(
      Task task, String failure, String detail, Duration pause, Answer.Cost cost) {
    return Fetched.nothing(
        task,
        hasAttemptsLeft(task)
            ? new TaskEnd.Again(pause, true, failure, detail)
            : new TaskEnd.Failed(failure, detail),
        cost);
  }

  private boolean hasAttemptsLeft(Task task) {
    return task.attempts() + 1 < policy.taskAttempts();
  }

  private Fetched failed(
      Task task,
      ProviderFailure failure,
      Answer.Cost cost,
      List<InstrumentId> concerned,
      Optional<Instant> recheckAfter) {
    var recheck = recheckAfter.orElseGet(this::recheckRefused);
    if (Thread.currentThread().isInterrupted()) {
      return Fetched.nothing(
          task,
          new TaskEnd.Again(Duration.ZERO, false, failure.kind().name(), "the run was stopped"),
          cost);
    }
    return switch (failure.kind()) {
      case KEY_REFUSED -> throw new StopRun(failure.toString());
      case NOT_ENTITLED_TIMEFRAME ->
          refused(task, failure, cost, concerned, PlanReach.TIMEFRAME, recheck);
      case NOT_ENTITLED_ENDPOINT ->
          task.kind() == NewTask.Kind.AGGREGATES || task.kind() == NewTask.Kind.MINUTES
              ? refused(task, failure, cost, concerned, PlanReach.ENDPOINT, recheck)
              : refused(task, failure, cost, List.of(), PlanReach.ENDPOINT, recheck);
      case UNKNOWN_SYMBOL ->
          Fetched.nothing(
              task, new TaskEnd.Failed(failure.kind().name(), failure.toString()), cost);
      default -> {
        boolean nobodyTried = failure.attempts() == 0;
        var wait =
            failure
                .retryAfter()
                .orElse(policy.retryPause().multipliedBy(1L << Math.min(5, task.attempts())));
        yield nobodyTried
            ? Fetched.nothing(
                task,
                new TaskEnd.Again(wait, false, failure.kind().name(), failure.toString()),
                cost)
            : again(task, failure.kind().name(), failure.toString(), wait, cost);
      }
    };
  }

  private Fetched refused(
      Task task,
      ProviderFailure failure,
      Answer.Cost cost,
      List<InstrumentId> concerned,
      String reason,
      Instant recheck) {
    return Fetched.ofDetails(
        task,
        new TaskEnd.Refused(failure.kind().name(), failure.toString()),
        cost,
        concerned.stream()
            .map(instrument ->
                new ExplainedRange(
                    instrument,
                    task.range(),
                    ExplainedRange.State.REFUSED,
                    reason,
                    failure.message(),
                    Optional.of(recheck)))
            .toList(),
        Optional.empty());
  }

  private Instant recheckRefused() {
    return clock.instant().plus(policy.refusedRecheckAfter());
  }
}
