package ai.tickstock.cli;

import ai.tickstock.quality.QualityRefused;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What is wrong with stored data.
@Command(
    name = "quality",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at stored bars with rules, keeps what they find as findings with a history, and repairs what asking again can.",
      "A finding is open, repaired, accepted or resolved."
    },
    footer = {
      "",
      "Example: tickstock quality scan",
      "         tickstock quality findings --open --severity high",
      "         tickstock quality show 12"
    })
final class QualityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "say what to do: scan, report, findings, show, accept, reopen, repair, rules, verify, manifest, compare");
  }

  /// What a rule of the feature refuses is a misuse of the command.
  static int refusable(Callable<Integer> work) throws Exception {
    try {
      return work.call();
    } catch (QualityRefused refused) {
      throw new Misuse(String.valueOf(refused.getMessage()));
    }
  }
}
