package ai.tickstock.load;

import ai.tickstock.bars.ExplainedRange;
import ai.tickstock.bars.SessionSet;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.HistorySearch;
import ai.tickstock.provider.HistorySearch.Reply;
import ai.tickstock.provider.MarketDataProvider;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.PlanFacts.Verdict;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.VendorEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far back the vendor's plan serves bars, as kept and as learned on the way. Dates before the
/// edge are not asked for; an answer that shows an edge nobody knew starts one search for it, whose
/// result holds for all tasks and later runs. Safe for use by many threads.
///
/// What was learned longer ago than refusals are to be asked again does not keep anybody from
/// asking.
final class PlanReach {
  static final String TIMEFRAME = "plan_timeframe";
  static final String ENDPOINT = "plan_endpoint";

  private static final Logger LOG = LoggerFactory.getLogger(PlanReach.class);

  /// Any ticker does: a day that the plan serves has an answer for all of them.
  private static final Symbol ASKED = new Symbol("SPY");

  private static final int MOST_ASKS = 25;
  private static final int MOST_SEARCHES = 3;

  private final VendorPlans plans;
  private final String vendor;
  private final Finality finality;
  private final InstantSource clock;
  private final Duration trusted;

  private final ReentrantLock searching = new ReentrantLock();
  private volatile PlanFacts facts;
  private int searches;

  /// @param trusted how long ago something may have been learned to keep us from asking
  PlanReach(
      VendorPlans plans, String vendor, Finality finality, InstantSource clock, Duration trusted) {
    this.plans = plans;
    this.vendor = vendor;
    this.finality = finality;
    this.clock = clock;
    this.trusted = trusted;
    this.facts = PlanFacts.NONE;
  }

  /// Reads what is kept: before planning and before a run, since a probe may have changed it.
  PlanReach refreshed() {
    facts = plans.read(vendor);
    return this;
  }

  /// An answer about the part of a range that the plan serves.
  ///
  /// @param answer of the part that was asked for; `Failed` when there is none
  /// @param refused the part before the edge, which is at the beginning of the range
  /// @param recheckAfter when a refusal of the whole range is worth asking again, where that is
  ///   sooner than usual
  record Reached<T>(
      Answer<T> answer,
      Optional<DateRange> refused,
      String evidence,
      Optional<Instant> recheckAfter) {
    /// Those of some sessions that are not refused.
    SessionSet served(SessionSet sessions) {
      return refused.map(part -> sessions.minus(sessions.within(part))).orElse(sessions);
    }

    /// The refused part as an explanation.
    List<ExplainedRange> explained(InstrumentId instrument, Instant askAgain) {
      return refused.stream()
          .map(part ->
              new ExplainedRange(
                  instrument,
                  part,
                  ExplainedRange.State.REFUSED,
                  TIMEFRAME,
                  evidence,
                  Optional.of(askAgain)))
          .toList();
    }

    static <T> Reached<T> whole(Answer<T> answer) {
      return new Reached<>(answer, Optional.empty(), "", Optional.empty());
    }
  }

  /// Asks for the part of a range that the plan serves, as far as is known, and finds out how far
  /// it serves where the answer shows that this was not known.
  ///
  /// @param question asks for a range
  /// @param first the first date in an answer; empty without a row
  <T> Reached<T> ask(
      BarInterval interval,
      DateRange range,
      MarketDataProvider provider,
      Function<DateRange, Answer<T>> question,
      Function<T, Optional<LocalDate>> first) {
    var edge = refusedBefore(interval);
    if (edge.isPresent() && range.last().isBefore(edge.get())) {
      return beyond(interval, range, Answer.Cost.NONE);
    }
    var asked = from(range, edge);
    var answer = question.apply(asked);
    return switch (answer) {
      case Answer.Failed<T>(var failure, var cost)
          when failure.kind() == Kind.NOT_ENTITLED_TIMEFRAME ->
          refused(interval, range, asked, provider, question, answer, cost);
      case Answer.Failed<T> _ -> Reached.whole(answer);
      case Answer.Given<T>(var value, var cost, _) -> {
        var begins = first.apply(value);
        if (cost.calls() > 0) {
          noticeMore(interval, begins);
        }
        var more = leftOut(interval, asked, begins, provider);
        var known = refusedBefore(interval);
        yield new Reached<>(
            withCost(answer, cost.plus(more)),
            before(range, known),
            evidence(interval),
            Optional.empty());
      }
    };
  }

