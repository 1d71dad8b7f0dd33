package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.EtfUniverses;
import ai.tickstock.universe.Universes;
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
    var database = databases.database(program);
    var universes = EtfUniverses.postgres(database);
    var today = Bar.dateOf(program.clock().instant());
    var all = Universes.postgres(database);
    all.seed();
    var one = key.map(asked -> AskedUniverse.find(all, asked, today).key());
    if (one.isPresent() && !universes.keys().contains(one.get())) {
      throw new Misuse(
          "no rules fill a universe '"
              + one.get()
              + "'; they fill "
              + universes.keys().stream().sorted().collect(Collectors.joining(", ")));
    }
    var table = Table.of("universe", ">members_before", ">joined", ">left", "state");
    boolean held = false;
    for (var done : universes.refresh(one, today, approve)) {
      boolean changed = !done.joined().isEmpty() || !done.left().isEmpty();
      table.row(
          done.universe(),
          done.members(),
          done.joined().size(),
          done.left().size(),
          done.held().isPresent() ? "held" : changed ? "applied" : "unchanged");
      held |= done.held().isPresent();
      done.held()
          .ifPresent(why ->
              program
                  .err()
                  .println(
                      done.universe()
                          + " stays as it is: "
                          + why
                          + "; 'tickstock universe history "
                          + done.universe()
                          + "' shows whom, 'tickstock universe refresh "
                          + done.universe()
                          + " --approve' does it"));
    }
    table.print(format, program.out());
    return held ? ExitCode.DONE_IN_PART : ExitCode.DONE;
  }
}
