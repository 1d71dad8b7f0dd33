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
import java.util.List;
import java.util.Locale;
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
/// @param measuredAt as of when the rest is; empty while there is none
/// @param sessions of the exchange, ascending; cells name them by their place
/// @param neverLoaded members that are not known here
record CoverageFacts(
    String universe,
    int months,
    boolean measuring,
    Optional<Instant> measuredAt,
    List<LocalDate> sessions,
    List<Line> lines,
    List<String> neverLoaded,
    List<LoadForm.Choice> universes) {
  static final int USUAL_MONTHS = 12;
  private static final int MOST_MONTHS = 120;
  private static final int MOST_LINES = 15_000;
  private static final int MOST_NAMED = 300;

  /// More would not fit on the largest canvas that browsers have.
  private static final int MOST_THICK = 5_000;

  private static final int TABLE = 500;

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
      List<Hole> holes) {}

  /// Neighbouring sessions in one state for one reason.
  ///
  /// @param first place of the first session
  /// @param last place of the last one
  record Hole(int first, int last, String state, String reason, String evidence) {}

  static CoverageFacts of(Asked asked, ConsoleProgram program) {
    var key = asked.text("universe");
    if (key.isEmpty()) {
      return nothing(asked, program, false);
    }
    var universes = Universes.postgres(program.database());
    var now = program.clock().instant();
    var today = Bar.dateOf(now);
    int months = months(asked);
    var found = new TreeMap<InstrumentId, Symbol>();
    var unknown = members(universes, key.get(), today, program, found);
    if (found.size() > MOST_LINES) {
      throw new Misasked(
          HttpStatus.UNPROCESSABLE_CONTENT,
          key.get()
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
    var report =
        CoverageReports.postgres(program.database(), finality, program.clock())
            .report(BarInterval.DAY, found, range, CoverageReports.Expect.WHOLE_RANGE);
    return new CoverageFacts(
        key.get(),
        months,
        false,
        Optional.of(now),
        sessions,
        report.lines().stream().map(line -> line(line, sessions)).toList(),
        unknown,
        LoadForm.Choice.all(program));
  }

  /// Without a universe, or of one that is still being measured.
  static CoverageFacts nothing(Asked asked, ConsoleProgram program, boolean isMeasuring) {
    return new CoverageFacts(
        asked.shown("universe"),
        months(asked),
        isMeasuring,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        LoadForm.Choice.all(program));
  }

  /// The same while something newer is being measured.
  CoverageFacts asOfBefore() {
    return new CoverageFacts(
        universe, months, true, measuredAt, sessions, lines, neverLoaded, universes);
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
                    hole.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
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
    int first = line.holes().stream().mapToInt(Hole::first).min().orElse(0);
    int last = line.holes().stream().mapToInt(Hole::last).max().orElse(0);
    return "/loads/new?symbols="
        + Words.path(line.symbol())
        + "&from="
        + sessions.get(first)
        + "&to="
        + sessions.get(last);
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
