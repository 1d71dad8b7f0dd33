package ai.tickstock.cli;

import ai.tickstock.listing.EtfFactCount;
import ai.tickstock.listing.EtfFacts;
import ai.tickstock.market.Bar;
import ai.tickstock.provider.flatfile.EtfFactFile;
import ai.tickstock.provider.flatfile.FileRead;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes facts of funds from a file.
@Command(
    name = "import-etf",
    mixinStandardHelpOptions = true,
    description = {
      "Reads what a source says of funds from a file, into the database of real data: CSV with a header, or JSON lines.",
      "Columns by any of their usual names: symbol or ticker; issuer or family; category, category_group, focus, asset_class;",
      "net_assets or aum (dollars), aum_millions; expense_ratio (a fraction: 0.0009 is 0.09 %%); benchmark; inception;",
      "leverage; shares_outstanding and nav; sector_weights. What is missing stays unknown."
    },
    footer = {"", "Example: tickstock symbols import-etf profiles.csv --as-of 2021-12-03"})
final class SymbolsImportEtfCommand implements Callable<Integer> {
  private static final int SHOWN = 1_000;

  private final Program program;

  @Parameters(paramLabel = "FILE", description = "CSV or JSON lines, also compressed as .gz.")
  private Path file = Path.of("");

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The day for which the file says it; else the date in its name.")
  private Optional<LocalDate> asOf = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Who says it; else the name of the file without its date.")
  private Optional<String> source = Optional.empty();

  @Option(names = "--percent", description = "Expense ratios are percent: 0.09 is 0.09 %%.")
  private boolean percent;

  @Option(
      names = "--without",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of the file that are known to be wrong; nothing is taken of them.")
  private List<String> without = List.of();

  @Mixin private OutputOptions output = new OutputOptions();

  SymbolsImportEtfCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var today = Bar.dateOf(program.clock().instant());
    var day =
        asOf.or(() -> EtfFactFile.dateInName(file))
            .orElseThrow(() ->
                new Misuse(
                    "for which day does "
                        + file.getFileName()
                        + " say it? Its name has no date; say --as-of 2021-12-03"));
    if (day.isAfter(today)) {
      throw new Misuse("--as-of " + day + " is in the future; today is " + today);
    }
    var named = source.map(String::strip).orElseGet(() -> nameOf(file));
    if (named.isEmpty() || named.equals(EtfFacts.RULES)) {
      throw new Misuse("'" + named + "' cannot be the name of a source; say --source NAME");
    }
    return switch (EtfFactFile.read(
        file, new EtfFactFile.Reading(day, today, percent, Set.copyOf(without)))) {
      case FileRead.Failed<EtfFactFile>(var failure) -> {
        program.err().println("tickstock: " + failure);
        yield ExitCode.FAILED;
      }
      case FileRead.Complete<EtfFactFile>(var read) -> taken(read, named, day, format);
    };
  }

  /// `etf_profiles` of `etf_profiles_2021-12-03.jsonl.gz`.
  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName())
        .replaceFirst("\\..*$", "")
        .replaceFirst("[-_]?\\d{4}-\\d{2}(-\\d{2})?$", "");
  }

  private int taken(EtfFactFile read, String named, LocalDate day, Format format) {
    var database = program.databaseForFiles();
    var count = EtfFacts.postgres(database).take(read.funds(), named);
    Table.of(
            "source",
            "as_of",
            ">rows",
            ">funds",
            ">added",
            ">changed",
            ">unchanged",
            ">older",
            ">unknown",
            ">no_funds",
            ">nothing",
            ">refused")
        .row(
            named,
            day,
            read.funds().size(),
            count.funds(),
            count.added(),
            count.changed(),
            count.unchanged(),
            count.older(),
            count.unknown().size(),
            count.noFunds().size(),
            count.nothing().size(),
            read.refused().size())
        .print(format, program.out());
    if (!read.notTaken().isEmpty()) {
      program.err().println("columns of which nothing is taken: " + read.notTakenInWords());
    }
    say("values that cannot be, left out:", read.refused());
    return said(count) && read.refused().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private boolean said(EtfFactCount count) {
    say(
        "tickers that nobody known here held on the day ('tickstock symbols sync' reads lists):",
        count.unknown());
    say("tickers of something else:", count.noFunds());
    say("funds of which the file says nothing:", count.nothing());
    if (count.older() > 0) {
      program
          .err()
          .println(
              Words.count(count.older(), "value")
                  + " not taken: this source said something for a later day before");
    }
    return count.unknown().isEmpty() && count.noFunds().isEmpty();
  }

  private void say(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    program.err().println(title);
    program.err().println("  " + String.join(", ", lines.stream().limit(SHOWN).toList()));
    if (lines.size() > SHOWN) {
      program.err().println("  and " + (lines.size() - SHOWN) + " more");
    }
  }
}
