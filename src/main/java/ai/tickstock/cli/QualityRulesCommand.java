package ai.tickstock.cli;

import ai.tickstock.quality.Rules;
import ai.tickstock.quality.Thresholds;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The rules, and their thresholds.
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the rules, one line for each, or with --parameters each threshold with its unit, bounds and where it comes from.",
      "--set changes a threshold in this database; what is outside its bounds is refused."
    },
    footer = {
      "",
      "Example: tickstock quality rules --parameters",
      "         tickstock quality rules --set price-move.medium=0.25 --reason \"small caps\""
    })
final class QualityRulesCommand implements Callable<Integer> {
  private final Program program;

  @Option(names = "--parameters", description = "List the thresholds.")
  private boolean parameters;

  @Option(
      names = "--set",
      paramLabel = "RULE.NAME=VALUE",
      description = "Set a threshold; needs --reason.")
  private Map<String, Double> set = Map.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the value.")
  private Optional<String> reason = Optional.empty();

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  QualityRulesCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws Exception {
    return QualityCommand.refusable(() -> {
      var format = output.format();
      if (!set.isEmpty()) {
        var because = SymbolsDecision.reason(reason);
        set.forEach((name, value) ->
            Thresholds.set(databases.database(program), name, value, because, program.operator()));
      }
      (parameters || !set.isEmpty() ? values() : rules()).print(format, program.out());
      return ExitCode.DONE;
    });
  }

  private static Table rules() {
    var table = Table.of("rule", "severity", "what");
    Rules.ABOUT.forEach(rule -> table.row(rule.id(), rule.severity().word(), rule.what()));
    return table;
  }

  private Table values() {
    var inForce = databases.database(program).read(Thresholds::read);
    var table =
        Table.of("parameter", ">value", ">standard", ">least", ">most", "unit", "where_from");
    for (var rule : Rules.ABOUT) {
      for (var parameter : rule.parameters()) {
        table.row(
            rule.id() + "." + parameter.name(),
            inForce.of(rule.id(), parameter.name()),
            parameter.standard(),
            parameter.least(),
            parameter.most(),
            parameter.unit(),
            parameter.why());
      }
    }
    return table;
  }
}
