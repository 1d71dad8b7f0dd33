package ai.tickstock.cli;

import ai.tickstock.jobs.LoaderRefetch;
import ai.tickstock.jobs.RepairCost;
import ai.tickstock.load.Loader;
import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import ai.tickstock.quality.QualityScan;
import ai.tickstock.quality.Repairs;
import java.nio.file.Path;
import java.time.Duration;
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
      "Asks again for what is missing or in doubt, and writes down how it went.",
      "Bars in doubt go to quarantine first, and are put back where nothing comes. Looks again afterwards. Without numbers: all open findings that this can help.",
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

  @Option(
      names = "--plan",
      description = "Say what would be done, with calls and time, and do nothing.")
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
            new QualityScan(database, program.finality(database).calendars(), program.clock()),
            new LoaderRefetch(this::loader, files),
            program.clock(),
            program.operator());
    var findings = new Findings(database, program.clock());
    var chosen =
        ids.isEmpty()
            ? repairs.open(MOST)
            : plan ? ids.stream().distinct().map(findings::find).toList() : repairs.chosen(ids);
    return plan ? plan(chosen) : repair(repairs, chosen, format);
  }

  private int repair(Repairs repairs, List<Finding> chosen, Format format)
      throws InterruptedException {
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
      program
          .err()
          .println("repairing " + finding.id() + ": " + finding.rule() + " " + finding.subject());
      program.err().flush();
      var outcome = repairs.repair(finding.id());
      left += outcome.finding().state() == Finding.State.OPEN ? 1 : 0;
      row(table, outcome);
    }
    table.print(format, program.out());
    return left == 0 ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }

  private int plan(List<Finding> chosen) {
    var table =
        Table.of(
            ">id",
            "rule",
            "subject",
            "first",
            "last",
            "way",
            ">sessions",
            ">calls",
            "time",
            "what");
    boolean asks = chosen.stream().anyMatch(one -> Repairs.way(one) != Repairs.Way.PERSON);
    var loader = asks ? Optional.of(loader()) : Optional.<Loader>empty();
    int calls = 0;
    var time = Duration.ZERO;
    for (var finding : chosen) {
      var way = Repairs.way(finding);
      var what = planned(way);
      var known = Optional.<RepairCost.Known>empty();
      if (way != Repairs.Way.PERSON) {
        switch (RepairCost.of(finding, loader.orElseThrow(), files)) {
          case RepairCost.Known cost -> known = Optional.of(cost);
          case RepairCost.Unknown(var problems) ->
              what = "cannot be asked for: " + String.join("; ", problems);
        }
      }
      table.row(
          finding.id(),
          finding.rule(),
          finding.subject(),
          finding.first(),
          finding.last(),
          Words.of(way),
          finding.sessions(),
          known.map(RepairCost.Known::calls),
          known.map(cost -> LoadCommand.words(cost.duration())),
          what);
      if (known.isPresent()) {
        calls += known.get().calls();
        time = time.plus(known.get().duration());
      }
    }
    table.print(output.format(), program.out());
    program
        .err()
        .println(
            "nothing was asked for or changed; in all about "
                + Words.count(calls, "call")
                + ", "
                + LoadCommand.words(time));
    return ExitCode.DONE;
  }

  private Loader loader() {
    return files.isPresent() ? program.fileLoader() : program.loader();
  }

  private static String planned(Repairs.Way way) {
    return switch (way) {
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
