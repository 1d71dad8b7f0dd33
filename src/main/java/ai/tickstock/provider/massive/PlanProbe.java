package ai.tickstock.provider.massive;

import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.ExtendedHours;
import ai.tickstock.market.Symbol;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.provider.Answer;
import ai.tickstock.provider.BarRow;
import ai.tickstock.provider.HistoryEdge;
import ai.tickstock.provider.HistorySearch;
import ai.tickstock.provider.HistorySearch.Reply;
import ai.tickstock.provider.PlanFacts;
import ai.tickstock.provider.PlanFacts.EndpointFact;
import ai.tickstock.provider.PlanFacts.Verdict;
import ai.tickstock.provider.ProviderFailure;
import ai.tickstock.provider.ProviderFailure.Kind;
import ai.tickstock.provider.SnapshotRow;
import ai.tickstock.provider.VendorEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Finds out what the plan behind a key includes, by asking each endpoint for little about one
/// liquid symbol. For one use by one thread.
final class PlanProbe {
  private static final Symbol LIQUID = new Symbol("SPY");
  private static final int YEARS_ASKED = 30;

  private static final int ASKS_OF_MINUTES = 2;

  /// At most four sessions in a row have ever been closed.
  private static final int DAYS_BEFORE_FIRST_BAR = 8;

  /// How far delayed plans lag behind by the vendor's documentation.
  private static final Duration DELAYED = Duration.ofMinutes(15);

  private static final Duration NO_LAG = Duration.ofMinutes(4);

  private final Walk walk;
  private final TradingCalendar calendar;
  private final int mostCalls;
  private final Instant now;
  private final LocalDate today;
  private final LocalDate newest;

  private final List<EndpointFact> endpoints = new ArrayList<>();
  private final List<HistoryEdge> edges = new ArrayList<>();
  private Answer.Cost cost = Answer.Cost.NONE;
  private boolean saidDelayed;
  private @Nullable ProviderFailure fatal;

  PlanProbe(Walk walk, TradingCalendar calendar, int mostCalls) {
    this.walk = walk;
    this.calendar = calendar;
    this.mostCalls = mostCalls;
    this.now = walk.now();
    this.today = Bar.dateOf(now);
    this.newest = calendar.previous(today).date();
  }

  /// @return `Failed` when the first question cannot be answered at all
  Answer<PlanFacts> facts(int limitMetBefore, IntSupplier limitMet) {
    ask(
        VendorEndpoint.TYPES,
        Question.of(
            "/v3/reference/tickers/types?asset_class=stocks&locale=us", InformationRows.ANY));
    if (fatal != null) {
      return new Answer.Failed<>(fatal, cost);
    }
    ask(
        VendorEndpoint.EXCHANGES,
        Question.of("/v3/reference/exchanges?asset_class=stocks&locale=us", InformationRows.ANY));
    ask(
        VendorEndpoint.TICKERS,
        Question.of(
            "/v3/reference/tickers?market=stocks&ticker=SPY&active=true&limit=1",
            InformationRows.ANY));
    ask(
        VendorEndpoint.DETAILS,
        Question.of("/v3/reference/tickers/SPY", InformationRows.ANY).about(LIQUID));
    ask(
        VendorEndpoint.TICKER_EVENTS,
        Question.of("/vX/reference/tickers/SPY/events?types=ticker_change", InformationRows.ANY)
            .about(LIQUID));
    ask(VendorEndpoint.IPOS, Question.of("/vX/reference/ipos?limit=1", InformationRows.ANY));
    actions(VendorEndpoint.SPLITS, VendorEndpoint.OLD_SPLITS, "splits");
    actions(VendorEndpoint.DIVIDENDS, VendorEndpoint.OLD_DIVIDENDS, "dividends");
    ask(
        VendorEndpoint.MARKET_STATUS,
        Question.of("/v1/marketstatus/now", InformationRows.ANY).in(Question.Place.BODY));
    ask(
        VendorEndpoint.GROUPED_DAILY,
        Question.of(
            "/v2/aggs/grouped/locale/us/market/stocks/" + newest + "?adjusted=false",
            BarReader.of(newest)));
    ask(VendorEndpoint.PREVIOUS_DAY, Information.previous(LIQUID));
    var older = ask(VendorEndpoint.SNAPSHOT, Information.olderSnapshot(LIQUID));
    var universal =
        ask(VendorEndpoint.UNIVERSAL_SNAPSHOT, Information.universalSnapshot(LIQUID))
            .flatMap(rows -> rows.stream().findFirst());
    ask(
        VendorEndpoint.ETF_PROFILES,
        Question.of(
            "/etf-global/v1/profiles?composite_ticker=SPY&sort=processed_date.desc&limit=1",
            InformationRows.ANY));
    history(BarInterval.DAY, VendorEndpoint.DAILY_BARS);
    history(BarInterval.MINUTE, VendorEndpoint.MINUTE_BARS);

    var delay = delay(universal);
    var snapshots = older.isPresent() || universal.isPresent();
    var fmv =
        snapshots
            ? Optional.of(
                older.flatMap(SnapshotRow::fmv).isPresent()
                    || universal.flatMap(SnapshotRow::fmv).isPresent())
            : Optional.<Boolean>empty();
    return new Answer.Given<>(
        new PlanFacts(
            Optional.of(now),
            endpoints,
            delay.lag(),
            delay.evidence(),
            edges,
            fmv,
            limitMet.getAsInt() > limitMetBefore,
            cost.calls()),
        cost,
        walk.now());
  }

