package ai.tickstock.jobs;

import ai.tickstock.bars.CellState;
import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.load.AnswerOfTheMarket;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.load.Finality;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Symbol;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// How whole one session is, measured from what is stored. A symbol is whole when its bar is
/// stored, or when it is known that there is none.
///
/// @param expected tracked symbols that should have a bar: those that ever had one
/// @param complete of those the whole ones
/// @param dollars what usually changes hands in the expected ones
/// @param dollarsComplete of that the part of the whole ones
/// @param classes stocks, ETFs and others apart
/// @param states number of symbols by the state of their cell
/// @param missing symbols that are not whole, the largest turnover first
/// @param usual the median of bars stored of the sessions before with which this one can be
///   compared; empty where they are too few
/// @param comparable number of these sessions
record TrackedCoverage(
    int expected,
    int complete,
    double dollars,
    double dollarsComplete,
    Map<String, int[]> classes,
    Map<String, Integer> states,
    List<Missing> missing,
    OptionalLong usual,
    int comparable) {
  /// A gap that began earlier is told as if it began then.
  private static final int LOOKS_BACK_DAYS = 60;

  private static final Set<CellState> WHOLE =
      Set.of(
          CellState.PRESENT, CellState.PROVISIONAL, CellState.CONFIRMED_EMPTY, CellState.ACCEPTED);

  /// @param why in words
  /// @param dollars that usually change hands in a session
  record Missing(
      InstrumentId instrument, Symbol symbol, CellState state, String why, double dollars) {}

  /// Sessions in a row without a bar or an explanation, up to the measured one.
  ///
  /// @param sessions at least 2
  /// @param dollars that usually change hands in a session
  /// @param wasAskedFor whether anybody asked for one of them: names that became known lately lack
  ///   what was never asked for, and nothing of theirs was lost
  record Gap(
      Instrument instrument,
      Symbol symbol,
      DateRange range,
      int sessions,
      double dollars,
      boolean wasAskedFor) {}

  static TrackedCoverage measure(EndOfDayParts parts, LocalDate session) {
    return measure(parts.database(), parts.finality(), parts.clock(), session);
  }

  static TrackedCoverage measure(
      Database database, Finality finality, InstantSource clock, LocalDate session) {
    var calendar = finality.calendar();
    var tracked = TrackedInstruments.on(database, calendar.exchange(), session);
    var market = database.read(h -> AnswerOfTheMarket.of(h, calendar, tracked.keySet(), session));
    var reports = CoverageReports.postgres(database, finality, clock);
    var classes = new TreeMap<String, int[]>();
    var states = new TreeMap<String, Integer>();
    var missing = new ArrayList<Missing>();
    int expected = 0;
    double dollars = 0;
    double dollarsMissing = 0;
    for (var line : lines(reports, symbols(tracked), DateRange.of(session))) {
      if (line.firstBar().isEmpty() || line.sessions().expected() == 0) {
        continue;
      }
      expected++;
      var id = line.instrument().id();
      dollars += market.usualDollars(id);
      var state = state(line);
      states.merge(state.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
      var ofClass = classes.computeIfAbsent(line.category().word(), _ -> new int[2]);
      ofClass[0]++;
      if (WHOLE.contains(state)) {
        ofClass[1]++;
      } else {
        dollarsMissing += market.usualDollars(id);
        missing.add(new Missing(id, line.symbol(), state, why(line), market.usualDollars(id)));
      }
    }
    missing.sort(Comparator.comparingDouble(Missing::dollars).reversed());
    long stored = stored(states);
    return new TrackedCoverage(
        expected,
        expected - missing.size(),
        dollars,
        dollars - dollarsMissing,
        classes,
        states,
        missing,
        market.usual(stored),
        market.comparableSessions(stored));
  }

  /// Those of the missing that had no bar in the session before either, in order of ticker.
  static List<Gap> gaps(EndOfDayParts parts, List<Missing> missing, LocalDate session) {
    var asked = new LinkedHashMap<InstrumentId, Symbol>();
    var dollars = new HashMap<InstrumentId, Double>();
    missing.stream()
        .filter(one -> isGap(one.state()))
        .forEach(one -> {
          asked.put(one.instrument(), one.symbol());
          dollars.put(one.instrument(), one.dollars());
        });
    var lately =
        new DateRange(session.minusDays(LOOKS_BACK_DAYS), session)
            .overlap(parts.calendar().known())
            .orElseThrow();
    return asked.isEmpty()
        ? List.of()
        : lines(
                CoverageReports.postgres(parts.database(), parts.finality(), parts.clock()),
                asked,
                lately)
            .stream()
            .flatMap(line ->
                gap(parts, line, session, dollars.getOrDefault(line.instrument().id(), 0.0))
                    .stream())
            .sorted(Comparator.comparing(Gap::symbol))
            .toList();
  }

  private static Optional<Gap> gap(
      EndOfDayParts parts, CoverageReport.Line line, LocalDate session, double dollars) {
    var first = session;
    int sessions = 0;
    boolean wasAskedFor = false;
    for (var hole : line.holes().reversed()) {
      boolean joins =
          sessions == 0
              ? hole.sessions().last().equals(session)
              : parts.calendar().next(hole.sessions().last()).date().equals(first);
      if (!joins || !isGap(hole.state())) {
        break;
      }
      first = hole.sessions().first();
      sessions += hole.count();
      wasAskedFor |= !hole.isNeverAskedFor();
    }
    return sessions < 2
        ? Optional.empty()
        : Optional.of(
            new Gap(
                line.instrument(),
                line.symbol(),
                new DateRange(first, session),
                sessions,
                dollars,
                wasAskedFor));
  }

  private static boolean isGap(CellState state) {
    return !WHOLE.contains(state) && state != CellState.REFUSED && state != CellState.PENDING;
  }

  /// In percent; 100 where nothing is expected.
  double percent() {
    return percent(complete, expected);
  }

  /// From 0 to 1, with as many digits as the percent; 1 where nothing is expected.
  double rate() {
    return expected == 0 ? 1 : Math.floor(10_000.0 * complete / expected) / 10_000;
  }

  /// In percent of what usually changes hands.
  double dollarPercent() {
    return percent(dollarsComplete, dollars);
  }

  private static double percent(double part, double whole) {
    // Rounded down: 100 means all.
    return whole <= 0 ? 100 : Math.floor(10_000 * part / whole) / 100;
  }

  int of(CellState state) {
    return of(states, state);
  }

  private static int of(Map<String, Integer> states, CellState state) {
    return states.getOrDefault(state.name().toLowerCase(Locale.ROOT), 0);
  }

  int stored() {
    return stored(states);
  }

  private static int stored(Map<String, Integer> states) {
    return of(states, CellState.PRESENT) + of(states, CellState.PROVISIONAL);
  }

  /// By class: symbols, whole ones, and the percent.
  Map<String, Object> classFacts() {
    var facts = new TreeMap<String, Object>();
    classes.forEach((name, counts) ->
        facts.put(
            name,
            Map.of(
                "expected", counts[0],
                "complete", counts[1],
                "percent", percent(counts[1], counts[0]))));
    return facts;
  }

  private static List<CoverageReport.Line> lines(
      CoverageReports reports, Map<InstrumentId, Symbol> asked, DateRange range) {
    return reports
        .report(BarInterval.DAY, asked, range, CoverageReports.Expect.FROM_FIRST_BAR)
        .lines();
  }

  static Map<InstrumentId, Symbol> symbols(Map<InstrumentId, Instrument> tracked) {
    var symbols = new LinkedHashMap<InstrumentId, Symbol>();
    tracked.forEach((id, instrument) -> symbols.put(id, instrument.symbol()));
    return symbols;
  }

  /// The line has one session.
  private static CellState state(CoverageReport.Line line) {
    for (var state : CellState.values()) {
      if (line.sessions().of(state) > 0) {
        return state;
      }
    }
    throw new IllegalStateException(line.symbol() + " has no expected session");
  }

  private static String why(CoverageReport.Line line) {
    return line.holes().stream()
        .map(hole -> hole.reason().isEmpty() ? hole.evidence() : hole.reason())
        .findFirst()
        .orElse("");
  }
}
