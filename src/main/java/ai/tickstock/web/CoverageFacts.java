package ai.tickstock.web;

import ai.tickstock.bars.CellState;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.CoverageReport;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.Session;
import ai.tickstock.market.Symbol;
import ai.tickstock.universe.MemberMatch;
import ai.tickstock.universe.Resolution;
import ai.tickstock.universe.Universes;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// Each expected session of the members of a universe, in a form that is small: only what is not a
/// final bar is spelled out.
///
/// @param universe empty while none was named
/// @param measuring whether it is being measured since something was written, where nobody waits
///   for it: the rest is as it was before then, or missing
/// @param percent how much of the instruments is measured while it is being measured; 100 otherwise
/// @param measuredAt as of when the rest is; empty while there is none
/// @param sessions of the exchange, ascending; cells name them by their place
/// @param neverLoaded members that are not known here
record CoverageFacts(
    String universe,
    int months,
    boolean measuring,
    int percent,
    Optional<Instant> measuredAt,
    List<LocalDate> sessions,
    List<Line> lines,
    List<String> neverLoaded,
    List<LoadForm.Choice> universes) {
  /// All that trades of the types that are loaded by themselves.
  static final String WHOLE_MARKET = "all_stocks,all_etfs";

  static final int USUAL_MONTHS = 12;

  /// What is asked of a whole market beside the usual months.
  static final int MANY_MONTHS = 60;

  private static final int MOST_MONTHS = 120;
  private static final int MOST_LINES = 15_000;
  private static final int MOST_NAMED = 300;

  /// More would not fit on the largest canvas that browsers have.
  private static final int MOST_THICK = 5_000;

  private static final int TABLE = 500;

  /// Instruments that are measured at once: of a whole market a second or so.
  private static final int PART = 1_000;

  /// One instrument.
  ///
  /// @param first place of the first session with a bar; empty where there is none in these
  /// @param last place of the last one
  record Line(
      String symbol,
      String category,
      int expected,
      int stored,
      int unexplained,
      Optional<Integer> first,
      Optional<Integer> last,
      List<Hole> holes) {
    /// Whether a person can accept sessions of it, or has accepted some.
    boolean isToDecide() {
      return holes.stream().anyMatch(Hole::isToDecide);
    }
  }

  /// Neighbouring sessions in one state for one reason.
  ///
  /// @param first place of the first session
  /// @param last place of the last one
  record Hole(int first, int last, String state, String reason, String evidence) {
    String words() {
      return Words.joined(state, Words.code(reason), evidence);
    }

    private boolean isToDecide() {
      return SessionFacts.isToDecide(state);
    }
  }

  /// Is told how far a measurement has come.
  interface Listener {
    /// After each part of the instruments.
    ///
    /// @param percent of them that are measured
    void measured(int percent) throws InterruptedException;
  }

  /// Measures part by part: what is written meanwhile is in some parts already and not in others.
  ///
  /// @param key of one universe, or several joined by commas
  static CoverageFacts of(String key, int months, ConsoleProgram program, Listener listener)
      throws InterruptedException {
    var universes = Universes.postgres(program.database());
    var now = program.clock().instant();
    var found = new TreeMap<InstrumentId, Symbol>();
    var unknown = members(universes, key, Bar.dateOf(now), program, found);
    if (found.size() > MOST_LINES) {
      throw new Misasked(
          HttpStatus.UNPROCESSABLE_CONTENT,
          key
              + " has "
              + found.size()
              + " members; this page shows "
              + MOST_LINES
              + " at most: tickstock coverage tells all");
    }
    var finality = program.finality();
    var last = finality.lastFinal(now);
    var range = new DateRange(last.minusMonths(months).plusDays(1), last);
    var sessions = finality.calendar().sessions(range).stream().map(Session::date).toList();
    var reports = CoverageReports.postgres(program.database(), finality, program.clock());
    var lines = new ArrayList<Line>(found.size());
    for (var part : parts(found)) {
      var report = reports.report(BarInterval.DAY, part, range, CoverageReports.Expect.WHOLE_RANGE);
      report.lines().forEach(line -> lines.add(line(line, sessions)));
      listener.measured(100 * lines.size() / found.size());
    }
    return new CoverageFacts(
        key,
        months,
        false,
        100,
        Optional.of(now),
        sessions,
        List.copyOf(lines),
        unknown,
        LoadForm.Choice.all(program));
  }

  /// In the order of their symbols, as reports have their lines.
  private static List<Map<InstrumentId, Symbol>> parts(Map<InstrumentId, Symbol> all) {
    var parts = new ArrayList<Map<InstrumentId, Symbol>>();
    all.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(one -> {
          if (parts.isEmpty() || parts.getLast().size() == PART) {
            parts.add(new LinkedHashMap<>());
          }
          parts.getLast().put(one.getKey(), one.getValue());
        });
    return parts;
  }

  /// The page while no universe is named.
  static CoverageFacts nothing(int months, ConsoleProgram program) {
    return without("", months, false, 100, program);
  }

  /// Of one that is being measured and was not before.
  static CoverageFacts unmeasured(String key, int months, int percent, ConsoleProgram program) {
    return without(key, months, true, percent, program);
  }

  private static CoverageFacts without(
      String key, int months, boolean isMeasuring, int percent, ConsoleProgram program) {
    return new CoverageFacts(
        key,
        months,
        isMeasuring,
        percent,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        LoadForm.Choice.all(program));
  }

  /// The same while something newer is being measured.
  ///
  /// @param percent of that which is measured
  CoverageFacts asOfBefore(int percent) {
    return new CoverageFacts(
        universe, months, true, percent, measuredAt, sessions, lines, neverLoaded, universes);
  }

  static int months(Asked asked) {
    int months = asked.whole("months").orElse(USUAL_MONTHS);
    if (months < 1 || months > MOST_MONTHS) {
      throw Misasked.wrong("months: 1 to " + MOST_MONTHS);
    }
    return months;
  }

  /// @param found takes those that are known here
  /// @return the others, in words
  private static List<String> members(
      Universes universes,
      String key,
      LocalDate today,
      ConsoleProgram program,
      Map<InstrumentId, Symbol> found) {
    return switch (universes.resolve(key, today)) {
      case Resolution.Unknown unknown ->
          throw new Misasked(
              HttpStatus.NOT_FOUND, "there is no universe " + String.join(", ", unknown.keys()));
      case Resolution.Ambiguous ambiguous -> throw Misasked.wrong(ambiguous.question());
      case Resolution.Members(var members) -> {
        var unknown = new ArrayList<String>();
        for (var match : MemberMatch.all(members, Instruments.postgres(program.database()))) {
          switch (match) {
            case MemberMatch.Found one ->
                found.put(one.instrument().id(), one.instrument().symbol());
            case MemberMatch.UnknownToVendor one -> unknown.add(one.member().symbol().ticker());
            case MemberMatch.AnotherCompany one ->
                unknown.add(one.member().symbol() + " (the ticker belongs to " + one.name() + ")");
          }
        }
        yield unknown;
      }
    };
  }

  private static Line line(CoverageReport.Line line, List<LocalDate> sessions) {
    return new Line(
        line.symbol().ticker(),
        line.category().word(),
        line.sessions().expected(),
        line.sessions().stored(),
        line.sessions().of(CellState.UNEXPLAINED),
        line.firstBar().map(first -> place(sessions, first)).filter(at -> at < sessions.size()),
        line.lastBar().map(last -> place(sessions, last.plusDays(1)) - 1).filter(at -> at >= 0),
        line.holes().stream()
            .map(hole ->
                new Hole(
                    place(sessions, hole.sessions().first()),
                    place(sessions, hole.sessions().last()),
                    Words.of(hole.state()).intern(), // a market has many
                    hole.reason(),
                    hole.evidence()))
            .toList());
  }

  /// Of the first session on a date or after it.
  private static int place(List<LocalDate> sessions, LocalDate date) {
    int at = Collections.binarySearch(sessions, date);
    return at >= 0 ? at : -at - 1;
  }

  /// Of one instrument on the map, in pixels: names are shown while there is room for them.
  int rowHeight() {
    return lines.size() > MOST_THICK ? 1 : lines.size() > MOST_NAMED ? 3 : 14;
  }

  /// The first of those that are not whole, for the table.
  List<Line> notWhole() {
    return lines.stream().filter(line -> line.stored() < line.expected()).limit(TABLE).toList();
  }

  /// Where the map of the whole market is.
  static String market(int months) {
    return "/coverage?universe=" + Words.path(WHOLE_MARKET) + "&months=" + months + "&wait=no";
  }

  /// As sentences name it.
  String wholeName() {
    return universe.equals(WHOLE_MARKET) ? "the whole market" : universe;
  }

  /// The same page once more, at once.
  String again() {
    return measured() + "&wait=no";
  }

  /// The same page, when all that is written by then is measured.
  String measured() {
    return "/coverage?universe=" + Words.path(universe) + "&months=" + months;
  }

  /// Where a load of all that a line lacks is planned.
  String repair(Line line) {
    var dates = dates(line.holes());
    return "/loads/new?symbols="
        + Words.path(line.symbol())
        + "&from="
        + dates.first()
        + "&to="
        + dates.last();
  }

  /// Where a person decides about the sessions of a line that are unexplained or accepted.
  String decision(Line line) {
    var dates = dates(line.holes().stream().filter(Hole::isToDecide).toList());
    return SessionFacts.path(line.symbol(), BarInterval.DAY.word(), dates.first(), dates.last());
  }

  private DateRange dates(List<Hole> holes) {
    int first = holes.stream().mapToInt(Hole::first).min().orElse(0);
    int last = holes.stream().mapToInt(Hole::last).max().orElse(0);
    return new DateRange(sessions.get(first), sessions.get(last));
  }

  long notWholeCount() {
    return lines.stream().filter(line -> line.stored() < line.expected()).count();
  }

  /// Known before the map is painted, so that nothing jumps.
  int mapHeight() {
    return rowHeight() * lines.size();
  }

  boolean isWhole() {
    return neverLoaded.isEmpty()
        && lines.stream().allMatch(line -> line.stored() == line.expected());
  }

  long total(ToLongFunction<Line> of) {
    return lines.stream().mapToLong(of).sum();
  }
}
