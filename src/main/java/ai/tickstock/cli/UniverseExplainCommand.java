package ai.tickstock.cli;

import ai.tickstock.listing.InstrumentArgument;
import ai.tickstock.listing.Instruments;
import ai.tickstock.market.Bar;
import ai.tickstock.universe.RuleUniverses;
import ai.tickstock.universe.RuleUniverses.Explained;
import ai.tickstock.universe.RuleUniverses.Membership;
import ai.tickstock.universe.RuleUniverses.Verdict;
import ai.tickstock.universe.Universes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// To which universes an instrument belongs, and what the rules say.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says to which universes an instrument belongs, since when, and what each rule says on what evidence.",
      "out: the rule takes it out, or would; in without since: it joins with the next refresh. Rules that",
      "speak of another kind or business are left out, but for --all."
    },
    footer = {"", "Example: tickstock universe explain SPY"})
final class UniverseExplainCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(paramLabel = "SYMBOL[@DATE]", description = "A ticker.")
  private String symbol = "";

  @Option(names = "--all", description = "Every universe, also of another kind.")
  private boolean all;

  @Mixin private DatabaseChoice databases = new DatabaseChoice();
  @Mixin private OutputOptions output = new OutputOptions();

  UniverseExplainCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    var format = output.format();
    var database = databases.database(program);
    Universes.postgres(database).seed();
    var instrument = InstrumentArgument.parse(symbol).find(Instruments.postgres(database));
    var table = Table.of("universe", "listed_as", "since", "expected_name", "rule", "evidence");
    boolean belongs = false;
    var calendar = program.finality(database).calendar();
    var today = Bar.dateOf(program.clock().instant());
    for (var one : RuleUniverses.postgres(database, calendar).explain(instrument, today)) {
      belongs |= one.membership().isPresent();
      if (all || isTold(one)) {
        table.row(
            one.universe(),
            one.membership().map(Membership::listedAs),
            one.membership().map(Membership::since),
            one.membership().map(Membership::expectedName),
            one.verdict()
                .flatMap(verdict ->
                    one.rule().map(rule -> (verdict.selects() ? "in, " : "out, ") + rule)),
            one.verdict().map(Verdict::evidence));
      }
    }
    table.print(format, program.out());
    if (!belongs) {
      program.err().println(instrument + " belongs to no universe");
    }
    return ExitCode.DONE;
  }

  private static boolean isTold(Explained one) {
    return one.membership().isPresent()
        || one.verdict().filter(verdict -> verdict.selects() || verdict.nearly()).isPresent();
  }
}
