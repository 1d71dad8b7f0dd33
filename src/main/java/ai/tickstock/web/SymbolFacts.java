package ai.tickstock.web;

import ai.tickstock.bars.BarStore;
import ai.tickstock.bars.CellState;
import ai.tickstock.jobs.GapCause;
import ai.tickstock.listing.CorporateActions;
import ai.tickstock.listing.EquityType;
import ai.tickstock.listing.EquityTypes;
import ai.tickstock.listing.HomeMarket;
import ai.tickstock.listing.HomeMarkets;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.load.FairEstimates;
import ai.tickstock.load.Finality;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.Mic;
import ai.tickstock.market.Session;
import ai.tickstock.market.SessionDifference;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.quality.ImportedFacts;
import ai.tickstock.universe.Correlations;
import ai.tickstock.universe.Universes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One instrument: who it is and was, what is stored of it and what not, and why.
///
/// @param symbol its ticker now, or its last one
/// @param asked the ticker that was asked for
/// @param address SYMBOL or SYMBOL@DATE, by which it was asked for
/// @param type code of the vendor
/// @param typeName what that means; empty for a code that nobody knows
/// @param category `Stocks`, `ETFs` or `Other`
/// @param calendar the exchange whose sessions are expected of it
/// @param provisional known from bars only: no list holds it
/// @param tickers ascending
/// @param daily empty while no bar is stored
/// @param revisions final values that a later one superseded, the newest first
/// @param correlations of funds only
/// @param home of a fund that holds what trades in another country
record SymbolFacts(
    int instrument,
    String symbol,
    String asked,
    String address,
    String adjusted,
    String name,
    String type,
    String typeName,
    String category,
    String exchange,
    String calendar,
    boolean active,
    boolean provisional,
    Optional<LocalDate> listed,
    Optional<LocalDate> delisted,
    String compositeFigi,
    String shareClassFigi,
    String cik,
    String sector,
    String industry,
    Optional<Double> marketCap,
    List<Ticker> tickers,
    List<Membership> universes,
    Optional<Stored> daily,
    Optional<DateRange> minutes,
    List<SymbolBars.SplitDay> splits,
    List<SymbolBars.DividendDay> dividends,
    List<String> actionsAskedFor,
    List<Revision> revisions,
    int revisionsCount,
    List<Correlation> correlations,
    Optional<Home> home) {
  private static final int REVISIONS = 20;

  /// A span of a ticker.
  ///
  /// @param from empty: as far back as known
  /// @param to empty: still
  record Ticker(String symbol, Optional<LocalDate> from, Optional<LocalDate> to, String reason) {}

  record Membership(String universe, String name, LocalDate since, String listedAs) {}

  /// What is stored of the sessions since the first bar.
  ///
  /// @param sessions that the exchange had; holes name them by their place
  record Stored(
      LocalDate first,
      LocalDate last,
      int sessions,
      int expected,
      int stored,
      int unexplained,
      List<Hole> holes) {}

  /// Neighbouring sessions in one state for one reason.
  ///
  /// @param at place of the first of them among the sessions
  /// @param length to the place after the last of them
  /// @param count expected sessions
  /// @param cause one word; empty where a bar is stored
  record Hole(
      LocalDate first,
      LocalDate last,
      int at,
      int length,
      int count,
      String state,
      String cause,
      String evidence) {
    /// Whether a person can accept them, or has accepted them.
    boolean isToDecide() {
      return SessionFacts.isToDecide(state);
    }
  }

  record Revision(
      LocalDate session,
      double close,
      Optional<Double> volume,
      String source,
      int run,
      Instant knownFrom,
      Instant knownUntil) {}

  /// @param window sessions
  /// @param missingReason why there is no number
  record Correlation(
      String benchmark,
      int window,
      LocalDate asOf,
      Optional<Double> correlation,
      Optional<Double> beta,
      int overlap,
      Optional<String> missingReason) {}

  /// @param days around today on which it and New York differ
  record Home(String exchange, String country, List<Different> days) {}

  record Different(LocalDate date, String here, String there, String reason) {}

  static SymbolFacts of(Asked asked, ConsoleProgram program) {
    var adjusted = asked.word("adjusted", SymbolBars.ADJUSTMENTS.keySet(), "none");
    var database = program.database();
    var argument = InstrumentArgument.parse(asked.shown("symbol"));
    var instruments = Instruments.postgres(database);
    var one = argument.find(instruments);
    var today = Bar.dateOf(program.clock().instant());
    var equityTypes = EquityTypes.postgres(database);
    var types = equityTypes.now();
    var actions = CorporateActions.postgres(database);
    var known = actions.of(one.id());
    var superseded =
        BarStore.postgres(database).superseded(one.id(), DateRange.ALWAYS).stream()
            .sorted(Comparator.comparing(BarStore.Superseded::knownUntil).reversed())
            .toList();
    var finality = program.finality();
    return new SymbolFacts(
        one.id().value(),
        one.symbol().ticker(),
        argument.symbol().ticker(),
        asked.shown("symbol"),
        adjusted,
        one.name().orElse(""),
        one.type().orElse(""),
        one.type().flatMap(code -> equityTypes.find(code)).map(EquityType::description).orElse(""),
        types.category(one).word(),
        one.exchange().map(Mic::code).orElse(""),
        program.calendars().followedBy(one.exchange()).exchange().code(),
        one.active(),
        one.provisional(),
        one.listDate(),
        one.delistDate(),
        one.compositeFigi().orElse(""),
        one.shareClassFigi().orElse(""),
        one.cik().orElse(""),
        one.sector().orElse(""),
        one.industry().orElse(""),
        one.marketCap().isPresent() ? Optional.of(one.marketCap().getAsDouble()) : Optional.empty(),
        instruments.symbols(one.id()).stream()
            .map(span -> new Ticker(span.symbol().ticker(), span.from(), span.to(), span.reason()))
            .toList(),
        Universes.postgres(database).of(one, today).stream()
            .map(held ->
                new Membership(
                    held.universe(),
                    held.name(),
                    held.member().since(),
                    held.member().listedAs().ticker()))
            .toList(),
        stored(program, finality, one),
        CoverageReports.postgres(database, finality, program.clock())
            .stored(BarInterval.MINUTE, List.of(one.id())),
        known.splits().reversed().stream()
            .map(split -> new SymbolBars.SplitDay(split.executionDate(), split.from(), split.to()))
            .toList(),
        known.dividends().reversed().stream()
            .map(paid ->
                new SymbolBars.DividendDay(paid.exDate(), paid.cashAmount(), paid.currency()))
            .toList(),
        actions.covered(List.of(one.id())).getOrDefault(one.id(), List.of()).stream()
            .map(covered ->
                covered.range().first()
                    + " to "
                    + covered.range().last()
                    + " from "
                    + covered.source())
            .toList(),
        superseded.stream().limit(REVISIONS).map(SymbolFacts::revision).toList(),
        superseded.size(),
        new Correlations(database, finality.calendar())
            .of(one.id(), today).stream().map(SymbolFacts::correlation).toList(),
        home(one).map(home -> home(home, finality.calendar(), program, today)));
  }

  private static Optional<Stored> stored(
      ConsoleProgram program, Finality finality, Instrument one) {
    var last = finality.lastFinal(program.clock().instant());
    var reports = CoverageReports.postgres(program.database(), finality, program.clock());
    return reports
        .stored(BarInterval.DAY, List.of(one.id()))
        .map(range -> {
          // Until now, as long as it trades: what is missing at the end is missing as well.
          var whole =
              one.active() && last.isAfter(range.last())
                  ? new DateRange(range.first(), last)
                  : range;
          var calendar = finality.at(one.follows()).calendar();
          var sessions = calendar.sessions(whole).stream().map(Session::date).toList();
          var report =
              reports.report(
                  BarInterval.DAY,
                  Map.of(one.id(), one.symbol()),
                  whole,
                  CoverageReports.Expect.FROM_FIRST_BAR);
          var line = report.lines().getFirst();
          var estimates = FairEstimates.of(program.database(), report);
          var halts =
              line.holes().isEmpty()
                  ? List.<ImportedFacts.Halt>of()
                  : ImportedFacts.halts(program.database(), List.of(one.id()), whole)
                      .getOrDefault(one.id(), List.of());
          return new Stored(
              range.first(),
              range.last(),
              sessions.size(),
              line.sessions().expected(),
              line.sessions().stored(),
              line.sessions().of(CellState.UNEXPLAINED),
              line.holes().stream()
                  .map(hole -> {
                    var row = GapCause.of(hole, calendar, halts);
                    return hole(
                        row, estimates.beside(one.id(), row.sessions(), row.evidence()), sessions);
                  })
                  .toList());
        });
  }

  private static Hole hole(GapCause.Row row, String evidence, List<LocalDate> sessions) {
    int at = place(sessions, row.sessions().first());
    return new Hole(
        row.sessions().first(),
        row.sessions().last(),
        at,
        place(sessions, row.sessions().last().plusDays(1)) - at,
        row.count(),
        row.state().replace('_', ' '),
        row.cause().map(cause -> cause.word().replace('_', ' ')).orElse(""),
        Words.because(row.reason(), evidence));
  }

  /// Of the first session on a date or after it.
  private static int place(List<LocalDate> sessions, LocalDate date) {
    int at = Collections.binarySearch(sessions, date);
    return at >= 0 ? at : -at - 1;
  }

  private static Revision revision(BarStore.Superseded one) {
    var bar = one.value().bar();
    return new Revision(
        bar.session(),
        bar.close(),
        bar.volume().isPresent() ? Optional.of(bar.volume().getAsDouble()) : Optional.empty(),
        Words.of(one.value().source()),
        one.value().runId(),
        one.value().knownFrom(),
        one.knownUntil());
  }

  private static Correlation correlation(Correlations.ToBenchmark one) {
    return new Correlation(
        one.benchmark().ticker(),
        one.window().sessions(),
        one.asOf(),
        one.correlation().isPresent()
            ? Optional.of(one.correlation().getAsDouble())
            : Optional.empty(),
        one.beta().isPresent() ? Optional.of(one.beta().getAsDouble()) : Optional.empty(),
        one.overlap(),
        one.missingReason().map(reason -> reason.replace('_', ' ')));
  }

  private static Optional<HomeMarket> home(Instrument one) {
    return HomeMarkets.bundled()
        .of(one.symbol())
        .filter(home -> one.name().map(home::isOf).orElse(false));
  }

  private static Home home(
      HomeMarket home, TradingCalendar us, ConsoleProgram program, LocalDate today) {
    var there = program.calendars().of(home.exchange());
    var range =
        new DateRange(today.minusMonths(1), today.plusMonths(3))
            .overlap(us.known())
            .flatMap(both -> both.overlap(there.known()));
    return new Home(
        home.exchange().code(),
        home.country(),
        range.map(dates -> SessionDifference.between(us, there, dates)).orElse(List.of()).stream()
            .map(day ->
                new Different(
                    day.date(),
                    Words.of(day.here()),
                    Words.of(day.there()),
                    day.reasonThere().or(day::reasonHere).orElse("")))
            .toList());
  }

  // ---- the time line of its tickers, in thousandths of its width

  /// @param at where it begins
  /// @param width at least a little, so that it can be seen
  record Span(String text, double at, double width, boolean isLast) {}

  List<Span> timeLine() {
    var from = begin().toEpochDay();
    double days = Math.max(1, end().toEpochDay() - from);
    return tickers.stream()
        .map(one -> {
          double at = 1000 * (one.from().orElse(begin()).toEpochDay() - from) / days;
          double to = 1000 * (one.to().orElse(end()).toEpochDay() - from) / days;
          return new Span(
              one.symbol(),
              at,
              Math.max(4, to - at),
              one.to().isEmpty() || one.equals(tickers.getLast()));
        })
        .toList();
  }

  LocalDate begin() {
    return Stream.of(
            listed.stream(),
            daily.map(Stored::first).stream(),
            tickers.stream().flatMap(one -> one.from().stream()),
            tickers.stream().flatMap(one -> one.to().stream()))
        .flatMap(dates -> dates)
        .min(Comparator.naturalOrder())
        .orElse(LocalDate.EPOCH);
  }

  LocalDate end() {
    return Stream.of(
            delisted.stream(),
            daily.map(Stored::last).stream(),
            tickers.stream().flatMap(one -> one.to().stream()),
            Stream.of(begin()))
        .flatMap(dates -> dates)
        .max(Comparator.naturalOrder())
        .orElse(LocalDate.EPOCH);
  }

  /// Places of holes on a strip of a thousand.
  double scale() {
    return 1000.0 / Math.max(1, daily.map(Stored::sessions).orElse(1));
  }

  /// Where a person decides about sessions.
  String decision(Hole hole) {
    return SessionFacts.path(address, BarInterval.DAY.word(), hole.first(), hole.last());
  }

  String path() {
    return Words.path(address);
  }
}
