package ai.tickstock.cli;

import ai.tickstock.market.Symbol;
import ai.tickstock.universe.Universes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a universe of a list.
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a list of a universe: who is not in it leaves today, who is new joins.",
      "A key that there is not yet becomes a new universe. Kept in the history of the universe and in the audit."
    },
    footer = {"", "Example: tickstock universe set my_list AAPL,MSFT,SPY --name \"My List\""})
final class UniverseSetCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description = "A key; etf:KEY, stock:KEY or themes:KEY says the kind.")
  private String key = "";

  @Parameters(index = "1", paramLabel = "SYMBOL", split = ",", description = "Tickers.")
  private List<Symbol> symbols = List.of();

  @Option(
      names = "--instead-of-rule",
      description = "Also where a rule fills the universe; it has none afterwards.")
  private boolean insteadOfRule;

  @Mixin private UniverseWords words = new UniverseWords();
  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  UniverseSetCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var database = databases.database(program);
    Universes.postgres(database).seed();
    var set =
        program
            .universeSync(database)
            .set(key, symbols, words.words(), insteadOfRule, words.decision(program));
    var done = set.listed();
    var table = Table.of("universe", "change", "symbol");
    done.joined().forEach(symbol -> table.row(done.universe(), "joined", symbol));
    done.left().forEach(symbol -> table.row(done.universe(), "left", symbol));
    table.print(format, program.out());
    if (table.size() == 0) {
      program.err().println(done.universe() + " has these members already");
    }
    if (!done.unknown().isEmpty()) {
      program
          .err()
          .println(
              "not known here yet, a load looks them up: "
                  + done.unknown().stream().map(Symbol::ticker).collect(Collectors.joining(", ")));
    }
    set.copy().refused().ifPresent(program.err()::println);
    return set.copy().refused().isEmpty() ? ExitCode.DONE : ExitCode.DONE_IN_PART;
  }
}
