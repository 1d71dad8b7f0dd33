package ai.tickstock.cli;

import ai.tickstock.bars.Adjustment;
import ai.tickstock.export.Export;
import ai.tickstock.export.ExportFormat;
import ai.tickstock.export.ExportRequest;
import ai.tickstock.market.BarInterval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tickstock export`: stored bars as files.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes stored bars as Parquet or CSV files, a part a year, for pandas, DuckDB and Polars.",
      "The folder is there whole or not at all. Exit code 3: some of these have no bar."
    },
    footer = {"", "Example: tickstock export --universe dev_etfs --months 6 /data/etfs"})
final class ExportCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(paramLabel = "DIR", description = "The folder; absent or empty.")
  private Path folder = Path.of("");

  @Mixin private InstrumentOptions instruments = new InstrumentOptions();

  @Option(
      names = "--interval",
      paramLabel = "day|minute",
      description = "Length of a bar: day (the default) or minute (starts are UTC).")
  private BarInterval interval = BarInterval.DAY;

  @Mixin private DateRangeOptions dates = new DateRangeOptions();

  @Option(
      names = "--adjusted",
      paramLabel = "none|splits|all",
      description = "none: as traded (the default); splits; all: splits and dividends.")
  private Adjustment adjusted = Adjustment.NONE;

  @Option(
      names = "--format",
      paramLabel = "parquet|csv",
      description = "parquet (the default, zstd) or csv.")
  private ExportFormat format = ExportFormat.PARQUET;

  @Option(names = "--replace", description = "Replace an export that is in the folder.")
  private boolean replace;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();

  ExportCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    instruments.requireOneWay();
    if (!instruments.areGiven()) {
      throw new Misuse("say what to export: --universe KEY or --symbols A,B");
    }
    if (folder.toString().isEmpty()) {
      throw new Misuse("name the folder, e.g. /data/bars");
    }
    var now = program.clock().instant();
    dates.requireSensible(now);
    Export.requireFree(folder, replace);
    var database = databases.database(program);
    var finality = program.finality(database);
    var range =
        dates
            .range(finality, now, program.err())
            .orElseThrow(() ->
                new Misuse("say for which dates: --months 6, --years 5 or --from DATE --to DATE"));
    var asked = instruments.find(database, now).orElseThrow();
    var report =
        new Export(database, finality.calendar(), program.clock())
            .write(
                new ExportRequest(
                    instruments.toString(),
                    asked.found(),
                    interval,
                    range,
                    adjusted,
                    format,
                    folder,
                    replace));
    var table = Table.of("file", ">rows", ">bytes");
    report.parts().forEach(part -> table.row(part.file(), part.rows(), part.bytes()));
    table.print(Format.TABLE, program.out());
    var err = program.err();
    report.notes().forEach(note -> err.println("warning: " + note));
    var without = new ArrayList<>(asked.unknown());
    without.addAll(report.withoutBars());
    if (!without.isEmpty()) {
      err.println("no bars of: " + String.join(", ", without));
    }
    err.println(
        "%s of %s, read back and counted, in %s"
            .formatted(
                Words.count(report.rows(), "row"),
                Words.count(report.symbols(), "symbol"),
                folder));
    err.flush();
    return without.isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }
}
