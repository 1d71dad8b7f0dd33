package ai.tickstock.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts and stops the embedded server, and brings the schema up to date.
@Command(
    name = "db",
    mixinStandardHelpOptions = true,
    description = "Starts and stops the embedded database server; brings the schema up to date.",
    footer = {"", "Example: tickstock db status"})
final class DatabaseCommand {
  private final Program program;

  DatabaseCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      description = "Starts the embedded server if it does not run; it goes on after this command.",
      footer = {"", "Example: tickstock db start"})
  int start() {
    return tell(program.embedded().start());
  }

  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description = "Stops the embedded server.",
      footer = {"", "Example: tickstock db stop"})
  int stop() {
    return tell(program.embedded().stop());
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Says whether the embedded server runs, and where.",
      footer = {"", "Example: tickstock db status"})
  int status(@Mixin OutputOptions output) {
    var format = output.format();
    var table = Table.of("fact", "value");
    program.embedded().status().forEach(line -> table.row(line.name(), line.value()));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "migrate",
      mixinStandardHelpOptions = true,
      description = "Brings the schema up to date; refused in production.",
      footer = {"", "Example: tickstock db migrate"})
  int migrate() {
    return tell(program.migrate());
  }

  @Command(
      name = "script",
      mixinStandardHelpOptions = true,
      description = "Prints the SQL that brings the schema up to date, for a person to run.",
      footer = {
        "",
        "Example: tickstock db script > pending.sql",
        "         tickstock db script --roles > roles.sql",
        "         tickstock db script --adopt > adopt.sql"
      })
  int script(
      @Option(
              names = "--adopt",
              description =
                  "Take a database with the tables of the older TickStock in schema public to this"
                      + " program's.")
          boolean adopt,
      @Option(names = "--rollback", description = "With --adopt: take the adoption back.")
          boolean rollback,
      @Option(
              names = "--roles",
              description = "Make roles with the least rights: owner, loader and reader.")
          boolean roles) {
    if (roles && adopt) {
      throw new Misuse("--roles and --adopt are two scripts: print one after the other");
    }
    if (rollback && !adopt) {
      throw new Misuse("--rollback takes an adoption back: db script --adopt --rollback");
    }
    var script =
        roles
            ? program.rolesScript()
            : rollback
                ? program.adoptionRollbackScript()
                : adopt ? program.adoptionScript() : program.migrationScript();
    program.out().print(script);
    if (!script.endsWith("\n")) {
      program.out().println();
    }
    program.out().flush();
    return ExitCode.DONE;
  }

  private int tell(String what) {
    program.out().println(what);
    program.out().flush();
    return ExitCode.DONE;
  }
}
