package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.universe.UniverseMembers;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What a run for the end of a session does after its first asking. Names that the answer for the
/// whole market leaves out are asked for by symbol where a bar is likely or somebody counts on it:
/// names that trade every session, and who was chosen for a universe by a list, a person or its
/// rank. The others are confirmed empty, where the answer is whole and enough is known of how they
/// trade. An answer that is not whole is asked for once more, and nothing is concluded from it; nor
/// is anything from one that cannot be compared with the sessions before.
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
    boolean isPart =
        !planRefuses
            && market.plausibility(names.getAsLong()) == AnswerOfTheMarket.Plausibility.PART;
    return isPart
        ? List.of(CheapestPath.grouped(NewTask.Kind.SECOND_LOOK, run.range().first()))
        : worthAsking(handle, market, open, asks);
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
    var asked = asked(handle, open, market.session());
    Predicate<Standing> isRegular = one -> market.tradesEverySession(id(one), asked.of(id(one)));
    return open.stream()
        .filter(one -> isRegular.test(one) || members.contains(id(one)))
        .sorted(
            Comparator.comparingInt((Standing one) -> isRegular.test(one) ? 0 : 1)
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
    var plausibility = market.plausibility(names.getAsLong());
    if (plausibility == AnswerOfTheMarket.Plausibility.PART) {
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
    if (plausibility == AnswerOfTheMarket.Plausibility.UNKNOWN) {
      return;
    }
    var recheck = Optional.of(now.plus(policy.emptyRecheckAfter()));
    var asked = asked(handle, open, day.first());
    var habits = habits(handle, open, asked);
    var empty = new ArrayList<ExplainedRange>();
    for (var one : open) {
      evidence(
              market,
              names.getAsLong(),
              one,
              asked.of(id(one)),
              Optional.ofNullable(habits.get(id(one))))
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
      AnswerOfTheMarket market,
      long names,
      Standing standing,
      SessionSet asked,
      Optional<EmptyCells.Habit> habit) {
    boolean askedBySymbol =
        standing.known().omissions().stream()
            .anyMatch(one -> one.path() == Omission.AnswerPath.AGGREGATES);
    boolean isBelieved =
        !market.tradesEverySession(id(standing), asked)
            || askedBySymbol && habit.filter(EmptyCells::isBelievable).isPresent();
    return isBelieved
        ? market.evidence(id(standing), names, asked, askedBySymbol)
        : Optional.empty();
  }

  /// A session without a bar counts only where somebody asked for it.
  private Map<InstrumentId, EmptyCells.Habit> habits(
      Handle handle, List<Standing> open, AskedSessions asked) {
    var ids = open.stream().map(EndOfSession::id).toList();
    return coverage.trading(handle, BarInterval.DAY, ids, asked.range()).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> {
                  var one = entry.getValue();
                  int lived =
                      new DateRange(one.firstBar(), one.lastBar())
                          .overlap(asked.range())
                          .map(life -> asked.of(entry.getKey()).within(life).size())
                          .orElse(0);
                  return new EmptyCells.Habit(one, Math.max(lived, one.bars()));
                }));
  }

  private AskedSessions asked(Handle handle, List<Standing> open, LocalDate session) {
    return AskedSessions.read(
        handle,
        coverage,
        finality.calendar(),
        open.stream().map(EndOfSession::id).toList(),
        new DateRange(session.minusDays(HABIT_DAYS), session.minusDays(1)));
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
