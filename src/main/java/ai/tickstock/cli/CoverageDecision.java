package ai.tickstock.cli;

import ai.tickstock.listing.Instrument;
import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.load.AcceptedCells;
import ai.tickstock.load.DatesRefused;
import ai.tickstock.market.BarInterval;
import ai.tickstock.market.DateRange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What people decide about sessions that nothing else explains.
abstract class CoverageDecision implements Callable<Integer> {
  private final Program program;

  @Parameters(paramLabel = "SYMBOL", description = "SYMBOL or SYMBOL@DATE.")
  private String symbol = "";

  @Option(
      names = "--from",
      paramLabel = "DATE",
      required = true,
      description = "First date, e.g. 2024-01-02.")
  private LocalDate from = LocalDate.EPOCH;

  @Option(names = "--to", paramLabel = "DATE", required = true, description = "Last date.")
  private LocalDate to = LocalDate.EPOCH;

  @Option(
      names = "--interval",
      paramLabel = "day|minute",
      description = "Which bars: day (the default) or minute.")
  private BarInterval interval = BarInterval.DAY;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; kept with the decision, and in the audit. Needed.")
  private Optional<String> reason = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  CoverageDecision(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var because = SymbolsDecision.reason(reason);
    try {
      decide(because, format);
    } catch (DatesRefused refused) {
      throw new Misuse(String.valueOf(refused.getMessage()));
    }
    return ExitCode.DONE;
  }

  private void decide(String because, Format format) {
    var range = AcceptedCells.dates(from, to);
    var database = databases.database(program);
    var instrument = InstrumentArgument.parse(symbol).find(Instruments.postgres(database));
    var cells = AcceptedCells.postgres(database, program.finality(database), program.clock());
    var decided = decide(cells, instrument, interval, range, because, program.operator());
    var table = Table.of("symbol", "interval", "first", "last");
    decided.forEach(
        one -> table.row(instrument.symbol(), interval.word(), one.first(), one.last()));
    table.print(format, program.out());
    if (decided.isEmpty()) {
      program.err().println(nothing(instrument, range));
    }
  }

  abstract List<DateRange> decide(
      AcceptedCells cells,
      Instrument instrument,
      BarInterval interval,
      DateRange range,
      String because,
      String by);

  abstract String nothing(Instrument instrument, DateRange range);

  @Command(
      name = "accept",
      mixinStandardHelpOptions = true,
      description = {
        "Says that no bar is missed on the sessions of a range that are neither stored nor explained.",
        "For sessions without a finding; those with one are accepted by 'quality accept'. A bar that comes later is stored and counts.",
        "Of an instrument without any bar --to may lie ahead: loads ask for it all the same, and with its first bar the acceptance ends."
      },
      footer = {
        "",
        "Example: tickstock coverage accept XYZ --from 2026-01-02 --to 2026-12-31 --reason \"listed, never traded\""
      })
  static final class Accept extends CoverageDecision {
    Accept(Program program) {
      super(program);
    }

    @Override
    List<DateRange> decide(
        AcceptedCells cells,
        Instrument instrument,
        BarInterval interval,
        DateRange range,
        String because,
        String by) {
      return cells.accept(instrument, interval, range, because, by);
    }

    @Override
    String nothing(Instrument instrument, DateRange range) {
      return AcceptedCells.nothingToAccept(instrument, range);
    }
  }

  @Command(
      name = "reopen",
      mixinStandardHelpOptions = true,
      description = "Takes acceptances of 'coverage accept' back that have a date of the range.",
      footer = {
        "",
        "Example: tickstock coverage reopen XYZ --from 2026-01-02 --to 2026-12-31 --reason \"it trades\""
      })
  static final class Reopen extends CoverageDecision {
    Reopen(Program program) {
      super(program);
    }

    @Override
    List<DateRange> decide(
        AcceptedCells cells,
        Instrument instrument,
        BarInterval interval,
        DateRange range,
        String because,
        String by) {
      return cells.reopen(instrument, interval, range, because, by);
    }

    @Override
    String nothing(Instrument instrument, DateRange range) {
      return AcceptedCells.nothingToReopen(instrument, range);
    }
  }
}
