package ai.tickstock.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The commands as one tree.
public final class CommandLineInterface {
  private static final int WIDTH = 100;

  private CommandLineInterface() {}

  /// Runs one command.
  ///
  /// @return the exit code: 0 done, 1 failed, 2 misused, 3 done in part
  public static int run(Program program, String... args) {
    return tree(program).execute(args);
  }

  /// The whole tree, for `run` and for documentation.
  static CommandLine tree(Program program) {
    var root = new Root();
    var tree =
        new CommandLine(root)
            .addSubcommand(new LoadCommand(program))
            .addSubcommand(new RunsCommand(program))
            .addSubcommand(new CoverageCommand(program))
            .addSubcommand(new BarsCommand(program))
            .addSubcommand(new SymbolsCommand(program))
            .addSubcommand(new UniverseCommand(program))
            .addSubcommand(new CalendarCommand(program))
            .addSubcommand(new DatabaseCommand(program))
            .addSubcommand(new SimulateCommand(program))
            .addSubcommand(new DoctorCommand(program))
            .addSubcommand(new ConfigCommand(program));
    describe(tree.getCommandSpec());
    Converters.register(tree);
    return tree.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(WIDTH)
        .setUsageHelpLongOptionsMaxWidth(WIDTH / 2)
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setOut(program.out())
        .setErr(program.err())
        .setParameterExceptionHandler(Refusals::misused)
        .setExecutionExceptionHandler((failure, command, parsed) ->
            new Refusals(program, root.verbose).failed(failure, command));
  }

  private static void describe(CommandSpec spec) {
    spec.version("TickStock Data " + version());
    spec.usageMessage().sortOptions(false);
    spec.subcommands().values().forEach(sub -> describe(sub.getCommandSpec()));
  }

  private static String version() {
    return Optional.ofNullable(CommandLineInterface.class.getPackage().getImplementationVersion())
        .orElse("(from a checkout)");
  }

  @Command(
      name = "tickstock",
      mixinStandardHelpOptions = true,
      description =
          "Loads the US stock and ETF market into PostgreSQL and keeps it complete and explained.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "Results go to standard output, talk to standard error.",
        "Exit codes: 0 done, 1 failed, 2 misused, 3 done in part.",
        "'tickstock COMMAND --help' says more about a command."
      })
  private static final class Root {
    @Option(
        names = "--verbose",
        scope = ScopeType.INHERIT,
        description = "Show the stack trace of an unexpected failure.")
    private boolean verbose;
  }
}
