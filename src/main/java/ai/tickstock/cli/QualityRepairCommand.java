package ai.tickstock.cli;

import ai.tickstock.jobs.LoaderRefetch;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Repairs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts right what asking again can put right.
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    description = {
      "Asks again for what is missing; takes bars in doubt out into quarantine and asks for them, and puts them back where nothing",
      "comes; looks again afterwards and writes down how it went. Without numbers: all open findings that this can help.",
      "Exits with 3 when one of them is still open."
    },
    footer = {
      "",
      "Example: tickstock quality repair --plan",
      "         tickstock quality repair 12 14",
      "         tickstock quality repair 12 --from-files flatfiles"
    })
final class QualityRepairCommand implements Callable<Integer> {
  private static final int MOST = 1_000;

  private final Program program;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "As 'quality findings' shows them.")
  private List<Long> ids = List.of();

  @Option(names = "--plan", description = "Say what would be done, and do nothing.")
  private boolean plan;

  @Option(
      names = "--from-files",
      paramLabel = "DIR",
      description = "Take the bars from this data folder and not from the vendor.")
  private Optional<Path> files = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityRepairCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    return QualityCommand.refusable(() -> repair(output.format()));
  }

  private int repair(Format format) throws InterruptedException {
    var database =
        plan
            ? databases.database(program)
            : files.isPresent() || databases.isReal()
                ? program.databaseForFiles()
                : program.databaseOfVendor();
    var repairs =
        new Repairs(
            database,
            new QualityScan(database, program.finality(database).calendar(), program.clock()),
            new LoaderRefetch(
                () -> files.isPresent() ? program.fileLoader() : program.loader(), files),
            program.clock(),
            program.operator());
    var findings = new Findings(database, program.clock());
    var chosen = ids.isEmpty() ? repairs.open(MOST) : ids.stream().map(findings::find).toList();
    var table =
        Table.of(
            ">id",
            "rule",
            "subject",
            "first",
            "last",
            "way",
            "state",
            ">bars_before",
            ">bars_after",
            "what");
    int left = 0;
    for (var finding : chosen) {
      if (plan) {
        row(table, new Repairs.Outcome(finding, Repairs.way(finding), 0, 0, planned(finding)));
      } else {
        program
            .err()
            .println("repairing " + finding.id() + ": " + finding.rule() + " " + finding.subject());
        program.err().flush();
        var outcome = repairs.repair(finding.id());
        left += outcome.finding().state() == Finding.State.OPEN ? 1 : 0;
        row(table, outcome);
      }
    }
    table.print(format, program.out());
    return left == 0 ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private static String planned(Finding finding) {
    return switch (Repairs.way(finding)) {
      case FETCH -> "ask for what is missing, by every way";
      case REPLACE -> "take the bars out into quarantine and ask for them";
      case PERSON -> "asking again does not help; somebody must look";
    };
  }

  private static void row(Table table, Repairs.Outcome outcome) {
    var finding = outcome.finding();
    table.row(
        finding.id(),
        finding.rule(),
        finding.subject(),
        finding.first(),
        finding.last(),
        Words.of(outcome.way()),
        finding.state().word(),
        outcome.before(),
        outcome.after(),
        outcome.words());
  }
}