  // ---- endpoints

  /// The first row of the answer, and a note of how it went.
  private <T> Optional<T> ask(VendorEndpoint endpoint, Question<T> question) {
    var answer = first(question);
    note(endpoint, answer);
    return answer instanceof Answer.Given<Page<T>>(var page, _, _)
        ? page.rows().stream().findFirst()
        : Optional.empty();
  }

  private <T> Answer<Page<T>> first(Question<T> question) {
    var answer = walk.first(question);
    cost = cost.plus(answer.cost());
    if (answer instanceof Answer.Given<Page<T>>(var page, _, _)) {
      saidDelayed |= page.delayed();
    }
    return answer;
  }

  private void note(VendorEndpoint endpoint, Answer<?> answer) {
    endpoints.add(
        switch (answer) {
          case Answer.Given<?> _ -> new EndpointFact(endpoint, Verdict.INCLUDED, "");
          case Answer.Failed<?>(var failure, _) -> {
            if (endpoints.isEmpty()
                && (failure.kind() == Kind.KEY_REFUSED
                    || failure.kind() == Kind.UNREACHABLE
                    || failure.kind() == Kind.INTERRUPTED)) {
              fatal = failure;
            }
            yield new EndpointFact(endpoint, verdict(failure.kind()), failure.message());
          }
        });
  }

  private static Verdict verdict(Kind kind) {
    return switch (kind) {
      case NOT_ENTITLED_ENDPOINT -> Verdict.REFUSED;
      // It answers, only not about this.
      case NOT_ENTITLED_TIMEFRAME, UNKNOWN_SYMBOL -> Verdict.INCLUDED;
      case RATE_LIMITED, BAD_ANSWER, UNREACHABLE, KEY_REFUSED, INTERRUPTED -> Verdict.UNKNOWN;
    };
  }

  /// The deprecated endpoint matters only where the one of 2026 is not to be had.
  private void actions(VendorEndpoint endpoint, VendorEndpoint predecessor, String name) {
    ask(endpoint, Question.of("/stocks/v1/" + name + "?ticker=SPY&limit=1", InformationRows.ANY));
    if (endpoints.getLast().verdict() != Verdict.INCLUDED) {
      ask(
          predecessor,
          Question.of("/v3/reference/" + name + "?ticker=SPY&limit=1", InformationRows.ANY));
    }
  }

  // ---- history

  private void history(BarInterval interval, VendorEndpoint endpoint) {
    var farthest = later(today.minusYears(YEARS_ASKED), calendar.known().first());
    var days = edge(BarInterval.DAY);
    if (interval == BarInterval.MINUTE && days.flatMap(HistoryEdge::lastRefused).isPresent()) {
      // Both intervals often reach equally far, and then two asks are enough.
      var answer = first(bars(interval, DateRange.of(days.get().firstServed())));
      note(endpoint, answer);
      search(interval, Reply.of(answer), days.get(), farthest);
      return;
    }
    var answer = first(bars(interval, new DateRange(farthest, newest)));
    note(endpoint, answer);
    switch (answer) {
      case Answer.Failed<Page<BarRow>>(var failure, _) -> {
        if (failure.kind() == Kind.NOT_ENTITLED_TIMEFRAME) {
          edges.add(searching(interval).between(interval, farthest, newest));
        }
      }
      case Answer.Given<Page<BarRow>>(var page, _, _) ->
          whereItBegins(interval, farthest, page.rows().stream().findFirst());
    }
  }

  /// An answer over the whole past: a vendor that leaves out what the plan does not have refuses a
  /// day from before its beginning, one that has no older bars gives an empty answer.
  private void whereItBegins(BarInterval interval, LocalDate farthest, Optional<BarRow> first) {
    var begins = first.map(row -> Bar.dateOf(row.start()));
    var before = begins.map(date -> date.minusDays(DAYS_BEFORE_FIRST_BAR)).orElse(farthest);
    if (before.isBefore(farthest)) {
      edges.add(HistoryEdge.servedFrom(interval, farthest, now));
      return;
    }
    switch (Reply.of(first(bars(interval, DateRange.of(before))))) {
      case SERVED -> edges.add(HistoryEdge.servedFrom(interval, begins.orElse(farthest), now));
      case REFUSED ->
          edges.add(
              begins.isPresent()
                  ? nearFirstBar(interval, before, begins.get())
                  : searching(interval).between(interval, before, newest));
      case UNKNOWN -> {
        // Then the next probe or a load finds it.
      }
    }
  }

