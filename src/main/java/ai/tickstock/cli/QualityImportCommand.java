package ai.tickstock.cli;

import ai.tickstock.quality.ImportedFacts;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes halts and spin-offs from files with a source.
abstract class QualityImportCommand implements Callable<Integer> {
  private final Program program;
  private final ImportedFacts.Kind kind;

  @Parameters(paramLabel = "FILE", description = "CSV; taken as one whole or not at all.")
  private Path file = Path.of("");

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Who says it, e.g. the page of the exchange. Needed.")
  private Optional<String> source = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();

  QualityImportCommand(Program program, ImportedFacts.Kind kind) {
    this.program = program;
    this.kind = kind;
  }

  @Override
  public Integer call() throws Exception {
    var named =
        source
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> new Misuse("facts count only with --source NAME"));
    return QualityCommand.refusable(() -> {
      var taken =
          ImportedFacts.take(databases.database(program), file, kind, named, program.operator());
      program.out().println(Words.count(taken.facts(), "fact") + " taken from " + file);
      program.out().flush();
      if (!taken.unknown().isEmpty()) {
        program.err().println("not known here: " + String.join(", ", taken.unknown()));
        program.err().flush();
      }
      return taken.unknown().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
    });
  }

  @Command(
      name = "import-halts",
      mixinStandardHelpOptions = true,
      description = {
        "Takes trading halts from a CSV file with lines ticker,first,last,detail.",
        "Sessions of a halt are no holes; without such a file none counts as halted."
      },
      footer = {
        "",
        "Example: tickstock quality import-halts halts.csv --source nyse.com/trade-halt"
      })
  static final class Halts extends QualityImportCommand {
    Halts(Program program) {
      super(program, ImportedFacts.Kind.HALT);
    }
  }

  @Command(
      name = "import-spin-offs",
      mixinStandardHelpOptions = true,
      description = {
        "Takes spin-offs from a CSV file with lines ticker,ex_date,detail.",
        "The price's move of that day is explained; without such a file it is a finding."
      },
      footer = {"", "Example: tickstock quality import-spin-offs spin-offs.csv --source sec.gov"})
  static final class SpinOffs extends QualityImportCommand {
    SpinOffs(Program program) {
      super(program, ImportedFacts.Kind.SPIN_OFF);
    }
  }
}
