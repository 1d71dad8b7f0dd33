package ai.tickstock.web;

import ai.tickstock.bars.CellState;
import ai.tickstock.jobs.GapCause;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.AcceptedCells;
import ai.tickstock.load.CoverageReports;
import ai.tickstock.load.DatesRefused;
import ai.tickstock.load.FairEstimates;
import ai.tickstock.market.Bar;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import ai.tickstock.quality.ImportedFacts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// What stands for the sessions of one instrument in a range, and what of it a person can decide.
///
/// @param address SYMBOL or SYMBOL@DATE, by which it was asked for
/// @param symbol the ticker now, or the last one
/// @param interval `day` or `minute`
/// @param hasBars whether any bar of it is stored, also outside the range
/// @param canAccept whether sessions are unexplained, or lie ahead of an instrument without any bar
/// @param canReopen whether sessions were accepted by themselves, and not with a finding
/// @param holes sessions without a final bar, ascending
record SessionFacts(
    String address,
    String symbol,
    String name,
    String interval,
    LocalDate from,
    LocalDate to,
    boolean hasBars,
    int expected,
    int stored,
    int unexplained,
    int accepted,
    boolean canAccept,
    boolean canReopen,
    List<Hole> holes) {
  static final Parameter INTERVAL = Parameter.text("interval", "day (if left out) or minute");

  static final List<Parameter> PARAMETERS =
      List.of(
          Parameter.date("from", "the first date; a year before the last one if left out"),
          Parameter.date("to", "the last date; that of the last final session if left out"),
          INTERVAL);

  private static final int USUAL_MONTHS = 12;

  /// Neighbouring sessions in one state for one reason.
  ///
  /// @param cause one word; empty where a bar is stored
  record Hole(
      LocalDate first, LocalDate last, int count, String state, String cause, String evidence) {}

  static SessionFacts of(Asked asked, ConsoleProgram program) {
    var interval = interval(asked);
    var database = program.database();
    var one = InstrumentArgument.parse(asked.shown("symbol")).find(Instruments.postgres(database));
    var finality = program.finality().at(one.follows());
    var now = program.clock().instant();
    var to = asked.date("to").orElseGet(() -> finality.lastFinal(now));
    var range = range(asked.date("from").orElseGet(() -> yearUpTo(to)), to);
    var report =
        CoverageReports.postgres(database, program.finality(), program.clock())
            .report(
                interval,
                Map.of(one.id(), one.symbol()),
                range,
                CoverageReports.Expect.WHOLE_RANGE);
    var line = report.lines().getFirst();
    var count = line.sessions();
    var halts =
        ImportedFacts.halts(database, List.of(one.id()), range).getOrDefault(one.id(), List.of());
    var estimates = FairEstimates.of(database, report);
    boolean isAhead =
        line.firstBar().isEmpty() && to.isAfter(Bar.dateOf(now)) && count.of(CellState.PENDING) > 0;
    return new SessionFacts(
        asked.shown("symbol"),
        one.symbol().ticker(),
        one.name().orElse(""),
        interval.word(),
        range.first(),
        range.last(),
        line.firstBar().isPresent(),
        count.expected(),
        count.stored(),
        count.of(CellState.UNEXPLAINED),
        count.of(CellState.ACCEPTED),
        count.of(CellState.UNEXPLAINED) > 0 || isAhead,
        line.holes().stream().anyMatch(AcceptedCells::areAcceptedByHand),
        line.holes().stream()
            .map(hole -> {
              var row = GapCause.of(hole, finality.calendar(), halts);
              var evidence = estimates.beside(one.id(), row.sessions(), row.evidence());
              return new Hole(
                  row.sessions().first(),
                  row.sessions().last(),
                  row.count(),
                  Words.code(row.state()),
                  row.cause().map(Words::of).orElse(""),
                  Words.because(row.reason(), evidence));
            })
            .toList());
  }

  /// Whether a person can accept sessions in a state, or has accepted them.
  ///
  /// @param state as pages say it
  static boolean isToDecide(String state) {
    return state.equals(Words.of(CellState.UNEXPLAINED))
        || state.equals(Words.of(CellState.ACCEPTED));
  }

  static BarInterval interval(Asked asked) {
    return asked.word("interval", List.of("day", "minute"), "day").equals("day")
        ? BarInterval.DAY
        : BarInterval.MINUTE;
  }

  /// @throws Misasked where they are in the wrong order
  static DateRange range(LocalDate from, LocalDate to) {
    try {
      return AcceptedCells.dates(from, to);
    } catch (DatesRefused refused) {
      throw Misasked.wrong(String.valueOf(refused.getMessage()));
    }
  }

  private static LocalDate yearUpTo(LocalDate last) {
    return last.minusMonths(USUAL_MONTHS).plusDays(1);
  }

  /// The command that tells the same, of days that are over.
  static String command(Asked asked, ConsoleProgram program) {
    var today = Bar.dateOf(program.clock().instant());
    var to = asked.date("to");
    return "tickstock coverage --symbols "
        + Shell.word(asked.shown("symbol"))
        + (interval(asked) == BarInterval.DAY ? "" : " --interval minute")
        + asked
            .date("from")
            .or(() -> to.map(SessionFacts::yearUpTo))
            .map(day -> " --from " + day)
            .orElse(" --months " + USUAL_MONTHS)
        + to.map(day -> " --to " + (day.isAfter(today) ? today : day)).orElse("")
        + " --explain";
  }

  /// The page of a range.
  ///
  /// @param address of the instrument: SYMBOL or SYMBOL@DATE
  static String path(String address, String interval, LocalDate from, LocalDate to) {
    return "/symbols/"
        + Words.path(address)
        + "/sessions?from="
        + from
        + "&to="
        + to
        + "&interval="
        + interval;
  }
}
