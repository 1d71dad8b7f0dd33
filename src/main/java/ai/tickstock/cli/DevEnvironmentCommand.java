package ai.tickstock.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Environments: one for each developer on a machine, or for each thing that somebody tries.
@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = {
      "Environments: each has a database server, a port, kept answers and logs of its own.",
      "TICKSTOCK_ENVIRONMENT=NAME works in one."
    },
    footer = {"", "Example: tickstock dev env create alice --from baseline"})
final class DevEnvironmentCommand {
  private final Program program;

  DevEnvironmentCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes an environment, empty or with what a snapshot of this one holds.",
      footer = {"", "Example: tickstock dev env create alice --from baseline"})
  int create(
      @Parameters(paramLabel = "NAME", description = "1 to 40 of a-z, 0-9, - and _.") String name,
      @Option(
              names = "--from",
              paramLabel = "SNAPSHOT",
              description = "Fill it with this snapshot's rows; 'dev reset' there goes back to it.")
          Optional<String> snapshot,
      @Mixin DatabaseChoice databases) {
    long began = System.nanoTime();
    var lines = program.development().create(name, snapshot, databases.isReal());
    var out = program.out();
    out.println("environment " + name + " made in " + DevCommand.since(began));
    lines.forEach(out::println);
    out.println("TICKSTOCK_ENVIRONMENT=" + name + " works in it");
    out.flush();
    return ExitCode.DONE;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the environments below home.",
      footer = {"", "Example: tickstock dev env list"})
  int list(@Mixin OutputOptions output) {
    var format = output.format();
    var table =
        Table.of(
            "name", "state", "address", ">connections", ">megabytes", "unused_for", "scenarios");
    for (var one : program.development().environments()) {
      table.row(
          one.name(),
          (one.unfinished() ? "unfinished" : one.address().isPresent() ? "running" : "stopped")
              + (one.inForce() ? ", in force" : ""),
          one.address(),
          one.connections(),
          Math.round(one.bytes() / 1e5) / 10.0,
          DevCommand.age(one.unused()),
          String.join("; ", one.scenarios().stream().map(DevCommand::words).toList()));
    }
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "drop",
      mixinStandardHelpOptions = true,
      description = "Stops an environment's server and deletes all that is in it.",
      footer = {"", "Example: tickstock dev env drop alice --yes"})
  int drop(
      @Parameters(paramLabel = "NAME", description = "Which.") String name,
      @Option(names = "--yes", description = "Do not ask.") boolean yes,
      @Option(
              names = "--disconnect",
              description = "Also while others are connected to its database.")
          boolean disconnect) {
    var development = program.development();
    var known =
        development.environments().stream().filter(one -> one.name().equals(name)).findFirst();
    if (known.isPresent()) {
      DevCommand.requireYes(
          program,
          yes,
          "Delete the environment %s, %s, unused for %s?"
              .formatted(
                  name, Words.bytes(known.get().bytes()), DevCommand.age(known.get().unused())));
    }
    development.drop(name, disconnect);
    program.out().println("removed the environment " + name);
    program.out().flush();
    return ExitCode.DONE;
  }
}
