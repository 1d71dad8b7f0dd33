package ai.tickstock.load;

import ai.tickstock.bars.Coverage;
import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.Omission;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The end of a run: what answers for the whole market left out is noted, and the cells for which
/// there is evidence that no bar exists are explained.
record Judgement(Coverage coverage, Finality finality, LoadPolicy policy, InstantSource clock) {
  /// Most of the cells judged empty that may be faults of the answers.
  private static final double BELIEVED_FAULTS = 0.005;

  /// A longer hole of a name that trades every day is a suspension and says nothing about answers.
  private static final int SUSPENSION_SESSIONS = 5;

  private static final int ENOUGH_NAMES = 5;
  private static final int LARGE_ANSWER = 4_000;
  private static final double MOST = 0.8;
  private static final double OF_A_USUAL_ANSWER = 0.6;

  /// @param habits reads how all of these trade; asked only where it matters
  /// @return those of which a cell is explained by now that was not before
  Set<InstrumentId> of(
      Handle handle,
      RunTable.RunRow run,
      List<Standing> standings,
      Supplier<Map<InstrumentId, Coverage.Trading>> habits,
      List<RunAccount.WholeMarketAnswer> answers,
      OmissionRate marketWide) {
    var now = clock.instant();
    var thin = new Thin(habits);
    var open = standings.stream().filter(s -> !s.open(now).isEmpty()).toList();
    var path =
        run.source().startsWith(Loader.FILES)
            ? Omission.AnswerPath.FILE
            : Omission.AnswerPath.GROUPED;
    var notes = new HashMap<InstrumentId, List<Omission>>();
    var plausible = plausible(standings, thin, answers);
    open.stream()
        .filter(Standing::isInWholeMarket)
        .forEach(s -> notes.put(s.instrument().id(), leftOut(s, plausible, path, now)));
    coverage.noteOmissions(
        handle, run.id(), run.interval(), notes.values().stream().flatMap(List::stream).toList());

    var judge = new EmptyCells(policy.secondAskAfter());
    var omissions = new HashMap<InstrumentId, List<Omission>>();
    for (var standing : open) {
      var all = new ArrayList<>(standing.known().omissions());
      all.addAll(notes.getOrDefault(standing.instrument().id(), List.of()));
      omissions.put(standing.instrument().id(), all);
    }
    // How the others trade would be read for nothing, which takes long after a first load.
    var doubted =
        open.stream()
            .filter(s -> judge.areTwo(omissions.getOrDefault(s.instrument().id(), List.of())))
            .toList();
    var around = tradingAround(handle, run.interval(), doubted, now);
    var empty = new ArrayList<Empty>();
    long cells = 0;
    for (var standing : doubted) {
      var evidence =
          evidence(
              judge,
              standing,
              omissions.getOrDefault(standing.instrument().id(), List.of()),
              around,
              now);
      if (!evidence.isEmpty()) {
        empty.add(new Empty(standing, evidence));
        cells += standing.cells().expected().size();
      }
    }
    if (empty.isEmpty()) {
      return Set.of();
    }
    long judged = empty.stream().mapToLong(e -> e.evidence().size()).sum();
    double faults = Math.max(regularNames(standings, thin).share(), marketWide.share());
    if (faults * cells > BELIEVED_FAULTS * judged) {
      return Set.of();
    }
    var recheck = Optional.of(now.plus(policy.emptyRecheckAfter()));
    coverage.explain(
        handle,
        run.id(),
        run.interval(),
        empty.stream().flatMap(e -> e.ranges(recheck).stream()).toList());
    return empty.stream().map(e -> e.standing().instrument().id()).collect(Collectors.toSet());
  }

  /// An instrument with cells that look empty, and why.
  private record Empty(Standing standing, TreeMap<LocalDate, String> evidence) {
    List<ExplainedRange> ranges(Optional<Instant> recheck) {
      var expected = standing.cells().expected();
      return SessionSet.of(expected.range(), evidence.keySet()).ranges(expected).stream()
          .map(range ->
              new ExplainedRange(
                  standing.instrument().id(),
                  range,
                  ExplainedRange.State.CONFIRMED_EMPTY,
                  "no_trade",
                  evidence.getOrDefault(range.first(), ""),
                  recheck))
          .toList();
    }
  }

  private static TreeMap<LocalDate, String> evidence(
      EmptyCells judge,
      Standing standing,
      List<Omission> omissions,
      Map<LocalDate, Map<InstrumentId, EmptyCells.Habit>> around,
      Instant now) {
    var id = standing.instrument().id();
    var evidence = new TreeMap<LocalDate, String>();
    standing.untraded(standing.open(now)).stream()
        .forEach(session -> {
          var habit = Optional.ofNullable(around.getOrDefault(quarter(session), Map.of()).get(id));
          var here = omissions.stream().filter(o -> o.sessions().contains(session)).toList();
          judge.evidence(here, habit).ifPresent(words -> evidence.put(session, words));
        });
    return evidence;
  }

  // ---- answers for the whole market

  private static List<Omission> leftOut(
      Standing standing, Set<LocalDate> plausible, Omission.AnswerPath path, Instant now) {
    var open = standing.untraded(standing.open(now));
    return open
        .and(SessionSet.of(open.range(), plausible))
        .ranges(standing.cells().expected())
        .stream()
        .map(range -> new Omission(standing.instrument().id(), range, path, now))
        .toList();
  }