  // ---- what is known

  /// Dates before this one are not asked for.
  Optional<LocalDate> refusedBefore(BarInterval interval) {
    var now = clock.instant();
    return facts
        .edge(interval)
        .filter(edge -> edge.learnedAt().plus(trusted).isAfter(now))
        .flatMap(edge -> edge.refusedBefore(now));
  }

  private String evidence(BarInterval interval) {
    return facts.edge(interval).map(edge -> edge.evidence(clock.instant())).orElse("");
  }

  /// Whether a probe found that the plan refuses the answer for the whole market.
  boolean refusesWholeMarket() {
    return groupedVerdict().equals(Optional.of(Verdict.REFUSED));
  }

  /// From when on a refusal of the answer for the whole market counts: a probe that found it
  /// included beats the refusals before it.
  ///
  /// @param since what counts otherwise
  Instant wholeMarketRefusalsSince(Instant since) {
    return groupedVerdict().equals(Optional.of(Verdict.INCLUDED))
        ? facts.probedAt().filter(at -> at.isAfter(since)).orElse(since)
        : since;
  }

  private Optional<Verdict> groupedVerdict() {
    return facts
        .probedAt()
        .filter(at -> at.plus(trusted).isAfter(clock.instant()))
        .flatMap(_ -> facts.verdict(VendorEndpoint.GROUPED_DAILY));
  }

  // ---- refusals

  private <T> Reached<T> refused(
      BarInterval interval,
      DateRange range,
      DateRange asked,
      MarketDataProvider provider,
      Function<DateRange, Answer<T>> question,
      Answer<T> refusal,
      Answer.Cost spent) {
    var today = Bar.dateOf(clock.instant());
    var cost = spent;
    var rest = asked;
    if (!asked.last().isBefore(today)) {
      // Some plans serve the running day only when it is over.
      if (!asked.first().isBefore(today)) {
        return new Reached<>(
            refusal, Optional.empty(), "", Optional.of(finality.finalAfter(asked.last())));
      }
      rest = new DateRange(asked.first(), today.minusDays(1));
      var answer = question.apply(rest);
      cost = cost.plus(answer.cost());
      if (!(answer instanceof Answer.Failed<T>(var failure, _))
          || failure.kind() != Kind.NOT_ENTITLED_TIMEFRAME) {
        return new Reached<>(
            withCost(answer, cost),
            before(range, refusedBefore(interval)),
            evidence(interval),
            Optional.empty());
      }
    }
    cost = cost.plus(search(interval, rest.first(), rest.last(), provider));
    var edge = refusedBefore(interval);
    if (edge.isEmpty() || !edge.get().isAfter(rest.first())) {
      return Reached.whole(withCost(refusal, cost));
    }
    if (rest.last().isBefore(edge.get())) {
      return beyond(interval, range, cost);
    }
    var answer = question.apply(from(rest, edge));
    return new Reached<>(
        withCost(answer, cost.plus(answer.cost())),
        before(range, edge),
        evidence(interval),
        Optional.empty());
  }

  private <T> Reached<T> beyond(BarInterval interval, DateRange range, Answer.Cost cost) {
    var failure =
        new ProviderFailure(
            Kind.NOT_ENTITLED_TIMEFRAME,
            "not asked for " + range,
            0,
            cost.calls(),
            evidence(interval),
            Optional.empty());
    return Reached.whole(new Answer.Failed<>(failure, cost));
  }

  // ---- answers that begin late

  /// Where an answer begins later than the range: does the plan leave its beginning out?
  private Answer.Cost leftOut(
      BarInterval interval,
      DateRange asked,
      Optional<LocalDate> first,
      MarketDataProvider provider) {
    var now = clock.instant();
    var sessions =
        asked
            .overlap(finality.calendar().known())
            .map(known -> finality.calendar().sessions(known))
            .orElse(List.of());
    var expected = sessions.stream().filter(s -> finality.isPublished(s, now)).findFirst();
    if (expected.isEmpty() || first.isPresent() && !first.get().isAfter(expected.get().date())) {
      return Answer.Cost.NONE;
    }
    var day = expected.get().date();
    boolean known =
        facts.edge(interval).map(edge -> !edge.servedFrom(now).isAfter(day)).orElse(false);
    return known ? Answer.Cost.NONE : search(interval, day, first.orElse(asked.last()), provider);
  }

