package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.EtfUniverses;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Fills universes of ETFs by the rules.
@Command(
    name = "refresh",
    mixinStandardHelpOptions = true,
    description = {
      "Fills the universes of ETFs by rules over what is known of each fund, and notes its type, sector and index.",
      "Members that lists or people put in stay. A refresh that would take out more than 30 % of those who are in by rules is held."
    },
    footer = {"", "Example: tickstock universe refresh etf_growth"})
final class UniverseRefreshCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "One universe; else all that rules fill.")
  private Optional<String> key = Optional.empty();

  @Option(names = "--approve", description = "Make the change also where it would be held.")
  private boolean approve;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  UniverseRefreshCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var universes = EtfUniverses.postgres(databases.database(program));
    if (key.isPresent() && !universes.keys().contains(key.get())) {
      throw new Misuse(
          "no rules fill a universe '"
              + key.get()
              + "'; they fill "
              + universes.keys().stream().sorted().collect(Collectors.joining(", ")));
    }
    var table = Table.of("universe", ">members_before", ">joined", ">left", "state");
    boolean held = false;
    for (var one : universes.refresh(key, Bar.dateOf(program.clock().instant()), approve)) {
      boolean changed = !one.joined().isEmpty() || !one.left().isEmpty();
      table.row(
          one.universe(),
          one.members(),
          one.joined().size(),
          one.left().size(),
          one.held().isPresent() ? "held" : changed ? "applied" : "unchanged");
      held |= one.held().isPresent();
      one.held()
          .ifPresent(why ->
              program
                  .err()
                  .println(
                      one.universe()
                          + " stays as it is: "
                          + why
                          + "; 'tickstock universe history "
                          + one.universe()
                          + "' shows whom, 'tickstock universe refresh "
                          + one.universe()
                          + " --approve' does it"));
    }
    table.print(format, program.out());
    return held ? ExitCode.DONE_IN_PART : ExitCode.DONE;
  }
}
