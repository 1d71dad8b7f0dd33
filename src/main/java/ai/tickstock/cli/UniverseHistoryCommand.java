package ai.tickstock.cli;

import ai.tickstock.universe.RuleRefresh;
import ai.tickstock.universe.RuleUniverses;
import ai.tickstock.universe.Universes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What was changed in a universe.
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Shows who joined and left a universe by rules and by hand, when and why, the latest first.",
      "held: it was not done, because too much would have changed; the reason stands in its first row."
    },
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
    Universes.postgres(database).seed();
    var universes = RuleUniverses.postgres(database, program.finality(database).calendar());
    var table = Table.of("changed_at", "effective", "state", "change", "symbol", "reason");
    for (var change : universes.history(key)) {
      if (!change.message().isEmpty()) {
        row(table, change, "", "", change.message());
      }
      rows(table, change, "joined", change.joined());
      rows(table, change, "left", change.left());
    }
    table.print(format, program.out());
    if (table.size() == 0) {
      program.err().println("nothing changed " + key);
    }
    return ExitCode.DONE;
  }

  private static void rows(
      Table table, RuleUniverses.Change change, String what, List<RuleRefresh.Move> moves) {
    boolean isHeld = change.state().equals("held");
    moves.forEach(move ->
        row(table, change, isHeld ? "not " + what : what, move.symbol().ticker(), move.reason()));
  }

  private static void row(
      Table table, RuleUniverses.Change change, String what, String symbol, String reason) {
    table.row(change.at(), change.effective(), change.state(), what, symbol, reason);
  }
}