  /// A bar from before the kept edge shows that the plan has grown.
  private void noticeMore(BarInterval interval, Optional<LocalDate> begins) {
    if (begins.isEmpty() || !isBeyondEdge(interval, begins.get())) {
      return;
    }
    searching.lock();
    try {
      refreshed();
      if (isBeyondEdge(interval, begins.get())) {
        plans.learned(vendor, HistoryEdge.servedFrom(interval, begins.get(), clock.instant()));
        refreshed();
      }
    } finally {
      searching.unlock();
    }
  }

  private boolean isBeyondEdge(BarInterval interval, LocalDate date) {
    return facts
        .edge(interval)
        .flatMap(edge -> edge.refusedBefore(clock.instant()))
        .map(date::isBefore)
        .orElse(false);
  }

  // ---- searching

  /// Finds the edge and keeps it, unless somebody else did meanwhile.
  ///
  /// @param early a date that may be refused
  /// @param late a later one, or the same, that may be served
  private Answer.Cost search(
      BarInterval interval, LocalDate early, LocalDate late, MarketDataProvider provider) {
    searching.lock();
    try {
      refreshed();
      var known = refusedBefore(interval);
      boolean served =
          facts
              .edge(interval)
              .map(edge -> !edge.servedFrom(clock.instant()).isAfter(early))
              .orElse(false);
      if (known.isPresent() && known.get().isAfter(early) || served || searches >= MOST_SEARCHES) {
        return Answer.Cost.NONE;
      }
      searches++;
      var asker = new Asker(interval, provider.fresh());
      var found = edge(interval, early, late, asker);
      if (found.isPresent()) {
        var changes = plans.learned(vendor, found.get());
        refreshed();
        LOG.info(
            "learned the plan's reach vendor={} interval={} served_from={} depth=\"{}\" calls={}"
                + " changes={}",
            vendor,
            interval.word(),
            found.get().firstServed(),
            found.get().depth(),
            asker.cost.calls(),
            changes.size());
      }
      return asker.cost;
    } finally {
      searching.unlock();
    }
  }

  private Optional<HistoryEdge> edge(
      BarInterval interval, LocalDate early, LocalDate late, Asker asker) {
    var now = clock.instant();
    var atStart = asker.ask(early);
    if (atStart == Reply.SERVED) {
      return Optional.of(HistoryEdge.servedFrom(interval, early, now));
    }
    if (atStart == Reply.UNKNOWN) {
      return Optional.empty();
    }
    var newest = finality.lastFinal(now);
    var refused = early;
    var served = late;
    var atEnd = late.isAfter(early) ? asker.ask(late) : Reply.REFUSED;
    if (atEnd == Reply.REFUSED && newest.isAfter(late)) {
      refused = late;
      served = newest;
      atEnd = asker.ask(newest);
    }
    return atEnd == Reply.SERVED
        ? Optional.of(new HistorySearch(asker, now, MOST_ASKS).between(interval, refused, served))
        : Optional.empty();
  }

  /// Asks for the bars of one day, and counts what that costs.
  private static final class Asker implements HistorySearch.Asker {
    private final BarInterval interval;
    private final MarketDataProvider provider;
    private Answer.Cost cost = Answer.Cost.NONE;

    Asker(BarInterval interval, MarketDataProvider provider) {
      this.interval = interval;
      this.provider = provider;
    }

    @Override
    public Reply ask(LocalDate day) {
      Answer<?> answer =
          interval == BarInterval.DAY
              ? provider.dailyBars(ASKED, DateRange.of(day))
              : provider.minuteBars(ASKED, DateRange.of(day));
      cost = cost.plus(answer.cost());
      return Reply.of(answer);
    }
  }

  // ---- ranges

  private static DateRange from(DateRange range, Optional<LocalDate> edge) {
    return edge.isPresent() && edge.get().isAfter(range.first())
        ? new DateRange(edge.get(), range.last())
        : range;
  }

  private static Optional<DateRange> before(DateRange range, Optional<LocalDate> edge) {
    return edge.filter(date -> date.isAfter(range.first()))
        .map(date -> new DateRange(range.first(), date.minusDays(1)));
  }

  private static <T> Answer<T> withCost(Answer<T> answer, Answer.Cost cost) {
    return switch (answer) {
      case Answer.Given<T>(var value, _, var receivedAt) ->
          new Answer.Given<>(value, cost, receivedAt);
      case Answer.Failed<T>(var failure, _) -> new Answer.Failed<>(failure, cost);
    };
  }
}
