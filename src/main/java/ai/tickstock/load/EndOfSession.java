package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.universe.UniverseMembers;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What a run for the end of a session does after its first asking. Names that the answer for the
/// whole market leaves out are asked for by symbol where a bar is likely or somebody counts on it:
/// names that trade every session, and who was chosen for a universe by a list, a person or its
/// rank. The others are confirmed empty, where the answer is whole. An answer that is not is asked
/// for once more, and nothing is concluded from it.
///
/// @param stages for how the instruments of the run stand
record EndOfSession(
    LoadLedger ledger,
    Coverage coverage,
    Finality finality,
    LoadPolicy policy,
    InstantSource clock,
    RunStages stages) {
  private static final int HABIT_DAYS = 92;

  /// The tasks of the next stage.
  List<NewTask> next(Handle handle, int runId, int stage) {
    var run = ledger.runs().run(handle, runId);
    int asks = run.asks().orElseThrow();
    return switch (stage) {
      case 0 -> asks == 0 ? List.of() : secondLook(handle, run, asks);
      case 1 -> asks == 0 ? List.of() : askAgain(handle, run, asks);
      case 2 -> List.of();
      default -> {
        judge(handle, run);
        yield List.of();
      }
    };
  }

  private List<NewTask> secondLook(Handle handle, RunTable.RunRow run, int asks) {
    var names = names(handle, run);
    boolean planRefuses =
        ledger.account().ended(handle, run.id(), "refused").stream()
            .anyMatch(RunStages::isEntitlement);
    var open = open(stages.standings(handle, run.id()));
    if (open.isEmpty() || names.isEmpty() && !planRefuses) {
      return List.of();
    }
    var market = market(handle, run);
    return planRefuses || market.isPlausible(names.getAsLong())
        ? worthAsking(handle, market, open, asks)
        : List.of(CheapestPath.grouped(NewTask.Kind.SECOND_LOOK, run.range().first()));
  }

  /// After an answer for the whole market that was not believed.
  private List<NewTask> askAgain(Handle handle, RunTable.RunRow run, int asks) {
    boolean lookedAgain =
        ledger.account().ended(handle, run.id(), "done", "failed", "refused").stream()
            .anyMatch(task -> task.kind() == NewTask.Kind.SECOND_LOOK);
    return lookedAgain
        ? worthAsking(
            handle, market(handle, run), open(stages.standingsOfTheRest(handle, run.id())), asks)
        : List.of();
  }

  private List<NewTask> worthAsking(
      Handle handle, AnswerOfTheMarket market, List<Standing> open, int asks) {
    var members = UniverseMembers.chosen(handle, market.session());
    return open.stream()
        .filter(one -> market.tradesEverySession(id(one)) || members.contains(id(one)))
        .sorted(
            Comparator.comparingInt((Standing one) -> market.tradesEverySession(id(one)) ? 0 : 1)
                .thenComparingDouble(one -> -market.usualDollars(id(one)))
                .thenComparing(EndOfSession::id))
        .limit(asks)
        .flatMap(one ->
            stages
                .bySymbol(
                    BarInterval.DAY,
                    one,
                    SessionSet.of(DateRange.of(market.session()), List.of(market.session())))
                .stream())
        .toList();
  }

  // ---- judging

  private void judge(Handle handle, RunTable.RunRow run) {
    var names = names(handle, run);
    var open = open(stages.standingsOfTheRest(handle, run.id()));
    if (names.isEmpty() || open.isEmpty()) {
      return;
    }
    var market = market(handle, run);
    if (!market.isPlausible(names.getAsLong())) {
      return;
    }
    var now = clock.instant();
    var day = run.range();
    coverage.noteOmissions(
        handle,
        run.id(),
        BarInterval.DAY,
        open.stream()
            .map(one -> new Omission(id(one), day, Omission.AnswerPath.GROUPED, now))
            .toList());
    var recheck = Optional.of(now.plus(policy.emptyRecheckAfter()));
    var habits = habits(handle, open, day.first());
    var empty = new ArrayList<ExplainedRange>();
    for (var one : open) {
      evidence(market, names.getAsLong(), one, Optional.ofNullable(habits.get(id(one))))
          .ifPresent(evidence ->
              empty.add(
                  new ExplainedRange(
                      id(one),
                      day,
                      ExplainedRange.State.CONFIRMED_EMPTY,
                      "no_trade",
                      evidence,
                      recheck)));
    }
    coverage.explain(handle, run.id(), BarInterval.DAY, empty);
  }

  /// A name that trades every session is believed to have rested only where it trades so thinly
  /// that this can be, and its own bars leave the session out as well.
  private Optional<String> evidence(
      AnswerOfTheMarket market, long names, Standing standing, Optional<EmptyCells.Habit> habit) {
    boolean askedBySymbol =
        standing.known().omissions().stream()
            .anyMatch(one -> one.path() == Omission.AnswerPath.AGGREGATES);
    boolean isBelieved =
        !market.tradesEverySession(id(standing))
            || askedBySymbol && habit.filter(EmptyCells::isBelievable).isPresent();
    return isBelieved
        ? Optional.of(market.evidence(id(standing), names, askedBySymbol))
        : Optional.empty();
  }

  private Map<InstrumentId, EmptyCells.Habit> habits(
      Handle handle, List<Standing> open, LocalDate session) {
    var window = new DateRange(session.minusDays(HABIT_DAYS), session.minusDays(1));
    var ids = open.stream().map(EndOfSession::id).toList();
    var trading = coverage.trading(handle, BarInterval.DAY, ids, window);
    var sessions =
        SessionSet.of(
            window,
            window
                .overlap(finality.calendar().known())
                .map(finality.calendar()::sessions)
                .orElse(List.of())
                .stream()
                .map(Session::date)
                .toList());
    return trading.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> {
                  var one = entry.getValue();
                  int lived =
                      new DateRange(one.firstBar(), one.lastBar())
                          .overlap(window)
                          .map(life -> sessions.within(life).size())
                          .orElse(0);
                  return new EmptyCells.Habit(one, Math.max(lived, one.bars()));
                }));
  }

  // ---- what all share

  /// How many of our names the fullest answer for the whole market has; empty without an answer.
  private OptionalLong names(Handle handle, RunTable.RunRow run) {
    return ledger.account().wholeMarketAnswers(handle, run.id()).stream()
        .mapToLong(RunAccount.WholeMarketAnswer::ours)
        .max();
  }

  private AnswerOfTheMarket market(Handle handle, RunTable.RunRow run) {
    return AnswerOfTheMarket.of(
        handle,
        finality.calendar(),
        ledger.runs().instruments(handle, run.id()).keySet(),
        run.range().first());
  }

  private List<Standing> open(List<Standing> standings) {
    var now = clock.instant();
    return standings.stream().filter(one -> !one.open(now).isEmpty()).toList();
  }

  private static InstrumentId id(Standing standing) {
    return standing.instrument().id();
  }
}
