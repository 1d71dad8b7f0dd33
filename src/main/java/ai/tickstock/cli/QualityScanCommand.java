package ai.tickstock.cli;

import ai.tickstock.database.Database;
import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.Finality;
import ai.tickstock.market.DateRange;
import ai.tickstock.market.InstrumentId;
import ai.tickstock.market.TradingCalendar;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks at stored data with all rules.
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the stored bars of a range with all rules and keeps what they find.",
      "The same fault found again is the same finding; what the data show no more is resolved. Without dates: the last ten final sessions. Bars before and after are read as context.",
      "Exits with 3 when a finding of the range is open."
    },
    footer = {
      "",
      "Example: tickstock quality scan --session 2026-11-20",
      "         tickstock quality scan --years 5 --rule split-missing"
    })
final class QualityScanCommand implements Callable<Integer> {
  private static final int SESSIONS = 10;
  private static final int SHOWN = 50;

  private final Program program;

  @Option(names = "--session", paramLabel = "DATE", description = "This session only.")
  private Optional<LocalDate> session = Optional.empty();

  @Mixin private DateRangeOptions dates = new DateRangeOptions();

  @Mixin private InstrumentOptions instruments = new InstrumentOptions();

  @Option(
      names = "--rule",
      paramLabel = "ID",
      split = ",",
      description = "These rules only; 'quality rules' lists them.")
  private Set<String> rules = Set.of();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityScanCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    return QualityCommand.refusable(() -> scan(output.format()));
  }

  private int scan(Format format) throws InterruptedException {
    instruments.requireOneWay();
    var now = program.clock().instant();
    dates.requireSensible(now);
    var database = databases.database(program);
    var finality = program.finality(database);
    var given = dates.rangeOfFiles(finality, now, program.err());
    if (session.isPresent() && given.isPresent()) {
      throw new Misuse("--session and the other dates contradict each other: give one");
    }
    var range =
        session
            .map(DateRange::of)
            .or(() -> given)
            .orElseGet(() -> lastSessions(finality.calendar(), finality.lastFinal(now)));
    var known = instruments.known(database, now);
    session.ifPresent(day -> requireSession(calendars(database, finality, known), day));
    var findings = new Findings(database, program.clock());
    findings.endAcceptances();
    var result =
        new QualityScan(database, finality.calendars(), program.clock())
            .run(new QualityScan.Asked("quality scan " + range, range, known, rules));
    var open =
        findings.list(
            new Findings.Filter(
                Optional.of(Finding.State.OPEN),
                Severity.LOW,
                rules.size() == 1 ? rules.iterator().next() : "",
                known.isEmpty() ? Optional.empty() : Optional.of(known),
                range,
                format == Format.TABLE ? SHOWN : Integer.MAX_VALUE));
    QualityFindingsCommand.table(open).print(format, program.out());
    program
        .err()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %s, %s in %.1f s; %s, %d new, %d resolved%s",
                result.range(),
                Words.count(result.instruments(), "instrument"),
                Words.count(result.bars(), "bar"),
                result.took().toMillis() / 1e3,
                Words.count(result.found(), "finding"),
                result.fresh(),
                result.resolved(),
                open.size() == SHOWN && format == Format.TABLE
                    ? "; the worst " + SHOWN + " are shown, 'quality findings' shows all"
                    : ""));
    program.err().flush();
    return open.isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private static DateRange lastSessions(TradingCalendar calendar, LocalDate last) {
    var first = last;
    for (int i = 1; i < SESSIONS; i++) {
      first = calendar.previous(first).date();
    }
    return new DateRange(first, last);
  }

  /// Those that the instruments follow; New York's where everybody is meant.
  private static List<TradingCalendar> calendars(
      Database database, Finality finality, Set<InstrumentId> known) {
    return known.isEmpty()
        ? List.of(finality.calendar())
        : Instruments.postgres(database).byId(known).values().stream()
            .map(Instrument::follows)
            .distinct()
            .map(finality.calendars())
            .toList();
  }

  private static void requireSession(List<TradingCalendar> calendars, LocalDate day) {
    if (calendars.stream().allMatch(one -> one.known().contains(day) && !one.isSession(day))) {
      var calendar = calendars.getFirst();
      throw new Misuse(
          day
              + " is no session"
              + calendar.reason(day).map(name -> " (" + name + ")").orElse("")
              + "; the one before is "
              + calendar.previous(day).date());
    }
  }
}
