package ai.tickstock.cli;

import ai.tickstock.access.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Accounts of the console.
@Command(
    name = "users",
    mixinStandardHelpOptions = true,
    description = "Accounts of the admin console: viewer looks, operator acts, admin gives access.",
    footer = {"", "Example: tickstock web users add alice --role operator"})
final class WebUsersCommand {
  private final Program program;

  WebUsersCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists accounts.",
      footer = {"", "Example: tickstock web users list"})
  int list(@Mixin OutputOptions output) {
    var format = output.format();
    var table =
        Table.of("account", "role", "must_change_password", "changed", "last_login", "provider");
    program
        .access()
        .accounts()
        .list()
        .forEach(one ->
            table.row(
                one.name(),
                one.role().word(),
                one.mustChangePassword(),
                one.changed(),
                one.lastLogin(),
                one.issuer()));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds an account and prints its password for the first login, once.",
      footer = {"", "Example: tickstock web users add alice --role operator"})
  int add(
      @Parameters(paramLabel = "NAME", description = "1 to 40 of a-z, 0-9, '.', '_', '-'.")
          String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "viewer",
              description = "viewer (if left out), operator or admin.")
          String role) {
    tell(name, program.access().accounts().add(name, Role.of(role), program.operator()));
    return ExitCode.DONE;
  }

  @Command(
      name = "password",
      mixinStandardHelpOptions = true,
      description = {
        "Prints a new password for one login, once.",
        "The old one, a lockout and all logins of the account end."
      },
      footer = {"", "Example: tickstock web users password alice"})
  int password(@Parameters(paramLabel = "NAME", description = "The account.") String name) {
    tell(name, program.access().accounts().resetPassword(name, program.operator()));
    return ExitCode.DONE;
  }

  private void tell(String name, String password) {
    program.err().println("password of " + name + ", good for one login, then to be changed:");
    program.err().flush();
    program.out().println(password);
    program.out().flush();
  }

  @Command(
      name = "role",
      mixinStandardHelpOptions = true,
      description = "Gives an account another role, at once.",
      footer = {"", "Example: tickstock web users role alice viewer"})
  int role(
      @Parameters(index = "0", paramLabel = "NAME", description = "The account.") String name,
      @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, operator or admin.")
          String role) {
    program.access().accounts().setRole(name, Role.of(role), program.operator());
    program.err().println(name + " is " + role + " now");
    return ExitCode.DONE;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes an account with its logins and tokens.",
      footer = {"", "Example: tickstock web users remove alice"})
  int remove(@Parameters(paramLabel = "NAME", description = "The account.") String name) {
    program.access().accounts().remove(name, program.operator());
    program.err().println(name + " is removed");
    return ExitCode.DONE;
  }
}