  /// The edge lies between a refused day and the first bar: on the day that makes whole years where
  /// there is one, since plans count so; else on the day of the bar, before which is no session.
  private HistoryEdge nearFirstBar(BarInterval interval, LocalDate refused, LocalDate bar) {
    for (int years = 1; years <= YEARS_ASKED; years++) {
      var day = today.minusYears(years);
      if (day.isAfter(calendar.previous(bar).date()) && !day.isAfter(bar)) {
        return HistoryEdge.between(interval, day.minusDays(1), day, now);
      }
    }
    return HistoryEdge.between(interval, later(refused, calendar.previous(bar).date()), bar, now);
  }

  /// Whether bars of this interval reach as far as those that were searched for already.
  private void search(BarInterval interval, Reply atEdge, HistoryEdge days, LocalDate farthest) {
    var edge = days.firstServed();
    if (atEdge == Reply.REFUSED) {
      edges.add(searching(interval).between(interval, edge, newest));
    } else if (atEdge == Reply.SERVED) {
      var refused = days.lastRefused().orElse(farthest);
      switch (isUsedUp() ? Reply.UNKNOWN : Reply.of(first(bars(interval, DateRange.of(refused))))) {
        case REFUSED -> edges.add(searching(interval).between(interval, refused, edge));
        case SERVED -> whereItBegins(interval, farthest, Optional.empty());
        case UNKNOWN -> edges.add(HistoryEdge.servedFrom(interval, edge, now));
      }
    }
  }

  private boolean isUsedUp() {
    return cost.calls() >= mostCalls;
  }

  /// What is left over goes to the search; of the first one, two asks stay for the other interval.
  private HistorySearch searching(BarInterval interval) {
    int reserved = interval == BarInterval.DAY ? ASKS_OF_MINUTES : 0;
    return new HistorySearch(
        day -> Reply.of(first(bars(interval, DateRange.of(day)))),
        now,
        Math.max(0, mostCalls - cost.calls() - reserved));
  }

  private Optional<HistoryEdge> edge(BarInterval interval) {
    return edges.stream().filter(edge -> edge.interval() == interval).findFirst();
  }

  /// Only the first bar of a range.
  private static Question<BarRow> bars(BarInterval interval, DateRange range) {
    return new Question<>(
        "/v2/aggs/ticker/SPY/range/1/"
            + interval.word()
            + "/"
            + range.first()
            + "/"
            + range.last()
            + "?adjusted=false&sort=asc&limit=1",
        BarReader.of(LIQUID),
        Optional.of(LIQUID));
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  // ---- delay

  private record Delay(Optional<Duration> lag, String evidence) {}

  private Delay delay(Optional<SnapshotRow> snapshot) {
    var said = snapshot.flatMap(SnapshotRow::delayed);
    if (said.isPresent()) {
      return said.get()
          ? new Delay(Optional.of(DELAYED), "the snapshot says DELAYED")
          : new Delay(Optional.of(Duration.ZERO), "the snapshot says REAL-TIME");
    }
    if (saidDelayed) {
      return new Delay(Optional.of(DELAYED), "answers have the status DELAYED");
    }
    return isTrading()
        ? newestMinute()
        : new Delay(Optional.empty(), "no snapshot, no status DELAYED, and no session is running");
  }

  private boolean isTrading() {
    var time = now.atZone(Bar.NEW_YORK).toLocalTime();
    return calendar.session(today).isPresent()
        && time.isAfter(ExtendedHours.BEGIN)
        && time.isBefore(ExtendedHours.END);
  }

  /// How old the newest bar of the running session is.
  private Delay newestMinute() {
    var question =
        new Question<>(
            "/v2/aggs/ticker/SPY/range/1/minute/"
                + today
                + "/"
                + today
                + "?adjusted=false&sort=desc&limit=1",
            BarReader.MINUTES,
            Optional.of(LIQUID));
    return switch (first(question)) {
      case Answer.Failed<Page<MinuteRow>>(var failure, _) ->
          new Delay(Optional.empty(), "the running session is not served: " + failure.message());
      case Answer.Given<Page<MinuteRow>>(var page, _, _) ->
          page.rows().stream()
              .findFirst()
              .map(row -> lag(Instant.ofEpochMilli(row.start()).plusSeconds(60)))
              .orElseGet(() -> new Delay(Optional.empty(), "no minute bar of the running session"));
    };
  }

  private Delay lag(Instant end) {
    var lag = Duration.between(end, now);
    var evidence = "the newest minute bar ended at " + end + ", asked at " + now;
    if (lag.compareTo(NO_LAG) < 0) {
      return new Delay(Optional.of(Duration.ZERO), evidence);
    }
    return lag.compareTo(DELAYED.plus(NO_LAG)) < 0
        ? new Delay(Optional.of(DELAYED), evidence)
        : new Delay(Optional.empty(), evidence);
  }
}
