package ai.tickstock.cli;

import ai.tickstock.access.Role;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tokens of the JSON API.
@Command(
    name = "tokens",
    mixinStandardHelpOptions = true,
    description = "Tokens with which programs ask the JSON API: Authorization: Bearer TOKEN.",
    footer = {"", "Example: tickstock web tokens create ci --account admin --role viewer"})
final class WebTokensCommand {
  private static final int MOST_DAYS = 3_650;

  private final Program program;

  WebTokensCommand(Program program) {
    this.program = program;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists tokens; what they are is not kept.",
      footer = {"", "Example: tickstock web tokens list"})
  int list(@Mixin OutputOptions output) {
    var format = output.format();
    var table = Table.of("token", "account", "role", "created", "expires", "last_used");
    program
        .access()
        .tokens()
        .list()
        .forEach(one ->
            table.row(
                one.name(),
                one.account(),
                one.role().word(),
                one.created(),
                one.expires(),
                one.lastUsed()));
    table.print(format, program.out());
    return ExitCode.DONE;
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a token and prints it, once.",
      footer = {
        "",
        "Example: tickstock web tokens create ci --account admin --role viewer --days 90"
      })
  int create(
      @Parameters(paramLabel = "NAME", description = "1 to 40 of a-z, 0-9, '.', '_', '-'.")
          String name,
      @Option(
              names = "--account",
              paramLabel = "NAME",
              required = true,
              description = "Whose it is; it can do no more than its account.")
          String account,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "viewer",
              description = "The most it can do: viewer (if left out), operator or admin.")
          String role,
      @Option(names = "--days", paramLabel = "N", description = "Expires after so many days.")
          Optional<Integer> days) {
    if (days.isPresent() && (days.get() < 1 || days.get() > MOST_DAYS)) {
      throw new Misuse("--days " + days.get() + ": 1 to " + MOST_DAYS);
    }
    var token =
        program
            .access()
            .tokens()
            .create(name, account, Role.of(role), days.map(Duration::ofDays), program.operator());
    program.out().println(token);
    program.out().flush();
    return ExitCode.DONE;
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Ends a token at once.",
      footer = {"", "Example: tickstock web tokens revoke ci"})
  int revoke(@Parameters(paramLabel = "NAME", description = "The token's name.") String name) {
    program.access().tokens().revoke(name, program.operator());
    program.err().println("token " + name + " is revoked");
    return ExitCode.DONE;
  }
}
