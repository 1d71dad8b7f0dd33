package ai.tickstock.cli;

import ai.tickstock.market.Bar;
import ai.tickstock.universe.EtfUniverses;
import ai.tickstock.universe.Universes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What refreshing did to a universe.
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Shows what each refresh by rules changed in a universe, the latest first.",
    footer = {"", "Example: tickstock universe history etf_growth"})
final class UniverseHistoryCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(paramLabel = "KEY", description = "As 'tickstock universe list' prints it.")
  private String key = "";

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  UniverseHistoryCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var database = databases.database(program);
    var universes = Universes.postgres(database);
    universes.seed();
    var universe = AskedUniverse.find(universes, key, Bar.dateOf(program.clock().instant()));
    var table =
        Table.of(
            "changed_at", "effective", "state", ">members_before", "joined", "left", "message");
    for (var change : EtfUniverses.postgres(database).history(universe.key())) {
      table.row(
          change.at(),
          change.effective(),
          change.state(),
          change.members(),
          String.join(" ", change.joined()),
          String.join(" ", change.left()),
          change.message());
    }
    table.print(format, program.out());
    if (table.size() == 0) {
      program.err().println("no refresh changed " + universe.key());
    }
    return ExitCode.DONE;
  }
}
