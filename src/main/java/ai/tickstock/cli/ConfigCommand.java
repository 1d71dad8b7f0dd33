package ai.tickstock.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows the settings.
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Shows the settings in force.",
    footer = {"", "Example: tickstock config show"})
final class ConfigCommand {
  private final Program program;

  ConfigCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Lists every setting, its value and where that comes from; secrets are hidden.",
      footer = {"", "Example: tickstock config show --json"})
  int show(@Mixin OutputOptions output) {
    var format = output.format();
    var table = Table.of("setting", "value", "source");
    program.settings().forEach(line -> table.row(line.name(), line.value(), line.source()));
    table.print(format, program.out());
    return ExitCode.DONE;
  }
}