  /// Sessions of which an answer for the whole market looks like one: about as many tickers as in
  /// the others, and most of our names that trade every day. Where we have few such names, it has
  /// to be as large as the US market.
  private static Set<LocalDate> plausible(
      List<Standing> standings, Thin thin, List<RunAccount.WholeMarketAnswer> answers) {
    var inMarket = standings.stream().filter(Standing::isInWholeMarket).toList();
    var sizes = answers.stream().map(RunAccount.WholeMarketAnswer::tickers).sorted().toList();
    var plausible = new HashSet<LocalDate>();
    for (var answer : answers) {
      boolean usual = answer.tickers() >= OF_A_USUAL_ANSWER * sizes.get(sizes.size() / 2);
      if (usual && (hasMostOfAll(answer, inMarket) || isWhole(answer, inMarket, thin))) {
        plausible.add(answer.session());
      }
    }
    return plausible;
  }

  /// Where an answer is large and has most of all names, it has most of whichever trade every day:
  /// nobody need look which ones do.
  private static boolean hasMostOfAll(
      RunAccount.WholeMarketAnswer answer, List<Standing> inMarket) {
    return answer.tickers() >= LARGE_ANSWER
        && answer.ours()
            >= MOST * inMarket.stream().filter(s -> isTrading(s, answer.session())).count();
  }

  private static boolean isWhole(
      RunAccount.WholeMarketAnswer answer, List<Standing> inMarket, Thin thin) {
    long names =
        inMarket.stream().filter(s -> !thin.is(s) && isTrading(s, answer.session())).count();
    return names >= ENOUGH_NAMES ? answer.ours() >= MOST * names : answer.tickers() >= LARGE_ANSWER;
  }

  private static boolean isTrading(Standing standing, LocalDate session) {
    return standing.life().filter(life -> life.contains(session)).isPresent();
  }

  /// Which instruments trade thinly; read when somebody asks for the first time.
  private static final class Thin {
    private final Supplier<Map<InstrumentId, Coverage.Trading>> read;
    private @Nullable Map<InstrumentId, Coverage.Trading> habits;

    Thin(Supplier<Map<InstrumentId, Coverage.Trading>> read) {
      this.read = read;
    }

    boolean is(Standing standing) {
      var known = habits == null ? read.get() : habits;
      habits = known;
      return Optional.ofNullable(known.get(standing.instrument().id()))
          .map(EmptyCells::isThin)
          .orElse(true);
    }
  }

  // ---- names that trade every day

  /// How many cells of such names both ways left out.
  private static OmissionRate regularNames(List<Standing> standings, Thin thin) {
    return OmissionRate.typical(
        standings.stream()
            .filter(s -> !thin.is(s))
            .map(s -> new OmissionRate(shortHoles(s), s.cells().expected().size()))
            .toList());
  }

  private static long shortHoles(Standing standing) {
    var expected = standing.cells().expected();
    return standing.missing().ranges(expected).stream()
        .filter(range -> isTrading(standing, range.first()) && isTrading(standing, range.last()))
        .mapToLong(range -> expected.within(range).size())
        .filter(sessions -> sessions < SUSPENSION_SESSIONS)
        .sum();
  }

  // ---- habits

  /// How these instruments trade in each quarter in which they have holes, from one month before to
  /// one month after it.
  private Map<LocalDate, Map<InstrumentId, EmptyCells.Habit>> tradingAround(
      Handle handle, BarInterval interval, List<Standing> doubted, Instant now) {
    var byQuarter = new TreeMap<LocalDate, Set<InstrumentId>>();
    for (var standing : doubted) {
      standing.open(now).stream()
          .forEach(session ->
              byQuarter
                  .computeIfAbsent(quarter(session), q -> new HashSet<>())
                  .add(standing.instrument().id()));
    }
    var asked = new HashMap<InstrumentId, Standing>();
    doubted.forEach(s -> asked.put(s.instrument().id(), s));
    var around = new HashMap<LocalDate, Map<InstrumentId, EmptyCells.Habit>>();
    byQuarter.forEach((first, ids) -> {
      var window = new DateRange(first.minusMonths(1), first.plusMonths(4));
      var habits = new HashMap<InstrumentId, EmptyCells.Habit>();
      coverage
          .trading(handle, interval, ids, window)
          .forEach((id, trading) ->
              Optional.ofNullable(asked.get(id))
                  .ifPresent(standing -> habits.put(id, habit(trading, window, standing))));
      around.put(first, habits);
    });
    return around;
  }

  /// Sessions count where the instrument lived and somebody asked.
  private EmptyCells.Habit habit(Coverage.Trading trading, DateRange window, Standing standing) {
    var calendar = finality.calendar(standing.instrument().follows());
    var asked = standing.cells().expected().range();
    var life = new DateRange(trading.firstBar(), trading.lastBar());
    int sessions =
        window
            .overlap(life)
            .flatMap(common -> common.overlap(asked))
            .flatMap(common -> common.overlap(calendar.known()))
            .map(calendar::countSessions)
            .orElse(0);
    return new EmptyCells.Habit(trading, Math.max(sessions, trading.bars()));
  }

  private static LocalDate quarter(LocalDate date) {
    return LocalDate.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1, 1);
  }
}
