package ai.tickstock.cli;

import ai.tickstock.quality.Finding;
import ai.tickstock.quality.Findings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What people decide about findings.
abstract class QualityDecision implements Callable<Integer> {
  private final Program program;

  @Parameters(paramLabel = "ID", arity = "1..*", description = "As 'quality findings' shows them.")
  private List<Long> ids = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; kept with the decision, and in the audit. Needed.")
  private Optional<String> reason = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityDecision(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    var because = SymbolsDecision.reason(reason);
    return QualityCommand.refusable(() -> {
      var findings = new Findings(databases.database(program), program.clock());
      var decided = decide(findings, ids, because, program.operator());
      QualityFindingsCommand.table(decided).print(output.format(), program.out());
      return ExitCode.DONE;
    });
  }

  abstract List<Finding> decide(Findings findings, List<Long> ids, String because, String by);

  @Command(
      name = "accept",
      mixinStandardHelpOptions = true,
      description = {
        "Says that findings may stay as they are, all of them or none. Holes that are accepted count as such in 'coverage'.",
        "With --until the finding opens again after that day."
      },
      footer = {
        "",
        "Example: tickstock quality accept 12 --reason \"the exchange halted it\" --until 2026-12-31"
      })
  static final class Accept extends QualityDecision {
    @Option(names = "--until", paramLabel = "DATE", description = "Last day of the acceptance.")
    private Optional<LocalDate> until = Optional.empty();

    Accept(Program program) {
      super(program);
    }

    @Override
    List<Finding> decide(Findings findings, List<Long> ids, String because, String by) {
      return findings.accept(ids, because, until, by);
    }
  }

  @Command(
      name = "reopen",
      mixinStandardHelpOptions = true,
      description = "Takes acceptances back, or opens what was closed, all of it or nothing.",
      footer = {"", "Example: tickstock quality reopen 12 --reason \"it came back\""})
  static final class Reopen extends QualityDecision {
    Reopen(Program program) {
      super(program);
    }

    @Override
    List<Finding> decide(Findings findings, List<Long> ids, String because, String by) {
      return findings.reopen(ids, because, by);
    }
  }
}
